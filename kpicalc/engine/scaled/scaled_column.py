"""A column of exact numbers: whole numbers times one fraction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import repeat
from math import gcd
from operator import mul

from kpicalc.engine.column import Column
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import pack_integers
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT

# Whole numbers times the numerator, and the denominator, stay below this: two values that differ do so by far
# more than the digits that count tell apart, so that decimals decide alike.
WIDEST = 10**45


class DoesNotFitError(Exception):
    """A value that is none of whole numbers times a fraction; decimals know what to make of it."""


@dataclass(frozen=True, slots=True)
class ScaledColumn:
    """The values of a block of rows, `ints[row] * scale`; a `constant` one has a number that all rows share.

    `most` is no less than any of the numbers without its sign. `cut` says that decimals of the same values
    would not be exact.
    """

    ints: Sequence[int]
    scale: Fraction
    most: int
    cut: bool = False
    constant: bool = False

    def __post_init__(self) -> None:
        """Refuse what is too wide."""
        scale = self.scale
        if self.most * abs(scale.numerator) > WIDEST or scale.denominator > WIDEST:
            raise DoesNotFitError

    def spread(self) -> Iterable[int]:
        """Yield a number for each row; endless for a constant."""
        return repeat(self.ints[0]) if self.constant else self.ints

    def take(self, rows: Sequence[int]) -> ScaledColumn:
        """Return the column of some rows only."""
        if self.constant:
            return self
        ints = self.ints
        return ScaledColumn([ints[row] for row in rows], self.scale, self.most, self.cut)

    @property
    def value(self) -> Fraction:
        """The value of a constant."""
        return self.ints[0] * self.scale


def share_value(value: Fraction, *, cut: bool = False) -> ScaledColumn:
    """Return the column of a value that all rows share."""
    if not value:
        return ScaledColumn([0], Fraction(1), 0, cut, constant=True)
    return ScaledColumn([1], value, 1, cut, constant=True)


def share_number(value: Value) -> ScaledColumn:
    """Return the column of an exact decimal that all rows share."""
    if not isinstance(value, Decimal) or abs(value.adjusted()) > len(str(WIDEST)):
        raise DoesNotFitError
    return share_value(Fraction(value))


def align_scales(*columns: ScaledColumn) -> tuple[ScaledColumn, ...]:
    """Return columns with the greatest scale of which those of all are multiples."""
    scale = columns[0].scale
    if scale > 0 and all(each.scale == scale for each in columns):
        return columns
    # What is nothing everywhere is a multiple of every scale.
    common = greatest_common(each.scale for each in columns if each.most)
    return tuple(_with_scale(each, common) for each in columns)


def _with_scale(column: ScaledColumn, scale: Fraction) -> ScaledColumn:
    factor = (column.scale / scale).numerator if column.most else 1
    ints = column.ints if factor == 1 else [each * factor for each in column.ints]
    return ScaledColumn(ints, scale, column.most * abs(factor), column.cut, column.constant)


def greatest_common(scales: Iterable[Fraction]) -> Fraction:
    """Return the greatest fraction of which all of them are multiples, 1 where there are none.

    >>> greatest_common([Fraction(1, 2), Fraction(2, 3)]), greatest_common([])
    (Fraction(1, 6), Fraction(1, 1))
    """
    above, below = 0, 1
    for each in scales:
        above = gcd(above * each.denominator, each.numerator * below)
        below *= each.denominator
    return Fraction(above or 1, below)


def multiply(left: ScaledColumn, right: ScaledColumn) -> ScaledColumn:
    """Multiply; a number that all rows share changes the scale only."""
    cut = left.cut or right.cut
    if right.constant:
        left, right = right, left
    if left.constant:
        factor = left.value
        if not factor:
            return share_value(factor, cut=cut)
        return ScaledColumn(right.ints, right.scale * factor, right.most, cut, right.constant)
    ints = list(map(mul, left.ints, right.ints))
    return ScaledColumn(ints, left.scale * right.scale, left.most * right.most, cut)


def divide(left: ScaledColumn, right: ScaledColumn) -> ScaledColumn:
    """Divide by a number that all rows share and that is not zero."""
    if not right.constant or not right.ints[0]:
        raise DoesNotFitError
    scale = left.scale / right.value
    cut = left.cut or right.cut or _never_ends(left.ints, scale.denominator)
    return ScaledColumn(left.ints, scale, left.most, cut, left.constant)


def _never_ends(ints: Iterable[int], denominator: int) -> bool:
    """Say whether some number over a denominator is no decimal fraction."""
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator == 1:
        return False
    return any(each % denominator for each in ints)


@dataclass(frozen=True, slots=True)
class RoundedNumbers:
    """The numbers of some rows without their points, each with `places` decimals: 8 bytes and not 104.

    `most` is no less than any of them without its sign.
    """

    ints: Sequence[int]
    places: int
    most: int

    def decimals(self) -> list[Value]:
        """Return the numbers as decimals."""
        with localcontext(CONTEXT):
            return list(map(mul, self.ints, repeat(self._unit)))

    def decimal(self, at: int) -> Value:
        """Return one of them."""
        return CONTEXT.scaleb(self.ints[at], -self.places)

    @property
    def _unit(self) -> Decimal:
        return Decimal((0, (1,), -self.places))


def in_places(column: ScaledColumn, places: int, size: int) -> RoundedNumbers:
    """Return the numbers of all rows of a column, each with so many places after the point."""
    factor = column.scale * Fraction(10) ** places
    if factor.denominator != 1:
        raise DoesNotFitError
    ints = column.ints if factor == 1 else [each * factor.numerator for each in column.ints]
    most = column.most * abs(factor.numerator)
    return RoundedNumbers(pack_integers([*ints] * size if column.constant else ints), places, most)


def to_decimals(column: ScaledColumn, places: int) -> Column:
    """Return the column of decimals, each with so many places after the point."""
    return Column(in_places(column, places, 1).decimals(), column.constant, cut=column.cut)
