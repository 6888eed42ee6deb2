"""The seal of the book, and the proof that it is as written: bytes, tables, each record, their chain.

It is the sum of the digests of all pages, so that a run takes off what the pages it changed were, and adds
what they are: the journal of SQLite, as its format is documented, holds the former ones until the commit.
What they are stands in the file only after that. Until `seal_pages` has added it the book says of which pages
the seal does not speak yet.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.month import Removal
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.book_tables import department_column, seals_pages
from kpicalc.months.month_digests import chain_digest, content_digest, write_out_record
from kpicalc.months.removals import describe_removal, list_removals

# Of the header SQLite itself renews these when it commits: the counter of changes, twice, and its version.
_COUNTER = slice(24, 28)
_COUNTER_AGAIN = slice(92, 96)
_LIBRARY = slice(96, 100)
_FREE_PAGES = slice(36, 40)
_EMPTY = bytes(32)
# Four bytes of the header say by which library the file was written.
_MOST = 2**32
_WHOLE = 2**256
# Of the journal: the sign of a part and how many pages it has, how many the file had, and of how many bytes a
# sector and a page are. The part that is not yet safe on the disk has neither sign nor number.
_PART = struct.Struct(">8sI4xIII")
_SIGN = bytes.fromhex("d9d505f920a163d7")
_NUMBER = struct.Struct(">I")
_RANGE = struct.Struct(">II")
# So many ranges fit beside the digest on one page; a run that changed more has the file read as a whole.
_MOST_RANGES = 300
_ALL: tuple[tuple[int, int], ...] = ((1, _MOST - 1),)


@dataclass(frozen=True, slots=True)
class _Journal:
    """What SQLite keeps until the commit: how many pages there were, and what those that change were."""

    pages: int
    former: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class _Seal:
    """What the book says of itself: the digest, and the ranges of pages (first, how many) it leaves out."""

    library: int
    digest: bytes
    left_out: bytes
    page: int
    page_size: int

    def left_out_of(self, pages: int) -> Iterator[int]:
        """Yield the pages of so many that are left out; ranges of no pages stand for those filled in."""
        for first, many in _RANGE.iter_unpack(self.left_out):
            yield from range(first, min(first + many, pages + 1))

    def digest_of(self, number: int, page: bytes) -> int:
        """Return what a page adds to the seal, without what changes as it is written."""
        if number == 1:
            for part in (_COUNTER, _COUNTER_AGAIN, _LIBRARY):
                page = page[: part.start] + bytes(4) + page[part.stop :]
        if number == self.page:
            written = self.digest + self.left_out
            page = page.replace(written, bytes(len(written)))
        return int.from_bytes(hashlib.sha256(_NUMBER.pack(number) + page).digest(), "big")


def seal_book(connection: sqlite3.Connection) -> None:
    """Take off the seal what the changed pages were, as the last change before it is committed."""
    before = _read_seal(connection)
    library = sqlite3.sqlite_version_info
    connection.execute(
        "INSERT INTO seal VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET library = excluded.library, digest = excluded.digest, left_out = excluded.left_out",
        (library[0] * 1_000_000 + library[1] * 1_000 + library[2], _EMPTY, b""),
    )
    journal = _read_journal(connection)
    digest, ranges = 0, _ALL
    # SQLite does not keep what stood on a page that was free.
    if before is not None and journal is not None and not any(journal.former[1][_FREE_PAGES]):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        changed = {*journal.former, *range(journal.pages + 1, pages + 1), *before.left_out_of(pages)}
        joined = tuple(_join_pages(changed))
        if len(joined) <= _MOST_RANGES:
            known = journal.former.keys() - set(before.left_out_of(pages))
            former = sum(before.digest_of(each, journal.former[each]) for each in known)
            digest, ranges = int.from_bytes(before.digest, "big") - former, joined
    _put_seal(connection, digest, b"".join(_RANGE.pack(*each) for each in ranges))


def seal_pages(connection: sqlite3.Connection, book: BinaryIO) -> None:
    """Add the pages that were left out as they stand in the file now, in a transaction of its own.

    The file must stay open until the connection is closed: with it a process gives up its locks.
    """
    connection.execute("BEGIN IMMEDIATE")
    seal = _read_seal(connection)
    if seal is not None and any(seal.left_out):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        digest = int.from_bytes(seal.digest, "big")
        for number in seal.left_out_of(pages):
            book.seek((number - 1) * seal.page_size)
            digest += seal.digest_of(number, book.read(seal.page_size))
        # As many bytes as before: SQLite writes them where the former ones stood.
        _put_seal(connection, digest, bytes(len(seal.left_out)))
    connection.execute("COMMIT")


def is_whole(connection: sqlite3.Connection, book: Path) -> bool:
    """Say whether the file of a book is as it was sealed, to the last byte."""
    content = connection.serialize()
    return (
        book.stat().st_size == len(content)
        and content[_COUNTER] == content[_COUNTER_AGAIN]
        and (_are_sealed if seals_pages(connection) else _is_sealed_at_once)(connection, content)
    )


def _are_sealed(connection: sqlite3.Connection, content: bytes) -> bool:
    """Say whether the pages of the file are those that were sealed, every one of them."""
    seal = _read_seal(connection)
    if seal is None or content[_LIBRARY] != _NUMBER.pack(seal.library):
        return False
    size = seal.page_size
    pages = len(content) // size
    left_out = frozenset(seal.left_out_of(pages))
    known = (number for number in range(1, pages + 1) if number not in left_out)
    found = sum(seal.digest_of(each, content[(each - 1) * size : each * size]) for each in known)
    return found % _WHOLE == int.from_bytes(seal.digest, "big")


def _is_sealed_at_once(connection: sqlite3.Connection, content: bytes) -> bool:
    """Say the same of a book of before: its seal is one digest over all bytes."""
    found = connection.execute("SELECT library, digest FROM seal").fetchone()
    if found is None:
        return False
    library, digest = found
    if not (isinstance(library, int) and isinstance(digest, bytes) and 0 <= library < _MOST):
        return False
    unsealed = bytearray(content.replace(digest, _EMPTY))
    for part in (_COUNTER, _COUNTER_AGAIN, _LIBRARY):
        unsealed[part] = bytes(4)
    named = content[_LIBRARY] == _NUMBER.pack(library)
    return named and content.count(digest) == 1 and hashlib.sha256(unsealed).digest() == digest


def _read_seal(connection: sqlite3.Connection) -> _Seal | None:
    """Return what the book says of itself; None where it says nothing that could be a seal."""
    found = connection.execute(
        "SELECT library, digest, left_out, (SELECT rootpage FROM sqlite_schema WHERE name = 'seal') FROM seal"
    ).fetchone()
    if found is None:
        return None
    library, digest, left_out, page = found
    whole = isinstance(digest, bytes) and len(digest) == len(_EMPTY)
    if not whole or len(left_out) % _RANGE.size or not 0 <= library < _MOST:
        return None
    return _Seal(library, digest, left_out, page, connection.execute("PRAGMA page_size").fetchone()[0])


def _put_seal(connection: sqlite3.Connection, digest: int, left_out: bytes) -> None:
    written = (digest % _WHOLE).to_bytes(len(_EMPTY), "big")
    connection.execute("UPDATE seal SET digest = ?, left_out = ?", (written, left_out))


def _read_journal(connection: sqlite3.Connection) -> _Journal | None:
    """Return what the journal of the transaction holds; None where there is none that could be read."""
    file = next(row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    try:
        content = Path(f"{file}-journal").read_bytes()
    except OSError:
        return None
    former: dict[int, bytes] = {}
    pages, start = 0, 0
    while start + _PART.size <= len(content):
        sign, many, pages, sector, size = _PART.unpack_from(content, start)
        start += sector
        end = len(content) if many in {0, _MOST - 1} else start + many * (size + 8)
        if sign not in {_SIGN, bytes(8)} or not sector or end > len(content):
            return None
        for place in range(start, end - size - 7, size + 8):
            former[_NUMBER.unpack_from(content, place)[0]] = content[place + 4 : place + 4 + size]
        start = -(-end // sector) * sector
    return _Journal(pages, former) if 1 in former else None


def _join_pages(pages: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of pages: the first, and how many follow each other.

    >>> list(_join_pages({7, 3, 2, 9, 4}))
    [(2, 3), (7, 1), (9, 1)]
    """
    ordered = sorted(pages)
    for _, run in groupby(enumerate(ordered), lambda each: each[1] - each[0]):
        numbers = [number for _, number in run]
        yield numbers[0], len(numbers)


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
