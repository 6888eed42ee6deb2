"""Tell the people of `applies_to` whom the sheets only nearly name: all the rest would pay them unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpicalc.facts.claimed_rows import SharedReading
from kpicalc.facts.headings import KEY, NAME, normalise_heading
from kpicalc.facts.join import name_forms, twin_forms
from kpicalc.model.audience import AskedHeading
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.expr import Text
from kpicalc.model.plain_text import differ_by_a_slip, fold_text, text_look
from kpicalc.model.problem import Problem
from kpicalc.model.program import Program
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class _Column:
    """The texts of all columns with one heading, each with its first cell; `person` if they are people."""

    texts: dict[str, CellRef]
    person: bool

    def find_like(self, text: str) -> str | None:
        """Return the text that people would take for another one."""
        look, form, key = text_look(text), name_forms([text]), twin_forms([text])
        for each in self.texts:
            alike = text_look(each) == look or name_forms([each]) == form or twin_forms([each]) == key
            if alike or differ_by_a_slip(each, text):
                return each
        return None


def find_nearly_named(
    programs: Sequence[Program], readings: Mapping[tuple[str, str], Sequence[SharedReading]]
) -> Iterator[Diagnostic]:
    """Yield each text of a scheme that no row has: an error where one is like it, else a word of people."""
    columns = _columns(programs, [each for same in readings.values() for each in same])
    rest = any(each.applies_to.otherwise for each in programs)
    for program in programs:
        exceptions = (asked for each in program.applies_to.exceptions for asked in each)
        for asked in (*(program.applies_to.named if rest else ()), *exceptions):
            column = columns.get(normalise_heading(asked.heading))
            if column is not None:
                yield from _unmet(program, asked, column)


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
            for text, row in (reading.texts or {}).get(column, {}).items():
                known.texts.setdefault(text, reading.sheet.cell(row, column))
    return found


def _unmet(program: Program, asked: AskedHeading, column: _Column) -> Iterator[Diagnostic]:
    met = set(map(fold_text, column.texts))
    for text in asked.texts:
        if fold_text(text.value) in met:
            continue
        like = column.find_like(text.value)
        if like is not None:
            yield _almost(program, text, like, column.texts[like])
        elif column.person:
            shown = {"found": text.value, "heading": asked.heading, "scheme": program.scheme}
            yield warning(Problem.NAMED_PERSON_ABSENT, text.span, **shown)


def _almost(program: Program, text: Text, like: str, place: CellRef) -> Diagnostic:
    shown = {"found": like, "known": text.value, "where": str(text.span), "scheme": program.scheme}
    return error(Problem.NEARLY_NAMED, place, Label(text.span), **shown)
