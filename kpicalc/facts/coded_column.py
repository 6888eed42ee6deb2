"""Turn the raw cells of a text, flag or date column into shared values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta

from kpicalc.facts.cells import TEXT_READERS, is_missing_number, refuse_error_text
from kpicalc.facts.column_place import ColumnPlace, refuse_cell, take_blank
from kpicalc.facts.number_format import words_for
from kpicalc.facts.refusals import (
    MISSING,
    CellRefusal,
    KnownTexts,
    doubt_text,
    find_breach,
    make_refusal,
    refuse_broken,
    show,
)
from kpicalc.facts.workbook import DAY_ZERO, Broken, Percent, Raw, ShownFormat
from kpicalc.facts.written_dates import Misdate, WrittenDate, is_far, read_date
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind, Scalar, read_flag_word
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.writing import UNSAID, DayOrder, NumberFormats, TimeOfDay, Writing

# A bare number is only believed to be a day of these years.
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
# Before it spreadsheets count a 29 February 1900 that never was; what stands there is 0, or a time of day.
_FIRST_SURE_DAY = date(1900, 3, 1)
_CODES = {Misdate.NO_DATE: Problem.CELL_NOT_A_DATE, Misdate.NO_DAY: Problem.CELL_DAY_NONEXISTENT}


def read_date_cell(
    cell: Raw, writing: Writing = UNSAID, day_zero: date | None = DAY_ZERO
) -> WrittenDate | CellRefusal:
    """Read a cell of a date column; a plausible bare serial number is a date (the caller says so)."""
    match cell:
        case str():
            found = _from_text(cell, writing)
        case datetime() if cell.date() >= _FIRST_SURE_DAY:
            found = WrittenDate(cell.date(), timed=cell.time() != time())
        case date() if cell >= _FIRST_SURE_DAY:
            found = WrittenDate(cell)
        case Broken():
            return refuse_broken(cell)
        case bool() | Percent() | date() | time() | timedelta():
            return make_refusal(Problem.CELL_NOT_A_DATE, found=show(cell))
        case _:
            found = _from_number(cell, day_zero)
    if isinstance(found, WrittenDate) and is_far(found.day):
        return make_refusal(Problem.CELL_NOT_A_DATE, found=show(cell), hint="far")
    if isinstance(found, WrittenDate) and found.timed and writing.time is not TimeOfDay.DROP:
        return make_refusal(Problem.TIME_BESIDE_DATE, found=show(cell).strip())
    return found


def is_serial(cell: Raw) -> bool:
    """Say whether a date cell is a bare number, so that its reading must be reported."""
    return isinstance(cell, int | float)


def _from_text(cell: str, writing: Writing) -> WrittenDate | CellRefusal:
    found = read_date(cell, writing.dates)
    if isinstance(found, WrittenDate):
        return found
    if is_missing_number(cell):
        return MISSING
    if found is Misdate.OTHER_ORDER:
        return make_refusal(Problem.DATE_ORDER_CONTRADICTED, found=cell.strip(), order=str(writing.dates))
    return refuse_error_text(cell) or make_refusal(_CODES[found], found=cell)


def _from_number(cell: float, day_zero: date | None) -> WrittenDate | CellRefusal:
    whole, rest = divmod(cell, 1)
    written = None if rest else read_date(f"{cell:.0f}")
    if isinstance(written, WrittenDate):
        return written
    if day_zero is None or not (_FIRST_DAY - day_zero).days <= whole <= (_LAST_DAY - day_zero).days:
        return make_refusal(Problem.CELL_NOT_A_DATE, found=show(cell))
    return WrittenDate(day_zero + timedelta(days=int(whole)), timed=bool(rest))


@dataclass(frozen=True, slots=True)
class DoubtfulDate:
    """A cell whose day is not settled, and what was read in it."""

    text: str
    written: WrittenDate


@dataclass(slots=True)
class DateEvidence:
    """What was met in a date column.

    `proofs` has, by the sign between the numbers and by the order they prove, the first cell with its row
    index. `typed` marks the rows with true date cells, `serials` counts bare numbers.
    """

    proofs: dict[str, dict[DayOrder, tuple[int, str]]] = field(default_factory=dict)
    doubtful: dict[int, DoubtfulDate] = field(default_factory=dict)
    typed: bytearray = field(default_factory=bytearray)
    serials: int = 0


def note_types(evidence: DateEvidence, cells: Sequence[Raw]) -> None:
    """Remember which cells of a block are dates for the spreadsheet itself."""
    evidence.typed.extend(isinstance(each, date) for each in cells)


def note_date(evidence: DateEvidence, written: WrittenDate, cell: Raw, index: int) -> None:
    """Remember what one cell tells of the order, or that it needs others to tell it."""
    if written.readings:
        evidence.doubtful[index] = DoubtfulDate(str(cell), written)
    elif written.order is not None:
        evidence.proofs.setdefault(written.sign, {}).setdefault(written.order, (index, str(cell)))


def settle_dates(evidence: DateEvidence, days: Sequence[object]) -> Iterator[tuple[int, date | CellRefusal]]:
    """Yield by row index what doubtful cells mean, and the cells that contradict others.

    Cells with the same sign are written in the same order: one that proves it settles the others.
    """
    for index, doubtful in evidence.doubtful.items():
        proved = evidence.proofs.get(doubtful.written.sign, {})
        day = dict(doubtful.written.readings).get(next(iter(proved))) if len(proved) == 1 else None
        yield index, _refuse_doubt(doubtful) if day is None else day
    for proved in evidence.proofs.values():
        (_, first), *others = sorted(proved.values())
        yield from (
            (index, make_refusal(Problem.DATE_ORDERS_MIXED, found=text.strip(), other=first.strip()))
            for index, text in others
        )
    yield from _swapped(evidence, days)


def _refuse_doubt(doubtful: DoubtfulDate) -> CellRefusal:
    first, second, *_ = dict.fromkeys(day for _, day in doubtful.written.readings)
    found = doubtful.text.strip()
    return make_refusal(
        Problem.DATE_AMBIGUOUS, found=found, first=first.isoformat(), second=second.isoformat()
    )


def _swapped(evidence: DateEvidence, days: Sequence[object]) -> Iterator[tuple[int, CellRefusal]]:
    """Yield date cells in which a spreadsheet may have taken day and month for each other.

    Opened with the other order, `3/4/2026` becomes a date cell with both swapped while `3/14/2026` remains a
    text: then there are such texts, and no date cell has a day above 12.
    """
    if not evidence.proofs:
        return
    typed = [(at, day) for at, day in enumerate(days) if evidence.typed[at] and isinstance(day, date)]
    if any(day.day > 12 for _, day in typed):
        return
    for index, day in typed:
        if day.day != day.month:
            found, second = day.isoformat(), day.replace(month=day.day, day=day.month).isoformat()
            yield index, make_refusal(Problem.DATE_AMBIGUOUS, found=found, first=found, second=second)


# Cells that are remembered: names of people and products repeat, texts of their own would only fill memory.
_MEMO_LIMIT = 1 << 16
_MEMO_TYPES = ({str}, {date}, {bool})


@dataclass(slots=True)
class CodedDraft:
    """A column of texts, flags or dates while its blocks come in; equal cells are read once."""

    place: ColumnPlace
    period: Period
    known: KnownTexts | None
    values: list[Value] = field(default_factory=list)
    memo: dict[Raw, Scalar] = field(default_factory=dict)
    defaults: int = 0
    dates: DateEvidence = field(default_factory=DateEvidence)
    faulty: bool = False
    problems: list[Diagnostic] = field(default_factory=list)


def take_cells(draft: CodedDraft, cells: Sequence[Raw]) -> None:
    """Add one block of raw cells."""
    if draft.place.spec.kind is Kind.DATE:
        note_types(draft.dates, cells)
    if len(draft.memo) > _MEMO_LIMIT:
        draft.memo.clear()
    # True and 1.0 are one key of a dictionary, so only cells of a single type are remembered.
    if set(map(type, cells)) not in _MEMO_TYPES:
        draft.values += [_read_one(draft, cell, index) for index, cell in enumerate(cells, len(draft.values))]
        return
    known: list[Value | None] = list(map(draft.memo.get, cells))
    if None in known:
        _complete(draft, cells, known)
    draft.values += known  # type: ignore[arg-type]


def _complete(draft: CodedDraft, cells: Sequence[Raw], known: list[Value | None]) -> None:
    first = len(draft.values)
    for offset, value in enumerate(known):
        if value is None:
            cell = cells[offset]
            found = draft.memo.get(cell)
            known[offset] = fresh = _read_one(draft, cell, first + offset) if found is None else found
            if not isinstance(fresh, Fault) and cell and first + offset not in draft.dates.doubtful:
                draft.memo[cell] = fresh


def settle_column(draft: CodedDraft) -> None:
    """Read the dates that only other cells of the column can settle, or refuse them."""
    for index, found in settle_dates(draft.dates, draft.values):
        draft.values[index] = _check(draft, found, index)
    place = draft.place
    if place.writing.formats is not NumberFormats.STORED:
        for shown in place.rows.sheet.formats.get(place.heading.column, ()):
            _refuse_disguised(draft, shown)


def _refuse_disguised(draft: CodedDraft, shown: ShownFormat) -> None:
    """Refuse a yes that its format shows as a no, and a day in whose place it shows words."""
    rows = set(shown.rows)
    for index, value in enumerate(draft.values):
        if not isinstance(value, bool | date) or draft.place.rows.numbers[index] not in rows:
            continue
        words = words_for(shown.text, int(value is not False))
        if words if isinstance(value, date) else read_flag_word(words) is (not value):
            refusal = make_refusal(Problem.NUMBER_SHOWN_OTHERWISE, found=shown.text)
            draft.values[index] = refuse_cell(draft, refusal, index)


def _read_one(draft: CodedDraft, cell: Raw, index: int) -> Value:
    spec = draft.place.spec
    found = _read_day(draft, cell, index) if spec.kind is Kind.DATE else TEXT_READERS[spec.kind](cell)
    if found is MISSING:
        return take_blank(draft, cell, index)
    return found if index in draft.dates.doubtful else _check(draft, found, index)  # type: ignore[return-value]


def _read_day(draft: CodedDraft, cell: Raw, index: int) -> date | CellRefusal:
    place = draft.place
    found = read_date_cell(cell, place.writing, place.rows.sheet.day_zero)
    if isinstance(found, CellRefusal):
        return found
    draft.dates.serials += is_serial(cell)
    note_date(draft.dates, found, cell, index)
    return found.day


def _check(draft: CodedDraft, found: Scalar | CellRefusal, index: int) -> Value:
    refusal = found if isinstance(found, CellRefusal) else _doubt(draft, found)
    return found if refusal is None else refuse_cell(draft, refusal, index)  # type: ignore[return-value]


def _doubt(draft: CodedDraft, value: Scalar) -> CellRefusal | None:
    """Return why a value that can be read is refused: by its looks, or by the bounds of the column."""
    doubt = doubt_text(value, draft.known) if draft.known and isinstance(value, str) else None
    return doubt or find_breach(value, draft.place.spec, draft.period)
