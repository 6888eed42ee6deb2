"""The digests of the chain: what a record left, and the record together with the one before it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count, repeat

from kpicalc.model.period import Period, PeriodLength, parse_period

_LEFT = (
    "SELECT position, role, name, hex(digest), blob IS NULL FROM files WHERE run = ? ORDER BY position",
    (
        "SELECT scheme, grain, hex(a.digest), hex(b.digest) FROM grains JOIN blobs a ON a.id = keys"
        " JOIN blobs b ON b.id = labels WHERE run = ? ORDER BY scheme, grain"
    ),
    (
        "SELECT scheme, grain, name, kind, hex(digest) FROM named JOIN blobs ON blobs.id = blob"
        " WHERE run = ? ORDER BY scheme, grain, name"
    ),
    "SELECT scheme, name, label, kind, currency, places FROM lines WHERE run = ? ORDER BY scheme, name",
)
_LINES = "SELECT id FROM lines WHERE run = ? ORDER BY scheme, name"
_PAY = (
    "SELECT number, part, units FROM pay JOIN people ON people.id = person WHERE line = ?"
    " ORDER BY number, part"
)


def content_digest(connection: sqlite3.Connection, run: int, pay: Iterable[bytes] | None = None) -> bytes:
    """Return the digest of all that a record left: files, rows, columns and pay.

    The pay of its lines, written out, need not be read again where it was just written.
    """
    digest = hashlib.sha256()
    for query in _LEFT:
        for row in connection.execute(query, (run,)):
            digest.update(_line(row))
    for line in _read_pay(connection, run) if pay is None else pay:
        digest.update(line)
    return digest.digest()


def _read_pay(connection: sqlite3.Connection, run: int) -> Iterator[bytes]:
    for (line,) in connection.execute(_LINES, (run,)).fetchall():
        # Texts and whole numbers only: what Python shows of them is the same everywhere.
        yield repr(connection.execute(_PAY, (line,)).fetchall()).encode("utf-8", "backslashreplace")


def number_parts(keys: Sequence[str]) -> Iterator[int]:
    """Return of each row how many rows of the same person stand before it.

    >>> list(number_parts(["a", "b", "a"])), list(number_parts(["a", "b"]))
    ([0, 0, 1], [0, 0])
    """
    if len(set(keys)) == len(keys):
        return repeat(0, len(keys))
    seen: dict[str, count[int]] = {}
    return (next(seen.setdefault(key, count())) for key in keys)


class PayWriter:
    """Writes out the pay of lines as it is hashed: number, part and units of each who has an amount.

    >>> PayWriter([("b", 0), ("a", 1), ("c", 0)]).write_out([5, 7, None])
    b"[('a', 1, 7), ('b', 0, 5)]"
    """

    def __init__(self, places: Sequence[tuple[str, int]]) -> None:
        self._order = sorted(range(len(places)), key=places.__getitem__)
        self._begun = [f"({places[row][0]!r}, {places[row][1]}, ".replace("%", "%%") for row in self._order]
        self._of_all = ", ".join(f"{begun}%r)" for begun in self._begun)

    def write_out(self, units: Sequence[int | str | None]) -> bytes:
        """Return the pay of a line: one amount for each place."""
        ordered = tuple(map(units.__getitem__, self._order))
        form = self._of_all
        if None in ordered:
            present = zip(self._begun, ordered, strict=True)
            form = ", ".join(f"{begun}%r)" for begun, each in present if each is not None)
            ordered = tuple(each for each in ordered if each is not None)
        return f"[{form % ordered}]".encode("utf-8", "backslashreplace")


def chain_digest(previous: bytes, described: bytes, content: bytes) -> bytes:
    """Return the digest of a record, of what it left and of all records before it."""
    return hashlib.sha256(previous + described + content).digest()


def write_out_record(stated: Sequence[object]) -> bytes:
    """Return what a record states of itself, as it is hashed; the last is its department, if it has one."""
    return _line(stated if stated[-1] else stated[:-1])


def write_out_removal(stated: Sequence[object]) -> bytes:
    """Return what a removal of data states of itself, as it is hashed."""
    return _line(("removal", *stated))


def text_of_sums(sums: Mapping[str, Decimal]) -> str:
    """Return the totals of each currency as they are stored."""
    return json.dumps({currency: format(amount, "f") for currency, amount in sums.items()})


def read_sums(text: str) -> Iterator[tuple[str, Decimal]]:
    """Yield the totals of each currency."""
    yield from ((currency, Decimal(amount)) for currency, amount in json.loads(text or "{}").items())


def text_of_period(period: Period) -> str:
    """Return a period as it is stored: with the month by which days are called.

    >>> from kpicalc.model.period import PayCycle, shift_period
    >>> september = shift_period(PayCycle(starts=26), Period(2016, 9, PeriodLength.MONTH))
    >>> text_of_period(september), repr(stored_period(text_of_period(september))) == repr(september)
    ('2016-09 2016-08-26..2016-09-25', True)
    """
    called = period.stretch and period.length is not PeriodLength.DAYS
    return f"{replace(period, stretch=())} {period}" if called else str(period)


def stored_period(text: str) -> Period | None:
    """Return the period of such a text; None for any other."""
    name, _, days = text.rpartition(" ")
    period, called = parse_period(days), parse_period(name)
    if period is None or called is None:
        return None if name else period
    return replace(called, stretch=(period.first_day, period.last_day))


def _line(row: Sequence[object]) -> bytes:
    return json.dumps([str(each) for each in row], ensure_ascii=True).encode() + b"\n"
