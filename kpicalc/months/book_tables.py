"""The tables of the book of months, and the steps that bring an older book to them."""

from __future__ import annotations

import sqlite3

# "KPIB": how `file` and SQLite tell the book from other databases.
APPLICATION = 0x4B504942
NEWEST = 4

_FIRST = """
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, data BLOB NOT NULL
) STRICT;
CREATE TABLE runs (
  number INTEGER PRIMARY KEY, act TEXT NOT NULL, period TEXT NOT NULL, paid_in TEXT NOT NULL,
  version INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, engine TEXT NOT NULL, reason TEXT NOT NULL,
  people INTEGER NOT NULL, sums TEXT NOT NULL, content BLOB NOT NULL, chain BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE files (
  run INTEGER NOT NULL REFERENCES runs, position INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
  digest BLOB NOT NULL, blob INTEGER REFERENCES blobs, PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_digest ON files (digest);
CREATE TABLE grains (
  run INTEGER NOT NULL REFERENCES runs, scheme TEXT NOT NULL, grain TEXT NOT NULL,
  keys INTEGER NOT NULL REFERENCES blobs, labels INTEGER NOT NULL REFERENCES blobs,
  PRIMARY KEY (run, scheme, grain)
) STRICT, WITHOUT ROWID;
CREATE TABLE named (
  run INTEGER NOT NULL REFERENCES runs, scheme TEXT NOT NULL, grain TEXT NOT NULL, name TEXT NOT NULL,
  kind TEXT NOT NULL, blob INTEGER NOT NULL REFERENCES blobs, PRIMARY KEY (run, scheme, grain, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE people (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE lines (
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, scheme TEXT NOT NULL, name TEXT NOT NULL,
  label TEXT NOT NULL, kind TEXT NOT NULL, currency TEXT NOT NULL, places INTEGER NOT NULL,
  UNIQUE (run, scheme, name)
) STRICT;
CREATE TABLE pay (
  line INTEGER NOT NULL REFERENCES lines, person INTEGER NOT NULL REFERENCES people,
  part INTEGER NOT NULL, units ANY NOT NULL, PRIMARY KEY (line, person, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE seal (
  id INTEGER PRIMARY KEY CHECK (id = 1), library INTEGER NOT NULL, digest BLOB NOT NULL
) STRICT;
CREATE VIEW paid AS
  SELECT runs.number AS run, runs.period, runs.paid_in, runs.version, lines.scheme, people.number AS employee,
    pay.part, lines.name AS line, lines.label, lines.currency, pay.units, lines.places
  FROM pay JOIN lines ON lines.id = pay.line JOIN runs ON runs.number = lines.run
    JOIN people ON people.id = pay.person;
"""

_DEPARTMENTS = """
ALTER TABLE runs ADD COLUMN department TEXT NOT NULL DEFAULT '';
DROP VIEW paid;
CREATE VIEW paid AS
  SELECT runs.number AS run, runs.period, runs.department, runs.paid_in, runs.version, lines.scheme,
    people.number AS employee, pay.part, lines.name AS line, lines.label, lines.currency, pay.units,
    lines.places
  FROM pay JOIN lines ON lines.id = pay.line JOIN runs ON runs.number = lines.run
    JOIN people ON people.id = pay.person;
"""

_REMOVALS = """
CREATE TABLE removals (
  number INTEGER PRIMARY KEY, who TEXT NOT NULL, at TEXT NOT NULL, engine TEXT NOT NULL, reason TEXT NOT NULL,
  people INTEGER NOT NULL, contents TEXT NOT NULL, chain BLOB NOT NULL UNIQUE
) STRICT;
"""

_SEALED_PAGES = """
DROP TABLE seal;
CREATE TABLE seal (
  id INTEGER PRIMARY KEY CHECK (id = 1), library INTEGER NOT NULL, digest BLOB NOT NULL,
  left_out BLOB NOT NULL
) STRICT;
"""

# What leads from each version to the next; the last ends at NEWEST.
_STEPS = (_FIRST, _DEPARTMENTS, _REMOVALS, _SEALED_PAGES)
# Before this version a month was closed for everybody at once.
_KNOWS_DEPARTMENTS = 2
# Before this one nothing was ever taken out.
_KNOWS_REMOVALS = 3
# Before this one the seal was one digest over all bytes.
_SEALS_PAGES = 4


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables of a book, 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def department_column(connection: sqlite3.Connection) -> str:
    """Return what stands for the department of a record, also in a book of before there were any."""
    return "department" if version_of(connection) >= _KNOWS_DEPARTMENTS else "''"


def knows_removals(connection: sqlite3.Connection) -> bool:
    """Say whether data of people may have been taken out of a book."""
    return version_of(connection) >= _KNOWS_REMOVALS


def seals_pages(connection: sqlite3.Connection) -> bool:
    """Say whether the seal of a book is made page by page."""
    return version_of(connection) >= _SEALS_PAGES


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an older book up to date, within the transaction."""
    for number, step in enumerate(_STEPS[version_of(connection) :], version_of(connection) + 1):
        for statement in filter(str.strip, step.split(";\n")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
