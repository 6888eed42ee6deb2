"""Values that a row has among other rows: its place, rank and part, and what earlier rows came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import getcontext
from typing import cast

from kpicalc.engine.block import Block
from kpicalc.engine.column import counting_digits, is_cut
from kpicalc.engine.faults import label_row, name_of_row
from kpicalc.engine.formulas import column_of
from kpicalc.engine.world import World
from kpicalc.formula.function import Arguments
from kpicalc.formula.functions import WINDOWS
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Expr, Number, Window
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Fault, Value, merge_faults
from kpicalc.model.money import ZERO
from kpicalc.model.program import Key, Step

# The rows of one group.
Group = Sequence[int]


@dataclass(frozen=True, slots=True)
class WindowState:
    """The arguments of some of the rows of a window, with the row above each and whether it takes part."""

    owners: list[int]
    meets: list[Value]
    arguments: list[list[Value]]
    cut: bool


class WindowFold:
    """One window on its way: the arguments of all rows, until the last block is passed."""

    def __init__(self, node: Window, world: World) -> None:
        self.node = node
        self.function = WINDOWS[node.function]
        self.faulty = False
        self.cut = False
        self._world = world
        self._owners: list[int] = []
        self._meets: list[Value] = []
        self._arguments: list[list[Value]] = [[] for _ in node.arguments]

    def add(self, block: Block) -> None:
        """Gather the rows of a block."""
        self._owners.extend(block.rows_above(self.node.within))
        condition = self.node.condition
        meets = [True] * block.size if condition is None else column_of(condition, block).listed(block.size)
        self._meets.extend(meets)
        for at, (values, argument) in enumerate(zip(self._arguments, self.node.arguments, strict=True)):
            column = column_of(argument, block)
            if at < self.function.reckoned:
                # Parts of a whole are multiples of the step, whatever they are reckoned from.
                self.cut |= column.cut and self.function.keeps_digits
            else:
                column = counting_digits(column)
            values.extend(column.listed(block.size))

    def state(self) -> WindowState:
        """Return what is gathered so far."""
        return WindowState(self._owners, self._meets, self._arguments, self.cut)

    def merge(self, later: WindowState) -> None:
        """Take in what was gathered of later rows."""
        self._owners.extend(later.owners)
        self._meets.extend(later.meets)
        for values, others in zip(self._arguments, later.arguments, strict=True):
            values.extend(others)
        self.cut |= later.cut

    def result(self) -> list[Value]:
        """Return the value of each row; a fault anywhere in a group is the fault of its every row."""
        values: list[Value] = [self.function.for_the_rest] * len(self._owners)
        getcontext().clear_flags()
        for rows in self._groups():
            fault = self._fault_of(rows)
            found = self.function.meaning(self._arguments_of(rows)) if fault is None else [fault] * len(rows)
            self.faulty |= fault is not None
            for row, value in zip(rows, found, strict=True):
                values[row] = value
        self.cut |= self.function.keeps_digits and is_cut()
        return values

    def in_order(self) -> Iterator[tuple[int, Group, Fault | None]]:
        """Yield of each group the row above, its rows in the order of `before`, and what is wrong with it."""
        for rows in self._groups():
            fault = self._fault_of(rows)
            ordered = rows if fault else sorted(rows, key=lambda row: self._values_at(row)[2:])
            yield self._owners[rows[0]], ordered, fault

    def _groups(self) -> list[list[int]]:
        """Return the rows of each group that meet the condition, in the order of their keys."""
        groups: dict[int, list[int]] = {}
        for row, (owner, meets) in enumerate(zip(self._owners, self._meets, strict=True)):
            if meets is not False:
                groups.setdefault(owner, []).append(row)
        keys = self._world.frame(self.node.grain).keys
        if not keys:
            return list(groups.values())
        return [sorted(rows, key=lambda row: _place_of_key(keys[row])) for rows in groups.values()]

    def _values_at(self, row: int) -> list[Value]:
        return [self._meets[row], *(values[row] for values in self._arguments)]

    def _arguments_of(self, rows: Group) -> Arguments:
        return [[values[row] for row in rows] for values in self._arguments]

    def _fault_of(self, rows: Group) -> Fault | None:
        """Return what is wrong with a group: a fault in one of its rows, or two rows in one place."""
        faults = [value for row in rows for value in self._values_at(row) if isinstance(value, Fault)]
        if faults:
            return merge_faults(faults)
        problem = self.function.problem(self._arguments_of(rows))
        if problem is None:
            return None
        code, row = problem[0], rows[problem[1]]
        frame = self._world.frame(self.node.grain)
        return Fault((error(code, self.node.span, *label_row(frame, row), who=name_of_row(frame, row)),))


def _place_of_key(key: str) -> tuple[bool, int, str]:
    """Put 9 before 10, and numbers before words."""
    number = key.isdecimal()
    return (not number, len(key) if number else 0, key)


@dataclass(slots=True)
class _Sum:
    """What earlier rows brought to one `before`, by the row above; its column takes it in row by row."""

    node: Window
    counted: Expr
    column: list[Value]
    so_far: dict[int, Value]


def run_from_row_to_row(world: World, step: Step) -> dict[Key, list[Value]]:
    """Compute a running step: return the column of each variable; its `before` go into the world.

    The first rows of all groups are computed together, then the second ones, and so on: as many rows as
    there are, each once. A row that cannot be computed is a fault of the rows after it.
    """
    columns: dict[Key, list[Value]] = {
        each.key: [ZERO] * world.frame(step.grain).size for each in step.variables
    }
    sums = [_start_running(world, node) for node in cast("tuple[Window, ...]", step.aggregates)]
    for owners, rows in _take_in_waves(world, sums):
        block = Block(world, step.grain, rows)
        for each in sums:
            _show_sum(world, each, owners, rows)
        for variable in step.variables:
            column = column_of(variable.expr, block)
            block.keep(variable.key, column)
            if column.faulty:
                world.faulty.add(variable.key)
            if column.cut:
                world.cut.add(variable.key)
            _put_wave(columns[variable.key], rows, column.listed(block.size))
        for each in sums:
            counted = column_of(each.counted, block)
            getcontext().clear_flags()
            _add_wave(each, owners, counted.listed(block.size))
            if counted.cut or is_cut():
                world.cut.add(each.node)
    return columns


def _start_running(world: World, node: Window) -> _Sum:
    column: list[Value] = [ZERO] * world.frame(node.grain).size
    world.aggregates[node] = column
    return _Sum(node, node.arguments[0], column, {})


def _take_in_waves(world: World, sums: Sequence[_Sum]) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield the first rows of all groups with the rows above them, then the second ones, and so on."""
    groups = list(_groups_in_order(world, sums))
    groups.sort(key=lambda group: -len(group[1]))
    for place in range(len(groups[0][1]) if groups else 0):
        while len(groups[-1][1]) <= place:
            groups.pop()
        yield [owner for owner, _ in groups], [rows[place] for _, rows in groups]


def _groups_in_order(world: World, sums: Sequence[_Sum]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield each row above with its rows in order; a group without an order begins with a fault."""
    node = sums[0].node
    nothing = Number(ZERO, percent=False, span=node.span)
    fold = WindowFold(replace(node, arguments=(nothing, *node.arguments[1:])), world)
    size = world.frame(node.grain).size
    for start in range(0, size, BLOCK_ROWS):
        fold.add(Block(world, node.grain, range(start, min(start + BLOCK_ROWS, size))))
    for owner, rows, fault in fold.in_order():
        if fault is not None:
            for each in sums:
                each.so_far[owner] = fault
        yield owner, rows


def _show_sum(world: World, each: _Sum, owners: Sequence[int], rows: Sequence[int]) -> None:
    values = [each.so_far.get(owner, ZERO) for owner in owners]
    if any(isinstance(value, Fault) for value in values):
        world.faulty.add(each.node)
    _put_wave(each.column, rows, values)


def _add_wave(each: _Sum, owners: Sequence[int], counted: Sequence[Value]) -> None:
    for owner, value in zip(owners, counted, strict=True):
        each.so_far[owner] = _plus(each.so_far.get(owner, ZERO), value)


def _plus(so_far: Value, value: Value) -> Value:
    faults = [part for part in (so_far, value) if isinstance(part, Fault)]
    if faults:
        return merge_faults(faults)
    return so_far + value  # type: ignore[operator, return-value] # only numbers are added up


def _put_wave(column: list[Value], rows: Sequence[int], values: Sequence[Value]) -> None:
    for row, value in zip(rows, values, strict=True):
        column[row] = value
