"""How many spaces stand between the pieces of a row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kpicalc.scheme.formatting.row import Piece, Role, Row

Gaps = list[int]


def find_gaps(row: Row) -> Gaps:
    """Return the spaces before each piece but the first: `{a: b, c: [d, e]}`.

    >>> from kpicalc.scheme.formatting.cut_rows import cut_rows
    >>> find_gaps(cut_rows("{ a:  b,c :[d]}")[0])
    [0, 0, 1, 0, 1, 0, 1, 0, 0, 0]
    """
    return [_gap(left, right) for left, right in pairwise(row.pieces)]


def _gap(left: Piece, right: Piece) -> int:
    match left.role, right.role:
        case ((Role.TEXT | Role.CLOSE), Role.COLON):
            return 0
        case (Role.OPEN, _) | (_, Role.CLOSE | Role.COMMA):
            return 0
        case _:
            return 1


def find_grids(rows: Sequence[Row], gaps: Sequence[Gaps]) -> None:
    """Give rows of a list their own spaces back where these put the values under each other."""
    for run in _alike(rows):
        own = _edges_met([_columns_in_file(rows[number]) for number in run])
        even = _edges_met([_columns(rows[number], gaps[number]) for number in run])
        if all(any(edges) for edges in own) and own != even:
            for number in run:
                gaps[number][1:] = [right.start - left.end for left, right in pairwise(rows[number].pieces)][
                    1:
                ]


def _alike(rows: Sequence[Row]) -> list[list[int]]:
    """Return the runs of rows one under the other that are items with as many pieces of the same roles."""
    runs: list[list[int]] = []
    previous: list[Role] = []
    for number, row in enumerate(rows):
        roles = [piece.role for piece in row.pieces]
        if roles[:2] == [Role.DASH, Role.OPEN] and roles == previous:
            runs[-1].append(number)
        elif roles[:2] == [Role.DASH, Role.OPEN]:
            runs.append([number])
        previous = roles
    return runs


def _columns_in_file(row: Row) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in row.pieces if piece.role is Role.TEXT]


def _columns(row: Row, gaps: Gaps) -> list[tuple[int, int]]:
    """Return where the values of a row begin and end with some spaces between its pieces."""
    found: list[tuple[int, int]] = []
    column = 0
    for gap, piece in zip((0, *gaps), row.pieces, strict=True):
        end = column + gap + len(piece.text)
        found += [(column + gap, end)] if piece.role is Role.TEXT else []
        column = end
    return found


def _edges_met(rows: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[bool, bool]]:
    """Say of the values under each other whether all begin, and whether all end, at one column."""
    return [
        (len({start for start, _ in column}) == 1, len({end for _, end in column}) == 1)
        for column in zip(*rows, strict=True)
    ]
