"""Read the files that people give: each by its first bytes and its parts, whatever its name ends with."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path, PurePath

from kpicalc.facts.archive import UNREADABLE
from kpicalc.facts.encodings import find_mark, find_wide
from kpicalc.facts.read_csv import read_csv
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, Listing, error, warning
from kpicalc.model.facts import LeftOut
from kpicalc.model.problem import Problem
from kpicalc.model.settings import NO_SETTINGS, Settings
from kpicalc.model.source import FilePlace

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET, _PARQUET_LOCKED = b"PAR1", b"PARE"
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ\x90",
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"<body", b"mime-version:")
_SAMPLE = 4096


class FileKind(StrEnum):
    """The kinds of file that arrive."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    PARQUET = "parquet"
    ODS = "ods"
    TEXT = "text"
    MARKUP = "markup"
    LOCKED = "locked"
    DAMAGED = "damaged"
    EMPTY = "empty"
    UNKNOWN = "unknown"


def sniff_kind(path: Path) -> FileKind:
    """Return what the file is; DAMAGED for a zip that is cut off."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if not start.strip():
        return FileKind.EMPTY
    if start.startswith(b"PK"):
        return _sniff_zip(path)
    if start.startswith(_OLE):
        return _sniff_ole(path)
    if start.startswith(_PARQUET):
        return FileKind.PARQUET
    if start.startswith(_PARQUET_LOCKED):
        return FileKind.LOCKED
    if start.startswith(_FOREIGN):
        return FileKind.UNKNOWN
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        return FileKind.MARKUP
    return FileKind.TEXT if find_mark(start) or find_wide(start) or _is_text(start) else FileKind.UNKNOWN


def _sniff_zip(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {each.lower() for each in archive.namelist()}
    except UNREADABLE:
        return FileKind.DAMAGED
    for part, kind in (
        ("xl/workbook.xml", FileKind.XLSX),
        ("xl/workbook.bin", FileKind.XLSB),
        ("content.xml", FileKind.ODS),
    ):
        if part in names:
            return kind
    return FileKind.UNKNOWN


def _sniff_ole(path: Path) -> FileKind:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return FileKind.LOCKED
    streams = ("Workbook", "Book")
    return FileKind.XLS if any(each.encode("utf-16-le") in content for each in streams) else FileKind.UNKNOWN


def _is_text(start: bytes) -> bool:
    """Say whether a sample could be text: a few control characters are; a NUL is reported with its line."""
    return sum(byte < 9 or 13 < byte < 27 for byte in start if byte) <= 1 + len(start) // 50


# A word of two letters and more before the colon: one letter is a drive of Windows.
_ADDRESS = re.compile(r"(?P<store>[a-z][a-z0-9+.-]+):(?P<rest>/.*)", re.IGNORECASE | re.DOTALL)
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".parquet"})
# Nobody looks into these: in a folder of facts they are refused, for people may stand in them.
_PACKED = frozenset(
    {".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".7z", ".rar"}
    | {".numbers", ".fods", ".xltx", ".xltm", ".ots", ".dbf", ".slk", ".wk1"}
)
_REFUSED = {
    FileKind.MARKUP: Problem.FACTS_ARE_WEB_PAGE,
    FileKind.LOCKED: Problem.FACTS_PROTECTED,
    FileKind.DAMAGED: Problem.FACTS_DAMAGED,
    FileKind.EMPTY: Problem.FACTS_NOT_A_TABLE,
    FileKind.UNKNOWN: Problem.FACTS_NOT_A_TABLE,
}


def read_workbook(
    paths: tuple[Path, ...],
    encoding: str = "",
    settings: Settings = NO_SETTINGS,
    known: Callable[[], frozenset[str]] = frozenset,
) -> Checked[Workbook]:
    """Read all files, in order; a folder stands for its spreadsheets and text files in name order.

    Text files are read in `encoding`; without it each file's own is found, if need be with the `known` words.
    `settings` say how files are written, and which files and sheets are ignored: such a file is not opened.
    Without a value a file cannot be read; every file that cannot is named.
    """
    problems: list[Diagnostic] = []
    listed = list_given(paths, problems)
    read = read_listed(listed, encoding, settings, known)
    problems += read.diagnostics
    told = tuple(_find_folders(paths, settings))
    return Checked(None if problems else read.value, (*problems, *told))


def _find_folders(paths: Iterable[Path], settings: Settings) -> Iterator[Diagnostic]:
    """Yield a warning for each folder of tables inside a folder that is read: nobody enters it."""
    given = {each.resolve() for each in paths}
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else []
        below = [each for each in inside if each.is_dir() and "=" not in each.name and each.name[0] != "."]
        for each in below if any(map(is_facts_file, inside)) else ():
            tables = [file.name for file in list_facts_files(each)]
            if tables and each.resolve() not in given and not settings.ignores_file(str(each)):
                place = FilePlace(str(each))
                yield warning(
                    Problem.FOLDER_NOT_ENTERED, place, name=each.name, tables=Listing(tuple(tables[:5]))
                )


def read_listed(
    files: Iterable[tuple[Path, str]], encoding: str, settings: Settings, known: Callable[[], frozenset[str]]
) -> Checked[Workbook]:
    """Read files, each with the name by which it is told of; otherwise like `read_workbook`."""
    problems: list[Diagnostic] = []
    sheets: list[Sheet] = []
    left_out: list[LeftOut] = []
    for path, shown in files:
        if settings.ignores_file(shown):
            left_out.append(LeftOut(FilePlace(shown), "ignored"))
            continue
        found = _read_file(path, shown, encoding or settings.encoding_of(shown), known)
        problems += found.diagnostics
        for sheet in found.value or ():
            if settings.ignores_sheet(shown, sheet.title):
                left_out.append(LeftOut(sheet.place, "ignored"))
            else:
                sheets.append(replace(sheet, writing=settings.writing_of(shown)))
    if not problems and not any(map(_holds_anything, sheets)):
        named = [*(sheet.file for sheet in sheets), *(each.place.file for each in left_out)]
        problems += [error(Problem.WORKBOOK_EMPTY, FilePlace(file)) for file in named[:1]]
    return Checked(None if problems else Workbook(tuple(sheets), tuple(left_out)), tuple(problems))


def _holds_anything(sheet: Sheet) -> bool:
    return any(cell != "" for row in sheet.head for cell in row)


def find_address(path: Path) -> str:
    """Return the address that a path was typed as, "" for a file of this machine.

    >>> find_address(Path("s3://pay/march.csv")), find_address(Path("file:///a")), find_address(Path("C:/a"))
    ('s3://pay/march.csv', 'file:///a', '')
    """
    found = _ADDRESS.fullmatch(path.as_posix())
    if found is None:
        return ""
    return f"{found['store']}:/{'/' * (found['store'] == 'file')}{found['rest']}"


def list_given(paths: tuple[Path, ...], problems: list[Diagnostic]) -> list[tuple[Path, str]]:
    """List the files that are meant, each once, with how it was named first."""
    files: dict[Path, tuple[Path, str]] = {}
    for path in paths:
        address = find_address(path)
        if address:
            from kpicalc.facts.read_remote import fetch_files  # noqa: PLC0415 - few runs need it

            fetched = fetch_files(address, is_facts_name)
            problems += fetched.diagnostics
            files.update((copy, (copy, shown)) for copy, shown in fetched.value or ())
            continue
        inside = list_facts_files(path) if path.is_dir() else [path]
        for each in inside:
            files.setdefault(each.resolve(), (each, str(each)))
        if not inside:
            problems.append(error(Problem.FOLDER_WITHOUT_TABLES, FilePlace(str(path))))
    return list(files.values())


def list_facts_files(folder: Path) -> list[Path]:
    """List the files of facts of a folder, and of those below it that name a value: `team=North`."""
    inside = sorted(folder.iterdir())
    below = [file for each in inside if "=" in each.name and each.is_dir() for file in list_facts_files(each)]
    return [*filter(is_facts_file, inside), *below]


def is_facts_file(path: Path) -> bool:
    """Say whether a file in a folder is one of facts, by its name."""
    return is_facts_name(path) and path.is_file()


def is_facts_name(path: PurePath) -> bool:
    """Say whether a file of a folder is read, by its name; the same on this machine and in a store."""
    # `~$name.xlsx` is the lock that Excel leaves beside an open workbook.
    return path.suffix.lower() in SUFFIXES | _PACKED and not path.name.startswith((".", "~$"))


def _read_file(
    path: Path, shown: str, encoding: str, known: Callable[[], frozenset[str]]
) -> Checked[tuple[Sheet, ...]]:
    try:
        kind = sniff_kind(path)
    except OSError as fault:
        return Checked(None, (error(Problem.FACTS_UNREADABLE, FilePlace(shown), reason=fault.strerror),))
    match kind:
        case FileKind.XLSX:
            from kpicalc.facts.read_xlsx import read_xlsx  # noqa: PLC0415 - text files need none of it

            return read_xlsx(path, shown)
        case FileKind.TEXT:
            sheet = read_csv(path, shown, encoding, known)
            return Checked(None if sheet.value is None else (sheet.value,), sheet.diagnostics)
        case FileKind.XLS:
            from kpicalc.facts.read_xls import read_xls  # noqa: PLC0415 - few runs need it

            return read_xls(path, shown)
        case FileKind.ODS:
            from kpicalc.facts.read_ods import read_ods  # noqa: PLC0415 - few runs need it

            return read_ods(path, shown)
        case FileKind.XLSB:
            from kpicalc.facts.read_calamine import read_xlsb  # noqa: PLC0415 - few runs need it

            return read_xlsb(path, shown)
        case FileKind.PARQUET:
            from kpicalc.facts.read_parquet import read_parquet  # noqa: PLC0415 - few runs need it

            return read_parquet(path, shown)
        case _:
            return Checked(None, (error(_REFUSED[kind], FilePlace(shown)),))
