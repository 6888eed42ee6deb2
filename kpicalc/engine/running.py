"""A step that goes from row to row: each row sees what the earlier rows of its group came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import getcontext

from kpicalc.engine.block import Block
from kpicalc.engine.column import is_cut
from kpicalc.engine.formulas import column_of
from kpicalc.engine.windows import WindowFold
from kpicalc.engine.world import World
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Expr, Number, Window
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Fault, Value, merge_faults
from kpicalc.model.money import ZERO
from kpicalc.model.program import Key, Step


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
    sums = [_start_running(world, node) for node in step.aggregates if isinstance(node, Window)]
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
