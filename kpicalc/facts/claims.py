"""Find the sheets of employees in which each scheme may have people."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.facts.claimed_rows import Claim
from kpicalc.facts.find_header import find_header
from kpicalc.facts.headings import list_audience, list_wanted
from kpicalc.facts.locate_sheets import (
    complete_sheets,
    find_people_sheets,
    free_sheets,
    is_called,
    names_people,
)
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program


def find_claims(programs: tuple[Program, ...], workbook: Workbook) -> Checked[tuple[Claim, ...]]:
    """Let each scheme claim rows of its own sheets, and of those of others where its people may stand too.

    Nothing is read yet. A scheme for everybody has only sheets with all its headings; one that chooses its
    employees may have some in every sheet of employees, which then must have its headings.
    """
    own = {each.scheme: _own_sheets(each, programs, workbook) for each in programs}
    read = [sheet for sheet in workbook.sheets if any(sheet in each for each in own.values())]
    problems: list[Diagnostic] = []
    claims: list[Claim] = []
    for program in programs:
        found = _claims_of(program, own[program.scheme], read)
        if not found and (program.applies_to or not read):
            first = _claim_first(program, workbook)
            problems += [each for each in first.diagnostics if each not in problems]
            found = [] if first.value is None else [first.value]
        claims += found
    return Checked(None if problems else tuple(claims), tuple(problems))


def _own_sheets(program: Program, programs: tuple[Program, ...], workbook: Workbook) -> tuple[Sheet, ...]:
    """Return the sheets that the scheme names, else those with all its headings.

    Of the sheets that other schemes name one for everybody has none.
    """
    grain = program.grains[EMPLOYEES]
    if grain.sheet:
        return find_people_sheets(program, workbook).value or ()
    others = [each.grains[EMPLOYEES] for each in programs if each.grains[EMPLOYEES].sheet]
    free = free_sheets(programs, workbook)
    if not program.applies_to:
        free = tuple(each for each in free if not any(is_called(other, each) for other in others))
    return complete_sheets(program, free)


def _claims_of(program: Program, own: tuple[Sheet, ...], read: list[Sheet]) -> list[Claim]:
    open_to = read if program.applies_to and not program.grains[EMPLOYEES].sheet else own
    claims = [_claim(program, each) for each in open_to]
    return [each.value for each in claims if each.value is not None]


def _claim_first(program: Program, workbook: Workbook) -> Checked[Claim]:
    """Claim rows of the likeliest sheet, so that what it lacks is told."""
    sheets = find_people_sheets(program, workbook)
    if sheets.value is None:
        return Checked(None, sheets.diagnostics)
    return _claim(program, sheets.value[0])


def _claim(program: Program, sheet: Sheet) -> Checked[Claim]:
    grain = program.grains[EMPLOYEES]
    optional = tuple(replace(each, required=False) for each in list_wanted(program, grain))
    header = find_header(sheet, optional + list_audience(program))
    if header.value is None:
        return Checked(None, header.diagnostics)
    if not names_people(header.value):
        place = sheet.cell(header.value.row, 0)
        return Checked(None, (error(Problem.EMPLOYEE_COLUMN_MISSING, place, table=grain.label),))
    return Checked(Claim(program, sheet, header.value))
