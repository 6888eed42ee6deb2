"""The period of the run and the calendar of the company: `period.working_days` and the like."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpicalc.compiler.draft import Construct, Draft
from kpicalc.compiler.terms import number
from kpicalc.formula.functions.days import count_working_days
from kpicalc.model.diagnostic import error, warning
from kpicalc.model.expr import Day, Text
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.period import Period, period_in_cycle, periods_near
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.calendar import WEEKDAYS, CalendarSpec
from kpicalc.scheme.document import SchemeDocument


def choose_period(draft: Draft, document: SchemeDocument, asked: Period) -> Period:
    """Return the period of the scheme that is asked for; another one is a problem, and is kept."""
    cycle = document.period
    found = period_in_cycle(cycle, asked)
    if found is not None:
        return found
    span = document.scheme.span
    if cycle.weeks or cycle.starts > 1:
        near = tuple(periods_near(cycle, asked))
        draft.problems.append(error(Problem.PERIOD_NOT_OF_SCHEME, span, period=asked, near=near))
    else:
        draft.problems.append(error(Problem.PERIOD_LENGTH, span, period=asked, wanted=cycle.length))
    return asked


def translate_period(draft: Draft, period: Period, span: Span) -> None:
    """Add the values that describe the period, at the company."""
    for name, expr, kind in (
        ("first_day", Day(period.first_day, span), Kind.DATE),
        ("last_day", Day(period.last_day, span), Kind.DATE),
        ("days", number(period.days, span), Kind.DAYS),
        ("month", number(period.month, span), Kind.COUNT),
        ("year", number(period.year, span), Kind.COUNT),
        ("quarter", number((period.month + 2) // 3, span), Kind.COUNT),
        ("half", number((period.month + 5) // 6, span), Kind.COUNT),
        ("last_month", number(period.last_day.month, span), Kind.COUNT),
        ("months", number(period.length.months, span), Kind.COUNT),
    ):
        draft.define(Construct(Role.PERIOD, span, grain=COMPANY), f"period.{name}", expr, kind, whole=True)


CALENDAR, WORKING_DAYS, WORKING_HOURS = "period.calendar", "period.working_days", "period.working_hours"


def translate_calendar(draft: Draft, document: SchemeDocument, period: Period) -> None:
    """Add `period.working_days` and the calendar that functions of working days look at."""
    spec = document.calendar
    if spec is None:
        return
    named = {day.year for day in (*spec.holidays, *spec.workdays)}
    for year in sorted({period.first_day.year, period.last_day.year} - named) if named else ():
        draft.problems.append(warning(Problem.CALENDAR_YEAR_MISSING, spec.span, year=year))
    written = write_calendar(spec)
    days = count_working_days(period.first_day, period.last_day, written)
    made = Construct(Role.PERIOD, spec.span, grain=COMPANY)
    draft.define(made, CALENDAR, Text(written, spec.span), Kind.TEXT, whole=True)
    draft.define(made, WORKING_DAYS, number(days, spec.span), Kind.DAYS, whole=True)
    if spec.day_hours is not None:
        short = [day for day in spec.short_days if day in period]
        short_days = sum((count_working_days(day, day, written) for day in short), ZERO)
        hours = days * spec.day_hours.value - short_days
        draft.define(made, WORKING_HOURS, number(hours, spec.span), Kind.HOURS, whole=True)


def write_calendar(spec: CalendarSpec) -> str:
    """Write a calendar as its working weekdays and the days that differ from them, by date."""
    week = "".join(str(at) for at, day in enumerate(WEEKDAYS, 1) if day not in spec.weekend)
    return " ".join((week or "0", *(mark for _, mark in sorted(_exceptional_days(spec, week)))))


def _exceptional_days(spec: CalendarSpec, week: str) -> Iterator[tuple[date, str]]:
    for day in spec.holidays:
        if str(day.isoweekday()) in week:
            yield day, f"-{day}"
    for day in spec.workdays:
        if str(day.isoweekday()) not in week:
            yield day, f"+{day}"
