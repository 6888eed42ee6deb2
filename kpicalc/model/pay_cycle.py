"""How the periods of a scheme lie in the calendar: months, months from the 26th on, fortnights, any days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from kpicalc.model.dataclass import dataclass
from kpicalc.model.period import Period, PeriodLength, first_of_month

_WEEK = 7


@dataclass(frozen=True, slots=True)
class PayCycle:
    """The periods that a scheme pays for.

    A period begins with the day `starts` of a month, 1 for calendar periods; it is then called by the month
    in which it ends, or in which it begins (`named_by_start`). With `weeks` periods of so many weeks come one
    after the other, again and again, the first one on the day `since`. A cycle of DAYS without weeks takes
    any stretch of days.
    """

    length: PeriodLength = PeriodLength.MONTH
    starts: int = 1
    named_by_start: bool = False
    weeks: tuple[int, ...] = ()
    since: date | None = None


def period_in_cycle(cycle: PayCycle, asked: Period) -> Period | None:
    """Return the period of the cycle that is asked for by name or by its days; None where there is none."""
    if cycle.weeks:
        return next((each for each in _periods_around(cycle, asked) if _same_days(each, asked)), None)
    if cycle.length is PeriodLength.DAYS:
        days = (asked.first_day, asked.last_day)
        return Period(days[1].year, days[1].month, PeriodLength.DAYS, days)
    if asked.length is cycle.length and not asked.stretch:
        return shift_period(cycle, asked)
    return next((each for each in _periods_around(cycle, asked) if _same_days(each, asked)), None)


def periods_near(cycle: PayCycle, asked: Period) -> tuple[Period, ...]:
    """Return the periods of a cycle that hold a day of the one asked for, at most three of them."""
    around = [each for each in _periods_around(cycle, asked) if _overlap(each, asked)]
    return tuple(around[:3])


def shift_period(cycle: PayCycle, calendar: Period) -> Period:
    """Return the period of a cycle that is called like a calendar period.

    >>> str(shift_period(PayCycle(starts=26), Period(2016, 9, PeriodLength.MONTH)))
    '2016-08-26..2016-09-25'
    """
    if cycle.starts == 1:
        return calendar
    back = 0 if cycle.named_by_start else 1
    first = first_of_month(calendar.year, calendar.month - back)
    after = first_of_month(calendar.year, calendar.month - back + calendar.length.months)
    days = first.replace(day=cycle.starts), after.replace(day=cycle.starts) - timedelta(days=1)
    return replace(calendar, stretch=days)


def period_to_check(cycle: PayCycle, calendar: Period) -> Period:
    """Return the period of a cycle that stands for a calendar period when a scheme is looked through."""
    if cycle.weeks:
        return next(each for each in _periods_around(cycle, calendar) if each.first_day >= calendar.first_day)
    return period_in_cycle(cycle, calendar) or calendar


def period_before(cycle: PayCycle, period: Period, count: int = 1) -> Period | None:
    """Return the period so many before another; None where the cycle takes stretches of any days.

    >>> str(period_before(PayCycle(), Period(2026, 2, PeriodLength.MONTH), 3))
    '2025-11'
    """
    found: Period | None = period
    for _ in range(count):
        if found is None or (cycle.length is PeriodLength.DAYS and not cycle.weeks):
            return None
        end = found.first_day - timedelta(days=1)
        found = next((each for each in _periods_around(cycle, found) if each.last_day == end), None)
    return found


def period_after(cycle: PayCycle, period: Period) -> Period | None:
    """Return the period that follows another; None where the cycle takes stretches of any days."""
    if cycle.length is PeriodLength.DAYS and not cycle.weeks:
        return None
    begin = period.last_day + timedelta(days=1)
    return next((each for each in _periods_around(cycle, period) if each.first_day == begin), None)


def begins_year(period: Period) -> bool:
    """Say whether no period of the year lies before a period, by the year that each is called by."""
    if period.length is PeriodLength.DAYS:
        return (period.first_day - timedelta(days=1)).year != period.year
    return period.month == 1


def _periods_around(cycle: PayCycle, asked: Period) -> Iterator[Period]:
    """Yield the periods of a cycle in the time of the one asked for, in order, with some before and after."""
    if cycle.weeks:
        yield from _weeks_around(cycle, asked)
        return
    months = cycle.length.months
    behind = (asked.first_day.year * 12 + asked.first_day.month - 1) // months * months
    ahead = asked.last_day.year * 12 + asked.last_day.month - 1
    for at in range(behind - months, ahead + 2 * months, months):
        yield shift_period(cycle, Period(at // 12, at % 12 + 1, cycle.length))


def _weeks_around(cycle: PayCycle, asked: Period) -> Iterator[Period]:
    begin = cycle.since or asked.first_day
    whole = timedelta(days=_WEEK * sum(cycle.weeks))
    start = begin + ((asked.first_day - begin) // whole - 1) * whole
    while start <= asked.last_day + whole:
        for before, weeks in zip(accumulate(cycle.weeks, initial=0), cycle.weeks, strict=False):
            first = start + timedelta(days=_WEEK * before)
            last = first + timedelta(days=_WEEK * weeks - 1)
            yield Period(last.year, last.month, PeriodLength.DAYS, (first, last))
        start += whole


def _same_days(one: Period, other: Period) -> bool:
    return (one.first_day, one.last_day) == (other.first_day, other.last_day)


def _overlap(one: Period, other: Period) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day
