"""Rows of pieces to lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kpicalc.scheme.formatting.alignment import align_values
from kpicalc.scheme.formatting.gaps import Gaps, find_gaps, find_grids
from kpicalc.scheme.formatting.indents import find_indents
from kpicalc.scheme.formatting.row import Row


def lay_out(rows: Sequence[Row]) -> list[str]:
    """Return the lines: no spare empty ones, none at the start or the end."""
    gaps = [find_gaps(row) for row in rows]
    find_grids(rows, gaps)
    align_values(rows, gaps)
    indents = find_indents(rows)
    codes = [_code(row, indent, own) for row, indent, own in zip(rows, indents, gaps, strict=True)]
    lines = _with_comments(rows, codes)
    return _without_spare_lines(rows, lines)


def _code(row: Row, indent: int, gaps: Gaps) -> str:
    """Return a line without its comment."""
    if row.kept is not None:
        return row.kept if row.owner is None or not row.kept else " " * indent + row.kept
    if not row.pieces:
        return " " * indent if row.comment else ""
    joined = "".join(" " * gap + piece.text for gap, piece in zip((0, *gaps), row.pieces, strict=True))
    return " " * indent + joined


def _with_comments(rows: Sequence[Row], codes: Sequence[str]) -> list[str]:
    """Add the comments; those under each other behind something stay so."""
    lines = list(codes)
    numbered = list(enumerate(rows))
    for column, run in groupby(numbered, lambda each: _column_behind(each[1])):
        numbers = [number for number, _ in run]
        if column:
            moved = max(len(codes[each]) for each in numbers) - max(rows[each].code_end for each in numbers)
            for each in numbers:
                lines[each] = codes[each].ljust(column + moved) + rows[each].comment
    return [
        line + row.comment if row.comment and not row.pieces else line
        for line, row in zip(lines, rows, strict=True)
    ]


def _column_behind(row: Row) -> int:
    """Return the column of a comment that stands behind something, 0 when there is none."""
    return row.comment_column if row.pieces and row.comment else 0


def _without_spare_lines(rows: Sequence[Row], lines: Sequence[str]) -> list[str]:
    """Leave out each empty line that follows another one, or has nothing before or after it."""
    last = max((number for number, row in enumerate(rows) if not row.empty), default=-1)
    return [
        lines[number]
        for number in range(last + 1)
        if not (rows[number].empty and (number == 0 or rows[number - 1].empty))
    ]
