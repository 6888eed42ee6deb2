"""The rules of corrections: which month pays the difference, how far back, who must not be missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.month import ClosedMonth, MonthRecord, PaidAmount
from kpicalc.model.period import Period, PeriodLength, first_of_month, period_of_days
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.month_records import closed_periods
from kpicalc.months.obstacles import find_closed

_YEAR = 12


def next_period(records: Sequence[MonthRecord], period: Period) -> Period:
    """Return the period after the last closed one of a length: it pays what a correction comes to."""
    alike = [each for each in closed_periods(records) if each.length is period.length]
    last = max(alike, key=lambda each: each.last_day)
    if last.length is PeriodLength.DAYS:
        return period_of_days(last.last_day + timedelta(days=1), last.last_day + timedelta(days=last.days))
    after = first_of_month(last.year, last.month + last.length.months)
    return Period(after.year, after.month, last.length)


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
