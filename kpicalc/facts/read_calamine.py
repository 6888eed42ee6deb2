"""Read sheets through python-calamine: .xls, .xlsb and .ods, which only it knows, and .xlsx where it may."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kpicalc.facts.archive import Archive, hash_file, inflate, open_archive
from kpicalc.facts.preflight import check_parts
from kpicalc.facts.workbook import HEAD_ROWS, Merge, Raw, RowBlock, Sheet
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


T = TypeVar("T")


def open_calamine(path: Path) -> CalamineWorkbook | str:
    """Open a file whatever its suffix; where that fails, the reader's own words."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - heavy

    with path.open("rb") as file:
        return _attempt(lambda: CalamineWorkbook.from_filelike(file))


def list_hidden(book: CalamineWorkbook) -> dict[str, bool]:
    """Return the data sheets of a file in order, and whether each is hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - heavy

    return {
        each.name: each.visible is not SheetVisibleEnum.Visible
        for each in book.sheets_metadata
        if each.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
    }


def open_sheet(book: CalamineWorkbook, name: str) -> CalamineSheet | str:
    """Read one sheet; where that fails, the reader's own words."""
    return _attempt(lambda: book.get_sheet_by_name(name))


def _attempt(read: Callable[[], T]) -> T | str:
    """Return what the reader gives, or its words; it may give up on a file in the way of a crash, too."""
    from python_calamine import CalamineError  # noqa: PLC0415 - heavy

    try:
        return read()
    except (CalamineError, ValueError, OSError) as fault:
        return str(fault)
    except BaseException as fault:
        # What Rust calls a panic comes as a class that has no place to import it from.
        if type(fault).__name__ != "PanicException":
            raise
        return str(fault)


def read_blocks(sheet: CalamineSheet, after: int) -> Iterator[RowBlock]:
    """Yield the rows below row `after` in blocks."""
    for first, rows in read_rows(sheet, after):
        yield make_block(first, rows)


def make_block(first: int, rows: list[list[Raw]]) -> RowBlock:
    """Turn rows that begin with row number `first` into a block."""
    return RowBlock(range(first, first + len(rows)), list(zip(*rows, strict=True)))


def read_rows(sheet: CalamineSheet, after: int) -> Iterator[tuple[int, list[list[Raw]]]]:
    """Yield the first row number and the rows of each block; column 1 is always the sheet's first one."""
    left = sheet.start[1] if sheet.start else 0
    rows = itertools.islice(sheet.iter_rows(), after, None)
    first = after + 1
    padding: list[Raw] = [""] * left
    while block := list(itertools.islice(rows, BLOCK_ROWS)):
        wide: list[list[Raw]] = [padding + row for row in block] if left else block  # type: ignore[assignment,operator]
        yield first, wide
        first += len(wide)


def first_rows(block: RowBlock | None) -> tuple[list[Raw], ...]:
    """Return the rows in which a header is looked for, from a block that begins with row 1."""
    if block is None:
        return ()
    return tuple(list(block.row(offset)) for offset in range(min(HEAD_ROWS, len(block.numbers))))


_ERRORS_PART = "content.xml"
_ERROR_MARK = b'value-type="error"'


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    shown: str
    sha256: str
    hides_errors: bool


def read_other(path: Path, shown: str, *, zipped: bool) -> Checked[tuple[Sheet, ...]]:
    """Read the sheets of a file in another spreadsheet format; `zipped` ones are checked first."""
    hides_errors = True
    if zipped:
        archive = open_archive(path, shown)
        checked = archive if archive.value is None else check_parts(archive.value, shown)
        if checked.value is None:
            return Checked(None, checked.diagnostics)
        hides_errors = _may_hide_errors(checked.value)
    book = open_calamine(path)
    if isinstance(book, str):
        code = (
            Problem.FACTS_PROTECTED
            if "password" in book.lower() or "encrypt" in book.lower()
            else Problem.FACTS_DAMAGED
        )
        return Checked(None, (error(code, FilePlace(shown)),))
    file = _File(path, shown, hash_file(path), hides_errors)
    sheets: list[Sheet] = []
    for name, hidden in list_hidden(book).items():
        sheet = open_sheet(book, name)
        if isinstance(sheet, str):
            return Checked(None, (error(Problem.FACTS_DAMAGED, FilePlace(shown)),))
        sheets.append(_make_sheet(file, sheet, hidden=hidden))
    return Checked(tuple(sheets) or None, () if sheets else (error(Problem.FACTS_DAMAGED, FilePlace(shown)),))


def _may_hide_errors(archive: Archive) -> bool:
    """Say whether the reader may have dropped errors: .ods marks them, in .xlsb they cannot be seen."""
    content = archive.members.get(_ERRORS_PART)
    if content is None:
        return True
    tail = b""
    for part in inflate(archive, content):
        if _ERROR_MARK in tail + part:
            return True
        tail = part[-len(_ERROR_MARK) :]
    return False


def _make_sheet(file: _File, sheet: CalamineSheet, *, hidden: bool) -> Sheet:
    return Sheet(
        file=file.shown,
        name=sheet.name,
        stem=file.path.stem,
        reader="calamine",
        sha256=file.sha256,
        hidden=hidden,
        head=first_rows(next(read_blocks(sheet, 0), None)),
        read_after=lambda row: read_blocks(sheet, row),
        merges=tuple(
            Merge(top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ),
        hides_errors=file.hides_errors,
        # These formats do not tell here from which day they count: a bare number is no day.
        day_zero=None,
    )
