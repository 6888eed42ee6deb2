"""The seal of the book: a digest over every byte of the file, renewed by each run that writes into it."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

# Of the header SQLite itself renews these when it commits: the counter of changes, twice, and its version.
_COUNTER = slice(24, 28)
_COUNTER_AGAIN = slice(92, 96)
_LIBRARY = slice(96, 100)
_EMPTY = bytes(32)
# Four bytes of the header say by which library the file was written.
_MOST = 2**32


def seal_book(connection: sqlite3.Connection) -> None:
    """Write the digest of the file as it will be, as the last change before it is committed."""
    library = sqlite3.sqlite_version_info
    number = library[0] * 1_000_000 + library[1] * 1_000 + library[2]
    connection.execute(
        "INSERT INTO seal VALUES (1, ?, ?) ON CONFLICT (id)"
        " DO UPDATE SET library = excluded.library, digest = excluded.digest",
        (number, _EMPTY),
    )
    digest = _digest(connection.serialize())
    connection.execute("UPDATE seal SET digest = ?", (digest,))


def is_whole(connection: sqlite3.Connection, book: Path) -> bool:
    """Say whether the file of a book is as it was sealed, to the last byte."""
    content = connection.serialize()
    return book.stat().st_size == len(content) and _is_sealed(connection, content)


def _is_sealed(connection: sqlite3.Connection, content: bytes) -> bool:
    """Say whether the bytes of the file are those that were sealed, every one of them."""
    found = connection.execute("SELECT library, digest FROM seal").fetchone()
    if found is None or content[_COUNTER] != content[_COUNTER_AGAIN]:
        return False
    library, digest = found
    if not (isinstance(library, int) and isinstance(digest, bytes) and 0 <= library < _MOST):
        return False
    named = content[_LIBRARY] == int(library).to_bytes(4, "big")
    return named and content.count(digest) == 1 and _digest(content.replace(digest, _EMPTY)) == digest


def _digest(content: bytes) -> bytes:
    digest, rest = hashlib.sha256(), memoryview(content)
    for part in (_COUNTER, _COUNTER_AGAIN, _LIBRARY):
        done = len(content) - len(rest)
        digest.update(rest[: part.start - done])
        digest.update(bytes(4))
        rest = rest[part.stop - done :]
    digest.update(rest)
    return digest.digest()
