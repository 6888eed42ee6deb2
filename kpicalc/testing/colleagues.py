"""Made-up rows beside the first: colleagues, subordinates, and rows of a table that are not alike."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.lab.candidate import Candidate, Changes, first_slot
from kpicalc.lab.values import choices, is_allowed
from kpicalc.model.expr import Aggregate, Window, walk
from kpicalc.model.program import COMPANY, EMPLOYEES, Program
from kpicalc.testing.candidates import tables_below

# The key of the employee whom a candidate is about, where he is computed alone with his colleagues.
HEAD = "1"
_LESS, _MORE = Decimal("0.5"), Decimal(2)
# How many colleagues with more results are tried: for the second place, the third, the fourth and the sixth.
_CROWDS = (1, 2, 3, 5)


def is_tied(program: Program) -> bool:
    """Say whether the pay of one employee may depend on others in the company."""
    return bool(_looks(program) & {COMPANY, _REPORTS})


def has_colleagues(program: Program) -> bool:
    """Say whether the pay of one employee may depend on others in the company, his team or below him."""
    return bool(_looks(program) & {_REPORTS, *program.ancestors(EMPLOYEES)} - {EMPLOYEES})


def vary_colleagues(program: Program, base: Candidate) -> Iterator[Candidate]:
    """Yield the facts with some colleagues: with the same results, with less or with more."""
    if has_colleagues(program):
        same, less, more = (_colleague(program, base, level) for level in (Decimal(1), _LESS, _MORE))
        crowds = [(more,) * each for each in _CROWDS]
        for others in ((same,), (less,), (same, same), (less, more), *crowds, ()):
            yield base.with_others(EMPLOYEES, *others)


def vary_second_rows(program: Program, base: Candidate) -> Iterator[Candidate]:
    """Yield the facts with one more row in a table, or two, which differ from the first in one fact."""
    tables = [*tables_below(program), *([EMPLOYEES] if has_colleagues(program) else [])]
    for each in program.inputs:
        if each.grain in tables and each.name != program.grains[each.grain].superior:
            now = base.values[first_slot(each)]
            boss = _under_head(program) if each.grain == EMPLOYEES else ()
            for value in dict.fromkeys(choices(program, each, now)):
                other = ((each.name, value), *boss)
                yield base.with_others(each.grain, other)
                yield base.with_others(each.grain, other, other)


# How the rows below a head are called among the tables that formulas look at.
_REPORTS = "reports"


def _looks(program: Program) -> set[str]:
    """Return the tables at whose rows formulas take several employees together."""
    nodes = [node for each in program.variables() for node in walk(each.expr)]
    windows = {each.within for each in nodes if isinstance(each, Window)}
    folds = {_REPORTS if each.through else each.target for each in nodes if isinstance(each, Aggregate)}
    return windows | folds


def _colleague(program: Program, base: Candidate, level: Decimal) -> Changes:
    """Return a colleague with all numbers at a level of the first, where that is allowed."""
    moved = [
        (each.name, now * level)
        for each in program.inputs
        if each.grain == EMPLOYEES and isinstance(now := base.values[first_slot(each)], Decimal)
        if is_allowed(each, now * level)
    ]
    return (*(moved if level != 1 else ()), *_under_head(program))


def _under_head(program: Program) -> Changes:
    superior = program.grains[EMPLOYEES].superior
    return ((superior, HEAD),) if superior else ()
