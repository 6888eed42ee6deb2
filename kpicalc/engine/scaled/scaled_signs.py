"""Sums, comparisons and choices of columns of whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from math import ceil, floor
from operator import add, sub

from kpicalc.engine.column import Column, constant
from kpicalc.engine.formulas import COMPARISONS
from kpicalc.engine.scaled.scaled_column import (
    DoesNotFitError,
    ScaledColumn,
    align_scales,
    divide,
    multiply,
    share_value,
)
from kpicalc.model.fault import Value

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def add_up(*columns: ScaledColumn) -> ScaledColumn:
    """Add."""
    cut = any(each.cut for each in columns)
    if all(each.constant for each in columns):
        return share_value(sum((each.value for each in columns), Fraction(0)), cut=cut)
    aligned = align_scales(*columns)
    ints = reduce(partial(map, add), (each.spread() for each in aligned))
    return ScaledColumn(list(ints), aligned[0].scale, sum(each.most for each in aligned), cut)


def subtract(left: ScaledColumn, right: ScaledColumn) -> ScaledColumn:
    """Subtract."""
    cut = left.cut or right.cut
    if left.constant and right.constant:
        return share_value(left.value - right.value, cut=cut)
    one, two = align_scales(left, right)
    ints = list(map(sub, one.spread(), two.spread()))
    return ScaledColumn(ints, one.scale, one.most + two.most, cut)


CALCULATIONS: Mapping[str, Callable[[ScaledColumn, ScaledColumn], ScaledColumn]] = {
    "+": add_up,
    "-": subtract,
    "*": multiply,
    "/": divide,
}


def negate_scaled(column: ScaledColumn) -> ScaledColumn:
    """Change the sign."""
    return ScaledColumn(column.ints, -column.scale, column.most, column.cut, column.constant)


def keep_positive_scale(column: ScaledColumn) -> ScaledColumn:
    """Return the same values with a scale above zero, so that greater numbers are greater values."""
    if column.scale > 0:
        return column
    ints = [-each for each in column.ints]
    return ScaledColumn(ints, -column.scale, column.most, column.cut, column.constant)


def compare_scaled(sign: str, left: ScaledColumn, right: ScaledColumn) -> Column:
    """Compare; a number that all rows share becomes a bound of whole numbers."""
    if left.constant and right.constant:
        return constant(COMPARISONS[sign](left.value, right.value))
    if left.constant:
        left, right, sign = right, left, _MIRRORED[sign]
    if right.constant:
        return Column(_compare_with(sign, keep_positive_scale(left), right.value))
    one, two = align_scales(left, right)
    return Column(list(map(COMPARISONS[sign], one.ints, two.ints)))


def _compare_with(sign: str, column: ScaledColumn, value: Fraction) -> list[Value]:
    ints, bound = column.ints, value / column.scale
    match sign:
        case "<":
            whole = ceil(bound)
            return [each < whole for each in ints]
        case "<=":
            whole = floor(bound)
            return [each <= whole for each in ints]
        case ">":
            whole = floor(bound)
            return [each > whole for each in ints]
        case ">=":
            whole = ceil(bound)
            return [each >= whole for each in ints]
        case "=":
            return [each == bound for each in ints] if bound.denominator == 1 else [False] * len(ints)
    return [each != bound for each in ints] if bound.denominator == 1 else [True] * len(ints)


def take_least_scaled(left: ScaledColumn, right: ScaledColumn) -> ScaledColumn:
    """Return the lesser value of each row."""
    return _take_extreme("<", left, right)


def take_greatest_scaled(left: ScaledColumn, right: ScaledColumn) -> ScaledColumn:
    """Return the greater value of each row."""
    return _take_extreme(">", left, right)


def _take_extreme(sign: str, left: ScaledColumn, right: ScaledColumn) -> ScaledColumn:
    one, two = align_scales(left, right)
    cut = left.cut or right.cut
    if one.constant and two.constant:
        return share_value((min if sign == "<" else max)(one.value, two.value), cut=cut)
    if one.constant:
        one, two = two, one
    if two.constant:
        whole = two.ints[0]
        # Written out, for a call for each row costs twice as much.
        if sign == "<":
            ints = [each if each < whole else whole for each in one.ints]  # noqa: FURB136
        else:
            ints = [each if each > whole else whole for each in one.ints]  # noqa: FURB136
    elif sign == "<":
        ints = [a if a < b else b for a, b in zip(one.ints, two.ints, strict=True)]  # noqa: FURB136
    else:
        ints = [a if a > b else b for a, b in zip(one.ints, two.ints, strict=True)]  # noqa: FURB136
    return ScaledColumn(ints, one.scale, max(one.most, two.most), cut)


def clamp(value: ScaledColumn, low: ScaledColumn, high: ScaledColumn) -> ScaledColumn:
    """Return the value inside of bounds, which must not be crossed."""
    if not all(compare_scaled("<=", low, high).values):
        raise DoesNotFitError
    found = take_least_scaled(take_greatest_scaled(value, low), high)
    cut = value.cut or low.cut or high.cut
    return ScaledColumn(found.ints, found.scale, found.most, cut, found.constant)


def drop_scaled_signs(column: ScaledColumn) -> ScaledColumn:
    """Return the values without their signs."""
    ints = list(map(abs, column.ints))
    return ScaledColumn(ints, abs(column.scale), column.most, column.cut, column.constant)


def pick_by_flags(flags: Sequence[Value], then: ScaledColumn, otherwise: ScaledColumn) -> ScaledColumn:
    """Return one or the other value of each row."""
    one, two = align_scales(then, otherwise)
    triples = zip(flags, one.spread(), two.spread(), strict=False)
    ints = [a if chosen else b for chosen, a, b in triples]
    return ScaledColumn(ints, one.scale, max(one.most, two.most), one.cut or two.cut)


def join_by_flags(flags: Sequence[Value], then: ScaledColumn, otherwise: ScaledColumn) -> ScaledColumn:
    """Return a column put together of what its two sorts of rows have."""
    one, two = align_scales(then, otherwise)
    yes, no = iter(one.spread()), iter(two.spread())
    ints = [next(yes) if chosen else next(no) for chosen in flags]
    return ScaledColumn(ints, one.scale, max(one.most, two.most), one.cut or two.cut)
