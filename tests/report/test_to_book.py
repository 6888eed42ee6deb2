"""The writer of workbooks: cells by their kind, names of sheets, long sheets, charts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kpicalc.model.kind import Kind
from kpicalc.report.book.sheets import Book, BookCell, BookChart, BookColumn, BookSheet
from kpicalc.report.writers import to_book
from kpicalc.report.writers.to_book import write_book

HEADER = 4


def sheet_of(*values: BookCell | None) -> Any:
    """Return the first sheet of a workbook with one row."""
    columns = tuple(BookColumn(str(number)) for number in range(len(values)))
    book = Book("m", (BookSheet("a:b", "t", columns, (values,)),), "p", ("да", "нет"), "—", "dd.mm.yyyy")
    return load_workbook(BytesIO(b"".join(write_book(book)))).worksheets[0]


@pytest.mark.parametrize(
    ("cell", "value", "number_format"),
    [
        (BookCell(Decimal("1234567890123.45"), Kind.MONEY, "RUB"), 1234567890123.45, "#,##0.00"),
        (BookCell(Decimal("12345678901234567.89"), Kind.MONEY, "RUB"), "12345678901234567.89", "@"),
        (BookCell(Decimal("12345678901234.56"), Kind.MONEY, "RUB"), "12345678901234.56", "@"),
        (BookCell(Decimal("1234567890123.4500"), Kind.MONEY, "RUB"), 1234567890123.45, "#,##0.00"),
        (BookCell(Decimal(700), Kind.MONEY, "JPY"), 700, "#,##0"),
        (BookCell(Decimal("0.123456"), Kind.NUMBER), 0.123456, "#,##0.000000"),
        (BookCell(Decimal("1.5"), Kind.HOURS), 1.5, "#,##0.0"),
        (BookCell(Decimal(12500), Kind.NUMBER), 12500, "#,##0"),
        (BookCell(Decimal("0.1234567"), Kind.NUMBER), 0.1234567, "General"),
        (BookCell(True), "да", "@"),  # noqa: FBT003 - a value
        (BookCell(None), None, "General"),
        (BookCell("", Kind.TEXT), None, "General"),
        (BookCell("\ud800x", Kind.TEXT), "?x", "@"),
        (BookCell("<r>x</r>", Kind.TEXT), "<r>x</r>", "@"),
        (BookCell("<r>x", Kind.TEXT), "<r>x", "@"),
        (BookCell("x</r>", Kind.TEXT), "x</r>", "@"),
        (BookCell("x" * 32_768, Kind.TEXT), "x" * 32_767, "@"),
    ],
)
def test_cells(cell: BookCell, value: object, number_format: str) -> None:
    found = sheet_of(cell).cell(HEADER + 1, 1)

    assert (found.value, found.number_format) == (value, number_format)


def test_a_day_is_a_date() -> None:
    found = sheet_of(BookCell(date(2026, 3, 9), Kind.DATE)).cell(HEADER + 1, 1)

    assert (found.is_date, found.number_format) == (True, "dd.mm.yyyy")


def test_names_of_sheets_that_excel_would_not_take() -> None:
    columns = (BookColumn("a"),)
    names = ["a:b", "A B", "x" * 40, "x" * 45, "''", "Итого"]
    book = Book("m", [BookSheet(name, "t", columns, ()) for name in names], "p", ("y", "n"), "-", "@")

    found = load_workbook(BytesIO(b"".join(write_book(book)))).sheetnames
    assert found == ["a b", "A B (2)", "x" * 31, "x" * 27 + " (2)", "-", "Итого"]


def test_more_rows_than_a_sheet_takes_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_book, "MOST_ROWS", 3)
    rows = ((Decimal(number),) for number in range(7))
    sheet = BookSheet("a", "t", (BookColumn("n", Kind.COUNT),), rows, ((BookCell("sum", strong=True),),))
    book = load_workbook(BytesIO(b"".join(write_book(Book("m", (sheet,), "p", ("y", "n"), "-", "@")))))

    assert {page.title: [row[0].value for row in page.iter_rows(min_row=5)] for page in book} == {
        "a": [0, 1, 2],
        "a (2)": [3, 4, 5],
        "a (3)": [6, "sum"],
    }


def test_a_chart_stands_beside_the_table() -> None:
    chart = BookChart("c", 0, 1, 0, 1)
    columns = (BookColumn("a"), BookColumn("b", Kind.COUNT))
    rows = (("x", Decimal(1)), ("y", Decimal(2)))
    book = Book("m", (BookSheet("s", "t", columns, rows, charts=(chart,)),), "p", ("y", "n"), "-", "@")

    page: Any = load_workbook(BytesIO(b"".join(write_book(book)))).worksheets[0]
    assert page._charts[0].series[0].val.numRef.f == "s!$B$5:$B$6"  # noqa: SLF001 - openpyxl has no other way


def test_heights_are_written_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def write() -> bytes:
        rows = (("слово " * (number % 7),) for number in range(20))
        sheet = BookSheet("a", "t", (BookColumn("n"),), rows)
        return b"".join(write_book(Book("m", (sheet,), "p", ("y", "n"), "-", "@")))

    kept = write()
    monkeypatch.setattr(to_book, "_HEIGHTS", 0)
    assert write() == kept


def test_a_long_text_makes_its_row_higher() -> None:
    sheet = sheet_of(BookCell("слово " * 10), BookCell("x"))

    assert sheet.row_dimensions[HEADER + 1].height == 75
