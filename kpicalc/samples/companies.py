"""A program in which a company is one row among many, so that facts of many companies are settled at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.model.expr import Aggregate, Expr, OverRows, Reference, Window, walk
from kpicalc.model.program import COMPANY, Grain, Key, Program, Step, Variable

# The grain that takes the company's place; nobody can write its name.
EACH_COMPANY = "company*"


@dataclass(frozen=True, slots=True)
class Spread:
    """A program whose company has become a grain of many rows, under a company of what is the same for all.

    `own` are the facts and variables that have moved there: those in which two companies may differ.
    """

    program: Program
    own: frozenset[Key]

    def formula(self, expr: Expr) -> Expr:
        """Return a formula of the original program as the spread one has it."""
        return _spread(expr, self.own)


def spread_companies(program: Program) -> Spread:
    """Return the program with what is a company's own moved to a grain of many rows.

    All else is the same: what was found over a company is found over one row of that grain.
    """
    own = frozenset(_own(program))
    grains = {name: _under_each(grain) for name, grain in program.grains.items() if name != COMPANY}
    company = program.grains[COMPANY]
    grains[COMPANY] = company
    grains[EACH_COMPANY] = replace(company, name=EACH_COMPANY, parent=COMPANY)
    spread = replace(
        program,
        grains=grains,
        inputs=tuple(replace(each, grain=_moved(each.grain)) for each in program.inputs),
        steps=tuple(step for each in program.steps for step in _spread_step(each, own)),
        cautions=(),
    )
    return Spread(spread, own)


def _own(program: Program) -> set[Key]:
    """Return the facts of the company, and its variables that rest on them or on any rows."""
    found = {each.key for each in program.inputs if each.grain == COMPANY}
    for variable in program.variables():
        if variable.grain == COMPANY and any(_is_own(part, found) for part in walk(variable.expr)):
            found.add(variable.key)
    return found


def _is_own(part: Expr, own: set[Key]) -> bool:
    return isinstance(part, OverRows) or (isinstance(part, Reference) and part.key in own)


def _under_each(grain: Grain) -> Grain:
    return replace(grain, parent=EACH_COMPANY) if grain.parent == COMPANY else grain


def _moved(grain: str) -> str:
    return EACH_COMPANY if grain == COMPANY else grain


def _spread_step(step: Step, own: frozenset[Key]) -> Iterator[Step]:
    shared = tuple(each for each in step.variables if each.grain == COMPANY and each.key not in own)
    if shared:
        yield Step(COMPANY, shared, ())
    moved = tuple(_spread_variable(each, own) for each in step.variables if each not in shared)
    aggregates = tuple(_spread_node(node, own) for node in step.aggregates)
    if moved or aggregates:
        yield Step(_moved(step.grain), moved, aggregates, step.running)


def _spread_variable(variable: Variable, own: frozenset[Key]) -> Variable:
    return replace(variable, grain=_moved(variable.grain), expr=_spread(variable.expr, own))


def _spread_node(node: OverRows, own: frozenset[Key]) -> OverRows:
    spread = _spread(node, own)
    return spread if isinstance(spread, OverRows) else node


def _spread(expr: Expr, own: frozenset[Key]) -> Expr:
    inner = rewrite_parts(expr, lambda part: _spread(part, own))
    match inner:
        case Reference(grain=grain, name=name) if (grain, name) in own:
            return replace(inner, grain=EACH_COMPANY)
        case Aggregate(target=target):
            return replace(inner, target=_moved(target))
        case Window(within=within):
            return replace(inner, within=_moved(within))
        case _:
            return inner
