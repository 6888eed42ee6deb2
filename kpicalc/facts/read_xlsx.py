"""Read a workbook: through the fast reader where its scan tells the rest, else through openpyxl."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kpicalc.facts.archive import hash_file, open_archive
from kpicalc.facts.number_format import show_formatted
from kpicalc.facts.plain_sheet import PlainSheet
from kpicalc.facts.preflight import Preflight, SheetPart, inspect_workbook
from kpicalc.facts.read_calamine import first_rows, make_block, open_calamine, open_whole_sheet, read_rows
from kpicalc.facts.read_openpyxl import (
    CellTwiceError,
    SlowSheet,
    open_slowly,
    read_slow_sheet,
    slow_blocks,
    slow_head,
)
from kpicalc.facts.scan_sheet import SheetScan
from kpicalc.facts.workbook import Broken, Percent, Raw, RowBlock, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import CellRef, FilePlace

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    shown: str
    sha256: str

    def read_slowly(self, flight: Preflight, parts: Iterable[SheetPart]) -> Checked[dict[str, Sheet]]:
        """Read some sheets row after row; a row or cell that stands twice is named, one for each sheet."""
        wanted = tuple(parts)
        book = open_slowly(flight) if wanted else None
        sheets: dict[str, Sheet] = {}
        problems: list[Diagnostic] = []
        for part in wanted:
            try:
                sheet = None if book is None else read_slow_sheet(book, part)
            except CellTwiceError as twice:
                problems.append(
                    error(Problem.CELL_STORED_TWICE, CellRef(self.shown, part.name, twice.row, twice.column))
                )
                continue
            if sheet is None:
                return Checked(None, (error(Problem.FACTS_DAMAGED, FilePlace(self.shown)),))
            sheets[part.name] = self._slow(part, sheet)
        return Checked(None if problems else sheets, tuple(problems))

    def _slow(self, part: SheetPart, sheet: SlowSheet) -> Sheet:
        return Sheet(
            file=self.shown,
            name=part.name,
            stem=self.path.stem,
            reader="openpyxl",
            sha256=self.sha256,
            hidden=part.hidden,
            head=slow_head(sheet),
            read_after=lambda row: slow_blocks(sheet, row),
            hidden_rows=sheet.hidden_rows,
            struck_rows=sheet.struck_rows | part.scan.struck,
            merges=sheet.merges,
            day_zero=part.day_zero,
            levels=part.scan.levels,
            formats=sheet.formats,
        )

    def read_fast(self, flight: Preflight) -> dict[str, Sheet]:
        """Read by name what calamine can be trusted with: the sheets written as usual."""
        usual = [part for part in flight.sheets if part.scan.regular and not part.scan.sparse]
        plain = {
            part.name: self._plain(part, part.scan.plain) for part in usual if part.scan.plain is not None
        }
        rest = [part for part in usual if part.name not in plain]
        book = open_calamine(self.path) if rest else ""
        if isinstance(book, str):
            return plain
        found = {part.name: (part, open_whole_sheet(book, part.name)) for part in rest}
        return plain | {
            name: self._fast(part, sheet)
            for name, (part, sheet) in found.items()
            if not isinstance(sheet, str)
        }

    def _plain(self, part: SheetPart, sheet: PlainSheet) -> Sheet:
        """Make a sheet of the cells that the scan took; none is an error or a formula without a value."""
        scan = part.scan

        def read_after(row: int) -> Iterator[RowBlock]:
            for first, columns in sheet.blocks(row):
                if scan.percents or scan.shapes:
                    yield _patched(first, list(map(list, zip(*columns, strict=True))), {}, scan)
                else:
                    yield RowBlock(range(first, first + len(columns[0])), columns)

        return self._quick_sheet(part, read_after)

    def _fast(self, part: SheetPart, sheet: CalamineSheet) -> Sheet:
        scan = part.scan
        patches = _patches(scan)

        def read_after(row: int) -> Iterator[RowBlock]:
            return (_patched(first, rows, patches, scan) for first, rows in read_rows(sheet, row))

        return self._quick_sheet(part, read_after)

    def _quick_sheet(self, part: SheetPart, read_after: Callable[[int], Iterator[RowBlock]]) -> Sheet:
        """Make a sheet read by the rules of calamine: by calamine, or while it was scanned."""
        scan = part.scan
        return Sheet(
            file=self.shown,
            name=part.name,
            stem=self.path.stem,
            reader="calamine",
            sha256=self.sha256,
            hidden=part.hidden,
            head=first_rows(next(read_after(0), None)),
            read_after=read_after,
            hidden_rows=tuple(scan.hidden),
            struck_rows=frozenset(scan.struck),
            merges=tuple(scan.merges),
            day_zero=part.day_zero,
            levels=scan.levels,
            formats=scan.units,
        )


def read_xlsx(path: Path, shown: str) -> Checked[tuple[Sheet, ...]]:
    """Read the sheets of an .xlsx or .xlsm file; damaged and unsafe files are refused."""
    archive = open_archive(path, shown)
    if archive.value is None:
        return Checked(None, archive.diagnostics)
    flight = inspect_workbook(archive.value, shown)
    if flight.value is None:
        return Checked(None, flight.diagnostics)
    file = _File(path, shown, hash_file(path))
    quick = file.read_fast(flight.value)
    slow = file.read_slowly(flight.value, [each for each in flight.value.sheets if each.name not in quick])
    if slow.value is None:
        return Checked(None, slow.diagnostics)
    every = quick | slow.value
    return Checked(tuple(every[each.name] for each in flight.value.sheets))


def read_all_slowly(flight: Preflight, shown: str) -> Checked[tuple[Sheet, ...]]:
    """Read every sheet by the rules of openpyxl, also those that the fast reader can read."""
    path = flight.archive.path
    sheets = _File(path, shown, hash_file(path)).read_slowly(flight, flight.sheets)
    return Checked(None if sheets.value is None else tuple(sheets.value.values()), sheets.diagnostics)


def _patches(scan: SheetScan) -> dict[int, list[tuple[int, Raw]]]:
    """Return by row what the fast reader does not tell: errors, formulas never calculated, raised signs."""
    patches: dict[int, list[tuple[int, Raw]]] = {}
    for row, column, text in scan.errors:
        patches.setdefault(row, []).append((column, Broken(text)))
    for row, column in scan.uncached:
        patches.setdefault(row, []).append((column, Broken("", uncached=True)))
    for (row, column), text in scan.raised.items():
        patches.setdefault(row, []).append((column, text))
    return patches


def _reshape(
    rows: list[list[Raw]],
    first: int,
    column: int,
    numbers: array[int],
    made_of: Callable[[float], float],
) -> None:
    """Put what the format makes of the numbers of a column in the place of their bare values."""
    last = first + len(rows) - 1
    for number in numbers[bisect_left(numbers, first) : bisect_left(numbers, last + 1)]:
        row = rows[number - first]
        value = row[column - 1] if column <= len(row) else ""
        if isinstance(value, float):
            row[column - 1] = made_of(value)


def _patched(
    first: int, rows: list[list[Raw]], patches: dict[int, list[tuple[int, Raw]]], scan: SheetScan
) -> RowBlock:
    last = first + len(rows) - 1
    for column, numbers in scan.percents.items():
        _reshape(rows, first, column, numbers, Percent)
    for (column, shape), numbers in scan.shapes.items():
        _reshape(rows, first, column, numbers, partial(show_formatted, number_format=shape))
    for number in patches.keys() & set(range(first, last + 1)) if patches else ():
        row = rows[number - first]
        for column, raw in patches[number]:
            if column <= len(row):
                row[column - 1] = raw
    return make_block(first, rows)
