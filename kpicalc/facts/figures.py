"""The numbers of a column for those who compare rows: as they were packed, as long as that is enough."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from math import isnan
from operator import mul

from kpicalc.facts.packed import WholeBlock

# Money and hours have no more; and so many places of 15 digits fit into 64 bits.
_MOST_PLACES = 4


class FigureColumn:
    """Numbers of rows one below the other, NaN for none; binary ones are made of all when one is asked for.

    >>> cents, ones = WholeBlock(array("i", [150, 75]), 2, b"", 0, 150), [2]
    >>> figures = FigureColumn([cents, WholeBlock(array("q", ones), 0, b"", 2, 2)])
    >>> figures[1], figures[2], list(figures), figures.whole_numbers(range(1, 3)).numbers
    (0.75, 2.0, [1.5, 0.75, 2.0], array('q', [75, 200]))
    """

    __slots__ = ("_ends", "_made", "_parts", "_size")

    def __init__(self, parts: Iterable[WholeBlock | Sequence[float]] = ()) -> None:
        self._parts: list[WholeBlock | array[float]] = []
        self._made: array[float] | None = None
        self._ends: list[int] = []
        self._size = 0
        for each in parts:
            self.add(each)

    def add(self, part: WholeBlock | Sequence[float]) -> None:
        """Add the numbers of the next rows."""
        size = len(part.numbers if isinstance(part, WholeBlock) else part)
        if size:
            self._parts.append(part if isinstance(part, WholeBlock) else array("d", part))
            self._size += size
            self._ends.append(self._size)
            self._made = None

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[float]:
        parts = (each.floats() if isinstance(each, WholeBlock) else each for each in self._parts)
        return iter(chain.from_iterable(parts) if self._made is None else self._made)

    def __getitem__(self, index: int) -> float:
        if self._made is not None:
            return self._made[index]
        number = bisect_right(self._ends, index)
        part = self._parts[number]
        offset = index - (self._ends[number - 1] if number else 0)
        return part.numbers[offset] / 10**part.places if isinstance(part, WholeBlock) else part[offset]

    @property
    def floats(self) -> array[float]:
        """All numbers as binary ones."""
        if self._made is None:
            self._made = array("d", self)
        return self._made

    @property
    def has_gaps(self) -> bool:
        """Say whether some row has no number."""
        return any(any(map(isnan, each)) for each in self._parts if not isinstance(each, WholeBlock))

    def whole_numbers(self, rows: Sequence[int]) -> WholeBlock | None:
        """Return the numbers of some rows as one block.

        None where that is not known of all of them, or the rows are not one below the other.
        """
        blocks = [each for each in self._parts if isinstance(each, WholeBlock)]
        if not isinstance(rows, range) or len(blocks) < len(self._parts):
            return None
        places = max(each.places for each in blocks)
        if places > _MOST_PLACES:
            return None
        alike = all(each.places == places and each.numbers.typecode == "i" for each in blocks)
        joined = array("i" if alike else "q")
        try:
            for each in blocks:
                joined.extend(each.numbers if alike else _raised(each, places))
        except OverflowError:
            return None
        scaled = [(each, 10 ** (places - each.places)) for each in blocks]
        least = min(each.least * factor for each, factor in scaled)
        most = max(each.most * factor for each, factor in scaled)
        return WholeBlock(joined[rows.start : rows.stop], places, b"", least, most)


def _raised(block: WholeBlock, places: int) -> array[int]:
    factor = 10 ** (places - block.places)
    return array("q", map(mul, block.numbers, repeat(factor)) if factor > 1 else block.numbers)
