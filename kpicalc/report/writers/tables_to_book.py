"""A report as a workbook: a sheet for each of its tables, figures as figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.kind import Kind
from kpicalc.report.book.sheets import Book, BookCell, BookChart, BookColumn, BookRow, BookSheet
from kpicalc.report.document import Block, Cell, Heading, KeyValues, Part, TableBlock, TableRow, flatten
from kpicalc.report.picture import Picture
from kpicalc.report.writers.to_book import write_book

_NARROW, _WIDE, _WIDEST = 14, 40, 60
# A chart of more bars is longer than a few pages and says no more than the table.
_MOST_DRAWN = 60


def write_tables(title: str, parts: Iterable[Part], language: Language, currency: str) -> Iterator[bytes]:
    """Yield the workbook; what stands outside of tables is told by the other formats."""
    sheets = list(_sheets(title, parts, currency))
    book = Book(
        title=title,
        sheets=sheets,
        page=phrase("form.page", language),
        yes_no=(phrase("value.yes", language), phrase("value.no", language)),
        fault=phrase("value.fault", language),
        date_format="dd.mm.yyyy" if language is Language.RU else "yyyy-mm-dd",
    )
    return write_book(book)


def _sheets(title: str, parts: Iterable[Part], currency: str) -> Iterator[BookSheet]:
    heading = title
    for block in _blocks(parts):
        match block:
            case Heading(text=text):
                heading = text
            case TableBlock():
                yield _sheet(heading, block, currency)
            case KeyValues(pairs=pairs):
                columns = (BookColumn("", width=_WIDE), BookColumn("", width=_WIDE))
                yield BookSheet(heading, heading, columns, pairs)


def _blocks(parts: Iterable[Part]) -> Iterator[Block]:
    for part in flatten(parts):
        if not isinstance(part, Picture):
            yield from part.blocks


def _sheet(heading: str, table: TableBlock, currency: str) -> BookSheet:
    columns = [_column(at, cell, table.rows, currency) for at, cell in enumerate(table.headings)]
    rows = list(_rows(table.rows, currency))
    width = max((len(row) for row in rows), default=0)
    columns += [BookColumn("", width=_WIDEST)] * (width - len(columns))
    return BookSheet(heading, heading, tuple(columns), rows, fixed=1, charts=tuple(_charts(table)))


def _charts(table: TableBlock) -> Iterator[BookChart]:
    """Yield the chart of the column that is drawn: of all rows but those that add the others up."""
    last = next((at for at, row in enumerate(table.rows) if row.strong), len(table.rows)) - 1
    if table.drawn and 0 < last < _MOST_DRAWN:
        drawn = table.headings[table.drawn]
        yield BookChart(drawn.text, 0, last, 0, table.drawn, lying=True, kind=drawn.kind)


def _column(at: int, cell: Cell, rows: Iterable[TableRow], currency: str) -> BookColumn:
    longest = max((len(row.cells[at].text) for row in rows), default=0)
    width = min(_WIDE, max(_NARROW, longest + 2)) if at == 0 else _NARROW + 4
    return BookColumn(cell.text, cell.kind, width, currency)


def _rows(rows: Iterable[TableRow], currency: str) -> Iterator[BookRow]:
    """Yield the rows; what belongs under one stands at its end."""
    for row in rows:
        cells = tuple(_cell(each, currency, strong=row.strong) for each in row.cells)
        yield (*cells, BookCell("; ".join(row.details))) if row.details else cells


def _cell(cell: Cell, currency: str, *, strong: bool) -> BookCell:
    if cell.raw is None:
        return BookCell(cell.text, strong=strong)
    return BookCell(cell.raw, cell.kind if cell.right else Kind.NUMBER, currency, strong)
