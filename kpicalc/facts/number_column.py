"""Turn the raw cells of a numeric column into packed exact numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from decimal import Decimal

from kpicalc.facts.cells import fold_code, has_zeros_in_front, is_day_and_month, read_number_cell
from kpicalc.facts.column_place import ColumnPlace, find_contradiction, refuse_cell, take_blank
from kpicalc.facts.numbers import MARKS
from kpicalc.facts.packed import (
    CLEAR_DECIMALS,
    PackedBlock,
    PlainCells,
    WholeBlock,
    is_negative_zero,
    pack_floats,
    pack_numbers,
    read_written_numbers,
    unpack_numbers,
)
from kpicalc.facts.refusals import MISSING, CellRefusal, make_refusal
from kpicalc.facts.workbook import BLANK, Percent, Raw
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.writing import HoursForm

# A column of cells `-12` or `12.5` with one to two or four to ten decimals has one reading only.
_SAFE = re.compile(rf"(?:-?[0-9]{{1,15}}(?:[.,]{CLEAR_DECIMALS})?\n)*+")
_PLAIN = re.compile(r"(?:-?[0-9]{1,15}(?:[.,][0-9]{1,10})?\n)*+")
_PROOF = re.compile(
    r"^-?(?:[0-9]+[.,](?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,}[.,][0-9]{3}|0[0-9]*[.,][0-9]{3})$", re.MULTILINE
)
_DOUBTFUL = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_MAY_HAVE_ZEROS = re.compile(r"^[^0-9\n]*0[0-9]", re.MULTILINE)
_WITH_MINUTES = frozenset({HoursForm.CLOCK, HoursForm.DIGITS})
_PERCENT_KINDS = frozenset({Kind.RATIO, Kind.NUMBER})


@dataclass(slots=True)
class NumberDraft:
    """A numeric column while its blocks come in; what single cells cannot tell is settled at the end.

    `marks` are the decimal marks proved by some cell, `doubtful` the row indexes of writings such as
    `1,234` with their mark, `assumed` the blocks where such writings were read by the proof of others.
    `dated` are those of writings such as `12.05`, `pointed` tells of points with other digits behind.
    `bare` and `bare_blocks` are numbers without a percent sign or format; `percents` tells of others.
    `clocks` tells of hours written as h:mm, `coded` of the rows with a code in place of a number.
    """

    place: ColumnPlace
    text_counts: bool
    blocks: list[PackedBlock] = field(default_factory=list)
    size: int = 0
    from_text: int = 0
    defaults: int = 0
    marks: set[str] = field(default_factory=set)
    doubtful: list[tuple[int, str]] = field(default_factory=list)
    assumed: list[int] = field(default_factory=list)
    dated: list[tuple[int, str]] = field(default_factory=list)
    pointed: bool = False
    bare: list[int] = field(default_factory=list)
    bare_blocks: list[int] = field(default_factory=list)
    percents: bool = False
    clocks: bool = False
    coded: dict[int, str] = field(default_factory=dict)
    faulty: bool = False
    problems: list[Diagnostic] = field(default_factory=list)

    def pack_plain(self, cells: Sequence[Raw], plain: PlainCells | None) -> PackedBlock | None:
        """Read a block whose cells are all plain at once; None when they need a closer look."""
        if self.place.writing.hours in _WITH_MINUTES:
            return None
        plain = plain or read_written_numbers(cells)
        if plain is not None:
            return self._take_plain(plain)
        types = set(map(type, cells))
        text: str | WholeBlock | None
        if types == {str}:
            text = self._plain_text(cells)  # type: ignore[arg-type]
        elif types == {float}:
            text = _plain_floats(cells)  # type: ignore[arg-type]
        elif types == {Percent} and self.place.spec.kind in _PERCENT_KINDS:
            text = pack_floats(cells)  # type: ignore[arg-type]
        else:
            return None
        if text is None or (isinstance(text, str) and is_negative_zero(text)):
            return None
        if types == {Percent}:
            self.percents = True
        else:
            self.bare_blocks.append(len(self.blocks))
        self.from_text += len(cells) if types == {str} and self.text_counts else 0
        return text

    def _take_plain(self, plain: PlainCells) -> WholeBlock | None:
        """Take plain numbers; those of texts by the mark of decimals that is declared or shows itself."""
        declared = self.place.writing.decimal
        if declared is None:
            if self._may_have_days(plain.marks):
                return None
            self.marks |= plain.marks
            self.pointed |= "." in plain.marks
        elif not plain.marks <= {MARKS[declared]}:
            return None
        self.bare_blocks.append(len(self.blocks))
        self.from_text += len(plain.block.numbers) if self.text_counts and not plain.stored else 0
        return plain.block

    def _may_have_days(self, marks: AbstractSet[str]) -> bool:
        """Say whether points may stand in days: in a count of something, or among numbers with commas."""
        return "." in marks and (len(marks) > 1 or self.place.spec.kind is Kind.COUNT)

    def _plain_text(self, cells: Sequence[str]) -> str | None:
        text = "\n".join(cells)
        if text.count("\n") != len(cells) - 1:
            return None
        marks = {sign for sign in ".," if sign in text}
        lines = f"{text}\n"
        declared = self.place.writing.decimal
        if declared is None and _MAY_HAVE_ZEROS.search(text):
            return None
        if declared is not None:
            if not marks <= {MARKS[declared]} or not _PLAIN.fullmatch(lines):
                return None
        elif self._may_have_days(marks):
            return None
        elif _SAFE.fullmatch(lines):
            self.marks |= marks
        elif self.place.spec.kind is Kind.MONEY:
            return None
        elif len(marks) == 1 and _PROOF.search(text) and _PLAIN.fullmatch(lines):
            self.marks |= marks
            self.assumed.append(len(self.blocks))
        else:
            return None
        return text.replace(",", ".") if "," in marks else text


def take_numbers(draft: NumberDraft, cells: Sequence[Raw], plain: PlainCells | None = None) -> None:
    """Add one block of raw cells, `plain` if that is known; every block but the last has BLOCK_ROWS cells."""
    block = draft.pack_plain(cells, plain)
    if block is None:
        block = pack_numbers([_read_one(draft, cell, index) for index, cell in enumerate(cells, draft.size)])
    draft.blocks.append(block)
    draft.size += len(cells)


def _plain_floats(cells: Sequence[float]) -> str | None:
    text = ("%.15g\n" * len(cells) % tuple(cells))[:-1]
    return None if "e" in text or "n" in text else text


def _read_one(draft: NumberDraft, cell: Raw, index: int) -> Value:
    if cell == BLANK:
        return take_blank(draft, cell, index)
    code = dict(draft.place.spec.codes).get(fold_code(cell)) if isinstance(cell, str) else None
    if code is not None:
        draft.coded[index] = code
        return ZERO
    if draft.place.spec.kind is Kind.HOURS:
        from kpicalc.facts.hours import read_clock  # noqa: PLC0415 - few schemes count hours

        hours = read_clock(cell, draft.place.writing.hours)
        if hours is not None:
            return _take_hours(draft, hours, cell, index)
    declared = draft.place.writing.decimal
    found = read_number_cell(cell, declared, draft.place.writing.credit)
    if isinstance(found, CellRefusal):
        return _without_number(draft, found, cell, index)
    said = declared is not None or draft.place.writing.hours is HoursForm.DECIMAL
    if not said and isinstance(cell, str):
        if has_zeros_in_front(cell, draft.place.spec.kind):
            return refuse_cell(draft, make_refusal(Problem.ZEROS_IN_FRONT, found=cell.strip()), index)
        _note_day(draft, cell, found.mark, index)
    other = None if found.unit is None else find_contradiction(str(cell).strip(), found.unit, draft.place)
    if other is not None:
        return refuse_cell(draft, other, index)
    if found.percent and draft.place.spec.kind not in _PERCENT_KINDS:
        return refuse_cell(
            draft,
            make_refusal(Problem.CELL_PERCENT_UNEXPECTED, found=f"{(found.value * 100).normalize():f}%"),
            index,
        )
    if found.percent:
        draft.percents = True
    else:
        draft.bare.append(index)
    draft.from_text += isinstance(cell, str) and (draft.text_counts or not _PLAIN.fullmatch(f"{cell}\n"))
    draft.marks |= {found.mark} - {""}
    if found.doubtful:
        draft.doubtful.append((index, found.doubtful))
    return found.value


def _note_day(draft: NumberDraft, cell: str, mark: str, index: int) -> None:
    """Note a number that may be a day and its month; such hours were asked about as hours and minutes."""
    if is_day_and_month(cell):
        draft.dated.append((index, cell.strip()))
    elif mark == ".":
        draft.pointed = True


def _take_hours(draft: NumberDraft, hours: Decimal | CellRefusal, cell: Raw, index: int) -> Value:
    if isinstance(hours, CellRefusal):
        return refuse_cell(draft, hours, index)
    draft.clocks = True
    draft.from_text += draft.text_counts and isinstance(cell, str)
    return hours


def _without_number(draft: NumberDraft, refusal: CellRefusal, cell: Raw, index: int) -> Value:
    codes = draft.place.spec.codes
    if refusal.code in {Problem.DIGIT_LOOKALIKE, Problem.CELL_NOT_A_NUMBER} and codes:
        known = ", ".join(text for text, _ in codes)
        refusal = make_refusal(Problem.TIMESHEET_CODE_UNKNOWN, found=str(cell).strip(), known=known)
    if refusal is not MISSING:
        return refuse_cell(draft, refusal, index)
    return take_blank(draft, cell, index)


def settle_doubts(draft: NumberDraft) -> None:
    """Read the writings `1,234` by the decimal mark that other cells of the column prove, or refuse them.

    Of money `1,234` is no one and a bit, whatever the others prove: cents have two digits. `05.03` is no
    number, nor is `12.05` where no other point stands in a count or beside commas.
    """
    cents = draft.place.spec.kind is Kind.MONEY
    alone = not draft.pointed and ("," in draft.marks or draft.place.spec.kind is Kind.COUNT)
    days = {index: text for index, text in draft.dated if alone or text.startswith("0")}
    refusals = ((at, make_refusal(Problem.NUMBER_MAY_BE_DAY, found=text)) for at, text in days.items())
    replace_values(draft, {index: refuse_cell(draft, refusal, index) for index, refusal in refusals})
    if len(draft.marks) > 1:
        draft.doubtful += [(index, ".") for index in _doubtful_rows(draft)]
    changes: dict[int, Value] = {}
    for index, mark in dict(draft.doubtful).items():
        value = value_at(draft, index)
        assert isinstance(value, Decimal)  # noqa: S101 - of doubtful writings none is refused before
        if draft.marks == {mark} and not cents:
            continue
        if len(draft.marks - {mark}) == len(draft.marks) == 1:
            changes[index] = value.scaleb(3)
        else:
            shown = format(value, "f").replace(".", mark)
            changes[index] = refuse_cell(
                draft, make_refusal(Problem.THOUSAND_OR_FRACTION, found=shown), index
            )
    replace_values(draft, changes)


def _doubtful_rows(draft: NumberDraft) -> Iterable[int]:
    for number in draft.assumed:
        block = draft.blocks[number]
        assert isinstance(block, str)  # noqa: S101 - days that are refused stand in other blocks
        for offset, line in enumerate(block.split("\n")):
            if _DOUBTFUL.fullmatch(line):
                yield number * BLOCK_ROWS + offset


def value_at(draft: NumberDraft, index: int) -> Value:
    """Return one value of a draft."""
    return unpack_numbers(draft.blocks[index // BLOCK_ROWS])[index % BLOCK_ROWS]


def replace_values(draft: NumberDraft, changes: dict[int, Value]) -> None:
    """Put other values at some row indexes."""
    for number in sorted({index // BLOCK_ROWS for index in changes}):
        opened = unpack_numbers(draft.blocks[number])
        for offset in range(len(opened)):
            opened[offset] = changes.get(number * BLOCK_ROWS + offset, opened[offset])
        draft.blocks[number] = pack_numbers(opened)


def bare_numbers(
    draft: NumberDraft, skip: Callable[[PackedBlock], bool] | None = None
) -> Iterator[tuple[int, Decimal]]:
    """Yield row index and value of the numbers of cells that are no percents; `skip` passes over blocks."""
    indexes, whole = set(draft.bare), set(draft.bare_blocks)
    for number in sorted(whole | {index // BLOCK_ROWS for index in indexes}):
        if skip is not None and skip(draft.blocks[number]):
            continue
        for index, value in enumerate(unpack_numbers(draft.blocks[number]), start=number * BLOCK_ROWS):
            if isinstance(value, Decimal) and (number in whole or index in indexes):
                yield index, value
