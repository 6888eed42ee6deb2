"""People with several rows, each for its own days: what is left to other schemes, and what is wrong."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import TypeVar

from kpicalc.facts.finish_frame import Built
from kpicalc.facts.join import ParentIndex
from kpicalc.facts.packed import unpack
from kpicalc.facts.workbook import RowKind
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.facts import ColumnRead, Facts, Frame, Origin, RowsSkipped, SheetReceipt
from kpicalc.model.money import COUNTING, ZERO
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import CellRef

T = TypeVar("T")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Segment:
    """The days of one row, the cells of its ends, its scheme, and whether that allows days between rows."""

    first: date
    last: date
    begin: CellRef
    end: CellRef
    scheme: str
    holes: bool

    def outside(self, key: str, period: Period) -> Iterator[Diagnostic]:
        ends = ((self.last < period.first_day, self.end), (self.first > period.last_day, self.begin))
        for cell in (cell for outside, cell in ends if outside):
            shown = {"first": period.first_day, "last": period.last_day}
            yield error(Problem.SEGMENT_OUT_OF_PERIOD, cell, key=key, **shown)


def check_segments(pairs: Sequence[tuple[Program, Facts]]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the rows of people whom schemes pay by segments.

    That of two rows of one scheme none begins before the other ends is known already.
    """
    people: dict[str, list[_Segment]] = {}
    for program, facts in pairs:
        if program.grains[EMPLOYEES].segmented:
            for key, segment in _segments_of(program, facts.frames[EMPLOYEES]):
                people.setdefault(key, []).append(segment)
                yield from segment.outside(key, program.period)
    for key, segments in people.items():
        in_order = sorted(segments, key=lambda each: (each.first, each.last))
        yield from _between(key, in_order, pairs[0][0].period)
    for program, facts in pairs:
        # The rows that were left to other schemes for their day, where none of these has the day.
        for row in facts.left_rows:
            others = (each for each in people.get(row.key, ()) if each.scheme != program.scheme)
            if not any(each.first <= row.day <= each.last for each in others):
                yield error(Problem.TERM_NOT_FOUND, row.place, key=row.key, day=row.day)


def _segments_of(program: Program, frame: Frame) -> Iterator[tuple[str, _Segment]]:
    grain = program.grains[EMPLOYEES]
    assert grain.valid is not None  # noqa: S101 - segments lie between two columns
    begin, end = grain.valid
    days = zip(frame.keys, unpack(frame, begin), unpack(frame, end), strict=True)
    for row, (key, first, last) in enumerate(days):
        yield (
            key,
            _Segment(
                first if isinstance(first, date) else date.min,
                last if isinstance(last, date) else date.max,
                frame.cell_read(begin, row),
                frame.cell_read(end, row),
                program.scheme,
                grain.holes,
            ),
        )


def _between(key: str, segments: Iterable[_Segment], period: Period) -> Iterator[Diagnostic]:
    for earlier, later in pairwise(segments):
        other = Label(earlier.end)
        if later.first <= earlier.last:
            yield error(Problem.TERMS_OVERLAP, later.begin, other, key=key)
            continue
        first = max(earlier.last + _DAY, period.first_day)
        last = min(later.first - _DAY, period.last_day)
        if first <= last and not (earlier.holes or later.holes):
            yield error(Problem.SEGMENTS_APART, later.begin, other, key=key, first=first, last=last)


def drop_rows(built: Built, gone: frozenset[int]) -> Built:
    """Return the table without some of its rows; its receipts tell them as those of another scheme."""
    origin = built.frame.origin
    assert origin is not None  # noqa: S101 - rows with a day were read from a sheet
    kept = [row for row in range(built.frame.size) if row not in gone]
    sheets, receipts = [], []
    by_sheet = _by_sheet(origin)
    for sheet, receipt, rows in zip(origin.sheets, built.receipts, by_sheet, strict=True):
        numbers = dict(zip(rows, sheet.rows, strict=True))
        own = {row: numbers.pop(row) for row in rows if row in gone}
        sheets.append(replace(sheet, rows=list(numbers.values())))
        receipts.append(_without(built, receipt, own) if own else receipt)
    columns = {name: _choose(list(unpack(built.frame, name)), kept) for name in built.frame.columns}
    frame = replace(
        built.frame,
        size=len(kept),
        keys=_choose(built.frame.keys, kept),
        labels=_choose(built.frame.labels, kept),
        columns=columns,
        parents=array("l", [built.frame.parents[row] for row in kept]),
        origin=Origin(tuple(sheets)),
    )
    return replace(built, frame=frame, receipts=tuple(receipts), index=_index(built, kept))


def _by_sheet(origin: Origin) -> Iterator[range]:
    """Yield the rows of the table that stand in each sheet."""
    start = 0
    for sheet in origin.sheets:
        yield range(start, start + len(sheet.rows))
        start += len(sheet.rows)


def _choose(values: Sequence[T], kept: Sequence[int]) -> list[T]:
    return [values[row] for row in kept] if values else []


def _without(built: Built, receipt: SheetReceipt, own: Mapping[int, int]) -> SheetReceipt:
    """Return what the receipt says without some rows of its sheet; `own` has their numbers."""
    columns = tuple(_less(each, built, own) for each in receipt.columns)
    skipped = {(each.reason, each.pattern): each for each in receipt.skipped}
    before = skipped.get((RowKind.OTHER_SCHEME, ""), RowsSkipped(RowKind.OTHER_SCHEME, ()))
    rows = tuple(sorted((*before.rows, *own.values())))
    skipped[RowKind.OTHER_SCHEME, ""] = replace(before, rows=rows)
    left = receipt.rows_read - len(own)
    return replace(receipt, columns=columns, rows_read=left, skipped=tuple(skipped.values()))


def _less(column: ColumnRead, built: Built, own: Iterable[int]) -> ColumnRead:
    """Return the control sum of a column without some rows."""
    if column.total is None:
        return column
    values = unpack(built.frame, column.name)
    with localcontext(COUNTING):
        taken = sum((each for row in own if isinstance(each := values[row], Decimal)), ZERO)
        return replace(column, total=column.total - taken)


def _index(built: Built, kept: Sequence[int]) -> ParentIndex:
    """Return the index for rows below: those of what is gone belong to another scheme too."""
    index, frame = built.index, built.frame
    still = set(kept)
    gone = [row for row in range(frame.size) if row not in still]
    names = index.names
    strangers = [(index.keys[row], names[row] if names else "") for row in gone] if index.keys else []
    return replace(
        index,
        keys=_choose(index.keys, kept),
        names=_choose(names, kept),
        strangers=[*index.strangers, *strangers],
        place=lambda row: built.index.place(kept[row]),
        by_key={},
        by_name={},
        by_form={},
    )
