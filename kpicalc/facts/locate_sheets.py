"""Find the sheets that a scheme means, and the people that a sheet lists."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.facts.find_header import Header, count_matches, find_header
from kpicalc.facts.headings import KEY, NAME, Wanted, fits_name, is_input_slot, list_audience, list_wanted
from kpicalc.facts.join import normalise_name
from kpicalc.facts.read_csv import TextProblem
from kpicalc.facts.row_words import is_total
from kpicalc.facts.select_rows import read_keys
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Program
from kpicalc.model.source import FilePlace

Person = tuple[str, str, int]
# How a sheet is called that says what people begin with.
_OPENING = (
    "Остатки на начало*",
    "Начальные остатки*",
    "Входящие остатки*",
    "Opening values*",
    "Opening balances*",
)


def list_people(sheet: Sheet, header: Header) -> list[Person]:
    """Return number, name and row of each person; a broken text file raises TextProblem."""
    columns = [header.columns[slot].column for slot in (KEY, NAME) if slot in header.columns]
    people: list[Person] = []
    for block in sheet.read_after(header.row):
        cells = [read_keys(block.columns[column - 1]) for column in columns]
        rows = zip(cells[0], cells[-1], block.numbers, strict=True)
        people += (row for row in rows if row[0] and not is_total(row[0]) and not is_total(row[1]))
    return people


def drop_repeated(lists: Sequence[tuple[Sheet, Header]]) -> tuple[Sheet, ...]:
    """Return the lists of people without those all of whose people stand in another one, by number and name.

    That is right only where nothing is read of a person but who he is: then such a sheet adds nothing.
    """
    people = [_names(sheet, header) for sheet, header in lists]
    order = sorted(range(len(lists)), key=lambda at: -len(people[at]))
    kept: list[int] = []
    for at in order:
        if not people[at] or not any(people[at] <= people[other] for other in kept):
            kept.append(at)
    return tuple(lists[at][0] for at in sorted(kept))


def _names(sheet: Sheet, header: Header) -> frozenset[tuple[str, str]]:
    try:
        return frozenset((key, normalise_name(name)) for key, name, _ in list_people(sheet, header))
    except TextProblem:
        # What is wrong with it is told when it is read.
        return frozenset()


def find_table_sheets(grain: Grain, workbook: Workbook) -> Checked[tuple[Sheet, ...]]:
    """Return the sheets that are called like a table; hidden ones count only when the scheme names them."""
    named = _named(grain, workbook)
    return Checked(named) if named else Checked(None, (_no_sheet(grain, workbook),))


def find_people_sheets(program: Program, workbook: Workbook) -> Checked[tuple[Sheet, ...]]:
    """Return the sheets of the employees of a scheme: those called so, else those with its headings.

    Where no sheet has all headings, it is the one that has most of them: what it lacks is told later.
    """
    grain = program.grains[EMPLOYEES]
    named = _named(grain, workbook)
    if named:
        return Checked(named)
    free = free_sheets((program,), workbook)
    if grain.sheet or not free:
        return Checked(None, (_no_sheet(grain, workbook),))
    return Checked(complete_sheets(program, free) or (nearest_sheet(program, free),))


def free_sheets(programs: tuple[Program, ...], workbook: Workbook) -> tuple[Sheet, ...]:
    """Return the visible sheets that are called like no table of the schemes but that of employees."""
    return tuple(each for each in workbook.sheets if not each.hidden and not is_other_table(programs, each))


def complete_sheets(program: Program, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Return the sheets that list employees under all headings of a scheme.

    Deals and shifts may have these headings too: lists of employees are those that tell people apart by
    number and name, where there are such, and all of them alike. Where a scheme reads nothing of its people
    but who they are, any list of people will do, and one that only repeats another adds nobody.
    """
    wanted = people_wanted(program)
    found = [(each, find_header(each, wanted).value) for each in sheets]
    complete = [(each, header) for each, header in found if header is not None and names_people(header)]
    if not complete:
        return ()
    best = max(_identity(header) for _, header in complete)
    alike = [(each, header) for each, header in complete if _identity(header) == best]
    if len(alike) > 1 and not any(is_input_slot(each.slot) for each in wanted):
        return drop_repeated(alike)
    return tuple(each for each, _ in alike)


def nearest_sheet(program: Program, sheets: tuple[Sheet, ...]) -> Sheet:
    """Return the first of the sheets with the most headings of a scheme."""
    wanted = people_wanted(program)
    return max(sheets, key=lambda each: count_matches(each, wanted))


def people_wanted(program: Program) -> tuple[Wanted, ...]:
    """List all columns that a scheme wants of a sheet of its employees."""
    return list_wanted(program, program.grains[EMPLOYEES]) + list_audience(program)


def names_people(header: Header) -> bool:
    """Say whether a header has a column that tells the rows apart as people."""
    return KEY in header.columns or NAME in header.columns


def is_called(grain: Grain, sheet: Sheet) -> bool:
    """Say whether a sheet is called like a table; in `sheet:` a `*` stands for any letters."""
    names = (grain.sheet,) if grain.sheet else (grain.name, grain.label)
    return any(fits_name(each, sheet.title) for each in names)


def is_other_table(programs: tuple[Program, ...], sheet: Sheet) -> bool:
    """Say whether a sheet is called like a table of some scheme that is not its list of employees."""
    if any(each.past is not None for program in programs for each in program.inputs) and is_opening(sheet):
        return True
    return any(is_called(grain, sheet) for program in programs for grain in other_tables(program))


def other_tables(program: Program) -> tuple[Grain, ...]:
    """Return the tables of a scheme that are read from sheets, but that of employees."""
    reads_company = any(each.grain == COMPANY for each in program.inputs)
    return tuple(
        each
        for each in program.grains.values()
        if each.name != EMPLOYEES and not each.derived and (each.name != COMPANY or reads_company)
    )


def is_opening(sheet: Sheet) -> bool:
    """Say whether a sheet is called like one of opening values."""
    return any(fits_name(each, sheet.title) for each in _OPENING)


def _identity(header: Header) -> frozenset[str]:
    return frozenset((KEY, NAME)).intersection(header.columns)


def _named(grain: Grain, workbook: Workbook) -> tuple[Sheet, ...]:
    return tuple(
        each for each in workbook.sheets if is_called(grain, each) and (grain.sheet or not each.hidden)
    )


def _no_sheet(grain: Grain, workbook: Workbook) -> Diagnostic:
    present = "; ".join(each.title for each in workbook.sheets if not each.hidden)
    place = FilePlace(workbook.sheets[0].file) if workbook.sheets else None
    return error(Problem.SHEET_NOT_FOUND, place, sheet=grain.sheet or grain.name, present=present)
