"""The bounds of every scheme: reached by their witnesses, also from sheets, and passed by no random row.

`KPICALC_TRIES=20 pytest tests/analysis/extremes` draws 100 000 rows of each scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.extremes.bounds import find_bounds
from kpicalc.analysis.extremes.trials import amount_of
from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.evaluate import evaluate
from kpicalc.engine.settle import settle
from kpicalc.lab.laboratory import facts_of
from kpicalc.model.analysis import Bound, LineBounds
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault
from kpicalc.model.period import parse_period
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.scheme.load import load_scheme
from tests.analysis.extremes.random_facts import pools_of
from tests.analysis.typed_sheets import paid_from_sheets
from tests.tries import tries

# The ends of all lines and the total, and how many of them are tight.
SCHEMES = {
    "additional-pay": (14, 14),
    "annual-income": (6, 6),
    "client-manager": (16, 16),
    "coefficient-catalogue": (8, 8),
    "commercial-director": (8, 8),
    "contact-centre": (18, 16),
    "general-director": (16, 16),
    "head-of-sales": (12, 12),
    "index-band-table": (6, 6),
    "internet-marketer": (8, 8),
    "manager-regulation": (8, 8),
    "partner": (14, 14),
    "points-for-rewards": (12, 12),
    "profit-net-of-hours": (6, 6),
    "retail-seller": (6, 6),
    "retail-shop": (8, 8),
    "salary-actions-bonus": (10, 10),
    "sales-agent": (14, 11),
    "service-crew": (10, 9),
    "strategy-map": (6, 6),
}
# In most random facts of this one somebody has no calls, days or hours to divide by: a fifth is paid.
SELDOM_PAID = frozenset({"contact-centre"})
ROWS = tries(5_000)
BATCH = min(ROWS, 5_000)

# The tests of one scheme run one after another: its bounds are searched for once.
every_scheme = pytest.mark.parametrize("name", SCHEMES, scope="module")


def test_no_scheme_is_left_out() -> None:
    assert sorted(path.stem for path in Path("schemes").glob("*.yaml")) == sorted(SCHEMES)


@every_scheme
def test_bounds_are_tight(name: str) -> None:
    bounds = [bound for _, _, bound in _ends(name)]

    assert (len(bounds), sum(each.tight for each in bounds)) == SCHEMES[name]


@every_scheme
def test_the_engine_pays_a_witness_what_the_bound_says(name: str) -> None:
    program = _program(name)
    for variable, _, bound in _ends(name):
        assert bound.witness is not None
        settlement = settle(program, facts_of(program, bound.witness))
        paid = amount_of(settlement.values.columns[EMPLOYEES, variable][0])

        assert 0 not in settlement.unpaid
        assert paid == bound.reached
        assert bound.value in {None, paid} or not bound.tight


@every_scheme
def test_random_rows_find_nothing_outside_the_bounds(name: str) -> None:
    program = _program(name)
    pools = pools_of(program, box_of(program))
    ends = [(variable, sign, bound.value) for variable, sign, bound in _ends(name) if bound.value is not None]
    outside = []
    paid = 0
    for batch in range(ROWS // BATCH):
        random = Random(batch)  # noqa: S311 - facts to try, nothing secret
        pays = _paid(pools.program, pools.draw(random, BATCH))
        paid += len(pays[program.total])
        for variable, sign, bound in ends:
            furthest = amount_of(max(pays[variable]) if sign > 0 else min(pays[variable]))
            outside += [(variable, sign, furthest)] if furthest * sign > bound * sign else []

    assert outside == []
    assert paid > ROWS // (6 if name in SELDOM_PAID else 2)


@every_scheme
def test_a_workbook_of_the_witness_pays_what_was_said(name: str) -> None:
    """What is shown as facts can be typed into sheets: read and bound, it is paid as was said."""
    program = _program(name)
    shown = [
        (variable, bound.witness, bound.reached)
        for variable, _, bound in _ends(name)
        if bound.witness is not None
    ]
    paid = [paid_from_sheets(program, witness, variable) for variable, witness, _ in shown]

    assert paid == [reached for *_, reached in shown]
    assert shown


def _paid(program: Program, facts: Facts) -> Mapping[str, Sequence[Any]]:
    """Return the lines and the total, by variable, of all employees who can be paid."""
    values = evaluate(program, facts, keep_all=False)
    names = [*(line.variable for line in program.pay_lines), program.total]
    columns = [values.columns[EMPLOYEES, name] for name in names]
    if any((EMPLOYEES, name) in values.faulty for name in names):
        rows = zip(*columns, strict=True)
        columns = list(zip(*(row for row in rows if Fault not in map(type, row)), strict=True))
    return dict(zip(names, columns, strict=True))


def _ends(name: str) -> Iterator[tuple[str, int, Bound]]:
    """Yield the variable of each line and the total, -1 or 1, and the bound on that side."""
    program, (lines, total) = _program(name), _bounds(name)
    variables = [*(line.variable for line in program.pay_lines), program.total]
    for variable, each in zip(variables, (*lines, total), strict=True):
        yield variable, -1, each.lowest
        yield variable, 1, each.highest


@cache
def _program(name: str) -> Program:
    document, period = load_scheme(Path(f"schemes/{name}.yaml")).value, parse_period("2026-03")
    assert document is not None
    assert period is not None
    program = compile_scheme(document, period).value
    assert program is not None
    return program


@cache
def _bounds(name: str) -> tuple[tuple[LineBounds, ...], LineBounds]:
    program = _program(name)
    return find_bounds(program, box_of(program))
