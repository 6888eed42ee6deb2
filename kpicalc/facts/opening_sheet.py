"""The sheet of opening values: what people begin with where no closed period knows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpicalc.facts.join import twin_forms
from kpicalc.facts.locate_sheets import is_opening
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.facts import Facts
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Program


def opening_sheets(workbook: Workbook) -> tuple[Sheet, ...]:
    """Return the sheets of opening values."""
    return tuple(each for each in workbook.sheets if is_opening(each))


def opening_program(program: Program) -> Program:
    """Return what reads a sheet of opening values: a list of people with the columns that come from history.

    There a column may also be headed by the value itself: the sheet says that it is the past.
    """
    people = program.grains[EMPLOYEES]
    home = replace(people, parent=COMPANY, superior="", split=None, valid=None, on="", segmented=False)
    asked = tuple(
        _plain(each) for each in program.inputs if each.past is not None and each.grain == EMPLOYEES
    )
    return replace(program, grains={COMPANY: program.grains[COMPANY], EMPLOYEES: home}, inputs=asked)


def _plain(given: Input) -> Input:
    past = given.past
    bare = (past.name, past.title) if past is not None and past.ago == 1 else ()
    return replace(given, headings=tuple(dict.fromkeys((*given.headings, *bare))), past=None)


def find_strangers(pairs: Sequence[tuple[Program, Facts]]) -> Iterator[Diagnostic]:
    """Yield an error for each person of the opening values whom no sheet of employees lists."""
    frames = [facts.frames[EMPLOYEES] for _, facts in pairs]
    known = frozenset(twin_forms([key for frame in frames for key in frame.keys]))
    told: set[str] = set()
    for _, facts in pairs:
        opening = facts.opening
        if opening is None:
            continue
        for row, form in enumerate(twin_forms(list(opening.keys))):
            if form not in known | told:
                told.add(form)
                who = opening.labels[row] or opening.keys[row]
                yield error(Problem.OPENING_OF_NOBODY, opening.row_place(row), who=who)
