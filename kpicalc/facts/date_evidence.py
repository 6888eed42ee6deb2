"""What the cells of a date column tell of each other: the order of day and month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kpicalc.facts.refusals import Refusal, refuse
from kpicalc.facts.workbook import Raw
from kpicalc.facts.written_dates import WrittenDate
from kpicalc.model.writing import DayOrder


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


def settle_dates(evidence: DateEvidence, days: Sequence[object]) -> Iterator[tuple[int, date | Refusal]]:
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
            (index, refuse("KPI496", found=text.strip(), other=first.strip())) for index, text in others
        )
    yield from _swapped(evidence, days)


def _refuse_doubt(doubtful: DoubtfulDate) -> Refusal:
    first, second, *_ = dict.fromkeys(day for _, day in doubtful.written.readings)
    found = doubtful.text.strip()
    return refuse("KPI494", found=found, first=first.isoformat(), second=second.isoformat())


def _swapped(evidence: DateEvidence, days: Sequence[object]) -> Iterator[tuple[int, Refusal]]:
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
            yield index, refuse("KPI494", found=found, first=found, second=second)
