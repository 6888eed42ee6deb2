"""A computed period closed: what stands against it, and the one step in which book and files are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import field, replace
from pathlib import Path

from kpicalc import api
from kpicalc.cli.deliver import Together
from kpicalc.cli.outcome import Refusal
from kpicalc.cli.request import name_of, number_of
from kpicalc.cli.signing import check_clock, hold, sign
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, warning
from kpicalc.model.month import FileRole, KeptFile, MonthAct, MonthRecord
from kpicalc.model.problem import Problem
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import (
    PATIENCE,
    OpenBook,
    attempt,
    commit,
    holds_months,
    open_to_write,
    read_book,
)
from kpicalc.months.departments import (
    Closing,
    find_moved_on,
    find_other_names,
    find_people_of_others,
    find_unknown,
    keep_department,
)
from kpicalc.months.month_content import make_content
from kpicalc.months.month_records import list_records
from kpicalc.months.obstacles import find_closed, find_lost_values, find_out_of_turn
from kpicalc.months.put_month import MonthEntry, put_month
from kpicalc.report.writers.announced import Proof, mend_folders
from kpicalc.scheme.formula_words import call_values_of


@dataclass(frozen=True, slots=True)
class ClosingTurn:
    """What closing goes by: the book, the newest record when the run began, what is closed of the company.

    `shared` are the numbers of people whom another department may pay too; `patience` is how many seconds
    others who write into the book are waited for.
    """

    book: Path
    seen: int
    department: str = ""
    shared: frozenset[str] = field(default=frozenset())
    patience: int = PATIENCE

    def of_run(self, run: Run, others: Sequence[MonthRecord]) -> Closing:
        """Return what a run would close; its people are listed where records may speak of them."""
        places = api.employee_rows(run) if others else ()
        people = {number_of(place): name_of(place) for place in places}
        named = {number: "" if name == number else name for number, name in people.items()}
        return Closing(run.period, self.department, named, run.carried, self.shared)


def take_turn(book: Path, department: str) -> Checked[ClosingTurn]:
    """Look how far the book is before a run looks into it."""
    if not holds_months(book):
        return Checked(ClosingTurn(book, 0, department))
    found = read_book(book, list_records)
    if found.value is None:
        return Checked(None, found.diagnostics)
    return Checked(ClosingTurn(book, len(found.value), department))


def find_objections(turn: ClosingTurn, run: Run) -> tuple[Diagnostic, ...]:
    """Return what stands against closing a month; a book that is not there yet has nothing against it."""
    lost = tuple(find_lost_values(run))
    for each in run.settlements:
        lost = call_values_of(each.program, lost)
    emptied = _find_emptied(turn.book)
    if not holds_months(turn.book):
        return (*lost, *emptied)
    found = read_book(turn.book, lambda opened: tuple(_object(opened, turn, run)))
    return (*lost, *(found.diagnostics if found.value is None else (*found.value, *check_clock(turn.book))))


def _find_emptied(book: Path) -> tuple[Diagnostic, ...]:
    """Warn of a book that is there with nothing in it; while somebody begins it, that is waited for."""
    if not book.is_file() or holds_months(book):
        return ()
    with ExitStack() as held:
        attempt(book, lambda: held.enter_context(open_to_write(book, hold())))
    return () if holds_months(book) else (warning(Problem.BOOK_EMPTY, FilePlace(str(book)), book=str(book)),)


def find_begun_beside(book: Path, usual: Path) -> tuple[Diagnostic, ...]:
    """Warn of a book that would be begun while the one that is found without a name holds months."""
    if holds_months(book) or not holds_months(usual):
        return ()
    return (warning(Problem.BOOK_BEGUN_BESIDE, FilePlace(str(book)), book=str(book), other=str(usual)),)


def _object(opened: OpenBook, turn: ClosingTurn, run: Run) -> Iterator[Diagnostic]:
    records, book = list_records(opened), turn.book
    ours = keep_department(records, turn.department)
    closing = turn.of_run(run, records)
    yield from find_closed(ours, closing.period, book)
    yield from find_out_of_turn(ours, closing.period, book)
    yield from find_unknown(records, closing, book)
    yield from find_people_of_others(opened, records, closing, book)
    yield from find_other_names(opened, records, closing, book)


def enter_run(
    turn: ClosingTurn, request: api.Request, run: Run, asked: api.AskedFiles, reason: str
) -> Checked[MonthEntry]:
    """Return what the book is told of a run; a file that changed since it was read is a problem."""
    files = api.gather_files(request, run, asked)
    if files.value is None:
        return Checked(None, files.diagnostics)
    content, signed = make_content(run, files.value), sign(reason)
    return Checked(MonthEntry(MonthAct.CLOSE, run.period, run.period, signed, content, turn.department))


def write_closing(
    turn: ClosingTurn, run: Run, entry: MonthEntry, outputs: Mapping[Path, FileRole], write: Writing
) -> Checked[MonthRecord] | Refusal:
    """Write the book and the files in one step; return the record, or why there is none."""
    mend_folders(dict.fromkeys(path.resolve().parent for path in outputs))

    def close() -> Checked[MonthRecord] | Refusal:
        with open_to_write(turn.book, hold(), turn.patience) as opened:
            obstacles = _look_again(opened, turn, run)
            if obstacles:
                return Checked(None, obstacles)

            def prepare(digests: Mapping[Path, str]) -> Proof:
                return Proof(turn.book, put_month(opened, _with_outputs(entry, digests, outputs)))

            refused = write(Together(prepare, lambda: commit(opened)))
            return Checked(list_records(opened)[-1]) if refused is None else refused

    done = attempt(turn.book, close)
    return done.value or Checked(None, done.diagnostics)


Writing = Callable[[Together], Refusal | None]


def _look_again(opened: OpenBook, turn: ClosingTurn, run: Run) -> tuple[Diagnostic, ...]:
    """Return what has come to stand against it since the run began; nobody else writes from now on."""
    records = list_records(opened)
    closed = find_closed(keep_department(records, turn.department), run.period, turn.book)
    newer = records[turn.seen :]
    return closed or find_moved_on(opened, newer, turn.of_run(run, newer), turn.book)


def _with_outputs(
    entry: MonthEntry, digests: Mapping[Path, str], roles: Mapping[Path, FileRole]
) -> MonthEntry:
    """Add the files that were written, each with its digest: statements, and what is handed to others."""
    written = tuple(KeptFile(roles[path], str(path), digest) for path, digest in digests.items())
    return replace(entry, content=replace(entry.content, files=(*entry.content.files, *written)))
