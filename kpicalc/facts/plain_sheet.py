"""The cells of a plain sheet as they were taken, and their blocks of rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter

from kpicalc.facts.workbook import BLANK, Raw
from kpicalc.model.facts import BLOCK_ROWS

Cells = Sequence[Raw]


@dataclass(frozen=True, slots=True)
class RowStretch:
    """Some rows without a gap; columns in which none of them has a cell are left out.

    `filled` is the last of them in which a cell stands, be it an empty text; 0 if none is.
    """

    first: int
    size: int
    filled: int
    columns: Mapping[int, Cells]


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """All rows of a plain sheet, and the last column and row in which a cell stands."""

    stretches: Sequence[RowStretch]
    width: int
    height: int

    def blocks(self, after: int) -> Iterator[tuple[int, list[Cells]]]:
        """Yield the first row number and the columns of each block below a row."""
        for first in range(after + 1, self.height + 1, BLOCK_ROWS):
            last = min(first + BLOCK_ROWS - 1, self.height)
            yield first, [self._cells(column, first, last) for column in range(1, self.width + 1)]

    def _cells(self, column: int, first: int, last: int) -> Cells:
        cells: list[Raw] = []
        row = first
        for stretch in self.stretches[
            max(0, bisect_right(self.stretches, first, key=attrgetter("first")) - 1) :
        ]:
            if stretch.first > last:
                break
            cells += repeat(BLANK, stretch.first - row)
            row = max(row, stretch.first)
            size = min(last, stretch.first + stretch.size - 1) - row + 1
            if size > 0:
                start = row - stretch.first
                part = stretch.columns.get(column)
                cells += repeat(BLANK, size) if part is None else part[start : start + size]
                row += size
        cells += repeat(BLANK, last - row + 1)
        return cells
