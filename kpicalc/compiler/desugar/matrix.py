"""Tables of two axes: the rows are a table of places, the columns another, and the cells stand beside."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.bands import axis_of, find_band_problems, intervals_of
from kpicalc.compiler.desugar.table_bands import ascending_bands
from kpicalc.compiler.draft import Draft
from kpicalc.model.program import Table, TableMode
from kpicalc.scheme.document import MatrixAxis, MatrixTable
from kpicalc.scheme.words import Word


def matrix_of(draft: Draft, name: Word, spec: MatrixTable) -> Table:
    """Return a matrix; both axes are checked like the bands of any table."""
    rows, columns = (_axis(draft, name, spec, axis) for axis in (spec.rows, spec.columns))
    cells = tuple(tuple(value.value for value in row) for row in spec.values)
    return replace(rows, mode=TableMode.MATRIX, columns=columns, cells=cells)


def _axis(draft: Draft, name: Word, spec: MatrixTable, axis: MatrixAxis) -> Table:
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
