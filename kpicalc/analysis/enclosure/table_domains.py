"""What a table can give when it is asked anywhere in an interval."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.engine.tables import Found, interpolate, slices_of, value_in_band
from kpicalc.model.domain import (
    NOTHING,
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
from kpicalc.model.domain_operators import calculate, move_ends
from kpicalc.model.money import COUNTING, ZERO, round_to_step
from kpicalc.model.program import Band, Outside, Table, TableMode

# Positions outside the bands; bands themselves count from 0.
BELOW = -1


def table_domain(table: Table, axis: Domain, base: Domain | None) -> Domain:
    """Return what the table can give; `base` is that of a slab table, or the column of a matrix."""
    missing = axis.missing or (base is not None and base.missing)
    if base is None and table.snap is not None and table.mode is TableMode.SLAB:
        # Only the band is picked by the rounded axis.
        base = counted(axis)
    found: Domain = NOTHING
    for position, part in axis_parts(table, axis):
        found = join(found, band_domain(table, position, part, base))
    return maybe_missing(found, missing=missing)


def axis_parts(table: Table, axis: Domain) -> Iterator[tuple[int, Domain]]:
    """Yield each band that can be asked, with the part of the axis in it.

    The place below the bands is BELOW, that beyond them the number of bands.
    """
    asked = _snap_axis(table, counted(axis))
    for position in range(BELOW, len(table.bands) + 1):
        part = meet(asked, band_extent(table, position))
        if has_value(part):
            yield position, part


def band_extent(table: Table, position: int) -> Domain:
    """Return the stretch of the axis that one band takes, or the places BELOW and beyond all bands."""
    bands = table.bands
    first, last = bands[0], bands[-1]
    if position == BELOW:
        start = _counted(first.lower)
        return NOTHING if start is None else make_interval(None, start, high_open=not first.after)
    ending, open_end = _end_of_bands(table)
    if position == len(bands):
        return NOTHING if ending is None else make_interval(ending, None, low_open=not open_end)
    band = bands[position]
    start = _counted(band.lower)
    if band is last:
        return make_interval(start, ending, low_open=band.after, high_open=open_end)
    following = bands[position + 1]
    end = _counted(following.lower)
    return make_interval(start, end, low_open=band.after, high_open=not following.after)


def _counted(bound: Decimal | None) -> Decimal | None:
    return None if bound is None else COUNTING.plus(bound)


def _end_of_bands(table: Table) -> tuple[Decimal | None, bool]:
    last = table.bands[-1]
    if table.mode is TableMode.INTERPOLATE:
        return _counted(last.lower), False
    return _counted(last.upper), not last.upper_included


def _snap_axis(table: Table, axis: Domain) -> Domain:
    if table.snap is None or not isinstance(axis, Interval):
        return axis
    snap = table.snap
    return move_ends(axis, lambda end: round_to_step(end, snap))


def band_domain(table: Table, position: int, part: Domain, base: Domain | None) -> Domain:
    """Return what one band, or a place outside the bands, gives for a part of the axis in it."""
    outside = _policy_at_end(table, position)
    if outside is Outside.ERROR or not isinstance(part, Interval):
        return NOTHING
    inside = min(max(position, 0), len(table.bands) - 1)
    match table.mode:
        case TableMode.MATRIX:
            return _domain_of_cells(table, inside, outside, base)
        case _ if outside is Outside.ZERO:
            return exactly(ZERO)
        case TableMode.LOOKUP:
            return _band_values(table.bands[inside], part)
        case TableMode.SLAB:
            values = _band_values(table.bands[inside], part)
            return calculate("*", values, part if base is None else base)
    return _domain_along_band(table, part, inside, outside)


def _band_values(band: Band, part: Interval) -> Domain:
    """Return what a band can give for a part of the axis in it; a ladder that goes on never turns round."""
    if band.every is None:
        return exactly(band.value)
    low, high = (None if end is None else value_in_band(band, end) for end in (part.low, part.high))
    return make_interval(low, high) if band.adds > ZERO else make_interval(high, low)


def _policy_at_end(table: Table, position: int) -> Outside | None:
    if position == BELOW:
        return table.below
    return table.beyond if position == len(table.bands) else None


def _domain_along_band(table: Table, part: Interval, position: int, outside: Outside | None) -> Domain:
    """Marginal and interpolated tables run straight inside a band, so the ends of the part visit all."""
    if table.mode is TableMode.MARGINAL:
        slope = table.bands[position].value
    elif outside in {Outside.FIRST, Outside.LAST}:
        slope = ZERO
    else:
        slope = table.bands[position].value - table.bands[position - 1].value
    ends = [end for end in (part.low, part.high) if end is not None]
    found: Domain = NOTHING
    # What runs level is the same at any point.
    for point in ends or ([] if slope else [ZERO]):
        found = join(found, exactly(_at(table, point, position, outside)))
    if len(ends) == 2 or not slope:
        return widen(found)
    rises = (slope > ZERO) == (part.high is None)
    return widen(_open_to_side(found, upwards=rises))


def _open_to_side(found: Domain, *, upwards: bool) -> Domain:
    """Let an interval go on without end to one side; what runs without end to both sides is any number."""
    if not isinstance(found, Interval):
        return Interval()
    return Interval(found.low, None) if upwards else Interval(None, found.high)


def _at(table: Table, point: Decimal, position: int, outside: Outside | None) -> Decimal:
    found = Found(point, position, outside)
    if table.mode is TableMode.INTERPOLATE:
        return interpolate(table, found)
    return sum((each.pay for each in slices_of(table, found)), ZERO)


def _domain_of_cells(table: Table, row: int, outside: Outside | None, column: Domain | None) -> Domain:
    columns = table.columns
    if columns is None or column is None:
        return NOTHING
    found: Domain = NOTHING
    for position, _ in axis_parts(columns, column):
        across = _policy_at_end(columns, position)
        if across is not Outside.ERROR:
            inside = min(max(position, 0), len(columns.bands) - 1)
            zero = Outside.ZERO in {outside, across}
            found = join(found, exactly(ZERO if zero else table.cells[row][inside]))
    return found
