"""Close the draft of one sheet: columns, runs of columns, rows, receipt; people listed beside it are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from kpicalc.facts.doubtful_names import (
    find_repeated_people,
    find_several_people,
    find_spoilt_names,
)
from kpicalc.facts.finish_column import PRINTED, FinishedColumn, PrintedTotal, finish_column
from kpicalc.facts.headings import KEY, LINK, LINK_NAME, NAME, input_slot, is_ambiguous, trim_unit
from kpicalc.facts.row_units import PEOPLE, REVISED, TIMED, head_text, unrevised
from kpicalc.facts.row_words import is_label
from kpicalc.facts.sheet_draft import Reading, SheetDraft
from kpicalc.facts.workbook import Merge, RowKind
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.facts import RoleRead, RowsOfOthers, RowsSkipped, SheetReceipt
from kpicalc.model.plain_text import fold_text
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES
from kpicalc.model.source import column_letters
from kpicalc.model.writing import PrintedTotals


def find_merged_data(reading: Reading) -> list[Diagnostic]:
    """Report areas that reach down over several rows of data in a column that is read."""
    return [_merged(reading, each) for each in _over_data(reading) if each.bottom > each.top]


def find_merged_rows(reading: Reading, kept: Sequence[int]) -> list[Diagnostic]:
    """Report areas inside one row that is read; in rows of totals and footers they do no harm.

    Those over several rows were reported before: of such a sheet nothing is read.
    """
    flat = _over_data(reading)
    rows = set(kept) if flat else set()
    return [_merged(reading, each) for each in flat if each.top in rows]


def _over_data(reading: Reading) -> list[Merge]:
    columns = {reading.key_column, reading.link_column, *reading.input_columns} - {0}
    return [
        each
        for each in reading.sheet.merges
        if each.bottom > reading.header.row and any(each.left <= column <= each.right for column in columns)
    ]


def _merged(reading: Reading, merge: Merge) -> Diagnostic:
    area = f"{column_letters(merge.left)}{merge.top}:{column_letters(merge.right)}{merge.bottom}"
    return error(Problem.CELLS_MERGED, reading.sheet.cell(merge.top, merge.left), area=area)


_SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class FinishedSheet:
    """What one sheet adds to a frame, and what is wrong with its rows."""

    draft: SheetDraft
    columns: dict[str, FinishedColumn]
    receipt: SheetReceipt
    problems: tuple[Diagnostic, ...]


def finish_sheet(draft: SheetDraft) -> FinishedSheet:
    """Close the columns of a sheet and check its rows; the problems of cells stay with their columns."""
    columns = {
        name: finish_column(each, draft.reading.period, _printed_total(draft, name))
        for name, each in draft.columns.items()
    }
    problems = (*draft.problems, *_check_rows(draft))
    if any(each.run for each in draft.reading.inputs):
        from kpicalc.facts.fold_runs import compare_sums, fold_runs  # noqa: PLC0415 - few tables have timesheets

        columns = fold_runs(draft.reading.inputs, columns)
        problems += tuple(compare_sums(draft, columns))
    return FinishedSheet(draft, columns, _make_receipt(draft, columns), problems)


def _printed_total(draft: SheetDraft, name: str) -> PrintedTotal | None:
    """Return the grand total row, and beside it what rows of other schemes add to it."""
    reading = draft.reading
    if draft.grand_total is None or reading.grain.rows.total is PrintedTotals.IGNORE:
        return None
    others = None if draft.other_rows is None else draft.other_rows.columns.get(name)
    explained = reading.marks.explained.get(draft.grand_total[0], frozenset())
    return PrintedTotal(*draft.grand_total, others, explained, reading.marks.suspects)


def _check_rows(draft: SheetDraft) -> list[Diagnostic]:
    reading, numbers = draft.reading, draft.rows.numbers
    problems = find_merged_rows(reading, numbers)
    hidden = () if reading.grain.rows.hidden else _hidden_rows(draft)
    if hidden:
        shown = ", ".join(map(str, hidden[:_SHOWN_ROWS])) + (", …" if len(hidden) > _SHOWN_ROWS else "")
        problems.append(
            warning(Problem.ROWS_HIDDEN, reading.sheet.cell(hidden[0], 0), count=len(hidden), rows=shown)
        )
    if reading.grain.name == COMPANY and len(numbers) != 1:
        problems.append(error(Problem.COMPANY_ROW_COUNT, reading.sheet.place, rows=len(numbers)))
    # Where a scheme is given nobody of a sheet, it is known why.
    given = reading.assigned is None or bool(reading.assigned)
    if reading.grain.name != COMPANY and given and not numbers and not draft.problems:
        problems.append(_no_rows(draft))
    one = reading.grain.name != COMPANY or len(numbers) == 1
    if one and any(each.says in TIMED for each in draft.rows.units):
        from kpicalc.facts.unread_columns import find_other_periods  # noqa: PLC0415 - few tables name months

        problems += find_other_periods(draft)
    if any(each.says == REVISED for each in draft.rows.units):
        problems += find_revised_columns(draft)
    problems += _tell_totals(draft) if reading.marks.amiss else ()
    if any(each.says == PEOPLE for each in draft.rows.units):
        problems += find_people_beside(draft)
    if draft.owners:
        from kpicalc.facts.owner_names import find_owners_named_otherwise  # noqa: PLC0415 - as above

        problems += find_owners_named_otherwise(draft)
    named = (find_spoilt_names, find_repeated_people, find_several_people)
    return [*problems, *_check_signed(draft), *chain.from_iterable(find(draft) for find in named)]


def _tell_totals(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error for each printed total that is the sum of no rows, in a column that is added up."""
    reading = draft.reading
    places = [each.place for each in draft.columns.values() if each.place.spec.kind in PRINTED]
    for row, columns in sorted(reading.marks.amiss.items()):
        for place in places if reading.grain.rows.total is PrintedTotals.CHECK else ():
            told = columns.get(place.heading.column)
            if told is not None:
                cell, heading = reading.sheet.cell(row, place.heading.column), place.heading.text
                shown = {"heading": heading, "printed": told.printed, "total": told.total}
                yield error(Problem.TOTAL_OF_PART_DIFFERS, cell, **shown)


def _no_rows(draft: SheetDraft) -> Diagnostic:
    """A sheet of employees without any is an error: it is never a month in which nobody is paid."""
    place = draft.reading.sheet.place
    if draft.reading.grain.name == EMPLOYEES:
        return error(Problem.SHEET_WITHOUT_EMPLOYEES, place)
    return warning(Problem.SHEET_WITHOUT_ROWS, place, table=draft.reading.grain.label)


def _check_signed(draft: SheetDraft) -> list[Diagnostic]:
    """Report what looks like a signature with rows of data below it: it may be a person."""
    reading, numbers = draft.reading, draft.rows.numbers
    column = reading.key_column or reading.link_column
    inside = [number for number in draft.signed if numbers and number < numbers[-1]]
    return [error(Problem.SIGNATURE_AMONG_DATA, reading.sheet.cell(number, column)) for number in inside]


def _hidden_rows(draft: SheetDraft) -> tuple[int, ...]:
    if not draft.reading.sheet.hidden_rows:
        return ()
    kept = set(draft.rows.numbers)
    return tuple(number for number in draft.reading.sheet.hidden_rows if number in kept)


def _list_roles(draft: SheetDraft) -> Iterator[RoleRead]:
    """Yield the columns that say who a row is, whose superior and whose row it is."""
    reading = draft.reading
    superior = input_slot(reading.grain.superior) if reading.grain.superior else ""
    link = next((slot for slot in (LINK, LINK_NAME) if slot in reading.header.columns), "")
    for role, slot in (("key", KEY), ("name", NAME), ("manager", superior), ("link", link)):
        heading = reading.header.columns.get(slot)
        if heading is not None:
            sure = bool(reading.grain.title or role == "manager") or not is_ambiguous(heading.child)
            yield RoleRead(role, heading.text, heading.column, obvious=sure)


def _make_receipt(draft: SheetDraft, columns: dict[str, FinishedColumn]) -> SheetReceipt:
    reading = draft.reading
    return SheetReceipt(
        file=reading.sheet.file,
        sheet=reading.sheet.name,
        sha256=reading.sheet.sha256,
        reader=reading.sheet.reader,
        grain=reading.grain.name,
        header_row=reading.header.row,
        roles=tuple(_list_roles(draft)),
        columns=tuple(each.read for each in columns.values() if not each.spec.run_of),
        rows_read=len(draft.rows.numbers),
        skipped=tuple(_skipped(draft, each, rows) for each, rows in sorted(_reasons(draft).items())),
        hidden_rows=_hidden_rows(draft),
    )


def _reasons(draft: SheetDraft) -> dict[tuple[RowKind, str], Sequence[int]]:
    """Return the rows that were left out by reason and pattern."""
    listed = {reason: tuple(sorted(rows)) for reason, rows in draft.skipped.items()}
    others = {(RowKind.OTHER_SCHEME, ""): RowsOfOthers(draft.others)} if draft.others else {}
    return {**listed, **others}


def _skipped(draft: SheetDraft, reason: tuple[RowKind, str], rows: Sequence[int]) -> RowsSkipped:
    kind, pattern = reason
    left = draft.reading.marks.left
    figures = sum(left[number].figures for number in rows) if pattern else 0
    return RowsSkipped(kind.value, rows, pattern, figures)


def find_revised_columns(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error for each column called like one that is read, but corrected or newer."""
    sheet, header = draft.reading.sheet, draft.reading.header
    read = (header.columns[input_slot(each.name)] for each in draft.reading.single_inputs)
    named = {trim_unit(each.child): each.text for each in read}
    for column in draft.rows.units:
        heading = head_text(sheet, header.row, column.column)
        other = named.get(trim_unit(unrevised(heading))) if column.says == REVISED else None
        if other and column.rows:
            rows = sorted(index for indexes in column.rows.values() for index in indexes)
            place = sheet.cell(draft.rows.numbers[rows[0]], column.column)
            yield error(Problem.REVISED_BESIDE, place, heading=heading, column=other, count=len(rows))


def find_people_beside(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error for each list beside the table in which somebody stands who is not in the table."""
    reading = draft.reading
    strangers = (each for key, name, _ in draft.strangers for each in (key, name))
    known = {fold_text(each) for each in (*draft.keys, *draft.labels, *strangers)}
    for each in draft.rows.units:
        others = [text for text in each.rows if fold_text(text) not in known and not is_label(text)]
        if each.says == PEOPLE and others:
            number = draft.rows.numbers[each.rows[others[0]][0]]
            yield error(
                Problem.HEADER_REPEATED,
                reading.sheet.cell(number, each.column),
                header=reading.header.row,
                rows=f"{number} `{others[0]}`",
                patterns="",
                heading=head_text(reading.sheet, reading.header.row, each.column),
                hint="beside",
            )
