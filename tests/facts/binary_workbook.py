"""Make .xlsb workbooks, of which only the records are written that a reader needs."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

_PLACE = "http://schemas.openxmlformats.org"
_LINKS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PLACE}/package/2006/relationships">%s'
    "</Relationships>"
)
_LINK = (
    f'<Relationship Id="rId%d" Type="{_PLACE}/officeDocument/2006/relationships/worksheet" Target="%s.bin"/>'
)
_FIRST_FORMAT = 164


def record(number: int, data: bytes = b"") -> bytes:
    """Return a record; its number and its size are written in seven bits a byte."""
    return _varied(number) + _varied(len(data)) + data


def _varied(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80]) + _varied(value >> 7)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def styles(codes: Sequence[str]) -> bytes:
    """Return the part of styles, with a style of cells for each number format."""
    numbers = range(_FIRST_FORMAT, _FIRST_FORMAT + len(codes))
    formats = (
        record(44, struct.pack("<H", number) + _wide(code))
        for number, code in zip(numbers, codes, strict=True)
    )
    used = (record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, *numbers))
    listed = record(615, struct.pack("<I", len(codes))) + b"".join(formats) + record(616)
    begun = record(617, struct.pack("<I", 1 + len(codes)))
    return record(278) + listed + begun + b"".join(used) + record(618) + record(279)


def write_xlsb(path: Path, rows: Sequence[Sequence[str | float]], part: bytes, style: int = 0) -> Path:
    """Write a workbook with one sheet and a part of styles; its numbers have one of them."""
    return write_sheets(path, [("Март", 0, "worksheets/sheet1", sheet_part(rows, style))], part)


def write_sheets(path: Path, sheets: Sequence[tuple[str, int, str, bytes]], part: bytes) -> Path:
    """Write a workbook of sheets: of each its name, 0 where it is seen, the name of its part, and that."""
    listed = (
        record(156, struct.pack("<II", state, number) + _wide(f"rId{number}") + _wide(name))
        for number, (name, state, _, _) in enumerate(sheets, start=1)
    )
    links = (_LINK % (number, member) for number, (_, _, member, _) in enumerate(sheets, start=1))
    with zipfile.ZipFile(path, "w") as target:
        book = record(131) + record(143) + b"".join(listed) + record(144) + record(132)
        target.writestr("xl/workbook.bin", book)
        target.writestr("xl/_rels/workbook.bin.rels", _LINKS % "".join(links))
        target.writestr("xl/styles.bin", part)
        for _, _, member, content in sheets:
            target.writestr(f"xl/{member}.bin", content)
    return path


def sheet_part(rows: Sequence[Sequence[str | float]], style: int = 0) -> bytes:
    """Return the part of a sheet of such rows."""
    return b"".join(_sheet(rows, style))


def _sheet(rows: Sequence[Sequence[str | float]], style: int) -> Iterator[bytes]:
    yield record(129) + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
    yield record(145)
    for number, row in enumerate(rows):
        yield record(0, struct.pack("<I", number) + bytes(13))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0 if isinstance(value, str) else style)
            if isinstance(value, str):
                yield record(6, place + _wide(value))
            else:
                yield record(5, place + struct.pack("<d", value))
    yield record(146) + record(130)
