"""Turn the raw cells of a text, flag or date column into shared values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kpicalc.facts.blank_cell import refuse_cell, take_blank
from kpicalc.facts.bounds import find_breach
from kpicalc.facts.cells import TEXT_READERS
from kpicalc.facts.column_place import ColumnPlace
from kpicalc.facts.date_cells import is_serial, read_date_cell
from kpicalc.facts.date_evidence import DateEvidence, note_date, note_types, settle_dates
from kpicalc.facts.known_texts import KnownTexts, doubt_text
from kpicalc.facts.refusals import MISSING, Refusal
from kpicalc.facts.workbook import Raw
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.period import Period

_MEMO_LIMIT = 1 << 16
_MEMO_TYPES = ({str}, {date}, {bool})


@dataclass(slots=True)
class CodedDraft:
    """A column of texts, flags or dates while its blocks come in; equal cells are read once."""

    place: ColumnPlace
    period: Period
    values: list[Value] = field(default_factory=list)
    known: KnownTexts | None = None
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


def _read_one(draft: CodedDraft, cell: Raw, index: int) -> Value:
    spec = draft.place.spec
    found = _read_day(draft, cell, index) if spec.kind is Kind.DATE else TEXT_READERS[spec.kind](cell)
    if found is MISSING:
        return take_blank(draft, cell, index)
    return found if index in draft.dates.doubtful else _check(draft, found, index)  # type: ignore[return-value]


def _read_day(draft: CodedDraft, cell: Raw, index: int) -> date | Refusal:
    place = draft.place
    found = read_date_cell(cell, place.writing, place.rows.sheet.day_zero)
    if isinstance(found, Refusal):
        return found
    draft.dates.serials += is_serial(cell)
    note_date(draft.dates, found, cell, index)
    return found.day


def _check(draft: CodedDraft, found: Scalar | Refusal, index: int) -> Value:
    refusal = found if isinstance(found, Refusal) else _doubt(draft, found)
    return found if refusal is None else refuse_cell(draft, refusal, index)  # type: ignore[return-value]


def _doubt(draft: CodedDraft, value: Scalar) -> Refusal | None:
    """Return why a value that can be read is refused: by its looks, or by the bounds of the column."""
    doubt = doubt_text(value, draft.known) if draft.known and isinstance(value, str) else None
    return doubt or find_breach(value, draft.place.spec, draft.period)
