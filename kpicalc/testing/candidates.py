"""Made-up employees and rows: where a search for facts begins, and how it changes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kpicalc.lab.behind import Behind
from kpicalc.lab.values import choices, is_allowed, usual_value
from kpicalc.lab.witnesses import Candidate, Changes, first_slot
from kpicalc.model.expr import Aggregate, Window, walk
from kpicalc.model.kind import Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Program

# Levels of the plan at which schemes have thresholds, and some beyond them.
_LEVELS = tuple(map(Decimal, ("0.5", "0.7", "0.8", "0.9", "0.95", "1.05", "1.1", "1.2", "1.5", "2")))


def first_candidate(program: Program) -> Candidate:
    """Return facts within all bounds: plans are reached exactly, flags are not set, one row in each table."""
    values = {first_slot(each): usual_value(program, each) for each in program.inputs}
    return Candidate({EMPLOYEES: 1, **dict.fromkeys(tables_below(program), 1)}, values)


def tables_below(program: Program) -> list[str]:
    """Return the tables that do not stand above the employees: they have any number of rows."""
    above = program.ancestors(EMPLOYEES)
    return [each for each in program.grains if each not in above]


def vary(program: Program, base: Candidate) -> Iterator[Candidate]:
    """Yield the facts with one of them changed to each value that it is likely to matter at."""
    for each in program.inputs:
        now = base.values[first_slot(each)]
        for value in dict.fromkeys(choices(program, each, now)):
            if value != now:
                yield base.put(first_slot(each), value)
    for grain in tables_below(program):
        yield base.with_others(grain).with_rows(grain, 0)
        yield from (base.with_others(grain, *others) for others in ((), ((),)))


def vary_together(program: Program, base: Candidate) -> Iterator[Candidate]:
    """Yield the facts with many of them changed: all results at one level, all flags set or not."""
    # The facts behind what KPIs measure, without those behind their plans.
    behind = Behind(program)
    planned = {fact for kpi in program.kpis if kpi.plan for fact in behind.facts_of((EMPLOYEES, kpi.plan))}
    actual = {fact for kpi in program.kpis if kpi.actual for fact in behind.facts_of((EMPLOYEES, kpi.actual))}
    results = actual - planned
    for level in _LEVELS:
        moved = {
            first_slot(each): value
            for each in program.inputs
            if each.key in results
            for value in _at_level(each, base.values[first_slot(each)], level)
        }
        yield replace(base, values={**base.values, **moved})
    for flag in (True, False):
        flags = {slot: flag for slot, value in base.values.items() if isinstance(value, bool) and not slot[2]}
        yield replace(base, values={**base.values, **flags})


def _at_level(given: Input, value: Scalar | None, level: Decimal) -> tuple[Decimal, ...]:
    moved = value * level if isinstance(value, Decimal) else None
    return (moved,) if moved is not None and is_allowed(given, moved) else ()


# The key of the employee whom a candidate is about, where he is computed alone with his colleagues.
HEAD = "1"
_LESS, _MORE = Decimal("0.5"), Decimal(2)
# How many colleagues with more results are tried: for the second place, the third, the fourth and the sixth.
_CROWDS = (1, 2, 3, 5)


def is_tied(program: Program) -> bool:
    """Say whether the pay of one employee may depend on others in the company."""
    return bool(_tables_of_several(program) & {COMPANY, _REPORTS})


def has_colleagues(program: Program) -> bool:
    """Say whether the pay of one employee may depend on others in the company, his team or below him."""
    return bool(_tables_of_several(program) & {_REPORTS, *program.ancestors(EMPLOYEES)} - {EMPLOYEES})


def vary_colleagues(program: Program, base: Candidate) -> Iterator[Candidate]:
    """Yield the facts with some colleagues: with the same results, with less or with more."""
    if has_colleagues(program):
        same, less, more = (_make_colleague(program, base, level) for level in (Decimal(1), _LESS, _MORE))
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


def _tables_of_several(program: Program) -> set[str]:
    """Return the tables at whose rows formulas take several employees together."""
    nodes = [node for each in program.variables() for node in walk(each.expr)]
    windows = {each.within for each in nodes if isinstance(each, Window)}
    folds = {_REPORTS if each.through else each.target for each in nodes if isinstance(each, Aggregate)}
    return windows | folds


def _make_colleague(program: Program, base: Candidate, level: Decimal) -> Changes:
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
