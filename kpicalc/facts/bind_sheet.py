"""Read the rows of one grain from its sheet into a draft of its frame: of a shared sheet, its own."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress

from kpicalc.facts.coded_column import CodedDraft, take_cells
from kpicalc.facts.column_place import ColumnPlace, RowList
from kpicalc.facts.doubtful_names import has_doubtful_names, note_texts
from kpicalc.facts.headings import input_slot
from kpicalc.facts.mark_rows import RowsOfTable
from kpicalc.facts.number_column import NumberDraft, take_numbers
from kpicalc.facts.packed import read_plain_cells
from kpicalc.facts.refusals import know_texts
from kpicalc.facts.row_survey import Survey, survey_block
from kpicalc.facts.row_units import find_unit_columns, note_units
from kpicalc.facts.row_words import find_rows_without_figures, may_hold_total
from kpicalc.facts.select_rows import (
    Selection,
    find_offsets,
    read_keys,
    read_names,
    select_rows,
)
from kpicalc.facts.sheet_draft import ColumnDraft, OtherRows, OwnersNamed, PackedColumn, Reading, SheetDraft
from kpicalc.facts.workbook import Raw, RowBlock, RowKind, RowMark, read_rows_after
from kpicalc.model.facts import BLOCK_ROWS, RowsOfOthers
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import ZERO
from kpicalc.model.program import Input
from kpicalc.model.writing import OwnerNames


def read_sheet(reading: Reading) -> SheetDraft:
    """Read all rows of the sheet that are the table's own; problems are collected in the draft.

    What the rows are is found out while they are read: only a sheet in which some are none is read again.
    A broken text file raises TextProblem.
    """
    rows = RowsOfTable(reading.sheet, reading.header, reading.identity_columns, reading.grain)
    if rows.known is not None:
        return _read_rows(replace(reading, marks=rows.known), None)
    survey = rows.begin()
    draft = _read_rows(reading, survey)
    for ours, theirs in zip((draft.keys, draft.labels), (survey.kept[:1], survey.kept[-1:]), strict=True):
        for each in theirs:
            ours.share(each)
    marks = rows.judge(survey)
    if marks.gone or marks.kept or marks.problems:
        return _read_rows(replace(reading, marks=marks), None)
    draft.reading = replace(reading, marks=marks)
    return draft


def read_without(draft: SheetDraft, numbers: Sequence[int]) -> SheetDraft:
    """Read a sheet again without rows, by number, that another sheet of the table has too."""
    left = dict.fromkeys(numbers, RowMark(RowKind.REPEATED))
    marks = replace(draft.reading.marks, left={**draft.reading.marks.left, **left})
    return _read_rows(replace(draft.reading, marks=marks), None)


def _read_rows(reading: Reading, survey: Survey | None) -> SheetDraft:
    draft = _start(reading)
    for block in _read_blocks(draft, survey):
        _take_block(draft, block)
    _flush(draft.columns, draft.pending, 1)
    _read_others(draft)
    return draft


def _read_blocks(draft: SheetDraft, survey: Survey | None) -> Iterator[RowBlock]:
    """Yield the blocks of a sheet; the few rows of this scheme in each of several blocks are put together."""
    pick = not has_doubtful_names(draft.reading)
    picked: list[tuple[RowBlock, list[int]]] = []
    for block in read_rows_after(draft.reading.sheet, draft.reading.header.row):
        if survey is not None:
            survey_block(survey, block)
        whole = _trim(block)
        own = pick_own_rows(draft, whole) if pick else None
        if own is not None:
            picked.append((whole, own))
        if own is None or sum(len(each) for _, each in picked) >= BLOCK_ROWS:
            yield from _join_rows(picked)
            picked = []
        if own is None:
            yield whole
    yield from _join_rows(picked)


def _join_rows(picked: Sequence[tuple[RowBlock, list[int]]]) -> Iterator[RowBlock]:
    """Yield some rows of blocks as one block, if there are any."""
    numbers = [number for block, own in picked for number in map(block.numbers.__getitem__, own)]
    if numbers:
        places = range(len(picked[0][0].columns))
        yield RowBlock(
            numbers,
            [
                [cell for block, own in picked for cell in map(block.columns[at].__getitem__, own)]
                for at in places
            ],
        )


def _start(reading: Reading) -> SheetDraft:
    keys, labels = PackedColumn[str](), PackedColumn[str]()
    parents = array("i")

    def owner(index: int) -> str:
        if labels:
            return labels[index]
        return reading.parent_labels[parents[index]] if reading.parent_labels else ""

    draft = SheetDraft(reading, RowList(reading.sheet, owner), keys, labels, parents)
    if reading.collected is not None:
        draft.collected = reading.collected
    draft.assigned = sorted(reading.assigned or ())
    draft.problems += reading.marks.problems
    if reading.grain.rows.names is OwnerNames.CHECK:
        draft.owners = {slot: OwnersNamed() for slot in reading.owner_slots}
    for spec in reading.single_inputs:
        draft.columns[spec.name] = _start_column(draft, spec)
        draft.pending[spec.name] = []
    return draft


def _start_column(draft: SheetDraft, spec: Input) -> ColumnDraft:
    reading = draft.reading
    writing = spec.writing.over(reading.sheet.writing).over(reading.grain.writing)
    if spec.kind is not Kind.MONEY:
        writing = replace(writing, unit=spec.writing.unit)
    heading = reading.header.columns[input_slot(spec.name)]
    place = ColumnPlace(
        spec, heading, draft.rows, writing, reading.currency, reading.header.row, reading.personal
    )
    if spec.kind in NUMERIC:
        return NumberDraft(place, text_counts=not reading.sheet.reader.startswith("csv"))
    return CodedDraft(place, reading.period, know_texts(spec))


def _take_block(draft: SheetDraft, block: RowBlock) -> None:
    size = len(block.numbers)
    if not size:
        return
    chosen = select_rows(draft, block)
    if has_doubtful_names(draft.reading):
        note_texts(draft, block, chosen.names)
    if draft.owners:
        from kpicalc.facts.owner_names import note_owners  # noqa: PLC0415 - few rows say twice whose they are

        note_owners(draft, block, chosen)
    keep = [offset not in chosen.dropped for offset in range(size)] if chosen.dropped else None
    if not draft.rows.numbers:
        draft.rows.units[:] = find_unit_columns(draft.reading, block)
    note_units(draft.rows.units, block, keep, len(draft.rows.numbers))
    draft.rows.numbers.extend(block.numbers if keep is None else compress(block.numbers, keep))
    _extend_identity(draft, chosen, keep, size)
    if keep is None and size == BLOCK_ROWS and not any(draft.pending.values()):
        _take_columns(draft, block)
    else:
        for name, column in zip(draft.pending, draft.reading.input_columns, strict=True):
            cells = block.columns[column - 1]
            draft.pending[name].extend(cells if keep is None else compress(cells, keep))
        _flush(draft.columns, draft.pending, BLOCK_ROWS)


def _take_columns(draft: SheetDraft, block: RowBlock) -> None:
    """Hand a full block of cells to the columns, with what is known of it."""
    for draft_column, column in zip(draft.columns.values(), draft.reading.input_columns, strict=True):
        if isinstance(draft_column, NumberDraft):
            take_numbers(draft_column, block.columns[column - 1], read_plain_cells(block, column))
        else:
            take_cells(draft_column, block.columns[column - 1])


def _read_others(draft: SheetDraft) -> None:
    """Read the rows of other schemes too where the sheet prints a total of all rows: it has them in it."""
    # Of rows without an owner, which the scheme leaves out, the total speaks, too.
    numbers = frozenset(draft.skipped.get((RowKind.UNLINKED, ""), ()))
    if draft.grand_total is None or not (draft.others or numbers):
        return
    others = draft.other_rows = _start_others(draft)
    numbers = numbers.union(RowsOfOthers(draft.others))
    for block in read_rows_after(draft.reading.sheet, draft.reading.header.row):
        offsets = find_offsets(block, numbers)
        others.rows.numbers.extend(block.numbers[offset] for offset in offsets)
        for name, cells in others.pending.items():
            column = block.columns[others.columns[name].place.heading.column - 1]
            cells.extend(column[offset] for offset in offsets)
        _flush(others.columns, others.pending, BLOCK_ROWS)
    _flush(others.columns, others.pending, 1)


def _start_others(draft: SheetDraft) -> OtherRows:
    rows = RowList(draft.reading.sheet, lambda _: "")
    columns: dict[str, NumberDraft] = {}
    for name, column in draft.columns.items():
        if isinstance(column, NumberDraft):
            # A blank cell adds nothing, whatever the scheme makes of one of its own.
            spec = replace(column.place.spec, fallback=ZERO)
            place = replace(column.place, spec=spec, rows=rows)
            columns[name] = NumberDraft(place, text_counts=False)
    return OtherRows(rows, columns, {name: [] for name in columns})


def _trim(block: RowBlock) -> RowBlock:
    """Leave out the blank rows at the end: a formatted but empty sheet may have a million of them."""
    size = len(block.numbers)
    while size and all(column[size - 1] == "" for column in block.columns):
        size -= 1
    if size == len(block.numbers):
        return block
    return RowBlock(block.numbers[:size], [column[:size] for column in block.columns])


def _extend_identity(draft: SheetDraft, chosen: Selection, keep: list[bool] | None, size: int) -> None:
    labels = chosen.names
    if chosen.keys and "" in labels:
        labels = [name or key for name, key in zip(chosen.names, chosen.keys, strict=True)]
    parents = chosen.parents or [0] * size
    draft.keys.extend(chosen.keys if keep is None else compress(chosen.keys, keep))
    draft.labels.extend(labels if keep is None else compress(labels, keep))
    draft.parents.extend(parents if keep is None else compress(parents, keep))


def _flush(columns: Mapping[str, ColumnDraft], pending: dict[str, list[Raw]], least: int) -> None:
    """Hand full blocks of cells to the columns; with `least` 1 also the rest."""
    for name, cells in pending.items():
        while len(cells) >= least:
            column, part = columns[name], cells[:BLOCK_ROWS]
            del cells[:BLOCK_ROWS]
            if isinstance(column, NumberDraft):
                take_numbers(column, part)
            else:
                take_cells(column, part)


def pick_own_rows(draft: SheetDraft, block: RowBlock) -> list[int] | None:
    """Return which rows of a block this scheme pays, where all others are plainly people of other schemes.

    These are noted as such. Else, and where most rows are its own, there is none: the rows are judged one by
    one. What is found out of a block is remembered for the other schemes.
    """
    reading, numbers = draft.reading, block.numbers
    if reading.assigned is None or not reading.key_column or reading.link_column:
        return None
    if isinstance(numbers, range):
        first, last = (bisect_left(draft.assigned, each) for each in (numbers.start, numbers.stop))
        own = frozenset(draft.assigned[first:last])
    else:
        own = reading.assigned.intersection(numbers)
    if 2 * len(own) >= len(numbers) or find_offsets(block, reading.marks.gone):
        return None
    keys, names, plain = _read_identity(reading, block)
    inputs = [each.place.heading.column for each in draft.columns.values()]
    if not plain or any(numbers[offset] not in own for offset in find_rows_without_figures(block, inputs)):
        return None
    draft.strangers.blocks.append((keys, names, numbers, own))
    draft.others.append((numbers, own))
    return find_offsets(block, own)


def _read_identity(reading: Reading, block: RowBlock) -> tuple[list[str], list[str], bool]:
    """Return keys and names of all rows, and whether each row has a key that could be no total's."""
    place = ("identity", reading.key_column, reading.name_column)
    if place not in block.shared:
        keys = read_keys(block.columns[reading.key_column - 1])
        names = read_names(block.columns, reading.name_column) or keys
        block.shared[place] = keys, names, "" not in keys and not may_hold_total(keys)
    found: tuple[list[str], list[str], bool] = block.shared[place]
    return found
