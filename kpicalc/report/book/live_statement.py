"""The statement with live formulas: amounts come from the sheet of lines, sums from the amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind, PayShare
from kpicalc.model.source import column_letters
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.book.sheets import FIRST_ROW, MOST_ROWS, BookCell, BookRow
from kpicalc.report.views.pay_rows import PayRow

# The column of amounts on the sheet of lines.
_AMOUNTS = "F"
_TAKEN = frozenset(each for each in LineKind if each.traits.share is PayShare.TAKEN)

Statement = tuple[list[BookRow], BookRow]


def make_live(
    month: PaidMonth, people: tuple[Sequence[PayRow], Sequence[LineKind]], summed: range, made: Statement
) -> Statement:
    """Return the rows and the sums of a statement with formulas in its amounts.

    Who has no total keeps his figures as they are, and so do the sums where there is such a person.
    """
    rows, kinds = people
    written, sums = made
    if len(written) > MOST_ROWS:
        return made
    live = [
        _live_row(month, (row, kinds), summed, (FIRST_ROW + at, cells))
        for at, (row, cells) in enumerate(zip(rows, written, strict=True))
    ]
    paid = all(isinstance(cells[summed[-1]], Decimal) for cells in written)
    return live, _live_sums(sums, summed, len(written)) if paid and written else sums


def _live_row(
    month: PaidMonth,
    person: tuple[PayRow, Sequence[LineKind]],
    summed: range,
    numbered: tuple[int, BookRow],
) -> BookRow:
    row, kinds = person
    number, cells = numbered
    first = month.row_of_lines(row.settlement, row.row)
    if first is None or not isinstance(cells[summed[-1]], Decimal):
        return cells
    *amounts, accrued, taken, total = summed
    formulas = {
        at: _of_lines(month, (row, first), frozenset({kind})) for at, kind in zip(amounts, kinds, strict=True)
    }
    formulas[accrued] = "+".join(f"{_letters(at)}{number}" for at in amounts)
    formulas[taken] = _of_lines(month, (row, first), _TAKEN)
    formulas[total] = f"{_letters(accrued)}{number}+{_letters(taken)}{number}"
    currency = row.currency
    return tuple(
        BookCell(value, Kind.MONEY, currency, formula=formulas[at])
        if formulas.get(at) and isinstance(value, Decimal)
        else value
        for at, value in enumerate(cells)
    )


def _of_lines(month: PaidMonth, placed: tuple[PayRow, int], wanted: frozenset[LineKind]) -> str:
    """Return the sum of the cells of some lines of a person; "" where he has none."""
    row, first = placed
    sheet = month.sheet_name("lines").replace("'", "''")
    return "+".join(
        f"'{sheet}'!{_AMOUNTS}{at}"
        for at, line in enumerate(row.settlement.program.pay_lines, first)
        if line.kind.traits.money and line.kind in wanted
    )


def _live_sums(sums: BookRow, summed: range, count: int) -> BookRow:
    last = FIRST_ROW + count - 1
    return tuple(
        replace(cell, formula=f"SUM({_letters(at)}{FIRST_ROW}:{_letters(at)}{last})")
        if at in summed and isinstance(cell, BookCell)
        else cell
        for at, cell in enumerate(sums)
    )


def _letters(at: int) -> str:
    return column_letters(at + 1)
