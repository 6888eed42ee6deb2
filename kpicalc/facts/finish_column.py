"""Close a column: settle what the whole column decides, check bounds, make the control sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal

from kpicalc.facts.cells import read_number_cell
from kpicalc.facts.coded_column import CodedDraft, settle_column
from kpicalc.facts.column_place import COUNTED, ColumnPlace, refuse_cell
from kpicalc.facts.number_column import NumberDraft, replace_values, settle_doubts
from kpicalc.facts.numbers import WrittenNumber
from kpicalc.facts.packed import PackedBlock, PackedNumbers, WholeBlock, unpack_numbers
from kpicalc.facts.refusals import CellRefusal, find_breach, has_bounds, keeps_bounds, keeps_bounds_at_sight
from kpicalc.facts.row_units import refuse_foreign_rows, tells_sign
from kpicalc.facts.sheet_draft import ColumnDraft
from kpicalc.facts.unit_column import counted_in, settle_scale, settle_units
from kpicalc.facts.workbook import Raw
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, advice, error, warning
from kpicalc.model.facts import BLOCK_ROWS, ColumnRead
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import COUNTING, ZERO
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input
from kpicalc.model.source import CellRef
from kpicalc.model.writing import Unit

_SUMMED = frozenset({Kind.MONEY, Kind.COUNT, Kind.HOURS, Kind.DAYS, Kind.NUMBER})
PRINTED = _SUMMED - {Kind.NUMBER}
_ROUNDED = frozenset({Kind.MONEY, Kind.HOURS})


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """The grand total row of a sheet, and the column in rows of other schemes, if there are any.

    In `explained` columns it is of a part of the rows only; `suspects` are rows that may be sums themselves.
    """

    row: int
    cells: Sequence[Raw]
    others: NumberDraft | None
    explained: frozenset[int]
    suspects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinishedColumn:
    """The values of a column, its line of the receipt, and what was found.

    Of a column of a run: the codes by row index, and the number of blank cells that a value stood for.
    """

    spec: Input
    head: CellRef
    values: Sequence[Value]
    read: ColumnRead
    faulty: bool
    problems: tuple[Diagnostic, ...]
    coded: Mapping[int, str] = field(default_factory=dict)
    defaults: int = 0


def finish_column(draft: ColumnDraft, period: Period, printed: PrintedTotal | None) -> FinishedColumn:
    """Close a column and compare it with the total that the sheet prints, where it does."""
    if isinstance(draft, CodedDraft):
        return _finish_coded(draft)
    settle_doubts(draft)
    if draft.place.spec.kind is Kind.HOURS:
        from kpicalc.facts.doubtful_hours import settle_hours  # noqa: PLC0415 - few schemes count hours

        settle_hours(draft, period)
    if draft.place.spec.available is not None:
        from kpicalc.facts.doubtful_hours import refuse_beyond  # noqa: PLC0415 - few schemes count days of work

        refuse_beyond(draft, draft.place.spec.available)
    settle_units(draft)
    refuse_foreign_rows(draft)
    if any(map(tells_sign, draft.place.rows.units)):
        from kpicalc.facts.unread_columns import heed_columns_beside  # noqa: PLC0415 - few tables name them

        heed_columns_beside(draft)
    if " / " in draft.place.heading.text:
        from kpicalc.facts.unread_columns import check_heading  # noqa: PLC0415 - few headings stand below others

        check_heading(draft, period)
    if draft.place.spec.kind is Kind.RATIO:
        settle_scale(draft)
    total = _check_and_sum(draft, period)
    agreed = _compare_printed(draft, total, printed)
    _note_defaults(draft)
    values = PackedNumbers(draft.blocks, draft.size)
    read = _column_read(draft, total, draft.from_text, agreed)
    return FinishedColumn(
        draft.place.spec,
        draft.place.head,
        values,
        read,
        draft.faulty,
        tuple(draft.problems),
        draft.coded,
        draft.defaults,
    )


def _finish_coded(draft: CodedDraft) -> FinishedColumn:
    settle_column(draft)
    _note_defaults(draft)
    if draft.dates.serials:
        heading = draft.place.heading.text
        draft.problems.append(
            advice(
                Problem.NUMBERS_READ_AS_DATES, draft.place.head, heading=heading, count=draft.dates.serials
            )
        )
    return FinishedColumn(
        draft.place.spec,
        draft.place.head,
        draft.values,
        _column_read(draft, None, 0, None),
        draft.faulty,
        tuple(draft.problems),
    )


def _check_and_sum(draft: NumberDraft, period: Period) -> Decimal | None:
    # The sum is what the sheet shows, with the cells that the bounds refuse.
    # Thirds of an hour are cut: the digits that count are summed up (decision 0007).
    summed = draft.place.spec.kind in _SUMMED
    total = COUNTING.plus(sum(map(_sum_block, draft.blocks), ZERO)) if summed else None
    if has_bounds(draft.place.spec):
        spec = draft.place.spec
        for number, block in enumerate(draft.blocks):
            if not isinstance(block, list) and keeps_bounds_at_sight(spec, negative=_has_negative(block)):
                continue
            numbers = [each for each in unpack_numbers(block) if isinstance(each, Decimal)]
            if numbers and not keeps_bounds(numbers, spec):
                _refuse_breaches(draft, number, period)
    return total


def _has_negative(block: str | WholeBlock) -> bool:
    return "-" in block if isinstance(block, str) else block.least < 0


def _sum_block(block: PackedBlock) -> Decimal:
    if isinstance(block, WholeBlock):
        return COUNTING.scaleb(Decimal(sum(block.numbers)), -block.places)
    if isinstance(block, list):
        return sum((each for each in block if isinstance(each, Decimal)), ZERO)
    lines = block.split("\n")
    return sum(map(Decimal, lines), ZERO) if "." in block else Decimal(sum(map(int, lines)))


def _refuse_breaches(draft: NumberDraft, number: int, period: Period) -> None:
    changes: dict[int, Value] = {}
    for index, value in enumerate(unpack_numbers(draft.blocks[number]), start=number * BLOCK_ROWS):
        if not isinstance(value, Decimal) or index in draft.coded:
            continue
        breach = find_breach(value, draft.place.spec, period)
        if breach is not None:
            changes[index] = refuse_cell(draft, breach, index)
    replace_values(draft, changes)


def _compare_printed(draft: NumberDraft, own: Decimal | None, printed: PrintedTotal | None) -> Decimal | None:
    """Compare the sheet's own grand total with the sum of all rows; a difference is an error at its cell.

    No more than a warning is what rounded numbers may differ by.
    """
    place = draft.place
    if printed is None or own is None or place.spec.kind not in PRINTED:
        return None
    found = _read_printed(place, printed.cells[place.heading.column - 1])
    rest = _sum_others(printed.others)
    if not isinstance(found, WrittenNumber) or rest is None:
        return None
    total = COUNTING.plus(own + rest)
    # Compared as the sheet counts: what it prints may be rounded there.
    counted = COUNTING.scaleb(total, -counted_in(place, printed.row))
    if found.value == counted or (found.doubtful and found.value.scaleb(3) == counted):
        return total
    if place.heading.column not in printed.explained and not draft.faulty:
        draft.problems.append(_explain_difference(draft, printed, found.value, counted))
    return None


def _read_printed(place: ColumnPlace, cell: Raw) -> WrittenNumber | CellRefusal:
    if place.spec.kind is Kind.HOURS:
        from kpicalc.facts.hours import read_clock  # noqa: PLC0415 - few schemes count hours

        hours = read_clock(cell, place.writing.hours)
        if isinstance(hours, Decimal):
            return WrittenNumber(COUNTING.plus(hours))
    return read_number_cell(cell, place.writing.decimal, place.writing.credit)


def _explain_difference(
    draft: NumberDraft, printed: PrintedTotal, found: Decimal, total: Decimal
) -> Diagnostic:
    heading = draft.place.heading
    cell = draft.place.rows.sheet.cell(printed.row, heading.column)
    shown = {"heading": heading.text, "printed": found, "total": total}
    if total in (found * 2, found / 2):
        suspects = ", ".join(printed.suspects) or "?"
        return error(Problem.TOTAL_COUNTED_TWICE, cell, suspects=suspects, **shown)
    written = _last_place(found)
    rounded = draft.place.spec.kind in _ROUNDED and _last_place(total) < written
    near = rounded and abs(found - total) * 2 <= Decimal(draft.size).scaleb(written)
    return (warning if near else error)(Problem.TOTAL_DIFFERS, cell, difference=abs(found - total), **shown)


def _last_place(number: Decimal) -> int:
    """Return the power of ten of the last digit."""
    return number.adjusted() + 1 - len(number.as_tuple().digits)


def _sum_others(others: NumberDraft | None) -> Decimal | None:
    """Add up the rows of other schemes; None where one of them holds something else than a number."""
    if others is None:
        return ZERO
    settle_doubts(others)
    settle_units(others)
    return None if others.problems else sum(map(_sum_block, others.blocks), ZERO)


def _note_defaults(draft: ColumnDraft) -> None:
    place = draft.place
    if draft.defaults and not place.spec.run_of:
        draft.problems.append(
            advice(
                Problem.BLANKS_FILLED,
                place.head,
                heading=place.heading.text,
                count=draft.defaults,
                value=_shown(place.spec),
            )
        )


def _shown(spec: Input) -> Scalar | None:
    """Return what a blank cell stands for as a message shows it: a share as its percents."""
    if spec.kind is not Kind.RATIO:
        return spec.fallback
    assert isinstance(spec.fallback, Decimal)  # noqa: S101 - as all shares
    return f"{(spec.fallback * 100).normalize():f}%"


def _column_read(
    draft: ColumnDraft, total: Decimal | None, from_text: int, printed: Decimal | None
) -> ColumnRead:
    place = draft.place
    unit = place.writing.unit if place.spec.kind in COUNTED else None
    return ColumnRead(
        place.spec.name,
        place.heading.text,
        place.heading.column,
        total,
        from_text,
        printed,
        "" if unit in {None, Unit.ONE} else str(unit),
    )
