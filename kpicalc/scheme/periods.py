"""The periods for which a scheme is checked: every dated value of it is in force in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpicalc.model.period import PayCycle, Period, PeriodLength, period_after, period_to_check
from kpicalc.scheme.constructs.parameters import DatedFormula
from kpicalc.scheme.constructs.tables import versions_of
from kpicalc.scheme.document import ChosenParameterSpec, SchemeDocument

# A scheme without dates is the same in every period; this one stands for all.
_ANY_YEAR = 2026
_FIRST_YEAR, _LAST_YEAR = 1900, 9998
# Nobody keeps so many changes in one file; the latest are looked at.
_MOST = 48


def periods_to_check(document: SchemeDocument) -> tuple[Period, ...]:
    """Return the periods in ascending order, at least one; they depend on the scheme alone.

    They begin where every dated parameter has a value, and there is one for each change after that. Where
    the calendar names days of some years, one for each of those years, and none of another year.
    """
    starts = _starts_of_change(document)
    years = _years_of_calendar(document)
    inside = sorted({found for year in years for found in _in_year(starts, year)})
    found = (period_to_check(document.period, each) for each in (inside or starts)[-_MOST:])
    return tuple(_begun_in(years, document.period, each) for each in found)


def _starts_of_change(document: SchemeDocument) -> list[Period]:
    """Return the first period in which everything is in force, and each in which something changes."""
    years = _years_of_calendar(document)
    dated = [
        *([since for since, _ in values if since is not None] for values in _dated_values(document)),
        *([since for since, _ in versions_of(each) if since] for each in document.tables.values()),
    ]
    begun = [_first_period(min(each), document.period.length) for each in dated if each]
    if not begun:
        return [Period(min(years, default=_ANY_YEAR), 1, document.period.length)]
    whole = max(begun)
    changes = {_first_period(since, document.period.length) for each in dated for since in each}
    return sorted(each for each in changes if each >= whole)


def _dated_values(document: SchemeDocument) -> Iterator[tuple[DatedFormula, ...]]:
    for spec in document.parameters.values():
        if isinstance(spec, ChosenParameterSpec):
            yield from spec.values.values()
            yield spec.otherwise or ()
        else:
            yield spec.values


def _years_of_calendar(document: SchemeDocument) -> set[int]:
    spec = document.calendar
    return set() if spec is None else {day.year for day in (*spec.holidays, *spec.workdays)}


def _in_year(starts: list[Period], year: int) -> Iterator[Period]:
    """Yield the first period of a year in each stretch between two changes."""
    january = Period(year, 1, starts[0].length)
    begun = (max(start, january) for start in starts)
    yield from (each for each in begun if each.year == year)


def _begun_in(years: set[int], cycle: PayCycle, period: Period) -> Period:
    """Return a period, or the one after it where that alone lies in years of the calendar.

    A month from the 26th of December on is called January, and the calendar need not name the December.
    """
    after = period_after(cycle, period)
    if after is None or period.first_day.year in years:
        return period
    return after if {after.first_day.year, after.last_day.year} <= years else period


def _first_period(day: date, length: PeriodLength) -> Period:
    """Return the first period that begins on a day or after it."""
    behind = day.year * 12 + day.month - (day.day == 1)
    months = -(-behind // length.months) * length.months
    year, month = divmod(months, 12)
    held = min(max(year, _FIRST_YEAR), _LAST_YEAR)
    return Period(held, month + 1 if held == year else 1, length)
