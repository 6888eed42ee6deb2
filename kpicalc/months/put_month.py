"""A record written into the book: files and columns once by digest, pay as rows, its link in the chain."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from itertools import repeat
from operator import mul

from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.month import MonthAct, MonthContent, Signature
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.months.column_texts import write_words
from kpicalc.months.month_digests import (
    PayWriter,
    chain_digest,
    content_digest,
    number_parts,
    text_of_period,
    text_of_sums,
    write_out_record,
)
from kpicalc.months.removals import newest_link
from kpicalc.months.seal import seal_book

# Of SQLite: greater whole numbers are kept as text.
_MOST = 2**63 - 1
_CENT, _CENTS = Decimal("0.01"), Decimal(100)
# Level and way of zlib. Of columns matches of a few digits are left out: a quarter of the time of what zlib
# takes by itself, for 9 % more space; texts of files repeat more.
_PACKING = (2, zlib.Z_FILTERED)
_PACKING_FILES = (2, zlib.Z_DEFAULT_STRATEGY)
# Digit by digit: where nothing repeats it takes less time and space.
_PACKING_DIGITS = (1, zlib.Z_HUFFMAN_ONLY)
# What repeats in a sample repeats more in the whole.
_WORTH = 1.02
# As many bytes of a column tell how the whole is packed best.
_SAMPLE = 4096
_PUT_LINE = (
    "INSERT INTO lines (run, scheme, name, label, kind, currency, places) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
# The amounts of a line come as one text: a statement a row, or values in it, take twice the time.
_PUT_PAY = (
    "INSERT INTO pay SELECT ?, person, part, value FROM json_each(?)"
    " CROSS JOIN temp.places AS place ON place.rowid = key + 1 WHERE type != 'null' ORDER BY person, part"
)


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
    pay, sums = _put_pay(connection, run, content)
    left = content_digest(connection, run, pay)
    stated = (
        entry.act,
        text_of_period(entry.period),
        text_of_period(entry.paid_in),
        version,
        entry.signature.who,
        entry.signature.at,
        entry.signature.engine,
        entry.signature.reason,
        len({key for each in content.rows if each.grain == EMPLOYEES for key in each.keys}),
        text_of_sums(sums),
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


def put_blob(connection: sqlite3.Connection, data: bytes, packing: tuple[int, int] = _PACKING) -> int:
    """Keep some bytes, packed, unless they are kept already; return their number."""
    digest = hashlib.sha256(data).digest()
    found = connection.execute("SELECT id FROM blobs WHERE digest = ?", (digest,)).fetchone()
    if found is not None:
        return int(found[0])
    kept = connection.execute(
        "INSERT INTO blobs (digest, size, data) VALUES (?, ?, ?)", (digest, len(data), _pack(data, packing))
    )
    return int(kept.lastrowid or 0)


def _pack(data: bytes, packing: tuple[int, int]) -> bytes:
    """Return bytes packed, figures that do not repeat digit by digit."""
    sample = data[:_SAMPLE]
    repeats = len(_press(sample, _PACKING)) < _WORTH * len(_press(sample, _PACKING_DIGITS))
    return _press(data, packing if repeats else _PACKING_DIGITS)


def _press(data: bytes, packing: tuple[int, int]) -> bytes:
    level, strategy = packing
    pressed = zlib.compressobj(level, strategy=strategy)
    return pressed.compress(data) + pressed.flush()


def _last(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Begin a record at the end; return its number, and the chain of the one before."""
    number, chain = newest_link(connection)
    connection.execute(
        "INSERT INTO runs VALUES (?, '', '', '', 0, '', '', '', '', 0, '', X'', ?, '')",
        (number + 1, b"unfinished"),
    )
    return number + 1, chain


def _next_version(connection: sqlite3.Connection, entry: MonthEntry) -> int:
    query = "SELECT max(version) FROM runs WHERE period IN (?, ?) AND department = ?"
    # Books of before did not say by which month days are called.
    named = (text_of_period(entry.period), str(entry.period), entry.department)
    found = connection.execute(query, named).fetchone()
    return int(found[0] or 0) + 1


def _put_files(connection: sqlite3.Connection, run: int, content: MonthContent) -> None:
    for position, file in enumerate(content.files):
        blob = None if file.data is None else put_blob(connection, file.data, _PACKING_FILES)
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


def _put_pay(
    connection: sqlite3.Connection, run: int, content: MonthContent
) -> tuple[list[bytes], dict[str, Decimal]]:
    """Write the pay line by line; return what its digest is made of, and the sum of each currency."""
    people = {each.scheme: each.keys for each in content.rows if each.grain == EMPLOYEES}
    known = _know_people(connection, people.values())
    written: dict[tuple[str, str], bytes] = {}
    sums = {line.currency: ZERO for line in content.lines if line.currency}
    for scheme, keys in people.items():
        places = list(zip(keys, number_parts(keys), strict=True))
        writer = PayWriter(places)
        # Say which person each row of the employees of a scheme is, for the lines that are written next.
        connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS places (person INTEGER NOT NULL, part INTEGER NOT NULL)"
        )
        connection.execute("DELETE FROM temp.places")
        connection.executemany(
            "INSERT INTO temp.places VALUES (?, ?)", [(known[key], part) for key, part in places]
        )
        for line in (each for each in content.lines if each.scheme == scheme):
            decimals, units = _in_units(line.amounts)
            paid = [int(each) for each in units if each]
            if paid and line.currency:
                total = Decimal(sum(paid)).scaleb(-decimals, CONTEXT)
                sums[line.currency] = CONTEXT.add(sums[line.currency], total)
            named = (run, scheme, line.name, line.label, line.kind, line.currency, decimals)
            kept = connection.execute(_PUT_LINE, named).lastrowid
            connection.execute(_PUT_PAY, (kept, json.dumps(units)))
            written[scheme, line.name] = writer.write_out(units)
    return [text for _, text in sorted(written.items())], sums


def _know_people(connection: sqlite3.Connection, numbers: Iterable[Sequence[str]]) -> dict[str, int]:
    known = dict(connection.execute("SELECT number, id FROM people").fetchall())
    new = dict.fromkeys(key for each in numbers for key in each if key not in known)
    connection.executemany("INSERT INTO people (number) VALUES (?)", ((number,) for number in new))
    return known if not new else dict(connection.execute("SELECT number, id FROM people").fetchall())


def _in_units(amounts: Sequence[Decimal | None]) -> tuple[int, list[int | str | None]]:
    """Return how many decimals the amounts of a line have, and each as a whole number of the last of them.

    >>> _in_units([Decimal("1.50"), None, Decimal("-0.25")]), _in_units([Decimal(3), Decimal("0.125")])
    ((2, [150, None, -25]), (3, [3000, 125]))
    >>> [_in_units([Decimal(1), Decimal(each).scaleb(-2)]) for each in (_MOST, -_MOST - 1)]
    [(2, [100, 9223372036854775807]), (2, [100, '-9223372036854775808'])]
    """
    present = [each for each in amounts if each is not None]
    # Nearly all amounts are written to the cent, and nearly all people have one.
    with localcontext(CONTEXT):
        if all(map(_CENT.same_quantum, present)):
            decimals, units = 2, list(map(int, map(mul, present, repeat(_CENTS))))
        else:
            decimals = max(0, *(-int(each.as_tuple().exponent) for each in present))
            units = [int(each.scaleb(decimals)) for each in present]
    fitting: list[int | str] = [*units]
    if max(map(abs, units), default=0) > _MOST:
        fitting = [each if abs(each) <= _MOST else str(each) for each in units]
    if len(present) == len(amounts):
        return decimals, [*fitting]
    left = iter(fitting)
    return decimals, [None if each is None else next(left) for each in amounts]
