"""Made-up facts of one employee: where a search for facts begins, and how one fact may be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kpicalc.lab.behind import Behind
from kpicalc.lab.values import choices, is_allowed, usual_value
from kpicalc.model.kind import Scalar
from kpicalc.model.program import EMPLOYEES, Input, Key, Program

# How a row differs from the first of its table.
Changes = tuple[tuple[str, Scalar | None], ...]

# One row, as the facts are.
ALONE: tuple[Changes, ...] = ((),)

_LEVELS = tuple(map(Decimal, ("0.5", "0.7", "0.8", "0.9", "0.95", "1.05", "1.1", "1.2", "1.5", "2")))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One employee with one row in each table above him, some rows in each below, and some colleagues.

    `values` has every fact of the scheme as it stands in the first row of its table; None is a blank cell.
    `rows` says for the table of employees and each below how every row differs from the first; the first
    of the employees is the one whom all rows below belong to.
    """

    values: Mapping[Key, Scalar | None]
    rows: Mapping[str, tuple[Changes, ...]]

    def changed(self, key: Key, value: Scalar | None) -> Candidate:
        """Return the same facts but for one."""
        return replace(self, values={**self.values, key: value})

    def with_rows(self, grain: str, rows: tuple[Changes, ...]) -> Candidate:
        """Return the same facts with other rows in one table."""
        return replace(self, rows={**self.rows, grain: rows})

    def identity(self) -> tuple[object, ...]:
        """Return what two candidates that are the same have in common."""
        return (*self.values.items(), *self.rows.items())


def first_candidate(program: Program) -> Candidate:
    """Return facts within all bounds: plans are reached exactly, flags are not set, one row in each table."""
    values = {each.key: usual_value(program, each) for each in program.inputs}
    return Candidate(values, {EMPLOYEES: ALONE, **dict.fromkeys(tables_below(program), ALONE)})


def tables_below(program: Program) -> list[str]:
    """Return the tables that do not stand above the employees: they have any number of rows."""
    above = program.ancestors(EMPLOYEES)
    return [each for each in program.grains if each not in above]


def vary(program: Program, base: Candidate) -> Iterator[Candidate]:
    """Yield the facts with one of them changed to each value that it is likely to matter at."""
    for each in program.inputs:
        key = each.key
        for value in dict.fromkeys(choices(program, each, base.values[key])):
            if value != base.values[key]:
                yield base.changed(key, value)
    for grain in tables_below(program):
        yield from (base.with_rows(grain, rows) for rows in ((), ALONE, (*ALONE, *ALONE)))


def vary_together(program: Program, base: Candidate) -> Iterator[Candidate]:
    """Yield the facts with many of them changed: all results at one level, all flags set or not."""
    results = _results(program)
    for level in _LEVELS:
        moved = {
            each.key: value
            for each in program.inputs
            if each.key in results
            for value in _at_level(each, base.values[each.grain, each.name], level)
        }
        yield replace(base, values={**base.values, **moved})
    for flag in (True, False):
        flags = {key: flag for key, value in base.values.items() if isinstance(value, bool)}
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
