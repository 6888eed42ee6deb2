"""Aggregates folded over the rows of a grain, block by block, into one value for each row above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import getcontext

from kpicalc.engine.block import Block
from kpicalc.engine.column import Column, constant, counting_digits, is_cut
from kpicalc.engine.faults import label_row, name_of_row
from kpicalc.engine.formulas import column_of
from kpicalc.engine.world import World
from kpicalc.formula.function import Gatherer
from kpicalc.formula.functions import AGGREGATES
from kpicalc.formula.functions.rows import Pairs
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Aggregate
from kpicalc.model.fault import Fault, Value, merge_faults
from kpicalc.model.money import ONE
from kpicalc.model.problem import Problem


@dataclass(frozen=True, slots=True)
class FoldState:
    """What one aggregate has gathered of some of its rows; `faults` are those of rows, by the row above."""

    gathered: Gatherer
    faults: Mapping[int, list[Fault]]
    cut: bool


class Fold:
    """One aggregate on its way: what each row above has gathered so far.

    A fault in a row becomes the fault of the row above it.
    """

    def __init__(self, node: Aggregate, world: World) -> None:
        self.node = node
        self.cut = False
        self._world = world
        self._function = AGGREGATES[node.function]
        self._gathered = self._function.gatherer(world.frame(node.target).size)
        self._faults: dict[int, list[Fault]] = {}

    def add(self, block: Block) -> None:
        """Gather the rows of a block that meet the condition."""
        block, rows_above = self._owned(block)
        if not rows_above:
            return
        if self.node.condition is not None:
            picked = self._meeting(column_of(self.node.condition, block), rows_above)
            if not picked:
                return
            block, rows_above = block.select(picked), [rows_above[each] for each in picked]
        body = constant(ONE) if self.node.body is None else column_of(self.node.body, block)
        if self._function.by_digits:
            body = counting_digits(body)
        pairs: Pairs = zip(rows_above, body.spread(), strict=False)
        getcontext().clear_flags()
        self._gathered.add(self._without_faults(pairs) if body.faulty else pairs)
        self.cut |= body.cut or is_cut()

    def state(self) -> FoldState:
        """Return what is gathered so far."""
        return FoldState(self._gathered, self._faults, self.cut)

    def merge(self, later: FoldState) -> None:
        """Take in what was gathered of later rows."""
        getcontext().clear_flags()
        self._gathered.merge(later.gathered)
        for row, faults in later.faults.items():
            self._faults.setdefault(row, []).extend(faults)
        self.cut |= later.cut or is_cut()

    @property
    def faulty(self) -> bool:
        """True when a result may be a fault."""
        return bool(self._faults) or self._function.of_no_rows is None

    def result(self) -> list[Value]:
        """Return the aggregate of each row above."""
        getcontext().clear_flags()
        values = [
            self._missing(row) if value is None else value
            for row, value in enumerate(self._gathered.result())
        ]
        self.cut |= is_cut()
        for row, faults in self._faults.items():
            values[row] = merge_faults(faults)
        return values

    def _owned(self, block: Block) -> tuple[Block, Sequence[int]]:
        """Return the rows with the rows above that they count for; a subordinate counts for several."""
        if not self.node.through:
            return block, block.rows_above(self.node.target)
        superiors = self._world.superiors(self.node.through)
        pairs = [(at, above) for at, row in enumerate(block.rows) for above in superiors[row]]
        return block.select([at for at, _ in pairs]), [above for _, above in pairs]

    def _meeting(self, condition: Column, rows_above: Sequence[int]) -> list[int]:
        flags = condition.listed(len(rows_above))
        for row, flag in zip(rows_above, flags, strict=True):
            if isinstance(flag, Fault):
                self._faults.setdefault(row, []).append(flag)
        return [position for position, flag in enumerate(flags) if flag is True]

    def _without_faults(self, pairs: Pairs) -> Pairs:
        for row, value in pairs:
            if isinstance(value, Fault):
                self._faults.setdefault(row, []).append(value)
            else:
                yield row, value

    def _missing(self, row: int) -> Fault:
        frame = self._world.frame(self.node.target)
        who = name_of_row(frame, row)
        told, params = label_row(frame, row), {"function": self.node.function, "who": who}
        problem = error(Problem.AGGREGATE_OF_NO_ROWS, self.node.span, *told, **params)
        return Fault((problem,), missing=True)
