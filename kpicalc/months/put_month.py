"""A record written into the book: files and columns once by digest, pay as rows, its link in the chain."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.month import KeptRows, MonthAct, MonthContent, PaidLine, Signature
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.months.column_texts import write_words
from kpicalc.months.month_digests import chain_digest, content_digest, text_of_sums, write_out_record
from kpicalc.months.month_records import number_parts
from kpicalc.months.seal import seal_book

# Of SQLite: greater whole numbers are kept as text.
_MOST = 2**63 - 1
# Four values a row: older libraries take 999 values with a statement.
_ROWS = 240
_CENT = Decimal("0.01")
# Of 9: a third of the time of what zlib takes by itself, for 3 % more space.
_PACKING = 4


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """What is to be written down: an act, the month it concerns, the one it is paid in, and all it leaves."""

    act: MonthAct
    period: Period
    paid_in: Period
    signature: Signature
    content: MonthContent
    department: str = ""


def put_month(connection: sqlite3.Connection, entry: MonthEntry) -> bytes:
    """Write an entry as the newest record and seal the book; return the digest that the chain ends with."""
    content = entry.content
    run, previous = _last(connection)
    version = _next_version(connection, entry)
    _put_files(connection, run, content)
    _put_columns(connection, run, content)
    _put_pay(connection, run, content)
    left = content_digest(connection, run)
    people, sums = _count_people(content), text_of_sums(_sum_up(content.lines))
    stated = (
        entry.act,
        str(entry.period),
        str(entry.paid_in),
        version,
        entry.signature.who,
        entry.signature.at,
        entry.signature.engine,
        entry.signature.reason,
        people,
        sums,
        entry.department,
    )
    chain = chain_digest(previous, write_out_record(stated), left)
    connection.execute(
        "UPDATE runs SET act=?, period=?, paid_in=?, version=?, who=?, at=?, engine=?, reason=?, people=?,"
        " sums=?, department=?, content=?, chain=? WHERE number=?",
        (*stated, left, chain, run),
    )
    seal_book(connection)
    return chain


def put_blob(connection: sqlite3.Connection, data: bytes) -> int:
    """Keep some bytes, packed, unless they are kept already; return their number."""
    digest = hashlib.sha256(data).digest()
    found = connection.execute("SELECT id FROM blobs WHERE digest = ?", (digest,)).fetchone()
    if found is not None:
        return int(found[0])
    packed = zlib.compress(data, _PACKING)
    kept = connection.execute(
        "INSERT INTO blobs (digest, size, data) VALUES (?, ?, ?)", (digest, len(data), packed)
    )
    return int(kept.lastrowid or 0)


def _last(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Begin a record at the end; return its number, and the chain of the one before."""
    found = connection.execute("SELECT number, chain FROM runs ORDER BY number DESC LIMIT 1").fetchone()
    number, chain = (0, b"") if found is None else found
    connection.execute(
        "INSERT INTO runs VALUES (?, '', '', '', 0, '', '', '', '', 0, '', X'', ?, '')",
        (number + 1, b"unfinished"),
    )
    return int(number) + 1, bytes(chain)


def _next_version(connection: sqlite3.Connection, entry: MonthEntry) -> int:
    query = "SELECT max(version) FROM runs WHERE period = ? AND department = ?"
    found = connection.execute(query, (str(entry.period), entry.department)).fetchone()
    return int(found[0] or 0) + 1


def _put_files(connection: sqlite3.Connection, run: int, content: MonthContent) -> None:
    for position, file in enumerate(content.files):
        blob = None if file.data is None else put_blob(connection, file.data)
        connection.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (run, position, file.role, file.name, bytes.fromhex(file.digest), blob),
        )


def _put_columns(connection: sqlite3.Connection, run: int, content: MonthContent) -> None:
    for rows in content.rows:
        words = (put_blob(connection, write_words(each)) for each in (rows.keys, rows.labels))
        connection.execute(
            "INSERT INTO grains VALUES (?, ?, ?, ?, ?)", (run, rows.scheme, rows.grain, *words)
        )
    for column in content.columns:
        blob = put_blob(connection, column.text)
        named = (run, column.scheme, column.grain, column.name, column.kind, blob)
        connection.execute("INSERT INTO named VALUES (?, ?, ?, ?, ?, ?)", named)


def _put_pay(connection: sqlite3.Connection, run: int, content: MonthContent) -> None:
    people = {each.scheme: each for each in content.rows if each.grain == EMPLOYEES}
    known = _know_people(connection, people.values())
    rows = {
        scheme: [(known[key], part) for key, part in zip(each.keys, number_parts(each.keys), strict=True)]
        for scheme, each in people.items()
    }
    for line in content.lines:
        places, units = _in_units(line.amounts)
        kept = connection.execute(
            "INSERT INTO lines (run, scheme, name, label, kind, currency, places)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (run, line.scheme, line.name, line.label, line.kind, line.currency, places),
        ).lastrowid
        paid = zip(rows[line.scheme], units, strict=True)
        amounts = [(kept, *place, amount) for place, amount in paid if amount is not None]
        _insert_many(connection, sorted(amounts))


def _insert_many(connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Write rows of pay, many with one statement: a statement a row takes more than twice the time."""
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        places = ", ".join(["(?, ?, ?, ?)"] * len(part))
        connection.execute(f"INSERT INTO pay VALUES {places}", tuple(chain.from_iterable(part)))  # noqa: S608 - marks only


def _know_people(connection: sqlite3.Connection, rows: Iterable[KeptRows]) -> dict[str, int]:
    numbers = dict.fromkeys(key for each in rows for key in each.keys)
    connection.executemany("INSERT OR IGNORE INTO people (number) VALUES (?)", ((each,) for each in numbers))
    return {number: int(found) for number, found in connection.execute("SELECT number, id FROM people")}


def _count_people(content: MonthContent) -> int:
    return len({key for each in content.rows if each.grain == EMPLOYEES for key in each.keys})


def _sum_up(lines: Sequence[PaidLine]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for line in lines:
        for amount in line.amounts if line.currency else ():
            sums[line.currency] = CONTEXT.add(sums.get(line.currency, ZERO), amount or ZERO)
    return sums


def _in_units(amounts: Sequence[Decimal | None]) -> tuple[int, list[int | str | None]]:
    """Return how many decimals the amounts of a line have, and each as a whole number of the last of them.

    >>> _in_units([Decimal("1.50"), None, Decimal("-0.25")]), _in_units([Decimal(3), Decimal("0.125")])
    ((2, [150, None, -25]), (3, [3000, 125]))
    """
    present = [each for each in amounts if each is not None]
    # Nearly all amounts are written to the cent.
    if all(map(_CENT.same_quantum, present)):
        return 2, [None if each is None else _fitting(int(str(each).replace(".", ""))) for each in amounts]
    places = max((-int(each.as_tuple().exponent) for each in present), default=0)
    whole = max(places, 0)
    return whole, [None if each is None else _fitting(int(each.scaleb(whole, CONTEXT))) for each in amounts]


def _fitting(units: int) -> int | str:
    return units if abs(units) <= _MOST else str(units)
