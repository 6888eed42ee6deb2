"""The workbook of a month: its sheets in the order in which an accountant turns to them."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.report.book.check_sheets import checks_sheet, record_sheet
from kpicalc.report.book.detail_sheets import detail_sheets
from kpicalc.report.book.line_sheets import kpis_sheet, lines_sheet
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.book.overview_sheet import overview_sheet
from kpicalc.report.book.sheets import Book, BookSheet
from kpicalc.report.book.statement_sheet import statement_sheet


def make_book(month: PaidMonth) -> Book:
    """Return the workbook; a sheet is made when it is written."""
    period = format_period(month.run.period, month.language)
    return Book(
        title=period,
        sheets=_sheets(month),
        page=phrase("form.page", month.language),
        yes_no=(phrase("value.yes", month.language), phrase("value.no", month.language)),
        fault=phrase("value.fault", month.language),
        date_format="dd.mm.yyyy" if month.language is Language.RU else "yyyy-mm-dd",
    )


def _sheets(month: PaidMonth) -> Iterator[BookSheet]:
    for currency in month.currencies:
        yield statement_sheet(month, currency)
    yield lines_sheet(month)
    if any(each.program.kpis for each in month.run.settlements):
        yield kpis_sheet(month)
    yield from detail_sheets(month)
    yield checks_sheet(month)
    for currency in month.currencies:
        yield overview_sheet(month, currency)
    yield record_sheet(month)
