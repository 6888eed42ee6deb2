"""Values that stood under each other, put there again after words were changed."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.scheme.formatting.cut_rows import TokenRole, TokenRow, cut_rows
from kpicalc.scheme.formatting.lay_out import (
    AlignedEntry,
    Gaps,
    common_column,
    entries_on_rows,
    find_edges,
    find_gaps,
    groups_of_entries,
    rows_alike,
)


def keep_aligned(before: str, after: str) -> str:
    r"""Return a text whose words were changed with its values under each other where they were before.

    Both have the same lines. What stands beyond the longest key stays. Keys that are all equally long have a
    space more, for with one space nobody could say whether their values were put there: so that the words of
    two languages can be changed there and back.

    >>> print(keep_aligned("plan:   1\nactual: 2", "план:   1\nфакт: 2"))
    план:  1
    факт:  2
    """
    old, rows = cut_rows(before), cut_rows(after)
    changed = {each.row: each for each in entries_on_rows(rows)}
    lines = after.split("\n")
    for entries in groups_of_entries(old):
        column = common_column(entries)
        held = [each for each in entries if column and each.column == column]
        now = [changed[each.row] for each in held]
        beyond = column - _least_column(held)
        for each in now if [each.width for each in held] != [each.width for each in now] else ():
            colon, value = rows[each.row].pieces[each.place : each.place + 2]
            gap = " " * (_least_column(now) + beyond - each.width)
            lines[each.row] = f"{lines[each.row][: colon.end]}{gap}{lines[each.row][value.start :]}"
    for numbers in rows_alike(old):
        _keep_items([old[each] for each in numbers], [rows[each] for each in numbers], numbers, lines)
    return "\n".join(lines)


def _least_column(entries: Sequence[AlignedEntry]) -> int:
    """Return the first column in which values stand under each other that were put there on purpose."""
    widths = {each.width for each in entries}
    return max(widths, default=0) + (1 if len(widths) > 1 else 2)


def _keep_items(
    old: Sequence[TokenRow], new: Sequence[TokenRow], numbers: Sequence[int], lines: list[str]
) -> None:
    """Put the values of items in braces under each other as they stood, as far beyond the longest."""
    before, usual = ([find_gaps(row) for row in rows] for rows in (old, new))
    edges = find_edges(old, before)
    if not edges or list(map(_words_of, old)) == list(map(_words_of, new)):
        return
    places = [at for at, piece in enumerate(new[0].pieces) if piece.role is TokenRole.TEXT]
    met = dict(zip(places, edges, strict=True))
    made = [row.pieces[0].text for row in new]
    for at in range(1, len(new[0].pieces)):
        columns = [len(text) + gaps[at - 1] for text, gaps in zip(made, usual, strict=True)]
        words = [row.pieces[at].text for row in new]
        if any(met.get(at, ())):
            ends = not met[at][0]
            edge = _edge_of(columns, words, ends=ends) + _beyond(old, before, at, ends=ends)
            columns = [edge - len(word) * ends for word in words]
        made = [text.ljust(column) + word for text, column, word in zip(made, columns, words, strict=True)]
    for number, row, text in zip(numbers, new, made, strict=True):
        lines[number] = " " * row.pieces[0].start + text + lines[number][row.pieces[-1].end :]


def _words_of(row: TokenRow) -> list[str]:
    return [piece.text for piece in row.pieces]


def _edge_of(columns: Sequence[int], words: Sequence[str], *, ends: bool) -> int:
    """Return the first column in which words that may begin at some columns all begin, or all end."""
    return max(column + len(word) * ends for column, word in zip(columns, words, strict=True))


def _beyond(rows: Sequence[TokenRow], gaps: Sequence[Gaps], at: int, *, ends: bool) -> int:
    """Return how far beyond the first such column a piece of all rows stands."""
    columns = [row.pieces[at - 1].end + gap[at - 1] for row, gap in zip(rows, gaps, strict=True)]
    piece = rows[0].pieces[at]
    found = piece.end if ends else piece.start
    return found - _edge_of(columns, [row.pieces[at].text for row in rows], ends=ends)
