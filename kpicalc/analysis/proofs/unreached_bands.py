"""Bands that no table is ever asked for, because a cap or the range of a fact ends before them."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.analysis.enclosure.table_domains import BELOW, axis_parts
from kpicalc.analysis.proofs.show_domain import show_domain
from kpicalc.analysis.proofs.sightings import Asked, Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.model.diagnostic import Diagnostic, Label, warning
from kpicalc.model.domain import Domain, has_value
from kpicalc.model.kind import Kind
from kpicalc.model.program import Outside, Table, TableMode


def find_unreached_bands(subject: Subject, overview: Overview) -> Iterator[Diagnostic]:
    """Name the bands that are never reached; what a table of dates is asked with depends on the period."""
    for table in subject.program.tables.values():
        yield from _unreached(subject, table, overview.seen.axes.get(table.name))
        if table.columns is not None:
            yield from _unreached(subject, table.columns, overview.seen.columns.get(table.name))


def _unreached(subject: Subject, table: Table, asked: Asked | None) -> Iterator[Diagnostic]:
    if asked is None or table.axis_kind is Kind.DATE or not has_value(asked.domain):
        return
    if not all(subject.may_vary(axis) for axis in asked.axes):
        return
    touched = _touched(table, asked.domain)
    shown = show_domain(asked.domain, table.axis_kind)
    for position, band in enumerate(table.bands):
        if position not in touched:
            label = Label(asked.axes[0].span, "asked_here")
            yield warning("KPI341", band.span, label, table=table.name, axis=shown)


def _touched(table: Table, asked: Domain) -> set[int]:
    """Return the bands whose value can count: in a marginal table also those below, of a line both ends."""
    last = len(table.bands) - 1
    reached = {position for position, _ in axis_parts(table, asked)}
    if BELOW in reached and table.below is Outside.FIRST:
        reached.add(0)
    if last + 1 in reached and table.beyond is not Outside.ERROR:
        reached |= {last - 1, last} if table.beyond is Outside.EXTEND else {last}
    match table.mode:
        case TableMode.MARGINAL:
            return set(range(max(reached) + 1))
        case TableMode.INTERPOLATE:
            return reached | {position + 1 for position in reached if position >= 0}
        case _:
            return reached
