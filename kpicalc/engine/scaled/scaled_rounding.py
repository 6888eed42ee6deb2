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
from kpicalc.engine.tables import LOWEST, counted_starts
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, RoundingMode
from kpicalc.model.program import Outside, Table, TableMode


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
        # Doubled, so that half of one is a whole number.
        twice = 2 * above
        ints = _ROUNDED[rounding.mode]([each * twice for each in column.ints], 2 * below, below)
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


_NOTHING = Fraction(0)
_MODES = frozenset({TableMode.LOOKUP, TableMode.SLAB, TableMode.MARGINAL})


class ScaledBands:
    """The bands of a table that gives each of them one value, or adds slices, as bounds of whole numbers.

    DoesNotFitError for a table that does more than that.
    """

    def __init__(self, table: Table) -> None:
        last = table.bands[-1]
        plain = table.snap is None and not any(band.after for band in table.bands)
        open_end = last.upper is None and last.every is None
        fitting = table.mode in _MODES and table.axis_kind is not Kind.DATE
        if not (plain and open_end and fitting):
            raise DoesNotFitError
        values = [share_number(band.value).value for band in table.bands]
        starts = [None if band.lower is None else share_number(band.lower).value for band in table.bands]
        lines = _add_up(values, starts) if table.mode is TableMode.MARGINAL else []
        counted = counted_starts(table)
        if table.below is not Outside.ERROR and starts[0] is not None:
            # What lies below falls into a band of nothing, or into the first one.
            first = 0 if table.below is Outside.ZERO else 1
            starts, counted = [None, *starts[first:]], [LOWEST, *counted[first:]]
            values, lines = [_NOTHING, *values][first:], [(_NOTHING, _NOTHING), *lines][first:]
        self._scale = greatest_common(abs(each) for each in values if each)
        self._ints = [(each / self._scale).numerator for each in values]
        self._most = max(map(abs, self._ints))
        self._starts = starts
        self._counted = counted
        self._lines = lines if table.mode is TableMode.MARGINAL else ()
        self._bounds: dict[Fraction, list[int | None]] = {}

    def look_up(self, axis: ScaledColumn) -> ScaledColumn:
        """Return what the bands give at each row."""
        column = keep_positive_scale(axis)
        lowest, *starts = self._bounds_of(column.scale)
        if lowest is not None and min(column.ints) < lowest:
            raise DoesNotFitError
        if self._lines:
            return self._add_slices(column, [bisect_right(starts, each) for each in column.ints])  # type: ignore[type-var]
        ints = self._ints
        found = [ints[bisect_right(starts, each)] for each in column.ints]  # type: ignore[type-var]
        return ScaledColumn(found, self._scale, self._most, constant=column.constant)

    def _add_slices(self, column: ScaledColumn, bands: Sequence[int]) -> ScaledColumn:
        """Return what all slices come to; what picks the band is what is paid for, with all its digits."""
        lines = [(rate * column.scale, more) for rate, more in self._lines]
        scale = greatest_common(abs(each) for line in lines for each in line if each)
        whole = [((rate / scale).numerator, (more / scale).numerator) for rate, more in lines]
        by, plus = [rate for rate, _ in whole], [more for _, more in whole]
        ints = [each * by[band] + plus[band] for each, band in zip(column.ints, bands, strict=True)]
        most = column.most * max(map(abs, by)) + max(map(abs, plus))
        return ScaledColumn(ints, scale, most, column.cut, column.constant)

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


def _add_up(
    rates: Sequence[Fraction], starts: Sequence[Fraction | None]
) -> Sequence[tuple[Fraction, Fraction]]:
    """Return of each band its rate, and how much more than that the slices below it come to."""
    lines, rate, more = [], Fraction(0), Fraction(0)
    for own, start in zip(rates, starts, strict=True):
        more += (rate - own) * (start or 0)
        rate = own
        lines.append((rate, more))
    return lines
