"""A workbook to fill in, with a guide sheet in front."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import PurePath
from typing import Any

from kpicalc.facts.blank_workbook import BlankColumn, BlankSheet, BlankWorkbook, ColumnPart
from kpicalc.i18n.format import format_period
from kpicalc.model.dataclass import dataclass
from kpicalc.model.period import PeriodLength
from kpicalc.model.source import column_letters
from kpicalc.report.views.blank_column import Form, word_audience, word_choice, word_column, word_row
from kpicalc.report.writers.cell_text import write_text
from kpicalc.report.writers.form_cells import (
    FIRST_ROW,
    HEADER_ROW,
    HINT_ROW,
    TITLE_ROW,
    FormFormats,
    check_cells,
    height_of,
    say_check,
    width_of,
)

# A workbook says when it was made; the moment is fixed, so that its bytes do not depend on it.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ALLOWED = ("insert_rows", "delete_rows", "sort", "autofilter", "format_columns", "format_rows")
_LAST_COLUMN = 16383
_A4 = 9
_NOTE_LINE = 44
# What the arrow of the filter takes of a heading, in characters.
_ARROW = 4


@dataclass(slots=True)
class _Form:
    """The workbook while it is written; `lists` has the cells of the lists to choose from."""

    book: Any
    blank: BlankWorkbook
    form: Form
    look: FormFormats
    rows: int
    choices_sheet: Any = None
    lists: dict[tuple[object, ...], str] = field(default_factory=dict)

    def write_sheet(self, sheet: Any, blank: BlankSheet) -> None:
        look = self.look
        sheet.set_row(TITLE_ROW, 22, look.named("locked"))
        sheet.set_row(HINT_ROW, 18, look.named("locked"))
        write_text(sheet, (TITLE_ROW, 0), f"{blank.title}. {word_row(blank, self.form)}", look.named("title"))
        if blank is self.blank.sheets[0]:
            self._write_period(sheet)
        sheet.set_column(len(blank.columns), _LAST_COLUMN, None, look.named("open"))
        heights = [height_of(each.heading, width_of(each) - _ARROW) for each in blank.columns]
        sheet.set_row(HEADER_ROW, max(heights), look.named("locked"))
        for number, column in enumerate(blank.columns):
            self._write_column(sheet, blank, (number, column))
        last = len(blank.columns) - 1
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + self.rows, last)
        fixed = sum(each.part in {ColumnPart.NUMBER, ColumnPart.NAME} for each in blank.columns)
        sheet.freeze_panes(FIRST_ROW, min(fixed, 2))
        sheet.protect("", dict.fromkeys(_ALLOWED, True))
        sheet.repeat_rows(TITLE_ROW, HEADER_ROW)
        self.set_page(sheet)

    def _write_period(self, sheet: Any) -> None:
        form, look = self.form, self.look
        write_text(sheet, (HINT_ROW, 0), form.say("period"), look.named("hint"))
        # An empty text would be a text; `write` makes a blank cell of it.
        sheet.write(HINT_ROW, 1, _spell_period(form), look.named("period"))
        prompt = {"input_title": form.say("period"), "input_message": form.say("period_prompt")}
        sheet.data_validation(HINT_ROW, 1, HINT_ROW, 1, {"validate": "any", **prompt})

    def _write_column(self, sheet: Any, blank: BlankSheet, placed: tuple[int, BlankColumn]) -> None:
        number, column = placed
        look = self.look
        spoken = word_column(blank, column, self.form)
        sheet.set_column(number, number, width_of(column), look.cells(column))
        style = look.named("optional" if column.may_be_blank else "required")
        write_text(sheet, (HEADER_ROW, number), column.heading, style)
        lines = sum(1 + len(each) // _NOTE_LINE for each in spoken.note.split("\n"))
        size = {"width": 300, "height": 20 + 18 * lines, "font_size": 9, "author": "kpicalc"}
        sheet.write_comment(HEADER_ROW, number, spoken.note, size)
        cell = f"{column_letters(number + 1)}{FIRST_ROW + 1}"
        check = say_check(
            column, check_cells(column, cell, self._list_cells(column), self.form), spoken, self.form
        )
        sheet.data_validation(FIRST_ROW, number, HEADER_ROW + self.rows, number, check)

    def _list_cells(self, column: BlankColumn) -> str:
        """Return the cells of the values to choose from, "" where there are none."""
        if column.choices:
            key = (column.kind, *column.choices)
            if key not in self.lists:
                self.lists[key] = self._write_choices(column)
            return self.lists[key]
        if column.source:
            title = column.source.replace("'", "''")
            return f"'{title}'!$A${FIRST_ROW + 1}:$A${FIRST_ROW + self.rows}"
        return ""

    def _write_choices(self, column: BlankColumn) -> str:
        """Write values one below the other on a hidden sheet; numbers stay numbers, whatever the locale."""
        title = _free_title(self.blank, self.form.say("choices_sheet"))
        if self.choices_sheet is None:
            self.choices_sheet = self.book.add_worksheet(title)
            self.choices_sheet.hide()
        at = len(self.lists)
        for row, value in enumerate(column.choices):
            if isinstance(value, Decimal):
                self.choices_sheet.write_number(row, at, value, self.look.choice(column.kind))
            else:
                write_text(self.choices_sheet, (row, at), word_choice(value, column, self.form))
        letters = column_letters(at + 1)
        return f"'{title}'!${letters}$1:${letters}${len(column.choices)}"

    def set_page(self, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{sheet.get_name().replace('&', '&&')}&R{self.form.say('page')}")


def write_form(blank: BlankWorkbook, form: Form, rows: int) -> bytes:
    """Return the bytes of the workbook; `rows` rows of each sheet are checked as they are typed.

    `form.period` is the period that stands on the sheet of employees, None for one still to be written.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy: only for a workbook

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    book.set_properties({"created": _MADE})
    state = _Form(book, blank, form, FormFormats(book, form.language, {}), rows)
    guide = book.add_worksheet(_free_title(blank, form.say("guide")))
    sheets = [book.add_worksheet(each.title) for each in blank.sheets]
    for sheet, each in zip(sheets, blank.sheets, strict=True):
        state.write_sheet(sheet, each)
    write_guide(guide, blank, form, state.look)
    state.set_page(guide)
    book.close()
    return stream.getvalue()


def _spell_period(form: Form) -> str:
    """Write the period as it is read again."""
    if form.period is None:
        return ""
    if form.period.length is PeriodLength.YEAR:
        return form.say("year", year=form.period.year)
    return format_period(form.period, form.language)


def _free_title(blank: BlankWorkbook, title: str) -> str:
    """Return a title for a sheet of our own that no sheet of data has."""
    taken = {each.title.casefold() for each in blank.sheets}
    while title.casefold() in taken:
        title += "_"
    return title


_INTRODUCTION = 6
_WIDTHS = (24, 34, 64, 24)
_LAST = len(_WIDTHS) - 1

TextRow = tuple[str, ...]


def write_guide(sheet: Any, workbook: BlankWorkbook, form: Form, look: FormFormats) -> None:
    """Write the sheet: a few sentences, then every column of every sheet, then the schemes.

    No period is named here, so that the one on the first sheet of data stays the only one, and headings
    stand in quotation marks, so that no row is taken for the headings of a sheet.
    """
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    write_text(sheet, (0, 0), form.say("guide"), look.named("title"))
    row = 1
    for number in range(1, _INTRODUCTION + 1):
        text = form.say(f"guide.intro.{number}", sheet=workbook.sheets[0].title)
        sheet.merge_range(row, 0, row, _LAST, text, look.named("text"))
        sheet.set_row(row, height_of(text, sum(_WIDTHS)))
        row += 1
    columns = [_heads(form, "sheet", "column", "what", "blank"), *_columns(workbook, form)]
    schemes = [_heads(form, "scheme", "file", "people"), *_schemes(workbook, form)]
    row = _write_table(sheet, row + 1, columns, look)
    _write_table(sheet, row + 1, schemes, look)
    sheet.hide_gridlines(2)


def _heads(form: Form, *keys: str) -> TextRow:
    return tuple(form.say(f"guide.{key}") for key in keys)


def _columns(workbook: BlankWorkbook, form: Form) -> Iterator[TextRow]:
    for sheet in workbook.sheets:
        title = form.say("quoted", text=sheet.title)
        yield title, sheet.label, word_row(sheet, form), ""
        for column in sheet.columns:
            spoken = word_column(sheet, column, form)
            blank = spoken.blank if column.may_be_blank else form.say("guide.required")
            yield title, form.say("quoted", text=column.heading), spoken.what, blank


def _schemes(workbook: BlankWorkbook, form: Form) -> Iterator[TextRow]:
    for program in workbook.programs:
        file = PurePath(program.grains["company"].span.file).name
        yield program.title, file, word_audience(program, form) or form.say("guide.everybody")


def _write_table(sheet: Any, top: int, rows: Sequence[TextRow], look: FormFormats) -> int:
    """Write a table; return the row below it."""
    for number, cells in enumerate(rows):
        style = look.named("required" if number == 0 else "table")
        heights = [height_of(text, width) for text, width in zip(cells, _WIDTHS, strict=False)]
        sheet.set_row(top + number, max(heights))
        for column, text in enumerate(cells):
            write_text(sheet, (top + number, column), text, style)
    return top + len(rows)
