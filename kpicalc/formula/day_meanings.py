"""What the functions of days compute: days that two stretches share, and working days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

# A calendar is a text: the working days of the week (1 is Monday, 0 alone is none), then the days that differ
# from it, by date: `-2026-01-01` is a day off, `+2026-11-07` is worked.


def count_common_days(start: date, end: date, first: date, last: date) -> Decimal:
    """Count the days that lie in both stretches, with both ends; 0 when there are none.

    >>> count_common_days(date(2026, 2, 20), date(2026, 3, 10), date(2026, 3, 1), date(2026, 3, 31))
    Decimal('10')
    """
    return Decimal(max((min(end, last) - max(start, first)).days + 1, 0))


def count_working_days(start: date, end: date, calendar: str) -> Decimal:
    """Count the working days from one date to another, with both ends; 0 when the second is earlier.

    >>> count_working_days(date(2026, 3, 1), date(2026, 3, 31), "12345 -2026-03-09")
    Decimal('21')
    """
    days = (end - start).days + 1
    if days <= 0:
        return Decimal(0)
    week = calendar.split(maxsplit=1)[0].strip("0")
    weeks, rest = divmod(days, 7)
    weekdays = [(start.isoweekday() + each - 1) % 7 + 1 for each in range(rest)]
    count = weeks * len(week) + sum(str(each) in week for each in weekdays)
    off, worked = exceptions_between(start, end, calendar)
    return Decimal(count - len(off) + len(worked))


def count_common_working_days(start: date, end: date, first: date, last: date, calendar: str) -> Decimal:
    """Count the working days that lie in both stretches, with both ends.

    >>> march = date(2026, 3, 1), date(2026, 3, 31)
    >>> count_common_working_days(date(2026, 2, 20), date(2026, 3, 10), *march, "12345")
    Decimal('7')
    """
    return count_working_days(max(start, first), min(end, last), calendar)


def exceptions_between(start: date, end: date, calendar: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the days off and the worked days in which a calendar differs from its week, as written dates."""
    low, high = start.isoformat(), end.isoformat()
    found = [each for each in calendar.split()[1:] if low <= each[1:] <= high]
    off = tuple(each[1:] for each in found if each[0] == "-")
    return off, tuple(each[1:] for each in found if each[0] == "+")
