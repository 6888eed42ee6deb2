"""A copy of a file of facts in which cells are filled and commented; the file itself is never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import chain, compress, count
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook as OpenBook
from openpyxl.cell.text import Text
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import SHARED_STRINGS
from openpyxl.xml.functions import iterparse

from kpicalc.facts.archive import MAIN
from kpicalc.facts.read_csv import TextProblem
from kpicalc.facts.read_files import FileKind, read_workbook, sniff_kind
from kpicalc.facts.workbook import Broken, Percent, Raw, Sheet, Shown, Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Severity
from kpicalc.model.settings import Settings
from kpicalc.model.source import CellRef

_FILLS: Mapping[Severity, str] = {
    Severity.ERROR: "FFC7CE",
    Severity.WARNING: "FFEB9C",
    Severity.ADVICE: "DDEBF7",
}
_WEIGHT = {severity: weight for weight, severity in enumerate(_FILLS)}
_AUTHOR = "kpicalc"
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# As much of a remark as a reader of a bubble reads; its size in points.
_LONGEST, _WIDTH, _HEIGHT = 1500, 360, 120
_LONGEST_NAME = 31
# What a workbook takes for a sign by its number (ECMA-376, ST_Xstring); openpyxl writes it as it stands.
_NUMBERED_SIGN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is said of a cell: of a whole row at its first cell, of a whole sheet at the first of all."""

    cell: CellRef
    severity: Severity
    text: str


def is_kept(path: Path) -> bool:
    """Say whether the copy of a file keeps how it looks; of others it has the rows."""
    return sniff_kind(path) is FileKind.XLSX


def annotate_file(path: Path, notes: Sequence[CellNote], encoding: str, settings: Settings) -> bytes:
    """Return a workbook like the file, with the cells of the notes filled and commented.

    Of a workbook everything stays that openpyxl keeps (not pictures, charts and the results of formulas); of
    other files the rows as they were read.
    """
    book = _load(path) if is_kept(path) else OpenBook()
    pages = {each.title: each for each in book.worksheets}
    if not is_kept(path):
        pages = _copy_rows(book, read_workbook((path,), encoding, settings).value)
    said: dict[Any, list[CellNote]] = {}
    for note in notes:
        page = pages.get(note.cell.sheet, book.worksheets[0])
        said.setdefault(_find_cell(page, note.cell), []).append(note)
    for cell, own in said.items():
        _mark(cell, own)
    stream = BytesIO()
    with _Archive(stream, "w", ZIP_DEFLATED) as archive:
        _Writer(book, archive).write_data()
    return stream.getvalue()


class _Archive(ZipFile):
    """An archive whose parts do not tell the hour, so that its bytes do not depend on it."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **_named: Any) -> None:
        """Put a part in by its name."""
        super().writestr(ZipInfo(zinfo_or_arcname), data, ZIP_DEFLATED)


class _Reader(ExcelReader):
    """A reader that takes texts as they are stored, for so they are written: `_x005F_x0041_` stays that."""

    def read_strings(self) -> None:
        """Read the texts that cells point to."""
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                nodes = (node for _, node in iterparse(source) if node.tag == f"{MAIN}si")
                found: list[Any] = [Text.from_tree(each) for each in nodes]
                self.shared_strings = [each.content for each in found]


class _Writer(ExcelWriter):
    """A writer that keeps its sheets in memory: a killed run must not leave pay among the system's files."""

    def __init__(self, book: Any, archive: ZipFile) -> None:
        super().__init__(book, archive)
        self._kept: Any = archive

    def write_worksheet(self, ws: Any) -> None:
        """Write a sheet into the archive."""
        drawing: Any = SpreadsheetDrawing()
        drawing.charts, drawing.images = ws._charts, ws._images  # noqa: SLF001 - as its own writer does
        ws._drawing = drawing  # noqa: SLF001 - as above
        sheet: Any = WorksheetWriter(ws, BytesIO())
        sheet.write()
        ws._rels = sheet._rels  # noqa: SLF001 - as above
        self._kept.writestr(ws.path[1:], sheet.read())
        self.manifest.append(ws)


def _load(path: Path) -> Any:
    reader: Any = _Reader(path)
    reader.read()
    return reader.wb


def _find_cell(page: Any, place: CellRef) -> Any:
    """Return the cell of a place, the first one of a merged area."""
    cell = page.cell(max(place.row, 1), max(place.column, 1))
    areas = (each for each in page.merged_cells.ranges if cell.coordinate in each)
    return next((page.cell(each.min_row, each.min_col) for each in areas), cell)


def _mark(cell: Any, notes: Sequence[CellNote]) -> None:
    """Fill a cell by the gravest of its notes and say them all, after what somebody else said there."""
    gravest = min((note.severity for note in notes), key=_WEIGHT.__getitem__)
    cell.fill = PatternFill("solid", fgColor=_FILLS[gravest])
    before = [cell.comment.text] if cell.comment is not None else []
    text = "\n\n".join(dict.fromkeys([*before, *(_spell_out(note.text) for note in notes)]))
    cell.comment = Comment(text[:_LONGEST], _AUTHOR, width=_WIDTH, height=_HEIGHT)


def _copy_rows(book: Any, read: Workbook | None) -> dict[str, Any]:
    """Put the rows of a file that openpyxl cannot keep into a new book; return its pages by sheet."""
    book.properties.created = book.properties.modified = _MADE
    book.remove(book.worksheets[0])
    pages: dict[str, Any] = {}
    for sheet in () if read is None else read.sheets:
        page = pages[sheet.name] = book.create_sheet(_name_sheet(sheet, book.sheetnames))
        for row, values in _rows_of(sheet):
            for column, value in enumerate(values, 1):
                _write(page.cell(row, column), value)
    if not pages:
        book.create_sheet(_AUTHOR)
    return pages


def _rows_of(sheet: Sheet) -> Iterator[tuple[int, Sequence[Raw]]]:
    """Yield the rows as far as they can be read; the widest of the first says how a text file is cut."""
    widths = [max(compress(count(1), row), default=0) for row in sheet.head]
    top = next((number for number, width in enumerate(widths, 1) if width == max(widths)), 0)
    yield from enumerate(sheet.head, 1)
    rows = chain.from_iterable(
        zip(each.numbers, map(each.row, count()), strict=False) for each in sheet.read_after(top)
    )
    with suppress(TextProblem):
        yield from (each for each in rows if each[0] > len(sheet.head))


def _name_sheet(sheet: Sheet, taken: Sequence[str]) -> str:
    """Return the name of a sheet as a workbook allows it, another one than those that are taken."""
    name = (sheet.name or sheet.stem).translate(_FORBIDDEN).strip("' ")[:_LONGEST_NAME] or _AUTHOR
    folded = {each.casefold() for each in taken}
    numbers = (f"{name[: _LONGEST_NAME - 6]} ({number})" for number in count(2))
    return next(each for each in chain([name], numbers) if each.casefold() not in folded)


def _write(cell: Any, value: Raw) -> None:
    """Write a value as it was read: a text is a text, whatever it begins with."""
    if isinstance(value, Broken | Shown):
        value = value.text
    if isinstance(value, str):
        if value:
            cell.value = _spell_out("".join(each for each in value if each.isprintable() or each in "\n\t"))
            cell.data_type = "s"
        return
    cell.value = value
    if isinstance(value, Percent):
        cell.number_format = "0.00%"
    elif isinstance(value, timedelta):
        cell.number_format = "[h]:mm"


def _spell_out(text: str) -> str:
    """Return a text that a workbook shows as it is, also where it looks like the number of a sign."""
    return _NUMBERED_SIGN.sub("_x005F_", text)
