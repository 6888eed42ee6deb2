"""Take the rows of a plainly written sheet while it is scanned, each cell by the rules of calamine."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from datetime import date
from itertools import islice, pairwise

from kpicalc.facts.plain_sheet import (
    Cells,
    PlainSheet,
    RowStretch,
    UnusualError,
    column_number,
    read_plain_days,
    read_plain_text,
    read_plain_texts,
)
from kpicalc.facts.workbook import BLANK, Raw
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import BLOCK_ROWS

# A pattern of more columns or styles would be slower than the other reader.
_MOST_COLUMNS, _MOST_STYLES = 100, 200
_NUMBER = rb"-?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,3})?"
_DAY = b"[0-9]{2,6}"
_FORMULA = rb"(?:<f(?: [^>]*)?(?:/>|>[^<]*</f>))?"
_KINDS = (
    rb'(?: t="n")?>' + _FORMULA + b"<v>(" + _NUMBER + rb")</v></c>",
    rb' t="s"><v>([0-9]{1,9})</v></c>',
    rb' t="inlineStr"><is><t>([^<]+)</t></is></c>',
)
_BLANKS = (b"/>", b"></c>")
# The groups of a cell: a number, a text by its number, a text, a day.
_GROUPS = 4
_LETTERS = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
# Of a row as most are: its number, the rows of its cells, its values, its formulas; no tag is called `<1>`.
_PARTS = (
    (re.compile(rb'<row r="[0-9]+"[^>]*>'), b"<1>", rb'<row r="([0-9]{1,7})"(?: [^>/]*)?>'),
    (re.compile(rb'(?<=<c r=")([A-Z]+)[0-9]+'), rb"\g<1><2>", rb"\1"),
    (re.compile(rb"(?<=<[vt]>)[^<]*"), b"<3>", b"([^<]*)"),
    (re.compile(rb"[^<>]+(?=</f>)"), b"<4>", b"[^<]*"),
)
_FILLED = re.compile(rb'<c r="([A-Z]+)[0-9]+"([^>]*)(?<!/)>(?!</c>)')
_STYLE = re.compile(rb' s="([0-9]+)"')
_DIGITS, _IN_NUMBERS = b"0123456789\n", b"0123456789.-+eE\n"
_BEGIN, _END = b"<sheetData>", b"</sheetData>"


@dataclass(frozen=True, slots=True)
class _UsualRow:
    """How most rows are written: a pattern with a group for each value, and what kinds of cells these are."""

    pattern: re.Pattern[bytes]
    tags: int
    cells: int
    columns: Sequence[tuple[int, bytes]]


@dataclass(slots=True)
class PlainRows:
    """The rows of a sheet as far as it has been scanned; `plain` until something unusual stood in it.

    `styles` are those that show a number as nothing but a number, `day_styles` those that show it as a day,
    counted from `day_zero`; `read_texts` gives what cells point to.
    """

    styles: frozenset[int]
    day_styles: frozenset[int]
    day_zero: date
    read_texts: Callable[[], Sequence[str | None] | None]
    plain: bool = True
    begun: bool = False
    ended: bool = False
    last: int = 0
    letters: tuple[bytes, ...] = ()
    usual: _UsualRow | None = None
    pattern: re.Pattern[bytes] | None = None
    texts: Sequence[str | None] | None = None
    stretches: list[RowStretch] = field(default_factory=list)

    def take(self, text: bytes) -> tuple[int, int]:
        """Take some whole rows, with what stands before the first and behind the last of them.

        The answer is how many rows and cells stood there without a gap, each at its address; 0 if that was
        not looked at.
        """
        if not self.plain or self.ended:
            return 0, 0
        try:
            return self._take_rows(self._inside(text))
        except (UnusualError, ValueError, IndexError):
            self.plain = False
            self.stretches.clear()
            return 0, 0

    def _inside(self, text: bytes) -> bytes:
        if text.startswith(_END):
            self.ended = True
            return b""
        if self.begun:
            return text
        before, mark, inside = text.partition(_BEGIN)
        if not mark or b"<row" in before:
            raise UnusualError
        self.begun = True
        return inside

    def _take_rows(self, text: bytes) -> tuple[int, int]:
        """Take rows that are as most are, or by a pattern in which each cell may be another or missing."""
        if not text:
            return 0, 0
        taken = self._take_usual(text)
        if taken is not None:
            return taken
        found = None if self.pattern is None else _match_rows(self.pattern, text)
        if found is None:
            known = {*self.letters, *_LETTERS.findall(text)}
            self.letters = tuple(sorted(known, key=column_number))
            if len(known) > _MOST_COLUMNS:
                raise UnusualError
            self.pattern = _row_pattern(self.letters, self.styles, self.day_styles)
            found = _match_rows(self.pattern, text)
        if found is None:
            raise UnusualError
        numbers, *cells = zip(*found, strict=True)
        columns = {
            column_number(letters): self._read_cells(*cells[_GROUPS * place : _GROUPS * (place + 1)])
            for place, letters in enumerate(self.letters)
        }
        filled = {column: part for column, part in columns.items() if part is not None}
        last = next((row[0] for row in reversed(found) if any(each is not None for each in row[1:])), b"0")
        self._add_stretch(list(map(int, numbers)), int(last), filled)
        self.usual = _learn_row(text[text.rfind(b"<row") :], self.day_styles)
        return 0, 0

    def _take_usual(self, text: bytes) -> tuple[int, int] | None:
        """Take rows without a gap that are all written as those before; None if one is not."""
        usual = self.usual
        if usual is None:
            return None
        found = usual.pattern.findall(text)
        if text.count(b"<") != len(found) * usual.tags:
            return None
        numbers, *cells = zip(*found, strict=True)
        wanted = range(self.last + 1, self.last + 1 + len(numbers))
        if b"\n".join(numbers) != b"\n".join([b"%d" % each for each in wanted]):
            return None
        columns: dict[int, Cells] = {}
        for (column, kind), values in zip(usual.columns, cells, strict=True):
            part = self._read_usual(kind, values)
            if part is None:
                return None
            columns[column] = part
        self.last += len(numbers)
        self.stretches.append(RowStretch(wanted[0], len(numbers), self.last, columns))
        return len(numbers), len(numbers) * usual.cells

    def _read_usual(self, kind: bytes, values: Sequence[bytes]) -> Cells | None:
        """Read a column of cells of one kind; None where one of them is worth a closer look."""
        joined = b"\n".join(values)
        if not all(values) or joined.count(b"\n") != len(values) - 1:
            return None
        if kind == b"t":
            return None if b"&" in joined else read_plain_texts(joined, len(values))
        if joined.translate(None, _DIGITS if kind else _IN_NUMBERS):
            return None
        if kind:
            return self._read_shared(values) if kind == b"s" else read_plain_days(values, self.day_zero)
        return array("d", map(float, joined.decode().split("\n")))

    def _add_stretch(self, numbers: list[int], filled: int, columns: dict[int, Cells]) -> None:
        first, last = numbers[0], numbers[-1]
        if first <= self.last or any(lower <= upper for upper, lower in pairwise(numbers)):
            raise UnusualError
        size = last - first + 1
        if size != len(numbers):
            if size > 20 * len(numbers) + BLOCK_ROWS:
                raise UnusualError
            columns = {column: _spread(part, numbers, size) for column, part in columns.items()}
        self.last = last
        self.stretches.append(RowStretch(first, size, filled, columns))

    def _read_cells(self, *groups: Sequence[bytes]) -> Cells | None:
        """Read a column of rows, most of which have cells of one kind; None where none has any."""
        numbers, places, texts, days = groups
        if None not in numbers:
            return array("d", map(float, numbers))
        if None not in texts and b"&" not in (joined := b"\n".join(texts)):
            return read_plain_texts(joined, len(texts))
        if None not in places:
            return self._read_shared(places)
        if not any(each is not None for kind in groups for each in kind):
            return None
        cells: list[Raw] = [BLANK] * len(numbers)
        for at, (number, place, text, day) in enumerate(zip(numbers, places, texts, days, strict=True)):
            if number is not None:
                cells[at] = float(number)
            elif place is not None:
                cells[at] = self._read_shared((place,))[0]
            elif text is not None:
                cells[at] = read_plain_text(text)
            elif day is not None:
                cells[at] = read_plain_days((day,), self.day_zero)[0]
        return cells

    def _read_shared(self, places: Iterable[bytes]) -> Cells:
        """Return the texts that cells point to."""
        if self.texts is None:
            self.texts = self.read_texts()
        texts = self.texts or ()
        read = [texts[int(each)] for each in places]
        if None in read:
            raise UnusualError
        return read  # type: ignore[return-value] # none of them is None


def close_rows(rows: PlainRows | None) -> PlainSheet | None:
    """Return the rows of a sheet if all of it was plain and ended as it should."""
    if rows is None or not rows.ended:
        return None
    width = max((column for each in rows.stretches for column in each.columns), default=0)
    return PlainSheet(rows.stretches, width, max(each.filled for each in rows.stretches)) if width else None


def _learn_row(row: bytes, day_styles: frozenset[int]) -> _UsualRow | None:
    """Make the pattern of all rows that are written as one of them is, but for numbers and texts."""
    columns = [(column_number(letters), _kind_of(said, day_styles)) for letters, said in _FILLED.findall(row)]
    if not columns:
        return None
    marked = row
    for part, mark, _ in _PARTS:
        marked = part.sub(mark, marked)
    pattern = re.escape(marked)
    for number, (_, _, meant) in enumerate(_PARTS, start=1):
        pattern = pattern.replace(b"<%d>" % number, meant)
    return _UsualRow(re.compile(pattern), row.count(b"<"), row.count(b"<c "), columns)


def _kind_of(said: bytes, day_styles: frozenset[int]) -> bytes:
    """Return the kind of a cell that says this of itself: text by number, text, day, else number."""
    if b't="s"' in said or b't="i' in said:
        return b"s" if b't="s"' in said else b"t"
    style = _STYLE.search(said)
    return b"d" if style is not None and int(style[1]) in day_styles else b""


def _match_rows(pattern: re.Pattern[bytes], text: bytes) -> list[tuple[bytes, ...]] | None:
    """Match row after row; None where one of them, or something between them, is of another form."""
    found: list[tuple[bytes, ...]] = []
    at, match = 0, pattern.match
    while at < len(text):
        row = match(text, at)
        if row is None:
            return None
        found.append(row.groups())
        at = row.end()
    return found


def _row_pattern(
    letters: Sequence[bytes], styles: frozenset[int], day_styles: frozenset[int]
) -> re.Pattern[bytes]:
    """Make the pattern of a row that may have a cell in each column: of one of `_GROUPS`, or a blank one."""
    plain, days = (
        b"|".join(b"%d" % each for each in islice(sorted(ids), _MOST_STYLES)) for ids in (styles, day_styles)
    )
    style = rb'(?: s="(?:' + plain + rb')")?' if plain else b""
    kinds = style + b"(?:" + b"|".join((*_BLANKS, *_KINDS)) + b")"
    day = rb'(?: t="n")?>' + _FORMULA + b"<v>(" + _DAY + rb")</v></c>"
    of_days = rb' s="(?:' + (days or b"-") + rb')"(?:' + b"|".join((*_BLANKS, day)) + b")"
    cells = b"".join(
        rb'(?:<c r="' + each + rb'[0-9]{1,7}"(?:' + kinds + b"|" + of_days + b"))?" for each in letters
    )
    return re.compile(rb'<row r="([0-9]{1,7})"(?: [^>/]*)?(?:/>|>' + cells + b"</row>)")


def _spread(cells: Cells, numbers: Sequence[int], size: int) -> Cells:
    """Put blanks where rows are left out."""
    spread: list[Raw] = [BLANK] * size
    for number, cell in zip(numbers, cells, strict=True):
        spread[number - numbers[0]] = cell
    return spread
