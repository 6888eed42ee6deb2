"""What came out otherwise than it was paid, what is still due, and which month pays the difference."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.figure import line_of_retro, period_of_retro
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.month import (
    CarriedAmount,
    ClosedMonth,
    MonthAct,
    MonthRecord,
    MonthState,
    PaidAmount,
    PaidDifference,
)
from kpicalc.model.outline import LineKind
from kpicalc.model.period import PayCycle, Period, PeriodLength, period_after, period_of_days
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.month_records import closed_periods, list_amounts, list_records
from kpicalc.months.obstacles import find_closed

# What a difference belongs to: the month, the person, the line and the currency.
_Due = tuple[Period, str, str, str]


def find_differences(before: Iterable[PaidAmount], after: Iterable[PaidAmount]) -> tuple[PaidDifference, ...]:
    """Return the lines that came out otherwise, in the order of the newer pay, then what is gone."""
    old = {each.key: each for each in before}
    new = {each.key: each for each in after}
    found = [
        *(PaidDifference(old.get(key), each) for key, each in new.items()),
        *(PaidDifference(each, None) for key, each in old.items() if key not in new),
    ]
    return tuple(each for each in found if each.amount != 0)


def list_due(connection: sqlite3.Connection, period: Period) -> Iterator[CarriedAmount]:
    """Yield the differences of corrected months that no closed month has paid yet.

    Due is what the last word on a month says, less what it was closed with, less what later months have
    paid of that: so a correction of a correction pays the rest only, and a reopened month pays anew.
    """
    records = list_records(connection)
    due: dict[_Due, Decimal] = {}
    labels: dict[tuple[Period, str], str] = {}
    departments: dict[_Due, str] = {}
    for first, last in _corrected(records):
        if first.period.last_day < period.first_day:
            before, after = (list_amounts(connection, each.number) for each in (first, last))
            labels |= {(first.period, each.line): each.label for each in (*before, *after)}
            for each in find_differences(before, after):
                _add_difference(due, first.period, each)
            departments |= dict.fromkeys(due.keys() - departments.keys(), first.department)
    if any(each.act is MonthAct.CORRECT for each in records):
        _take_paid(connection, records, due)
    for key, amount in due.items():
        if amount != 0:
            corrected, employee, line, currency = key
            named = (corrected, employee, line, labels.get((corrected, line), ""), currency)
            yield CarriedAmount(*named, amount, departments.get(key, ""))


def _corrected(records: Sequence[MonthRecord]) -> Iterator[tuple[MonthRecord, MonthRecord]]:
    """Yield for each corrected month the record that it was closed with, and the last word on it."""
    alive = [each for each in records if each.state in {MonthState.CLOSED, MonthState.CORRECTED}]
    for last in alive:
        if last.act is MonthAct.CORRECT and last.state is MonthState.CLOSED:
            what = (last.period, last.department)
            yield next(each for each in alive if (each.period, each.department) == what), last


def _add_difference(due: dict[_Due, Decimal], period: Period, difference: PaidDifference) -> None:
    amount = difference.either
    if not amount.currency or amount.kind == LineKind.RETRO:
        return
    key = (period, amount.employee, amount.line, amount.currency)
    due[key] = CONTEXT.add(due.get(key, ZERO), difference.amount)


def _take_paid(
    connection: sqlite3.Connection, records: Sequence[MonthRecord], due: dict[_Due, Decimal]
) -> None:
    """Take off what months that are closed have paid of the differences."""
    # A correction computes a month again with what was carried into it: that is paid once.
    closings = (each for each in records if each.act is MonthAct.CLOSE)
    alive = (each for each in closings if each.state is not MonthState.OBSOLETE)
    for paid in (amount for each in alive for amount in list_amounts(connection, each.number)):
        corrected = period_of_retro(paid.line)
        if corrected is not None:
            key = (corrected, paid.employee, line_of_retro(paid.line), paid.currency)
            due[key] = CONTEXT.subtract(due.get(key, ZERO), paid.amount)


_YEAR = 12


def next_period(records: Sequence[MonthRecord], period: Period) -> Period:
    """Return the period after the last closed one of a length: it pays what a correction comes to."""
    alike = [each for each in closed_periods(records) if each.length is period.length]
    last = max(alike)
    if last.length is PeriodLength.DAYS:
        return period_of_days(last.last_day + timedelta(days=1), last.last_day + timedelta(days=last.days))
    named_by_start = last.first_day.month == last.month
    after = period_after(PayCycle(last.length, last.first_day.day, named_by_start), last)
    assert after is not None  # noqa: S101 - each of a cycle of months has a next one
    return after


def find_too_old(period: Period, paid_in: Period, most: int, book: Path) -> tuple[Diagnostic, ...]:
    """Return the problem that a month lies too far back to be corrected."""
    back = (paid_in.year - period.year) * _YEAR + paid_in.month - period.month
    if back <= most:
        return ()
    return (error(Problem.MONTH_TOO_OLD, FilePlace(str(book)), period=period, most=most),)


def find_missing(month: ClosedMonth, again: Iterable[PaidAmount], book: Path) -> Iterator[Diagnostic]:
    """Warn of those who were paid and are not in the mended facts: all of it would be taken back."""
    present = {each.employee for each in again}
    paid: dict[tuple[str, str, str], Decimal] = {}
    for each in month.amounts:
        if each.employee not in present and each.currency:
            key = (each.employee, each.name, each.currency)
            paid[key] = CONTEXT.add(paid.get(key, ZERO), each.amount)
    for (number, name, currency), amount in paid.items():
        yield warning(
            Problem.PAID_PERSON_MISSING,
            FilePlace(str(book)),
            person=f"{number} {name}".strip(),
            amount=f"{amount:f} {currency}",
            period=month.record.period,
        )


def find_changed(records: Sequence[MonthRecord], seen: MonthRecord, book: Path) -> tuple[Diagnostic, ...]:
    """Return the problem that somebody else corrected or reopened the month meanwhile."""
    now = next((each for each in records if each.number == seen.number), None)
    if now is not None and now.state is seen.state:
        return ()
    return find_closed(records, seen.period, book) or (
        error(Problem.MONTH_NOT_CLOSED, FilePlace(str(book)), period=seen.period, known="–"),
    )
