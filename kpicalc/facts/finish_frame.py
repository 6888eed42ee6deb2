"""Close the draft of a sheet: the frame of its grain, the receipt, and the index for rows below."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpicalc.facts.doubtful_names import check_names, find_doubts
from kpicalc.facts.finish_column import FinishedColumn, PrintedTotal, finish_column
from kpicalc.facts.headings import is_ambiguous
from kpicalc.facts.join import ParentIndex, find_twins, name_forms, twin_forms
from kpicalc.facts.merged_cells import find_merged_rows
from kpicalc.facts.sheet_draft import SheetDraft
from kpicalc.facts.wanted import KEY, LINK, LINK_NAME, NAME, input_slot
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors, warning
from kpicalc.model.facts import Frame, Origin, RoleRead, RowsSkipped, SheetReceipt
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain
from kpicalc.model.source import CellRef

_SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class Built:
    """A frame, what its receipt says, and the index by which rows below find their parent.

    `collected` are the link texts of its rows, in `link_column`, when these make the parent frame.
    """

    frame: Frame
    receipt: SheetReceipt | None
    index: ParentIndex
    parent: str | None
    collected: tuple[str, ...] = ()
    link_column: int = 0


def empty_company() -> Built:
    """Return the frame of a company that has no sheet: one row without columns."""
    frame = Frame(COMPANY, 1, (COMPANY,), ("",), {}, array("l"), None)
    return Built(
        frame, None, ParentIndex((), (), (), named=False, place=lambda row: CellRef("", "", row, 0)), None
    )


def finish_frame(draft: SheetDraft) -> Checked[Built]:
    """Close a draft; without a value a row has no key, a doubled key or no parent."""
    reading = draft.reading
    columns = {
        name: finish_column(each, reading.period, _printed_total(draft, name))
        for name, each in draft.columns.items()
    }
    in_rows = draft.problems + _check_rows(draft)
    in_cells = [problem for each in columns.values() for problem in each.problems]
    problems = (*in_rows, *in_cells)
    if has_errors(in_rows):
        return Checked(None, problems)
    collected = _use_collected(draft)
    frame = _make_frame(draft, columns)
    receipt = _make_receipt(draft, columns)
    built = Built(frame, receipt, _index_rows(draft), reading.grain.parent, collected, reading.link_column)
    return Checked(built, problems)


def derive_frame(grain: Grain, child: Built) -> Checked[Built]:
    """Make the frame of a grain without a sheet: one row for each value that its children name."""
    keys = child.collected
    origin = child.frame.origin
    problems = find_twins(keys, name_forms(keys), lambda index: _first_child(child, index)) if origin else []
    if problems:
        return Checked(None, tuple(problems))
    parents = array("l", [0] * len(keys))
    frame = Frame(grain.name, len(keys), keys, keys, {}, parents, None)
    index = ParentIndex(keys, (), (), named=False, place=lambda row: _first_child(child, row))
    return Checked(Built(frame, None, index, grain.parent))


def _first_child(child: Built, parent: int) -> CellRef:
    row = child.frame.parents.index(parent)
    origin = child.frame.origin
    assert origin is not None  # noqa: S101 - only frames read from a sheet collect parents
    return CellRef(origin.file, origin.sheet, origin.rows[row], child.link_column)


def _printed_total(draft: SheetDraft, name: str) -> PrintedTotal | None:
    """Return the grand total row, and beside it what rows of other schemes add to it."""
    if draft.grand_total is None:
        return None
    others = None if draft.other_rows is None else draft.other_rows.columns.get(name)
    return PrintedTotal(*draft.grand_total, others)


def _check_rows(draft: SheetDraft) -> list[Diagnostic]:
    reading, numbers = draft.reading, draft.rows.numbers
    problems = find_merged_rows(reading, numbers)
    hidden = _hidden_rows(draft)
    if hidden:
        shown = ", ".join(map(str, hidden[:_SHOWN_ROWS])) + (", …" if len(hidden) > _SHOWN_ROWS else "")
        problems.append(warning("KPI426", reading.sheet.cell(hidden[0], 0), count=len(hidden), rows=shown))
    if reading.grain.name == COMPANY and len(numbers) != 1:
        problems.append(error("KPI457", reading.sheet.cell(0, 0), rows=len(numbers)))
    if reading.grain.name != COMPANY and not numbers and not draft.problems:
        problems.append(_no_rows(draft))
    return problems + _check_signed(draft) + _check_keys(draft) + check_names(draft)


def _no_rows(draft: SheetDraft) -> Diagnostic:
    """A sheet of employees without any is an error: it is never a month in which nobody is paid."""
    place = draft.reading.sheet.cell(0, 0)
    if draft.reading.grain.name == EMPLOYEES:
        return error("KPI473", place)
    return warning("KPI458", place, table=draft.reading.grain.label)


def _check_signed(draft: SheetDraft) -> list[Diagnostic]:
    """Report what looks like a signature with rows of data below it: it may be a person."""
    reading, numbers = draft.reading, draft.rows.numbers
    column = reading.key_column or reading.link_column
    inside = [number for number in draft.signed if numbers and number < numbers[-1]]
    return [error("KPI472", reading.sheet.cell(number, column)) for number in inside]


def _check_keys(draft: SheetDraft) -> list[Diagnostic]:
    if not draft.keys:
        return []
    keys = [*draft.keys, *(key for key, _, _ in draft.strangers)]
    numbers = [*draft.rows.numbers, *(number for _, _, number in draft.strangers)]
    if draft.reading.grain.valid is not None:
        # The key of a dated row may come again: its terms are compared later.
        numbers = [numbers[keys.index(key)] for key in dict.fromkeys(keys)]
        keys = list(dict.fromkeys(keys))
    forms = name_forms(keys) if _is_named(draft) else keys if _are_uniform(keys) else twin_forms(keys)
    sheet, column = draft.reading.sheet, draft.reading.key_column
    return find_twins(keys, forms, lambda index: sheet.cell(numbers[index], column))


def _are_uniform(keys: list[str]) -> bool:
    """Say quickly that keys are digits of one length, so that only equal ones can be confused."""
    joined = "".join(keys)
    return len(set(map(len, keys))) == 1 and joined.isascii() and joined.isdecimal()


def _is_named(draft: SheetDraft) -> bool:
    """Say whether the keys are names of people, because the sheet has no other key."""
    return draft.reading.key_column == draft.reading.name_column != 0


def _hidden_rows(draft: SheetDraft) -> tuple[int, ...]:
    if not draft.reading.sheet.hidden_rows:
        return ()
    kept = set(draft.rows.numbers)
    return tuple(number for number in draft.reading.sheet.hidden_rows if number in kept)


def _use_collected(draft: SheetDraft) -> tuple[str, ...]:
    """Number the collected parents anew, so that only those of rows that were kept remain."""
    if not draft.reading.collects:
        return ()
    texts = list(draft.collected)
    used = {parent: place for place, parent in enumerate(dict.fromkeys(draft.parents))}
    draft.parents = array("l", [used[parent] for parent in draft.parents])
    return tuple(texts[parent] for parent in used)


def _make_frame(draft: SheetDraft, columns: dict[str, FinishedColumn]) -> Frame:
    reading = draft.reading
    places = {name: each.read.column for name, each in columns.items()}
    company = reading.grain.name == COMPANY
    return Frame(
        grain=reading.grain.name,
        size=len(draft.rows.numbers),
        keys=(COMPANY,) if company else draft.keys,
        labels=("",) if company else draft.labels,
        columns={name: each.values for name, each in columns.items()},
        parents=array("l") if company else draft.parents,
        origin=Origin(reading.sheet.file, reading.sheet.name, places, _compact(draft.rows.numbers)),
        faulty=frozenset(name for name, each in columns.items() if each.faulty),
    )


def _compact(numbers: array[int]) -> Sequence[int]:
    """Return rows without a gap as a range, which takes no memory."""
    if numbers and numbers[-1] - numbers[0] + 1 == len(numbers):
        return range(numbers[0], numbers[-1] + 1)
    return numbers


def _index_rows(draft: SheetDraft) -> ParentIndex:
    sheet, column, numbers = draft.reading.sheet, draft.reading.key_column, draft.rows.numbers
    return ParentIndex(
        keys=draft.keys,
        names=draft.labels if draft.reading.name_column else (),
        strangers=[(key, name) for key, name, _ in draft.strangers],
        named=_is_named(draft),
        place=lambda row: sheet.cell(numbers[row], column),
        doubts=find_doubts(draft),
    )


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
        columns=tuple(each.read for each in columns.values()),
        rows_read=len(draft.rows.numbers),
        skipped=tuple(
            RowsSkipped(kind.value, tuple(sorted(rows))) for kind, rows in sorted(draft.skipped.items())
        ),
        hidden_rows=_hidden_rows(draft),
    )
