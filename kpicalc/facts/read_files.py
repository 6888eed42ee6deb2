"""Read the files that people give: each by its content, whatever its name ends with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kpicalc.facts.read_csv import read_csv
from kpicalc.facts.read_other import read_other
from kpicalc.facts.read_xlsx import read_xlsx
from kpicalc.facts.sniff import FileKind, sniff_kind
from kpicalc.facts.text_encoding import TextEncoding
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error
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
    paths: tuple[Path, ...], encoding: TextEncoding | None = None, settings: Settings = NO_SETTINGS
) -> Checked[Workbook]:
    """Read all files, in order; a folder stands for its spreadsheets and text files in name order.

    Text files are read in `encoding`; without it each file's own is found. `settings` say how
    files are written.
    Without a value a file cannot be read; every file that cannot is named.
    """
    problems: list[Diagnostic] = []
    sheets: list[Sheet] = []
    for path in _expand(paths, problems):
        found = _read_file(path, encoding)
        problems += found.diagnostics
        writing = settings.writing_of(str(path))
        sheets += (replace(each, writing=writing) for each in found.value or ())
    if sheets and not problems and not any(map(_holds_anything, sheets)):
        problems.append(error("KPI476", FilePlace(sheets[0].file)))
    return Checked(None if problems else Workbook(tuple(sheets)), tuple(problems))


def _holds_anything(sheet: Sheet) -> bool:
    return any(cell != "" for row in sheet.head for cell in row)


def _expand(paths: tuple[Path, ...], problems: list[Diagnostic]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(each for each in path.iterdir() if _is_facts_file(each))
        files += inside
        if not inside:
            problems.append(error("KPI407", FilePlace(str(path))))
    return files


def _is_facts_file(path: Path) -> bool:
    # `~$name.xlsx` is the lock that Excel leaves beside an open workbook.
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$")) and path.is_file()


def _read_file(path: Path, encoding: TextEncoding | None) -> Checked[tuple[Sheet, ...]]:
    shown = str(path)
    try:
        kind = sniff_kind(path)
    except OSError as fault:
        return Checked(None, (error("KPI400", FilePlace(shown), reason=fault.strerror or ""),))
    match kind:
        case FileKind.XLSX:
            return read_xlsx(path, shown)
        case FileKind.TEXT:
            sheet = read_csv(path, shown, encoding)
            return Checked(None if sheet.value is None else (sheet.value,), sheet.diagnostics)
        case FileKind.XLS | FileKind.XLSB | FileKind.ODS:
            return read_other(path, shown, zipped=kind is not FileKind.XLS)
        case _:
            return Checked(None, (error(_REFUSED[kind], FilePlace(shown)),))
