"""Scan the XML of a sheet for what a fast reader does not tell: errors, formulas, formats, hidden rows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from kpicalc.facts.archive import read_raised
from kpicalc.facts.number_format import FormatMark
from kpicalc.facts.plain_sheet import PlainSheet, column_number
from kpicalc.facts.read_plain import PlainRows, close_rows
from kpicalc.facts.workbook import Merge, ShownFormat
from kpicalc.model.dataclass import dataclass

# What describes a sheet stands before its rows, in some hundred bytes.
_START = 4096
_ROW = re.compile(rb"<row\b([^>]*)>")
_NUMBERED_ROW = re.compile(rb'<row\s(?:[^>]*\s)?r="([0-9]+)"')
_ANY_CELL = re.compile(rb"<c[\s>/]")
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})[0-9]')
_PLACED = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
_ADDRESSES = re.compile(rb' r="([0-9A-Z]++)"')
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(rb'[^>]*?\sr="([0-9]+)"')
_ERROR = re.compile(rb'<c ([^>]*?\bt="e"[^>]*)(?<!/)>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL)
_UNCACHED = re.compile(
    rb"<c ([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>\s*|<v>\s*</v>\s*)?</c>", re.DOTALL
)
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_MERGE = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_QUOTED = re.compile(rb"<(?:c|row)\s[^>]*='")
# A number below 0, or one with so many digits that it may lie behind the year 9999.
_FAR = re.compile(rb"<v>(?:-|[0-9]{7}|[0-9.]+[eE]\+?[0-9])")
_STRUCK = re.compile(rb'<c r="[A-Z]+([0-9]+)"[^>]*><is>(?:(?!</is>).)*?<strike(?! val="(?:0|f))', re.DOTALL)
_HIDDEN = re.compile(rb'hidden="(?:1|true)"')
_LEVEL = re.compile(rb'outlineLevel="([1-9])"')


@dataclass(frozen=True, slots=True)
class Formats:
    """The cell styles that show numbers as percents, with own signs, as days or times, with units.

    `never_days` are those in which nothing could be taken for a day, `whole_days` those that show a whole
    number as a day, and nothing else; `lengths` show a length of time. What `doubtful` ones show is not the
    same to every reader. In a `struck` style whatever stands there is struck out.
    """

    percents: frozenset[int] = frozenset()
    shapes: Mapping[int, str] = field(default_factory=dict)
    days: frozenset[int] = frozenset()
    units: Mapping[int, tuple[str, FormatMark]] = field(default_factory=dict)
    never_days: frozenset[int] = frozenset({0})
    whole_days: frozenset[int] = frozenset()
    lengths: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()

    @property
    def styles(self) -> frozenset[int]:
        """Those whose cells are to be noted."""
        return frozenset({*self.percents, *self.shapes, *self.units, *self.doubtful})


@dataclass(slots=True)
class SheetScan:
    """What the scan of one sheet tells; rows and columns count from 1.

    `regular` says that every row and cell carries its address, each once and in order, so that the scan
    can be trusted and a fast reader and the scan speak of the same cells. `plain` are the cells themselves
    where the sheet holds nothing but plain ones.
    """

    regular: bool = True
    cells: int = 0
    last_row: int = 0
    last_column: int = 26
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncached: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    raised: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    percents: dict[int, array[int]] = field(default_factory=dict)
    shapes: dict[tuple[int, str], array[int]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    units: dict[int, tuple[ShownFormat, ...]] = field(default_factory=dict)
    plain: PlainSheet | None = None

    @property
    def sparse(self) -> bool:
        """True when a rectangle around all cells would be far larger than the cells in it."""
        return self.last_row * self.last_column > 20 * self.cells + 2_000_000

    def note_style(self, formats: Formats, cells: tuple[int, int], rows: array[int]) -> None:
        """Note the rows of a column that have a style."""
        column, style = cells
        self.regular = self.regular and style not in formats.doubtful
        if style in formats.percents:
            self.percents[column] = array("l", sorted([*self.percents.get(column, ()), *rows]))
        if style in formats.shapes:
            place = column, formats.shapes[style]
            self.shapes[place] = array("l", sorted([*self.shapes.get(place, ()), *rows]))
        if style in formats.units:
            text, found = formats.units[style]
            more = ShownFormat(text, found.mark, rows, found.scaled)
            self.units[column] = (*self.units.get(column, ()), more)

    def check_order(self, text: bytes, shape: bytes) -> bytes:
        """Note rows that do not ascend, cells twice, in another row or at no place; return a row's columns.

        `shape` are the columns of the row before: most rows have the same, and need no look.
        """
        last = self.last_row
        for row in text.split(b"<row")[1:]:
            found = _NUMBER.match(row)
            number = b"" if found is None else found[1]
            cells = _PLACED.findall(row)
            columns = (b" " + b" ".join(cells) + b" ").replace(number + b" ", b" ")
            # One at `c3` is seen by no pattern below.
            known = columns == shape or _are_columns(columns)
            if not (number and int(number) > last and known) or len(cells) != row.count(b'<c r="'):
                self.regular = False
                return b""
            last, shape = int(number), columns
        return shape

    def take_uniform(self, text: bytes, shape: bytes) -> bool:
        """Count rows without a gap, below those before, that all have the columns of `shape`, as most have.

        All addresses of rows and cells are compared at once with those that such rows have.
        """
        width, rows, first = shape.count(b" ") - 1, text.count(b"<row"), self.last_row + 1
        if width < 1 or not rows or text.count(b"<c") != width * rows:
            return False
        addresses = b" ".join(_ADDRESSES.findall(text)) + b" "
        if addresses.translate(None, _DIGITS) != shape * rows:
            return False
        if addresses.translate(None, _LETTERS) != b"".join(
            [(b"%d " % row) * (width + 1) for row in range(first, first + rows)]
        ):
            return False
        self.cells += width * rows
        self.last_row += rows
        return True


def scan_sheet(parts: Iterable[bytes], formats: Formats, plain: PlainRows | None = None) -> SheetScan:
    """Scan the unpacked bytes of a sheet once, whole rows at a time; `plain` takes their cells meanwhile."""
    scan = SheetScan()
    styled, struck = _styled_cells(formats.styles), _styled_cells(formats.struck, rb"[^>]*(?<!/)>(?!</c>)")
    far = _far_day(formats.days) if formats.days else None
    rows: dict[tuple[bytes, bytes], array[int]] = {}
    start = b""
    shape = b""
    for text in _whole_rows(parts):
        start = start if len(start) > _START else start + text[:_START]
        size, cells = (0, 0) if plain is None else plain.take(text)
        if size and plain is not None and scan.regular and scan.last_row + size == plain.last:
            scan.cells, scan.last_row = scan.cells + cells, plain.last
        elif not scan.take_uniform(text, shape):
            shape = scan.check_order(text, shape) if scan.regular else b""
            _note_last_row(scan, text)
            _count_cells(scan, text)
        _scan_rows(scan, text)
        _scan_cells(scan, text)
        # What was taken as plain has no days but near ones.
        taken = plain is not None and plain.plain
        if not taken and far is not None and _FAR.search(text) and far.search(text):
            scan.regular = False
        if styled is not None:
            for letters, row, style in styled.findall(text):
                rows.setdefault((letters, style), array("l")).append(int(row))
        if struck is not None:
            scan.struck.update(int(row) for _, row, _ in struck.findall(text))
    # A cell that names no style has the first: where that one counts, no pattern finds it, and the fast
    # reader takes its days, times and lengths of time for numbers.
    first_is_plain = 0 in formats.never_days - formats.styles - formats.struck
    scan.regular = scan.regular and b"<worksheet" in start and first_is_plain
    for (letters, style), numbers in rows.items():
        scan.note_style(formats, (column_number(letters), int(style)), numbers)
    scan.plain = close_rows(plain) if scan.regular else None
    return scan


def _far_day(styles: frozenset[int]) -> re.Pattern[bytes]:
    """Make the pattern of a cell of these styles with a number that only the other reader knows.

    The fast one turns -6:00 into 18:00, and a day behind the year 9999 into a number.
    """
    ids = b"|".join(map(b"%d".__mod__, styles))
    formula = rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?"
    cell = rb'<c (?:r="[A-Z0-9]*" ?)?[^>]*?s="(?:' + ids + rb')"[^>]*>\s*' + formula + rb"\s*"
    return re.compile(cell + _FAR.pattern)


def _styled_cells(styles: frozenset[int], more: bytes = b"") -> re.Pattern[bytes] | None:
    if not styles:
        return None
    ids = b"|".join(map(b"%d".__mod__, styles))
    return re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:\s[^>]*?)?\ss="(' + ids + rb')"' + more)


def _whole_rows(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the stream between rows, the first time above the second row; behind the rows, between tags."""
    rest = b""
    begun = ended = False
    for part in parts:
        rest += part
        if not begun and (second := rest.find(b"<row", rest.find(b"<row") + 1)) > 0:
            begun = True
            yield rest[:second]
            rest = rest[second:]
        if not ended and (end := rest.find(b"</sheetData>")) >= 0:
            ended = True
            yield rest[:end]
            rest = rest[end:]
        cut = rest.rfind(b">") + 1 if ended else rest.rfind(b"<row")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _are_columns(columns: bytes) -> bool:
    letters = columns.split()
    return len(set(letters)) == len(letters) and all(each.isalpha() for each in letters)


def _note_last_row(scan: SheetScan, text: bytes) -> None:
    if last := _NUMBERED_ROW.search(text, text.rfind(b"<row")):
        scan.last_row = max(scan.last_row, int(last[1]))


def _scan_rows(scan: SheetScan, text: bytes) -> None:
    if _holds(text, b"h", b"hidden="):
        hidden = [each[1] for each in _ROW.finditer(text) if _HIDDEN.search(each[1])]
        scan.hidden += [int(found[1]) for each in hidden if (found := re.search(rb'\br="([0-9]+)"', each))]
    if _holds(text, b"L", b"outlineLevel="):
        scan.levels |= _outline_levels(text)
    if b"<mergeCell " in text:
        scan.merges += [_merge(each.groups()) for each in _MERGE.finditer(text)]


def _outline_levels(text: bytes) -> dict[int, int]:
    rows = [each[1] for each in _ROW.finditer(text)]
    found = ((re.search(rb'\br="([0-9]+)"', each), _LEVEL.search(each)) for each in rows)
    return {int(row[1]): int(level[1]) for row, level in found if row and level}


def _merge(corners: tuple[bytes, ...]) -> Merge:
    left, top, right, bottom = corners
    return Merge(int(top), column_number(left), int(bottom), column_number(right))


def _count_cells(scan: SheetScan, text: bytes) -> None:
    cells = text.count(b'<c r="')
    if cells != text.count(b"<c") and cells != len(_ANY_CELL.findall(text)):
        scan.regular = False
    scan.cells += cells
    for letters in set(_WIDE.findall(text)):
        scan.last_column = max(scan.last_column, column_number(letters))


def _scan_cells(scan: SheetScan, text: bytes) -> None:
    if _holds(text, b"!", b"<!") or (_holds(text, b"'", b"='") and _QUOTED.search(text)):
        scan.regular = False
    if b"<strike" in text:
        scan.struck.update(int(row) for row in _STRUCK.findall(text))
    if b'"superscript"' in text:
        scan.raised.update(((row, column_number(letters)), raw) for letters, row, raw in read_raised(text))
    if b't="e"' in text:
        for found in _ERROR.finditer(text):
            row, column = _address(found[1])
            scan.errors.append((row, column, found[2].decode("utf-8", "replace")))
    if _holds(text, b"f", b"<f"):
        scan.uncached += [_address(each[1]) for each in _UNCACHED.finditer(text) if b't="str"' not in each[1]]


def _holds(text: bytes, rare: bytes, mark: bytes) -> bool:
    """Look for a mark, first for one byte of it that is rare in cells: that is many times faster."""
    return rare in text and mark in text


def _address(attributes: bytes) -> tuple[int, int]:
    found = _ADDRESS.search(attributes)
    return (0, 0) if found is None else (int(found[2]), column_number(found[1]))
