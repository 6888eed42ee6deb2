"""Coefficient tables as functions of exact numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from itertools import accumulate
from typing import Any

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, COUNTING, ZERO, round_to_step
from kpicalc.model.program import Band, Outside, Table, TableMode

LOWEST = Decimal("-Infinity")


class OutsideBandsError(ValueError):
    """The asked value lies in no band, and the table does not say what that means."""

    def __init__(self, asked: Decimal, *, dated: bool) -> None:
        super().__init__(str(asked))
        self.asked = date.fromordinal(int(asked)) if dated else asked


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value falls: its band, and `outside` when the band only lends its value."""

    asked: Decimal
    position: int
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of an amount inside one band of a marginal table."""

    position: int
    start: Decimal
    end: Decimal
    rate: Decimal

    @property
    def pay(self) -> Decimal:
        """What the slice pays."""
        return (self.end - self.start) * self.rate


def ask_table(table: Table) -> Callable[..., Decimal]:
    """Return the table as a function of the axis, by its digits that count, and mostly of a second value.

    A slab table takes also the base, a matrix the column; marginal and interpolated ones the axis with all
    its digits, from which they compute. The function raises OutsideBandsError for a value in no band.
    """
    find = finder(table)
    match table.mode:
        case TableMode.MATRIX:
            return _ask_matrix(table)
        case TableMode.LOOKUP if _is_dated(table):
            return lambda axis: _value_at(find(axis), table.bands)
        case TableMode.LOOKUP:
            return _quick_lookup(table, find)
        case TableMode.SLAB:
            return lambda axis, base: _value_at(find(axis), table.bands) * base
        case TableMode.MARGINAL:
            return _quick_slices(table, find)
    return lambda axis, exact: interpolate(table, find(axis, exact))


def _quick_slices(table: Table, find: Callable[..., Found]) -> Callable[..., Decimal]:
    """Add the slice that a value reaches into to the sum of those below it, which is reckoned once."""
    starts = [*map(lower_end, table.bands)]
    rates = [band.value for band in table.bands]
    with localcontext(CONTEXT):
        whole = ((end - start) * rate for start, end, rate in zip(starts, starts[1:], rates, strict=False))
        below = list(accumulate(whole, initial=ZERO))

    def add_slices(axis: Decimal, exact: Decimal) -> Decimal:
        found = find(axis, exact)
        if found.outside is Outside.ZERO:
            return ZERO
        at = found.position
        return below[at] + (found.asked - starts[at]) * rates[at]

    return add_slices


def _quick_lookup(table: Table, find: Callable[[Decimal], Found]) -> Callable[[Decimal], Decimal]:
    """Look up inside the bands directly; all else (outside, excluded bounds, snap) goes the long way."""
    starts = counted_starts(table)
    plain = table.snap is None and not any(band.after for band in table.bands)
    values = [band.value for band in table.bands]
    final = table.bands[-1]
    last = len(values) - 1 if plain and final.upper is None and final.every is None else -1

    def look_up(axis: Decimal) -> Decimal:
        position = bisect_right(starts, axis) - 1
        return values[position] if 0 <= position <= last else _value_at(find(axis), table.bands)

    return look_up


def counted_starts(table: Table) -> list[Decimal]:
    """Return where the bands begin, by the digits that count: what a formula came to may not end."""
    return [LOWEST if band.lower is None else COUNTING.plus(band.lower) for band in table.bands]


def _ask_matrix(table: Table) -> Callable[[Any, Any], Decimal]:
    find_row, find_column = (finder(axis) for axis in axes_of(table))

    def look_up(row: Decimal | date, column: Decimal | date) -> Decimal:
        return cell_at(table, find_row(row), find_column(column))

    return look_up


def axes_of(table: Table) -> tuple[Table, ...]:
    """Return the axes of a table: itself, and of a matrix the columns as well."""
    return (table,) if table.columns is None else (table, table.columns)


def cell_at(table: Table, row: Found, column: Found) -> Decimal:
    """Return the value of a matrix where row and column meet; 0 where one of them is outside and gives 0."""
    if Outside.ZERO in {row.outside, column.outside}:
        return ZERO
    return table.cells[row.position][column.position]


def _is_dated(table: Table) -> bool:
    return table.axis_kind is Kind.DATE


def finder(table: Table) -> Callable[..., Found]:
    """Return the function that finds the band of a value, after the table's rounding of the axis.

    The value has the digits that count; given with all its digits as well, those are what is asked.
    """
    bands = table.bands
    starts = counted_starts(table)
    last = len(bands) - 1

    def find(axis: Decimal | date, exact: Decimal | None = None) -> Found:
        number = Decimal(axis.toordinal()) if isinstance(axis, date) else axis
        counted = number if table.snap is None else round_to_step(number, table.snap)
        asked = exact if exact is not None and table.snap is None else counted
        position = bisect_right(starts, counted) - 1
        if position >= 0 and bands[position].after and starts[position] == counted:
            position -= 1
        if position < 0:
            return _follow_policy(table, asked, 0, table.below)
        inside = Found(asked, position)
        if position < last:
            return inside
        return _follow_policy(table, asked, last, table.beyond) if _is_beyond(table, counted) else inside

    return find


def slices_of(table: Table, found: Found) -> tuple[Slice, ...]:
    """Return the slices of an amount in a marginal table, lowest first.

    An amount below the first band is one negative slice of it.
    """
    if found.outside is Outside.ZERO:
        return ()
    bands = table.bands
    starts = [*map(lower_end, bands)]
    ends = [*starts[1 : found.position + 1], found.asked]
    return tuple(
        Slice(position, starts[position], end, bands[position].value) for position, end in enumerate(ends)
    )


def interpolate(table: Table, found: Found) -> Decimal:
    """Return the value on the straight line between the points around the asked value."""
    if found.outside is Outside.ZERO:
        return ZERO
    left, right = ends_of_line(table, found)
    if left is right:
        return left.value
    start, end = lower_end(left), lower_end(right)
    return left.value + (right.value - left.value) * (found.asked - start) / (end - start)


def ends_of_line(table: Table, found: Found) -> tuple[Band, Band]:
    """Return the two points whose line gives the value; one point twice where it gives the value alone."""
    bands, position = table.bands, found.position
    if found.outside is Outside.FIRST:
        return bands[0], bands[0]
    if found.outside is Outside.EXTEND and position > 0:
        return bands[position - 1], bands[position]
    return bands[position], bands[min(position + 1, len(bands) - 1)]


def _is_beyond(table: Table, asked: Decimal) -> bool:
    last = table.bands[-1]
    if table.mode is TableMode.INTERPOLATE:
        return asked > COUNTING.plus(lower_end(last))
    if last.upper is None:
        return False
    upper = COUNTING.plus(last.upper)
    return asked > upper or (asked == upper and not last.upper_included)


def _follow_policy(table: Table, asked: Decimal, position: int, policy: Outside) -> Found:
    if policy is Outside.ERROR:
        raise OutsideBandsError(asked, dated=_is_dated(table))
    return Found(asked, position, policy)


def _value_at(found: Found, bands: tuple[Band, ...]) -> Decimal:
    return ZERO if found.outside is Outside.ZERO else value_in_band(bands[found.position], found.asked)


def value_in_band(band: Band, asked: Decimal) -> Decimal:
    """Return what a band gives at a value in it."""
    return band.value if band.every is None else band.value + band.adds * steps_in_band(band, asked)


def lower_end(band: Band) -> Decimal:
    """Return where what a band pays for begins: at 0 where it has no lower end."""
    return ZERO if band.lower is None else band.lower


def steps_in_band(band: Band, asked: Decimal) -> Decimal:
    """Return how many further steps a value in a band that goes on by itself has reached."""
    assert band.every is not None  # noqa: S101 - no other band has further steps
    steps = COUNTING.plus((asked - lower_end(band)) / band.every)
    whole = steps.to_integral_value(ROUND_CEILING) - 1 if band.after else steps.to_integral_value(ROUND_FLOOR)
    return max(whole, ZERO)
