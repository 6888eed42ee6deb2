"""One row looked at closely: the value of any part of a formula there."""

from __future__ import annotations

from decimal import localcontext

from kpicalc.engine.block import Block
from kpicalc.engine.column import Column
from kpicalc.engine.formulas import column_of
from kpicalc.engine.world import World
from kpicalc.model.expr import Expr, If, Logic, Operand, Reference, children
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.result import Settlement


def world_of(settlement: Settlement) -> World:
    """Return the world of a settlement as it stands after all steps."""
    world = World(settlement.program, settlement.facts)
    world.take(settlement.values)
    return world


class Lens:
    """A row of a grain, and what formulas give there."""

    def __init__(self, world: World, grain: str, row: int) -> None:
        self.world = world
        self.grain = grain
        self.row = row
        self._block = LookingBlock(world, grain, [row])

    def value(self, expr: Expr) -> Value:
        """Return the value of a formula at the row."""
        if isinstance(expr, Reference) and expr.grain == self.grain and expr.key in self.world.columns:
            return self.world.columns[expr.key][self.row]
        with localcontext(CONTEXT):
            return column_of(expr, self._block).values[0]

    def named(self, name: str) -> Value:
        """Return a variable of the row's own grain."""
        kept = self.world.columns.get((self.grain, name))
        if kept is not None:
            return kept[self.row]
        return self.value(Reference(self.grain, name, self.world.variables[self.grain, name].span))

    def row_above(self, grain: str) -> int:
        """Return the row of an ancestor grain that the row belongs to."""
        return self._block.rows_above(grain)[0]

    def operands(self, expr: Expr) -> dict[Operand, Value]:
        """Return the value of each name, table and aggregate that decides the formula, in order.

        Of a choice, the condition and the branch that is taken count.
        """
        found: dict[Operand, Value] = {}
        parts: list[Expr] = [expr]
        while parts:
            part = parts.pop(0)
            if isinstance(part, Operand):
                found.setdefault(part, self.value(part))
            else:
                parts = [*self.deciding_parts(part), *parts]
        return found

    def deciding_parts(self, expr: Expr) -> tuple[Expr, ...]:
        """Return the direct parts of a formula that its value depends on at this row."""
        match expr:
            case If(condition=condition):
                known = isinstance(self.value(condition), bool)
                return (condition, self.branch(expr)) if known else (condition,)
            case Logic(sign=sign, left=left) if self.value(left) is (sign == "or"):
                return (left,)
            case _:
                return children(expr)

    def branch(self, choice: If) -> Expr:
        """Return the branch of a choice that is taken at the row."""
        return choice.then if self.value(choice.condition) is True else choice.otherwise


class LookingBlock(Block):
    """A block that computes what was not kept: values of detail rows."""

    def _fetch(self, reference: Reference) -> Column:
        key = reference.key
        variable = self.world.variables.get(key)
        if variable is None or key in self.world.columns:
            return super()._fetch(reference)
        return column_of(variable.expr, self)
