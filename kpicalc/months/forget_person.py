"""A person's data taken out of the book: numbers, names, values, pay and the facts, from every record."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path

from kpicalc.facts.join import normalise_name
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.kind import Kind
from kpicalc.model.month import FileRole, MonthRecord, Signature
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import FilePlace
from kpicalc.months.column_texts import write_words
from kpicalc.months.departments import name_people
from kpicalc.months.differences import list_due, next_period
from kpicalc.months.month_digests import content_digest
from kpicalc.months.month_records import last_words, list_kept, list_records
from kpicalc.months.put_month import put_blob
from kpicalc.months.recall import read_carried, write_carried
from kpicalc.months.removals import put_removal
from kpicalc.months.seal import seal_book

# Stands for a number or name in rows that are not the person's own.
_NOBODY = "–"
_FACTS_OF = "SELECT DISTINCT blob FROM files WHERE run = ? AND role = ? AND blob IS NOT NULL"
_KEEP_COLUMN = "UPDATE named SET blob = ? WHERE run = ? AND scheme = ? AND grain = ? AND name = ?"
_KEEP_ROWS = "UPDATE grains SET keys = ?, labels = ? WHERE run = ? AND scheme = ? AND grain = ?"
_UNPAY = "DELETE FROM pay WHERE person = (SELECT id FROM people WHERE number = ?)"
_ORPHANS = (
    "DELETE FROM blobs WHERE id NOT IN (SELECT blob FROM files WHERE blob IS NOT NULL UNION"
    " SELECT keys FROM grains UNION SELECT labels FROM grains UNION SELECT blob FROM named)"
)


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Who is to be forgotten: the number, the names it had, and the records that have the person."""

    number: str
    names: frozenset[str]
    records: tuple[MonthRecord, ...]
    problems: tuple[Diagnostic, ...] = field(default=())

    def is_meant(self, text: str) -> bool:
        """Say whether a text is the number or a name of the person."""
        return text == self.number or normalise_name(text) in self.names

    def find_present(self, opened: sqlite3.Connection, book: Path) -> Iterator[Diagnostic]:
        """Yield the problems that the person is still paid, or that something is still due."""
        records, place = list_records(opened), FilePlace(str(book))
        closed = last_words(records)
        if not closed or not self.records:
            return
        latest = {each.period.length: each.period for each in closed}
        still = [
            each for each in self.records if each in closed and latest[each.period.length] == each.period
        ]
        for period in dict.fromkeys(each.period for each in still):
            yield error(Problem.PERSON_STILL_THERE, place, number=self.number, period=period)
        due = list_due(opened, next_period(records, self.records[-1].period)) if not still else ()
        for owed in (each for each in due if each.employee == self.number):
            told = {
                "number": self.number,
                "period": owed.period,
                "amount": f"{owed.amount:f} {owed.currency}",
            }
            yield error(Problem.PERSON_STILL_DUE, place, **told)

    def find_named(self, opened: sqlite3.Connection, book: Path) -> Iterator[Diagnostic]:
        """Warn of texts that name the person and stay: schemes, settings, reasons."""
        query = "SELECT DISTINCT name, data FROM files JOIN blobs ON blobs.id = blob WHERE role IN (?, ?)"
        for name, data in opened.execute(query, (FileRole.SCHEME, FileRole.SETTINGS)):
            text = zlib.decompress(data).decode("utf-8", "replace")
            if self._speaks_of(text):
                yield warning(
                    Problem.PERSON_STILL_NAMED, FilePlace(str(book)), number=self.number, where=name
                )
        for each in list_records(opened):
            if self._speaks_of(each.signature.reason):
                told = {"number": self.number, "where": f"{each.number}: {each.signature.reason}"}
                yield warning(Problem.PERSON_STILL_NAMED, FilePlace(str(book)), **told)

    def _speaks_of(self, text: str) -> bool:
        words = normalise_name(text)
        quoted = any(f"{mark}{self.number}{mark}" in text for mark in "\"'")
        return quoted or any(name in words for name in self.names)

    def forget_carried(self, opened: sqlite3.Connection, run: int) -> bool:
        """Take the person out of the amounts that were carried into a month; say whether some were."""
        carried = False
        query = "SELECT position, data FROM files JOIN blobs ON blobs.id = blob WHERE run = ? AND role = ?"
        for position, data in opened.execute(query, (run, FileRole.CARRIED)).fetchall():
            amounts = read_carried(zlib.decompress(data))
            left = tuple(each for each in amounts if each.employee != self.number)
            if left != amounts:
                blob = put_blob(opened, write_carried(left).encode())
                opened.execute(
                    "UPDATE files SET blob = ? WHERE run = ? AND position = ?", (blob, run, position)
                )
                carried = True
        return carried


def find_people(opened: sqlite3.Connection) -> dict[str, str]:
    """Return everybody that the book has, by number, with the last name."""
    found: dict[str, str] = {}
    for each in list_records(opened):
        found |= name_people(opened, each.number)
    return found


def plan_forgetting(opened: sqlite3.Connection, number: str, book: Path) -> Forgetting:
    """Return what a person has in the book, and what stands against taking it out."""
    named = [(each, name_people(opened, each.number)) for each in list_records(opened)]
    with_person = [(each, people[number]) for each, people in named if number in people]
    names = frozenset(normalise_name(name) for _, name in with_person if name)
    records = tuple(each for each, _ in with_person)
    planned = Forgetting(number, names, records)
    problems = (*planned.find_present(opened, book), *planned.find_named(opened, book))
    return Forgetting(number, names, records, problems)


def forget_person(opened: sqlite3.Connection, planned: Forgetting, signature: Signature) -> None:
    """Take a person out of every record, and write down which records hold less since; seal the book."""
    touched = {each.number for each in planned.records}
    for run in sorted(touched):
        _forget_values(opened, run, planned)
    touched |= {each.number for each in list_records(opened) if planned.forget_carried(opened, each.number)}
    for run in tuple(each.number for each in planned.records):
        for (blob,) in opened.execute(_FACTS_OF, (run, FileRole.FACTS)).fetchall():
            # Other records may have read the same file.
            found = opened.execute("SELECT DISTINCT run FROM files WHERE blob = ?", (blob,)).fetchall()
            touched |= {each for (each,) in found}
            opened.execute("UPDATE files SET blob = NULL WHERE blob = ?", (blob,))
    opened.execute(_UNPAY, (planned.number,))
    opened.execute("DELETE FROM people WHERE number = ?", (planned.number,))
    opened.execute(_ORPHANS)
    put_removal(opened, signature, 1, {run: content_digest(opened, run) for run in touched})
    seal_book(opened)


def _forget_values(opened: sqlite3.Connection, run: int, planned: Forgetting) -> None:
    rows, columns = list_kept(opened, run)
    kept: dict[tuple[str, str], frozenset[int]] = {}
    for each in rows:
        own = each.grain == EMPLOYEES
        gone = frozenset(row for row, key in enumerate(each.keys) if own and key == planned.number)
        kept[each.scheme, each.grain] = gone
        blobs = (_put_words(opened, texts, gone, planned) for texts in (each.keys, each.labels))
        opened.execute(_KEEP_ROWS, (*blobs, run, each.scheme, each.grain))
    for column in columns:
        lines = column.text.split(b"\n")
        gone = kept[column.scheme, column.grain]
        left = [line for row, line in enumerate(lines) if row not in gone]
        if column.kind == Kind.TEXT:
            left = [b"?" if planned.is_meant(line[1:].decode("utf-8", "replace")) else line for line in left]
        if left != lines:
            place = (run, column.scheme, column.grain, column.name)
            opened.execute(_KEEP_COLUMN, (put_blob(opened, b"\n".join(left)), *place))


def _put_words(
    opened: sqlite3.Connection, texts: Sequence[str], gone: frozenset[int], planned: Forgetting
) -> int:
    left = (text for row, text in enumerate(texts) if row not in gone)
    return put_blob(opened, write_words([_NOBODY if planned.is_meant(each) else each for each in left]))
