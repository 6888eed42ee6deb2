"""Values that are computed when somebody asks for them, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import localcontext
from functools import partial
from itertools import chain
from typing import overload

from kpicalc.engine.block import Block
from kpicalc.engine.formulas import column_of
from kpicalc.engine.scaled.scaled_column import RoundedNumbers
from kpicalc.engine.world import World
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Key, Step


class DeferredColumn(Sequence[Value]):
    """The values of a variable for each row of a table; every block but the last has BLOCK_ROWS of them."""

    __slots__ = ("_blocks", "_size")

    __hash__ = None  # type: ignore[assignment] # as a list

    def __init__(self) -> None:
        self._blocks: list[Sequence[Value] | RoundedNumbers | Callable[[], Sequence[Value]]] = []
        self._size = 0

    def extend(self, values: Sequence[Value]) -> None:
        """Add a block that is computed already."""
        self._blocks.append(values)
        self._size += len(values)

    def defer(self, size: int, make: Callable[[], Sequence[Value]]) -> None:
        """Add a block of so many rows that is made when it is asked for."""
        self._blocks.append(make)
        self._size += size

    def round(self, numbers: RoundedNumbers) -> None:
        """Add a block of whole numbers; its decimals are made anew for who asks, and not kept."""
        self._blocks.append(numbers)
        self._size += len(numbers.ints)

    def whole_numbers(self, rows: range) -> tuple[list[int], int, int] | None:
        """Return the numbers of a block without their points, how many decimals each has, and a bound.

        None where they are not known as such.
        """
        block = self._blocks[rows.start // BLOCK_ROWS]
        if not isinstance(block, RoundedNumbers) or block.places < 0:
            return None
        return list(block.ints[: len(rows)]), block.places, block.most

    def put(self, number: int, values: Sequence[Value]) -> None:
        """Take in the values of a block."""
        self._blocks[number] = values

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Value]:
        return chain.from_iterable(map(self._block, range(len(self._blocks))))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __reduce__(self) -> tuple[type[list[Value]], tuple[list[Value]]]:
        """Leave the program with plain values: whoever takes them has no program to compute them by."""
        return list, (list(self),)

    @overload
    def __getitem__(self, index: int) -> Value: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Value]: ...

    def __getitem__(self, index: int | slice) -> Value | Sequence[Value]:
        rows = range(self._size)[index]
        if isinstance(rows, int):
            number, at = divmod(rows, BLOCK_ROWS)
            block = self._blocks[number]
            return block.decimal(at) if isinstance(block, RoundedNumbers) else self._block(number)[at]
        number = rows.start // BLOCK_ROWS
        if rows and rows == range(number * BLOCK_ROWS, min((number + 1) * BLOCK_ROWS, self._size)):
            return self._block(number)
        return [self[each] for each in rows]

    def _block(self, number: int) -> Sequence[Value]:
        block = self._blocks[number]
        if isinstance(block, RoundedNumbers):
            return block.decimals()
        if callable(block):
            block = block()
            self.put(number, block)
        return block


class DeferredStep:
    """The variables of a step that whole numbers stood for: in decimals, where somebody looks at them."""

    def __init__(self, world: World, step: Step, keys: Iterable[Key]) -> None:
        self.columns: Mapping[Key, DeferredColumn] = {key: DeferredColumn() for key in keys}
        self._world = world
        self._step = step

    def defer(self, rows: range) -> None:
        """Add a block of rows to all columns."""
        for key, column in self.columns.items():
            column.defer(len(rows), partial(self._compute, key, rows))

    def _compute(self, key: Key, rows: range) -> Sequence[Value]:
        """Compute a block of rows, for all columns at once; what the step has kept is there already."""
        block = Block(self._world, self._step.grain, rows)
        found: dict[Key, Sequence[Value]] = {}
        there = self._world.columns.keys() - self.columns.keys()
        with localcontext(CONTEXT):
            for variable in self._step.variables:
                if variable.key in there:
                    continue
                column = column_of(variable.expr, block)
                block.keep(variable.key, column)
                found[variable.key] = column.listed(block.size)
        for name, deferred in self.columns.items():
            deferred.put(rows.start // BLOCK_ROWS, found[name])
        return found[key]
