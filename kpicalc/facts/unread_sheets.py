"""Account for the sheets and files that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpicalc.facts.assign import SheetKey, key_of
from kpicalc.facts.find_header import Header, find_header, nearest_heading
from kpicalc.facts.head_rows import heading_text
from kpicalc.facts.headings import (
    KEY,
    KEY_HEADINGS,
    NAME,
    NAME_HEADINGS,
    Wanted,
    fits_name,
    is_input_slot,
    is_sure_person,
    list_wanted,
    normalise_heading,
)
from kpicalc.facts.join import PaidPeople, normalise_name, twin_forms
from kpicalc.facts.locate_sheets import (
    Person,
    is_other_table,
    list_people,
    names_people,
    other_tables,
    people_wanted,
)
from kpicalc.facts.read_csv import TextProblem
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.facts import Facts, SheetReceipt
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Program
from kpicalc.model.source import FilePlace

Pairs = Sequence[tuple[Program, Facts]]

_USUAL = (
    Wanted(KEY, KEY_HEADINGS, required=False, ranked=True),
    Wanted(NAME, NAME_HEADINGS, required=False, ranked=True),
)
# Of a list of people at least four rows in five name another person; of deals and shifts fewer do.
_ROWS, _PEOPLE = 5, 4
_SHOWN_HEADINGS = 6


@dataclass(frozen=True, slots=True)
class _Listed:
    """The people of a sheet that nobody reads: key, name and row of each, and what a scheme misses there."""

    people: Sequence[Person]
    header: Header
    missing: tuple[str, ...]


def find_unread(pairs: Pairs, programs: tuple[Program, ...], workbook: Workbook) -> Iterator[Diagnostic]:
    """Yield an error for each sheet whose people nobody pays, each left part of a table, each unread file."""
    receipts = [receipt for _, facts in pairs for receipt in facts.receipts]
    yield from _find_copies(receipts)
    read = {(each.file, each.sheet) for each in receipts}
    left = (each for each in workbook.sheets if key_of(each) not in read)
    unread = [each for each in left if not is_other_table(programs, each)]
    told: set[str] = set()
    paid = _list_paid(pairs) if unread else PaidPeople((), frozenset(), frozenset())
    for sheet in unread:
        from kpicalc.facts.headless_sheets import find_headless  # noqa: PLC0415 - few books have such sheets

        problem = _find_people(sheet, programs, paid) or _find_part(sheet, pairs)
        problem = problem or find_headless(sheet, receipts, paid)
        if problem is not None:
            told.add(sheet.file)
            yield problem
    known = {each.file for each in workbook.sheets if each not in unread}
    for file in dict.fromkeys(each.file for each in unread):
        if file not in told | known:
            yield error(Problem.FILE_UNREAD, FilePlace(file))


def _find_copies(receipts: Sequence[SheetReceipt]) -> Iterator[Diagnostic]:
    """Yield an error for each sheet of a table that came from a copy of a file that was read too."""
    first: dict[tuple[str, str, str], SheetReceipt] = {}
    seen: set[tuple[str, SheetKey]] = set()
    for each in receipts:
        earlier = first.setdefault((each.grain, each.sha256, each.sheet), each)
        place = (each.grain, (each.file, each.sheet))
        counts = each.rows_read and each.grain != COMPANY and place not in seen
        if counts and earlier.file != each.file:
            seen.add(place)
            yield error(
                Problem.FILE_COPIED, FilePlace(each.file), Label(FilePlace(earlier.file)), other=earlier.file
            )


def _list_paid(pairs: Pairs) -> PaidPeople:
    frames = [facts.frames[EMPLOYEES] for _, facts in pairs]
    keys = [key for frame in frames for key in frame.keys]
    names = (name for frame in frames for name in frame.labels)
    return PaidPeople(keys, frozenset(twin_forms(keys)), frozenset(map(normalise_name, names)))


def _find_people(sheet: Sheet, programs: tuple[Program, ...], paid: PaidPeople) -> Diagnostic | None:
    try:
        listed = _list_people(sheet, programs)
    except TextProblem:
        return None
    if listed is None:
        return None
    forms = twin_forms([key for key, _, _ in listed.people])
    unknown = [
        (name or key, row)
        for (key, name, row), form in zip(listed.people, forms, strict=True)
        if form not in paid.forms and normalise_name(name or key) not in paid.names
    ]
    if not unknown:
        return None
    person, row = unknown[0]
    column = next(listed.header.columns[slot].column for slot in (NAME, KEY) if slot in listed.header.columns)
    hint = "hidden" if sheet.hidden else "missing" if listed.missing else "free"
    missing = "; ".join(listed.missing[:_SHOWN_HEADINGS])
    near = _find_near(sheet, listed.header, listed.missing[0]) if hint == "missing" else None
    hint = "misspelt" if near else hint
    shown = {"sheet": sheet.title, "person": person, "missing": missing, "near": near or "", "hint": hint}
    return error(Problem.PEOPLE_SHEET_UNREAD, sheet.cell(row, column), count=len(unknown), **shown)


def _find_near(sheet: Sheet, header: Header, heading: str) -> str | None:
    """Return the heading of a sheet that nothing was found for and that may be the one meant."""
    taken = {each.column for each in header.columns.values()}
    cells = enumerate(sheet.head[header.row - 1], start=1)
    return nearest_heading(
        heading, [text for column, cell in cells if column not in taken and (text := heading_text(cell))]
    )


def _list_people(sheet: Sheet, programs: tuple[Program, ...]) -> _Listed | None:
    """List the people of a sheet, None where it is none of people.

    It is one when a column has numbers or names of employees, hardly any of them twice, and something else
    speaks of people too: a heading that only people have, a column of `applies_to`, half of what a scheme
    reads of its employees.
    """
    found = [each for each in (_look(sheet, program) for program in programs) if each is not None]
    best = max(found, key=lambda each: each[1], default=None)
    header = find_header(sheet, _USUAL).value if best is None else best[0]
    if header is None or not names_people(header) or not _is_row(sheet, header):
        return None
    sure = any(is_sure_person(header.columns[slot].child) for slot in (KEY, NAME) if slot in header.columns)
    if not sure and not any(evident for _, _, evident, _ in found):
        return None
    people = list_people(sheet, header)
    distinct = len({key for key, _, _ in people})
    if not people or distinct * _ROWS < len(people) * _PEOPLE:
        return None
    return _Listed(people, header, () if best is None else best[3])


def _is_row(sheet: Sheet, header: Header) -> bool:
    """Say whether a header is more than one word: that may stand in a list of anything."""
    column = next(header.columns[slot].column for slot in (KEY, NAME) if slot in header.columns)
    row = next(row for row in reversed(sheet.head[: header.row]) if row[column - 1] != "")
    return sum(1 for cell in row if cell != "") > 1


def _look(sheet: Sheet, program: Program) -> tuple[Header, int, bool, tuple[str, ...]] | None:
    """Say what a scheme finds in a sheet: header, number of columns, whether people, what it misses."""
    wanted = people_wanted(program)
    header = find_header(sheet, tuple(replace(each, required=False) for each in wanted)).value
    if header is None or not names_people(header):
        return None
    inputs = [each for each in wanted if is_input_slot(each.slot)]
    have = sum(1 for each in inputs if each.slot in header.columns)
    audience = program.applies_to.headings()
    evident = any(each in header.columns for each in audience) or bool(have and have * 2 >= len(inputs))
    missing = tuple(each.headings[0] for each in wanted if each.required and each.slot not in header.columns)
    return header, len(header.columns), evident, missing


def _find_part(sheet: Sheet, pairs: Pairs) -> Diagnostic | None:
    """Report a visible sheet with all headings of a table, called nearly like it: a part of it, or not?"""
    for program, _ in pairs:
        for grain in other_tables(program):
            name = grain.sheet or grain.name
            if not sheet.hidden and _is_nearly(name, sheet.title) and _is_complete(sheet, program, grain):
                return error(Problem.PART_SHEET_UNREAD, sheet.place, sheet=sheet.title, table=name)
    return None


def _is_nearly(name: str, title: str) -> bool:
    """Say whether a title has the first word of a name in it, whatever its ending."""
    word = normalise_heading(name.replace("*", " ")).partition(" ")[0]
    stem = word[: max(4, len(word) - 2)]
    return bool(stem) and (fits_name(f"{stem}*", title) or fits_name(f"* {stem}*", title))


def _is_complete(sheet: Sheet, program: Program, grain: Grain) -> bool:
    header = find_header(sheet, list_wanted(program, grain)).value
    if header is None:
        return False
    try:
        return any(
            any(block.row(at)) for block in sheet.read_after(header.row) for at in range(len(block.numbers))
        )
    except TextProblem:
        return True
