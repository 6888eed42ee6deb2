"""The book of months for programs: records, pay and differences as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.month import ClosedMonth, MonthRecord, PaidAmount, PaidDifference, Removal
from kpicalc.report.writers.plain import Json, encode_document


def write_records(records: Iterable[MonthRecord], removals: Iterable[Removal] = ()) -> Iterator[bytes]:
    """Yield the records of a book in their order, and when data of people was taken out of them."""
    told: Json = {"records": [describe_record(each) for each in records]}
    removed = [describe_removed(each) for each in removals]
    yield from encode_document({**told, **({"removals": removed} if removed else {})})


def write_check(book: str, newest: tuple[int, bytes], problems: Iterable[Diagnostic]) -> Iterator[bytes]:
    """Yield whether a book is whole: how many records it has, the end of the chain, and what is wrong."""
    count, chain = newest
    codes = [each.code for each in problems]
    yield from encode_document(
        {"book": book, "whole": not codes, "records": count, "chain": chain.hex(), "problems": codes}
    )


def write_month(month: ClosedMonth) -> Iterator[bytes]:
    """Yield a closed month with its pay, person by person and line by line."""
    month_told: Json = {
        "record": describe_record(month.record),
        "pay": [describe_paid(each) for each in month.amounts],
        "differences": [describe_difference(each) for each in month.differences],
    }
    yield from encode_document(month_told)


def describe_record(record: MonthRecord) -> Json:
    """Return one record."""
    signature = record.signature
    return {
        "record": record.number,
        "act": str(record.act),
        "state": str(record.state),
        "period": str(record.period),
        **({"department": record.department} if record.department else {}),
        "paid_in": str(record.paid_in),
        "version": record.version,
        "who": signature.who,
        "at": signature.at,
        "reason": signature.reason,
        "engine": signature.engine,
        "people": record.people,
        "sums": {currency: format(amount, "f") for currency, amount in record.sums},
        "content": record.content,
        "chain": record.chain,
    }


def describe_removed(removal: Removal) -> Json:
    """Return one removal of data: who, when and why, and the records that hold less since; never whose."""
    signature = removal.signature
    return {
        "record": removal.number,
        "who": signature.who,
        "at": signature.at,
        "reason": signature.reason,
        "engine": signature.engine,
        "people": removal.people,
        "records": sorted(number for number, _ in removal.contents),
        "chain": removal.chain,
    }


def describe_paid(paid: PaidAmount) -> Json:
    """Return what one person was paid on one line."""
    return {
        "scheme": paid.scheme,
        "employee": paid.employee,
        "name": paid.name,
        "part": paid.part,
        "line": paid.line,
        "label": paid.label,
        "kind": paid.kind,
        "currency": paid.currency,
        "amount": format(paid.amount, "f"),
    }


def describe_difference(difference: PaidDifference) -> Json:
    """Return a line that came out otherwise, with both figures."""
    either = describe_paid(difference.either)
    figures = {
        "before": None if difference.before is None else format(difference.before.amount, "f"),
        "after": None if difference.after is None else format(difference.after.amount, "f"),
        "amount": format(difference.amount, "f"),
    }
    return {**either, **figures}
