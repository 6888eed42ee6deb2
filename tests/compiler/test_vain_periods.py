"""Conditions on the period that no period of the scheme can meet, and the numbers that tell of the period."""

from __future__ import annotations

import pytest

from kpicalc.compiler.slips import never_in_a_period
from kpicalc.engine.evaluate import evaluate
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.model.expr import Expr, Name, Reference
from kpicalc.model.period import PayCycle, PeriodLength
from kpicalc.model.program import COMPANY
from tests.engine.builders import compile_text, make_facts
from tests.formula.reading import read


@pytest.mark.parametrize(
    ("cycle", "condition", "possible"),
    [
        (PayCycle(PeriodLength.QUARTER), "period.month = 12", (1, 4, 7, 10)),
        (PayCycle(PeriodLength.QUARTER), "12 = period.month", (1, 4, 7, 10)),
        (PayCycle(PeriodLength.QUARTER), "period.month > 10", (1, 4, 7, 10)),
        (PayCycle(PeriodLength.QUARTER), "10 < period.month", (1, 4, 7, 10)),
        (PayCycle(PeriodLength.QUARTER), "period.last_month = 12", None),
        (PayCycle(PeriodLength.QUARTER), "period.last_month = 11", (3, 6, 9, 12)),
        (PayCycle(PeriodLength.QUARTER, starts=26), "period.last_month = 11", None),
        (PayCycle(PeriodLength.QUARTER, starts=2), "period.last_month = 11", None),
        (PayCycle(PeriodLength.QUARTER), "period.quarter = 5", (1, 2, 3, 4)),
        (PayCycle(PeriodLength.HALF), "period.quarter = 2", (1, 3)),
        (PayCycle(PeriodLength.HALF), "period.half = 2", None),
        (PayCycle(PeriodLength.YEAR), "period.month != 1", (1,)),
        (PayCycle(), "period.month = 12", None),
        (PayCycle(), "period.month = 13", tuple(range(1, 13))),
        (PayCycle(), "period.last_month = 13", tuple(range(1, 13))),
        (PayCycle(PeriodLength.QUARTER, starts=2), "period.last_month = 13", tuple(range(1, 13))),
        *(
            (PayCycle(weeks=(2,)), f"period.{name} = 13", tuple(range(1, most + 1)))
            for name, most in (("month", 12), ("last_month", 12), ("quarter", 4), ("half", 2))
        ),
        (PayCycle(PeriodLength.YEAR), "period.last_month = 1", (12,)),
        (PayCycle(), "period.months = 3", (1,)),
        (PayCycle(PeriodLength.DAYS), "period.month = 12", None),
        (PayCycle(weeks=(2,)), "period.last_month = 2", None),
        (PayCycle(), "period.year = 1", None),
        (PayCycle(), "period.month = period.quarter", None),
        (PayCycle(), "not flag", None),
    ],
)
def test_what_a_period_never_is(cycle: PayCycle, condition: str, possible: tuple[int, ...] | None) -> None:
    found = never_in_a_period(cycle, _resolved(read(condition)))

    assert (None if found is None else found[1]) == possible


def _resolved(expr: Expr) -> Expr:
    """Let every name be a value of the company."""
    if isinstance(expr, Name):
        return Reference(COMPANY, ".".join(expr.path), expr.span)
    return rewrite_parts(expr, _resolved)


@pytest.mark.parametrize(
    ("period", "length", "told"),
    [
        ("2026-Q4", "quarter", ("4", "2", "10", "12", "3")),
        ("2026-02", "month", ("1", "1", "2", "2", "1")),
        ("2026-H2", "half", ("3", "2", "7", "12", "6")),
        ("2026", "year", ("1", "1", "1", "12", "12")),
    ],
)
def test_the_numbers_that_tell_of_a_period(period: str, length: str, told: tuple[str, ...]) -> None:
    program = compile_text(
        f"period: {length}\nfacts: {{employees: {{a: money}}}}\npay: {{p: {{kind: fixed, amount: a}}}}\n",
        period,
    )
    values = evaluate(program, make_facts(program, {"employees": [{"key": "e", "a": "1"}]})).columns
    names = ("quarter", "half", "month", "last_month", "months")

    assert tuple(str(values[COMPANY, f"period.{name}"][0]) for name in names) == told
