"""Whether a comparison of two domains can hold, and which values make it hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpicalc.model.domain import (
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    above,
    below,
    counted,
    exactly,
    has_value,
    make_interval,
    maybe_missing,
    meet,
)
from kpicalc.model.expr import ComparisonSign

OPPOSITE: Mapping[ComparisonSign, ComparisonSign] = MappingProxyType(
    {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
)
MIRRORED: Mapping[ComparisonSign, ComparisonSign] = MappingProxyType(
    {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
)

_EVERYTHING = Choices(EITHER.values, others=True)


def comparison_domain(sign: ComparisonSign, left: Domain, right: Domain) -> Domain:
    """Return whether a comparison can hold, can fail, or both."""
    missing = left.missing or right.missing
    if not (has_value(left) and has_value(right)):
        return maybe_missing(NOTHING, missing=missing)
    sides = [maybe_missing(counted(each), missing=False) for each in (left, right)]
    flags = frozenset(flag for flag, asked in ((True, sign), (False, OPPOSITE[sign])) if _can(asked, *sides))
    return Choices(flags, missing=missing)


def values_beside(sign: ComparisonSign, other: Domain) -> Domain:
    """Return a domain with all values that can stand to the left of `sign other`."""
    if isinstance(other, Choices):
        return _choices_beside(sign, other)
    settled = counted(other)
    beside = _numbers_beside(sign, settled) if isinstance(settled, Interval) else NOTHING
    if sign in {"<", ">"} or not isinstance(beside, Interval):
        return beside
    # A value a hair beside the end still counts as the end.
    low = None if beside.low is None else below(beside.low)
    high = None if beside.high is None else above(beside.high)
    return Interval(low, high, beside.low_open, beside.high_open)


def _can(sign: ComparisonSign, left: Domain, right: Domain) -> bool:
    if sign == "!=":
        return not (_is_single(left) and left == right)
    beside = _choices_beside(sign, right) if isinstance(right, Choices) else _numbers_beside(sign, right)
    return has_value(meet(left, beside))


def _is_single(domain: Domain) -> bool:
    if isinstance(domain, Interval):
        return domain.point is not None
    return len(domain.values) == 1 and not domain.others


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
