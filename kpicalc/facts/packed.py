"""Numbers kept as one text per block of rows, eight times smaller than Decimals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import overload

from kpicalc.facts.whole_block import WholeBlock, count_places
from kpicalc.model.facts import BLOCK_ROWS, Frame
from kpicalc.model.fault import Value

PackedBlock = str | WholeBlock | list[Value]


class PackedNumbers(Sequence[Value]):
    r"""Numbers of consecutive rows; every block but the last covers BLOCK_ROWS rows.

    A block is the ASCII text of its numbers, one per line, or these as whole numbers until they are asked
    for, or a plain list where it holds a Fault.

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
            block = self._open(start // BLOCK_ROWS)
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
        if offset or isinstance(block, list):
            return None
        whole = _drop_points(block) if isinstance(block, str) else (block.numbers.tolist(), block.places)
        return whole if whole is None or len(whole[0]) == len(rows) else (whole[0][: len(rows)], whole[1])

    def lines(self) -> Iterator[str | Value]:
        """Yield each number as it is packed: as text, or as a value beside a Fault."""
        for block in self._blocks:
            yield from block if isinstance(block, list) else _text_of(block).split("\n")

    def text(self) -> str | None:
        """Return all numbers as they are packed, one per line; None where one is a Fault."""
        blocks = [_text_of(each) for each in self._blocks if not isinstance(each, list)]
        return "\n".join(blocks) if len(blocks) == len(self._blocks) else None

    def _open(self, number: int) -> list[Value]:
        """Return the values of a block; who asks for them once is likely to do so again."""
        block = self._blocks[number]
        if isinstance(block, WholeBlock):
            self._blocks[number] = block.text()
        return unpack_numbers(self._blocks[number])

    def _at(self, index: int) -> Value:
        # Neighbouring rows are usually asked one after another, so the last block stays open.
        number, offset = divmod(index, BLOCK_ROWS)
        if number != self._opened_index:
            self._opened = self._open(number)
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
    places, decimals = count_places(lines)
    for row, count in decimals.items():
        numbers[row] *= 10 ** (places - count)
    return numbers, places


def unpack_numbers(block: PackedBlock) -> list[Value]:
    """Return the values of one block."""
    return list(block) if isinstance(block, list) else list(map(Decimal, _text_of(block).split("\n")))


def _text_of(block: str | WholeBlock) -> str:
    return block if isinstance(block, str) else block.text()


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
