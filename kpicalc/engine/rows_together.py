"""Rows looked at together: what formulas give in each, and which of them are decided by the same parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import localcontext

from kpicalc.engine.column import Column
from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, cut_blocks
from kpicalc.engine.world import World
from kpicalc.formula.functions.rounding import without_rounding
from kpicalc.model.expr import Expr, If, Logic, Operand, Reference, children
from kpicalc.model.money import CONTEXT

# Places of some of the rows among those that are looked at.
Places = Sequence[int]


class RowsTogether:
    """Some rows of a grain: as a `Lens` sees one row, a column at a time.

    A row may stand several times among them: a team looked at for each of its people.
    """

    def __init__(self, world: World, grain: str, rows: Sequence[int]) -> None:
        self.world = world
        self.rows = rows
        self.places: Places = range(len(rows))
        self._grain = grain
        self._block = LookingBlock(world, grain, rows)
        self._columns: dict[int, tuple[Expr, Column]] = {}
        self._above: dict[str, RowsTogether] = {}

    def column(self, expr: Expr) -> Column:
        """Return what a formula gives in each row; it is told by the object that it is."""
        if id(expr) not in self._columns:
            with localcontext(CONTEXT):
                self._columns[id(expr)] = expr, column_of(expr, self._block)
        return self._columns[id(expr)][1]

    def named(self, name: str) -> Column:
        """Return a variable of the rows' own grain."""
        variable = self.world.variables[self._grain, name]
        with localcontext(CONTEXT):
            return self._block.column(Reference(self._grain, name, variable.span))

    def above(self, grain: str) -> RowsTogether:
        """Return the rows of an ancestor grain that the rows belong to, one for each of them."""
        if grain == self._grain:  # not kept with the others: what holds itself is never let go of
            return self
        if grain not in self._above:
            self._above[grain] = RowsTogether(self.world, grain, self._block.rows_above(grain))
        return self._above[grain]

    def taken(self, expr: Expr, places: Places) -> Iterator[tuple[Places, Expr]]:
        """Yield the formula without its last rounding, with only the branch taken, for the rows of each."""
        inner = without_rounding(expr)
        if not isinstance(inner, If):
            yield places, inner
            return
        held, other = self._part(inner.condition, places, holds=True)
        for rows, branch in ((held, inner.then), (other, inner.otherwise)):
            if rows:
                yield from self.taken(branch, rows)

    def operands(self, expr: Expr, places: Places) -> Iterator[tuple[Places, tuple[Operand, ...]]]:
        """Yield the names, tables and aggregates that decide a formula, in order, for the rows of each.

        Of a choice, the condition and the branch that is taken count.
        """
        yield from self._gather_operands((expr,), {}, places)

    def _gather_operands(
        self, parts: tuple[Expr, ...], found: dict[Operand, None], places: Places
    ) -> Iterator[tuple[Places, tuple[Operand, ...]]]:
        while parts:
            part, *rest = parts
            if isinstance(part, If | Logic):
                for rows, deciding in self._decide(part, places):
                    yield from self._gather_operands((*deciding, *rest), found, rows)
                return
            if isinstance(part, Operand):
                found = {**found, part: None}
                parts = tuple(rest)
            else:
                parts = (*children(part), *rest)
        yield places, tuple(found)

    def _decide(self, part: If | Logic, places: Places) -> Iterator[tuple[Places, tuple[Expr, ...]]]:
        """Yield the direct parts of a choice that its value depends on, for the rows of each."""
        if isinstance(part, Logic):
            settled, both = self._part(part.left, places, holds=part.sign == "or")
            decided: tuple[tuple[Places, tuple[Expr, ...]], ...]
            decided = ((settled, (part.left,)), (both, (part.left, part.right)))
        else:
            held, other = self._part(part.condition, places, holds=True)
            refused, unknown = self._part(part.condition, other, holds=False)
            sides = ((held, (part.condition, part.then)), (refused, (part.condition, part.otherwise)))
            decided = (*sides, (unknown, (part.condition,)))
        yield from ((rows, parts) for rows, parts in decided if rows)

    def _part(self, asked: Expr, places: Places, *, holds: bool) -> tuple[Places, Places]:
        """Part the rows in those where a condition is as it is asked for, and the others."""
        column = self.column(asked)
        if column.constant:
            return (places, ()) if column.values[0] is holds else ((), places)
        flags = column.values
        found = [at for at in places if flags[at] is holds]
        if len(found) in {0, len(places)}:
            return (places, ()) if found else ((), places)
        return found, [at for at in places if flags[at] is not holds]


def look_together(world: World, grain: str, rows: Iterable[int]) -> Iterator[RowsTogether]:
    """Yield many rows of a grain, some of them at a time."""
    return (RowsTogether(world, grain, part) for part in cut_blocks(rows))
