"""Values of a column that are worth trying: bounds, far values, texts that are compared, days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import Input, Program
from kpicalc.samples.columns import OTHER_TEXT, greatest_of, least_of, step_of
from kpicalc.samples.usual import usual_number

_LARGEST = Decimal(10**12)
_YEARS = (1, 2, 3, 5, 8, 10, 15, 20, 25, 30)


def choices(program: Program, given: Input, now: Scalar | None) -> Iterator[Scalar | None]:
    """Yield what a fact may be instead of what it is now: bounds, far values, compared texts, days."""
    if given.optional or given.fallback is not None:
        yield None
    if given.one_of:
        yield from given.one_of
    elif given.kind is Kind.FLAG:
        yield from (True, False)
    elif given.kind is Kind.TEXT and program.grains[given.grain].superior != given.name:
        yield from (*given.compared_texts, OTHER_TEXT)
    elif given.kind is Kind.DATE:
        yield from _days(program, given)
    elif given.kind in NUMERIC:
        far = [
            *((now * 2, now / 2, -now) if isinstance(now, Decimal) else ()),
            *_numbers(given, program.currency),
            ZERO,
        ]
        yield from (each for each in far if is_allowed(given, each))


def usual_value(program: Program, given: Input) -> Scalar | None:
    """Return a value within the bounds of a column; a superior is not named."""
    if given.one_of:
        return given.one_of[0]
    match given.kind:
        case Kind.FLAG:
            return False
        case Kind.DATE:
            return program.period.first_day
        case Kind.TEXT:
            superior = program.grains[given.grain].superior == given.name
            return None if superior else next(iter(given.compared_texts), OTHER_TEXT)
        case _:
            return next(each for each in _numbers(given, program.currency) if is_allowed(given, each))


def allowed_near(given: Input, value: Decimal, currency: str) -> tuple[Decimal, ...]:
    """Return the values of a column around a point: at it or beside it, and one step away; within bounds."""
    step = step_of(given, currency)
    units = CONTEXT.divide(value, step)
    if not units.is_finite() or abs(value) > _LARGEST:
        return ()
    floor = units.to_integral_value(ROUND_FLOOR)
    ceiling = units.to_integral_value(ROUND_CEILING)
    around = dict.fromkeys((floor, ceiling, floor - 1, ceiling + 1))
    return tuple(each * step for each in around if is_allowed(given, each * step))


def is_allowed(given: Input, value: Decimal) -> bool:
    """Say whether a number lies within the bounds of its column."""
    if given.one_of:
        return value in given.one_of
    return (
        (given.minimum is None or value >= given.minimum)
        and (given.maximum is None or value <= given.maximum)
        and (given.above is None or value > given.above)
        and (given.below is None or value < given.below)
    )


def _numbers(given: Input, currency: str) -> Iterator[Decimal]:
    """Yield numbers, the most usual first; at least one lies within the bounds."""
    yield usual_number(given, currency, of_kpi=False)
    ends = (greatest_of(given, currency), least_of(given, currency))
    yield from (end for end in ends if end is not None)
    low, high = given.above or given.minimum or ZERO, given.below or given.maximum or ZERO
    yield (low + high) / 2


def _days(program: Program, given: Input) -> Iterator[date]:
    first, last = program.period.first_day, program.period.last_day
    yield from (first, first + (last - first) // 2, last)
    if not given.in_period:
        yield from _written_days(program)
        yield from (first - timedelta(days=1), last + timedelta(days=1))
        yield from (first.replace(year=first.year - years) for years in _YEARS)


def _written_days(program: Program) -> Iterator[date]:
    """Yield the days on which bands of tables begin or end, and those beside them."""
    tables = [each for each in program.tables.values() if each.axis_kind is Kind.DATE]
    bounds = [bound for each in tables for band in each.bands for bound in (band.lower, band.upper)]
    for bound in dict.fromkeys(int(each) for each in bounds if each is not None):
        yield from (date.fromordinal(bound + beside) for beside in (0, -1, 1))
