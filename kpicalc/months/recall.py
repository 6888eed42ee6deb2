"""What a run takes from the book: differences that are due, and what closed months left, when asked."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked
from kpicalc.model.history import NO_HISTORY, ClosedPeriod, History, ValueKey
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.month import CarriedAmount, FileRole, MonthAct, MonthRecord, MonthState, PaidBefore
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.months.book_file import BookReader, OpenBook, holds_months, read_book
from kpicalc.months.differences import list_due
from kpicalc.months.month_digests import stored_period, text_of_period
from kpicalc.months.month_records import (
    are_together,
    last_words,
    list_amounts,
    list_records,
    read_labels,
    read_named,
    read_row_keys,
    schemes_of,
)


@dataclass(frozen=True, slots=True)
class BookPlace:
    """The book that a run remembers by: the file, and the record before which it looks, 0 for all of them.

    What was carried into a month that is computed again is given; None where the book tells what is due. What
    is computed is a `department`, "" for everybody.
    """

    path: Path
    before: int = 0
    carried: tuple[CarriedAmount, ...] | None = None
    department: str = ""


def recall_due(place: BookPlace, period: Period) -> Checked[tuple[CarriedAmount, ...]]:
    """Return the differences of earlier months that are due in a period; without a book there are none.

    A period that is closed has what it was closed with: what has come up since is due later.
    """
    if place.carried is not None or not holds_months(place.path):
        return Checked(place.carried or ())

    def look(connection: sqlite3.Connection) -> tuple[CarriedAmount, ...]:
        ours = {
            each.number: each.department
            for each in last_words(list_records(connection, place.before))
            if each.period == period and are_together(each.department, place.department)
        }
        kept = (each for number in ours for each in _list_carried(connection, number))
        due = () if "" in ours.values() else list_due(connection, period)
        return (*kept, *(each for each in due if each.department not in ours.values()))

    return read_book(place.path, look)


def recall_year(place: BookPlace, period: Period) -> Checked[dict[tuple[str, str], PaidBefore]]:
    """Return what earlier closed months of the year paid, by person and currency.

    A corrected month counts as it was closed: what a correction pays stands in the month that paid it.
    """

    def look(connection: sqlite3.Connection) -> dict[tuple[str, str], PaidBefore]:
        found: dict[tuple[str, str], PaidBefore] = {}
        for months in _closings(connection, place.before, period).values():
            sums: dict[tuple[str, str], Decimal] = {}
            for paid in (each for number in months for each in list_amounts(connection, number)):
                if paid.currency:
                    key = (paid.employee, paid.currency)
                    sums[key] = CONTEXT.add(sums.get(key, ZERO), paid.amount)
            for key, amount in sums.items():
                before = found.get(key, PaidBefore(ZERO, 0))
                found[key] = PaidBefore(CONTEXT.add(before.amount, amount), before.months + 1)
        return found

    return read_book(place.path, look) if holds_months(place.path) else Checked({})


def _closings(connection: sqlite3.Connection, before: int, period: Period) -> dict[Period, list[int]]:
    """Return the records by which earlier months of the year were closed, of all departments."""
    found: dict[Period, list[int]] = {}
    for each in list_records(connection, before):
        earlier = each.period.length is period.length and each.period.last_day < period.first_day
        alive = each.act is MonthAct.CLOSE and each.state is not MonthState.OBSOLETE
        if earlier and alive and each.period.year == period.year:
            found.setdefault(each.period, []).append(each.number)
    return found


def _list_carried(connection: sqlite3.Connection, run: int) -> Iterator[CarriedAmount]:
    query = "SELECT data FROM files JOIN blobs ON blobs.id = blob WHERE run = ? AND role = ?"
    for (data,) in connection.execute(query, (run, FileRole.CARRIED)):
        yield from read_carried(zlib.decompress(data))


def write_carried(carried: Iterable[CarriedAmount]) -> str:
    """Return amounts that are carried into a month as they are kept."""
    rows = [
        {
            "period": text_of_period(each.period),
            "employee": each.employee,
            "line": each.line,
            "label": each.label,
            "currency": each.currency,
            "amount": format(each.amount, "f"),
            **({"department": each.department} if each.department else {}),
        }
        for each in carried
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def read_carried(data: bytes) -> tuple[CarriedAmount, ...]:
    """Return the amounts that were carried into a month."""
    return tuple(_read_amount(row) for row in json.loads(data))


def _read_amount(row: Mapping[str, str]) -> CarriedAmount:
    period = stored_period(row["period"])
    if period is None:
        raise ValueError(row["period"])
    named = (row["employee"], row["line"], row["label"], row["currency"])
    return CarriedAmount(period, *named, Decimal(row["amount"]), row.get("department", ""))


_MONEY_LINES = "SELECT name, currency FROM lines WHERE run = ? AND scheme = ? AND currency != ''"

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _OnDemand(Mapping[K, V]):
    """A mapping whose values are read from the book when they are asked for, and then kept."""

    names: tuple[K, ...]
    read: Callable[[K], V]
    known: dict[K, V] = field(default_factory=dict)

    def __getitem__(self, name: K) -> V:
        if name not in self.names:
            raise KeyError(name)
        if name not in self.known:
            self.known[name] = self.read(name)
        return self.known[name]

    def __iter__(self) -> Iterator[K]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def read_history(place: BookPlace, period: Period) -> Checked[History]:
    """Return what the months that were closed before a period left, as the last word on each says."""
    if not holds_months(place.path):
        return Checked(NO_HISTORY)

    reader = BookReader(place.path)

    def look(opened: OpenBook) -> History:
        periods = tuple(_closed(opened, place, reader, period))
        return History(periods, str(place.path), lambda: _read(reader, _list_numbers))

    return reader.read(look)


def _closed(opened: OpenBook, place: BookPlace, reader: BookReader, period: Period) -> Iterator[ClosedPeriod]:
    """Yield what each month left, of a month closed by departments what our own left before the others."""
    records = last_words(list_records(opened, place.before))
    ours = place.department
    for record in sorted(records, key=lambda each: not are_together(each.department, ours)):
        if record.period.last_day < period.first_day:
            for scheme in schemes_of(opened, record.number):
                left = _left_by(opened, reader, record, scheme)
                yield replace(left, apart=not are_together(record.department, ours))


def _left_by(opened: OpenBook, reader: BookReader, record: MonthRecord, scheme: str) -> ClosedPeriod:
    run = record.number
    grains = _list(opened, "SELECT grain FROM grains WHERE run = ? AND scheme = ?", run, scheme)
    money = _list(opened, _MONEY_LINES, run, scheme)
    named = [
        *_list(opened, "SELECT grain, name, kind FROM named WHERE run = ? AND scheme = ?", run, scheme),
        *((EMPLOYEES, name, Kind.MONEY) for name, _ in money),
    ]

    def read_rows(read: Callable[[OpenBook, int, str, str], list[str]], grain: str) -> Sequence[str]:
        return _read(reader, lambda again: read(again, run, scheme, grain))

    def read_column(key: ValueKey) -> Sequence[Scalar | None]:
        return _read(reader, lambda again: read_named(again, run, (scheme, *key)) or ())

    names = tuple(grain for (grain,) in grains)
    return ClosedPeriod(
        scheme,
        record.period,
        _OnDemand(names, partial(read_rows, read_row_keys)),
        _OnDemand(names, partial(read_rows, read_labels)),
        {(grain, name): Kind(kind) for grain, name, kind in named},
        _OnDemand(tuple((grain, name) for grain, name, _ in named), read_column),
        currency=next((currency for _, currency in money), ""),
    )


def _list_numbers(opened: OpenBook) -> list[str]:
    """Return the numbers of all employees whom any record knows, also of those that count no more."""
    return [str(number) for (number,) in opened.execute("SELECT number FROM people")]


def _list(opened: OpenBook, query: str, run: int, scheme: str) -> Iterable[tuple[str, ...]]:
    return opened.execute(query, (run, scheme)).fetchall()


def _read(reader: BookReader, work: Callable[[OpenBook], V]) -> V:
    """Read once more from a book that was readable a moment ago."""
    found = reader.read(work)
    if found.value is None:
        raise OSError(0, found.diagnostics[0].code, str(reader.book))
    return found.value
