"""The book of months to be read: records, a closed month, what differs from pay, what was taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import NBSP, format_money, format_number, format_period, plural
from kpicalc.i18n.sentence import phrase
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.month import ClosedMonth, MonthAct, MonthRecord, PaidAmount, PaidDifference, Removal
from kpicalc.model.period import Period
from kpicalc.report.document import Block, Cell, Document, Heading, KeyValues, Paragraph, TableBlock, TableRow
from kpicalc.report.views.wording import title_value

# Letters of a chain: enough to compare two books by eye, and to write on a sheet of paper.
_CHAIN = 12
# So many differences are shown; of more, the rest is counted.
_SHOWN = 40


def name_month(record: MonthRecord, language: Language) -> str:
    """Return the month of a record, with the department that was closed of it."""
    period = format_period(record.period, language)
    return f"{period}, {record.department}" if record.department else period


def show_records(records: Sequence[MonthRecord], book: str, language: Language) -> Document:
    """Show all records of a book in their order."""
    blocks: list[Block] = [Heading(phrase("months.title", language, book=book))]
    names = ("record", "month_of", "act", "state", "people", "sum", "who", "at")
    kinds = {"record": Kind.COUNT, "people": Kind.COUNT, "sum": Kind.MONEY}
    headings = tuple(Cell(phrase(f"months.{name}", language), kinds.get(name, Kind.TEXT)) for name in names)
    rows = tuple(_record_row(each, language) for each in records)
    blocks.append(TableBlock(headings, rows, phrase("pay_table.narrowed", language)))
    return Document(tuple(blocks))


def show_record(record: MonthRecord, language: Language) -> Document:
    """Show what was written down, in a few lines."""
    pairs = [
        ("months.record", str(record.number)),
        ("months.chain", record.chain[:_CHAIN]),
        ("months.who", f"{record.signature.who}, {record.signature.at}"),
    ]
    title = phrase(f"months.done_{record.act}", language, period=name_month(record, language))
    return Document(
        (Heading(title), KeyValues(tuple((phrase(key, language), value) for key, value in pairs)))
    )


def show_month(month: ClosedMonth, employee: str, language: Language) -> Document:
    """Show what was paid: a row a person, or the lines of one."""
    record = month.record
    title = phrase("months.month", language, period=name_month(record, language))
    blocks: list[Block] = [Heading(title), Paragraph(_tell_record(record, language))]
    if employee:
        blocks.extend(_show_person(month.amounts, language))
    else:
        blocks.append(_show_people(month.amounts, language))
        sums: list[tuple[str, str]] = []
        for currency, amount in record.sums:
            paid = {each.employee for each in month.amounts if each.currency == currency}
            # Of one currency the record has the number, also of people whose data were taken out since.
            count = len(paid) if len(record.sums) > 1 else record.people
            people = plural(count, "count.employees", language)
            sums.append((people, format_money(amount, currency, language)))
        blocks.append(KeyValues(tuple(sums)))
        gone = record.people - len({each.employee for each in month.amounts})
        if gone > 0:
            # Data of people may have been taken out of the book; the totals stay as they were.
            blocks.append(Paragraph(phrase("months.not_listed", language, count=gone)))
    if month.differences:
        blocks.extend(show_differences(month.differences, language))
    return Document(tuple(blocks))


def show_closed_month(month: ClosedMonth, language: Language) -> Document:
    """Say of a month that was computed again that it is closed, and what would be otherwise."""
    record = month.record
    period = name_month(record, language)
    said = phrase("months.is_closed", language, period=period, record=record.number)
    blocks: list[Block] = [Heading(said), Paragraph(_tell_record(record, language))]
    blocks.extend(show_differences(month.differences, language))
    return Document(tuple(blocks))


def show_correction(month: ClosedMonth, paid_in: Period, language: Language) -> Document:
    """Show what a corrected month comes to otherwise, and with which month the difference is paid."""
    periods = {
        "period": name_month(month.record, language),
        "paid": format_period(paid_in, language),
    }
    title = phrase("months.correction", language, **periods)
    return Document((Heading(title), *show_differences(month.differences, language)))


def show_differences(differences: Sequence[PaidDifference], language: Language) -> Iterator[Block]:
    """Yield the lines that came out otherwise, with both figures, and what they come to."""
    if not differences:
        yield Paragraph(phrase("months.same", language))
        return
    names = ("employee", "line", "before", "after", "difference")
    headings = tuple(
        Cell(phrase(f"months.{name}", language), Kind.TEXT if name in names[:2] else Kind.MONEY)
        for name in names
    )
    rows = [_difference_row(each, language) for each in differences[:_SHOWN]]
    yield TableBlock(headings, (*rows, *_difference_sums(differences, language)))
    if len(differences) > _SHOWN:
        yield Paragraph(phrase("months.more", language, count=len(differences) - _SHOWN))


def _record_row(record: MonthRecord, language: Language) -> TableRow:
    sums = ", ".join(format_money(amount, currency, language) for currency, amount in record.sums)
    act = phrase(f"month_act.{record.act}", language)
    if record.act is MonthAct.CORRECT:
        paid = format_period(record.paid_in, language)
        act = f"{act} ({phrase('months.paid_in', language, period=paid)})"
    return TableRow(
        (
            Cell(str(record.number), Kind.COUNT),
            Cell(name_month(record, language)),
            Cell(act),
            Cell(phrase(f"month_state.{record.state}", language)),
            Cell(format_number(Decimal(record.people), language), Kind.COUNT),
            Cell(sums, Kind.MONEY),
            Cell(record.signature.who),
            Cell(record.signature.at.replace("T", NBSP)),
        ),
        (record.signature.reason,) if record.signature.reason else (),
    )


def _tell_record(record: MonthRecord, language: Language) -> str:
    signature = record.signature
    told = {"who": signature.who, "at": signature.at, "engine": signature.engine, "record": record.number}
    said = phrase(f"months.told_{record.act}", language, **told)
    state = phrase(f"month_state.{record.state}", language)
    return f"{said}; {state}" + (f". {signature.reason}" if signature.reason else "")


def _show_people(amounts: Iterable[PaidAmount], language: Language) -> TableBlock:
    totals: dict[tuple[str, str, str, str], Decimal] = {}
    for each in amounts:
        key = (each.employee, each.name, each.scheme, each.currency)
        if each.currency:
            totals[key] = CONTEXT.add(totals.get(key, ZERO), each.amount)
    headings = (
        Cell(phrase("pay_table.number", language)),
        Cell(phrase("pay_table.name", language)),
        Cell(phrase("pay_table.scheme", language)),
        Cell(phrase("summary.total", language), Kind.MONEY),
    )
    rows = (
        TableRow(
            (
                Cell(number),
                Cell(name),
                Cell(scheme),
                Cell(format_money(total, currency, language), Kind.MONEY),
            )
        )
        for (number, name, scheme, currency), total in totals.items()
    )
    return TableBlock(headings, tuple(rows))


def _show_person(amounts: Sequence[PaidAmount], language: Language) -> Iterator[Block]:
    first = amounts[0]
    yield Heading(f"{first.employee} {first.name}".strip(), 2)
    rows = [
        TableRow(
            (
                Cell(title_value(each.line, each.label, language)),
                Cell(_amount(each.amount, each.currency, language), Kind.MONEY),
            )
        )
        for each in amounts
    ]
    for currency in dict.fromkeys(each.currency for each in amounts if each.currency):
        own = (each.amount for each in amounts if each.currency == currency)
        total = format_money(sum(own, ZERO), currency, language)
        rows.append(TableRow((Cell(phrase("summary.total", language)), Cell(total, Kind.MONEY)), strong=True))
    headings = (Cell(phrase("months.line", language)), Cell(phrase("months.paid", language), Kind.MONEY))
    yield TableBlock(headings, tuple(rows))


def _amount(amount: Decimal, currency: str, language: Language) -> str:
    """Say money, or what a line comes to that is none: days off, a place."""
    return format_money(amount, currency, language) if currency else format_number(amount, language)


def _difference_row(difference: PaidDifference, language: Language) -> TableRow:
    either, missing = difference.either, phrase("months.nothing", language)
    before, after = (
        missing if each is None else _amount(each.amount, each.currency, language)
        for each in (difference.before, difference.after)
    )
    sign = "+" if difference.amount > ZERO else ""
    cells = (
        Cell(f"{either.employee} {either.name}".strip()),
        Cell(title_value(either.line, either.label, language)),
        Cell(before, Kind.MONEY),
        Cell(after, Kind.MONEY),
        Cell(sign + _amount(difference.amount, either.currency, language), Kind.MONEY),
    )
    return TableRow(cells)


def _difference_sums(differences: Iterable[PaidDifference], language: Language) -> Iterator[TableRow]:
    sums: dict[str, Decimal] = {}
    for each in differences:
        if each.either.currency:
            currency = each.either.currency
            sums[currency] = CONTEXT.add(sums.get(currency, ZERO), each.amount)
    for currency, amount in sums.items():
        sign = "+" if amount > ZERO else ""
        total = Cell(sign + format_money(amount, currency, language), Kind.MONEY)
        title = Cell(phrase("summary.total", language))
        yield TableRow((title, Cell(""), Cell("", Kind.MONEY), Cell("", Kind.MONEY), total), strong=True)


def show_forgetting(
    number: str, records: Sequence[MonthRecord], language: Language, *, done: bool
) -> Document:
    """Show what is taken out of the book with a person, or has been."""
    title = phrase("months.forgotten" if done else "months.to_forget", language, number=number)
    months = ", ".join(dict.fromkeys(name_month(each, language) for each in records))
    pairs = (
        (phrase("months.forgets_months", language), months),
        (phrase("months.forgets", language), phrase("months.forgets_what", language)),
        (phrase("months.keeps", language), phrase("months.keeps_what", language)),
    )
    return Document((Heading(title), KeyValues(pairs)))


def tell_removals(removals: Sequence[Removal], language: Language) -> Iterator[Block]:
    """Yield a line for each time that data was taken out."""
    for each in removals:
        signature = each.signature
        told = {"who": signature.who, "at": signature.at, "reason": signature.reason, "record": each.number}
        numbers = ", ".join(str(run) for run, _ in each.contents)
        yield Paragraph(phrase("months.told_removal", language, records=numbers, **told))
