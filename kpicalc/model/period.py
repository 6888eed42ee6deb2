"""The time a run pays for, how facts grow over it, and how a scheme's periods lie in the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from kpicalc.model.dataclass import dataclass

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|[Qq](?P<quarter>[1-4])|[Hh](?P<half>[12])))?", re.ASCII
)
_STRETCH = re.compile(r"(?P<first>\d{4}-\d{2}-\d{2})\.\.(?P<last>\d{4}-\d{2}-\d{2})", re.ASCII)
_YEARS = range(1900, 9999)


class PeriodLength(StrEnum):
    """How long a period is; `days` is a stretch of any days."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DAYS = "days"

    @property
    def months(self) -> int:
        """The number of months; a stretch of days is looked for month by month."""
        return {"month": 1, "quarter": 3, "half": 6, "year": 12, "days": 1}[self.value]


@dataclass(frozen=True, slots=True)
class Period:
    """A period that is called by `month` of `year` and is `length` long.

    One that does not begin with that month has its first and last day as `stretch`: the pay month of
    September from 26 August to 25 September, or a stretch of days, which is called by its last day. Periods
    of the same days are the same, whatever they are called: `2026-08-26..2026-09-25` does not say its month.
    """

    year: int
    month: int
    length: PeriodLength
    stretch: tuple[date, ...] = ()

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return self.stretch[0] if self.stretch else date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        if self.stretch:
            return self.stretch[1]
        return first_of_month(self.year, self.month + self.length.months) - timedelta(days=1)

    @property
    def dating_day(self) -> date:
        """The day whose dated values count: the first of the month that a period is called by, if it is."""
        return self.first_day if self.length is PeriodLength.DAYS else date(self.year, self.month, 1)

    @property
    def days(self) -> int:
        """The number of calendar days."""
        return (self.last_day - self.first_day).days + 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and self._ends() == other._ends()

    def __hash__(self) -> int:
        return hash(self._ends())

    def __lt__(self, other: Period) -> bool:
        return self._ends() < other._ends()

    def __le__(self, other: Period) -> bool:
        return self._ends() <= other._ends()

    def _ends(self) -> tuple[date, date]:
        return self.first_day, self.last_day

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        if self.stretch:
            return f"{self.first_day}..{self.last_day}"
        match self.length:
            case PeriodLength.MONTH:
                return f"{self.year:04}-{self.month:02}"
            case PeriodLength.QUARTER:
                return f"{self.year:04}-Q{(self.month + 2) // 3}"
            case PeriodLength.HALF:
                return f"{self.year:04}-H{(self.month + 5) // 6}"
        return f"{self.year:04}"


def first_of_month(year: int, month: int) -> date:
    """Return the first day of a month; months before 1 and after 12 lie in the years around.

    >>> first_of_month(2026, 0).isoformat(), first_of_month(2026, 13).isoformat()
    ('2025-12-01', '2027-01-01')
    """
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def period_of_days(first: date, last: date) -> Period:
    """Return the period from one day to another: a month, quarter, half or year where they are its ends.

    >>> [str(period_of_days(date(2026, 1, 1), date(2026, *end))) for end in ((3, 31), (3, 30))]
    ['2026-Q1', '2026-01-01..2026-03-30']
    """
    for length in (PeriodLength.MONTH, PeriodLength.QUARTER, PeriodLength.HALF, PeriodLength.YEAR):
        whole = Period(first.year, first.month, length)
        begins = first.day == 1 and (first.month - 1) % length.months == 0
        if begins and whole.last_day == last:
            return whole
    return Period(last.year, last.month, PeriodLength.DAYS, (first, last))


def parse_period(text: str) -> Period | None:
    """Read `2026-03`, `2026-Q1`, `2026-H1`, `2026` or `2026-02-26..2026-03-25`; None for any other text.

    >>> str(parse_period("2026-Q1")), parse_period("2026-Q1").last_day.isoformat()
    ('2026-Q1', '2026-03-31')
    >>> parse_period("2026-02-26..2026-03-25").days
    28
    """
    stretch = _STRETCH.fullmatch(text)
    if stretch is not None:
        try:
            days = date.fromisoformat(stretch["first"]), date.fromisoformat(stretch["last"])
        except ValueError:
            return None
        if days[1] < days[0] or not (days[0].year in _YEARS and days[1].year in _YEARS):
            return None
        return period_of_days(*days)
    found = _WRITTEN.fullmatch(text)
    if found is None or int(found["year"]) not in _YEARS:
        return None
    year = int(found["year"])
    if found["month"]:
        month = int(found["month"])
        return Period(year, month, PeriodLength.MONTH) if 1 <= month <= 12 else None
    if found["quarter"]:
        return Period(year, int(found["quarter"]) * 3 - 2, PeriodLength.QUARTER)
    if found["half"]:
        return Period(year, int(found["half"]) * 6 - 5, PeriodLength.HALF)
    return Period(year, 1, PeriodLength.YEAR)


class Pace(StrEnum):
    """With what a fact grows; `curve` is never written: shares by day stand there instead."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    NEVER = "never"
    AT_END = "at_end"
    CURVE = "curve"

    @property
    def grows(self) -> bool:
        """True when more comes from day to day."""
        return self in {Pace.DAYS, Pace.WORKING_DAYS, Pace.CURVE}


@dataclass(frozen=True, slots=True)
class Growth:
    """How a fact, or the rows of a table, come about; `curve` has the share of the whole by day."""

    pace: Pace
    curve: tuple[tuple[int, Decimal], ...] = ()


LEVEL = Growth(Pace.NEVER)


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
        return next((each for each in _periods_around(cycle, asked) if each == asked), None)
    if cycle.length is PeriodLength.DAYS:
        days = (asked.first_day, asked.last_day)
        return Period(days[1].year, days[1].month, PeriodLength.DAYS, days)
    if asked.length is cycle.length and not asked.stretch:
        return shift_period(cycle, asked)
    return next((each for each in _periods_around(cycle, asked) if each == asked), None)


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
    found = period_in_cycle(cycle, calendar)
    assert found is not None  # noqa: S101 - it has the length of the cycle, or that takes any days
    return found


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
    if cycle.since is not None:
        begin = cycle.since
        whole = timedelta(days=_WEEK * sum(cycle.weeks))
        start = begin + ((asked.first_day - begin) // whole - 1) * whole
        while start <= asked.last_day + whole:
            for before, weeks in zip(accumulate(cycle.weeks, initial=0), cycle.weeks, strict=False):
                first = start + timedelta(days=_WEEK * before)
                last = first + timedelta(days=_WEEK * weeks - 1)
                yield Period(last.year, last.month, PeriodLength.DAYS, (first, last))
            start += whole
        return
    months = cycle.length.months
    behind = (asked.first_day.year * 12 + asked.first_day.month - 1) // months * months
    ahead = asked.last_day.year * 12 + asked.last_day.month - 1
    for at in range(behind - months, ahead + 2 * months, months):
        yield shift_period(cycle, Period(at // 12, at % 12 + 1, cycle.length))


def _overlap(one: Period, other: Period) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day
