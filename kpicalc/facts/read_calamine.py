"""Read sheets through python-calamine: .xlsx whose scan tells the rest, .xlsb whose cells are scanned."""

from __future__ import annotations

import itertools
import struct
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kpicalc.facts.archive import Archive, DamagedArchiveError, hash_file, inflate, open_parts
from kpicalc.facts.number_format import is_shape, read_format
from kpicalc.facts.preflight import is_doubtful
from kpicalc.facts.workbook import HEAD_ROWS, Raw, RowBlock, Sheet
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


def open_whole_sheet(book: CalamineWorkbook, name: str) -> CalamineSheet | str:
    """Read one sheet and try each of its rows; where that fails, the reader's own words.

    It may give up on any row: at a length of time without end, as `inf` or `+1e12` may be written.
    """

    def read() -> CalamineSheet:
        sheet = book.get_sheet_by_name(name)
        deque(sheet.iter_rows(), maxlen=0)
        return sheet

    return _attempt(read)


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


_STYLES = "xl/styles.bin"
# The numbers of records in the part of styles: a format, the styles of cells from here to there, a style.
_FORMAT, _CELL_STYLES, _END_OF_STYLES, _STYLE = 44, 617, 618, 47
_HEAD_OF_FORMAT = struct.Struct("<HI")
_HEAD_OF_STYLE = struct.Struct("<HH")


def read_xlsb(path: Path, shown: str) -> Checked[tuple[Sheet, ...]]:
    """Read all sheets; one whose formats may say another currency, scale or number is refused."""
    archive = open_parts(path, shown)
    if archive.value is None:
        return Checked(None, archive.diagnostics)
    place = FilePlace(shown)
    try:
        telling = sorted(set(_list_telling(archive.value)))
    except (DamagedArchiveError, struct.error, IndexError, UnicodeDecodeError):
        return Checked(None, (error(Problem.FACTS_DAMAGED, place),))
    if telling:
        named = ", ".join(f"`{each}`" for each in telling)
        return Checked(None, (error(Problem.FORMATS_UNSEEN, place, formats=named),))
    book = open_calamine(path)
    opened = [] if isinstance(book, str) else list(_open_sheets(book))
    file = (path, shown, hash_file(path))
    sheets = tuple(
        _make_sheet(file, sheet, hidden=hidden) for sheet, hidden in opened if not isinstance(sheet, str)
    )
    whole = len({each.name.casefold() for each in sheets}) == len(opened) > 0
    return Checked(sheets if whole else None, () if whole else (error(Problem.FACTS_DAMAGED, place),))


def _open_sheets(book: CalamineWorkbook) -> Iterator[tuple[CalamineSheet | str, bool]]:
    """Yield the sheets of cells in order, or the reader's words, and whether each is hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - heavy

    for each in book.sheets_metadata:
        if each.typ is SheetTypeEnum.WorkSheet:
            yield open_whole_sheet(book, each.name), each.visible is not SheetVisibleEnum.Visible


def _make_sheet(file: tuple[Path, str, str], sheet: CalamineSheet, *, hidden: bool) -> Sheet:
    path, shown, digest = file
    return Sheet(
        file=shown,
        name=sheet.name,
        stem=path.stem,
        reader="calamine",
        sha256=digest,
        hidden=hidden,
        head=first_rows(next(read_blocks(sheet, 0), None)),
        read_after=partial(read_blocks, sheet),
        hides_errors=True,
        # It does not tell here from which day it counts: a bare number is no day.
        day_zero=None,
    )


def _list_telling(archive: Archive) -> Iterator[str]:
    """Yield the formats of cells that show a currency, a scale, other signs than digits, or a day."""
    info = archive.members.get(_STYLES)
    codes: dict[int, str] = {}
    of_cells = False
    for record, data in _records(b"" if info is None else b"".join(inflate(archive, info))):
        if record == _FORMAT:
            number, letters = _HEAD_OF_FORMAT.unpack_from(data)
            codes[number] = data[_HEAD_OF_FORMAT.size :][: 2 * letters].decode("utf-16-le")
        elif record in {_CELL_STYLES, _END_OF_STYLES}:
            of_cells = record == _CELL_STYLES
        elif record == _STYLE and of_cells:
            code = codes.get(_HEAD_OF_STYLE.unpack_from(data)[1], "")
            shown = read_format(code)
            if is_shape(code) or is_doubtful(code) or (shown is not None and not shown.is_percent):
                yield code


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the data of each record of a binary part."""
    at = 0
    while at < len(part):
        number, at = _read_varied(part, at, 2)
        size, at = _read_varied(part, at, 4)
        yield number, part[at : at + size]
        at += size


def _read_varied(part: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, the least first, and where it ends."""
    value = 0
    for place in range(most):
        byte = part[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    return value, at + most
