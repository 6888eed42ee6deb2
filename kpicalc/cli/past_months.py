"""Closed months of the book between two days: what they paid, and the facts that employees had in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.cli.paths import find_book
from kpicalc.cli.typed_moves import read_days
from kpicalc.model.month import MonthRecord
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.what_if import PastMonth
from kpicalc.months.book_file import OpenBook, read_book
from kpicalc.months.column_texts import read_column
from kpicalc.months.month_records import last_words, list_amounts, list_kept, list_records

Found = TypeVar("Found")
_Facts = dict[tuple[str, str], dict[str, Decimal | None]]


def find_closed_month(
    days: tuple[date, date], text: str, look: Callable[[OpenBook, Sequence[MonthRecord]], Found]
) -> Found | Refusal:
    """Return what is looked up in the closed months that are called by a month between two days."""
    book = find_book(Path.cwd())
    if isinstance(book, Refusal):
        return book
    if not book.is_file():
        return refuse("usage.no_file", path=text)

    def read(opened: OpenBook) -> Found | None:
        records = last_words(list_records(opened))
        kept = [each for each in records if days[0] <= called_month(each.period).first_day <= days[1]]
        return look(opened, kept) if kept else None

    found = read_book(book, read)
    if found.diagnostics:
        return Refusal("", (), found.diagnostics)
    if found.value is None:
        return refuse("usage.month_not_closed", period=text, book=str(book))
    return found.value


def called_month(period: Period) -> Period:
    """Return the calendar month that a pay month is called by."""
    return replace(period, stretch=()) if period.length is PeriodLength.MONTH else period


def find_past(text: str) -> tuple[PastMonth, ...] | Refusal:
    """Return the facts of employees in the closed months of `2026`, `2026-03` or `2025-01..2026-03`."""
    days = read_days(text)
    return refuse("usage.period", text=text) if days is None else find_closed_month(days, text, _read_months)


def _read_months(opened: OpenBook, records: Sequence[MonthRecord]) -> tuple[PastMonth, ...]:
    months: dict[Period, _Facts] = {}
    for record in records:
        _add_facts(opened, record.number, months.setdefault(record.period, {}))
    return tuple(PastMonth(period, facts) for period, facts in months.items())


def _add_facts(opened: OpenBook, run: int, facts: _Facts) -> None:
    """Add what employees had; a scheme that paid nothing has no currency, and is left out."""
    currencies = {each.scheme: each.currency for each in list_amounts(opened, run)}
    rows, columns = list_kept(opened, run)
    keys = {each.scheme: each.keys for each in rows if each.grain == EMPLOYEES}
    for column in columns:
        if column.grain != EMPLOYEES or column.scheme not in currencies:
            continue
        had = facts.setdefault((currencies[column.scheme], column.name), {})
        for number, value in zip(keys[column.scheme], read_column(column.text, column.kind), strict=True):
            figure = value if isinstance(value, Decimal) else None
            had[number] = None if number in had else figure
