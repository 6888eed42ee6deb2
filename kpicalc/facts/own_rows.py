"""Of a block of a sheet that schemes share, the rows of one scheme: the others are not looked at again."""

from __future__ import annotations

from kpicalc.facts.row_words import find_rows_without_figures, may_hold_total
from kpicalc.facts.select_rows import find_offsets, leave_to_others, read_keys, read_names
from kpicalc.facts.sheet_draft import Reading, SheetDraft
from kpicalc.facts.workbook import RowBlock


def pick_own_rows(draft: SheetDraft, block: RowBlock) -> RowBlock:
    """Return the rows of a block that this scheme pays, where all others are plainly people of other schemes.

    These are noted as such. Else, and where most rows are its own, the whole block is returned: its rows are
    judged one by one. What is found out of a block is remembered for the other schemes.
    """
    reading, numbers = draft.reading, block.numbers
    if reading.assigned is None or not reading.key_column or reading.link_column:
        return block
    own = reading.assigned.intersection(numbers)
    if 2 * len(own) >= len(numbers) or find_offsets(block, reading.marks.gone):
        return block
    keys, names, plain = _read_identity(reading, block)
    if not plain or any(
        numbers[offset] not in own for offset in find_rows_without_figures(block, reading.input_columns)
    ):
        return block
    draft.strangers.blocks.append((keys, names, numbers, own))
    offsets, left = find_offsets(block, own), list(numbers)
    for offset in reversed(offsets):
        del left[offset]
    leave_to_others(draft, left)
    draft.left_numbers += left
    columns = [[column[offset] for offset in offsets] for column in block.columns]
    return RowBlock([numbers[offset] for offset in offsets], columns, block.ragged)


def _read_identity(reading: Reading, block: RowBlock) -> tuple[list[str], list[str], bool]:
    """Return keys and names of all rows, and whether each row has a key that could be no total's."""
    place = ("identity", reading.key_column, reading.name_column)
    if place not in block.shared:
        keys = read_keys(block.columns[reading.key_column - 1])
        names = read_names(block.columns, reading.name_column) or keys
        block.shared[place] = keys, names, "" not in keys and not may_hold_total(keys)
    found: tuple[list[str], list[str], bool] = block.shared[place]
    return found
