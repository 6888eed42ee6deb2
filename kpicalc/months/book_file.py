"""The file of the book: opened to read or to write, and what it means when it cannot be."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from weakref import finalize

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.book_tables import APPLICATION, NEWEST, bring_up_to_date, version_of
from kpicalc.months.seal import is_whole, seal_pages

T = TypeVar("T")

# What the verbs of this room are given to look into, or to write.
OpenBook = sqlite3.Connection

# Seconds to wait for another run that writes into the book.
PATIENCE = 10
_SIGN = b"SQLite format 3\0"
_MALFORMED = b"malformed database schema"
_FULL = frozenset({"SQLITE_FULL"})
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_BUSY_RECOVERY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED"})
_DENIED = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


class _UnfitBookError(Exception):
    """The file is no book that this program can use."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes into the book: told to others while they wait."""

    process: int
    machine: str
    since: str


def read_book(book: Path, work: Callable[[sqlite3.Connection], T]) -> Checked[T]:
    """Look into the book without being able to change it; a book that is not there is a problem."""
    reader = BookReader(book)
    try:
        return reader.read(work)
    finally:
        reader.close()


def read_checked(book: Path, work: Callable[[sqlite3.Connection], Checked[T]]) -> Checked[T]:
    """Look into the book for what may not be found there."""
    looked = read_book(book, work)
    return looked.value or Checked(None, looked.diagnostics)


class BookReader:
    """A book that is looked into again and again: opened once, closed with the reader at the latest.

    Between two looks it holds nobody up who writes.
    """

    def __init__(self, book: Path) -> None:
        self.book = book
        self._held = ExitStack()
        self._connection: sqlite3.Connection | None = None
        self.close = finalize(self, self._held.close)

    def read(self, work: Callable[[sqlite3.Connection], T]) -> Checked[T]:
        """Look into the book without being able to change it; a book that is not there is a problem."""
        if not holds_months(self.book):
            return Checked(
                None, (error(Problem.BOOK_ABSENT, FilePlace(str(self.book)), book=str(self.book)),)
            )
        _recover(self.book)
        return attempt(self.book, lambda: self._look(work))

    def _look(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            address = f"{self.book.resolve().as_uri()}?mode=ro"
            self._connection = self._held.enter_context(_opened(address, PATIENCE))
        connection = self._connection
        connection.execute("BEGIN")
        try:
            _check_fit(connection, self.book)
            return _look_into(connection, self.book, work)
        finally:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")


def _look_into(connection: sqlite3.Connection, book: Path, work: Callable[[sqlite3.Connection], T]) -> T:
    """Do what is to be done with a book; where it fails because of changed bytes, the book is damaged.

    A changed byte may turn a text into a number, or a date into none: nothing can be said of what follows.
    """
    try:
        return work(connection)
    except sqlite3.Error:
        raise
    except Exception as failure:
        if is_whole(connection, book):
            raise
        reason = type(failure).__name__
        problem = error(Problem.BOOK_DAMAGED, FilePlace(str(book)), book=str(book), reason=reason)
        raise _UnfitBookError(problem) from failure


def holds_months(book: Path) -> bool:
    """Say whether there is a book with anything in it; one that was only begun is none."""
    with suppress(OSError):
        return book.is_file() and book.stat().st_size > 0
    return False


@contextmanager
def open_to_write(book: Path, holder: Holder, patience: int = PATIENCE) -> Iterator[sqlite3.Connection]:
    """Hold the book for writing; what is not committed when it ends is as if it had not been.

    A book that is not there is begun. Whoever comes meanwhile waits, and is told who holds it.
    """
    _begin(book)
    with _opened(book.resolve().as_uri(), patience) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with _noted(note_of(book), holder):
            _check_fit(connection, book)
            bring_up_to_date(connection)
            yield connection
        written = not connection.in_transaction
    if written:
        _seal_file(book)


def _seal_file(book: Path) -> None:
    """Let the seal speak of what was written, too; where that fails, the next who writes does it."""
    address = book.resolve().as_uri()
    with suppress(sqlite3.Error, OSError), book.open("rb") as opened, _opened(address, 0) as connection:
        seal_pages(connection, opened)


def change_book(book: Path, holder: Holder, work: Callable[[sqlite3.Connection], Checked[T]]) -> Checked[T]:
    """Hold the book for writing and write into it; what came to a value without an error is the truth."""

    def write() -> Checked[T]:
        with open_to_write(book, holder) as connection:
            done = work(connection)
            if done.ok:
                commit(connection)
            return done

    written = attempt(book, write)
    return written.value or Checked(None, written.diagnostics)


def commit(connection: sqlite3.Connection) -> None:
    """Make what was written the truth."""
    connection.execute("COMMIT")


def attempt(book: Path, action: Callable[[], T]) -> Checked[T]:
    """Do something with the book; what the book or the machine refuses becomes a problem."""
    try:
        return Checked(action())
    except _UnfitBookError as unfit:
        return Checked(None, (unfit.problem,))
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.IntegrityError):
        # These are mistakes of ours.
        raise
    except sqlite3.Error as failure:
        return Checked(None, (_explain(book, failure),))
    except UnicodeDecodeError as failure:
        if not failure.object.startswith(_MALFORMED):
            raise
        # SQLite quotes the changed bytes, and its words are no text any more.
        place, reason = FilePlace(str(book)), _MALFORMED.decode()
        return Checked(None, (error(Problem.BOOK_DAMAGED, place, book=str(book), reason=reason),))
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        return Checked(
            None, (error(Problem.BOOK_DENIED, FilePlace(str(book)), book=str(book), reason=reason),)
        )


def note_of(book: Path) -> Path:
    """Return the file in which whoever writes into the book says who he is."""
    return book.with_name(f".{book.name}.busy")


@contextmanager
def _opened(address: str, patience: int) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        yield connection
    finally:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        connection.close()


def _recover(book: Path) -> None:
    """Let SQLite undo what a killed run had begun: a reader alone may not."""
    journal = book.with_name(f"{book.name}-journal")
    if journal.exists():
        with suppress(sqlite3.Error), _opened(book.resolve().as_uri(), 0) as connection:
            version_of(connection)


def _begin(book: Path) -> None:
    """Make the file where there is none, for its owner only.

    If it stays empty it is no book yet; it is not removed, for others may be waiting to write into it.
    """
    with suppress(FileExistsError):
        os.close(os.open(book, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


@contextmanager
def _noted(note: Path, holder: Holder) -> Iterator[None]:
    """Leave word beside the book who writes into it, as long as it lasts."""
    told = {"process": holder.process, "machine": holder.machine, "since": holder.since}
    with suppress(OSError):
        note.unlink(missing_ok=True)
        handle = os.open(note, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            json.dump(told, opened)
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)


def _check_fit(connection: sqlite3.Connection, book: Path) -> None:
    """Refuse what is no book, a book of a newer program, and one that is cut off."""
    place = FilePlace(str(book))
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = version_of(connection)
    empty = not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application != APPLICATION and not (empty and version == 0):
        raise _UnfitBookError(error(Problem.BOOK_FOREIGN, place, book=str(book)))
    if version > NEWEST:
        raise _UnfitBookError(error(Problem.BOOK_NEWER, place, book=str(book), version=version, known=NEWEST))
    size = book.stat().st_size
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    expected = pages * connection.execute("PRAGMA page_size").fetchone()[0]
    if size < expected and not empty:
        raise _UnfitBookError(
            error(Problem.BOOK_DAMAGED, place, book=str(book), reason=f"{size} < {expected}")
        )


def _explain(book: Path, failure: sqlite3.Error) -> Diagnostic:
    place, named = FilePlace(str(book)), str(book)
    name = getattr(failure, "sqlite_errorname", "") or type(failure).__name__
    if name in _BUSY:
        return _tell_holder(book)
    if name in _FULL:
        return error(Problem.BOOK_DISK_FULL, place, book=named)
    if name.startswith(_DENIED):
        hint = "journal" if name == "SQLITE_READONLY_ROLLBACK" else ""
        return error(Problem.BOOK_DENIED, place, book=named, reason=str(failure), hint=hint)
    if name == "SQLITE_NOTADB" and not _begins_as_database(book):
        return error(Problem.BOOK_FOREIGN, place, book=named)
    if name.startswith("SQLITE_IOERR"):
        return error(Problem.BOOK_FAILED, place, book=named, reason=f"{failure} ({name})")
    return error(Problem.BOOK_DAMAGED, place, book=named, reason=str(failure))


def _begins_as_database(book: Path) -> bool:
    with suppress(OSError), book.open("rb") as opened:
        return opened.read(len(_SIGN)) == _SIGN
    return False


def _tell_holder(book: Path) -> Diagnostic:
    told: dict[str, object] = {}
    with suppress(OSError, ValueError):
        told = json.loads(note_of(book).read_text(encoding="utf-8"))
    return error(
        Problem.BOOK_BUSY,
        FilePlace(str(book)),
        book=str(book),
        process=told.get("process", "?"),
        machine=told.get("machine", "?"),
        since=told.get("since", "?"),
    )
