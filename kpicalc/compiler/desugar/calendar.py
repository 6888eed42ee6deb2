"""The calendar of the company: the working days of the period, and the calendar itself as a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpicalc.compiler.draft import Definition, Draft
from kpicalc.formula.day_meanings import count_working_days
from kpicalc.model.diagnostic import warning
from kpicalc.model.expr import Number, Text
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.period import Period
from kpicalc.model.program import COMPANY, Role
from kpicalc.scheme.calendar_section import WEEKDAYS, CalendarSpec
from kpicalc.scheme.document import SchemeDocument

CALENDAR, WORKING_DAYS, WORKING_HOURS = "period.calendar", "period.working_days", "period.working_hours"


def translate_calendar(draft: Draft, document: SchemeDocument, period: Period) -> None:
    """Add `period.working_days` and the calendar that functions of working days look at."""
    spec = document.calendar
    if spec is None:
        return
    named = {day.year for day in (*spec.holidays, *spec.workdays)}
    for year in sorted({period.first_day.year, period.last_day.year} - named) if named else ():
        draft.problems.append(warning("KPI336", spec.span, year=year))
    written = write_calendar(spec)
    days = count_working_days(period.first_day, period.last_day, written)
    _define(draft, CALENDAR, Text(written, spec.span), Kind.TEXT)
    _define(draft, WORKING_DAYS, Number(days, percent=False, span=spec.span), Kind.DAYS)
    if spec.day_hours is not None:
        hours = days * spec.day_hours.value - _short_days(spec, period, written)
        _define(draft, WORKING_HOURS, Number(hours, percent=False, span=spec.span), Kind.HOURS)


def _short_days(spec: CalendarSpec, period: Period, written: str) -> Decimal:
    """Count the short days of the period that are worked."""
    short = [day for day in spec.short_days if day in period]
    return sum((count_working_days(day, day, written) for day in short), ZERO)


def _define(draft: Draft, name: str, expr: Number | Text, kind: Kind) -> None:
    draft.definitions.append(Definition(COMPANY, name, expr, "", Role.PERIOD, expr.span, kind))


def write_calendar(spec: CalendarSpec) -> str:
    """Write a calendar as its working weekdays and the days that differ from them, by date."""
    week = "".join(str(at) for at, day in enumerate(WEEKDAYS, 1) if day not in spec.weekend)
    return " ".join((week or "0", *(mark for _, mark in sorted(_exceptions(spec, week)))))


def _exceptions(spec: CalendarSpec, week: str) -> Iterator[tuple[date, str]]:
    for day in spec.holidays:
        if str(day.isoweekday()) in week:
            yield day, f"-{day}"
    for day in spec.workdays:
        if str(day.isoweekday()) not in week:
            yield day, f"+{day}"
