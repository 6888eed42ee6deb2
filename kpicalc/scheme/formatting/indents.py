"""How far each row is set in."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.scheme.formatting.row import Row


def find_indents(rows: Sequence[Row]) -> list[int]:
    r"""Return the new column of each row, two for each block that it is in; comments go with their lines.

    >>> from kpicalc.scheme.formatting.cut_rows import cut_rows
    >>> find_indents(cut_rows("pay:\n    # paid always\n    base: 1"))
    [0, 2, 2]
    """
    indents = [row.column for row in rows]
    for number, row in enumerate(rows):
        if row.level is not None:
            indents[number] = row.level
        elif row.owner is not None:
            moved = row.column + indents[row.owner] - rows[row.owner].column
            indents[number] = max(moved, row.least)
    _move_comments(rows, indents)
    return indents


def _move_comments(rows: Sequence[Row], indents: list[int]) -> None:
    """Let a comment go with the next line when it stands at its column, else with one above at its column."""
    below = _rows_below(rows)
    at_column: dict[int, int] = {}
    above: int | None = None
    for number, row in enumerate(rows):
        if row.pieces:
            at_column[row.column] = above = number
        elif row.comment:
            near = _companion(row, rows, below[number], at_column.get(row.column, above))
            moved = row.column + (0 if near is None else indents[near] - rows[near].column)
            limit = moved if not row.after_text else _limit(below[number], indents)
            indents[number] = max(min(moved, limit), 0)


def _companion(row: Row, rows: Sequence[Row], below: int | None, above: int | None) -> int | None:
    """Return the row that a comment moves with."""
    if above is not None and rows[above].column == row.column and not _at(row, rows, below):
        return above
    return above if below is None else below


def _at(row: Row, rows: Sequence[Row], number: int | None) -> bool:
    return number is not None and rows[number].column == row.column


def _limit(below: int | None, indents: Sequence[int]) -> int:
    """Return how far in a comment may stand behind a text, of which it would else become a part."""
    return 0 if below is None else indents[below]


def _rows_below(rows: Sequence[Row]) -> list[int | None]:
    """Return for each row the next one that has something other than a comment."""
    found: list[int | None] = []
    below: int | None = None
    for number in range(len(rows) - 1, -1, -1):
        found.append(below)
        below = number if rows[number].pieces else below
    return found[::-1]
