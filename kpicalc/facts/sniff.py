"""Tell what a file is by its first bytes and its parts, not by its name."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from kpicalc.facts.archive import UNREADABLE
from kpicalc.facts.encodings import find_mark, find_wide

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
