"""What closed months left, as a run takes it over: each column is read when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from typing import TypeVar

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked
from kpicalc.model.history import NO_HISTORY, ClosedPeriod, History, ValueKey
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.month import MonthRecord
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.months.book_file import BookReader, OpenBook, holds_months
from kpicalc.months.month_records import (
    are_together,
    last_words,
    list_records,
    read_labels,
    read_named,
    read_row_keys,
    schemes_of,
)
from kpicalc.months.recall import BookPlace

_MONEY_LINES = "SELECT name FROM lines WHERE run = ? AND scheme = ? AND currency != ''"

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
    named = [
        *_list(opened, "SELECT grain, name, kind FROM named WHERE run = ? AND scheme = ?", run, scheme),
        *((EMPLOYEES, name, Kind.MONEY) for (name,) in _list(opened, _MONEY_LINES, run, scheme)),
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
