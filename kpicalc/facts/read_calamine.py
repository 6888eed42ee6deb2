"""Read sheets through python-calamine: .xlsb, which only it knows, and .xlsx where a scan tells the rest."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kpicalc.facts.workbook import HEAD_ROWS, Raw, RowBlock
from kpicalc.model.facts import BLOCK_ROWS

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


def open_whole_sheet(book: CalamineWorkbook, name: str) -> CalamineSheet | str:
    """Read one sheet and try each of its rows, where nobody else has: it may give up on any of them."""
    sheet = open_sheet(book, name)
    broken = None if isinstance(sheet, str) else _attempt(lambda: deque(sheet.iter_rows(), maxlen=0))
    return broken if isinstance(broken, str) else sheet


def _attempt(read: Callable[[], T]) -> T | str:
    """Return what the reader gives, or its words; it may give up on a file in the way of a crash, too."""
    from python_calamine import CalamineError  # noqa: PLC0415 - heavy

    try:
        return read()
    except (CalamineError, ValueError, OSError, OverflowError) as fault:
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
