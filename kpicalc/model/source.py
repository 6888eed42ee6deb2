"""Places in the user's files: a stretch of a text file, or a cell of a sheet."""

from __future__ import annotations

from kpicalc.model.dataclass import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text file; lines and columns count from 1, the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell, or the whole sheet when `row` is 0; rows and columns count from 1."""

    file: str
    sheet: str
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(self.sheet)
        if self.row:
            letters = column_letters(self.column) if self.column else ""
            parts.append(f"{letters}{self.row}")
        return "!".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class FilePlace:
    """A file as a whole, when no position inside it can be named."""

    file: str

    def __str__(self) -> str:
        return self.file


Place = Span | CellRef | FilePlace


def column_letters(column: int) -> str:
    """Return the spreadsheet letters of a column number.

    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def join_spans(first: Span, last: Span) -> Span:
    """Return the span that reaches from the start of `first` to the end of `last`."""
    return Span(first.file, first.line, first.column, last.end_line, last.end_column)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text cut out of a file, with the way back to line and column.

    `anchors` are (offset in the text, line, column) in ascending order, the first at offset 0: between
    two anchors the text stands in the file letter for letter.
    """

    text: str
    file: str
    anchors: tuple[tuple[int, int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """Return the place of the text between two offsets (the end exclusive)."""
        line, column = self._position(start)
        end_line, end_column = self._position(max(end - 1, start))
        return Span(self.file, line, column, end_line, end_column + 1)

    def _position(self, offset: int) -> tuple[int, int]:
        anchor = max(each for each in self.anchors if each[0] <= offset)
        return anchor[1], anchor[2] + offset - anchor[0]
