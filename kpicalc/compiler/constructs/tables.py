"""Tables: bands as printed become ascending bands without holes, or problems; a matrix has two axes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.bands import BandExtent, axis_of, find_band_problems, intervals_of
from kpicalc.compiler.draft import Draft
from kpicalc.formula.functions import is_function
from kpicalc.model.diagnostic import error
from kpicalc.model.problem import Problem
from kpicalc.model.program import Band, Table, TableMode
from kpicalc.scheme.document import CoefficientTable, MatrixAxis, MatrixTable, SchemeDocument
from kpicalc.scheme.words import Word


def ascending_bands(intervals: Iterable[BandExtent], values: Iterable[Decimal]) -> tuple[Band, ...]:
    """Return the bands of intervals without holes and overlaps; only the last keeps its upper end."""
    pairs = sorted(zip(intervals, values, strict=False), key=lambda pair: pair[0].start)
    last = pairs[-1][0]
    return tuple(
        Band(
            lower=each.low,
            after=each.start[1],
            upper=each.high if each is last else None,
            upper_included=each is last and each.end[1],
            value=value,
            span=each.spec.span,
        )
        for each, value in pairs
    )


def matrix_of(draft: Draft, name: Word, spec: MatrixTable) -> Table:
    """Return a matrix; both axes are checked like the bands of any table."""
    rows, columns = (_axis_of_matrix(draft, name, spec, axis) for axis in (spec.rows, spec.columns))
    cells = tuple(tuple(value.value for value in row) for row in spec.values)
    return replace(rows, mode=TableMode.MATRIX, columns=columns, cells=cells)


def _axis_of_matrix(draft: Draft, name: Word, spec: MatrixTable, axis: MatrixAxis) -> Table:
    """Return an axis as a table that gives the place of the row or column among the written ones, from 0."""
    bounds = [bound for each in axis.bounds for bound in each.bounds()]
    told = "beyond" in axis.key_spans or "beyond" in spec.key_spans
    intervals = intervals_of(axis.bounds)
    draft.problems.extend(
        find_band_problems(axis_of(name, axis.snap, bounds, beyond_is_told=told), intervals)
    )
    return Table(
        name=str(name),
        mode=TableMode.LOOKUP,
        bands=ascending_bands(intervals, map(Decimal, range(len(intervals)))),
        below=axis.below or spec.below,
        beyond=axis.beyond or spec.beyond,
        snap=axis.snap,
        axis_kind=axis.axis_kind,
        value_kind=spec.value_kind,
        label=spec.title or name,
        span=name.span,
    )


def translate_tables(draft: Draft, document: SchemeDocument) -> None:
    """Add the tables; holes, overlaps and bands out of order are named one by one."""
    for name, spec in document.tables.items():
        if is_function(name):
            draft.problems.append(error(Problem.TABLE_NAMED_AS_FUNCTION, name.span, name=str(name)))
        if isinstance(spec, CoefficientTable):
            draft.tables[str(name)] = _table_of_bands(draft, name, spec)
        else:
            draft.tables[str(name)] = matrix_of(draft, name, spec)


def _table_of_bands(draft: Draft, name: Word, spec: CoefficientTable) -> Table:
    bounds = [bound for band in spec.bands for bound in band.bounds()]
    axis = axis_of(name, spec.snap, bounds, beyond_is_told="beyond" in spec.key_spans)
    intervals = intervals_of(spec.bands)
    draft.problems.extend(find_band_problems(axis, intervals))
    return Table(
        name=str(name),
        mode=spec.mode,
        bands=ascending_bands(intervals, [band.value.value for band in spec.bands]),
        below=spec.below,
        beyond=spec.beyond,
        snap=spec.snap,
        axis_kind=spec.axis_kind,
        value_kind=spec.value_kind,
        label=spec.title or name,
        span=name.span,
    )
