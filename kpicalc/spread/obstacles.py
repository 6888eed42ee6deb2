"""What of a scheme cannot be spread over parts: told at its place before anything is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpicalc.engine.part_steps import found_over_parts, spread_grains
from kpicalc.model.diagnostic import Diagnostic, error, tell_of_keys
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import Span


def find_obstacles(programs: Iterable[Program]) -> Iterator[Diagnostic]:
    """Yield an error for everything that needs rows of several employees at once, and cannot be merged."""
    for program in programs:
        found = (
            error(Problem.NOT_SPREADABLE, place, hint=hint)
            for hint, place in dict.fromkeys(_list_obstacles(program))
        )
        yield from tell_of_keys(program.keys, found)


def _list_obstacles(program: Program) -> Iterator[tuple[str, Span]]:
    """Yield what each obstacle is, and where it stands."""
    spread = spread_grains(program)
    for name in program.grains:
        grain = program.grains[name]
        if grain.superior and name == EMPLOYEES:
            yield "reports", grain.span
        if grain.split is not None and name in spread:
            yield "shares", grain.span
        if grain.derived and grain.parent in spread:
            yield "derived", grain.span
    for each in program.inputs:
        if each.past is not None:
            yield "history", each.span
    for step in program.steps:
        if step.running:
            yield from (("order", node.span) for node in found_over_parts(program, step))
