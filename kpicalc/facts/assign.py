"""Give each employee to the one scheme that pays him."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kpicalc.facts.claimed_rows import Claim, SharedReading, describe_rows, read_claims, share_readings
from kpicalc.facts.claims import find_claims
from kpicalc.facts.join import find_twins, name_forms, twin_forms
from kpicalc.facts.locate_sheets import find_people_sheets
from kpicalc.facts.read_csv import TextProblem
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import CellRef

SheetKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class People:
    """The sheets of employees of a scheme in the order of the files.

    `rows` are its rows by file and name of the sheet, None where it pays every row. `paid_elsewhere` are key
    and name of people whom other schemes pay by other sheets.
    """

    sheets: tuple[Sheet, ...]
    rows: Mapping[SheetKey, frozenset[int]] | None = None
    paid_elsewhere: Sequence[tuple[str, str]] = ()

    def rows_of(self, sheet: Sheet) -> frozenset[int] | None:
        """Return the rows of a sheet that the scheme pays, None for all."""
        return None if self.rows is None else self.rows[sheet.file, sheet.name]


def key_of(sheet: Sheet) -> SheetKey:
    """Return the file and name by which a sheet is known."""
    return sheet.file, sheet.name


def join_people(one: People, other: People) -> People:
    """Return the people of both, every row where one of them takes every row."""
    sheets = tuple({key_of(sheet): sheet for sheet in (*one.sheets, *other.sheets)}.values())
    if one.rows is None or other.rows is None:
        return People(sheets)
    keys = dict.fromkeys((*one.rows, *other.rows))
    empty: frozenset[int] = frozenset()
    rows = {key: one.rows.get(key, empty) | other.rows.get(key, empty) for key in keys}
    return People(sheets, rows, one.paid_elsewhere)


@dataclass(frozen=True, slots=True)
class _Person:
    """A row: what tells the person apart, his name, the scheme that pays him, and his cell."""

    key: str
    name: str
    named: bool
    scheme: str
    segmented: bool
    place: CellRef

    def differ(self, other: _Person) -> bool:
        """Say whether two rows are of different sheets and schemes, and not both for some days only."""
        if self.segmented and other.segmented and self.key == other.key:
            return False
        return self.scheme != other.scheme and self.sheet() != other.sheet()

    def sheet(self) -> SheetKey:
        return self.place.file, self.place.sheet


def find_paid_twice(readings: Mapping[SheetKey, Sequence[SharedReading]]) -> Iterator[Diagnostic]:
    """Yield an error for each person of one sheet who stands in another sheet for another scheme.

    Within a sheet and within a scheme they are compared when these are read. Where a sheet has no numbers,
    its people are compared with all others by name.
    """
    people = [person for same in readings.values() for reading in same for person in _people(reading)]
    numbered = [each for each in people if not each.named]
    yield from _twins(numbered, [each.key for each in numbered], twin_forms)
    if len(numbered) < len(people):
        yield from _twins(people, [each.name for each in people], name_forms)


def _people(reading: SharedReading) -> Iterator[_Person]:
    column = reading.identity[0]
    for claim in reading.claims:
        for row in sorted(claim.claimed if reading.remembers else ()):
            place = reading.sheet.cell(row, column)
            scheme, segmented = claim.program.scheme, claim.program.grains[EMPLOYEES].segmented
            yield _Person(*reading.names[row], reading.named, scheme, segmented, place)


def _twins(
    people: Sequence[_Person], keys: Sequence[str], make_forms: Callable[[Sequence[str]], list[str]]
) -> Iterator[Diagnostic]:
    by_number = make_forms is twin_forms
    first: dict[str, int] = {}
    for index, form in enumerate(make_forms(keys)):
        earlier, later = people[first.setdefault(form, index)], people[index]
        if earlier.differ(later) and (by_number or earlier.named or later.named):
            places = (earlier.place, later.place)
            yield from find_twins([keys[first[form]], keys[index]], [form, form], places.__getitem__)


Readings = Mapping[SheetKey, Sequence[SharedReading]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whom each scheme pays, by its name."""

    people: Mapping[str, People]


def assign_employees(programs: tuple[Program, ...], workbook: Workbook) -> Checked[Assignment]:
    """Give every employee row to the one program whose `applies_to` matches it.

    A row that no program or two programs match is an error at its cell, and belongs to none.
    """
    if len(programs) == 1 and not programs[0].applies_to:
        sheets = find_people_sheets(programs[0], workbook)
        if sheets.value is None:
            return Checked(None, sheets.diagnostics)
        return Checked(Assignment({programs[0].scheme: People(sheets.value)}))
    claims = find_claims(programs, workbook)
    if claims.value is None:
        return Checked(None, claims.diagnostics)
    readings = share_readings(claims.value, heeds_texts=heeds_texts(programs))
    problems = tuple(dict.fromkeys(_read_all(readings)))
    if problems:
        return Checked(None, problems)
    by_sheet = _group_by_sheet(readings)
    empty = [each for each in by_sheet.values() if not any(reading.people() for reading in each)]
    asked = tuple(dict.fromkeys(problem for each in readings for problem in each.marks.problems))
    if empty:
        return Checked(
            None,
            asked or tuple(error(Problem.SHEET_WITHOUT_EMPLOYEES, each[0].sheet.place) for each in empty),
        )
    for each in by_sheet.values():
        _leave_named(each)
    refused = dict(_conflicts(by_sheet))
    people = {each.scheme: _people_of(each, by_sheet, refused) for each in programs}
    nearly = _find_nearly_named(programs, by_sheet) if heeds_texts(programs) else ()
    return Checked(Assignment(people), (*asked, *refused.values(), *nearly, *find_paid_twice(by_sheet)))


def heeds_texts(programs: Sequence[Program]) -> bool:
    """Say whether a text in `applies_to` that no row has could let somebody be paid otherwise unseen."""
    return any(each.applies_to.otherwise or each.applies_to.exceptions for each in programs)


def _find_nearly_named(programs: tuple[Program, ...], by_sheet: Readings) -> Iterator[Diagnostic]:
    from kpicalc.facts.claims import find_nearly_named  # noqa: PLC0415 - few runs have all the rest

    return find_nearly_named(programs, by_sheet)


def _read_all(readings: Sequence[SharedReading]) -> Iterator[Diagnostic]:
    for reading in readings:
        try:
            read_claims(reading)
        except TextProblem as problem:
            yield from problem.problems


def _group_by_sheet(readings: Sequence[SharedReading]) -> Readings:
    sheets: dict[SheetKey, list[SharedReading]] = {}
    for reading in readings:
        sheets.setdefault(key_of(reading.sheet), []).append(reading)
    return sheets


def _people_of(program: Program, readings: Readings, refused: Mapping[CellRef, Diagnostic]) -> People:
    out = {(place.file, place.sheet, place.row) for place in refused}
    rows: dict[SheetKey, frozenset[int]] = {}
    for key, same in readings.items():
        claimed = [claim.claimed for each in same for claim in each.claims if claim.program is program]
        if any(claimed):
            rows[key] = frozenset(row for row in claimed[0] if (*key, row) not in out)
    elsewhere = [
        name
        for key, same in readings.items()
        if key not in rows
        for each in same
        for name in each.names.values()
    ]
    return People(tuple(readings[key][0].sheet for key in rows), rows, elsewhere)


def _leave_named(same: Sequence[SharedReading]) -> None:
    """Take from those who pay all the rest whom other schemes name."""
    claims = [claim for reading in same for claim in reading.claims]
    rest = [each for each in claims if each.program.applies_to.otherwise]
    if rest:
        named = set[int]().union(*(each.claimed for each in claims if not each.program.applies_to.otherwise))
        for each in rest:
            each.claimed -= named


def _conflicts(readings: Readings) -> Iterator[tuple[CellRef, Diagnostic]]:
    for same in readings.values():
        claims = [claim for reading in same for claim in reading.claims]
        people = set[int]().union(*(reading.people() for reading in same))
        # The rows with an employee that no claim or several claims hold.
        once: set[int] = set()
        again: set[int] = set()
        for claim in claims:
            again |= once & claim.claimed
            once |= claim.claimed
        unsettled = (people - once) | again
        said: dict[int, tuple[str, str]] = {}
        for each in same if unsettled else ():
            said = describe_rows(each, unsettled) | said
        for row in sorted(unsettled):
            yield _explain_row(row, said[row], claims)


def _explain_row(row: int, said: tuple[str, str], claims: Sequence[Claim]) -> tuple[CellRef, Diagnostic]:
    who, found = said
    columns = [claim.conditions[0][0] for claim in claims if claim.conditions]
    place = claims[0].sheet.cell(row, columns[-1] if columns else 0)
    schemes = [claim.program.scheme for claim in claims if row in claim.claimed]
    if schemes:
        shown = {"who": who, "found": found or "—", "schemes": ", ".join(schemes)}
        return place, error(Problem.EMPLOYEE_OF_TWO_SCHEMES, place, **shown)
    present = ", ".join(claim.program.scheme for claim in claims)
    # The headings of `applies_to` with all values that some scheme pays by.
    values: dict[str, dict[str, None]] = {}
    for claim in claims:
        for asked in claim.program.applies_to.named:
            values.setdefault(asked.heading, {}).update(dict.fromkeys(asked.values))
    fitting = "; ".join(f"{heading} = {', '.join(listed_all)}" for heading, listed_all in values.items())
    return place, error(
        Problem.EMPLOYEE_WITHOUT_SCHEME, place, who=who, found=found, schemes=present, fitting=fitting
    )
