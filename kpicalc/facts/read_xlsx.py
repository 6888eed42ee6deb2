"""Read a workbook: through the fast reader where its scan tells the rest, else through openpyxl."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpicalc.facts.archive import open_archive
from kpicalc.facts.digest import hash_file
from kpicalc.facts.preflight import Preflight, SheetPart, inspect_workbook
from kpicalc.facts.read_calamine import first_rows, make_block, open_calamine, open_sheet, read_rows
from kpicalc.facts.read_openpyxl import SlowSheet, open_slowly, read_slow_sheet, slow_blocks, slow_head
from kpicalc.facts.scan_sheet import SheetScan
from kpicalc.facts.workbook import Block, Broken, Percent, Raw, Sheet
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.source import FilePlace

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    shown: str
    sha256: str


def read_xlsx(path: Path, shown: str) -> Checked[tuple[Sheet, ...]]:
    """Read the sheets of an .xlsx or .xlsm file; damaged and unsafe files are refused."""
    archive = open_archive(path, shown)
    if archive.value is None:
        return Checked(None, archive.diagnostics)
    flight = inspect_workbook(archive.value, shown)
    if flight.value is None:
        return Checked(None, flight.diagnostics)
    file = _File(path, shown, hash_file(path))
    sheets = _read_fast(flight.value, file)
    if sheets is None:
        sheets = read_all_slowly(flight.value.sheets, file.path, file.shown)
    return Checked(sheets, () if sheets is not None else (error("KPI403", FilePlace(shown)),))


def read_all_slowly(parts: tuple[SheetPart, ...], path: Path, shown: str) -> tuple[Sheet, ...] | None:
    """Read every sheet through openpyxl; None when it cannot read the workbook."""
    book = open_slowly(path)
    if book is None:
        return None
    file = _File(path, shown, hash_file(path))
    return tuple(_slow(file, part, read_slow_sheet(book, part.name)) for part in parts)


def _slow(file: _File, part: SheetPart, sheet: SlowSheet) -> Sheet:
    return Sheet(
        file=file.shown,
        name=part.name,
        stem=file.path.stem,
        reader="openpyxl",
        sha256=file.sha256,
        hidden=part.hidden,
        head=slow_head(sheet),
        read_after=lambda row: slow_blocks(sheet, row),
        hidden_rows=sheet.hidden_rows,
        merges=sheet.merges,
    )


def _read_fast(flight: Preflight, file: _File) -> tuple[Sheet, ...] | None:
    """Read through calamine; None when a sheet is unusual or calamine fails."""
    if any(not part.scan.regular or part.scan.sparse for part in flight.sheets):
        return None
    book = open_calamine(file.path)
    if isinstance(book, str):
        return None
    sheets: list[Sheet] = []
    for part in flight.sheets:
        sheet = open_sheet(book, part.name)
        if isinstance(sheet, str):
            return None
        sheets.append(_fast(file, part, sheet))
    return tuple(sheets)


def _fast(file: _File, part: SheetPart, sheet: CalamineSheet) -> Sheet:
    scan = part.scan
    patches = _patches(scan)

    def read_after(row: int) -> Iterator[Block]:
        return (_patched(first, rows, patches, scan) for first, rows in read_rows(sheet, row))

    return Sheet(
        file=file.shown,
        name=part.name,
        stem=file.path.stem,
        reader="calamine",
        sha256=file.sha256,
        hidden=part.hidden,
        head=first_rows(next(read_after(0), None)),
        read_after=read_after,
        hidden_rows=tuple(scan.hidden),
        merges=tuple(scan.merges),
    )


def _patches(scan: SheetScan) -> dict[int, list[tuple[int, Raw]]]:
    """Return by row what the fast reader leaves out: error cells and formulas never calculated."""
    patches: dict[int, list[tuple[int, Raw]]] = {}
    for row, column, text in scan.errors:
        patches.setdefault(row, []).append((column, Broken(text)))
    for row, column in scan.uncached:
        patches.setdefault(row, []).append((column, Broken("", uncached=True)))
    return patches


def _patched(
    first: int, rows: list[list[Raw]], patches: dict[int, list[tuple[int, Raw]]], scan: SheetScan
) -> Block:
    last = first + len(rows) - 1
    for column, numbers in scan.percents.items():
        for number in numbers[bisect_left(numbers, first) : bisect_left(numbers, last + 1)]:
            row = rows[number - first]
            value = row[column - 1] if column <= len(row) else ""
            if isinstance(value, float):
                row[column - 1] = Percent(value)
    for number in patches.keys() & set(range(first, last + 1)) if patches else ():
        row = rows[number - first]
        for column, raw in patches[number]:
            if column <= len(row):
                row[column - 1] = raw
    return make_block(first, rows)
