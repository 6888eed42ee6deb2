"""Give each row of the employees sheet to the scheme that pays it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpicalc.facts.claims import Claim, SharedReading, read_claims, share_readings
from kpicalc.facts.find_header import Wanted, find_header
from kpicalc.facts.locate_sheet import find_grain_sheet
from kpicalc.facts.stream_csv import TextProblem
from kpicalc.facts.wanted import KEY, NAME, list_wanted
from kpicalc.facts.workbook import Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class Assignment:
    """The sheet rows of each scheme by its name; None where the scheme pays every row."""

    rows: Mapping[str, frozenset[int] | None]


def assign_employees(programs: tuple[Program, ...], workbook: Workbook) -> Checked[Assignment]:
    """Give every employee row to the one program whose `applies_to` matches it.

    A row that no program or two programs match is an error at its cell, and belongs to none.
    """
    if len(programs) == 1 and not programs[0].applies_to:
        return Checked(Assignment({programs[0].scheme: None}))
    problems: list[Diagnostic] = []
    claims: list[Claim] = []
    for program in programs:
        claim = _find_claim(program, workbook)
        problems += [each for each in claim.diagnostics if each not in problems]
        claims += [] if claim.value is None else [claim.value]
    readings = share_readings(claims)
    problems += dict.fromkeys(_read_all(readings))
    if problems:
        return Checked(None, tuple(problems))
    if not any(each.people() for each in readings):
        return Checked(None, (error("KPI473", claims[0].sheet.cell(0, 0)),))
    refused = {(row.file, row.sheet, row.row): each for row, each in _conflicts(readings)}
    rows = {
        claim.program.scheme: frozenset(
            row for row in claim.claimed if (claim.sheet.file, claim.sheet.name, row) not in refused
        )
        for claim in claims
    }
    return Checked(Assignment(rows), tuple(refused.values()))


def _find_claim(program: Program, workbook: Workbook) -> Checked[Claim]:
    """Find the sheet and the columns by which a program claims its rows; nothing is read yet."""
    grain = program.grains[EMPLOYEES]
    optional = tuple(replace(each, required=False) for each in list_wanted(program, grain))
    wanted = optional + tuple(Wanted(heading, (heading,)) for heading, _ in program.applies_to)
    sheet = find_grain_sheet(program, grain, workbook, wanted)
    if sheet.value is None:
        return Checked(None, sheet.diagnostics)
    header = find_header(sheet.value, wanted)
    if header.value is None:
        return Checked(None, header.diagnostics)
    if KEY not in header.value.columns and NAME not in header.value.columns:
        place = sheet.value.cell(header.value.row, 0)
        return Checked(None, (error("KPI418", place, table=grain.label),))
    return Checked(Claim(program, sheet.value, header.value))


def _read_all(readings: Sequence[SharedReading]) -> Iterator[Diagnostic]:
    for reading in readings:
        try:
            read_claims(reading)
        except TextProblem as problem:
            yield from problem.problems


def _conflicts(readings: Sequence[SharedReading]) -> Iterator[tuple[CellRef, Diagnostic]]:
    sheets: dict[tuple[str, str], list[SharedReading]] = {}
    for reading in readings:
        sheet = reading.claims[0].sheet
        sheets.setdefault((sheet.file, sheet.name), []).append(reading)
    for same in sheets.values():
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
    return place, error("KPI460", place, found=found, schemes=present)
