"""A column of made-up numbers as whole ones over a power of ten; decimals where somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import repeat
from typing import overload

from kpicalc.engine.scaled.scaled_column import ScaledColumn
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT


@dataclass(frozen=True, slots=True, eq=False)
class WholeColumn(Sequence[Value]):
    """Numbers without their points, each with so many `places`; `most` is a bound of them."""

    ints: Sequence[int]
    places: int
    most: int

    def whole_numbers(self, rows: range) -> tuple[list[int], int, int]:
        """Return the numbers of a block without their points, how many decimals each has, and a bound."""
        return list(self.ints[rows.start : rows.stop]), self.places, self.most

    def __len__(self) -> int:
        return len(self.ints)

    @overload
    def __getitem__(self, index: int) -> Value: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Value]: ...

    def __getitem__(self, index: int | slice) -> Value | Sequence[Value]:
        unit = Decimal((0, (1,), -self.places))
        if isinstance(index, int):
            return CONTEXT.multiply(Decimal(self.ints[index]), unit)
        return list(map(CONTEXT.multiply, map(Decimal, self.ints[index]), repeat(unit)))


def whole_column(column: ScaledColumn, size: int) -> WholeColumn:
    """Return a column whose numbers all are decimal fractions, of so many rows.

    >>> from fractions import Fraction
    >>> list(whole_column(ScaledColumn([1, 3], Fraction(1, 4), 3), 2))
    [Decimal('0.25'), Decimal('0.75')]
    """
    places = 0
    while (scale := column.scale * 10**places).denominator != 1:
        places += 1
    factor = scale.numerator
    ints = column.ints if factor == 1 else [each * factor for each in column.ints]
    return WholeColumn(list(ints) * size if column.constant else ints, places, column.most * abs(factor))
