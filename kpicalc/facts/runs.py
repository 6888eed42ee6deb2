"""Runs of columns: a column for each day, read one by one and put together as one fact of the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.facts.finish_column import FinishedColumn
from kpicalc.model.diagnostic import advice
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import COUNTING, ONE, ZERO
from kpicalc.model.program import Input


def fold_runs(inputs: Sequence[Input], columns: Mapping[str, FinishedColumn]) -> dict[str, FinishedColumn]:
    """Return the columns of all inputs, with those of runs put together: the sum, and the count of each code.

    The single columns remain behind them, with their codes as texts, to show where a sum came from.
    """
    folded = {each.name: columns[each.name] for each in inputs if not each.run}
    for each in inputs:
        days = [columns[day.name] for day in each.run if day.name in columns]
        if days:
            folded[each.name] = _fold(each, days)
    single = {day.name for each in inputs for day in each.run}
    shown = {name: _uncode(each) for name, each in columns.items() if name in single}
    return folded | {name: replace(each, problems=()) for name, each in shown.items()}


def _fold(given: Input, days: Sequence[FinishedColumn]) -> FinishedColumn:
    rows = range(len(days[0].values))
    values = [
        _put_together(given, [(day.values[row], day.coded.get(row, "")) for day in days]) for row in rows
    ]
    first, last = days[0].read, days[-1].read
    heading = f"{first.heading} … {last.heading}"
    amounts = [each for each in values if isinstance(each, Decimal)]
    read = replace(
        first,
        name=given.name,
        heading=f"{heading}: {given.counted}" if given.counted else heading,
        total=COUNTING.plus(sum(amounts, ZERO)),
        from_text=0 if given.counted else sum(day.read.from_text for day in days),
        printed_total=None,
    )
    defaults = 0 if given.counted else sum(day.defaults for day in days if not day.spec.spare)
    problems = () if given.counted else tuple(problem for day in days for problem in day.problems)
    if defaults:
        told = advice("KPI454", days[0].head, heading=heading, count=defaults, value=str(given.fallback))
        problems = (*problems, told)
    faulty = any(day.faulty for day in days)
    return replace(days[0], values=values, read=read, faulty=faulty, problems=problems, spec=given, coded={})


def _put_together(given: Input, day: Sequence[tuple[Value, str]]) -> Value:
    """Add up the cells of a row, or count those with the code; a cell without a value takes it from both."""
    faults = [value for value, _ in day if isinstance(value, Fault)]
    if faults:
        causes = tuple(dict.fromkeys(cause for each in faults for cause in each.causes))
        return Fault(causes, missing=all(each.missing for each in faults))
    if given.counted:
        return sum((ONE for _, code in day if code == given.counted), ZERO)
    return sum((value for value, _ in day if isinstance(value, Decimal)), ZERO)


def _uncode(column: FinishedColumn) -> FinishedColumn:
    if not column.coded:
        return column
    return replace(column, values=[column.coded.get(row, value) for row, value in enumerate(column.values)])
