"""Numbers kept as one text per block of rows, or as whole numbers with decimals: smaller than Decimals."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal, localcontext
from itertools import compress, repeat
from operator import eq, mul, truediv
from typing import overload

from kpicalc.facts.numbers import WHOLE_DIGITS
from kpicalc.facts.workbook import Raw, RowBlock
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import BLOCK_ROWS, Frame
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT

PLAIN = "plain"  # what is remembered of a column of a block
CLEAR_DECIMALS = "(?:[0-9]{4,10}+|[0-9]{1,2}+)"  # such have one reading only: three may be thousands
# How many decimals are clear, the usual first: ends of lines with so many, and what stands there when they
# are counted. Bytes are sorted into classes many times as fast as a pattern is searched for: nines are
# digits, points the marks of decimals. Of each line one sign is left at last, which says how many it has.
_ENDS = {
    places: (b".%b\n" % (b"9" * places), b"9%b%c" % (b"9" * places, ord("A") + places))
    for places in (2, 1, *range(4, 11))
}
_CLASSES = bytes.maketrans(b"012345678,", b"999999999.")
_PLACES = bytes.maketrans(b"\nBCEFGHIJK", bytes([0, 1, 2, *range(4, 11)]))
_MOST_PLACES = max(_ENDS)
_TO_LIST = str.maketrans("\n", ",", ".,")
_ZEROS_IN_FRONT = re.compile("^-?0[0-9]", re.MULTILINE)  # programs write none: they would be lost
_LIMIT, _HALF = 10**WHOLE_DIGITS, 2**31
_SHORTEST = f"%.{WHOLE_DIGITS}g"
_NEGATIVE_ZERO = re.compile(r"^-0+(?:[.,]0+)?$", re.MULTILINE)
_TRIED = 32  # so many numbers are looked at to guess how many decimals stored ones have


@dataclass(frozen=True, slots=True)
class WholeBlock:
    """Numbers without their points: each with `places` decimals more than it is long.

    `decimals` are those that each was written with, one byte where all have as many; else it is short.
    No number is less than `least` or greater than `most`; none is negative where `least` is not.
    """

    numbers: array[int]
    places: int
    decimals: bytes
    least: int
    most: int

    def text(self) -> str:
        r"""Return the numbers as they were written, a line each.

        >>> WholeBlock(array("q", [150, -200]), 2, b"", -200, 150).text()
        '1.5\n-2'
        """
        if not self.places:
            return "\n".join(map(str, self.numbers))
        forms = {each: f"%.{each}f" for each in set(self.decimals)}
        lines = list(map(forms.__getitem__, self.decimals)) or [_SHORTEST]
        return "\n".join(lines * (len(self.numbers) // len(lines))) % tuple(self.floats())

    def decimals_of_all(self) -> list[Value] | None:
        """Return the numbers as they were written; None where each has decimals of its own."""
        if not self.places:
            return list(map(Decimal, self.numbers))
        unit = Decimal((0, (1,), -self.places))
        with localcontext(CONTEXT):
            return list(map(mul, self.numbers, repeat(unit))) if len(self.decimals) == 1 else None

    def floats(self) -> Iterable[float]:
        """Return the binary numbers that are next to these."""
        return map(truediv, self.numbers, repeat(10**self.places))

    def is_below(self, limit: int) -> bool:
        """Say whether no number is as great as a limit, whatever its sign."""
        bound: int = limit * 10**self.places
        return -bound < self.least and self.most < bound


@dataclass(frozen=True, slots=True)
class PlainCells:
    """Cells that are plainly written numbers, and the signs that part their decimals; or `stored` numbers."""

    block: WholeBlock
    marks: frozenset[str]
    stored: bool = False


def read_plain_cells(block: RowBlock, column: int) -> PlainCells | None:
    """Return a column of a block as numbers if all its cells are plainly written ones; remember it."""
    place = (PLAIN, column)
    if place not in block.shared:
        block.shared[place] = read_written_numbers(block.columns[column - 1])
    found: PlainCells | None = block.shared[place]
    return found


def read_written_numbers(cells: Sequence[Raw]) -> PlainCells | None:
    """Return cells as numbers if all are texts that are plainly written ones, or all are binary ones."""
    try:
        text = "\n".join(cells)  # type: ignore[arg-type] # told by the exception
    except TypeError:
        block = pack_floats(cells) if set(map(type, cells)) == {float} else None  # type: ignore[arg-type]
        return None if block is None else PlainCells(block, frozenset(), stored=True)
    decimals = _count_decimals_of_all(text)
    if not cells or len(decimals) != len(cells) or is_negative_zero(text):
        return None
    places = next(each for each in range(_MOST_PLACES, -1, -1) if each in decimals)
    block = _whole(_read_lines(text), places, decimals, signed="-" in text)
    return None if block is None else PlainCells(block, frozenset(sign for sign in ".," if sign in text))


def _count_decimals_of_all(text: str) -> bytes:
    """Return how many decimals each number has, a byte for each line; more bytes where one is no number."""
    lines = f"\n{text}\n".encode().translate(_CLASSES) if text.isascii() else b""
    if b"\n." in lines or (b"-" in lines and b"-." in lines):
        return b""
    for end, counted in _ENDS.values() if b"." in lines else ():
        lines = lines.replace(end, counted)
    return lines[1:].translate(_PLACES, b"9-")


def _read_lines(text: str) -> Iterable[int]:
    """Return numbers, a line each, without their marks; none or ValueError where one is not plain."""
    lines = text.translate(_TO_LIST)
    with suppress(ValueError):  # of `0.05`, of whose zeros one stands in front then
        return json.loads(f"[{lines}]")  # type: ignore[no-any-return] # in half the time
    return () if _ZEROS_IN_FRONT.search(text) else map(int, lines.split(","))


def is_negative_zero(text: str) -> bool:
    """Say whether one of some numbers, a line each, is a zero with a sign."""
    return "-" in text and "-0" in text and _NEGATIVE_ZERO.search(text) is not None


def _whole(numbers: Iterable[int], places: int, decimals: bytes = b"", *, signed: bool) -> WholeBlock | None:
    """Make a block of numbers that have no more digits than a binary number can tell apart.

    `decimals` are those that each of them has, none more than `places`; only `signed` ones can be negative.
    """
    try:
        whole = list(numbers)
    except (OverflowError, ValueError):
        return None
    missing = decimals.translate(bytes.maketrans(bytes(range(places + 1)), bytes(range(places, -1, -1))))
    if missing.count(0) == len(missing):
        decimals = decimals[: bool(places)]
    for row in compress(range(len(whole)), missing):
        whole[row] *= 10 ** missing[row]
    if not whole:
        return None
    most, least = max(whole), min(whole) if signed else 0
    # Most are less than 21 millions in kopecks: half the memory is enough for these.
    half, fits = (-each < least and most < each for each in (_HALF, _LIMIT))
    return WholeBlock(array("i" if half else "q", whole), places, decimals, least, most) if fits else None


def count_decimals(line: str) -> int:
    """Return how many signs stand behind the point."""
    return len(line.partition(".")[2])


def pack_floats(cells: Sequence[float]) -> WholeBlock | None:
    """Return stored numbers as a spreadsheet shows them, with 15 digits; None where one is unusual.

    A quotient that is the same binary number proves them.
    """
    samples = [_SHORTEST % each for each in cells[:_TRIED]]
    places = max(map(count_decimals, samples))
    numbers = map(round, map(mul, cells, repeat(10**places)))
    block = None if "e" in "".join(samples) else _whole(numbers, places, signed=True)
    return block if block is not None and all(map(eq, block.floats(), cells)) else None


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

    def whole_numbers(self, rows: range) -> tuple[list[int], int, int] | None:
        r"""Return the numbers of a block without their points, how many decimals each then has, and the most.

        None where a value is no number.

        >>> PackedNumbers(["1.50\n-2"], 2).whole_numbers(range(2))
        ([150, -200], 2, 200)
        """
        number, offset = divmod(rows.start, BLOCK_ROWS)
        block = self._blocks[number]
        if offset or isinstance(block, list):
            return None
        if isinstance(block, WholeBlock):
            numbers, places, most = block.numbers.tolist(), block.places, max(block.most, -block.least)
        else:
            try:
                numbers, places = _drop_points(block)
            except ValueError:
                return None
            most = max(map(abs, numbers))
        return numbers[: len(rows)], places, most

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
        if isinstance(block, WholeBlock) and block.places and len(block.decimals) != 1:
            self._blocks[number] = block.text()
        return unpack_numbers(self._blocks[number])

    def _at(self, index: int) -> Value:
        # Neighbouring rows are usually asked one after another, so the last block stays open.
        number, offset = divmod(index, BLOCK_ROWS)
        if number != self._opened_index:
            self._opened = self._open(number)
            self._opened_index = number
        return self._opened[offset]


def _drop_points(text: str) -> tuple[list[int], int]:
    """Return numbers, a line each, with as many decimals as the longest of them has; else ValueError."""
    lines = text.split("\n")
    decimals = list(map(count_decimals, lines))
    places = max(decimals)
    zeros = ("0" * (places - each) for each in decimals)
    return list(map(int, map(str.__add__, text.replace(".", "").split("\n"), zeros))), places


def unpack_numbers(block: PackedBlock) -> list[Value]:
    """Return the values of one block."""
    whole = block.decimals_of_all() if isinstance(block, WholeBlock) else None
    return whole or list(block if isinstance(block, list) else map(Decimal, _text_of(block).split("\n")))


def _text_of(block: str | WholeBlock) -> str:
    return block if isinstance(block, str) else block.text()


def pack_numbers(values: list[Value]) -> PackedBlock:
    """Return the block of some values: a text when all of them are numbers, else a list."""
    if all(type(each) is Decimal for each in values):
        return "\n".join([format(each, "f") for each in values])
    return values


def unpack(frame: Frame, column: str) -> list[Value]:
    """Return the values of a column; packed columns are read a block at a time."""
    packed = frame.columns[column]
    return [
        value for start in range(0, frame.size, BLOCK_ROWS) for value in packed[start : start + BLOCK_ROWS]
    ]
