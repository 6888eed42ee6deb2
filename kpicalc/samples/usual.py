"""Values that a person would choose to try a scheme with, inside what the scheme allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.program import Input, Program
from kpicalc.samples.columns import (
    applied_texts,
    fixed_value,
    greatest_of,
    is_fixed,
    least_of,
)

_USUAL = {
    Kind.MONEY: Decimal(100_000),
    Kind.COUNT: Decimal(10),
    Kind.HOURS: Decimal(160),
    Kind.DAYS: Decimal(20),
    Kind.RATIO: ONE,
    Kind.NUMBER: ONE,
}
# Of plans and results: so that a percent of them is a whole figure.
_OF_KPIS = {**_USUAL, Kind.MONEY: Decimal(1_000_000), Kind.COUNT: Decimal(100)}
_YEARS_OF_SERVICE = 3


def usual_number(given: Input, currency: str, *, of_kpi: bool) -> Decimal:
    """Return a round figure inside the declared range."""
    least, greatest = least_of(given, currency), greatest_of(given, currency)
    wished = (_OF_KPIS if of_kpi else _USUAL)[given.kind]
    if greatest is not None:
        wished = min(wished, greatest)
    return wished if least is None else max(wished, least)


def usual_values(given: Input, program: Program, *, of_kpi: bool) -> tuple[Scalar | None, ...]:
    """Return the values worth trying for a column, the most usual first; None is a blank cell."""
    if is_fixed(program, given):
        return (fixed_value(program, given),)
    blank = (None,) if given.optional or given.fallback is not None else ()
    return tuple(dict.fromkeys((*_told(given, program, of_kpi=of_kpi), *blank)))


def _told(given: Input, program: Program, *, of_kpi: bool) -> Iterator[Scalar]:
    if given.one_of:
        yield from reversed(given.one_of)
    elif given.kind in NUMERIC:
        yield usual_number(given, program.currency, of_kpi=of_kpi)
        if (given.minimum or ZERO) <= ZERO and given.above is None:
            yield ZERO
    elif given.kind is Kind.FLAG:
        yield from (True, False)
    elif given.kind is Kind.DATE:
        yield from _days(given, program)
    else:
        yield from applied_texts(program, given) or (*given.compared_texts, given.label)


def _days(given: Input, program: Program) -> Iterator[date]:
    first = program.period.first_day
    if not given.in_period:
        yield first.replace(year=first.year - _YEARS_OF_SERVICE)
    yield first
    yield program.period.last_day
