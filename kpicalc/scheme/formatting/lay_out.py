"""Rows of pieces to lines of text: how far each is set in, the gaps inside, values under each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from kpicalc.model.dataclass import dataclass
from kpicalc.scheme.formatting.cut_rows import TokenPart, TokenRole, TokenRow


@dataclass(frozen=True, slots=True)
class AlignedEntry:
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


def align_values(rows: Sequence[TokenRow], gaps: Sequence[Gaps]) -> None:
    """Set the spaces after the colons of each mapping, of those of its rows that are neighbours.

    Where spaces were added so that values stand under each other, all values of the neighbours go to that
    column; a key that is too long for it, and a mapping without such a column, has one space.
    """
    for entries in groups_of_entries(rows):
        column = common_column(entries)
        for each in entries:
            gaps[each.row][each.place] = max(column - each.width, 1)


def common_column(entries: Sequence[AlignedEntry]) -> int:
    """Return the column in which most values were put on purpose, 0 when there is none."""
    columns = Counter(each.column for each in entries)
    chosen = {each.column for each in entries if each.spread and columns[each.column] > 1}
    return max(chosen, key=lambda column: (columns[column], column), default=0)


def groups_of_entries(rows: Sequence[TokenRow]) -> Iterator[list[AlignedEntry]]:
    """Yield the entries that are neighbours; groups apart are one when their values have one column."""
    by_block: dict[int, list[list[AlignedEntry]]] = {}
    for entry in entries_on_rows(rows):
        groups = by_block.setdefault(entry.block, [])
        if groups and groups[-1][-1].row == entry.row - 1:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    for groups in by_block.values():
        current = groups[0]
        for group in groups[1:]:
            if _place_of(current) == _place_of(group) != 0:
                current = [*current, *group]
            else:
                yield current
                current = group
        yield current


def _place_of(entries: Sequence[AlignedEntry]) -> int:
    return entries[0].column if len(entries) == 1 else common_column(entries)


def entries_on_rows(rows: Sequence[TokenRow]) -> Iterator[AlignedEntry]:
    """Yield the keys that have their value on their own row."""
    for number, row in enumerate(rows):
        at = row.entry
        if at is not None and 0 < at < len(row.pieces) - 1:
            key, colon, value = row.pieces[at - 1 : at + 2]
            width = len(key.text) + 1
            yield AlignedEntry(number, at, row.block, width, width + value.start - colon.end)


Gaps = list[int]


def find_gaps(row: TokenRow) -> Gaps:
    """Return the spaces before each piece but the first: `{a: b, c: [d, e]}`.

    >>> from kpicalc.scheme.formatting.cut_rows import cut_rows
    >>> find_gaps(cut_rows("{ a:  b,c :[d]}")[0])
    [0, 0, 1, 0, 1, 0, 1, 0, 0, 0]
    """
    return [_gap_between(left, right) for left, right in pairwise(row.pieces)]


def _gap_between(left: TokenPart, right: TokenPart) -> int:
    match left.role, right.role:
        case ((TokenRole.TEXT | TokenRole.CLOSE), TokenRole.COLON):
            return 0
        case (TokenRole.OPEN, _) | (_, TokenRole.CLOSE | TokenRole.COMMA):
            return 0
        case _:
            return 1


def find_grids(rows: Sequence[TokenRow], gaps: Sequence[Gaps]) -> None:
    """Give rows of a list their own spaces back where these put the values under each other."""
    for run in rows_alike(rows):
        if find_edges([rows[number] for number in run], [gaps[number] for number in run]):
            for number in run:
                gaps[number][1:] = [right.start - left.end for left, right in pairwise(rows[number].pieces)][
                    1:
                ]


def find_edges(rows: Sequence[TokenRow], gaps: Sequence[Gaps]) -> list[tuple[bool, bool]]:
    """Say of the values of items which begin, and which end, at one column; nothing where that is chance.

    It is chance where they do so with the usual spaces (`gaps`), or where some do neither.
    """
    own = _edges_met([_columns_in_file(row) for row in rows])
    even = _edges_met([_columns_of_row(*each) for each in zip(rows, gaps, strict=True)])
    return own if all(map(any, own)) and own != even else []


def rows_alike(rows: Sequence[TokenRow]) -> list[list[int]]:
    """Return the runs of rows one under the other that are items with as many pieces of the same roles."""
    runs: list[list[int]] = []
    previous: list[TokenRole] = []
    for number, row in enumerate(rows):
        roles = [piece.role for piece in row.pieces]
        if roles[:2] == [TokenRole.DASH, TokenRole.OPEN] and roles == previous:
            runs[-1].append(number)
        elif roles[:2] == [TokenRole.DASH, TokenRole.OPEN]:
            runs.append([number])
        previous = roles
    return runs


def _columns_in_file(row: TokenRow) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in row.pieces if piece.role is TokenRole.TEXT]


def _columns_of_row(row: TokenRow, gaps: Gaps) -> list[tuple[int, int]]:
    """Return where the values of a row begin and end with some spaces between its pieces."""
    found: list[tuple[int, int]] = []
    column = 0
    for gap, piece in zip((0, *gaps), row.pieces, strict=True):
        end = column + gap + len(piece.text)
        found += [(column + gap, end)] if piece.role is TokenRole.TEXT else []
        column = end
    return found


def _edges_met(rows: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[bool, bool]]:
    """Say of the values under each other whether all begin, and whether all end, at one column."""
    return [
        (len({start for start, _ in column}) == 1, len({end for _, end in column}) == 1)
        for column in zip(*rows, strict=True)
    ]


def find_indents(rows: Sequence[TokenRow]) -> list[int]:
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
    # Let a comment go with the next line when it stands at its column, else with one above at its column.
    below = _rows_below(rows)
    at_column: dict[int, int] = {}
    above: int | None = None
    for number, row in enumerate(rows):
        if row.pieces:
            at_column[row.column] = above = number
        elif row.comment:
            near = _companion_of(row, rows, below[number], at_column.get(row.column, above))
            assert near is not None  # noqa: S101 - a document has more than comments
            moved = row.column + indents[near] - rows[near].column
            limit = moved if not row.after_text else _comment_limit(below[number], indents)
            indents[number] = max(min(moved, limit), 0)
    return indents


def _companion_of(
    row: TokenRow, rows: Sequence[TokenRow], below: int | None, above: int | None
) -> int | None:
    """Return the row that a comment moves with."""
    if above is not None and rows[above].column == row.column and not _stands_at(row, rows, below):
        return above
    return above if below is None else below


def _stands_at(row: TokenRow, rows: Sequence[TokenRow], number: int | None) -> bool:
    return number is not None and rows[number].column == row.column


def _comment_limit(below: int | None, indents: Sequence[int]) -> int:
    """Return how far in a comment may stand behind a text, of which it would else become a part."""
    return 0 if below is None else indents[below]


def _rows_below(rows: Sequence[TokenRow]) -> list[int | None]:
    """Return for each row the next one that has something other than a comment."""
    found: list[int | None] = []
    below: int | None = None
    for number in range(len(rows) - 1, -1, -1):
        found.append(below)
        below = number if rows[number].pieces else below
    return found[::-1]


def lay_out_rows(rows: Sequence[TokenRow]) -> list[str]:
    """Return the lines: no spare empty ones, none at the start or the end."""
    gaps = [find_gaps(row) for row in rows]
    find_grids(rows, gaps)
    align_values(rows, gaps)
    indents = find_indents(rows)
    codes = [_line_of_code(row, indent, own) for row, indent, own in zip(rows, indents, gaps, strict=True)]
    lines = _with_comments(rows, codes)
    # Leave out each empty line that follows another one, or has nothing before or after it.
    last = max(number for number, row in enumerate(rows) if not row.empty)
    return [
        lines[number]
        for number in range(last + 1)
        if not (rows[number].empty and (number == 0 or rows[number - 1].empty))
    ]


def _line_of_code(row: TokenRow, indent: int, gaps: Gaps) -> str:
    """Return a line without its comment."""
    if row.kept is not None:
        return row.kept if row.owner is None or not row.kept else " " * indent + row.kept
    if not row.pieces:
        return " " * indent if row.comment else ""
    joined = "".join(" " * gap + piece.text for gap, piece in zip((0, *gaps), row.pieces, strict=True))
    return " " * indent + joined


def _with_comments(rows: Sequence[TokenRow], codes: Sequence[str]) -> list[str]:
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


def _column_behind(row: TokenRow) -> int:
    """Return the column of a comment that stands behind something, 0 when there is none."""
    return row.comment_column if row.pieces and row.comment else 0
