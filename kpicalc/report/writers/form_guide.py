"""The sheet of a form that tells how to fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from kpicalc.facts.blank_workbook import BlankWorkbook
from kpicalc.report.views.blank_column import Form, word_audience, word_column, word_row
from kpicalc.report.writers.form_look import Look, height_of

_INTRODUCTION = 6
_WIDTHS = (24, 34, 64, 24)
_LAST = len(_WIDTHS) - 1

Row = tuple[str, ...]


def write_guide(sheet: Any, workbook: BlankWorkbook, form: Form, look: Look) -> None:
    """Write the sheet: a few sentences, then every column of every sheet, then the schemes.

    No period is named here, so that the one on the first sheet of data stays the only one, and headings
    stand in quotation marks, so that no row is taken for the headings of a sheet.
    """
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, form.say("guide"), look.named("title"))
    row = 1
    for text in _introduction(workbook, form):
        sheet.merge_range(row, 0, row, _LAST, text, look.named("text"))
        sheet.set_row(row, height_of(text, sum(_WIDTHS)))
        row += 1
    columns = [_heads(form, "sheet", "column", "what", "blank"), *_columns(workbook, form)]
    schemes = [_heads(form, "scheme", "file", "people"), *_schemes(workbook, form)]
    row = _write_table(sheet, row + 1, columns, look)
    _write_table(sheet, row + 1, schemes, look)
    sheet.hide_gridlines(2)


def _introduction(workbook: BlankWorkbook, form: Form) -> Iterator[str]:
    for number in range(1, _INTRODUCTION + 1):
        yield form.say(f"guide.intro.{number}", sheet=workbook.sheets[0].title)


def _heads(form: Form, *keys: str) -> Row:
    return tuple(form.say(f"guide.{key}") for key in keys)


def _columns(workbook: BlankWorkbook, form: Form) -> Iterator[Row]:
    for sheet in workbook.sheets:
        title = form.say("quoted", text=sheet.title)
        yield title, sheet.label, word_row(sheet, form), ""
        for column in sheet.columns:
            spoken = word_column(sheet, column, form)
            blank = spoken.blank if column.may_be_blank else form.say("guide.required")
            yield title, form.say("quoted", text=column.heading), spoken.what, blank


def _schemes(workbook: BlankWorkbook, form: Form) -> Iterator[Row]:
    for program in workbook.programs:
        file = PurePath(program.grains["company"].span.file).name
        yield program.title, file, word_audience(program) or form.say("guide.everybody")


def _write_table(sheet: Any, top: int, rows: Sequence[Row], look: Look) -> int:
    """Write a table; return the row below it."""
    for number, cells in enumerate(rows):
        style = look.named("required" if number == 0 else "table")
        heights = [height_of(text, width) for text, width in zip(cells, _WIDTHS, strict=False)]
        sheet.set_row(top + number, max(heights))
        for column, text in enumerate(cells):
            sheet.write_string(top + number, column, text, style)
    return top + len(rows)
