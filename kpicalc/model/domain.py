"""What a value can be: a stretch of numbers (or days), or some flags or texts; perhaps nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Scalar
from kpicalc.model.money import CONTEXT, COUNTING, ZERO

_DOWN, _UP = COUNTING.copy(), COUNTING.copy()
_DOWN.rounding, _UP.rounding = ROUND_FLOOR, ROUND_CEILING


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; None is without end, an open end does not belong to it.

    Dates are day numbers (`date.toordinal`). With `missing` there may be no value at all.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    missing: bool = False

    @property
    def point(self) -> Decimal | None:
        """The only number, None where there are more."""
        return self.low if self.low is not None and self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Choices:
    """Some flags or texts; with `others` any text besides those in `without`."""

    values: frozenset[bool | str] = frozenset()
    others: bool = False
    missing: bool = False
    without: frozenset[bool | str] = frozenset()

    def __contains__(self, value: bool | str) -> bool:
        return value in self.values or (self.others and isinstance(value, str) and value not in self.without)


Domain = Interval | Choices


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows there may be under each row above; `most` is None for any number."""

    least: int = 0
    most: int | None = None

    @property
    def count(self) -> Domain:
        """The number of rows."""
        return Interval(Decimal(self.least), None if self.most is None else Decimal(self.most))


# No value at all: every row that gets here has a fault, so it is not paid.
NOTHING = Choices()
EITHER = Choices(frozenset({True, False}))
ANY_NUMBER = Interval()
ANY_TEXT = Choices(others=True)
# No reader takes an earlier day for a date.
ANY_DAY = Interval(Decimal(date(1900, 1, 1).toordinal()), Decimal(date.max.toordinal()))


def exactly(value: Scalar) -> Domain:
    """Return the domain of one value.

    >>> exactly(Decimal(5)), exactly(True)
    (Interval(low=Decimal('5'), high=Decimal('5'), low_open=False, high_open=False, missing=False), \
Choices(values=frozenset({True}), others=False, missing=False, without=frozenset()))
    """
    if isinstance(value, bool | str):
        return Choices(frozenset({value}))
    number = value if isinstance(value, Decimal) else Decimal(value.toordinal())
    return Interval(number, number)


def has_value(domain: Domain) -> bool:
    """Say whether there can be a value, missing ones not counted."""
    return isinstance(domain, Interval) or bool(domain.values) or domain.others


def maybe_missing(domain: Domain, *, missing: bool = True) -> Domain:
    """Return the domain with or without a missing value in it."""
    return domain if domain.missing == missing else replace(domain, missing=missing)


def holds(domain: Domain, value: Scalar) -> bool:
    """Say whether a value lies in the domain."""
    if isinstance(domain, Choices):
        return isinstance(value, bool | str) and value in domain
    if isinstance(value, bool | str):
        return False
    number = value if isinstance(value, Decimal) else Decimal(value.toordinal())
    low, high = domain.low, domain.high
    above = low is None or low < number or (low == number and not domain.low_open)
    return above and (high is None or number < high or (number == high and not domain.high_open))


def make_interval(
    low: Decimal | None, high: Decimal | None, *, low_open: bool = False, high_open: bool = False
) -> Domain:
    """Return the numbers between two ends, NOTHING when there are none."""
    if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
        return NOTHING
    return Interval(low, high, low_open and low is not None, high_open and high is not None)


def join(first: Domain, second: Domain) -> Domain:
    """Return the least domain that has all values of both."""
    missing = first.missing or second.missing
    if not has_value(first):
        return maybe_missing(second, missing=missing)
    if not has_value(second):
        return maybe_missing(first, missing=missing)
    if isinstance(first, Choices) and isinstance(second, Choices):
        others = first.others or second.others
        named = first.values | second.values
        closed = frozenset(
            each for each in first.without | second.without if each not in first and each not in second
        )
        # Beside all others no text has to be named.
        values = named & EITHER.values if others else named
        return Choices(values, others, missing, closed if others else frozenset())
    if isinstance(first, Interval) and isinstance(second, Interval):
        low, high = min(_low_end(first), _low_end(second)), max(_high_end(first), _high_end(second))
        return maybe_missing(_between(low, high), missing=missing)
    return NOTHING


def meet(first: Domain, second: Domain) -> Domain:
    """Return the values that lie in both."""
    missing = first.missing and second.missing
    if isinstance(first, Choices) and isinstance(second, Choices):
        others = first.others and second.others
        common = frozenset(each for each in first.values | second.values if each in first and each in second)
        return Choices(common, others, missing, first.without | second.without if others else frozenset())
    if isinstance(first, Interval) and isinstance(second, Interval):
        low, high = max(_low_end(first), _low_end(second)), min(_high_end(first), _high_end(second))
        return maybe_missing(_between(low, high), missing=missing)
    return Choices(missing=missing)


def counted(domain: Domain) -> Domain:
    """Return a domain of numbers with the digits that count where values are compared or rounded."""
    if isinstance(domain, Choices):
        return domain
    low = None if domain.low is None else COUNTING.plus(domain.low)
    high = None if domain.high is None else COUNTING.plus(domain.high)
    # A value just inside an open end may count as the end itself, unless that is zero.
    return Interval(low, high, domain.low_open and not low, domain.high_open and not high, domain.missing)


def widen(domain: Domain) -> Domain:
    """Return the domain a hair wider at either end, for what was reckoned otherwise than by the engine."""
    if isinstance(domain, Choices):
        return domain
    low = None if domain.low is None else below(domain.low)
    high = None if domain.high is None else above(domain.high)
    return Interval(low, high, domain.low_open and not low, domain.high_open and not high, domain.missing)


def below(number: Decimal) -> Decimal:
    """Return a number a hair below, that still counts as the same; zero stays zero."""
    if not number:
        return ZERO
    near = _DOWN.plus(number)
    return CONTEXT.divide(CONTEXT.add(near, COUNTING.next_minus(near)), 2)


def above(number: Decimal) -> Decimal:
    """Return a number a hair above, that still counts as the same; zero stays zero."""
    if not number:
        return ZERO
    near = _UP.plus(number)
    return CONTEXT.divide(CONTEXT.add(near, COUNTING.next_plus(near)), 2)


# An end as ends are put in order: where there is none it is infinite, and of two at one number that of the
# interval which has the number lies further out.
_End = tuple[Decimal, bool]
_INFINITY = Decimal("Infinity")


def _low_end(interval: Interval) -> _End:
    return (-_INFINITY if interval.low is None else interval.low), interval.low_open


def _high_end(interval: Interval) -> _End:
    return (_INFINITY if interval.high is None else interval.high), not interval.high_open


def _between(low: _End, high: _End) -> Domain:
    return make_interval(
        None if low[0].is_infinite() else low[0],
        None if high[0].is_infinite() else high[0],
        low_open=low[1],
        high_open=not high[1],
    )
