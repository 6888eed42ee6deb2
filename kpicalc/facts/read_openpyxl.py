"""Read the sheets of an unusual workbook by the rules of openpyxl, row after row, in little memory."""

from __future__ import annotations

import re
import warnings
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from kpicalc.facts.archive import (
    MAIN,
    DamagedArchiveError,
    inflate,
    join_pieces,
    read_elements,
    read_texts,
)
from kpicalc.facts.number_format import show_formatted
from kpicalc.facts.preflight import Preflight, SheetPart, find_formats
from kpicalc.facts.scan_sheet import Formats
from kpicalc.facts.workbook import HEAD_ROWS, Broken, Merge, Percent, Raw, RowBlock, ShownFormat
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import BLOCK_ROWS

if TYPE_CHECKING:
    from openpyxl.worksheet._reader import WorkSheetParser

# A stray cell in the last column must not make every row 16 384 cells wide: where so many cells more than
# there are would be made for it, what stands so far to the right is not of the table.
_WIDEST, _SPARE_CELLS = 1024, 2_000_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_VALUE, _INLINE = f"{MAIN}v", f"{MAIN}is"
_ROW, _CELL, _FORMULA, _MERGE = f"{MAIN}row", f"{MAIN}c", f"{MAIN}f", f"{MAIN}mergeCell"
_TRUE = frozenset({"1", "true"})
# Python itself would also take 1_000, spaces and the digits of other scripts for a number.
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?|-?[0-9]+\.")
_INDEX = re.compile("[0-9]+")
_TYPES = frozenset({"n", "s", "str", "b", "e", "d", "inlineStr"})
_CORNERS = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
# What openpyxl raises for cells that break its expectations.
_FAULTS = (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, ET.ParseError)


class CellTwiceError(Exception):
    """A row or a cell stands twice in a sheet; `column` is 0 for a row."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__(row, column)
        self.row = row
        self.column = column


@dataclass(frozen=True, slots=True)
class SlowBook:
    """What all sheets of a workbook share: its texts, and what its styles show."""

    flight: Preflight
    texts: Sequence[str]
    formats: Formats


@dataclass(frozen=True, slots=True)
class SlowSheet:
    """The cells of one sheet that hold anything, row by row; rows without them are absent."""

    rows: dict[int, dict[int, Raw]]
    hidden_rows: tuple[int, ...]
    merges: tuple[Merge, ...]
    struck_rows: frozenset[int]
    formats: Mapping[int, tuple[ShownFormat, ...]]


@dataclass(slots=True)
class _Reading:
    """A sheet while its rows come in."""

    parser: WorkSheetParser
    formats: Formats
    rows: dict[int, dict[int, Raw]] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    hidden: list[int] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    units: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def read_elements(self, book: SlowBook, part: SheetPart) -> None:
        archive = book.flight.archive
        for element in read_elements(inflate(archive, archive.members[part.member]), {_ROW, _MERGE}):
            if element.tag == _ROW:
                self._read_row(element)
            elif ":" in element.get("ref", ""):
                self.merges.append(_read_merge(element))

    def _read_row(self, element: ET.Element) -> None:
        parser = self.parser
        number = int(element.get("r", parser.row_counter + 1))
        if number in self.seen:
            raise CellTwiceError(number, 0)
        if not 0 < number <= _LAST_ROW:
            raise DamagedArchiveError
        self.seen.add(number)
        parser.row_counter, parser.col_counter = number, 0
        if element.get("hidden") in _TRUE:
            self.hidden.append(number)
        found: dict[int, Raw] = {}
        columns: set[int] = set()
        for each in element:
            column = self._read_cell(each, found) if each.tag == _CELL else 0
            if column in columns:
                raise CellTwiceError(number, column)
            columns |= {column} - {0}
        if found:
            self.rows[number] = found

    def _read_cell(self, element: ET.Element, found: dict[int, Raw]) -> int:
        """Put a cell that holds anything into the row; return the number of its column."""
        parser = self.parser
        if not len(element) and "r" not in element.attrib:
            parser.col_counter += 1
            return int(parser.col_counter)
        _check_cell(element)
        cell = parser.parse_cell(element)
        if cell["row"] != parser.row_counter or cell["column"] > _LAST_COLUMN:
            raise DamagedArchiveError
        rich = element.find(_INLINE)
        raw = (
            self._raw(cell, calculated=element.find(_FORMULA) is None) if rich is None else join_pieces(rich)
        )
        if isinstance(raw, Broken) and not raw.uncached and element.get("t") != "e":
            # A day behind the year 9999, which no spreadsheet shows.
            raw = Broken("#####")
        if raw != "":
            found[cell["column"]] = raw
            if cell["style_id"] in self.formats.struck:
                self.struck.add(cell["row"])
            if isinstance(raw, float) and cell["style_id"] in self.formats.units:
                self.units.setdefault((cell["column"], cell["style_id"]), []).append(cell["row"])
        return int(cell["column"])

    def _raw(self, cell: dict[str, Any], *, calculated: bool) -> Raw:
        value = cell["value"]
        if cell["data_type"] == "e":
            return Broken(str(value or ""))
        if value is None:
            return "" if calculated or cell["data_type"] == "str" else Broken("", uncached=True)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return show_styled(float(value), cell["style_id"], self.formats)
        return cut_midnight(value)


def open_slowly(flight: Preflight) -> SlowBook | None:
    """Read what the sheets share; None when it cannot be read."""
    try:
        return SlowBook(flight, list(read_texts(flight.archive)), find_formats(flight.styles))
    except (DamagedArchiveError, *_FAULTS):
        return None


def read_slow_sheet(book: SlowBook, part: SheetPart) -> SlowSheet | None:
    """Collect the cells of a sheet; None when it cannot be read, CellTwiceError for a cell or row twice."""
    reading = _Reading(_make_parser(book), book.formats)
    try:
        # openpyxl warns of days that it does not know; their cells are refused.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reading.read_elements(book, part)
    except (DamagedArchiveError, *_FAULTS):
        return None
    rows, hidden = dict(sorted(reading.rows.items())), tuple(sorted(reading.hidden))
    units = list_shown(reading.units, reading.formats)
    return SlowSheet(rows, hidden, tuple(reading.merges), frozenset(reading.struck), units)


def list_shown(
    units: Mapping[tuple[int, int], Sequence[int]], formats: Formats
) -> dict[int, tuple[ShownFormat, ...]]:
    """Return the formats that show units, by column, from the rows of each column and style."""
    found: dict[int, tuple[ShownFormat, ...]] = {}
    for (column, style), rows in units.items():
        text, shown = formats.units[style]
        found[column] = (*found.get(column, ()), ShownFormat(text, shown.mark, rows, shown.scaled))
    return found


def slow_head(sheet: SlowSheet) -> tuple[list[Raw], ...]:
    """Return the first rows of a sheet, from row 1."""
    last = min(max(sheet.rows, default=0), HEAD_ROWS)
    width = _width(sheet)
    return tuple(_dense(sheet.rows.get(number, {}), width) for number in range(1, last + 1))


def slow_blocks(sheet: SlowSheet, after: int) -> Iterator[RowBlock]:
    """Yield the rows below row `after` that hold anything, in blocks."""
    width = _width(sheet)
    numbers = [number for number in sheet.rows if number > after]
    for start in range(0, len(numbers), BLOCK_ROWS):
        part = numbers[start : start + BLOCK_ROWS]
        rows = [_dense(sheet.rows[number], width) for number in part]
        yield RowBlock(array("i", part), list(zip(*rows, strict=True)))


def _make_parser(book: SlowBook) -> WorkSheetParser:
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH  # noqa: PLC0415 - heavy
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415 - likewise

    settings = ET.fromstring(book.flight.book).find(f"{MAIN}workbookPr")  # noqa: S314 - no DOCTYPE is left
    from_1904 = settings is not None and settings.get("date1904") in _TRUE
    return WorkSheetParser(
        "",
        book.texts,
        data_only=True,
        epoch=MAC_EPOCH if from_1904 else WINDOWS_EPOCH,
        date_formats=book.formats.days | book.formats.lengths,
        timedelta_formats=book.formats.lengths,
    )


def _check_cell(element: ET.Element) -> None:
    """Refuse a value that is not of the type that the cell names: openpyxl would take it for another."""
    kind, value = element.get("t", "n"), element.findtext(_VALUE) or "0"
    wrong = (kind == "n" and not _NUMBER.fullmatch(value)) or (kind == "s" and not _INDEX.fullmatch(value))
    if wrong or kind not in _TYPES or (kind != "inlineStr" and element.find(_INLINE) is not None):
        raise DamagedArchiveError


def cut_midnight(value: Any) -> Raw:
    """Return a day without its time where that is midnight; any other value as it is."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value  # type: ignore[no-any-return]


def show_styled(value: float, style: int, formats: Formats) -> float:
    """Return a number with what the style of its cell shows of it."""
    if style in formats.percents:
        return Percent(value)
    return show_formatted(value, formats.shapes[style]) if style in formats.shapes else value


def _read_merge(element: ET.Element) -> Merge:
    from openpyxl.utils.cell import column_index_from_string  # noqa: PLC0415 - heavy

    corners = _CORNERS.fullmatch(element.attrib["ref"])
    if corners is None:
        raise DamagedArchiveError
    left, top, right, bottom = corners.groups()
    return Merge(int(top), column_index_from_string(left), int(bottom), column_index_from_string(right))


def _width(sheet: SlowSheet) -> int:
    width = max((column for row in sheet.rows.values() for column in row), default=0)
    cells = sum(map(len, sheet.rows.values()))
    return width if width * len(sheet.rows) <= 20 * cells + _SPARE_CELLS else min(width, _WIDEST)


def _dense(cells: dict[int, Raw], width: int) -> list[Raw]:
    return [cells.get(column, "") for column in range(1, width + 1)]
