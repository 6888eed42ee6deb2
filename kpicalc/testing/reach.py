"""Which ways the rows of a settlement take at the forks of its formulas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from kpicalc.engine.block import Block
from kpicalc.engine.column import Column
from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.model.expr import Aggregate, Call, Compare, Expr, If, Logic, Lookup, Window, children
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import CONTEXT, COUNTING, ONE, ZERO
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.trial import Point
from kpicalc.testing.forks import EXACTLY, FAILS, HOLDS, NEARLY, Forks, Ways
from kpicalc.testing.ways import UNCUT, is_near, ways_into

# A row of a grain.
Place = tuple[str, int]


def reach_points(forks: Forks, settlement: Settlement) -> dict[Point, set[Place]]:
    """Return the points that the rows of a settlement reach, with those rows.

    Only what is computed counts: the branch taken, not the other one.
    """
    with localcontext(CONTEXT):
        walker = _Walker(forks, settlement)
        for variable in settlement.program.variables():
            walker.visit(variable.expr, walker.whole(variable.grain))
        for name, ways in forks.flags.items():
            column = settlement.values.columns[EMPLOYEES, name]
            walker.mark_flags(ways, walker.whole(EMPLOYEES), column)
    return walker.reached


class _Walker:
    """Walks through formulas with the rows that compute them."""

    def __init__(self, forks: Forks, settlement: Settlement) -> None:
        self.forks = forks
        self.program: Program = settlement.program
        self.world = world_of(settlement)
        self.reached: dict[Point, set[Place]] = {}
        self.blocks: dict[str, Block] = {}

    def whole(self, grain: str) -> Block:
        """Return all rows of a grain."""
        if grain not in self.blocks:
            rows = list(range(self.world.frame(grain).size))
            self.blocks[grain] = LookingBlock(self.world, grain, rows)
        return self.blocks[grain]

    def visit(self, expr: Expr, block: Block) -> None:
        """Mark the ways that the rows of a block take in a formula and its parts."""
        if not block.size:
            return
        match expr:
            case If():
                self._choice(expr, block)
            case Logic(sign=sign, left=left, right=right):
                self.visit(left, block)
                undecided = block.select(_rows(self._values(left, block), decided=sign == "and"))
                self.visit(right, undecided)
            case Aggregate():
                self._aggregate(expr)
            case Window():
                for part in children(expr):
                    self.visit(part, self.whole(expr.grain))
            case _:
                self._leaf(expr, block)

    def mark_flags(self, ways: Ways, block: Block, flags: Sequence[Value]) -> None:
        """Mark the rows where a flag holds, and those where it does not."""
        for way, wanted in ((HOLDS, True), (FAILS, False)):
            self._mark(ways, way, block, _rows(flags, decided=wanted))

    def _choice(self, choice: If, block: Block) -> None:
        asked = self._values(choice.condition, block)
        self.visit(choice.condition, block)
        self.mark_flags(self.forks.nodes.get(id(choice), {}), block, asked)
        self.visit(choice.then, block.select(_rows(asked, decided=True)))
        self.visit(choice.otherwise, block.select(_rows(asked, decided=False)))

    def _leaf(self, expr: Expr, block: Block) -> None:
        ways = self.forks.nodes.get(id(expr), {})
        match expr:
            case Call(arguments=(first, *_)) if HOLDS in ways:
                given = self._values(first, block)
                missing = [isinstance(value, Fault) and value.missing for value in given]
                self.mark_flags(ways, block, [not each for each in missing])
            case Call() if ways:
                self._call(expr, block)
            case Compare() if ways:
                self._compare(expr, block)
            case Lookup():
                self._lookup(expr, block)
            case _:
                pass
        for part in children(expr):
            self.visit(part, block)

    def _compare(self, comparison: Compare, block: Block) -> None:
        """Mark the rows at which both sides are equal, and those at which one is just short of the other."""
        ways = self.forks.nodes[id(comparison)]
        sides = (self._values(each, block) for each in (comparison.left, comparison.right))
        for row, (left, right) in enumerate(zip(*sides, strict=True)):
            if isinstance(left, Decimal) and isinstance(right, Decimal):
                one, other = COUNTING.plus(left), COUNTING.plus(right)
                # A whole number may count something: one less is near to it.
                whole = ONE if one == one.to_integral_value() else ZERO
                if one == other:
                    self._mark(ways, EXACTLY, block, [row])
                elif is_near(min(one, other), max(one, other), whole):
                    self._mark(ways, NEARLY, block, [row])

    def _call(self, call: Call, block: Block) -> None:
        """Mark the argument that decides: the one that is equal to the result.

        Where several are, none of them makes a difference: a limit that is just met does not cut.
        """
        ways = self.forks.nodes[id(call)]
        results = self._values(call, block)
        columns = [self._values(each, block) for each in call.arguments]
        for row, result in enumerate(results):
            equal = [str(at) for at, column in enumerate(columns) if _are_equal(column[row], result)]
            for way in equal:
                if len(equal) == 1 or ways[way].key in UNCUT:
                    self._mark(ways, way, block, [row])

    def _lookup(self, lookup: Lookup, block: Block) -> None:
        table, ways = self.program.tables[lookup.table], self.forks.tables[lookup.table]
        axes = self._values(lookup.axis, block)
        bases = [None] * block.size if lookup.base is None else self._values(lookup.base, block)
        for row, (axis, base) in enumerate(zip(axes, bases, strict=True)):
            for way in ways_into(table, axis, base):
                self._mark(ways, way, block, [row])

    def _aggregate(self, node: Aggregate) -> None:
        """Look at the rows that an aggregate folds."""
        block = self.whole(node.grain)
        if node.through:
            above = self.world.superiors(node.through)
            block = block.select([row for row in range(block.size) if above[row]])
        if node.condition is not None:
            asked = self._values(node.condition, block)
            self.visit(node.condition, block)
            self.mark_flags(self.forks.nodes.get(id(node), {}), block, asked)
            block = block.select(_rows(asked, decided=True))
        if node.body is not None:
            self.visit(node.body, block)

    def _values(self, expr: Expr, block: Block) -> Sequence[Value]:
        column: Column = column_of(expr, block)
        return column.listed(block.size)

    def _mark(self, ways: Ways, way: str, block: Block, rows: Sequence[int]) -> None:
        if way in ways and rows:
            self.reached.setdefault(ways[way], set()).update((block.grain, block.rows[row]) for row in rows)


def _rows(flags: Sequence[Value], *, decided: bool) -> list[int]:
    return [row for row, flag in enumerate(flags) if flag is decided]


def _are_equal(one: Value, other: Value) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return COUNTING.plus(one) == COUNTING.plus(other)
    return not isinstance(one, Fault) and one == other
