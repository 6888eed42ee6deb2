"""Read the sheets of an .xls workbook through xlrd: cells with errors and formats, hidden rows, levels."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from kpicalc.facts.archive import hash_file, raise_signs
from kpicalc.facts.preflight import make_formats
from kpicalc.facts.read_openpyxl import (
    SlowSheet,
    cut_midnight,
    list_shown,
    show_styled,
    slow_blocks,
    slow_head,
)
from kpicalc.facts.scan_sheet import Formats
from kpicalc.facts.workbook import DAY_ZERO, DAY_ZERO_1904, Broken, Merge, Raw, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace

# How a font of an .xls says that its letters are raised.
_RAISED = 1
# What xlrd raises of a file that breaks its expectations, besides its own.
_FAULTS = (
    struct.error,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    OverflowError,
    StopIteration,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook that is open, and what its cell styles show."""

    path: Path
    shown: str
    sha256: str
    book: Any
    formats: Formats

    def read_sheet(self, sheet: Any) -> Sheet:
        cells = _Cells()
        for row in range(sheet.nrows):
            found = dict(self._read_row(sheet, row, cells))
            if found:
                cells.rows[row + 1] = found
        hidden = tuple(row + 1 for row, info in sorted(sheet.rowinfo_map.items()) if info.hidden)
        merges = tuple(
            Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
        )
        units = list_shown(cells.units, self.formats)
        slow = SlowSheet(cells.rows, hidden, merges, frozenset(cells.struck), units)
        return Sheet(
            file=self.shown,
            name=sheet.name,
            stem=self.path.stem,
            reader="xlrd",
            sha256=self.sha256,
            hidden=sheet.visibility != 0,
            head=slow_head(slow),
            read_after=lambda row: slow_blocks(slow, row),
            hidden_rows=slow.hidden_rows,
            struck_rows=slow.struck_rows,
            merges=slow.merges,
            day_zero=DAY_ZERO_1904 if self.book.datemode else DAY_ZERO,
            levels={
                row + 1: info.outline_level for row, info in sheet.rowinfo_map.items() if info.outline_level
            },
            formats=slow.formats,
        )

    def _read_row(self, sheet: Any, row: int, cells: _Cells) -> Iterator[tuple[int, Raw]]:
        pairs = zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        for column, (kind, value) in enumerate(pairs, start=1):
            runs = sheet.rich_text_runlist_map.get((row, column - 1), ())
            if any(self.book.font_list[font].struck_out for _, font in runs):
                cells.struck.add(row + 1)
            looked_at = isinstance(value, float) or self.formats.struck
            style = sheet.cell_xf_index(row, column - 1) if looked_at else 0
            raw = self._read_cell(kind, self._raise(value, runs) if runs else value, style)
            if raw == "":
                continue
            if style in self.formats.struck:
                cells.struck.add(row + 1)
            if isinstance(raw, float) and style in self.formats.units:
                cells.units.setdefault((column, style), []).append(row + 1)
            yield column, raw

    def _raise(self, text: str, runs: Sequence[tuple[int, int]]) -> str:
        """Write what a run of letters raises as raised signs; each run goes on to the next one."""
        ends = [*(start for start, _ in runs[1:]), len(text)]
        for (start, font), end in zip(runs, ends, strict=True):
            if self.book.font_list[font].escapement == _RAISED:
                text = text[:start] + raise_signs(text[start:end]) + text[end:]
        return text

    def _read_cell(self, kind: int, value: Any, style: int) -> Raw:
        from xlrd import XL_CELL_BOOLEAN, XL_CELL_ERROR, error_text_from_code  # noqa: PLC0415 - as above

        if kind == XL_CELL_ERROR:
            return Broken(error_text_from_code.get(value, "#N/A"))
        if kind == XL_CELL_BOOLEAN:
            return bool(value)
        if not isinstance(value, float):
            return value  # type: ignore[no-any-return] # a text, "" for a blank cell
        if style in self.formats.days | self.formats.lengths:
            return self._read_day(value, style)
        return show_styled(value, style, self.formats)

    def _read_day(self, value: float, style: int) -> Raw:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel  # noqa: PLC0415 - heavy

        epoch = MAC_EPOCH if self.book.datemode else WINDOWS_EPOCH
        try:
            return cut_midnight(from_excel(value, epoch, timedelta=style in self.formats.lengths))
        except (OverflowError, ValueError):
            return Broken("#####")


@dataclass(slots=True)
class _Cells:
    """The cells of a sheet while they are collected, and the rows of each column and style with a unit."""

    rows: dict[int, dict[int, Raw]] = field(default_factory=dict)
    units: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)


def read_xls(path: Path, shown: str) -> Checked[tuple[Sheet, ...]]:
    """Read all sheets; a file that cannot be read, or only with a password, is a problem."""
    from xlrd import XLRDError, open_workbook  # noqa: PLC0415 - few runs need it

    place = FilePlace(shown)
    try:
        book = open_workbook(
            file_contents=_take_out(path), logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
        opened = _open_styles(path, shown, book)
        sheets = tuple(opened.read_sheet(sheet) for sheet in book.sheets())
    except (XLRDError, *_FAULTS) as fault:
        locked = "encrypted" in str(fault).lower()
        return Checked(None, (error(Problem.FACTS_PROTECTED if locked else Problem.FACTS_DAMAGED, place),))
    return Checked(sheets or None, () if sheets else (error(Problem.FACTS_DAMAGED, place),))


def _take_out(path: Path) -> bytes:
    """Return the workbook out of the file around it, in which xlrd would follow a circle without end."""
    from olefile import OleFileIO  # noqa: PLC0415 - few runs need it

    with OleFileIO(str(path)) as container:
        name = next(each for each in ("Workbook", "Book") if container.exists(each))
        data: bytes = container.openstream(name).read()
        return data


def _open_styles(path: Path, shown: str, book: Any) -> _Book:
    # A format that the file does not spell out is one of every spreadsheet's own.
    spelt = {each.format_key: each.format_str for each in book.format_list}
    listed = [(each.format_key, spelt.get(each.format_key)) for each in book.xf_list]
    fonts = (each.font_index for each in book.xf_list)
    struck = frozenset(style for style, font in enumerate(fonts) if book.font_list[font].struck_out)
    return _Book(path, shown, hash_file(path), book, make_formats(listed, struck))
