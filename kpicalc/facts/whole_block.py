"""Numbers of a block of rows as whole numbers with some decimals each: read at once, written as they were."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import eq, mul, truediv

from kpicalc.facts.numbers import WHOLE_DIGITS
from kpicalc.facts.workbook import Raw, RowBlock

# A number with so many decimals has one reading only: three may be thousands.
CLEAR_DECIMALS = "(?:[0-9]{1,2}|[0-9]{4,10})"
# As programs write numbers: no zero in front that would be lost.
_WRITTEN = re.compile(rf"(?:-?(?:0|[1-9][0-9]{{0,{WHOLE_DIGITS - 1}}})(?:[.,]{CLEAR_DECIMALS})?\n)*+")
_LIMIT = 10**WHOLE_DIGITS
_SHORTEST = f"%.{WHOLE_DIGITS}g"
_NEGATIVE_ZERO = re.compile(r"^-0+(?:\.0+)?$", re.MULTILINE)
# So many numbers are looked at to guess how many decimals those of a block have.
_TRIED = 32


@dataclass(frozen=True, slots=True)
class WholeBlock:
    """Numbers without their points: each with `places` decimals more than it is long.

    `decimals` are those that each was written with, a byte a number; without them each is written as short
    as it can be.
    """

    numbers: array[int]
    places: int
    decimals: bytes

    def text(self) -> str:
        r"""Return the numbers as they were written, a line each.

        >>> WholeBlock(array("q", [150, -200]), 2, b"").text(), WholeBlock(array("q", [7]), 0, b"").text()
        ('1.5\n-2', '7')
        """
        if not self.places:
            return "\n".join(map(str, self.numbers))
        forms = {each: f"%.{each}f" for each in set(self.decimals)}
        line = "\n".join(map(forms.__getitem__, self.decimals) if forms else [_SHORTEST] * len(self.numbers))
        return line % tuple(self.floats())

    def floats(self) -> Iterable[float]:
        """Return the binary numbers that are next to these."""
        return map(truediv, self.numbers, repeat(10**self.places))

    def is_below(self, limit: int) -> bool:
        """Say whether no number is as great as a limit, whatever its sign."""
        bound: int = limit * 10**self.places
        return -bound < min(self.numbers) and max(self.numbers) < bound


@dataclass(frozen=True, slots=True)
class PlainCells:
    """Cells that are written plainly as numbers, and the signs that part their decimals."""

    block: WholeBlock
    marks: frozenset[str]


def read_plain_cells(block: RowBlock, column: int) -> PlainCells | None:
    """Return a column of a block as numbers if all its cells are plainly written ones; remember it."""
    place = ("plain", column)
    if place not in block.shared:
        block.shared[place] = read_written_numbers(block.columns[column - 1])
    found: PlainCells | None = block.shared[place]
    return found


def read_written_numbers(cells: Sequence[Raw]) -> PlainCells | None:
    """Return cells as numbers if all of them are texts that are plainly written ones."""
    try:
        text = "\n".join(cells)  # type: ignore[arg-type] # told by the exception
    except TypeError:
        return None
    if not _WRITTEN.fullmatch(f"{text}\n") or text.count("\n") != len(cells) - 1:
        return None
    marks = frozenset(sign for sign in ".," if sign in text)
    text = text.replace(",", ".") if "," in marks else text
    if is_negative_zero(text):
        return None
    lines = text.split("\n")
    block = _without_points(lines) if marks else _whole(map(int, lines), 0, b"")
    return None if block is None else PlainCells(block, marks)


def is_negative_zero(text: str) -> bool:
    """Say whether one of some numbers, a line each, is a zero with a sign."""
    return "-0" in text and _NEGATIVE_ZERO.search(text) is not None


def _without_points(lines: Sequence[str]) -> WholeBlock | None:
    places, others = count_places(lines)
    decimals = bytearray([places]) * len(lines)
    for row, count in others.items():
        decimals[row] = count
    return _whole(_multiply(map(float, lines), 10**places), places, bytes(decimals))


def _multiply(numbers: Iterable[float], factor: int) -> Iterable[int]:
    return map(round, map(mul, numbers, repeat(factor)))


def _whole(numbers: Iterable[int], places: int, decimals: bytes) -> WholeBlock | None:
    """Make a block of numbers that have no more digits than a binary number can tell apart."""
    try:
        whole = array("q", numbers)
    except (OverflowError, ValueError):
        return None
    return WholeBlock(whole, places, decimals) if max(whole) < _LIMIT and min(whole) > -_LIMIT else None


def count_places(lines: Sequence[str]) -> tuple[int, dict[int, int]]:
    """Return the most decimals that one of some numbers has, and by line those of the others.

    >>> count_places(["1.50", "7", "2.25"])
    (2, {1: 0})
    """
    places = max(map(count_decimals, lines[:_TRIED]))
    others = {row: count_decimals(lines[row]) for row in _lines_with_other(places, lines)}
    most = max(others.values(), default=0)
    if most <= places:
        return places, others
    return most, {row: each for row, each in enumerate(map(count_decimals, lines)) if each != most}


def _lines_with_other(places: int, lines: Sequence[str]) -> Sequence[int]:
    if not places:
        return [row for row, line in enumerate(lines) if "." in line]
    point, end = -places - 1, -places
    return [row for row, line in enumerate(lines) if line[point:end] != "."]


def count_decimals(line: str) -> int:
    """Return how many signs stand behind the point.

    >>> count_decimals("1.50"), count_decimals("7")
    (2, 0)
    """
    return len(line.partition(".")[2])


def pack_floats(cells: Sequence[float]) -> WholeBlock | None:
    """Return stored numbers as a spreadsheet shows them, with 15 digits; None where one is unusual.

    A quotient that is the same binary number proves them.
    """
    samples = [_SHORTEST % each for each in cells[:_TRIED]]
    places = max(map(count_decimals, samples))
    block = None if "e" in "".join(samples) else _whole(_multiply(cells, 10**places), places, b"")
    return block if block is not None and all(map(eq, block.floats(), cells)) else None
