"""A closed month computed once more from the files in the book, and compared with what was paid."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kpicalc import __version__
from kpicalc.api.kept_files import AskedFiles, gather_files, kept_schemes, laid_out
from kpicalc.api.run import Request, compute, open_facts
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.month import FileRole, KeptColumn, KeptFile, MonthRecord, PaidAmount, PaidDifference
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.months.differences import find_differences
from kpicalc.months.month_content import list_named_values, list_paid
from kpicalc.months.recall import BookPlace, read_carried


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """What the book has of a month: its record, files, pay, and the digest of each named value."""

    record: MonthRecord
    files: tuple[KeptFile, ...]
    amounts: tuple[PaidAmount, ...]
    columns: tuple[KeptColumn, ...]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A closed month computed by mended facts: the run, and the files that it was made from."""

    run: Run
    files: tuple[KeptFile, ...]


def recompute_month(
    request: Request,
    month: KeptMonth,
    book: Path,
    asked: AskedFiles,
    on_progress: Callable[[str], None] | None = None,
) -> Checked[Recomputed]:
    """Compute a closed month by other facts, and by the schemes that it was closed by unless some are named.

    What was carried into it stays: it was paid. Months before it are as the book knows them now.
    """
    carried = next((each.data for each in month.files if each.role is FileRole.CARRIED), None)
    place = BookPlace(book, 0, read_carried(carried or b"[]"), month.record.department)
    with kept_schemes(month.files) as schemes:
        wanted = replace(request, schemes=request.schemes or schemes, period=month.record.period, book=place)
        checked = compute(wanted, on_progress)
        if checked.value is None or not checked.ok:
            return Checked(None, checked.diagnostics)
        options = {**asked.options, "period": str(month.record.period), "encoding": request.encoding}
        files = gather_files(wanted, checked.value, replace(asked, options=options))
    if files.value is None:
        return Checked(None, files.diagnostics)
    gathered = files.value if request.schemes else tuple(_with_schemes(files.value, month.files))
    return Checked(Recomputed(checked.value, gathered), checked.diagnostics)


def follow_correction(month: KeptMonth, book: Path) -> Checked[Recomputed]:
    """Compute a later month again by its own files, after one that it may rest on was corrected."""
    with laid_out(month.files, BookPlace(book.resolve(), department=month.record.department)) as request:
        checked = compute(request)
    if checked.value is None or not checked.ok:
        return Checked(None, checked.diagnostics)
    files = tuple(each for each in month.files if each.role not in {FileRole.OUTPUT, FileRole.HAND_OFF})
    return Checked(Recomputed(checked.value, files), checked.diagnostics)


def find_month(request: Request) -> Checked[Period]:
    """Return the month that facts are of."""
    if request.period is not None:
        return Checked(request.period)
    opened = open_facts(request)
    return Checked(None if opened.value is None else opened.value.period, opened.diagnostics)


def _with_schemes(files: Iterable[KeptFile], before: Iterable[KeptFile]) -> Iterator[KeptFile]:
    """Yield the files of a correction, its schemes under the names that they were closed under."""
    yield from (each for each in before if each.role is FileRole.SCHEME)
    yield from (each for each in files if each.role is not FileRole.SCHEME)


def verify_month(month: KeptMonth, book: BookPlace) -> Checked[Run]:
    """Compute a kept month again; every line of a person and every value that differs is a problem."""
    record = month.record
    place = BookPlace(book.path.resolve(), record.number, department=record.department)
    with laid_out(month.files, place) as request:
        checked = compute(request)
    if checked.value is None:
        return checked
    problems = tuple(_compare(month, checked.value, str(book.path)))
    return Checked(checked.value, problems)


def _compare(month: KeptMonth, run: Run, book: str) -> Iterator[Diagnostic]:
    differences = find_differences(month.amounts, list_paid(run))
    for each in differences:
        yield _tell_line(month.record, each, book)
    if differences:
        return
    again = {_key(each): hashlib.sha256(each.text).hexdigest() for each in list_named_values(run)}
    for column in month.columns:
        before, after = hashlib.sha256(column.text).hexdigest(), again.get(_key(column), "–")
        if before != after:
            yield _tell(
                month.record, book, person="–", line=column.name, before=before[:12], after=after[:12]
            )


def _key(column: KeptColumn) -> tuple[str, str, str]:
    return column.scheme, column.grain, column.name


def _tell_line(record: MonthRecord, difference: PaidDifference, book: str) -> Diagnostic:
    either = difference.either
    figures = (
        "–" if each is None else format(each.amount, "f") for each in (difference.before, difference.after)
    )
    before, after = figures
    person = f"{either.employee} {either.name}".strip()
    return _tell(record, book, person=person, line=either.label or either.line, before=before, after=after)


def _tell(record: MonthRecord, book: str, *, before: str, after: str, **named: str) -> Diagnostic:
    engine = record.signature.engine
    hint = {} if engine == __version__ else {"hint": "engine", "engine": engine, "now": __version__}
    said = {"before": before, "after": after, **named, **hint}
    return error(Problem.RECOMPUTED_OTHERWISE, FilePlace(book), period=record.period, **said)
