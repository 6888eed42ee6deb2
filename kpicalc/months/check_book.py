"""The proof that the book is as it was written: its bytes, its tables, each record and the chain of them."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.month import Removal
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.book_tables import department_column
from kpicalc.months.month_digests import chain_digest, content_digest, write_out_record
from kpicalc.months.removals import describe_removal, list_removals
from kpicalc.months.seal import is_whole

_STATED = (
    "SELECT number, period, content, chain, act, period, paid_in, version, who, at, engine, reason, people,"
    " sums, {department} FROM runs ORDER BY number"
)


def check_book(connection: sqlite3.Connection, book: Path) -> tuple[Diagnostic, ...]:
    """Return what is not as it was written; a byte that was changed anywhere breaks the seal at least."""
    found = list(_check_records(connection, FilePlace(str(book))))
    whole = is_whole(connection, book)
    sound = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] == ["ok"]
    kept = not connection.execute("PRAGMA foreign_key_check").fetchone()
    if not (whole and sound and kept) and not found:
        found.append(error(Problem.BOOK_SEAL_BROKEN, FilePlace(str(book)), book=str(book)))
    return tuple(found)


def _check_records(connection: sqlite3.Connection, place: FilePlace) -> Iterator[Diagnostic]:
    damaged = frozenset(_damaged_blobs(connection))
    removals = list_removals(connection)
    since = {run: bytes.fromhex(digest) for each in removals for run, digest in each.contents}
    previous, ahead = b"", list(removals)
    query = _STATED.format(department=department_column(connection))
    for number, period, content, chain, *stated in connection.execute(query).fetchall():
        previous = yield from _check_removals(ahead, number, previous, place)
        left = content_digest(connection, number)
        if left != since.get(number, content) or not damaged.isdisjoint(_blobs_of(connection, number)):
            yield error(Problem.RECORD_CHANGED, place, record=number, period=period)
        if chain_digest(previous, write_out_record(stated), content) != chain:
            yield error(Problem.CHAIN_BROKEN, place, record=number, period=period)
        previous = chain
    yield from _check_removals(ahead, None, previous, place)


def _check_removals(
    ahead: list[Removal], before: int | None, previous: bytes, place: FilePlace
) -> Generator[Diagnostic, None, bytes]:
    """Look at the removals that stand before a record, all that are left without one; return the chain."""
    while ahead and (before is None or ahead[0].number < before):
        removal = ahead.pop(0)
        if chain_digest(previous, describe_removal(removal), b"").hex() != removal.chain:
            yield error(Problem.CHAIN_BROKEN, place, record=removal.number, period="–")
        previous = bytes.fromhex(removal.chain)
    return previous


def _damaged_blobs(connection: sqlite3.Connection) -> Iterator[int]:
    for number, digest, data in connection.execute("SELECT id, digest, data FROM blobs"):
        if _unpacked_digest(data) != digest:
            yield number


def _unpacked_digest(data: bytes) -> bytes:
    try:
        return hashlib.sha256(zlib.decompress(data)).digest()
    except zlib.error:
        return b""


def _blobs_of(connection: sqlite3.Connection, run: int) -> Iterator[int]:
    query = (
        "SELECT blob FROM files WHERE run = ? AND blob IS NOT NULL"
        " UNION SELECT keys FROM grains WHERE run = ? UNION"
        " SELECT labels FROM grains WHERE run = ? UNION SELECT blob FROM named WHERE run = ?"
    )
    for (number,) in connection.execute(query, (run,) * 4):
        yield number
