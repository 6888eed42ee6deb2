"""Names under a heading that may be that of superiors: which of them also stand in another column."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.facts.headings import is_ambiguous
from kpicalc.facts.join import explain_doubt, normalise_name
from kpicalc.facts.sheet_draft import Reading, SheetDraft
from kpicalc.facts.wanted import NAME
from kpicalc.facts.workbook import Block
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import CellRef


def has_doubtful_names(reading: Reading) -> bool:
    """Say whether the names of employees were found under a heading that may be that of superiors."""
    heading = reading.header.columns.get(NAME)
    return (
        reading.grain.name == EMPLOYEES
        and not reading.grain.title
        and heading is not None
        and is_ambiguous(heading.child)
    )


def note_texts(draft: SheetDraft, block: Block, names: list[str]) -> None:
    """Note the texts in columns that the scheme does not read, each with its first cell.

    Only what stands in another row than the name itself counts: there it is the name of somebody else.
    """
    taken = {each.column for each in draft.reading.header.columns.values()}
    for column, cells in enumerate(block.columns, start=1):
        if column in taken:
            continue
        for number, cell, name in zip(block.numbers, cells, names, strict=True):
            if isinstance(cell, str) and cell and cell != name:
                draft.texts_beside.setdefault(cell, (number, column))


def find_doubts(drafts: Sequence[SheetDraft]) -> dict[str, CellRef]:
    """Return the normal names that stand in another column too, with the cell there."""
    if not any(each.texts_beside for each in drafts):
        return {}
    names = {name for each in drafts for name in (*each.labels, *(name for _, name, _ in each.strangers))}
    known = set(map(normalise_name, names)) - {""}
    found: dict[str, CellRef] = {}
    for draft in drafts:
        for text, place in draft.texts_beside.items():
            if normalise_name(text) in known:
                found.setdefault(normalise_name(text), draft.reading.sheet.cell(*place))
    return found


def check_names(drafts: Sequence[SheetDraft]) -> list[Diagnostic]:
    """Report each employee known by such a name alone: whose row it is cannot be told."""
    doubts = find_doubts(drafts) if _know_names_alone(drafts[0].reading) else {}
    if not doubts:
        return []
    return [
        explain_doubt(name, doubts[normalise_name(name)], _name_cell(draft, number))
        for draft in drafts
        for name, number in zip(draft.labels, draft.rows.numbers, strict=True)
        if normalise_name(name) in doubts
    ]


def _know_names_alone(reading: Reading) -> bool:
    return reading.key_column == reading.name_column


def _name_cell(draft: SheetDraft, number: int) -> CellRef:
    return draft.reading.sheet.cell(number, draft.reading.name_column)
