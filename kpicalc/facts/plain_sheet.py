"""The cells of a plain sheet as they were taken, with its texts and days, and their blocks of rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import repeat
from operator import attrgetter

from kpicalc.facts.workbook import BLANK, Raw
from kpicalc.model.dataclass import dataclass
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


_STRING = re.compile(
    rb'\s*<si>(?:<t( xml:space="preserve")?>([^<]*)</t></si>|(?:(?!</?si>|<!)<[^>]*>|[^<])*</si>)\s*'
)
_TABLE = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<sst(?: [^>]*)?>")
_SIGNS = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&apos;", b"'"), (b"&amp;", b"&"))
_UNUSUAL = (b"_x", b"\r", b"]]>")
# What stands before the first day of March 1900 is no day for certain; the scan leaves far days to openpyxl.
_FIRST_DAY, _LAST_DAY = 61, 999_999
_OTHER_SIGN = re.compile(rb"&(?!(?:lt|gt|quot|apos|amp);)")


class UnusualError(Exception):
    """Something stands in the sheet that only the other readers know."""


def read_shared(table: bytes) -> Sequence[str | None] | None:
    r"""Read the texts that cells point to, None for each that is written unusually; None for such a table.

    >>> read_shared(b"<sst><si><t>A &amp; B</t></si><si><r><t>C</t></r></si></sst>")
    ['A & B', None]
    >>> read_shared(b"<sst><si>")
    """
    begin = _TABLE.match(table)
    texts: list[str | None] = []
    at = len(table) if begin is None else begin.end()
    while found := _STRING.match(table, at):
        texts.append(_try_text(found[2], kept=found[1] is not None))
        at = found.end()
    return texts if table[at:].strip() == b"</sst>" else None


def _try_text(text: bytes | None, *, kept: bool) -> str | None:
    try:
        return None if text is None else read_plain_text(text, kept=kept)
    except (UnusualError, UnicodeDecodeError):
        return None


def read_plain_text(text: bytes, *, kept: bool = False) -> str:
    """Return a text as it is meant; spaces at its ends are left to the other readers unless they are kept."""
    if any(sign in text for sign in _UNUSUAL):
        raise UnusualError
    if b"&" in text:
        if _OTHER_SIGN.search(text):
            raise UnusualError
        for sign, meant in _SIGNS:
            text = text.replace(sign, meant)
    read = text.decode()
    if not kept and read != read.strip():
        raise UnusualError
    return read


def read_plain_texts(joined: bytes, size: int) -> Sequence[Raw]:
    """Read texts, a line each, that are written as they are."""
    read = joined.decode().split("\n")
    if len(read) != size or any(sign in joined for sign in _UNUSUAL) or list(map(str.strip, read)) != read:
        raise UnusualError
    return read


def read_plain_days(numbers: Sequence[bytes], day_zero: date) -> Sequence[Raw]:
    """Return the days that whole numbers stand for; cells that have the same one share it."""
    known: dict[bytes, date] = {}
    for number in set(numbers):
        if not _FIRST_DAY <= int(number) <= _LAST_DAY:
            raise UnusualError
        known[number] = day_zero + timedelta(days=int(number))
    return list(map(known.__getitem__, numbers))


def column_number(letters: bytes) -> int:
    """Return the number of a column from its letters.

    >>> column_number(b"A"), column_number(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
