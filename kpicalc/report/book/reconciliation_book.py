"""A reconciliation as a workbook: who differs, and every line that does."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.kind import Kind
from kpicalc.model.reconciliation import ReconciledFigure, ReconciledPerson, Reconciliation
from kpicalc.report.book.sheets import Book, BookCell, BookColumn, BookRow, BookSheet
from kpicalc.report.views.reconciliation import difference_of_figure, tell_causes


def make_reconciliation_book(found: Reconciliation, language: Language) -> Book:
    """Return the workbook: a sheet of people, a sheet of lines."""
    columns = (*_columns(language), BookColumn(phrase("reconcile.why", language), width=60))
    rows = [(*_figures(each, each), tell_causes(each, language)) for each in found.people]
    return Book(
        title=format_period(found.period, language),
        sheets=(_sheet("people", columns, rows, language), _lines_sheet(found, language)),
        page=phrase("form.page", language),
        yes_no=(phrase("value.yes", language), phrase("value.no", language)),
        fault=phrase("value.fault", language),
        date_format="dd.mm.yyyy" if language is Language.RU else "yyyy-mm-dd",
    )


def _lines_sheet(found: Reconciliation, language: Language) -> BookSheet:
    columns = (
        *_columns(language),
        BookColumn(phrase("reconcile.line_heading", language), width=30),
        BookColumn(phrase("reconcile.cell", language), width=30),
    )
    rows = [
        (*_figures(person, line), line.label, "" if line.cell is None else str(line.cell))
        for person in found.people
        for line in person.lines
    ]
    return _sheet("lines", columns, rows, language)


def _sheet(key: str, columns: tuple[BookColumn, ...], rows: list[BookRow], language: Language) -> BookSheet:
    return BookSheet(
        phrase(f"reconcile.sheet_{key}", language),
        phrase("reconcile.title_plain", language),
        columns,
        rows,
        fixed=2,
    )


def _columns(language: Language) -> tuple[BookColumn, ...]:
    texts = (("number", 12), ("name", 32))
    return (
        *(BookColumn(phrase(f"reconcile.{key}", language), width=width) for key, width in texts),
        *(
            BookColumn(phrase(f"reconcile.{key}", language), Kind.MONEY, 16)
            for key in ("ours", "theirs", "difference")
        ),
        BookColumn(phrase("reconcile.currency", language), width=10),
    )


def _figures(person: ReconciledPerson, figure: ReconciledFigure | ReconciledPerson) -> BookRow:
    amounts = (figure.ours, figure.theirs, difference_of_figure(figure))
    money = (BookCell(each, Kind.MONEY, person.currency) for each in amounts)
    return (person.number, person.name, *money, person.currency)
