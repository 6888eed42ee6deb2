"""Read the sheets of an .ods workbook: cells with their errors and formats, hidden rows, outline levels."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from kpicalc.facts.archive import Archive, DamagedArchiveError, hash_file, inflate, open_parts, raise_signs
from kpicalc.facts.number_format import FormatMark, is_shape, read_format, show_formatted
from kpicalc.facts.ods_styles import TABLE, OdsStyles
from kpicalc.facts.read_openpyxl import SlowSheet, cut_midnight, list_shown, slow_blocks, slow_head
from kpicalc.facts.scan_sheet import Formats
from kpicalc.facts.workbook import DAY_ZERO, Broken, Merge, Percent, Raw, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE, _TEXT = (f"{{{_NAMES}:{each}:1.0}}" for each in ("office", "text"))
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SPREADSHEET, _SHEET, _ROW = f"{_OFFICE}spreadsheet", f"{TABLE}table", f"{TABLE}table-row"
_GROUP, _COLUMN = f"{TABLE}table-row-group", f"{TABLE}table-column"
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_SPACE, _TAB, _BREAK = f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"
_ERROR_TEXT = re.compile(r"#[^\s]+[!?]|#N/A|#Н/Д|Err:[0-9]+|Ошибка:[0-9]+", re.IGNORECASE)
_LENGTH = re.compile(r"(-?)PT(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?")
_NUMBERS = frozenset({"float", "percentage", "currency"})
# Rows and cells that repeat are counted.
_LAST_COLUMN, _LAST_ROW, _MOST_CELLS = 16_384, 1_048_576, 20_000_000
_DAY = timedelta(days=1)
# What parts that are not as the format says raise.
_FAULTS = (DamagedArchiveError, ET.ParseError, ValueError, OverflowError, LookupError)


@dataclass(slots=True)
class _Page:
    """A sheet while its rows come in."""

    name: str
    hidden: bool
    columns: list[tuple[int, str]] = field(default_factory=list)
    rows: dict[int, dict[int, Raw]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    levels: dict[int, int] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    units: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    last_row: int = 0
    cells: int = 0

    def style_of(self, column: int) -> str:
        """Return the style that the cells of a column have where they name none."""
        return next((style for last, style in self.columns if column <= last), "")


@dataclass(slots=True)
class _Reading:
    """A workbook while it is read: its styles, the formats with units that were met, its sheets."""

    styles: OdsStyles = field(default_factory=OdsStyles)
    codes: dict[str, tuple[int, FormatMark]] = field(default_factory=dict)
    pages: list[_Page] = field(default_factory=list)
    day_zero: date = DAY_ZERO
    depth: int = 0

    def make_sheet(self, page: _Page, formats: Formats, file: tuple[Path, str, str]) -> Sheet:
        path, shown, digest = file
        slow = SlowSheet(
            page.rows,
            tuple(page.hidden_rows),
            tuple(page.merges),
            frozenset(page.struck),
            list_shown(page.units, formats),
        )
        return Sheet(
            file=shown,
            name=page.name,
            stem=path.stem,
            reader="ods",
            sha256=digest,
            hidden=page.hidden,
            head=slow_head(slow),
            read_after=lambda row: slow_blocks(slow, row),
            hidden_rows=slow.hidden_rows,
            struck_rows=slow.struck_rows,
            merges=slow.merges,
            day_zero=self.day_zero,
            levels=page.levels,
            formats=slow.formats,
        )

    def read_part(self, archive: Archive, member: str) -> None:
        """Take in the styles and the sheets of a part; the tree is cut off behind each of them."""
        info = archive.members.get(member)
        if info is None:
            return
        parser: Any = ET.XMLPullParser(("start", "end"))
        above: list[ET.Element] = []
        for part in inflate(archive, info):
            parser.feed(part)
            for event, element in parser.read_events():
                if event == "start":
                    self._begin(element, above)
                    above.append(element)
                else:
                    above.pop()
                    self._end(element, above)
        parser.close()

    def _begin(self, element: ET.Element, above: list[ET.Element]) -> None:
        if element.tag == _SHEET and above and above[-1].tag == _SPREADSHEET:
            name, style = element.get(f"{TABLE}name", ""), element.get(f"{TABLE}style-name", "")
            self.pages.append(_Page(name, hidden=style in self.styles.unseen_tables))
        elif element.tag == _GROUP:
            self.depth += 1

    def _end(self, element: ET.Element, above: list[ET.Element]) -> None:
        if element.tag == _GROUP:
            self.depth -= 1
        elif element.tag == f"{TABLE}null-date":
            self.day_zero = date.fromisoformat(element.get(f"{TABLE}date-value", DAY_ZERO.isoformat()))
        elif element.tag == _COLUMN and _in_sheet(above):
            columns = self.pages[-1].columns
            last = columns[-1][0] if columns else 0
            columns.append(
                (last + _repeats(element, "columns"), element.get(f"{TABLE}default-cell-style-name", ""))
            )
        elif element.tag == _ROW and _in_sheet(above):
            self._take_row(element)
            above[-1].remove(element)
        else:
            self.styles.take(element)

    def _take_row(self, element: ET.Element) -> None:
        """Put a row into its sheet, as often as it repeats where it holds anything."""
        page = self.pages[-1]
        first, times = page.last_row + 1, _repeats(element, "rows")
        page.last_row += times
        unseen = element.get(f"{TABLE}visibility", "visible") != "visible"
        cells = list(self._read_cells(element, first))
        found = {column: raw for column, raw, _ in cells}
        # Rows without cells may repeat up to the end of the sheet.
        if not found:
            return
        page.cells += times * len(found)
        if page.last_row > _LAST_ROW or page.cells > _MOST_CELLS:
            raise DamagedArchiveError
        for row in range(first, first + times):
            page.rows[row] = found
            if first in page.struck:
                page.struck.add(row)
            for column, _, style in cells:
                if style is not None:
                    page.units.setdefault((column, style), []).append(row)
            if unseen:
                page.hidden_rows.append(row)
            if self.depth:
                page.levels[row] = self.depth

    def _read_cells(self, element: ET.Element, row: int) -> Iterator[tuple[int, Raw, int | None]]:
        """Yield the column, the value and the format with a unit of each cell that holds anything."""
        page = self.pages[-1]
        usual = element.get(f"{TABLE}default-cell-style-name", "")
        column = 0
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            first, times = column + 1, _repeats(cell, "columns")
            column += times
            down, right = (
                int(cell.get(f"{TABLE}number-{each}-spanned", "1")) for each in ("rows", "columns")
            )
            if down > 1 or right > 1:
                page.merges.append(Merge(row, first, row + down - 1, first + right - 1))
            if len(cell) == 0 and not cell.attrib.keys() & {f"{_OFFICE}value-type", f"{TABLE}formula"}:
                continue
            style = cell.get(f"{TABLE}style-name") or usual or page.style_of(first)
            raw, shown = self._read_cell(cell, self.styles.code_of(style))
            if raw != "":
                spans = (each.get(f"{_TEXT}style-name", "") for each in cell.iter(f"{_TEXT}span"))
                if self.styles.lines and any(map(self.styles.is_struck, (style, *spans))):
                    page.struck.add(row)
                yield from ((at, raw, shown) for at in range(first, min(column, _LAST_COLUMN) + 1))

    def _read_cell(self, cell: ET.Element, code: str) -> tuple[Raw, int | None]:
        """Return the value of a cell, and the format with a unit that shows it."""
        kind, text = cell.get(f"{_OFFICE}value-type", ""), _text_of(cell, self.styles.raised)
        calculated = f"{TABLE}formula" in cell.attrib
        if cell.get(f"{_CALC}value-type") == "error" or (calculated and _ERROR_TEXT.fullmatch(text)):
            return Broken(text), None
        if not kind:
            return (Broken("", uncached=True) if calculated else text), None
        if kind in _NUMBERS:
            return self._read_number(float(cell.get(f"{_OFFICE}value", "")), kind, _with_currency(cell, code))
        if kind == "date":
            return _read_day(cell.get(f"{_OFFICE}date-value", "")), None
        if kind == "time":
            return _read_time(cell.get(f"{_OFFICE}time-value", ""), elapsed="[" in code), None
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true", None
        return cell.get(f"{_OFFICE}string-value", text), None

    def _read_number(self, value: float, kind: str, code: str) -> tuple[Raw, int | None]:
        shown = read_format(code)
        if shown.is_percent if shown is not None else kind == "percentage":
            return Percent(value), None
        raw = show_formatted(value, code) if is_shape(code) else value
        return raw, None if shown is None else self.codes.setdefault(code, (len(self.codes), shown))[0]


def read_ods(path: Path, shown: str) -> Checked[tuple[Sheet, ...]]:
    """Read all sheets; a damaged or unsafe file is a problem."""
    archive = open_parts(path, shown)
    if archive.value is None:
        return Checked(None, archive.diagnostics)
    reading = _Reading()
    try:
        if _is_locked(archive.value):
            return Checked(None, (error(Problem.FACTS_PROTECTED, FilePlace(shown)),))
        for member in ("styles.xml", "content.xml"):
            reading.read_part(archive.value, member)
    except _FAULTS:
        return Checked(None, (error(Problem.FACTS_DAMAGED, FilePlace(shown)),))
    digest = hash_file(path)
    formats = Formats(units={at: (code, shown) for code, (at, shown) in reading.codes.items()})
    sheets = tuple(reading.make_sheet(page, formats, (path, shown, digest)) for page in reading.pages)
    return Checked(sheets or None, () if sheets else (error(Problem.FACTS_DAMAGED, FilePlace(shown)),))


def _is_locked(archive: Archive) -> bool:
    """Say whether a part of the workbook is encrypted."""
    manifest = archive.members.get("meta-inf/manifest.xml")
    return manifest is not None and b"encryption-data" in b"".join(inflate(archive, manifest))


def _in_sheet(above: list[ET.Element]) -> bool:
    """Say whether a part is one of a sheet itself, not of data from elsewhere, nor of a table in a cell."""
    tags = [each.tag for each in above]
    return tags.count(_SHEET) == 1 and (_SPREADSHEET, _SHEET) in pairwise(tags)


def _repeats(element: ET.Element, what: str) -> int:
    return int(element.get(f"{TABLE}number-{what}-repeated", "1"))


def _with_currency(cell: ET.Element, code: str) -> str:
    """Return the format of a number; a currency that the cell names is shown by it in any case."""
    currency, shown = cell.get(f"{_OFFICE}currency", ""), read_format(code)
    if not currency or (shown is not None and shown.mark.currencies):
        return code
    return f'{code or "0"}" {currency}"'


def _read_day(written: str) -> Raw:
    try:
        return cut_midnight(datetime.fromisoformat(written))
    except ValueError:
        # A day that no spreadsheet shows.
        return Broken("#####")


def _read_time(written: str, *, elapsed: bool) -> Raw:
    found = _LENGTH.fullmatch(written)
    if found is None:
        return Broken("#####")
    sign, hours, minutes, seconds = found.groups()
    length = timedelta(hours=int(hours or 0), minutes=int(minutes or 0), seconds=float(seconds or 0))
    if sign or elapsed or length >= _DAY:
        return -length if sign else length
    return (datetime.combine(DAY_ZERO, time()) + length).time()


def _text_of(cell: ET.Element, raised: Collection[str]) -> str:
    """Return the text of a cell, its paragraphs as lines; a note beside it is none of it."""
    return "\n".join("".join(_pieces_of(each, raised)) for each in cell if each.tag == f"{_TEXT}p")


def _pieces_of(element: ET.Element, raised: Collection[str]) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag == _SPACE:
            yield " " * min(int(part.get(f"{_TEXT}c", "1")), 1024)
        elif part.tag in {_TAB, _BREAK}:
            yield "\t" if part.tag == _TAB else "\n"
        elif part.tag.startswith(_TEXT):
            pieces = _pieces_of(part, raised)
            yield from map(raise_signs, pieces) if part.get(f"{_TEXT}style-name") in raised else pieces
        yield part.tail or ""
