"""Read the files that people give: each by its content, whatever its name ends with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kpicalc.facts.read_csv import read_csv
from kpicalc.facts.read_other import read_other
from kpicalc.facts.read_xlsx import read_xlsx
from kpicalc.facts.sniff import FileKind, sniff_kind
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.facts import LeftOut
from kpicalc.model.settings import NO_SETTINGS, Settings
from kpicalc.model.source import FilePlace

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"})
_REFUSED = {
    FileKind.MARKUP: "KPI401",
    FileKind.LOCKED: "KPI402",
    FileKind.DAMAGED: "KPI403",
    FileKind.EMPTY: "KPI406",
    FileKind.UNKNOWN: "KPI406",
}


def read_workbook(
    paths: tuple[Path, ...],
    encoding: str = "",
    settings: Settings = NO_SETTINGS,
    known: frozenset[str] = frozenset(),
) -> Checked[Workbook]:
    """Read all files, in order; a folder stands for its spreadsheets and text files in name order.

    Text files are read in `encoding`; without it each file's own is found, with the help of `known` words.
    `settings` say how files are written, and which files and sheets are ignored: such a file is not opened.
    Without a value a file cannot be read; every file that cannot is named.
    """
    problems: list[Diagnostic] = []
    sheets: list[Sheet] = []
    left_out: list[LeftOut] = []
    for path in _expand(paths, problems):
        if settings.ignores_file(str(path)):
            left_out.append(LeftOut(FilePlace(str(path)), "ignored"))
            continue
        found = _read_file(path, encoding or settings.encoding_of(str(path)), known)
        problems += found.diagnostics
        for sheet in found.value or ():
            if settings.ignores_sheet(str(path), sheet.title):
                left_out.append(LeftOut(sheet.cell(0, 0), "ignored"))
            else:
                sheets.append(replace(sheet, writing=settings.writing_of(str(path))))
    if not problems and not any(map(_holds_anything, sheets)):
        problems += [error("KPI476", FilePlace(file)) for file in _first_file(sheets, left_out)]
    return Checked(None if problems else Workbook(tuple(sheets), tuple(left_out)), tuple(problems))


def _first_file(sheets: Sequence[Sheet], left_out: Sequence[LeftOut]) -> list[str]:
    return [*(each.file for each in sheets), *(each.place.file for each in left_out)][:1]


def _holds_anything(sheet: Sheet) -> bool:
    return any(cell != "" for row in sheet.head for cell in row)


def _expand(paths: tuple[Path, ...], problems: list[Diagnostic]) -> list[Path]:
    """List the files that are meant, each once, in whatever way it was named first."""
    files: dict[Path, Path] = {}
    for path in paths:
        inside = sorted(each for each in path.iterdir() if _is_facts_file(each)) if path.is_dir() else [path]
        for each in inside:
            files.setdefault(each.resolve(), each)
        if not inside:
            problems.append(error("KPI407", FilePlace(str(path))))
    return list(files.values())


def _is_facts_file(path: Path) -> bool:
    # `~$name.xlsx` is the lock that Excel leaves beside an open workbook.
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$")) and path.is_file()


def _read_file(path: Path, encoding: str, known: frozenset[str]) -> Checked[tuple[Sheet, ...]]:
    shown = str(path)
    try:
        kind = sniff_kind(path)
    except OSError as fault:
        return Checked(None, (error("KPI400", FilePlace(shown), reason=fault.strerror or ""),))
    match kind:
        case FileKind.XLSX:
            return read_xlsx(path, shown)
        case FileKind.TEXT:
            sheet = read_csv(path, shown, encoding, known)
            return Checked(None if sheet.value is None else (sheet.value,), sheet.diagnostics)
        case FileKind.XLS | FileKind.XLSB | FileKind.ODS:
            return read_other(path, shown, zipped=kind is not FileKind.XLS)
        case _:
            return Checked(None, (error(_REFUSED[kind], FilePlace(shown)),))
