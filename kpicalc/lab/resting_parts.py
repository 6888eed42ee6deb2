"""Parts of formulas that rest while a fact moves: each is computed once and stands in as a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import localcontext

from kpicalc.engine.block import Block
from kpicalc.engine.formulas import column_of
from kpicalc.engine.world import World
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.lab.behind import Behind
from kpicalc.model.expr import Expr, OverRows, Reference, children
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Key, Program, Step
from kpicalc.model.result import Values


class RestingParts:
    """The parts of a program's formulas that have a name of their own, which nobody can write."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.formulas: dict[Key, Expr] = {}
        self.facts: dict[Key, frozenset[Key]] = {}
        self._names: dict[tuple[str, int], Reference] = {}
        self._behind = Behind(program)

    def cut_out(self, step: Step, moved: Collection[Key | OverRows]) -> Step:
        """Return a step in whose formulas all that rests has a name."""
        if step.running:
            return step
        variables = (
            replace(each, expr=self._named_where_resting(each.expr, each.grain, moved))
            for each in step.variables
        )
        return replace(step, variables=tuple(variables))

    def of_names(self, key: Key) -> Expr:
        """Return the formula of a part, with its own parts as names."""
        return rewrite_parts(self.formulas[key], lambda part: self._name(part, key[0]))

    def _named_where_resting(self, expr: Expr, grain: str, moved: Collection[Key | OverRows]) -> Expr:
        moving: dict[int, bool] = {}
        _note_moving(expr, moved, moving)

        def named(part: Expr) -> Expr:
            if id(part) not in moving:
                return part  # a key as it was written, which is shown and never computed
            if not moving[id(part)]:
                return self._name(part, grain)
            return part if isinstance(part, Reference | OverRows) else rewrite_parts(part, named)

        return named(expr)

    def _name(self, expr: Expr, grain: str) -> Expr:
        """Return the name of a part; one that is not made of parts stays as it is."""
        if isinstance(expr, OverRows) or not children(expr):
            return expr
        known = (grain, id(expr))
        if known not in self._names:
            key = (grain, f"*{len(self._names)}")
            self._names[known] = Reference(*key, expr.span)
            self.formulas[key] = expr
            self.facts[key] = self._behind.facts(expr)
        return self._names[known]


def _note_moving(expr: Expr, moved: Collection[Key | OverRows], moving: dict[int, bool]) -> bool:
    """Note of each part of a formula, by its identity, whether it moves; each is looked at once."""
    if isinstance(expr, Reference | OverRows):
        moves = (expr.key if isinstance(expr, Reference) else expr) in moved
    else:
        found = [_note_moving(part, moved, moving) for part in children(expr)]
        moves = any(found)
    moving[id(expr)] = moves
    return moves


class RestingValues:
    """What named parts of formulas give for facts at rest; each is computed when it is first asked for."""

    def __init__(self, parts: RestingParts, facts: Facts, values: Values) -> None:
        self.parts = parts
        self.world = World(parts.program, facts)
        self.world.columns.update(values.columns)
        self.world.aggregates.update(values.aggregates)
        self.world.faulty.update(values.faulty)
        self.world.cut.update(values.cut)

    def column(self, key: Key) -> list[Value]:
        """Return what a part gives for each row of its table."""
        world = self.world
        if key not in world.columns:
            formula = self.parts.of_names(key)
            for part in children(formula):
                if isinstance(part, Reference) and part.key in self.parts.formulas:
                    self.column(part.key)
            with localcontext(CONTEXT):
                block = Block(world, key[0], range(world.frame(key[0]).size))
                column = column_of(formula, block)
            world.columns[key] = column.listed(block.size)
            world.faulty.update([key] if column.faulty else [])
            world.cut.update([key] if column.cut else [])
        return [*world.columns[key]]

    def without(self, facts: frozenset[Key], changed: Facts, values: Values) -> RestingValues:
        """Return what is known still where some facts changed: all parts that do not rest on them."""
        found, world = RestingValues(self.parts, changed, values), self.world
        for key, behind in self.parts.facts.items():
            if key in world.columns and behind.isdisjoint(facts):
                found.world.columns[key] = world.columns[key]
                found.world.faulty.update({key} & world.faulty)
                found.world.cut.update({key} & world.cut)
        return found
