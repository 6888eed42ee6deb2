"""Neighbour bands that give the same: one of them says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kpicalc.analysis.proofs.subject import Subject
from kpicalc.analysis.proofs.written import tables_asked_by_number
from kpicalc.model.diagnostic import Diagnostic, Label, advice
from kpicalc.model.kind import Kind
from kpicalc.model.program import Table, TableMode


def find_redundant_bands(subject: Subject) -> Iterator[Diagnostic]:
    """Advise on bands of the same value.

    A curve is level between two equal points, a table of dates keeps the history, and a formula may ask
    for a band by its number: there nothing is said.
    """
    numbered = tables_asked_by_number(subject.document)
    for table in subject.program.tables.values():
        if table.mode is TableMode.MATRIX and table.columns is not None:
            yield from _equal_neighbours(table, table.cells)
            yield from _equal_neighbours(table.columns, tuple(zip(*table.cells, strict=True)))
        elif table.mode is not TableMode.INTERPOLATE and table.name not in numbered:
            yield from _equal_neighbours(table, [band.value for band in table.bands])


def _equal_neighbours(table: Table, given: Sequence[object]) -> Iterator[Diagnostic]:
    if table.axis_kind is Kind.DATE:
        return
    for (first, value), (second, same) in pairwise(zip(table.bands, given, strict=True)):
        if value == same:
            yield advice("KPI346", second.span, Label(first.span, "band_same"), table=table.name)
