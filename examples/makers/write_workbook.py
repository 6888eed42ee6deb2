"""Writes tables as an Excel workbook that looks like those that people really send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]

from makers.cells import SUMMED, Table, column_texts, day_of, number_of, sum_of
from makers.sheet import COMPANY, MONTH, Column

_WRITTEN = datetime(2026, 4, 1, 9, tzinfo=UTC)
_TITLE_ROWS = 3  # two lines of title and a blank row
_LOOKS = {
    "money": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%", "align": "center"},
    "count": {"num_format": "#,##0"},
    "ordinal": {"num_format": "0", "align": "center"},
    "hours": {"num_format": "0.0"},
    "date": {"num_format": "dd.mm.yyyy"},
    "flag": {"align": "center"},
    "text": {"num_format": "@"},
    "title": {"bold": True, "font_size": 14},
    "heading": {
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": "#DDEBF7",
    },
    "total": {"bold": True, "num_format": "#,##0.00", "top": 2},
    "footer": {"italic": True},
}
_WIDTHS = {"№ п/п": 6, "Таб. №": 9, "ФИО": 32, "Должность": 24, "Клиент": 24}

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]


def write_workbook(path: Path, title: str, tables: Sequence[Table], span: str = MONTH) -> None:
    """Write each table on a sheet: title rows, headings of one or two lines, totals, signatures."""
    path.parent.mkdir(exist_ok=True)
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": title, "company": COMPANY, "created": _WRITTEN})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    for table in tables:
        _write_sheet(book.add_worksheet(table.name), looks, table, span)
    book.close()


def _write_sheet(sheet: Worksheet, looks: dict[str, Format], table: Table, span: str) -> None:
    sheet.write_string(0, 0, COMPANY, looks["title"])
    sheet.write_string(1, 0, f"{table.title} {span}", looks["title"])
    first = _TITLE_ROWS + _write_headings(sheet, looks["heading"], table.columns)
    for number, row in enumerate(table.rows, start=first):
        for place, (column, text) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, (number, place), column.kind, text, looks[column.kind])
    _write_totals(sheet, looks["total"], table, first)
    below = first + len(table.rows) + 2
    sheet.write_string(below, 0, "Руководитель отдела кадров ____________ Л. А. Соловьёва", looks["footer"])
    sheet.write_string(below + 1, 0, "Составлено 01.04.2026", looks["footer"])
    sheet.freeze_panes(first, 3)


def _write_headings(sheet: Worksheet, look: Format, columns: Sequence[Column]) -> int:
    """Write one line of headings, or two where columns have a common one; return how many."""
    lines = 2 if any(column.group for column in columns) else 1
    place = 0
    for group, members in groupby(columns, key=lambda column: column.group or column.heading):
        headed = list(members)
        last = place + len(headed) - 1
        if headed[0].group:
            sheet.merge_range(_TITLE_ROWS, place, _TITLE_ROWS, last, group, look)
            for offset, column in enumerate(headed):
                sheet.write_string(_TITLE_ROWS + 1, place + offset, column.heading, look)
        elif lines == 2:
            sheet.merge_range(_TITLE_ROWS, place, _TITLE_ROWS + 1, place, group, look)
        else:
            sheet.write_string(_TITLE_ROWS, place, group, look)
        sheet.set_column(place, last, _WIDTHS.get(group, 16))
        place = last + 1
    return lines


def _write_cell(sheet: Worksheet, at: tuple[int, int], kind: str, text: str, look: Format) -> None:
    if not text:
        sheet.write_blank(*at, None, look)
    elif kind == "date":
        sheet.write_datetime(*at, day_of(text), look)
    elif kind in _LOOKS.keys() - {"text", "flag"}:
        sheet.write_number(*at, float(number_of(kind, text)), look)
    else:
        sheet.write_string(*at, text, look)


def _write_totals(sheet: Worksheet, look: Format, table: Table, first: int) -> None:
    below = first + len(table.rows)
    for place, column in enumerate(table.columns):
        if column.kind in SUMMED:
            summed = xlsxwriter.utility.xl_range(first, place, below - 1, place)
            total = float(sum_of(column.kind, column_texts(table, place)))
            sheet.write_formula(below, place, f"=SUM({summed})", look, total)
        else:
            sheet.write_string(below, place, "Итого" if place == 0 else "", look)
