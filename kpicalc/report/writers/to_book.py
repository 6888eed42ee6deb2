"""A workbook to read, row after row, so that memory does not grow with the people in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from traceback import clear_frames
from typing import Any

from kpicalc.i18n.format import minor_digits
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Fault
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.report.book.sheets import (
    FIRST_ROW,
    MOST_ROWS,
    Book,
    BookCell,
    BookColumn,
    BookRow,
    BookSheet,
)
from kpicalc.report.writers.beside import open_workshop
from kpicalc.report.writers.book_charts import add_charts
from kpicalc.report.writers.cell_text import count_lines, write_text

# A workbook says when it was made; the moment is fixed, so that its bytes do not depend on it.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TITLE, _PERIOD, _HEADER, _FIRST = 0, 1, 3, FIRST_ROW - 1
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_A4 = 9
_CHUNK = 1 << 16
_LINE, _HIGHEST, _HEIGHTS = 15, 400, 10_000
# The letters of texts are wider than the digits by which a column is measured, and stand a little in.
_EDGE = 2
# So many letters fit on a sheet across and are still read; a wider table goes on beside it.
_ACROSS = 300
# Excel keeps no more digits of a number; a figure with more places is shown as the program finds best.
_DIGITS, _MOST_PLACES = 15, 6


def write_book(book: Book) -> Iterator[bytes]:
    """Yield the bytes of a workbook; the same book always gives the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy: only for a workbook

    stream = BytesIO()
    with open_workshop() as folder:
        options = {**_SAFE, "constant_memory": True, "tmpdir": str(folder)}
        workbook = xlsxwriter.Workbook(stream, options)
        try:
            workbook.set_properties({"created": _MADE, "title": book.title})
            opened = _Opened(workbook, book)
            for sheet in book.sheets:
                opened.write_sheet(sheet)
            _close(workbook)
        except BaseException:
            _drop(workbook)
            raise
    content = stream.getbuffer()
    yield from (bytes(content[start : start + _CHUNK]) for start in range(0, len(content), _CHUNK))


def _close(workbook: Any) -> None:
    """Finish a workbook; that a file cannot be written is told as what it is."""
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

    try:
        workbook.close()
    except FileCreateError as problem:
        cause = problem.args[0]
        # The frames hold the unfinished archive, which would write once more when all this is forgotten.
        for frames in (problem.__traceback__, getattr(cause, "__traceback__", None)):
            clear_frames(frames)
        raise (cause if isinstance(cause, OSError) else OSError(str(cause))) from None


def _drop(workbook: Any) -> None:
    """Let go of a workbook that is not going to be written."""
    for page in workbook.worksheets():
        page.row_data_fh.close()
    workbook.fileclosed = True


@dataclass(slots=True)
class _Opened:
    """The workbook while it is written, with the looks of its cells made once each, and its names."""

    workbook: Any
    book: Book
    looks: dict[tuple[str, bool, str], Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    formats: dict[tuple[Kind, str], str] = field(default_factory=dict)
    page: Any = None

    def look(self, number_format: str, *, strong: bool = False, align: str = "") -> Any:
        """Return the look of a cell; a text is set to a side and broken, a figure is not."""
        key = (number_format, strong, align)
        if key not in self.looks:
            made = {"num_format": number_format, "valign": "top", "text_wrap": bool(align), "bold": strong}
            made |= _set_to(align) if align else {}
            self.looks[key] = self.workbook.add_format(made | ({"top": 1} if strong else {}))
        return self.looks[key]

    def look_of_text(self, column: BookColumn, *, strong: bool = False) -> Any:
        """Return the look of a text: among figures it stands where they stand."""
        return self.look("@", strong=strong, align="right" if column.kind in NUMERIC else "left")

    def look_of_number(self, number: Decimal, shown: BookCell | BookColumn, *, strong: bool) -> Any:
        """Return the look of a figure: that of its kind, or that of its own digits."""
        kind = (shown.kind, shown.currency)
        if kind not in self.formats:
            self.formats[kind] = _number_format(*kind)
        return self.look(self.formats[kind] or _format_digits(number), strong=strong)

    def set_height(self, row: int, height: int) -> None:
        """Set the height of the row just written; rows do not grow by themselves everywhere."""
        # XlsxWriter keeps 290 bytes a height. Only those of rows not yet in the file are asked for again,
        # and those beside charts, which stand on short sheets. Its oldest versions call them otherwise.
        kept = getattr(self.page, "row_info", None)
        if kept is not None and len(kept) > _HEIGHTS:
            kept.clear()
            self.page.row_sizes.clear()
        self.page.set_row(row, height)

    def words(self, value: str | bool | Fault) -> str:  # noqa: FBT001 - a value
        """Return a value that is no figure as it is written."""
        if isinstance(value, str):
            return value
        return self.book.fault if isinstance(value, Fault) else self.book.yes_no[0 if value else 1]

    def heading(self, kind: Kind) -> Any:
        """Return the look of a heading: it stands where what is below it stands."""
        place = _set_to("right" if kind in NUMERIC or kind is Kind.DATE else "left")
        look = {"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        return self.named(f"heading {place['align']}", **look, **place)

    def named(self, name: str, **look: object) -> Any:
        """Return a look of a name."""
        key = (name, False, "")
        if key not in self.looks:
            self.looks[key] = self.workbook.add_format(look)
        return self.looks[key]

    def free_name(self, wanted: str) -> str:
        """Return a name for a sheet that Excel takes and no other sheet has."""
        clean = wanted.translate(_FORBIDDEN).strip("' ")[:_LONGEST_NAME] or "-"
        name, number = clean, 1
        while name.casefold() in self.names:
            number += 1
            tail = f" ({number})"
            name = clean[: _LONGEST_NAME - len(tail)] + tail
        self.names.add(name.casefold())
        return name

    def write_sheet(self, sheet: BookSheet) -> None:
        row = self._open_page(sheet)
        for cells in sheet.rows:
            if row - _FIRST >= MOST_ROWS:
                _close_page(self.page, sheet, row)
                row = self._open_page(sheet)
            self._write_row(sheet.columns, row, cells)
            row += 1
        _close_page(self.page, sheet, row)
        for number, sums in enumerate(sheet.sums, row):
            self._write_row(sheet.columns, number, sums)
        add_charts(self.workbook, self.page, sheet)

    def _open_page(self, sheet: BookSheet) -> int:
        """Begin a sheet: title, headings, widths, how it is printed; return the first row of values."""
        page = self.page = self.workbook.add_worksheet(self.free_name(sheet.name))
        for number, column in enumerate(sheet.columns):
            page.set_column(number, number, column.width)
        page.freeze_panes(_FIRST, sheet.fixed)
        page.repeat_rows(_TITLE, _HEADER)
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        across = -(-sum(column.width for column in sheet.columns) // _ACROSS)
        page.fit_to_pages(across, 0)
        if across > 1 and sheet.fixed:
            page.repeat_columns(0, sheet.fixed - 1)
        page.set_footer(f"&L{_printed(page.get_name())} · {_printed(self.book.title)}&R{self.book.page}")
        write_text(page, (_TITLE, 0), sheet.title, self.named("title", bold=True, font_size=14))
        write_text(page, (_PERIOD, 0), self.book.title, self.named("period", font_color="#595959"))
        page.set_row(_HEADER, 48)
        titled = ((number, column) for number, column in enumerate(sheet.columns) if column.heading)
        for number, column in titled:
            write_text(page, (_HEADER, number), column.heading, self.heading(column.kind))
        return _FIRST

    def _write_row(self, columns: Sequence[BookColumn], row: int, values: BookRow) -> None:
        lines = 1
        for number, (value, column) in enumerate(zip(values, columns, strict=False)):
            if isinstance(value, str):
                if value:
                    lines = max(lines, count_lines(value, column.width - _EDGE))
                    write_text(self.page, (row, number), value, self.look_of_text(column))
            elif isinstance(value, Decimal):
                self._write_number((row, number), value, column, column)
            elif value is not None:
                cell = value if isinstance(value, BookCell) else BookCell(value)
                if isinstance(cell.value, str):
                    lines = max(lines, count_lines(cell.value, column.width - _EDGE))
                self._write_cell((row, number), cell, column)
        if lines > 1:
            self.set_height(row, min(lines * _LINE, _HIGHEST))

    def _write_cell(self, place: tuple[int, int], cell: BookCell, column: BookColumn) -> None:
        match cell.value:
            case None | "":
                return
            case Decimal() as number:
                self._write_number(place, number, cell, column)
            case date() as day:
                look = self.look(self.book.date_format, strong=cell.strong)
                self.page.write_datetime(*place, day, look)
            case said:
                text = self.words(said)
                write_text(self.page, place, text, self.look_of_text(column, strong=cell.strong))

    def _write_number(
        self,
        place: tuple[int, int],
        number: Decimal,
        shown: BookCell | BookColumn,
        column: BookColumn,
    ) -> None:
        """Write a figure as its cell or else its column says; with its formula, where it has one."""
        cell = shown if isinstance(shown, BookCell) else None
        strong = cell is not None and cell.strong
        if not _is_exact(number, shown.kind):
            write_text(self.page, place, f"{number:f}", self.look_of_text(column, strong=strong))
            return
        look = self.look_of_number(number, shown, strong=strong)
        if cell is not None and cell.formula:
            self.page.write_formula(*place, f"={cell.formula}", look, number)
        else:
            self.page.write_number(*place, number, look)


def _printed(text: str) -> str:
    return text.replace("&", "&&")


def _close_page(page: Any, sheet: BookSheet, row: int) -> None:
    if row > _FIRST and not sheet.charts:
        page.autofilter(_HEADER, 0, row - 1, len(sheet.columns) - 1)


def _set_to(align: str) -> dict[str, object]:
    """Return the look of what is set to a side: a text beside a figure keeps its distance."""
    return {"align": align} if align == "right" else {"align": align, "indent": 1}


def _is_exact(number: Decimal, kind: Kind) -> bool:
    """Say whether a workbook can hold a number: of an amount to the last digit."""
    # Nearly all amounts are short, whatever zeros they end in.
    return (
        kind is not Kind.MONEY
        or len(str(number)) <= _DIGITS
        or len(number.normalize().as_tuple().digits) <= _DIGITS
    )


def _number_format(kind: Kind, currency: str) -> str:
    """Return the format of the figures of a kind; "" where each shows its own digits."""
    match kind:
        case Kind.MONEY:
            digits = minor_digits(currency)
            return "#,##0." + "0" * digits if digits else "#,##0"
        case Kind.RATIO:
            return "0.00%"
        case Kind.COUNT:
            return "#,##0"
        case _:
            return ""


def _format_digits(number: Decimal) -> str:
    """Return the format of a figure that shows its own digits, the whole part in groups."""
    _, _, exponent = number.normalize().as_tuple()
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "General" if places > _MOST_PLACES else "#,##0" + ("." + "0" * places if places else "")
