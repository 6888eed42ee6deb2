"""A block of rows of one grain, and the columns that formulas see from there."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.engine.column import Column, constant, make_column
from kpicalc.engine.world import World
from kpicalc.model.expr import Aggregate, OverRows, Reference
from kpicalc.model.fault import Value
from kpicalc.model.program import COMPANY, Key

# So many rows are looked up one by one.
_FEW = 8


class Block:
    """Some rows of a grain: a stretch of the frame (a range), or a selection of rows.

    Columns are fetched when a formula first asks for them and kept as long as the block.
    """

    def __init__(self, world: World, grain: str, rows: Sequence[int]) -> None:
        self.world = world
        self.grain = grain
        self.rows = rows
        self.size = len(rows)
        self._columns: dict[tuple[str, str], Column] = {}
        self._parents: dict[str, Sequence[int]] = {grain: rows}

    def select(self, picked: Sequence[int]) -> Block:
        """Return the block of some of the rows, by their positions in this block."""
        return _Selection(self, picked)

    def column(self, reference: Reference) -> Column:
        """Return the values that a name has for each row."""
        key = reference.key
        if key not in self._columns:
            self._columns[key] = self._fetch(reference)
        return self._columns[key]

    def over_rows(self, node: OverRows) -> Column:
        """Return the values of an aggregate or window, which an earlier step has found, for each row."""
        values = self.world.aggregates[node]
        home = node.target if isinstance(node, Aggregate) else node.grain
        return self._gather(values, home, node)

    def keep(self, key: tuple[str, str], column: Column) -> None:
        """Remember a computed column of this block."""
        self._columns[key] = column

    def rows_above(self, ancestor: str) -> Sequence[int]:
        """Return the row of an ancestor grain that each row belongs to."""
        if ancestor not in self._parents:
            below = self.world.parent_below(ancestor, self.grain)
            parents = self.world.frame(below).parents
            self._parents[ancestor] = [parents[row] for row in self.rows_above(below)]
        return self._parents[ancestor]

    def _fetch(self, reference: Reference) -> Column:
        key = reference.key
        inputs = self.world.frame(reference.grain).columns
        if reference.grain == self.grain and reference.name in inputs and isinstance(self.rows, range):
            # Packed columns are read a block at a time.
            return self._gather(inputs[reference.name], reference.grain, key)
        # For a few rows it is not worth opening all that is packed.
        column_of = self.world.sparse_column if self.size <= _FEW else self.world.whole_column
        return self._gather(column_of(key), reference.grain, key)

    def _gather(self, values: Sequence[Value], grain: str, source: Key | OverRows) -> Column:
        faulty, cut = source in self.world.faulty, source in self.world.cut
        if grain == COMPANY:
            return constant(values[0], cut=cut)
        if grain == self.grain and isinstance(self.rows, range):
            return make_column(values[self.rows.start : self.rows.stop], faulty=faulty, cut=cut)
        return make_column([values[row] for row in self.rows_above(grain)], faulty=faulty, cut=cut)


class _Selection(Block):
    """Some rows of another block, which lends its columns."""

    def __init__(self, whole: Block, picked: Sequence[int]) -> None:
        super().__init__(whole.world, whole.grain, [whole.rows[each] for each in picked])
        self._whole = whole
        self._picked = picked

    def column(self, reference: Reference) -> Column:
        """Return the values of a name for the rows picked."""
        return self._whole.column(reference).take(self._picked)
