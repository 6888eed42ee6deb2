"""Read .xls, .xlsb and .ods files, which only the fast reader knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpicalc.facts.archive import Archive, inflate, open_archive
from kpicalc.facts.digest import hash_file
from kpicalc.facts.preflight import check_parts
from kpicalc.facts.read_calamine import first_rows, list_hidden, open_calamine, open_sheet, read_blocks
from kpicalc.facts.workbook import Merge, Sheet
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.source import FilePlace

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


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
        code = "KPI402" if "password" in book.lower() or "encrypt" in book.lower() else "KPI403"
        return Checked(None, (error(code, FilePlace(shown)),))
    file = _File(path, shown, hash_file(path), hides_errors)
    sheets: list[Sheet] = []
    for name, hidden in list_hidden(book).items():
        sheet = open_sheet(book, name)
        if isinstance(sheet, str):
            return Checked(None, (error("KPI403", FilePlace(shown)),))
        sheets.append(_make_sheet(file, sheet, hidden=hidden))
    return Checked(tuple(sheets) or None, () if sheets else (error("KPI403", FilePlace(shown)),))


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
