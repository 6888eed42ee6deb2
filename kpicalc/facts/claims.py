"""Find the sheets in which each scheme may have people, and tell of people whom they only nearly name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain

from kpicalc.facts.claimed_rows import Claim, SharedReading
from kpicalc.facts.find_header import find_header
from kpicalc.facts.headings import KEY, NAME, list_audience, list_wanted, normalise_heading
from kpicalc.facts.join import name_forms, twin_forms
from kpicalc.facts.locate_sheets import (
    complete_sheets,
    find_people_sheets,
    free_sheets,
    is_called,
    names_people,
)
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.audience import AskedHeading
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, error, warning
from kpicalc.model.expr import Text
from kpicalc.model.plain_text import differ_by_a_slip, fold_text, text_look
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import CellRef


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


@dataclass(frozen=True, slots=True)
class _Column:
    """The texts of all columns with one heading, each with its first cell; `person` if they are people."""

    texts: dict[str, CellRef]
    person: bool

    def find_alike(self, text: str, named: AbstractSet[str]) -> Iterator[str]:
        """Yield the texts that people would take for another one, but for those that schemes name."""
        look, form, key = text_look(text), name_forms([text]), twin_forms([text])
        for each in self.texts:
            alike = text_look(each) == look or name_forms([each]) == form or twin_forms([each]) == key
            if (alike or differ_by_a_slip(each, text)) and fold_text(each) not in named:
                yield each

    def unmet(self, program: Program, asked: AskedHeading, named: AbstractSet[str]) -> Iterator[Diagnostic]:
        """Yield what rows may mean by a text that they have not, or not all of them.

        Of two people with almost one name both may be there: such are told of only where one of them is not.
        """
        met = set(map(fold_text, self.texts))
        for text in asked.texts:
            if self.person and fold_text(text.value) in met:
                continue
            alike = [
                _almost(program, text, each, self.texts[each]) for each in self.find_alike(text.value, named)
            ]
            yield from alike
            if self.person and not alike:
                shown = {"found": text.value, "heading": asked.heading, "scheme": program.scheme}
                yield warning(Problem.NAMED_PERSON_ABSENT, text.span, **shown)


def find_nearly_named(
    programs: Sequence[Program], readings: Mapping[tuple[str, str], Sequence[SharedReading]]
) -> Iterator[Diagnostic]:
    """Yield as errors the texts that rows almost have, and a word of people whom none has."""
    columns = _columns(programs, [each for same in readings.values() for each in same])
    rest = any(each.applies_to.otherwise for each in programs)
    named: dict[str, set[str]] = {}
    for asked in chain.from_iterable(each.applies_to.asked() for each in programs):
        named.setdefault(normalise_heading(asked.heading), set()).update(map(fold_text, asked.values))
    for program in programs:
        exceptions = chain.from_iterable(program.applies_to.exceptions)
        for asked in (*(program.applies_to.named if rest else ()), *exceptions):
            form = normalise_heading(asked.heading)
            yield from columns[form].unmet(program, asked, named[form])


def _columns(programs: Sequence[Program], readings: Sequence[SharedReading]) -> dict[str, _Column]:
    found: dict[str, _Column] = {}
    headings = dict.fromkeys(heading for each in programs for heading in each.applies_to.headings())
    for reading in readings:
        header = reading.claims[0].header
        people = {header.columns[slot].column for slot in (KEY, NAME) if slot in header.columns}
        places = {
            claim.header.columns[heading].column: normalise_heading(heading)
            for claim in reading.claims
            for heading in headings
            if heading in claim.header.columns
        }
        for column, form in places.items():
            known = found.setdefault(form, _Column({}, column in people))
            for text, row in reading.texts.get(column, {}).items():
                known.texts.setdefault(text, reading.sheet.cell(row, column))
    return found


def _almost(program: Program, text: Text, like: str, place: CellRef) -> Diagnostic:
    shown = {"found": like, "known": text.value, "where": str(text.span), "scheme": program.scheme}
    return error(Problem.NEARLY_NAMED, place, Label(text.span), **shown)
