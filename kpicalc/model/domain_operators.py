"""Arithmetic with domains of numbers, in the engine's own digits, and what comparisons of them can be.

A sum or product that is cut grows with its operands as the exact one does, so the ends that the
engine's own arithmetic gives are the true ends, without any widening. An end that comes out as other than
zero is closed: a value just inside may be rounded onto it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, Overflow
from types import MappingProxyType

from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import (
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    counted,
    exactly,
    has_value,
    join,
    make_interval,
    maybe_missing,
    meet,
    widen,
)
from kpicalc.model.expr import ComparisonSign
from kpicalc.model.money import CONTEXT, ONE, ZERO

_INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class _End:
    """An end of an interval; infinite ends are Decimal infinities; only of 0 it matters if it is open."""

    value: Decimal
    open: bool = False


def calculate(sign: str, left: Domain, right: Domain) -> Domain:
    """Return what `left sign right` can be; division by zero is a fault and gives nothing."""
    missing = left.missing or right.missing
    if not isinstance(left, Interval) or not isinstance(right, Interval):
        return maybe_missing(NOTHING, missing=missing)
    try:
        return maybe_missing(_SIGNS[sign](left, right), missing=missing)
    except Overflow:
        return Interval(missing=missing)


def negate(operand: Domain) -> Domain:
    """Return what `-x` can be."""
    if not isinstance(operand, Interval):
        return operand
    low = None if operand.high is None else CONTEXT.minus(operand.high)
    high = None if operand.low is None else CONTEXT.minus(operand.low)
    return Interval(low, high, operand.high_open, operand.low_open, operand.missing)


def drop_signs(operand: Domain) -> Domain:
    """Return what `abs(x)` can be."""
    if not isinstance(operand, Interval):
        return operand
    return take_greatest([operand, _ZERO, negate(operand)])


def take_least(operands: Iterable[Domain]) -> Domain:
    """Return what `min` of several values can be."""
    return negate(take_greatest(map(negate, operands)))


def take_greatest(operands: Iterable[Domain]) -> Domain:
    """Return what `max` of several values can be."""
    listed = list(operands)
    missing = any(each.missing for each in listed)
    intervals = [each for each in listed if isinstance(each, Interval)]
    if len(intervals) < len(listed):
        return maybe_missing(NOTHING, missing=missing)
    low = max((_low(each) for each in intervals), key=lambda end: (end.value, end.open))
    high = max((_high(each) for each in intervals), key=lambda end: (end.value, not end.open))
    return maybe_missing(_between(low, high), missing=missing)


def move_ends(operand: Domain, move: Callable[[Decimal], Decimal]) -> Domain:
    """Return what a function can be that never falls where its argument grows, such as a rounding."""
    if not isinstance(operand, Interval):
        return operand
    low = None if operand.low is None else move(operand.low)
    high = None if operand.high is None else move(operand.high)
    return Interval(low, high, missing=operand.missing)


def _add(left: Interval, right: Interval) -> Domain:
    return _between(_sum(_low(left), _low(right)), _sum(_high(left), _high(right)))


def _subtract(left: Interval, right: Interval) -> Domain:
    return _between(_sum(_low(left), _turn(_high(right))), _sum(_high(left), _turn(_low(right))))


def _multiply(left: Interval, right: Interval) -> Domain:
    ends = [_product(a, b) for a in (_low(left), _high(left)) for b in (_low(right), _high(right))]
    return _hull(ends)


def _divide(left: Interval, right: Interval) -> Domain:
    if right.point is not None:
        return _by_side(left, right) if right.point else NOTHING
    below = meet(right, make_interval(None, ZERO, high_open=True))
    above = meet(right, make_interval(ZERO, None, low_open=True))
    return join(
        _by_side(left, below) if isinstance(below, Interval) else NOTHING,
        _by_side(left, above) if isinstance(above, Interval) else NOTHING,
    )


def _by_side(left: Interval, right: Interval) -> Domain:
    # A zero that is neared has the sign of what lies beside it.
    side = -ONE if right.high is not None and right.high <= ZERO else ONE
    divisors = [_End(end.value.copy_sign(side), end.open) for end in (_low(right), _high(right))]
    return _hull(
        [_quotient(dividend, divisor) for dividend in (_low(left), _high(left)) for divisor in divisors]
    )


_SIGNS: dict[str, Callable[[Interval, Interval], Domain]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
}
_ZERO = Interval(ZERO, ZERO)


def _low(interval: Interval) -> _End:
    return _End(-_INFINITY if interval.low is None else interval.low, interval.low_open)


def _high(interval: Interval) -> _End:
    return _End(_INFINITY if interval.high is None else interval.high, interval.high_open)


def _sum(first: _End, second: _End) -> _End:
    if first.value.is_infinite() or second.value.is_infinite():
        return first if first.value.is_infinite() else second
    return _End(CONTEXT.add(first.value, second.value), first.open or second.open)


def _turn(end: _End) -> _End:
    return _End(CONTEXT.minus(end.value), end.open)


def _product(first: _End, second: _End) -> _End:
    for this, other in ((first, second), (second, first)):
        if this.value.is_zero():
            # Zero times whatever: the zero is reached where this end is, or the other is a reached zero.
            return _End(ZERO, this.open and not (other.value.is_zero() and not other.open))
    if first.value.is_infinite() or second.value.is_infinite():
        return _End(_signed(first, second), open=True)
    return _End(CONTEXT.multiply(first.value, second.value))


def _quotient(first: _End, second: _End) -> _End:
    if first.value.is_zero():
        return _End(ZERO, first.open)
    if second.value.is_zero():
        return _End(_signed(first, second), open=True)
    if second.value.is_infinite():
        return _End(ZERO, open=True)
    if first.value.is_infinite():
        return _End(_signed(first, second), open=True)
    return _End(CONTEXT.divide(first.value, second.value))


def _signed(first: _End, second: _End) -> Decimal:
    return -_INFINITY if first.value.is_signed() != second.value.is_signed() else _INFINITY


def _hull(ends: list[_End]) -> Domain:
    low = min(ends, key=lambda end: (end.value, end.open))
    high = max(ends, key=lambda end: (end.value, not end.open))
    return _between(low, high)


def _between(low: _End, high: _End) -> Domain:
    """Return the interval; an open end stays open only at zero, where nothing is rounded onto it."""
    return make_interval(
        None if low.value.is_infinite() else low.value,
        None if high.value.is_infinite() else high.value,
        low_open=low.open and low.value.is_zero(),
        high_open=high.open and high.value.is_zero(),
    )


OPPOSITE: Mapping[ComparisonSign, ComparisonSign] = MappingProxyType(
    {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
)
MIRRORED: Mapping[ComparisonSign, ComparisonSign] = MappingProxyType(
    {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
)

_EVERYTHING = Choices(EITHER.values, others=True)


def comparison_domain(sign: ComparisonSign, left: Domain, right: Domain) -> Choices:
    """Return whether a comparison can hold, can fail, or both."""
    missing = left.missing or right.missing
    if not (has_value(left) and has_value(right)):
        return Choices(missing=missing)
    sides = [maybe_missing(counted(each), missing=False) for each in (left, right)]
    flags = frozenset(flag for flag, asked in ((True, sign), (False, OPPOSITE[sign])) if _can(asked, *sides))
    return Choices(flags, missing=missing)


def values_beside(sign: ComparisonSign, other: Domain) -> Domain:
    """Return a domain with all values that can stand to the left of `sign other`."""
    beside = _values_beside(sign, counted(other))
    # A value a hair beside the end still counts as the end.
    return beside if sign in {"<", ">"} else widen(beside)


def _can(sign: ComparisonSign, left: Domain, right: Domain) -> bool:
    if sign == "!=":
        return not (_is_single(left) and left == right)
    return has_value(meet(left, _values_beside(sign, right)))


def _values_beside(sign: ComparisonSign, other: Domain) -> Domain:
    return _choices_beside(sign, other) if isinstance(other, Choices) else _numbers_beside(sign, other)


def _is_single(domain: Domain) -> bool:
    if isinstance(domain, Interval):
        return domain.point is not None
    return len(domain.values) == 1


def _numbers_beside(sign: ComparisonSign, other: Interval) -> Domain:
    match sign:
        case "=":
            return maybe_missing(other, missing=False)
        case "!=":
            return Interval()
        case "<" | "<=":
            return make_interval(None, other.high, high_open=other.high_open or sign == "<")
    return make_interval(other.low, None, low_open=other.low_open or sign == ">")


def _choices_beside(sign: ComparisonSign, other: Choices) -> Domain:
    if sign == "=":
        return maybe_missing(other, missing=False)
    if not _is_single(other):
        return _EVERYTHING
    only = next(iter(other.values))
    return exactly(not only) if isinstance(only, bool) else Choices(others=True, without=other.values)
