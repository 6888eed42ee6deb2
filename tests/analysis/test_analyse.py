"""The analysis of whole schemes: what it says is what the engine pays."""

from __future__ import annotations

from decimal import Decimal, localcontext
from pathlib import Path

import pytest

from kpicalc.analysis.analyse import analyse_program
from kpicalc.analysis.curves.drivers import draw_curves
from kpicalc.analysis.mix import find_mixes
from kpicalc.analysis.reference import rest_at
from kpicalc.api import compile_alone
from kpicalc.lab.laboratory import Laboratory, prepare_laboratory
from kpicalc.model.analysis import Curve
from kpicalc.model.money import CONTEXT
from tests.analysis.typed_sheets import paid_from_sheets
from tests.engine.builders import compile_text

NEAR = Decimal("0.1")
SCHEMES = sorted((Path(__file__).parents[2] / "schemes").glob("*.yaml"))
# Curves that need more than a look at every comparison to be proved, or have too many stairs: of a root, of
# weeks that pay one after another, of a check that compares what was rounded with what was not, of two facts
# that a check wants to be equal.
UNPROVED = {
    "commercial-director": 2,
    "contact-centre": 3,
    "internet-marketer": 3,
    "manager-regulation": 1,
    "partner": 3,
    "sales-agent": 3,
}


def paid(lab: Laboratory, curve: Curve, points: list[Decimal]) -> list[object]:
    changes = [{curve.driver: point} for point in points]
    return list(lab.settle_changes(curve.reference, changes).named(lab.program.total))


@pytest.mark.parametrize("path", SCHEMES, ids=[path.stem for path in SCHEMES])
def test_what_is_said_of_a_scheme_is_what_it_pays(path: Path) -> None:
    program = compile_alone(path, None).value
    assert program is not None
    with localcontext(CONTEXT):
        lab = prepare_laboratory(program)
        reference = rest_at(lab, {})
        curves = list(draw_curves(lab, reference, {}, NEAR))
        mixes = find_mixes(lab, reference, frozenset(), NEAR)

    for curve in curves:
        starts = [piece.start for piece in curve.pieces]
        ends = [curve.last if each.end is None else each.end - curve.step for each in curve.pieces]
        assert paid(lab, curve, starts) == [piece.pay_at_start for piece in curve.pieces]
        assert paid(lab, curve, ends) == [piece.pay_before_end for piece in curve.pieces]
        assert paid(lab, curve, [at for at, _ in curve.points]) == [pay for _, pay in curve.points]
    for mix in mixes:
        assert lab.settle_all([mix.witness]).named(program.total) == [mix.total]
        assert paid_from_sheets(program, mix.witness, program.total) == mix.total
    unproved = [curve.driver for curve in curves if not curve.exact]
    assert len(unproved) == UNPROVED.get(path.stem, 0), unproved


def test_a_table_of_a_given_number_of_rows_is_reached_with_all_of_them() -> None:
    program = compile_text(
        """
facts: {employees: {}, receipts: {columns: {sum: {type: money, min: 0}}}}
pay:
  salary: {kind: fixed, amount: 80_000}
  fee: {kind: variable, amount: sum(receipts.sum) * 0.75%}
"""
    )
    money = {("receipts", "sum"): (Decimal(100), Decimal(20_000_000))}

    most = analyse_program(program, money | {("receipts", ""): (None, Decimal(5))}, {}).total.highest
    least = analyse_program(program, money | {("receipts", ""): (Decimal(3), Decimal(5))}, {}).total.lowest

    # 0.75 % of five receipts, and of three, beside the salary
    assert (most.value, most.tight) == (Decimal(750_000) + 80_000, True)
    assert (least.value, least.tight) == (Decimal("2.25") + 80_000, True)
    assert least.witness is not None
    assert sum(row.grain == "receipts" for row in least.witness.rows) == 3


def test_cliffs_are_those_of_the_regulation() -> None:
    program = compile_alone(SCHEMES[0].with_name("manager-regulation.yaml"), None).value
    assert program is not None

    first = analyse_program(program, {}, {}).curves[0]
    assert [(int(each.at), int(each.before), int(each.after)) for each in first.cliffs] == [
        (600_000, 100_000, 110_000),
        (1_000_000, 110_000, 120_000),
        (1_400_000, 120_000, 130_000),
    ]


def test_ranges_and_pins_are_heeded() -> None:
    program = compile_text(
        """
facts:
  employees:
    rate: ratio
    sold: {type: money, min: 0, max: 1_000_000}
    kept: {type: ratio, min: 0%}
pay:
  fee: {kind: variable, amount: sold * rate, round: {step: 10}}
  rest: {kind: variable, amount: floor(kept * 100)}
"""
    )
    asked = {("employees", "sold"): (Decimal(500), None)}

    analysis = analyse_program(program, asked, {("employees", "rate"): Decimal("0.1")})

    curves = {study.curve.driver[1]: study.curve for study in analysis.curves}
    assert curves["sold"].pieces[0].start == Decimal(500)
    assert curves["sold"].pieces[0].pay_at_start == Decimal(150)
    assert analysis.assumed == (("rate", Decimal(0), None),)
    asked_rate = {("employees", "rate"): (Decimal(0), Decimal(1))}
    assert analyse_program(program, asked_rate, {}).assumed == ()
