"""The statement of a month, in the order of form T-51."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from kpicalc.i18n.format import currency_sign
from kpicalc.i18n.sentence import phrase
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import LineKind, PayShare
from kpicalc.model.program import EMPLOYEES
from kpicalc.report.book.column_widths import fit_columns
from kpicalc.report.book.live_statement import make_live
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.book.people import Person
from kpicalc.report.book.sheets import BookCell, BookColumn, BookRow, BookSheet
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
        program.title or program.scheme,
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
