"""One row looked at closely: the value of any part of a formula there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import localcontext
from itertools import islice

from kpicalc.engine.block import Block
from kpicalc.engine.column import Column
from kpicalc.engine.formulas import column_of
from kpicalc.engine.world import World
from kpicalc.model.expr import Expr, If, Logic, Operand, Reference, children
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.result import Settlement


def world_of(settlement: Settlement) -> World:
    """Return the world of a settlement as it stands after all steps."""
    world = World(settlement.program, settlement.facts)
    world.take(settlement.values)
    return world


def look_at_rows(world: World, grain: str, rows: Iterable[int]) -> Iterator[Lens]:
    """Yield a lens for each of many rows of a grain: what is asked of all of them is computed at once."""
    for part in cut_blocks(rows):
        block = LookingBlock(world, grain, part)
        yield from (Lens(world, grain, row, (block, at)) for at, row in enumerate(part))


def cut_blocks(rows: Iterable[int]) -> Iterator[Sequence[int]]:
    """Cut many rows into blocks; packed columns are opened only where one is a stretch of the frame."""
    asked = iter(rows)
    while part := list(islice(asked, BLOCK_ROWS)):
        whole = range(part[0], part[-1] + 1)
        yield whole if part[0] % BLOCK_ROWS == 0 and part == list(whole) else part


class Lens:
    """A row of a grain, and what formulas give there.

    `shared` is a block of rows that are looked at one after another, and the place of this row in it.
    """

    def __init__(
        self, world: World, grain: str, row: int, shared: tuple[LookingBlock, int] | None = None
    ) -> None:
        self.world = world
        self.grain = grain
        self.row = row
        self._block, self._at = shared or (LookingBlock(world, grain, [row]), 0)

    def value(self, expr: Expr) -> Value:
        """Return the value of a formula at the row."""
        if isinstance(expr, Reference) and expr.grain == self.grain and expr.key in self.world.columns:
            return self.world.columns[expr.key][self.row]
        return self._block.answer(expr, self._at)

    def named(self, name: str) -> Value:
        """Return a variable of the row's own grain."""
        kept = self.world.columns.get((self.grain, name))
        if kept is not None:
            return kept[self.row]
        span = self.world.variables[self.grain, name].span
        return self.value(self.once(name, lambda: Reference(self.grain, name, span)))

    def once(self, key: object, make: Callable[[], Expr]) -> Expr:
        """Return a formula that is made once for all rows that are looked at together."""
        if key not in self._block.made:
            self._block.made[key] = make()
        return self._block.made[key]

    def row_above(self, grain: str) -> int:
        """Return the row of an ancestor grain that the row belongs to."""
        return self._block.rows_above(grain)[self._at]

    def operands(self, expr: Expr) -> dict[Operand, Value]:
        """Return the value of each name, table and aggregate that decides the formula, in order.

        Of a choice, the condition and the branch that is taken count.
        """
        listed = self._block.listed_operands(expr)
        if listed is not None:
            return {part: self.value(part) for part in listed}
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
    """A block that computes what was not kept, and remembers what formulas gave in all its rows."""

    def __init__(self, world: World, grain: str, rows: Sequence[int]) -> None:
        super().__init__(world, grain, rows)
        self.made: dict[object, Expr] = {}
        self._answers: dict[int, tuple[Expr, Sequence[Value]]] = {}
        self._operands: dict[int, tuple[Expr, tuple[Operand, ...] | None]] = {}

    def answer(self, expr: Expr, at: int) -> Value:
        """Return what a formula gives in the row at a place of the block.

        A formula is told by the object that it is, for its errors name its place. One that is asked about for
        the first time may have been made for this row only; at the second it is computed for all rows.
        """
        _, values = self._answers.get(id(expr), (expr, None))
        if values:
            return values[at]
        with localcontext(CONTEXT):
            if self.size > 1 and values is None:
                self._answers[id(expr)] = expr, ()
                return column_of(expr, self.select([at])).values[0]
            values = column_of(expr, self).listed(self.size)
        self._answers[id(expr)] = expr, values
        return values[at]

    def listed_operands(self, expr: Expr) -> tuple[Operand, ...] | None:
        """Return the operands of a formula in order, each once; None where rows differ in them."""
        if id(expr) not in self._operands:
            found = _operands_of(expr)
            chooses = any(isinstance(each, If | Logic) for each in found)
            operands = tuple(each for each in found if isinstance(each, Operand))
            self._operands[id(expr)] = expr, None if chooses else operands
        return self._operands[id(expr)][1]

    def _fetch(self, reference: Reference) -> Column:
        key = reference.key
        variable = self.world.variables.get(key)
        if variable is None or key in self.world.columns:
            return super()._fetch(reference)
        return column_of(variable.expr, self)


def _operands_of(expr: Expr) -> dict[Expr, None]:
    """Return the operands of a formula in order, each once, and the choices that may pass over some."""
    if isinstance(expr, Operand | If | Logic):
        return {expr: None}
    return {each: None for part in children(expr) for each in _operands_of(part)}
