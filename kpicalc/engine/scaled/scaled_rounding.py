"""Whole numbers rounded to a step, and found in the bands of a table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import cast

from kpicalc.engine.column import Column
from kpicalc.engine.scaled.scaled_column import DoesNotFitError, ScaledColumn, greatest_common, share_number
from kpicalc.engine.scaled.scaled_signs import keep_positive_scale
from kpicalc.engine.tables import counted_starts
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, RoundingMode
from kpicalc.model.program import Table, TableMode


def round_numbers(column: ScaledColumn, rounding: Rounding) -> ScaledColumn:
    """Round to multiples of the step."""
    step = Fraction(rounding.step)
    ratio = column.scale / step
    above, below = ratio.numerator, ratio.denominator
    most = column.most * abs(above) // below + 1
    # What is cut is decided by the digits that count, and by digits nothing else is left of it.
    cut = column.cut and not rounding.by_digits
    if below == 1:
        ints = column.ints if above == 1 else [each * above for each in column.ints]
    else:
        if below % 2:
            above, below = above * 2, below * 2
        ints = _ROUNDED[rounding.mode]([each * above for each in column.ints], below, below // 2)
    return ScaledColumn(ints, step, most, cut, column.constant)


def _half_up(parts: Sequence[int], one: int, half: int) -> list[int]:
    return [(each + half) // one if each >= 0 else -((half - each) // one) for each in parts]


def _half_down(parts: Sequence[int], one: int, half: int) -> list[int]:
    return [-((half - each) // one) if each >= 0 else (each + half) // one for each in parts]


def _half_even(parts: Sequence[int], one: int, half: int) -> list[int]:
    raised = [divmod(each + half, one) for each in parts]
    return [whole if rest else whole - whole % 2 for whole, rest in raised]


def _down(parts: Sequence[int], one: int, _half: int) -> list[int]:
    return [each // one if each >= 0 else -(-each // one) for each in parts]


def _up(parts: Sequence[int], one: int, _half: int) -> list[int]:
    return [-(-each // one) if each >= 0 else each // one for each in parts]


_ROUNDED: Mapping[RoundingMode, Callable[[Sequence[int], int, int], list[int]]] = {
    RoundingMode.HALF_UP: _half_up,
    RoundingMode.HALF_DOWN: _half_down,
    RoundingMode.HALF_EVEN: _half_even,
    RoundingMode.DOWN: _down,
    RoundingMode.UP: _up,
}


class ScaledBands:
    """The bands of a table that gives each of them one value, as bounds of whole numbers.

    DoesNotFitError for a table that does more than that.
    """

    def __init__(self, table: Table) -> None:
        last = table.bands[-1]
        plain = table.snap is None and not any(band.after for band in table.bands)
        open_end = last.upper is None and last.every is None
        fitting = table.mode in {TableMode.LOOKUP, TableMode.SLAB} and table.axis_kind is not Kind.DATE
        if not (plain and open_end and fitting):
            raise DoesNotFitError
        values = [share_number(band.value).value for band in table.bands]
        self._scale = greatest_common(abs(each) for each in values if each)
        self._ints = [(each / self._scale).numerator for each in values]
        self._most = max(map(abs, self._ints))
        self._starts = [
            None if band.lower is None else share_number(band.lower).value for band in table.bands
        ]
        self._counted = counted_starts(table)
        self._bounds: dict[Fraction, list[int | None]] = {}

    def look_up(self, axis: ScaledColumn) -> ScaledColumn:
        """Return what the bands give at each row."""
        column = keep_positive_scale(axis)
        lowest, *starts = self._bounds_of(column.scale)
        if lowest is not None and min(column.ints) < lowest:
            raise DoesNotFitError
        ints = self._ints
        found = [ints[bisect_right(starts, each)] for each in column.ints]  # type: ignore[type-var]
        return ScaledColumn(found, self._scale, self._most, constant=column.constant)

    def look_up_decimals(self, axis: Column) -> ScaledColumn:
        """Return what the bands give at each row for decimals with the digits that count."""
        if axis.faulty:
            raise DoesNotFitError
        asked = cast("Sequence[Decimal]", axis.values)
        lowest, *starts = self._counted
        if min(asked) < lowest:
            raise DoesNotFitError
        ints = self._ints
        found = [ints[bisect_right(starts, each)] for each in asked]
        return ScaledColumn(found, self._scale, self._most, constant=axis.constant)

    def _bounds_of(self, scale: Fraction) -> list[int | None]:
        if scale not in self._bounds:
            self._bounds[scale] = [None if each is None else ceil(each / scale) for each in self._starts]
        return self._bounds[scale]
