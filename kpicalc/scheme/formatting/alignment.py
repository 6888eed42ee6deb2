"""Values that stand under each other stay so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpicalc.scheme.formatting.gaps import Gaps
from kpicalc.scheme.formatting.row import Row


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with its value on one row: the width of `key:`, and the value's column, from the key on."""

    row: int
    place: int
    block: int
    width: int
    column: int

    @property
    def spread(self) -> bool:
        """True where more than one space stands before the value."""
        return self.column > self.width + 1


def align_values(rows: Sequence[Row], gaps: Sequence[Gaps]) -> None:
    """Set the spaces after the colons of each mapping, of those of its rows that are neighbours.

    Where spaces were added so that values stand under each other, all values of the neighbours go to that
    column; a key that is too long for it, and a mapping without such a column, has one space.
    """
    for entries in _groups(rows):
        column = _column(entries)
        for each in entries:
            gaps[each.row][each.place] = max(column - each.width, 1)


def _column(entries: Sequence[_Entry]) -> int:
    """Return the column in which most values were put on purpose, 0 when there is none."""
    columns = Counter(each.column for each in entries)
    chosen = {each.column for each in entries if each.spread and columns[each.column] > 1}
    return max(chosen, key=lambda column: (columns[column], column), default=0)


def _groups(rows: Sequence[Row]) -> Iterator[list[_Entry]]:
    """Yield the entries that are neighbours; groups apart are one when their values have one column."""
    by_block: dict[int, list[list[_Entry]]] = {}
    for entry in _entries(rows):
        groups = by_block.setdefault(entry.block, [])
        if groups and groups[-1][-1].row == entry.row - 1:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    for groups in by_block.values():
        yield from _joined(groups)


def _joined(groups: Sequence[list[_Entry]]) -> Iterator[list[_Entry]]:
    current = groups[0]
    for group in groups[1:]:
        if _place_of(current) == _place_of(group) != 0:
            current = [*current, *group]
        else:
            yield current
            current = group
    yield current


def _place_of(entries: Sequence[_Entry]) -> int:
    return entries[0].column if len(entries) == 1 else _column(entries)


def _entries(rows: Sequence[Row]) -> Iterator[_Entry]:
    for number, row in enumerate(rows):
        at = row.entry
        if at is not None and 0 < at < len(row.pieces) - 1:
            key, colon, value = row.pieces[at - 1 : at + 2]
            width = len(key.text) + 1
            yield _Entry(number, at, row.block, width, width + value.start - colon.end)
