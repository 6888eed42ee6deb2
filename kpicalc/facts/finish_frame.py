"""Close the drafts of all sheets of a table: the frame of its grain, and the index for rows below."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice

from kpicalc.facts.doubtful_names import check_names, find_doubts, find_people_in_doubt
from kpicalc.facts.finish_sheet import FinishedSheet, finish_sheet
from kpicalc.facts.join import ParentIndex, find_twins, look_of_keys, name_forms, twin_forms
from kpicalc.facts.packed import PackedBlock, PackedNumbers, pack_numbers
from kpicalc.facts.sheet_draft import ComparedRows, SheetDraft
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.facts import BLOCK_ROWS, Frame, LeftRow, Origin, SheetReceipt, SheetRows
from kpicalc.model.fault import Value
from kpicalc.model.program import COMPANY, Grain
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class Built:
    """A frame, what its receipts say, and the index by which rows below find their parent.

    `collected` are the link texts of its rows when these make the parent frame; `link_place` leads to the
    cell of a row in which its link stands. `left_rows` are left to other schemes.
    """

    frame: Frame
    receipts: tuple[SheetReceipt, ...]
    index: ParentIndex
    parent: str | None
    collected: tuple[str, ...]
    link_place: Callable[[int], CellRef]
    left_rows: tuple[LeftRow, ...] = ()


def empty_company() -> Built:
    """Return the frame of a company that has no sheet: one row without columns."""
    frame = Frame(COMPANY, 1, (COMPANY,), ("",), {}, array("l"), None)
    index = ParentIndex((), (), (), named=False, place=_nowhere)
    return Built(frame, (), index, None, (), _nowhere)


def finish_frame(drafts: Sequence[SheetDraft]) -> Checked[Built]:
    """Close the drafts of a table, in the order of its sheets.

    Without a value a row has no key, a doubled key or no parent.
    """
    sheets, doubled = _put_together([finish_sheet(each) for each in drafts])
    receipts = tuple(each.receipt for each in sheets)
    grain = drafts[0].reading.grain
    if grain.name == COMPANY:
        sheets = sheets[:1]
    else:
        doubled = [*_check_keys(drafts), *check_names(drafts), *find_people_in_doubt(drafts)]
    in_rows = [problem for each in sheets for problem in each.problems] + doubled
    in_cells = [problem for each in sheets for column in each.columns.values() for problem in column.problems]
    if has_errors(in_rows):
        return Checked(None, (*in_rows, *in_cells))
    collected = _use_collected(drafts)
    built = Built(
        frame=_make_frame(sheets),
        receipts=receipts,
        index=_index_rows(drafts),
        parent=grain.parent,
        collected=collected,
        link_place=lambda row: _cell(drafts, row, lambda each: each.reading.link_column),
    )
    return Checked(built, (*in_rows, *in_cells))


def _put_together(sheets: list[FinishedSheet]) -> tuple[list[FinishedSheet], list[Diagnostic]]:
    """Return the sheets without rows that an earlier one has too, and where those of the company differ."""
    if len(sheets) == 1:
        return sheets, []
    from kpicalc.facts.repeated_rows import compare_companies, drop_repeated_rows  # noqa: PLC0415 - many are one

    company = sheets[0].draft.reading.grain.name == COMPANY
    return (sheets, compare_companies(sheets)) if company else (drop_repeated_rows(sheets), [])


def derive_frame(grain: Grain, child: Built) -> Checked[Built]:
    """Make the frame of a grain without a sheet: one row for each value that its children name."""
    keys = child.collected
    problems = find_twins(keys, name_forms(keys), lambda index: _first_child(child, index))
    if problems:
        return Checked(None, tuple(problems))
    parents = array("l", [0] * len(keys))
    frame = Frame(grain.name, len(keys), keys, keys, {}, parents, None)
    index = ParentIndex(keys, (), (), named=False, place=lambda row: _first_child(child, row))
    return Checked(Built(frame, (), index, grain.parent, (), _nowhere))


def _first_child(child: Built, parent: int) -> CellRef:
    return child.link_place(child.frame.parents.index(parent))


def _nowhere(row: int) -> CellRef:
    return CellRef("", "", row)


def _cell(drafts: Sequence[SheetDraft], row: int, column: Callable[[SheetDraft], int]) -> CellRef:
    """Return the cell of a row of all drafts, in the column that each of them has for it."""
    for draft in drafts:
        if row < len(draft.rows.numbers):
            return draft.reading.sheet.cell(draft.rows.numbers[row], column(draft))
        row -= len(draft.rows.numbers)
    raise IndexError(row)


def _key_column(draft: SheetDraft) -> int:
    return draft.reading.key_column


def _check_keys(drafts: Sequence[SheetDraft]) -> list[Diagnostic]:
    if not any(each.keys for each in drafts):
        return []
    if len(drafts) == 1 and _are_known_distinct(drafts[0]):
        return []
    strangers = [(each, number) for each in drafts for _, _, number in each.strangers]
    keys = _keys(drafts)
    if strangers:
        keys = [*keys, *(key for each in drafts for key, _, _ in each.strangers)]
    own = len(keys) - len(strangers)
    indexes: Sequence[int] = range(len(keys))
    grain = drafts[0].reading.grain
    if grain.valid is not None or grain.segmented:
        # The key of a dated row may come again: its terms are compared later. So may that of a row a line.
        first = {key: at for at, key in reversed(tuple(enumerate(keys)))}
        indexes = sorted(first.values())
        keys = [keys[index] for index in indexes]
    forms = name_forms(keys) if _is_named(drafts[0]) else keys if _are_uniform(keys) else twin_forms(keys)

    def place(index: int) -> CellRef:
        at = indexes[index]
        if at < own:
            return _cell(drafts, at, _key_column)
        draft, number = strangers[at - own]
        return draft.reading.sheet.cell(number, draft.reading.key_column)

    found = find_twins(keys, forms, place)
    if len(drafts) == 1 and not found and drafts[0].reading.assigned is not None:
        compared = ComparedRows(frozenset(_numbers(drafts[0])))
        drafts[0].reading.sheet.shared[_place_of_keys(drafts[0])] = compared
    return found


def _are_known_distinct(draft: SheetDraft) -> bool:
    """Say whether the keys were compared for another scheme of the sheet, and none is like another."""
    compared: ComparedRows | None = draft.reading.sheet.shared.get(_place_of_keys(draft))
    return (
        compared is not None
        and compared.numbers.issuperset(draft.rows.numbers)
        and draft.strangers.are_among(compared)
    )


def _place_of_keys(draft: SheetDraft) -> tuple[object, ...]:
    return "keys", draft.reading.key_column, _is_named(draft)


def _numbers(draft: SheetDraft) -> Iterator[int]:
    yield from draft.rows.numbers
    yield from (number for _, _, number in draft.strangers)


def _keys(drafts: Sequence[SheetDraft]) -> Sequence[str]:
    return drafts[0].keys if len(drafts) == 1 else [key for each in drafts for key in each.keys]


def _labels(drafts: Sequence[SheetDraft]) -> Sequence[str]:
    return drafts[0].labels if len(drafts) == 1 else [label for each in drafts for label in each.labels]


def _are_uniform(keys: Sequence[str]) -> bool:
    """Say quickly that keys are of one length and have no signs alike: only equal ones can be confused."""
    if len(set(map(len, keys))) > 1:
        return False
    blocks = (keys[start : start + BLOCK_ROWS] for start in range(0, len(keys), BLOCK_ROWS))
    signs = sorted(set[str]().union(*map("".join, blocks)))
    plain = all(sign.isascii() and sign.isalnum() for sign in signs)
    return plain and len(set(look_of_keys("\n".join(signs)).split("\n"))) == len(signs)


def _is_named(draft: SheetDraft) -> bool:
    """Say whether the keys are names of people, because the sheet has no other key."""
    return draft.reading.key_column == draft.reading.name_column != 0


def _use_collected(drafts: Sequence[SheetDraft]) -> tuple[str, ...]:
    """Number the collected parents anew, so that only those of rows that were kept remain."""
    if drafts[0].reading.collected is None:
        return ()
    texts = list(drafts[0].collected)
    kept = chain.from_iterable(each.parents for each in drafts)
    used = {parent: place for place, parent in enumerate(dict.fromkeys(kept))}
    for each in drafts:
        each.parents = array("l", [used[parent] for parent in each.parents])
    return tuple(texts[parent] for parent in used)


def _make_frame(sheets: Sequence[FinishedSheet]) -> Frame:
    drafts = [each.draft for each in sheets]
    grain = drafts[0].reading.grain
    company = grain.name == COMPANY
    origin = Origin(tuple(map(_sheet_rows, sheets)))
    names = [name for name in sheets[0].columns if all(name in each.columns for each in sheets)]
    return Frame(
        grain=grain.name,
        size=sum(len(each.rows) for each in origin.sheets),
        keys=(COMPANY,) if company else _keys(drafts),
        labels=("",) if company else _labels(drafts),
        columns={name: join_columns([each.columns[name].values for each in sheets]) for name in names},
        parents=array("l") if company else _parents(drafts),
        origin=origin,
        faulty=frozenset(name for name in names if any(each.columns[name].faulty for each in sheets)),
    )


def join_columns(parts: Sequence[Sequence[Value]]) -> Sequence[Value]:
    """Put columns of one kind one below the other; packed numbers are packed again in full blocks.

    A day of a timesheet is packed on sheets where nobody has a letter for it, and on others not.
    """
    if len(parts) == 1:
        return parts[0]
    packed = [each for each in parts if isinstance(each, PackedNumbers)]
    if len(packed) < len(parts):
        return [value for each in parts for value in each]
    lines = (line for each in packed for line in each.lines())
    blocks = [_pack_lines(block) for block in iter(lambda: list(islice(lines, BLOCK_ROWS)), [])]
    return PackedNumbers(blocks, sum(map(len, parts)))


def _pack_lines(lines: list[str | Value]) -> PackedBlock:
    if all(isinstance(each, str) for each in lines):
        return "\n".join(lines)  # type: ignore[arg-type]
    return pack_numbers([Decimal(each) if isinstance(each, str) else each for each in lines])


def _parents(drafts: Sequence[SheetDraft]) -> array[int]:
    if len(drafts) == 1:
        return drafts[0].parents
    return array("l", chain.from_iterable(each.parents for each in drafts))


def _sheet_rows(sheet: FinishedSheet) -> SheetRows:
    reading = sheet.draft.reading
    columns = {name: each.read.column for name, each in sheet.columns.items()}
    numbers = sheet.draft.rows.numbers.packed
    return SheetRows(reading.sheet.file, reading.sheet.name, reading.number, columns, numbers)


@dataclass(frozen=True, slots=True)
class _Strangers:
    """Keys and names of the people whom other schemes pay: few tables ask for them."""

    drafts: Sequence[SheetDraft]
    elsewhere: Sequence[tuple[str, str]]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for each in self.drafts:
            yield from ((key, name) for key, name, _ in each.strangers)
        yield from self.elsewhere


def _index_rows(drafts: Sequence[SheetDraft]) -> ParentIndex:
    reading = drafts[0].reading
    return ParentIndex(
        keys=_keys(drafts),
        names=_labels(drafts) if reading.name_column else (),
        strangers=_Strangers(drafts, reading.paid_elsewhere),
        named=_is_named(drafts[0]),
        place=lambda row: _cell(drafts, row, _key_column),
        doubts=find_doubts(drafts),
    )
