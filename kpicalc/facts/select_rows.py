"""Decide for each row of a block whether it is read, and which key and parent it has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kpicalc.facts.cells import DASHES, read_key
from kpicalc.facts.join import OTHER_SCHEME, explain_stranger
from kpicalc.facts.refusals import MISSING, CellRefusal, explain_refusal
from kpicalc.facts.row_words import (
    classify_row,
    find_rows_without_figures,
    has_figures,
    is_footer,
    is_grand_total,
    is_total,
    may_hold_total,
)
from kpicalc.facts.sheet_draft import Reading, SheetDraft
from kpicalc.facts.unit_text import read_remark, read_unit
from kpicalc.facts.workbook import Raw, RowBlock, RowKind
from kpicalc.facts.written_dates import stands_for_day
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.plain_text import clean_text, clean_texts
from kpicalc.model.problem import Problem
from kpicalc.model.source import CellRef
from kpicalc.model.writing import Unlinked

_NO_LINK = -4
# Rows whose texts may speak of the whole table.
_SPEAKING = frozenset({RowKind.TOTAL, RowKind.FOOTER, RowKind.GROUP, RowKind.STATISTIC, RowKind.CAPTION})


@dataclass(slots=True)
class Selection:
    """The keys, names and parents of a block's rows, and the offsets of the rows left out."""

    keys: list[str]
    names: list[str]
    parents: list[int]
    dropped: set[int]


def select_rows(draft: SheetDraft, block: RowBlock) -> Selection:
    """Read keys and links of a block; rows left out and problems are noted in the draft."""
    reading, columns = draft.reading, block.columns
    chosen = Selection([], read_names(columns, reading.name_column), [], set())
    # Leave out the rows that were found to be none of the table's own, and those that are asked about.
    for offset in find_offsets(block, draft.reading.marks.gone):
        mark = draft.reading.marks.left.get(block.numbers[offset])
        if mark is not None:
            _note_remarks(draft, block.numbers[offset], block.row(offset), mark.kind)
            draft.skipped.setdefault((mark.kind, mark.pattern), []).append(block.numbers[offset])
        chosen.dropped.add(offset)
    if reading.key_column:
        chosen.keys = read_keys(columns[reading.key_column - 1])
        _drop_keyless(draft, block, chosen)
        chosen.names = chosen.names or chosen.keys
        _drop_signed(draft, block, chosen)
        _drop_unassigned(draft, block, chosen)
    elif not reading.link_column:
        suspects = [each for each in range(len(block.numbers)) if each not in chosen.dropped]
        _pass_over(
            draft, block, chosen, [each for each in suspects if _kind(draft, block, each) != RowKind.KEYLESS]
        )
    if reading.link_column:
        chosen.parents = _find_parents(draft, columns[reading.link_column - 1])
        if not reading.key_column:
            _drop_signed(draft, block, chosen)
        _drop_orphans(draft, block, chosen)
    return chosen


def find_offsets(block: RowBlock, numbers: Collection[int]) -> list[int]:
    """Return where in a block the rows with some numbers stand."""
    if not numbers:
        return []
    if isinstance(block.numbers, range) and len(numbers) < len(block.numbers):
        return sorted(map(block.numbers.index, filter(block.numbers.__contains__, numbers)))
    return [offset for offset, number in enumerate(block.numbers) if number in numbers]


def read_keys(cells: Sequence[Raw]) -> list[str]:
    """Read identifiers of rows; "" stands for a cell that holds none."""
    if set(map(type, cells)) == {str} and "#" not in "".join(cells):  # type: ignore[arg-type]
        texts = list(clean_texts(cells))  # type: ignore[arg-type]
    else:
        found = [read_key(cell) for cell in cells]
        texts = ["" if isinstance(each, CellRefusal) else each for each in found]
    return ["" if text in DASHES else text for text in texts] if not DASHES.isdisjoint(texts) else texts


def read_names(columns: Sequence[Sequence[Raw]], column: int) -> list[str]:
    """Read the names in a column, those of rows without one as ""; none without a column."""
    if not column:
        return []
    cells = columns[column - 1]
    if set(map(type, cells)) != {str}:
        cells = [cell if isinstance(cell, str) else "" for cell in cells]
    return list(clean_texts(cells))  # type: ignore[arg-type] # all are texts now


def _drop_keyless(draft: SheetDraft, block: RowBlock, chosen: Selection) -> None:
    suspects = [offset for offset, key in enumerate(chosen.keys) if not key] if "" in chosen.keys else []
    if may_hold_total(chosen.keys):
        suspects += [offset for offset, key in enumerate(chosen.keys) if is_total(key)]
    kept = draft.reading.marks.kept
    suspects = [
        offset
        for offset in sorted(suspects)
        if offset not in chosen.dropped and not (chosen.keys[offset] and block.numbers[offset] in kept)
    ]
    _pass_over(draft, block, chosen, suspects)


def _drop_signed(draft: SheetDraft, block: RowBlock, chosen: Selection) -> None:
    """Pass over signatures that stand in the column of keys or links; a row given to this scheme is none."""
    ours = (draft.reading.assigned or (), draft.reading.marks.kept)
    for offset in find_rows_without_figures(block, draft.reading.input_columns):
        given = any(block.numbers[offset] in each for each in ours)
        if given or offset in chosen.dropped or not any(block.row(offset)):
            continue
        if _is_footer(draft, block, offset):
            _skip(draft, block, offset, RowKind.FOOTER)
            draft.signed.append(block.numbers[offset])
            chosen.dropped.add(offset)


def _is_footer(draft: SheetDraft, block: RowBlock, offset: int) -> bool:
    total = draft.grand_total
    below = total is not None and draft.reading.header.row + 1 < total[0] < block.numbers[offset]
    return is_footer(block.row(offset), draft.reading.identity_columns, below_total=below)


def _pass_over(draft: SheetDraft, block: RowBlock, chosen: Selection, suspects: Iterable[int]) -> None:
    for offset in suspects:
        kind = _kind(draft, block, offset)
        if kind is RowKind.KEYLESS:
            _report_keyless(draft, block, offset)
        else:
            _skip(draft, block, offset, kind)
        chosen.dropped.add(offset)


def _kind(draft: SheetDraft, block: RowBlock, offset: int) -> RowKind:
    reading, row = draft.reading, block.row(offset)
    named = (reading.name_column,) if reading.name_column else ()
    kind = classify_row(row, reading.input_columns + named)
    if kind is not RowKind.KEYLESS:
        return kind
    if not has_figures(row, reading.input_columns):
        return RowKind.FOOTER if _is_footer(draft, block, offset) else kind
    undated = ["" if stands_for_day(each) else each for each in row]
    signed = is_footer(undated, reading.identity_columns, below_total=False)
    return RowKind.FOOTER if signed and not has_figures(undated, reading.input_columns) else kind


def _note_remarks(draft: SheetDraft, number: int, row: Sequence[Raw], kind: RowKind) -> None:
    """Keep what a remark below the table, or the name of a total, says of the unit of all amounts."""
    for column, cell in enumerate(row, start=1) if kind in _SPEAKING else ():
        mark = read_remark(cell)
        # A bare unit beside a total is that of the total, which may be converted.
        if mark is not None and read_unit(str(cell)) is None:
            place = draft.reading.sheet.cell(number, column)
            draft.rows.remarks.append((place, str(cell).strip(), mark))


def _skip(draft: SheetDraft, block: RowBlock, offset: int, kind: RowKind) -> None:
    number, row = block.numbers[offset], block.row(offset)
    _note_remarks(draft, number, row, kind)
    draft.skipped.setdefault((kind, ""), []).append(number)
    if kind is RowKind.TOTAL and is_grand_total(row):
        draft.grand_total = (number, row)


def _report_keyless(draft: SheetDraft, block: RowBlock, offset: int) -> None:
    reading = draft.reading
    column = reading.key_column or reading.link_column
    place = reading.sheet.cell(block.numbers[offset], column)
    found = read_key(block.columns[column - 1][offset])
    if isinstance(found, CellRefusal) and found is not MISSING:
        draft.problems.append(explain_refusal(found, place, _heading_of(reading, column)))
    else:
        draft.problems.append(_no_key(reading, block.row(offset), place))


def _heading_of(reading: Reading, column: int) -> str:
    return next((each.text for each in reading.header.columns.values() if each.column == column), "")


def _no_key(reading: Reading, row: Sequence[Raw], place: CellRef) -> Diagnostic:
    """Make the error of a row without a key: which column was taken as the key, how the row is called."""
    column = place.column
    heading = _heading_of(reading, column)
    hint = "key" if column == reading.key_column else "link"
    identity = {row[each - 1] for each in reading.identity_columns} - {""}
    texts = (clean_text(each) for each in row if isinstance(each, str) and identity <= {each})
    called = next((text for text in texts if text and text not in DASHES), "")
    shown = {"called": called, "hint": "called"} if called and hint == "key" else {"hint": hint}
    return error(Problem.ROW_KEY_BLANK, place, table=reading.grain.label, heading=heading, **shown)


def _drop_unassigned(draft: SheetDraft, block: RowBlock, chosen: Selection) -> None:
    assigned = draft.reading.assigned
    if assigned is None:
        return
    offsets = [
        offset
        for offset, number in enumerate(block.numbers)
        if number not in assigned and offset not in chosen.dropped
    ]
    _drop_others(draft, block, offsets, chosen)
    _note_strangers(draft, block, offsets, chosen)


def _note_strangers(draft: SheetDraft, block: RowBlock, offsets: list[int], chosen: Selection) -> None:
    keys, names = ([each[offset] for offset in offsets] for each in (chosen.keys, chosen.names))
    numbers = [block.numbers[offset] for offset in offsets]
    draft.strangers.blocks.append((keys, names, numbers, frozenset()))


def _drop_others(draft: SheetDraft, block: RowBlock, offsets: list[int], chosen: Selection) -> None:
    if offsets:
        chosen.dropped.update(offsets)
        draft.others.append(([block.numbers[offset] for offset in offsets], frozenset()))


def _find_parents(draft: SheetDraft, cells: Sequence[Raw]) -> list[int]:
    if set(map(type, cells)) != {str}:
        return [_find_parent(draft, cell) for cell in cells]
    found = list(map(draft.links.get, cells))
    if None in found:
        for offset, parent in enumerate(found):
            if parent is None:
                found[offset] = draft.links[cells[offset]] = _find_parent(draft, cells[offset])
    return found  # type: ignore[return-value]


def _find_parent(draft: SheetDraft, cell: Raw) -> int:
    text = read_key(cell)
    if isinstance(text, CellRefusal) or text in DASHES:
        return _NO_LINK
    if draft.reading.parents is not None:
        return draft.reading.parents.find(text)
    return _NO_LINK if is_total(text) else draft.collected.setdefault(text, len(draft.collected))


def _drop_orphans(draft: SheetDraft, block: RowBlock, chosen: Selection) -> None:
    if min(chosen.parents) >= 0:
        return
    for offset, parent in enumerate(chosen.parents):
        if parent >= 0 or offset in chosen.dropped:
            continue
        chosen.dropped.add(offset)
        if parent == OTHER_SCHEME:
            _drop_others(draft, block, [offset], chosen)
            if draft.reading.key_column:
                # Rows below it belong to the other scheme too.
                _note_strangers(draft, block, [offset], chosen)
        else:
            _orphan(draft, block, offset, chosen)


def _may_be_unlinked(reading: Reading, link: str | CellRefusal) -> bool:
    """Say whether a link is blank, and the scheme leaves such rows out: a sale without a technician."""
    blank = link is MISSING or link in DASHES
    return blank and reading.grain.rows.unlinked is Unlinked.SKIP


def _orphan(draft: SheetDraft, block: RowBlock, offset: int, chosen: Selection) -> None:
    reading = draft.reading
    column = reading.link_column
    place = reading.sheet.cell(block.numbers[offset], column)
    text = read_key(block.columns[column - 1][offset])
    if _may_be_unlinked(reading, text) and _kind(draft, block, offset) is RowKind.KEYLESS:
        _skip(draft, block, offset, RowKind.UNLINKED)
    elif isinstance(text, str) and text not in DASHES and not is_total(text):
        draft.problems.append(explain_stranger(text, reading.parents, place))  # type: ignore[arg-type]
    elif reading.key_column or (isinstance(text, CellRefusal) and text is not MISSING):
        problem = text if isinstance(text, CellRefusal) and text is not MISSING else None
        draft.problems.append(
            explain_refusal(problem, place, _heading_of(reading, column))
            if problem
            else error(Problem.ROW_LINK_BLANK, place, table=reading.grain.label)
        )
    else:
        _pass_over(draft, block, chosen, [offset])
