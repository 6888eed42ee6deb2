"""What other commands do with the book: remember_months by it, spare its statements, tell what was paid."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kpicalc.api import Request
from kpicalc.cli.console import tell
from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.i18n.catalogue import Language
from kpicalc.model.month import ClosedMonth
from kpicalc.model.result import Run
from kpicalc.months.book_file import OpenBook, holds_months, read_book
from kpicalc.months.differences import find_differences
from kpicalc.months.month_content import list_paid
from kpicalc.months.month_records import is_statement, last_words, list_amounts, list_records
from kpicalc.months.recall import BookPlace
from kpicalc.report.views.months import show_closed_month


def remember_months(request: Request, book: Path, department: str) -> Request:
    """Return the request of a run of a department, "" for everybody, that looks into the book."""
    return replace(request, book=BookPlace(book, department=department))


def guard_statements(book: Path, outputs: Iterable[Path], *, force: bool) -> Refusal | None:
    """Refuse to replace a statement by which a month was closed."""
    there = {path: _digest(path) for path in outputs if path.is_file()}
    if force or not there or not holds_months(book):
        return None
    found = read_book(
        book, lambda opened: [path for path, digest in there.items() if is_statement(opened, digest)]
    )
    if found.value is None:
        return Refusal("", (), found.diagnostics)
    return refuse("usage.statement_of_closed", path=str(found.value[0])) if found.value else None


def tell_closed_month(book: Path, run: Run, employees: Sequence[str], language: Language) -> None:
    """Say that a month is closed, and what comes out otherwise than it was paid; of an open one nothing."""
    found = read_book(book, lambda opened: _find_month(opened, run)).value
    if found is not None:
        kept = tuple(each for each in found.differences if not employees or each.either.employee in employees)
        tell(show_closed_month(replace(found, differences=kept), language))


def _find_month(opened: OpenBook, run: Run) -> ClosedMonth | None:
    """Return what was paid of a month: where departments closed it, by those with people of the run."""
    closed = [each for each in last_words(list_records(opened)) if each.period == run.period]
    if not closed:
        return None
    again = list_paid(run)
    people = {each.employee for each in again}
    found = [(each, list_amounts(opened, each.number)) for each in closed]
    ours = [
        (record, paid)
        for record, paid in found
        if not record.department or any(each.employee in people for each in paid)
    ]
    paid = tuple(each for _, amounts in ours for each in amounts)
    return ClosedMonth(ours[-1][0], paid, find_differences(paid, again)) if ours else None


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
