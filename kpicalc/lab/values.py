"""Values of a column: what may stand in it, what is usual there, and what else is worth trying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.money import CONTEXT, ONE, ZERO, minor_unit
from kpicalc.model.program import Input, Program

_STEPS = {Kind.COUNT: ONE, Kind.DAYS: ONE, Kind.RATIO: Decimal("0.0001")}
# What people write: hours and numbers to the hundredth, ratios to the hundredth of a percent (above).
_OTHER_STEPS = Decimal("0.01")

# A text that no formula knows; not a dash, which reads as a blank cell.
OTHER_TEXT = "?"


def step_of(given: Input, currency: str) -> Decimal:
    """Return the smallest difference between two values of a numeric column, as people write it."""
    return minor_unit(currency) if given.kind is Kind.MONEY else _STEPS.get(given.kind, _OTHER_STEPS)


def least_of(given: Input, currency: str) -> Decimal | None:
    """Return the least value that the scheme allows, None where it does not say."""
    if given.minimum is not None or given.above is None:
        return given.minimum
    return given.above + step_of(given, currency)


def upper_bound(given: Input) -> Decimal | None:
    """Return the number that a column may not pass: what the scheme says, or the hours of the period."""
    return given.available if given.maximum is None else given.maximum


def greatest_of(given: Input, currency: str) -> Decimal | None:
    """Return the greatest value that the scheme allows, None where it does not say."""
    if upper_bound(given) is not None or given.below is None:
        return upper_bound(given)
    return given.below - step_of(given, currency)


def applied_texts(program: Program, given: Input) -> tuple[str, ...]:
    """Return the texts of which the scheme asks one, if it is this column that tells whom it pays."""
    asked = (each.values for each in program.applies_to.named if each.heading in given.headings)
    return tuple(value for values in asked for value in values)


def is_fixed(program: Program, given: Input) -> bool:
    """Say whether a column is no figure to try: links, shares of a deal, days from which a row is valid."""
    grain = program.grains[given.grain]
    bound = {grain.superior, *(grain.valid or ()), grain.on}
    if grain.split is not None:
        bound |= {*grain.split.deal, grain.split.share}
    return given.name in bound


def fixed_value(program: Program, given: Input) -> Scalar | None:
    """Return what stands in such a column: a row of the whole period, a deal of one share."""
    grain = program.grains[given.grain]
    if given.kind is Kind.DATE:
        last = grain.valid is not None and given.name == grain.valid[1]
        return program.period.last_day if last else program.period.first_day
    if given.name == grain.superior:
        return None
    return OTHER_TEXT if given.kind is Kind.TEXT else ONE


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
    return tuple(dict.fromkeys((*_values_told(given, program, of_kpi=of_kpi), *blank)))


def _values_told(given: Input, program: Program, *, of_kpi: bool) -> Iterator[Scalar]:
    if given.one_of:
        yield from reversed(given.one_of)
    elif given.kind in NUMERIC:
        yield usual_number(given, program.currency, of_kpi=of_kpi)
        if (given.minimum or ZERO) <= ZERO and given.above is None:
            yield ZERO
    elif given.kind is Kind.FLAG:
        yield from (True, False)
    elif given.kind is Kind.DATE:
        yield from _usual_days(given, program)
    else:
        yield from applied_texts(program, given) or (*given.compared_texts, given.label)


def _usual_days(given: Input, program: Program) -> Iterator[date]:
    first = program.period.first_day
    if not given.in_period:
        yield first.replace(year=first.year - _YEARS_OF_SERVICE)
    yield first
    yield program.period.last_day


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
        yield from _days_around(program, given)
    elif given.kind in NUMERIC:
        far = [
            *((now * 2, now / 2, -now) if isinstance(now, Decimal) else ()),
            *_usual_numbers(given, program.currency),
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
            return next(each for each in _usual_numbers(given, program.currency) if is_allowed(given, each))


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
    most = upper_bound(given)
    return (
        (given.minimum is None or value >= given.minimum)
        and (most is None or value <= most)
        and (given.above is None or value > given.above)
        and (given.below is None or value < given.below)
    )


def _usual_numbers(given: Input, currency: str) -> Iterator[Decimal]:
    """Yield numbers, the most usual first; at least one lies within the bounds."""
    yield usual_number(given, currency, of_kpi=False)
    ends = (greatest_of(given, currency), least_of(given, currency))
    yield from (end for end in ends if end is not None)
    low, high = given.above or given.minimum or ZERO, given.below or upper_bound(given) or ZERO
    yield (low + high) / 2


def _days_around(program: Program, given: Input) -> Iterator[date]:
    first, last = program.period.first_day, program.period.last_day
    yield from (first, first + (last - first) // 2, last)
    if not given.in_period:
        # The days on which bands of tables begin or end, and those beside them.
        tables = [each for each in program.tables.values() if each.axis_kind is Kind.DATE]
        bounds = [bound for each in tables for band in each.bands for bound in (band.lower, band.upper)]
        for bound in dict.fromkeys(int(each) for each in bounds if each is not None):
            yield from (date.fromordinal(bound + beside) for beside in (0, -1, 1))
        yield from (first - timedelta(days=1), last + timedelta(days=1))
        yield from (first.replace(year=first.year - years) for years in _YEARS)
