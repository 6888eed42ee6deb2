"""Give each row of the sheets of employees to the scheme that pays it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpicalc.facts.claims import Claim, SharedReading, read_claims, share_readings
from kpicalc.facts.find_claims import find_claims
from kpicalc.facts.locate_sheets import find_people_sheets
from kpicalc.facts.paid_twice import find_paid_twice
from kpicalc.facts.people import People, SheetKey, key_of
from kpicalc.facts.stream_csv import TextProblem
from kpicalc.facts.workbook import Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.program import Program
from kpicalc.model.source import CellRef

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
    readings = share_readings(claims.value)
    problems = tuple(dict.fromkeys(_read_all(readings)))
    if problems:
        return Checked(None, problems)
    by_sheet = _group_by_sheet(readings)
    empty = [each for each in by_sheet.values() if not any(reading.people() for reading in each)]
    asked = tuple(dict.fromkeys(problem for each in readings for problem in each.marks.problems))
    if empty:
        return Checked(None, asked or tuple(error("KPI473", each[0].sheet.cell(0, 0)) for each in empty))
    refused = dict(_conflicts(by_sheet))
    people = {each.scheme: _people_of(each, by_sheet, refused) for each in programs}
    return Checked(Assignment(people), (*asked, *refused.values(), *find_paid_twice(by_sheet)))


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


def _conflicts(readings: Readings) -> Iterator[tuple[CellRef, Diagnostic]]:
    for same in readings.values():
        claims = [claim for reading in same for claim in reading.claims]
        people = set[int]().union(*(reading.people() for reading in same))
        for row in sorted(_unsettled_rows(people, claims)):
            yield _explain_row(row, same, claims)


def _unsettled_rows(people: set[int], claims: Sequence[Claim]) -> set[int]:
    """Return the rows with an employee that no claim or several claims hold."""
    once: set[int] = set()
    again: set[int] = set()
    for claim in claims:
        again |= once & claim.claimed
        once |= claim.claimed
    return (people - once) | again


def _explain_row(
    row: int, same: Sequence[SharedReading], claims: Sequence[Claim]
) -> tuple[CellRef, Diagnostic]:
    columns = [column for claim in claims for column, _ in claim.conditions[:1]]
    place = claims[0].sheet.cell(row, columns[-1] if columns else 0)
    schemes = [claim.program.scheme for claim in claims if row in claim.claimed]
    if schemes:
        return place, error("KPI461", place, schemes=", ".join(schemes))
    found = next(each.unclaimed[row] for each in same if row in each.unclaimed)
    present = ", ".join(claim.program.scheme for claim in claims)
    fitting = "; ".join(_fitting(claims))
    who = next((each.nobodys.get(row, "") for each in same if row in each.unclaimed), "")
    return place, error("KPI460", place, who=who, found=found, schemes=present, fitting=fitting)


def _fitting(claims: Sequence[Claim]) -> Iterator[str]:
    """Yield the headings of `applies_to` with all values that some scheme pays by."""
    values: dict[str, dict[str, None]] = {}
    for claim in claims:
        for heading, listed in claim.program.applies_to:
            values.setdefault(heading, {}).update(dict.fromkeys(listed))
    for heading, listed_all in values.items():
        yield f"{heading} = {', '.join(listed_all)}"
