"""Read the sheets of an unusual workbook through openpyxl, cell by stored cell."""

from __future__ import annotations

import io
import re
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kpicalc.facts.workbook import HEAD_ROWS, Block, Broken, Merge, Percent, Raw
from kpicalc.model.facts import BLOCK_ROWS

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook as OpenpyxlWorkbook
    from openpyxl.worksheet.worksheet import Worksheet

# A stray cell in the last column must not make every row 16 384 cells wide.
_WIDEST = 1024
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# What openpyxl raises for workbooks that break its expectations.
_FAULTS = (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True)
class SlowBook:
    """A workbook loaded twice: the values that were cached, and the formulas."""

    values: OpenpyxlWorkbook
    formulas: OpenpyxlWorkbook


@dataclass(frozen=True, slots=True)
class SlowSheet:
    """The stored cells of one sheet, row by row; rows without cells are absent."""

    rows: dict[int, dict[int, Raw]]
    hidden_rows: tuple[int, ...]
    merges: tuple[Merge, ...]


def open_slowly(path: Path) -> SlowBook | None:
    """Load a workbook; None when openpyxl cannot read it either."""
    for source in (path.read_bytes, lambda: repair_names(path)):
        try:
            content = source()
            return SlowBook(_load(content, data_only=True), _load(content, data_only=False))
        except _FAULTS:
            continue
    return None


def repair_names(path: Path) -> bytes:
    """Return the archive with its members named as its list of contents spells them.

    Some programs write `xl/SharedStrings.xml` and declare `xl/sharedStrings.xml`.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as repaired:
        listed = ET.fromstring(source.read("[Content_Types].xml"))  # noqa: S314 - as above
        names = {each.get("PartName", "")[1:].lower(): each.get("PartName", "")[1:] for each in listed}
        for name in source.namelist():
            repaired.writestr(names.get(name.lower(), name), source.read(name))
    return target.getvalue()


def read_slow_sheet(book: SlowBook, name: str) -> SlowSheet:
    """Collect the stored cells of a sheet."""
    sheet, formulas = book.values[name], book.formulas[name]
    rows: dict[int, dict[int, Raw]] = {}
    for (row, column), cell in sorted(_stored(sheet).items()):
        raw = _raw(cell, _stored(formulas).get((row, column)))
        if raw != "" and column <= _WIDEST:
            rows.setdefault(row, {})[column] = raw
    hidden = tuple(sorted(number for number, each in sheet.row_dimensions.items() if each.hidden))
    merges = tuple(
        Merge(each.min_row, each.min_col, each.max_row, each.max_col) for each in sheet.merged_cells
    )
    return SlowSheet(rows, hidden, merges)


def slow_head(sheet: SlowSheet) -> tuple[list[Raw], ...]:
    """Return the first rows of a sheet, from row 1."""
    last = min(max(sheet.rows, default=0), HEAD_ROWS)
    width = _width(sheet)
    return tuple(_dense(sheet.rows.get(number, {}), width) for number in range(1, last + 1))


def slow_blocks(sheet: SlowSheet, after: int) -> Iterator[Block]:
    """Yield the rows below row `after` that hold anything, in blocks."""
    width = _width(sheet)
    numbers = [number for number in sheet.rows if number > after]
    for start in range(0, len(numbers), BLOCK_ROWS):
        part = numbers[start : start + BLOCK_ROWS]
        rows = [_dense(sheet.rows[number], width) for number in part]
        yield Block(array("l", part), list(zip(*rows, strict=True)))


def _load(content: bytes, *, data_only: bool) -> OpenpyxlWorkbook:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy

    return load_workbook(io.BytesIO(content), data_only=data_only)


def _stored(sheet: Worksheet) -> dict[tuple[int, int], Cell | MergedCell]:
    # The public iterators walk the whole rectangle, 16 384 × 1 048 576 for one stray cell.
    return sheet._cells  # noqa: SLF001 - see above


def _raw(cell: Cell | MergedCell, written: Cell | MergedCell | None) -> Raw:
    value = cell.value
    if cell.data_type == "e":
        return Broken(str(value))
    if value is None:
        calculated = written is None or written.data_type != "f" or cell.data_type == "str"
        return "" if calculated else Broken(str(written.value) if written is not None else "", uncached=True)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Percent(value) if "%" in _QUOTED.sub("", cell.number_format) else float(value)
    return value  # type: ignore[return-value]


def _width(sheet: SlowSheet) -> int:
    return max((column for row in sheet.rows.values() for column in row), default=0)


def _dense(cells: dict[int, Raw], width: int) -> list[Raw]:
    return [cells.get(column, "") for column in range(1, width + 1)]
