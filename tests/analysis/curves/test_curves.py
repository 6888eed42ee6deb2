"""Curves of small schemes: every jump is found to the smallest step, and proved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

import pytest

from kpicalc.analysis.curves import breakpoints
from kpicalc.analysis.curves.drivers import draw_curves
from kpicalc.analysis.reference import rest_at
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.model.analysis import Curve, Ends
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Program
from tests.engine.builders import compile_text

NEAR = Decimal("0.05")

BANDS = """
facts: {employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}}}
kpis: {sold: {weight: 100%, plan: plan, actual: sales, cap: 120%}}
tables:
  scale:
    mode: lookup
    bands: [{below: 80%, value: 0}, {from: 80%, below: 100%, value: 0.5}, {from: 100%, value: 1}]
pay:
  salary: {kind: fixed, amount: 50_000}
  bonus: {kind: variable, amount: 20_000 * scale(sold.attainment) * sold.score}
"""


def curves(program: Program, ranges: Mapping[tuple[str, str], Ends] | None = None) -> dict[str, Curve]:
    with localcontext(CONTEXT):
        lab = prepare_laboratory(program)
        drawn = draw_curves(lab, rest_at(lab, {}), ranges or {}, NEAR)
        return {curve.driver[1]: curve for curve in drawn}


def pieces(curve: Curve) -> list[tuple[Decimal, ...]]:
    return [(each.start, each.pay_at_start, each.pay_before_end) for each in curve.pieces]


def one_fact(formula: str, declared: str = "{type: money, min: 0}") -> str:
    return f"""
facts: {{employees: {{x: {declared}}}}}
tables:
  grid:
    mode: matrix
    rows: [{{below: 100}}, {{from: 100}}]
    columns: [{{below: 200}}, {{from: 200}}]
    values: [[1, 2], [3, 4]]
  snapped:
    mode: lookup
    snap: {{step: 100}}
    bands: [{{from: 0, below: 500, value: 1}}, {{from: 500, value: 2}}]
  partial: {{mode: lookup, bands: [{{from: 1_000, below: 500_000, value: 1}}]}}
  ladder: {{mode: lookup, bands: [{{from: 0, value: 1}}, {{from: 50_000, adds: 2, every: 100_000}}]}}
  ladder_above:
    mode: lookup
    bands: [{{to: 50_000, value: 1}}, {{above: 50_000, adds: 2, every: 100_000}}]
pay: {{bonus: {{kind: variable, amount: "{formula}"}}}}
"""


def test_jumps_and_bends_are_found_to_the_kopeck() -> None:
    curve = curves(compile_text(BANDS))["sales"]

    assert pieces(curve) == [
        (Decimal(0), Decimal(50_000), Decimal(50_000)),
        (Decimal(800_000), Decimal(58_000), Decimal("60000.00")),
        (Decimal(1_000_000), Decimal(70_000), Decimal(74_000)),
        (Decimal("1200000.01"), Decimal(74_000), Decimal(74_000)),
    ]
    assert (curve.exact, curve.whole, curve.lower_is_better, curve.last) == (
        True,
        Decimal(1_000_000),
        False,
        Decimal(2_000_000),
    )


@pytest.mark.parametrize(
    ("formula", "starts"),
    [
        ("if x >= 300 then 20 else 10", ["0", "300"]),
        ("if x > 300 then 20 else 10", ["0", "300.01"]),
        ("if 300 <= x < 400 then 20 else 10", ["0", "300", "400"]),
        ("if x = 300 then 20 else 10", ["0", "300", "300.01"]),
        ("max(x - 300, 0)", ["0", "300.01"]),
        ("clamp(x, 100, 500)", ["0", "100.01", "500.01"]),
        ("abs(x - 300)", ["0", "300"]),
        ("grid(x, x)", ["0", "100", "200"]),
        ("snapped(x)", ["0", "450"]),
        ("floor(x, 100_000)", ["0", "100000", "200000"]),
        ("ladder(x)", ["0", "50000", "150000"]),
        ("ladder_above(x)", ["0", "50000.01", "150000.01"]),
        ("round(x, 100_000)", ["0", "50000", "150000"]),
        ("ceil(x / 200_000)", ["0", "0.01"]),
        ("x * 2", ["0"]),
    ],
)
def test_whatever_turns_is_found(formula: str, starts: list[str]) -> None:
    curve = curves(compile_text(one_fact(formula)))["x"]

    shown = [str(start) for start, *_ in pieces(curve) if start < 200_001]
    assert [Decimal(each) for each in shown] == [Decimal(each) for each in starts]
    endless = formula.startswith(("floor", "round", "ceil", "ladder"))
    assert (curve.exact, curve.last) == (not endless, Decimal(200_000))


def test_a_fact_that_changes_nothing_has_no_curve() -> None:
    assert curves(compile_text(one_fact("if x < 0 then 1 else 2"))) == {}


def test_only_the_stretch_that_is_paid_is_drawn() -> None:
    curve = curves(compile_text(one_fact("partial(x) * x")))["x"]

    assert pieces(curve) == [(Decimal(1_000), Decimal(1_000), Decimal("499999.99"))]


def test_a_bent_piece_is_drawn_in_several_strokes() -> None:
    curve = curves(compile_text(one_fact("x * x", "{type: number, min: 0, max: 100}")))["x"]

    assert [str(start.normalize()) for start, *_ in pieces(curve)][:3] == ["0", "12.49", "24.99"]
    assert curve.pieces[1].pay_at_start == Decimal("156.00")


def test_stairs_finer_than_can_be_looked_at_are_told_as_not_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breakpoints, "_MOST_LOOKS", 60)

    assert not curves(compile_text(one_fact("round(x, 10)")))["x"].exact


def test_a_range_that_is_asked_for_is_where_the_curve_lies() -> None:
    program = compile_text(one_fact("x * 2"))
    asked = {("employees", "x"): (Decimal(10), Decimal(20))}

    curve = curves(program, asked)["x"]

    assert (pieces(curve), curve.last) == ([(Decimal(10), Decimal(20), Decimal(40))], Decimal(20))


def test_a_range_that_allows_nothing_has_no_curve() -> None:
    program = compile_text(one_fact("x * 2", "{type: money, min: 0, max: 5}"))

    assert curves(program, {("employees", "x"): (Decimal(10), None)}) == {}


def test_what_nobody_can_measure_is_no_driver() -> None:
    text = """
facts:
  employees:
    flagged: flag
    share: {type: ratio, one_of: [0%, 50%]}
    x: {type: money, below: 0, missing: allow}
pay: {bonus: {kind: variable, amount: "if flagged then 100 * share else if_missing(x, 0)"}}
"""
    assert curves(compile_text(text)) == {}


def test_the_result_of_a_kpi_that_should_be_small_is_told_so() -> None:
    text = """
facts: {employees: {limit: {type: count, above: 0}, errors: {type: count, min: 0}}}
kpis: {errors_made: {weight: 100%, plan: limit, actual: errors, better: lower, formula: mirror, floor: 0%}}
pay: {bonus: {kind: variable, amount: 1_000, factors: [index]}}
"""
    curve = curves(compile_text(text))["errors"]

    assert (curve.lower_is_better, curve.whole) == (True, Decimal(100))


def test_details_of_employees_who_meet_others_are_moved_in_companies_of_their_own() -> None:
    text = """
facts:
  company:
    values: {all_sold: {formula: sum(employees.sold)}}
  employees: {salary: {type: money, min: 0}}
  receipts: {of: employees, columns: {amount: {type: money, min: 0}, counts: flag}}
values: {sold: {formula: sum(receipts.amount where counts)}}
pay:
  base: {kind: fixed, amount: salary}
  bonus: {kind: variable, amount: "if all_sold >= 500 then sold * 10% else 0"}
  first: {kind: prize, best: sold, among: company, above: 0, ties: split, amount: 50}
"""
    curve = curves(compile_text(text))["amount"]

    assert [str(start.normalize()) for start, *_ in pieces(curve)] == ["0", "0.01", "5E+2"]


def test_a_quotient_without_an_answer_is_left_out() -> None:
    text = """
facts: {employees: {x: {type: count, min: 0}, day: {type: date}}}
pay: {bonus: {kind: variable, amount: "if day > 2020-01-01 then 100 / x else 5"}}
"""
    curve = curves(compile_text(text))["x"]

    assert (curve.pieces[0].start, curve.lower_is_better) == (Decimal(1), True)


def test_a_curve_begins_where_pay_is_in_measure_unless_its_least_value_is_asked_for() -> None:
    program, x = (
        compile_text(one_fact("1_000_000 * 1_000 / x", "{type: hours, above: 0}")),
        ("employees", "x"),
    )
    asked: list[Mapping[tuple[str, str], Ends]] = [{}, {x: (Decimal("0.01"), None)}, {x: (None, Decimal(50))}]

    starts = [curves(program, each)["x"].pieces[0].start for each in asked]

    assert starts == [Decimal(16), Decimal("0.01"), Decimal(16)]


def test_where_nothing_is_ever_paid_there_is_no_curve() -> None:
    text = """
facts: {employees: {x: {type: count, min: 0, max: 100}, y: {type: count, min: 0, max: 0}}}
pay: {bonus: {kind: variable, amount: x / y * 1_000}}
"""
    assert curves(compile_text(text)) == {}


def test_a_plan_that_moves_with_the_result_is_no_measure_of_it() -> None:
    text = """
facts: {employees: {sold: {type: money, above: 0}}}
kpis: {sales: {weight: 100%, plan: sold / 2 + 10, actual: sold}}
pay: {bonus: {kind: variable, amount: 1_000, factors: [index]}}
"""
    assert curves(compile_text(text))["sold"].whole is None


def test_a_prize_for_the_best_of_all_is_tried_in_companies_of_their_own() -> None:
    text = """
facts:
  employees:
    sold: {type: money, min: 0}
    returned: {type: money, min: 0}
    day: {type: date, missing: allow}
values: {kept: {formula: if day > 2020-01-01 then sold - returned else max(sold, returned)}}
pay:
  first:
    kind: prize
    best: if is_missing(day) then sold else kept
    among: company
    above: 0
    ties: split
    amount: 50
"""
    drawn = curves(compile_text(text))

    assert {name: [int(pay) for _, pay, _ in pieces(curve)] for name, curve in drawn.items()} == {
        "sold": [0, 50],
        "returned": [50, 0],
    }


def test_blank_cells_stay_blank_where_that_pays_more() -> None:
    text = """
facts:
  employees:
    x: {type: money, min: 0, max: 1_000}
    y: {type: money, above: 0, missing: allow}
    fine: {type: money, above: 0, missing: 5}
pay:
  least: {kind: variable, amount: "if_missing(min(x, y), x * 2) + 10 - fine"}
  more: {kind: variable, amount: "if_missing(if y > x then 1 else 2, 3)"}
"""
    drawn = curves(compile_text(text))

    assert (pieces(drawn["x"]), drawn["x"].exact) == ([(Decimal(0), Decimal(8), Decimal(2_008))], True)


def test_a_fact_of_the_company_moves_the_pay_of_all() -> None:
    text = """
facts:
  company: {columns: {profit: {type: money, min: 0}}}
  employees: {day: {type: date, missing: allow}}
tables: {scale: {mode: lookup, bands: [{from: 0, value: 1}]}}
pay:
  share:
    kind: variable
    amount: if is_missing(day) then profit * 1% * if_missing(scale(profit), 0) else 1
"""
    assert [curve.exact for curve in curves(compile_text(text)).values()] == [True]


@pytest.mark.parametrize(
    ("formula", "declared", "stairs"),
    [
        ("floor(x, 100)", "{type: money, min: 0, max: 399.99}", 4),
        ("round(x / 100) * 50", "{type: money, min: 0, max: 399.99}", 5),
        ("round(x, 0.01)", "{type: money, min: 0, max: 399.99}", 1),
        ("round(x, 1%) * 1_000", "{type: ratio, min: 0%, max: 3%}", 4),
    ],
)
def test_stairs_are_climbed_one_by_one(formula: str, declared: str, stairs: int) -> None:
    curve = curves(compile_text(one_fact(formula, declared)))["x"]

    assert (len(curve.pieces), curve.exact) == (stairs, True)
