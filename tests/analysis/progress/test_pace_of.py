"""With what formulas grow, and how much of a growth is due by a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.analysis.progress.pace_of import Paces, find_undeclared, measure_due
from kpicalc.model.period import Growth, Pace
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.progress import Due
from tests.engine.builders import compile_text

SCHEME = """
calendar: {holidays: [2026-03-09]}
facts:
  employees:
    d: {type: money, grows: days}
    w: {type: money, grows: working_days}
    n: {type: money, grows: never}
    c: {type: money, grows: {10: 20%, 20: 70%}}
    e: {type: money, grows: at_end}
    f: flag
  rows:
    grows: days
    columns: {a: money, g: {type: money, grows: working_days}}
    values: {x: sum(below.k)}
  below: {of: rows, grows: working_days, columns: {k: money}}
  still: {columns: {b: money, h: {type: money, grows: days}}}
tables: {T: {mode: lookup, bands: [{value: 1}, {from: 10, value: 2}]}}
"""
# None: of several paces, or of none that could be told.
PACES = {
    "d": "days",
    "n": "never",
    "c": "curve",
    "e": "never",
    "-w": "working_days",
    "d + d": "days",
    "d - w": None,
    "d * 2": "days",
    "2 * d": "days",
    "n * (d / n)": "days",
    "n * (n / d)": None,
    "n * (d / d)": "never",
    "n * (w / d)": None,
    "d * (w / n)": None,
    "if f then d else d": "days",
    "if f then d else w": None,
    "if f then n else 5": "never",
    "min(d, d)": "days",
    "max(d, w)": None,
    "max(n, 5)": "never",
    "clamp(d, 1, 5)": None,
    "clamp(n, 1, 5)": "never",
    "round(d, 100)": "days",
    "floor(w)": "working_days",
    "abs(d)": "days",
    "if_missing(d, w)": "days",
    "T(n) * n": "never",
    "T(d) * n": None,
    "rank(d) * n": None,
    "sum(rows.a)": "days",
    "sum(rows.g)": None,
    "max(rows.a)": "never",
    "max(rows.g)": "working_days",
    "n * count(rows)": "days",
    "sum(still.b)": "never",
    "sum(still.h)": "days",
    "sum(below.k)": "working_days",
    # Of a row that comes once, what lies below it has come with it.
    "sum(rows.x)": "days",
}
MARCH = (date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 15), date(2026, 3, 20), date(2026, 3, 31))


def test_with_what_each_formula_grows() -> None:
    values = ", ".join(f"v{at}: '{formula}'" for at, formula in enumerate(PACES))
    program = compile_text(f"{SCHEME}values: {{{values}}}\npay: {{p: {{kind: fixed, amount: 1}}}}\n")
    paces = Paces(program)
    grown = [paces.of_key((EMPLOYEES, f"v{at}")) for at in range(len(PACES))]
    assert (
        dict(zip(PACES, (None if each is None else str(each.pace) for each in grown), strict=True)) == PACES
    )


# 22 days from Monday to Friday less a holiday; the 1st is a Sunday, the 9th the holiday.
WORKED = (0, 6, 9, 14, 21)


@pytest.mark.parametrize(
    ("growth", "due"),
    [
        (Growth(Pace.DAYS), [(day.day, 31, 31 - day.day) for day in MARCH]),
        (Growth(Pace.WORKING_DAYS), [(worked, 21, 21 - worked) for worked in WORKED]),
        (
            Growth(Pace.CURVE, ((10, Decimal("0.2")), (20, Decimal("0.7")))),
            [("0.02", 1, 30), ("0.2", 1, 21), ("0.45", 1, 16), ("0.7", 1, 11), (1, 1, 0)],
        ),
        # What a curve says of the last day, or of days that a month has not, is all of it by the last one.
        (
            Growth(Pace.CURVE, ((11, Decimal("0.22")), (31, Decimal("0.7")))),
            [("0.02", 1, 30), ("0.2", 1, 21), ("0.376", 1, 16)],
        ),
    ],
    ids=["days", "working days", "curve", "curve to the last day"],
)
def test_what_is_due_by_a_day(growth: Growth, due: list[tuple[int | str, int, int]]) -> None:
    program = compile_text(f"{SCHEME}pay: {{p: {{kind: fixed, amount: w}}}}\n")
    found = [measure_due(program, growth, day) for day in MARCH[: len(due)]]
    assert found == [Due(growth, *map(Decimal, each)) for each in due]


def test_facts_of_which_nothing_tells_how_they_come_about() -> None:
    """What only a plan rests on, links, and rows of a table that grows need no word of their own."""
    text = """
facts:
  employees: {plan: money, sales: money, told: {type: money, grows: never}, level: text, spare: money}
  rows: {grows: days, columns: {a: money, b: {type: money, grows: never}}}
  open: {columns: {c: money, x: {type: money, grows: days}}}
  still: {grows: never, columns: {y: money}}
kpis:
  k: {weight: 1, plan: plan, actual: sales}
pay:
  p: {kind: variable, amount: sum(rows.a) + sum(rows.b) + sum(open.c) + told, when: 'level = "A"'}
  q: {kind: variable, amount: sum(still.y) * index}
"""
    found = [tuple(value for _, value in each.params) for each in find_undeclared(compile_text(text))]
    assert found == [("open", "rows"), ("sales",), ("y",)]
