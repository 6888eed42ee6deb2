"""Read a delimited text file as a sheet: encoding, delimiter, and the rows where a header may be."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from pathlib import Path

from kpicalc.facts.encodings import check_encoding, find_encoding
from kpicalc.facts.headings import KEY_HEADINGS, NAME_HEADINGS, TEAM_HEADINGS, normalise_heading
from kpicalc.facts.stream_csv import Dialect, TextProblem, open_text, stream_blocks, take_lines, take_rows
from kpicalc.facts.workbook import HEAD_ROWS, Raw, Sheet
from kpicalc.model.diagnostic import Checked

DELIMITERS = (";", "\t", ",", "|")
_LONGEST_LINE = 100_000
_KNOWN = frozenset(normalise_heading(each) for each in KEY_HEADINGS + NAME_HEADINGS + TEAM_HEADINGS)


def read_csv(
    path: Path, shown: str, encoding: str = "", known: frozenset[str] = frozenset()
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
    delimiter = lines[0][4] if declared and len(lines[0]) > 4 else choose_delimiter(lines)
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
    width, times = widths.most_common(1)[0] if widths else (1, 0)
    return known, round(times / len(rows), 1) if width > 1 else 0.0, width


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
