"""Workbooks damaged by chance: bytes of the file, bytes of its parts, tags, attributes and values."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]

Parts = dict[str, bytes]

_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
_VALUE = re.compile(rb"<(v|t|f)>([^<]*)</\1>")
_ELEMENT = re.compile(rb"<(row|c|si|xf|numFmt|mergeCell)\b(?:[^<>]*/>|.*?</\1>)", re.DOTALL)
_CHANGED = re.compile(r"xl/(worksheets/sheet\d|styles|sharedStrings|workbook)\.xml")
_NOON = datetime(2026, 3, 1, 12, 30)  # noqa: DTZ001 - a spreadsheet has no time zones
_VALUES = (
    b"", b" ", b"0", b"-0", b"1", b"5.0", b"1e3", b"1E400", b"-1.5e-7", b"NaN", b"inf", b"1_000", b" 7 ",
    b"0x1F", b"0.1", b"62408.000000000007", b"123456789012345678", b"46112", b"46112.5", b"60",
    b"2958466", b"-1", b"TRUE", b"#N/A", b"2026-03-31",
    b"2026-03-31T12:30:00", b"&lt;", b"\xd0\x9f", b"_x000D_", b"a&#10;b",
)  # fmt: skip
_ATTRIBUTES = (
    b"", b"0", b"1", b"2", b"7", b"99", b"A1", b"B2", b"b2", b"C3", b"XFD1048576", b"XFE1", b"A0", b"$A$1",
    b"A1:B2", b"n", b"s", b"str", b"b", b"e", b"d", b"inlineStr", b"true", b"x",
    b"0%", b"0.00", b"0000", b"dd.mm.yyyy", b"[h]:mm", b"h:mm", b"@", b"#,##0.00", b"d", b"[Red]0", b"yyyy",
    b"General", b"[H]:MM", b"d [h]:mm", b"*d0", b"h:mm A/P", b"14", b"21", b"46",
)  # fmt: skip


def make_seeds() -> list[bytes]:
    """Return whole workbooks with whatever people put into sheets, as two programs write them."""
    return [_by_openpyxl(), _by_xlsxwriter()]


def damage(seed: bytes, chance: random.Random) -> bytes:
    """Return a workbook with one to three things changed."""
    if chance.random() < 0.15:
        return _change_bytes(seed, chance)
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    for _ in range(chance.choice((1, 1, 2, 3))):
        name = chance.choice([each for each in parts if _CHANGED.fullmatch(each)])
        parts[name] = chance.choice(_CHANGES)(parts[name], chance)
    return _pack(parts)


def _pack(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _change_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed)


def _replace(found: re.Match[bytes] | None, content: bytes, group: int, new: bytes) -> bytes:
    if found is None:
        return content
    return content[: found.start(group)] + new + content[found.end(group) :]


def _any(pattern: re.Pattern[bytes], content: bytes, chance: random.Random) -> re.Match[bytes] | None:
    every = list(pattern.finditer(content))
    return chance.choice(every) if every else None


def _change_value(content: bytes, chance: random.Random) -> bytes:
    return _replace(_any(_VALUE, content, chance), content, 2, chance.choice(_VALUES))


def _change_attribute(content: bytes, chance: random.Random) -> bytes:
    return _replace(_any(_ATTRIBUTE, content, chance), content, 2, chance.choice(_ATTRIBUTES))


def _drop_attribute(content: bytes, chance: random.Random) -> bytes:
    return _replace(_any(_ATTRIBUTE, content, chance), content, 0, b"")


def _drop_tag(content: bytes, chance: random.Random) -> bytes:
    return _replace(_any(_TAG, content, chance), content, 0, b"")


def _drop_element(content: bytes, chance: random.Random) -> bytes:
    return _replace(_any(_ELEMENT, content, chance), content, 0, b"")


def _double_element(content: bytes, chance: random.Random) -> bytes:
    found = _any(_ELEMENT, content, chance)
    return _replace(found, content, 0, found[0] * 2 if found else b"")


def _move_element(content: bytes, chance: random.Random) -> bytes:
    first, second = _any(_ELEMENT, content, chance), _any(_ELEMENT, content, chance)
    return _replace(first, content, 0, second[0] if second else b"")


_CHANGES: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _change_value,
    _change_value,
    _change_attribute,
    _change_attribute,
    _drop_attribute,
    _drop_tag,
    _drop_element,
    _double_element,
    _move_element,
    _change_bytes,
)


def _by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Март"
    for row in (
        ["Таб. №", "ФИО", "План", "Доля", "Дата", "Часы", "Сдан", "Код"],
        ["0001", "Абрамова З. В.", 450000, 0.5, date(2026, 3, 31), time(8, 30), True, "=1+1"],
        [
            "0002",
            "Буров Л. А.",
            1234.5,
            0.25,
            _NOON,
            timedelta(hours=30),
            False,
            "#N/A",
        ],
        ["0003", "  Цой  ", -7, None, None, 0.75, None, "строка\nвторая"],
    ):
        sheet.append(row)
    sheet["H3"].data_type = "e"
    for address in ("D2", "D3", "D4"):
        sheet[address].number_format = "0.0%"
    sheet["C4"].number_format = "0000"
    sheet.merge_cells("A6:B6")
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Пусто")
    book.create_sheet("Скрыт").append(["x", 1])
    book.worksheets[2].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _by_xlsxwriter() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("План")
        percent, day = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "dd.mm.yyyy"})
        hours, group = book.add_format({"num_format": "[h]:mm"}), book.add_format({"num_format": "#,##0.00"})
        sheet.write_row(0, 0, ["Таб. №", "План", "Доля", "Дата", "Часы"])
        for row in range(1, 6):
            sheet.write_string(row, 0, f"{row:04}")
            sheet.write_number(row, 1, row * 1000.1, group)
            sheet.write_number(row, 2, row / 8, percent)
            sheet.write_number(row, 3, 46000 + row, day)
            sheet.write_formula(row, 4, f"=B{row + 1}/24", hours, row * 1.25)
        sheet.write_rich_string(6, 0, "жирный", book.add_format({"bold": True}), " и нет")
        sheet.merge_range("C8:D8", "вместе")
    return file.getvalue()
