"""Put runs of columns together, a timesheet for one, and compare what the sheet prints as their sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from kpicalc.facts.finish_column import FinishedColumn
from kpicalc.facts.numbers import WrittenNumber, read_written_number
from kpicalc.facts.row_units import SUM, head_text
from kpicalc.facts.sheet_draft import SheetDraft
from kpicalc.model.diagnostic import Diagnostic, KindedValue, advice, error
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import COUNTING, ONE, ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input
from kpicalc.model.writing import PrintedTotals

# Sums are printed to the cent, and hours, of which 7:20 are a third more than 7, to a tenth perhaps.
_NEARLY, _NEARLY_HOURS = Decimal("0.005"), Decimal("0.05")


def fold_runs(inputs: Sequence[Input], columns: Mapping[str, FinishedColumn]) -> dict[str, FinishedColumn]:
    """Return the columns of all inputs, with those of runs put together: the sum, and the count of each code.

    The single columns remain behind them, with their codes as texts, to show where a sum came from.
    """
    folded = {each.name: columns[each.name] for each in inputs if each.name in columns}
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
        told = advice(
            Problem.BLANKS_FILLED, days[0].head, heading=heading, count=defaults, value=str(given.fallback)
        )
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


def compare_sums(draft: SheetDraft, columns: Mapping[str, FinishedColumn]) -> Iterator[Diagnostic]:
    """Yield an error for each row whose printed sum of a run («Всего» beside the days) is another.

    A column is taken for such a sum where at least half of its numbers are it: it may count days, not hours.
    """
    reading = draft.reading
    compared = reading.grain.rows.total is not PrintedTotals.IGNORE
    runs = [columns[each.name] for each in reading.inputs if each.run and not each.counted and compared]
    sums = [each for each in draft.rows.units if each.says == SUM]
    for run, column in product(runs, sums):
        numbers = ((read_written_number(text), rows) for text, rows in column.rows.items())
        printed = {
            index: found.value
            for found, rows in numbers
            if isinstance(found, WrittenNumber)
            for index in rows
        }
        sums_of_rows = {at: value for at in sorted(printed) if isinstance(value := run.values[at], Decimal)}
        nearly = _NEARLY_HOURS if run.spec.kind is Kind.HOURS else _NEARLY
        other = [at for at, value in sums_of_rows.items() if abs(printed[at] - value) > nearly]
        for index in other if 2 * len(other) <= len(sums_of_rows) else ():
            yield error(
                Problem.SUM_OF_ROW_DIFFERS,
                reading.sheet.cell(draft.rows.numbers[index], column.column),
                heading=head_text(reading.sheet, reading.header.row, column.column),
                printed=KindedValue(printed[index], run.spec.kind),
                column=run.read.heading,
                total=KindedValue(sums_of_rows[index], run.spec.kind),
                who=draft.rows.owner(index),
            )
