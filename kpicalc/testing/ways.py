"""The ways of tables and limits as points that tests can reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

from kpicalc.engine.table_notes import band_text, bound_text
from kpicalc.engine.tables import Found, OutsideBandsError, axes_of, finder
from kpicalc.formula.functions import branching_of
from kpicalc.formula.functions.choosing import MAX
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Call, Expr, Number
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import COUNTING, ONE, ZERO
from kpicalc.model.program import Outside, Program, Table, TableMode, Variable
from kpicalc.model.source import Span
from kpicalc.model.trial import Point

_BELOW, _BEYOND = "below", "beyond"
# What the axes of a table are called in points: of a matrix its rows, then its columns.
_AXES = ("band", "column")


def points_of_tables(program: Program, asked: Iterable[str]) -> dict[str, Mapping[str, Point]]:
    """Return the points of each table that is asked, by axis and band."""
    return {name: dict(_points_of_table(program.tables[name])) for name in sorted(asked)}


def ways_into(table: Table, axis: Value, base: Value | None) -> Iterator[str]:
    """Yield the bands that a value falls into; in a marginal table those in which it has a slice.

    Of a matrix it is a cell that is met; beside that, the bounds at which a value stands, or just below them.
    """
    met: list[list[str]] = []
    for name, each, value in zip(_AXES, axes_of(table), (axis, base), strict=False):
        found = _find_position(each, value)
        if found is not None:
            met.append(list(_points_of_bands(table, each, found)))
            yield from (f"{name} {band}" for band in met[-1])
            yield from (f"{name} {end}" for end in _points_of_ends(each, found))
    if len(met) == len(_AXES):
        yield from (f"cell {row} {column}" for row, column in product(*met))


def _points_of_table(table: Table) -> Iterator[tuple[str, Point]]:
    for name, axis in zip(_AXES, axes_of(table), strict=False):
        title = ("table", table.label)
        for position in range(_count_pieces(table, axis)):
            params = (("band", band_text(axis, position)), title)
            if table.mode is not TableMode.MATRIX:
                yield f"{name} {position}", Point(f"point.{name}", params, axis.bands[position].span)
        for position in _points_of_jumps(table, name, axis):
            bound = (("bound", bound_text(axis, position)), title)
            yield f"{name} at {position}", Point("point.band_end", bound, axis.bands[position].span)
            yield f"{name} under {position}", Point(JUST_BELOW, bound, axis.bands[position].span)
        for outside in _points_outside(table, axis):
            yield f"{name} {outside}", Point(f"point.{outside}", (title,), axis.span)
    if table.columns is not None:
        for row, column in product(range(len(table.bands)), range(len(table.columns.bands))):
            names = (("column", band_text(table.columns, column)), ("row", band_text(table, row)))
            title = ("table", table.label)
            yield f"cell {row} {column}", Point("point.cell", (*names, title), table.bands[row].span)


# What is searched for when tests are proposed, and not asked of tests: a fact just short of a bound.
JUST_BELOW = "point.just_below"
_JUMPING = frozenset({TableMode.LOOKUP, TableMode.SLAB, TableMode.MATRIX})
# So near, a hundredth of it, lies a fact just short of a bound; of what is counted the one before it.
_NEAR = 100
# So many decimals are written at most.
_DECIMALS = 9


def _points_of_jumps(table: Table, name: str, axis: Table) -> Iterator[int]:
    """Yield the bands at whose lower bound the table gives something else."""
    if table.mode not in _JUMPING or axis.texts:
        return
    for position, band in enumerate(axis.bands):
        if _can_be_met(band.lower) and (position or axis.below is not Outside.ERROR):
            before = _point_of_band(table, name, position - 1) if position else None
            if before != _point_of_band(table, name, position):
                yield position


def _can_be_met(bound: Decimal | None) -> bool:
    """Say whether a fact may stand at a bound: a third of something has no end in figures."""
    return bound is not None and bound == round(bound, _DECIMALS)


def _point_of_band(table: Table, name: str, position: int) -> object:
    if table.mode is not TableMode.MATRIX:
        return table.bands[position].value
    return table.cells[position] if name == _AXES[0] else tuple(row[position] for row in table.cells)


def _points_of_ends(axis: Table, found: Found) -> Iterator[str]:
    whole = ONE if axis.axis_kind in {Kind.COUNT, Kind.DAYS, Kind.DATE} else ZERO
    for position, band in enumerate(axis.bands):
        if band.lower is not None and is_near(found.asked, band.lower, whole):
            yield f"{'at' if found.asked == band.lower else 'under'} {position}"


def is_near(value: Decimal, bound: Decimal, whole: Decimal) -> bool:
    """Say whether a value stands at a bound, or so little below it that nobody would tell them apart."""
    return bound - max(abs(bound) / _NEAR, whole) <= value <= bound


def _count_pieces(table: Table, axis: Table) -> int:
    """Return how many bands there are; between points there is one less."""
    bands = len(axis.bands)
    return max(bands - 1, 1) if table.mode is TableMode.INTERPOLATE else bands


def _points_outside(table: Table, axis: Table) -> Iterator[str]:
    if axis.below is not Outside.ERROR and axis.bands[0].lower is not None:
        yield _BELOW
    closed = table.mode is TableMode.INTERPOLATE or axis.bands[-1].upper is not None
    if axis.beyond is not Outside.ERROR and closed:
        yield _BEYOND


def _find_position(axis: Table, value: Value | None) -> Found | None:
    if not isinstance(value, Decimal | date):
        return None
    try:
        return finder(axis)(COUNTING.plus(value) if isinstance(value, Decimal) else value)
    except OutsideBandsError:
        return None


def _points_of_bands(table: Table, axis: Table, found: Found) -> Iterator[str]:
    if found.outside is not None:
        yield _BELOW if _is_below(axis, found) else _BEYOND
    if table.mode is TableMode.MARGINAL:
        starts = enumerate(each.lower for each in axis.bands)
        yield from (str(position) for position, lower in starts if lower is None or lower < found.asked)
    elif found.outside is None:
        yield str(min(found.position, _count_pieces(table, axis) - 1))


def _is_below(axis: Table, found: Found) -> bool:
    lower = axis.bands[0].lower
    return lower is not None and found.asked <= lower


# The points of a limit that is there and does not cut: also where it is just met.
UNCUT = frozenset({"point.limit_free", "point.above_zero"})


def ways_of_limits(variable: Variable, call: Call, fixed: Sequence[int]) -> Iterator[tuple[str, Point]]:
    """Yield a point for each argument that may decide; `fixed` are those that facts cannot change.

    There is none where all are fixed, and for a 0 below which the language holds what was written.
    """
    branching = branching_of(call)
    if branching is None or branching.by_sign or len(fixed) == len(call.arguments):
        return
    first, *others = call.arguments
    if not _is_made_zero(call, others):
        if not _is_made_zero(call, [first]):
            yield from _arguments_of_call(variable, call, fixed)
    elif first.span == call.span:
        # What a construct leaves of a difference: over a deductible, up to a guarantee.
        part = print_formula(first, home=variable.grain)
        for at, key in enumerate(("above_zero", "below_zero")):
            yield str(at), make_point(key, call.span, variable, part=part)


def make_point(key: str, span: Span, variable: Variable, **params: str) -> Point:
    """Make a point of a variable, which is named by its title."""
    return Point(f"point.{key}", (*sorted(params.items()), ("name", variable.label or variable.name)), span)


def _arguments_of_call(variable: Variable, call: Call, fixed: Sequence[int]) -> Iterator[tuple[str, Point]]:
    texts = [print_formula(each, home=variable.grain) for each in call.arguments]
    for at, argument in enumerate(call.arguments):
        if at in fixed:
            yield str(at), make_point("limit_cuts", argument.span, variable, limit=texts[at])
        elif fixed and len(call.arguments) - len(fixed) == 1:
            limits = ", ".join(texts[each] for each in fixed)
            span = call.arguments[fixed[0]].span
            yield str(at), make_point("limit_free", span, variable, limit=limits)
        else:
            whole = print_formula(call, home=variable.grain)
            yield str(at), make_point("decides", argument.span, variable, part=texts[at], formula=whole)


def _is_made_zero(call: Call, arguments: Sequence[Expr]) -> bool:
    """Say whether the argument is the 0 of a construct, below which an amount cannot fall."""
    match call, arguments:
        case Call(function=MAX.name), [Number(span=span)]:
            return span == call.span
        case _:
            return False
