"""Numbers kept as one text per block of rows, eight times smaller than Decimals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import overload

from kpicalc.model.facts import BLOCK_ROWS, Frame
from kpicalc.model.fault import Value

PackedBlock = str | list[Value]

# So many numbers are looked at to guess how many decimals those of a block have.
_TRIED = 32


class PackedNumbers(Sequence[Value]):
    r"""Numbers of consecutive rows; every block but the last covers BLOCK_ROWS rows.

    A block is the ASCII text of its numbers, one per line, or a plain list where it holds a Fault.

    >>> numbers = PackedNumbers(["1.50\n-2"], 2)
    >>> numbers[0:2], numbers[1]
    ([Decimal('1.50'), Decimal('-2')], Decimal('-2'))
    """

    __slots__ = ("_blocks", "_opened", "_opened_index", "_size")

    def __init__(self, blocks: list[PackedBlock], size: int) -> None:
        self._blocks = blocks
        self._size = size
        self._opened: list[Value] = []
        self._opened_index = -1

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> Value: ...

    @overload
    def __getitem__(self, index: slice) -> list[Value]: ...

    def __getitem__(self, index: int | slice) -> Value | list[Value]:
        if isinstance(index, int):
            return self._at(range(self._size)[index])
        start, stop, step = index.indices(self._size)
        if step == 1 and start % BLOCK_ROWS == 0 and start < stop <= start + BLOCK_ROWS:
            block = unpack_numbers(self._blocks[start // BLOCK_ROWS])
            return block if stop - start == len(block) else block[: stop - start]
        return [self._at(each) for each in range(start, stop, step)]

    def whole_numbers(self, rows: range) -> tuple[list[int], int] | None:
        r"""Return the numbers of a block without their points, and how many decimals each then has.

        None where a value is no number.

        >>> PackedNumbers(["1.50\n-2"], 2).whole_numbers(range(2))
        ([150, -200], 2)
        """
        number, offset = divmod(rows.start, BLOCK_ROWS)
        block = self._blocks[number]
        if offset or not isinstance(block, str):
            return None
        whole = _drop_points(block)
        return whole if whole is None or len(whole[0]) == len(rows) else (whole[0][: len(rows)], whole[1])

    def lines(self) -> Iterator[str | Value]:
        """Yield each number as it is packed: as text, or as a value beside a Fault."""
        for block in self._blocks:
            yield from block.split("\n") if isinstance(block, str) else block

    def text(self) -> str | None:
        """Return all numbers as they are packed, one per line; None where one is a Fault."""
        blocks = [each for each in self._blocks if isinstance(each, str)]
        return "\n".join(blocks) if len(blocks) == len(self._blocks) else None

    def _at(self, index: int) -> Value:
        # Neighbouring rows are usually asked one after another, so the last block stays open.
        number, offset = divmod(index, BLOCK_ROWS)
        if number != self._opened_index:
            self._opened = unpack_numbers(self._blocks[number])
            self._opened_index = number
        return self._opened[offset]


def _drop_points(text: str) -> tuple[list[int], int] | None:
    """Return the numbers of a text with as many decimals as the longest of them has."""
    try:
        numbers = list(map(int, text.replace(".", "").split("\n")))
    except ValueError:
        return None
    if "." not in text:
        return numbers, 0
    lines = text.split("\n")
    places = max(map(_count_decimals, lines[:_TRIED]))
    others = _lines_with_other(places, lines)
    found = [_count_decimals(lines[row]) for row in others]
    if max(found, default=0) > places:
        places = max(found)
        others = range(len(lines))
        found = list(map(_count_decimals, lines))
    for row, decimals in zip(others, found, strict=True):
        numbers[row] *= 10 ** (places - decimals)
    return numbers, places


def _lines_with_other(places: int, lines: Sequence[str]) -> Sequence[int]:
    """Return the lines without a point before so many places."""
    if not places:
        return [row for row, line in enumerate(lines) if "." in line]
    point, end = -places - 1, -places
    return [row for row, line in enumerate(lines) if line[point:end] != "."]


def _count_decimals(line: str) -> int:
    return len(line.partition(".")[2])


def unpack_numbers(block: PackedBlock) -> list[Value]:
    """Return the values of one block."""
    return list(map(Decimal, block.split("\n"))) if isinstance(block, str) else list(block)


def pack_numbers(values: list[Value]) -> PackedBlock:
    """Return the block of some values: a text when all of them are numbers, else a list."""
    if all(type(each) is Decimal for each in values):
        return "\n".join([format(each, "f") for each in values])
    return values


def join_columns(parts: Sequence[Sequence[Value]]) -> Sequence[Value]:
    """Put columns of one kind one below the other; packed numbers are packed again in full blocks."""
    if len(parts) == 1:
        return parts[0]
    if not any(isinstance(each, PackedNumbers) for each in parts):
        return [value for each in parts for value in each]
    lines = (line for each in parts if isinstance(each, PackedNumbers) for line in each.lines())
    blocks = [_pack_lines(block) for block in iter(lambda: list(islice(lines, BLOCK_ROWS)), [])]
    return PackedNumbers(blocks, sum(map(len, parts)))


def _pack_lines(lines: list[str | Value]) -> PackedBlock:
    if all(isinstance(each, str) for each in lines):
        return "\n".join(lines)  # type: ignore[arg-type]
    return pack_numbers([Decimal(each) if isinstance(each, str) else each for each in lines])


def unpack(frame: Frame, column: str) -> list[Value]:
    """Return the values of a column; packed columns are read a block at a time."""
    packed = frame.columns[column]
    return [
        value for start in range(0, frame.size, BLOCK_ROWS) for value in packed[start : start + BLOCK_ROWS]
    ]
