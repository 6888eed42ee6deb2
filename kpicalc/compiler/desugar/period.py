"""The period of the run: `period.first_day` and its like."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.compiler.draft import Definition, Draft
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Day, Expr, Number
from kpicalc.model.kind import Kind
from kpicalc.model.pay_cycle import period_in_cycle, periods_near
from kpicalc.model.period import Period
from kpicalc.model.program import COMPANY, Role
from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument


def choose_period(draft: Draft, document: SchemeDocument, asked: Period) -> Period:
    """Return the period of the scheme that is asked for; another one is a problem, and is kept."""
    cycle = document.period
    found = period_in_cycle(cycle, asked)
    if found is not None:
        return found
    span = document.scheme.span
    if cycle.weeks or cycle.starts > 1:
        near = tuple(str(each) for each in periods_near(cycle, asked))
        draft.problems.append(error("KPI534", span, period=str(asked), near=near))
    else:
        draft.problems.append(error("KPI226", span, period=str(asked), wanted=cycle.length.value))
    return asked


def translate_period(draft: Draft, period: Period, span: Span) -> None:
    """Add the values that describe the period, at the company."""
    for name, expr, kind in (
        ("first_day", Day(period.first_day, span), Kind.DATE),
        ("last_day", Day(period.last_day, span), Kind.DATE),
        ("days", _number(period.days, span), Kind.DAYS),
        ("month", _number(period.month, span), Kind.COUNT),
        ("year", _number(period.year, span), Kind.COUNT),
        ("quarter", _number((period.month + 2) // 3, span), Kind.COUNT),
        ("half", _number((period.month + 5) // 6, span), Kind.COUNT),
        ("last_month", _number(period.last_day.month, span), Kind.COUNT),
        ("months", _number(period.length.months, span), Kind.COUNT),
    ):
        draft.definitions.append(Definition(COMPANY, f"period.{name}", expr, "", Role.PERIOD, span, kind))


def _number(value: int, span: Span) -> Expr:
    return Number(Decimal(value), percent=False, span=span)
