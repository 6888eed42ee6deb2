"""The statement as a sheet: amounts of people by line, with live formulas over the sheets of lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from kpicalc.i18n.format import currency_sign
from kpicalc.i18n.sentence import phrase
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import LineKind, PayShare
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import column_letters
from kpicalc.report.book.month import PaidMonth, Person
from kpicalc.report.book.sheets import (
    FIRST_ROW,
    MOST_ROWS,
    BookCell,
    BookColumn,
    BookRow,
    BookSheet,
    fit_columns,
)
from kpicalc.report.views.breakdown import word_segment
from kpicalc.report.views.pay_rows import PayRow, list_pay


def statement_sheet(month: PaidMonth, currency: str) -> BookSheet:
    """Return the statement in the order of form T-51: who, how long, accrued by kind, taken, total."""
    rows = [row for row in list_pay(month.places) if row.currency == currency]
    kinds = _kinds_of(rows)
    people = [month.person(row.settlement, row.row) for row in rows]
    with_days = any(each.days is not None for each in people)
    indexed = any(row.index is not None for row in rows)
    parted = any(row.segment is not None for row in rows)
    say = month.say
    columns = (
        BookColumn(say("no"), Kind.COUNT, 6),
        BookColumn(say("number"), width=12),
        BookColumn(say("name"), width=32),
        BookColumn(say("position"), width=22),
        BookColumn(say("department"), width=18),
        *([BookColumn(phrase("pay_table.days", month.language), width=22)] if parted else []),
        *([BookColumn(say("days"), Kind.NUMBER, 10)] if with_days else []),
        *(BookColumn(_kind_title(kind, month), Kind.MONEY, 15, currency) for kind in kinds),
        BookColumn(say("accrued"), Kind.MONEY, 15, currency),
        BookColumn(say("taken"), Kind.MONEY, 15, currency),
        BookColumn(say("total", currency=currency_sign(currency, month.language)), Kind.MONEY, 16, currency),
        *([BookColumn(say("index"), Kind.RATIO, 10)] if indexed else []),
        BookColumn(say("marks"), width=20),
        BookColumn(say("scheme"), width=34),
    )
    made = [
        _statement_row(month, (number, row, person), kinds, (parted, with_days, indexed))
        for number, (row, person) in enumerate(zip(rows, people, strict=True), 1)
    ]
    before = 5 + parted + with_days
    summed = range(before, before + len(kinds) + 3)
    sums = _sum_columns(made, summed, len(columns), say("sum"), currency)
    if month.formulas:
        made, sums = make_live(month, (rows, kinds), summed, (made, sums))
    return BookSheet(
        month.sheet_name("statement", currency),
        say("title.statement"),
        fit_columns(columns, (*made, sums)),
        made,
        (sums,),
        fixed=3,
    )


def _statement_row(
    month: PaidMonth,
    numbered: tuple[int, PayRow, Person],
    kinds: Sequence[LineKind],
    shown: tuple[bool, bool, bool],
) -> BookRow:
    number, row, person = numbered
    parted, with_days, indexed = shown
    segment = "" if row.segment is None else word_segment(row.segment, month.language)
    program = row.settlement.program
    amounts = [_sum_of_kind(row, kind) for kind in kinds]
    taken = row.shares[PayShare.TAKEN]
    marks = ", ".join(phrase(f"pay_mark.{mark}", month.language) for mark in row.marks)
    return (
        Decimal(number),
        person.number,
        person.name,
        person.position,
        person.department,
        *([segment] if parted else []),
        *([person.days] if with_days else []),
        *amounts,
        _add(*amounts),
        taken,
        row.total,
        *([BookCell(row.index, row.index_kind)] if indexed else []),
        marks,
        program.title,
    )


def _kinds_of(rows: Iterable[PayRow]) -> list[LineKind]:
    """Return the kinds of accrual that the schemes of some people have."""
    programs = {id(row.settlement): row.settlement.program for row in rows}.values()
    had = {line.kind for program in programs for line in program.pay_lines}
    return [kind for kind in LineKind if kind in had and kind.traits.money and not _takes(kind)]


def _takes(kind: LineKind) -> bool:
    return kind.traits.share is PayShare.TAKEN


def _kind_title(kind: LineKind, month: PaidMonth) -> str:
    return phrase(f"line.{kind}", month.language).capitalize()


def _sum_of_kind(row: PayRow, kind: LineKind) -> Value:
    columns = row.settlement.values.columns
    lines = (line for line in row.settlement.program.pay_lines if line.kind is kind)
    return _add(*(columns[EMPLOYEES, line.variable][row.row] for line in lines))


def _add(*values: Value) -> Value:
    """Add amounts up; what cannot be computed makes the sum so too."""
    fault = next((each for each in values if isinstance(each, Fault)), None)
    with localcontext(CONTEXT):
        return fault or sum((each for each in values if isinstance(each, Decimal)), ZERO)


def _sum_columns(rows: Sequence[BookRow], summed: range, width: int, title: str, currency: str) -> BookRow:
    """Return the row of sums; the amounts of those who are not paid are in none of them."""
    total = summed[-1]
    paid = [row for row in rows if isinstance(row[total], Decimal)]
    sums: list[BookCell | None] = [None] * width
    sums[1] = BookCell(title, strong=True)
    for at in summed:
        amounts = [value for row in paid if isinstance(value := row[at], Decimal)]
        sums[at] = BookCell(_add(*amounts), Kind.MONEY, currency, strong=True)
    return tuple(sums)


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
        if line.kind in wanted
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
