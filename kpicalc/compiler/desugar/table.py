"""Coefficient tables: bands as printed become ascending bands without holes, or problems."""

from __future__ import annotations

from kpicalc.compiler.bands import axis_of, find_band_problems, intervals_of
from kpicalc.compiler.desugar.matrix import matrix_of
from kpicalc.compiler.desugar.table_bands import ascending_bands
from kpicalc.compiler.draft import Draft
from kpicalc.formula.functions import is_function
from kpicalc.model.diagnostic import error
from kpicalc.model.program import Table
from kpicalc.scheme.document import CoefficientTable, SchemeDocument
from kpicalc.scheme.words import Word


def translate_tables(draft: Draft, document: SchemeDocument) -> None:
    """Add the tables; holes, overlaps and bands out of order are named one by one."""
    for name, spec in document.tables.items():
        if is_function(name):
            draft.problems.append(error("KPI214", name.span, name=str(name)))
        if isinstance(spec, CoefficientTable):
            draft.tables[str(name)] = _table(draft, name, spec)
        else:
            draft.tables[str(name)] = matrix_of(draft, name, spec)


def _table(draft: Draft, name: Word, spec: CoefficientTable) -> Table:
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
