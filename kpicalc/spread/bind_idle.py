"""Schemes that pay nobody in a part: what stands there for them is read all the same, as one process does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kpicalc.facts.assign import People
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.workbook import Workbook
from kpicalc.model.diagnostic import Diagnostic, tell_of_keys
from kpicalc.model.facts import Facts
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import CellRef
from kpicalc.spread.held_part import Pair


@dataclass(frozen=True, slots=True)
class IdleScheme:
    """A scheme without people in a part, its facts there as far as they could be read, and their problems."""

    program: Program
    facts: Facts | None
    problems: tuple[Diagnostic, ...]


def bind_idle(programs: Sequence[Program], pairs: Sequence[Pair], workbook: Workbook) -> Iterator[IdleScheme]:
    """Yield what the part has for schemes that pay people in other parts only: deals of nobody, say.

    The lists of employees are none of theirs, so nothing is told of these.
    """
    paying = {program.scheme for program, _ in pairs}
    frames = [facts.frames[EMPLOYEES] for _, facts in pairs]
    read = {
        (each.file, each.sheet) for _, facts in pairs for each in facts.receipts if each.grain == EMPLOYEES
    }
    sheets = tuple(each for each in workbook.sheets if (each.file, each.name) in read)
    elsewhere = [name for frame in frames for name in zip(frame.keys, frame.labels, strict=True)]
    people = People(sheets, dict.fromkeys(read, frozenset()), elsewhere)
    for program in programs if sheets else ():
        if program.scheme in paying:
            continue
        bound = bind_facts(program, workbook, people)
        told = tell_of_keys(program.keys, (each for each in bound.diagnostics if _place_in(each) not in read))
        facts = bound.value
        if facts is not None:
            receipts = tuple(each for each in facts.receipts if each.grain != EMPLOYEES)
            facts = replace(facts, receipts=receipts)
        yield IdleScheme(program, facts, told)


def _place_in(problem: Diagnostic) -> tuple[str, str] | None:
    place = problem.primary.place if problem.primary else None
    return (place.file, place.sheet) if isinstance(place, CellRef) else None
