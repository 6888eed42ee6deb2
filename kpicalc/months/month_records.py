"""What the book tells: its records and how they stand, their pay, their files and their named values."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.model.kind import Scalar
from kpicalc.model.money import CONTEXT
from kpicalc.model.month import (
    FileRole,
    KeptColumn,
    KeptFile,
    KeptRows,
    MonthAct,
    MonthRecord,
    MonthState,
    PaidAmount,
    PaidLine,
    Signature,
)
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.months.book_tables import department_column
from kpicalc.months.column_texts import read_column, read_words
from kpicalc.months.month_digests import number_parts, read_sums, stored_period

_RECORDS = (
    "SELECT number, act, period, paid_in, version, who, at, engine, reason, people, sums, content, chain,"
    " {department} FROM runs ORDER BY number"
)
_PAY = (
    "SELECT lines.scheme, people.number, part, lines.name, lines.label, lines.kind, currency, units, places"
    " FROM pay JOIN lines ON lines.id = line JOIN people ON people.id = person"
    " WHERE run = ? ORDER BY lines.id, people.id, part"
)


def list_records(connection: sqlite3.Connection, before: int = 0) -> tuple[MonthRecord, ...]:
    """Return all records in their order, each as it stands after those behind it.

    With `before` they are as they stood before the record of that number was written.
    """
    records: list[MonthRecord] = []
    for row in connection.execute(_RECORDS.format(department=department_column(connection))):
        record = _make_record(row)
        if before and record.number >= before:
            break
        records = [_after(each, record) for each in records]
        records.append(record)
    return tuple(records)


def are_together(one: str, other: str) -> bool:
    """Say whether two departments may be one: "" stands for everybody."""
    return one == other or "" in {one, other}


def last_words(records: Iterable[MonthRecord]) -> tuple[MonthRecord, ...]:
    """Return the records by which months, or departments of months, are closed, in the order of time."""
    closed = [each for each in records if each.state is MonthState.CLOSED]
    return tuple(sorted(closed, key=lambda each: each.period))


def last_word(records: Sequence[MonthRecord], period: Period) -> MonthRecord | None:
    """Return the record by which a month is closed; None where it is open."""
    found = [each for each in records if each.period == period and each.state is MonthState.CLOSED]
    return found[-1] if found else None


def find_record(records: Sequence[MonthRecord], asked: Period) -> MonthRecord | None:
    """Return the record by which a month is closed that is called so, also one from the 26th to the 25th."""
    called = last_words(find_called(records, asked))
    return last_word(records, asked) or (called[-1] if called else None)


def find_called(records: Iterable[MonthRecord], asked: Period) -> tuple[MonthRecord, ...]:
    """Return the records of the months that are called so, also of those from the 26th to the 25th."""
    whole = (asked.year, asked.month, asked.length)
    return tuple(
        each
        for each in records
        if each.period == asked
        or (not asked.stretch and (each.period.year, each.period.month, each.period.length) == whole)
    )


def closed_periods(records: Sequence[MonthRecord]) -> tuple[Period, ...]:
    """Return the months that are closed, in the order of time."""
    closed = {each.period for each in records if each.state is MonthState.CLOSED}
    return tuple(sorted(closed))


def list_amounts(connection: sqlite3.Connection, run: int) -> tuple[PaidAmount, ...]:
    """Return the pay of a record, line by line."""
    names = dict(_named_people(connection, run))
    amounts = []
    for scheme, number, part, line, label, kind, currency, units, places in connection.execute(_PAY, (run,)):
        amount = Decimal(units).scaleb(-places, CONTEXT)
        name = names.get((scheme, number), "")
        amounts.append(PaidAmount(scheme, number, name, part, line, label, kind, currency, amount))
    return tuple(amounts)


def list_kept_files(connection: sqlite3.Connection, run: int) -> tuple[KeptFile, ...]:
    """Return the files of a record, with what is kept of them."""
    query = (
        "SELECT role, name, files.digest, data FROM files LEFT JOIN blobs ON blobs.id = blob"
        " WHERE run = ? ORDER BY position"
    )
    return tuple(
        KeptFile(FileRole(role), name, digest.hex(), None if data is None else zlib.decompress(data))
        for role, name, digest, data in connection.execute(query, (run,))
    )


def is_statement(connection: sqlite3.Connection, digest: str) -> bool:
    """Say whether some bytes are the statement by which a month was closed that is not open again."""
    query = "SELECT run FROM files WHERE digest = ? AND role IN (?, ?)"
    asked = (bytes.fromhex(digest), FileRole.OUTPUT, FileRole.HAND_OFF)
    runs = {run for (run,) in connection.execute(query, asked)}
    alive = (each for each in list_records(connection) if each.state is not MonthState.OBSOLETE)
    return any(each.number in runs for each in alive)


def read_row_keys(connection: sqlite3.Connection, run: int, scheme: str, grain: str) -> list[str]:
    """Return what the rows of a grain are known by; nothing where the scheme has no such rows."""
    return _words(connection, "keys", (run, scheme, grain))


def read_labels(connection: sqlite3.Connection, run: int, scheme: str, grain: str) -> list[str]:
    """Return how people call the rows of a grain, beside its keys."""
    return _words(connection, "labels", (run, scheme, grain))


def read_named(
    connection: sqlite3.Connection, run: int, place: tuple[str, str, str]
) -> list[Scalar | None] | None:
    """Return the column of a scheme, grain and name, beside its keys; None where the record has none."""
    query = (
        "SELECT kind, data FROM named JOIN blobs ON blobs.id = blob"
        " WHERE run = ? AND scheme = ? AND grain = ? AND name = ?"
    )
    found = connection.execute(query, (run, *place)).fetchone()
    if found is not None:
        return read_column(zlib.decompress(found[1]), found[0])
    return _read_paid(connection, run, place)


def _read_paid(
    connection: sqlite3.Connection, run: int, place: tuple[str, str, str]
) -> list[Scalar | None] | None:
    """Return what a line paid, beside the keys of the employees; None where there is no such line."""
    scheme, grain, name = place
    line = connection.execute(
        "SELECT id, places FROM lines WHERE run = ? AND scheme = ? AND name = ?", (run, scheme, name)
    ).fetchone()
    if grain != EMPLOYEES or line is None:
        return None
    query = "SELECT number, part, units FROM pay JOIN people ON people.id = person WHERE line = ?"
    last_place = Decimal(1).scaleb(-line[1])
    paid = {
        (number, part): CONTEXT.multiply(Decimal(units), last_place)
        for number, part, units in connection.execute(query, (line[0],))
    }
    keys = read_row_keys(connection, run, scheme, grain)
    return [paid.get(each) for each in zip(keys, number_parts(keys), strict=True)]


def schemes_of(connection: sqlite3.Connection, run: int) -> tuple[str, ...]:
    """Return the schemes that paid somebody in a record."""
    query = "SELECT DISTINCT scheme FROM grains WHERE run = ? ORDER BY scheme"
    return tuple(scheme for (scheme,) in connection.execute(query, (run,)))


def _named_people(connection: sqlite3.Connection, run: int) -> Iterator[tuple[tuple[str, str], str]]:
    for scheme in schemes_of(connection, run):
        place = (run, scheme, EMPLOYEES)
        names = _words(connection, "labels", place)
        for key, name in zip(_words(connection, "keys", place), names, strict=True):
            yield (scheme, key), "" if name == key else name


def _words(connection: sqlite3.Connection, what: str, place: tuple[int, str, str]) -> list[str]:
    query = (
        f"SELECT data FROM grains JOIN blobs ON blobs.id = {what} WHERE run = ? AND scheme = ? AND grain = ?"  # noqa: S608 - one of two words of ours
    )
    found = connection.execute(query, place).fetchone()
    return [] if found is None else read_words(zlib.decompress(found[0]))


def _make_record(row: Sequence[object]) -> MonthRecord:
    number, act, period, paid_in, version, who, at, engine, reason, people, sums = row[:11]
    content, chain, department = row[11:]
    done = MonthAct(str(act))
    return MonthRecord(
        int(str(number)),
        done,
        _period(period),
        _period(paid_in),
        int(str(version)),
        MonthState.OPEN if done is MonthAct.REOPEN else MonthState.CLOSED,
        Signature(str(who), str(at), str(engine), str(reason)),
        int(str(people)),
        tuple(read_sums(str(sums))),
        _hex(content),
        _hex(chain),
        str(department),
    )


def _period(text: object) -> Period:
    found = stored_period(str(text))
    if found is None:
        message = "no period"
        raise sqlite3.DatabaseError(message)
    return found


def _hex(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else ""


def _after(earlier: MonthRecord, newer: MonthRecord) -> MonthRecord:
    """Return how a record stands once a newer one is written."""
    same = (earlier.period, earlier.department) == (newer.period, newer.department)
    if not same or earlier.state is MonthState.OBSOLETE:
        return earlier
    if newer.act is MonthAct.REOPEN or earlier.state is MonthState.OPEN:
        return replace(earlier, state=MonthState.OBSOLETE)
    return replace(earlier, state=MonthState.CORRECTED)


def list_kept(
    connection: sqlite3.Connection, run: int
) -> tuple[tuple[KeptRows, ...], tuple[KeptColumn, ...]]:
    """Return the rows of every grain of a record, and its named values as they are kept."""
    places = connection.execute(
        "SELECT scheme, grain FROM grains WHERE run = ? ORDER BY scheme, grain", (run,)
    )
    rows = tuple(
        KeptRows(
            scheme,
            grain,
            _words(connection, "keys", (run, scheme, grain)),
            _words(connection, "labels", (run, scheme, grain)),
        )
        for scheme, grain in places.fetchall()
    )
    named = connection.execute(
        "SELECT scheme, grain, name, kind, data FROM named JOIN blobs ON blobs.id = blob"
        " WHERE run = ? ORDER BY scheme, grain, name",
        (run,),
    )
    columns = (
        KeptColumn(scheme, grain, name, kind, zlib.decompress(data))
        for scheme, grain, name, kind, data in named
    )
    return rows, tuple(columns)


def list_lines(connection: sqlite3.Connection, run: int, rows: Sequence[KeptRows]) -> tuple[PaidLine, ...]:
    """Return the lines of pay of a record, beside the rows of the employees of each scheme."""
    people = {
        each.scheme: list(zip(each.keys, number_parts(each.keys), strict=True))
        for each in rows
        if each.grain == EMPLOYEES
    }
    amounts: dict[tuple[str, str], dict[tuple[str, int], Decimal]] = {}
    for each in list_amounts(connection, run):
        amounts.setdefault((each.scheme, each.line), {})[each.employee, each.part] = each.amount
    # Also those that pay nobody: the digest of the record counts them.
    query = "SELECT scheme, name, label, kind, currency FROM lines WHERE run = ? ORDER BY id"
    return tuple(
        PaidLine(
            *(scheme, name, label, kind, currency),
            tuple(map(amounts.get((scheme, name), {}).get, people[scheme])),
        )
        for scheme, name, label, kind, currency in connection.execute(query, (run,))
    )
