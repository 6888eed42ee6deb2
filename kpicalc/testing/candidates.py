"""Made-up facts of one employee: where a search for facts begins, and how one fact may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kpicalc.lab.behind import Behind
from kpicalc.lab.candidate import Candidate, first_slot
from kpicalc.lab.values import choices, is_allowed, usual_value
from kpicalc.model.kind import Scalar
from kpicalc.model.program import EMPLOYEES, Input, Key, Program

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
    results = _results(program)
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


def _results(program: Program) -> set[Key]:
    """Return the facts behind what KPIs measure, without those behind their plans."""
    behind = Behind(program)
    planned = {fact for kpi in program.kpis if kpi.plan for fact in behind.facts_of((EMPLOYEES, kpi.plan))}
    actual = {fact for kpi in program.kpis if kpi.actual for fact in behind.facts_of((EMPLOYEES, kpi.actual))}
    return actual - planned
