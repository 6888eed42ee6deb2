"""The bands of coefficient tables as points that tests can reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from kpicalc.engine.notes import band_text
from kpicalc.engine.tables import Found, OutsideBandsError, axes_of, finder
from kpicalc.model.fault import Value
from kpicalc.model.money import COUNTING
from kpicalc.model.program import Outside, Program, Table, TableMode
from kpicalc.model.trial import Point

_BELOW, _BEYOND = "below", "beyond"
# What the axes of a table are called in points: of a matrix its rows, then its columns.
_AXES = ("band", "column")


def points_of_tables(program: Program, asked: Iterable[str]) -> dict[str, Mapping[str, Point]]:
    """Return the points of each table that is asked, by axis and band."""
    return {name: dict(_points(program.tables[name])) for name in sorted(asked)}


def ways_into(table: Table, axis: Value, base: Value | None) -> Iterator[str]:
    """Yield the bands that a value falls into; in a marginal table those in which it has a slice."""
    for name, each, value in zip(_AXES, axes_of(table), (axis, base), strict=False):
        found = _find(each, value)
        if found is not None:
            yield from (f"{name} {band}" for band in _bands(table, each, found))


def _points(table: Table) -> Iterator[tuple[str, Point]]:
    for name, axis in zip(_AXES, axes_of(table), strict=False):
        title = ("table", table.label or table.name)
        for position in range(_pieces(table, axis)):
            params = (("band", band_text(axis, position)), title)
            yield f"{name} {position}", Point(f"point.{name}", params, axis.bands[position].span)
        for outside in _outsides(table, axis):
            yield f"{name} {outside}", Point(f"point.{outside}", (title,), axis.span)


def _pieces(table: Table, axis: Table) -> int:
    """Return how many bands there are; between points there is one less."""
    bands = len(axis.bands)
    return max(bands - 1, 1) if table.mode is TableMode.INTERPOLATE else bands


def _outsides(table: Table, axis: Table) -> Iterator[str]:
    if axis.below is not Outside.ERROR and axis.bands[0].lower is not None:
        yield _BELOW
    closed = table.mode is TableMode.INTERPOLATE or axis.bands[-1].upper is not None
    if axis.beyond is not Outside.ERROR and closed:
        yield _BEYOND


def _find(axis: Table, value: Value | None) -> Found | None:
    if not isinstance(value, Decimal | date):
        return None
    try:
        return finder(axis)(COUNTING.plus(value) if isinstance(value, Decimal) else value)
    except OutsideBandsError:
        return None


def _bands(table: Table, axis: Table, found: Found) -> Iterator[str]:
    if found.outside is not None:
        yield _BELOW if _is_below(axis, found) else _BEYOND
    if table.mode is TableMode.MARGINAL:
        starts = enumerate(each.lower for each in axis.bands)
        yield from (str(position) for position, lower in starts if lower is None or lower < found.asked)
    elif found.outside is None:
        yield str(min(found.position, _pieces(table, axis) - 1))


def _is_below(axis: Table, found: Found) -> bool:
    lower = axis.bands[0].lower
    return lower is not None and found.asked <= lower
