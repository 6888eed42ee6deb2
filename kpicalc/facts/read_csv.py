"""Read a delimited text file as a sheet: encoding, delimiter, head, and its rows as a stream of blocks."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

from kpicalc.facts.encodings import check_encoding, find_encoding
from kpicalc.facts.headings import KEY_HEADINGS, NAME_HEADINGS, TEAM_HEADINGS, normalise_heading
from kpicalc.facts.workbook import HEAD_ROWS, Raw, RowBlock, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.problem import Problem
from kpicalc.model.source import CellRef

# As wide as a sheet of a workbook can be.
_MOST_CELLS = 16_384
_TAIL = re.compile(r"\s*[0-9]{1,3}\s*")
# A text, or a day: an amount such as `250.50` is none.
_WORD = re.compile(r"[^\W\d_]|[0-9]+([./-])[0-9]+\1[0-9]+")
_WHOLE, _NUMBER = re.compile(r"\s*-?[0-9]+\s*"), re.compile(r"\s*-?[0-9]+(?:\.[0-9]+)?\s*")
_TWO_POINTS, _TWO = re.compile(r"\.[0-9]*\."), 2
_REMARKS = frozenset(
    {"примечание", "примечания", "прим", "комментарий", "комментарии", "заметка", "заметки"}
    | {"note", "notes", "comment", "comments", "remark", "remarks"}
)


class TextProblem(Exception):  # noqa: N818 - the word of the messages
    """A fault in a text file that shows itself only while the rows are streamed."""

    def __init__(self, problems: tuple[Diagnostic, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is to be cut; `declared` says that its first line only names the delimiter."""

    path: Path
    shown: str
    encoding: str
    delimiter: str
    declared: bool


@dataclass(slots=True)
class _Stream:
    """The file while it is read: the next row, the width of the header, and the rows of another width."""

    dialect: Dialect
    row: int
    width: int
    trimmed: int
    remarks: bool
    ragged: dict[int, int]

    def cut_columns(self, file: TextIO) -> Iterator[tuple[int, list[list[Raw]]]]:
        """Yield the size and the columns of each block; a plain block is cut at once, without rows."""
        while lines := _take_lines(file, self):
            text = "".join(lines).replace("\r\n", "\n")
            if '"' in text or "\r" in text:
                more = itertools.chain.from_iterable(iter(partial(_take_lines, file, self), []))
                yield from self._cut_rows(itertools.chain(lines, more))
                return
            yield len(lines), self._cut_plain(lines, text.removesuffix("\n"))

    def note_tails(self, columns: list[list[Raw]]) -> bool:
        """Note rows as ragged that end without a heading in `50` or `000`: a number was cut at its comma."""
        known = len(self.ragged)
        for place, cells in enumerate(columns, start=self.trimmed + 1):
            tails = (at for at, cell in enumerate(cells) if _TAIL.fullmatch(str(cell)))
            self.ragged.update((self.row + at, place) for at in tails)
        return len(self.ragged) > known

    def note_cut(self, columns: list[list[Raw]]) -> None:
        """Note rows with such a tail that end in a number where others have words: theirs were left out."""
        last = list(map(str, columns[-1]))
        # Most last columns are numbers, in which no pattern need look for words.
        text = "\n".join(last)
        amounts = text.replace("\n", "").replace(".", "").isdecimal() and not _TWO_POINTS.search(text)
        if not self.remarks and (amounts or not _WORD.search(text)):
            return
        numbers = (at for at, cell in enumerate(last) if _NUMBER.fullmatch(cell))
        cut = [at for at in numbers if _may_be_cut([str(each[at]) for each in columns])]
        if self.remarks or (cut and sum(1 for cell in last if _WORD.search(cell)) >= len(cut)):
            self.ragged.update((self.row + at, self.trimmed) for at in cut)

    def _note_wide(self, rows: list[list[str]]) -> None:
        """Note rows with such a tail that end in more blank fields than the header has; none if others do."""
        wide = [(number, row) for number, row in enumerate(rows, start=self.row) if len(row) > self.width]
        if all(not any(row[self.trimmed :]) and _may_be_cut(row) for _, row in wide):
            self.ragged.update((number, self.trimmed) for number, _ in wide)

    def _cut_plain(self, lines: list[str], text: str) -> list[list[Raw]]:
        delimiter, width = self.dialect.delimiter, self.width
        if set(map(str.count, lines, itertools.repeat(delimiter))) == {width - 1}:
            cells = text.replace("\n", delimiter).split(delimiter)
            return [cells[column::width] for column in range(width)]  # type: ignore[misc]
        return self._transpose([line.split(delimiter) for line in text.split("\n")])

    def _cut_rows(self, lines: Iterator[str]) -> Iterator[tuple[int, list[list[Raw]]]]:
        """Cut the rest of the file with the csv reader, which knows quotes."""
        reader = csv.reader(lines, delimiter=self.dialect.delimiter, strict=True)
        before = self.row - 1
        while rows := take_rows(reader, self.dialect, BLOCK_ROWS, before):
            yield len(rows), self._transpose(rows)

    def _transpose(self, rows: list[list[str]]) -> list[list[Raw]]:
        """Cut empty fields at the end and fit the other rows; those of another width are noted as ragged."""
        if set(map(len, rows)) != {self.width}:
            if self.dialect.delimiter == ",":
                self._note_wide(rows)
            rows = [self._fit(row, number) for number, row in enumerate(rows, start=self.row)]
        return list(map(list, zip(*rows, strict=True)))

    def _fit(self, row: list[str], number: int) -> list[str]:
        width = self.trimmed
        fitted = row if any(row[width:]) else row[:width]
        if not any(fitted):
            return [""] * width
        if len(fitted) == width:
            return fitted
        self.ragged[number] = len(row)
        rest = self.dialect.delimiter.join(fitted[width - 1 :])
        return [*fitted[: width - 1], rest, *[""] * (width - len(fitted))][:width]


def _may_be_cut(row: list[str]) -> bool:
    """Say whether a whole number stands before one to three digits; the first field is a key perhaps."""
    fields = row[1:] if len(row) > _TWO else row
    return any(_WHOLE.fullmatch(one) and _TAIL.fullmatch(two) for one, two in itertools.pairwise(fields))


def stream_blocks(dialect: Dialect, header_row: int) -> Iterator[RowBlock]:
    """Yield the rows below the header, each as wide as it is; TextProblem at an open quote."""
    with open_text(dialect) as file:
        reader = csv.reader(file, delimiter=dialect.delimiter, strict=True)
        header = take_rows(reader, dialect, header_row)[-1] or [""]
        trimmed = max((at for at, cell in enumerate(header, start=1) if cell), default=len(header))
        remarks = normalise_heading(header[trimmed - 1]) in _REMARKS
        stream = _Stream(dialect, header_row + 1, len(header), trimmed, remarks, {})
        for size, columns in stream.cut_columns(file):
            cut = dialect.delimiter == "," and stream.note_tails(columns[trimmed:])
            kept = columns[:trimmed] if cut else columns
            if dialect.delimiter == ",":
                stream.note_cut(columns[:trimmed])
            yield RowBlock(range(stream.row, stream.row + size), kept, stream.ragged)
            stream.ragged = {}
            stream.row += size


def _take_lines(file: TextIO, stream: _Stream) -> list[str]:
    return take_lines(file, stream.dialect, BLOCK_ROWS, stream.row)


def take_lines(file: TextIO, dialect: Dialect, count: int, first: int) -> list[str]:
    """Take some lines; TextProblem for one that would be cut into more cells than any table has."""
    try:
        lines = list(itertools.islice(file, count))
    except UnicodeDecodeError:
        raise _undecodable(dialect) from None
    if max(map(len, lines), default=0) > _MOST_CELLS:
        for line, text in enumerate(lines, start=first):
            if text.count(dialect.delimiter) >= _MOST_CELLS:
                raise TextProblem(
                    (error(Problem.CSV_LINE_TOO_LONG, CellRef(dialect.shown, "", line), line=line),)
                )
    return lines


def take_rows(reader: Iterator[list[str]], dialect: Dialect, count: int, before: int = 0) -> list[list[str]]:
    """Take some rows; `before` lines of the file are not the reader's."""
    try:
        return list(itertools.islice(reader, count))
    except csv.Error:
        line = before + reader.line_num  # type: ignore[attr-defined]
    except UnicodeDecodeError:
        raise _undecodable(dialect) from None
    raise TextProblem((error(Problem.CSV_QUOTE_NOT_CLOSED, CellRef(dialect.shown, "", line), line=line),))


def open_text(dialect: Dialect) -> TextIO:
    """Open the file with its own encoding and its line ends as they are."""
    return dialect.path.open(encoding=dialect.encoding, newline="")


def _undecodable(dialect: Dialect) -> TextProblem:
    return TextProblem((error(Problem.ENCODINGS_MIXED, CellRef(dialect.shown, ""), line=0),))


DELIMITERS = (";", "\t", ",", "|")
# A longer line is no row: a quote was left open.
_LONGEST_LINE = 100_000
_KNOWN = frozenset(normalise_heading(each) for each in KEY_HEADINGS + NAME_HEADINGS + TEAM_HEADINGS)


def read_csv(
    path: Path, shown: str, encoding: str = "", known: Callable[[], frozenset[str]] = frozenset
) -> Checked[Sheet]:
    """Read the head of a text file and find its delimiter, and its encoding where none is given.

    A row that is not as wide as the header, and an open quote, are raised as `TextProblem` by the
    sheet's own stream, because only streaming meets them.
    """
    text = check_encoding(path, shown, encoding) if encoding else find_encoding(path, shown, known)
    if text.value is None:
        return Checked(None, text.diagnostics)
    lines = _first_lines(path, text.value.encoding)
    declared = bool(lines) and lines[0].lower().startswith("sep=") and len(lines[0].strip()) <= 5
    named = lines[0].rstrip("\r\n")[4:5] if declared else ""
    delimiter = named or choose_delimiter(lines)
    dialect = Dialect(path, shown, text.value.encoding, delimiter, declared)
    try:
        head = _head(dialect)
    except TextProblem as problem:
        return Checked(None, problem.problems)
    reader = f"csv {dialect.encoding} {'TAB' if delimiter == chr(9) else delimiter}"
    return Checked(
        Sheet(
            file=shown,
            name="",
            stem=path.stem,
            reader=reader,
            sha256=text.value.sha256,
            hidden=False,
            head=head,
            read_after=lambda row: stream_blocks(dialect, row),
        )
    )


def choose_delimiter(lines: list[str]) -> str:
    r"""Choose the delimiter that gives the most known headings and the most constant width.

    >>> choose_delimiter(["ФИО\tПлан", "Иванов\t1,5"])
    '\t'
    """
    return max(DELIMITERS, key=lambda sign: _fitness(lines, sign))


def _fitness(lines: list[str], delimiter: str) -> tuple[int, float, int]:
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
    known = sum(normalise_heading(cell) in _KNOWN for row in rows for cell in row if len(row) > 1)
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=widths.__getitem__, default=1)
    return known, round(widths[width] / len(rows), 1) if width > 1 else 0.0, width


def _first_lines(path: Path, encoding: str) -> list[str]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = itertools.islice(file, HEAD_ROWS)
        return [line for line in lines if line.count('"') % 2 == 0 and len(line) < _LONGEST_LINE]


def _head(dialect: Dialect) -> tuple[list[Raw], ...]:
    with open_text(dialect) as file:
        take_lines(file, dialect, HEAD_ROWS, 1)
    with open_text(dialect) as file:
        rows = take_rows(csv.reader(file, delimiter=dialect.delimiter, strict=True), dialect, HEAD_ROWS)
    if dialect.declared:
        rows[0] = []
    width = max(map(len, rows), default=0)
    return tuple([*row, *[""] * (width - len(row))] for row in rows)
