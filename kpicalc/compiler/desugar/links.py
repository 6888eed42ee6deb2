"""Shares of one deal, and rows that belong to somebody from one day to another."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.compiler.draft import Draft
from kpicalc.model.diagnostic import error
from kpicalc.model.kind import Kind
from kpicalc.model.program import Grain
from kpicalc.model.split import Split
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.facts_section import FactTable
from kpicalc.scheme.words import Word


def translate_links(draft: Draft, document: SchemeDocument) -> None:
    """Add to the tables what ties their rows: `split`, `valid` and `on`."""
    for name, table in document.facts.items():
        grain = draft.grains[str(name)]
        draft.grains[str(name)] = replace(
            grain, split=_split(draft, name, table), valid=_valid(draft, name, table), on=str(table.on or "")
        )
    for name, table in document.facts.items():
        if table.on is not None:
            _check_column(draft, (name, table), ("on", table.on), Kind.DATE)
        _check_owner(draft, draft.grains[str(name)], table)


def _split(draft: Draft, name: Word, table: FactTable) -> Split | None:
    spec = table.split
    if spec is None:
        return None
    for word in spec.deal:
        _check_column(draft, (name, table), ("split", word), None)
    _check_column(draft, (name, table), ("split", spec.share), Kind.RATIO)
    return Split(tuple(map(str, spec.deal)), str(spec.share), spec.overlay)


def _valid(draft: Draft, name: Word, table: FactTable) -> tuple[str, str] | None:
    spec = table.valid
    if spec is None:
        return None
    for word in (spec.from_, spec.to):
        _check_column(draft, (name, table), ("valid", word), Kind.DATE)
    if not table.key:
        draft.problems.append(error("KPI279", table.place("valid"), table=str(name)))
    return str(spec.from_), str(spec.to)


def _check_column(
    draft: Draft, named: tuple[Word, FactTable], written: tuple[str, Word], wanted: Kind | None
) -> None:
    """What is named must be a column of the table, of the wanted kind."""
    (name, table), (key, word) = named, written
    column = table.columns.get(word)
    if column is None or (wanted is not None and column.type is not wanted):
        fitting = [str(each) for each, spec in table.columns.items() if wanted in {None, spec.type}]
        params = {"key": key, "name": str(word), "table": str(name)}
        draft.problems.append(error("KPI277", word.span, expected=tuple(fitting) or ("—",), **params))


def _check_owner(draft: Draft, grain: Grain, table: FactTable) -> None:
    """A date chooses among dated rows, and dated rows are chosen by a date."""
    parent = draft.grains.get(grain.parent or "")
    dated = parent is not None and parent.valid is not None
    if dated != bool(grain.on):
        place = table.place("on") if grain.on else grain.span
        draft.problems.append(error("KPI278", place, table=grain.name, parent=grain.parent or grain.name))
