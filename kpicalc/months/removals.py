"""Data of people who were taken out of the book: what is told of it, and its link in the chain."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.month import FileRole, KeptFile, MonthRecord, Removal, Signature
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.book_tables import knows_removals
from kpicalc.months.month_digests import chain_digest, write_out_removal

_LISTED = "SELECT number, who, at, engine, reason, people, contents, chain FROM removals ORDER BY number"
_PUT = "INSERT INTO removals VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_LINKS = "SELECT number, chain FROM runs"
_ALL_LINKS = "SELECT number, chain FROM runs UNION ALL SELECT number, chain FROM removals"


def list_removals(connection: sqlite3.Connection) -> tuple[Removal, ...]:
    """Return how often data of people was taken out, in its order; an older book knows none."""
    if not knows_removals(connection):
        return ()
    return tuple(
        Removal(number, Signature(who, at, engine, reason), people, _read(contents), chain.hex())
        for number, who, at, engine, reason, people, contents, chain in connection.execute(_LISTED)
    )


def newest_link(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Return the number and the chain of the newest record or removal; 0 and nothing of an empty book."""
    links = _ALL_LINKS if knows_removals(connection) else _LINKS
    found = connection.execute(f"{links} ORDER BY number DESC LIMIT 1").fetchone()
    return (0, b"") if found is None else (int(found[0]), bytes(found[1]))


def put_removal(
    connection: sqlite3.Connection, signature: Signature, people: int, left: Mapping[int, bytes]
) -> None:
    """Write down that data was taken out; `left` are the digests of what records hold since."""
    number, previous = newest_link(connection)
    contents = json.dumps({run: digest.hex() for run, digest in sorted(left.items())})
    stated = (signature.who, signature.at, signature.engine, signature.reason, people, contents)
    chain = chain_digest(previous, write_out_removal(stated), b"")
    connection.execute(_PUT, (number + 1, *stated, chain))


def describe_removal(removal: Removal) -> bytes:
    """Return what a removal states of itself, as it is hashed."""
    signature = removal.signature
    contents = json.dumps(dict(removal.contents))
    stated = (signature.who, signature.at, signature.engine, signature.reason, removal.people, contents)
    return write_out_removal(stated)


def find_forgotten(files: Iterable[KeptFile], record: MonthRecord, book: Path) -> tuple[Diagnostic, ...]:
    """Return the problem that facts of a month went with a person's data: it is not computed again."""
    gone = any(each.role is FileRole.FACTS and each.data is None for each in files)
    if not gone:
        return ()
    told = {"period": record.period, "written": str(record.period), "record": record.number}
    return (error(Problem.FACTS_FORGOTTEN, FilePlace(str(book)), **told),)


def _read(contents: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(run), str(digest)) for run, digest in json.loads(contents).items())
