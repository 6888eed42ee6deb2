"""`kpicalc explain 2026-02 …`: a value of a closed month from the book, and on to earlier months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kpicalc import api
from kpicalc.api.kept_files import laid_out
from kpicalc.cli.console import tell, tell_problems
from kpicalc.cli.explain import explain_value, find_explained
from kpicalc.cli.options import ExplainOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.paths import find_book, find_department
from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked
from kpicalc.model.month import KeptFile, MonthRecord
from kpicalc.model.period import Period, parse_period
from kpicalc.model.result import Explanation, Run
from kpicalc.months.book_file import OpenBook, read_checked
from kpicalc.months.departments import name_people
from kpicalc.months.month_records import find_called, last_words, list_kept_files, list_records
from kpicalc.months.obstacles import find_open
from kpicalc.months.recall import BookPlace
from kpicalc.months.removals import find_forgotten
from kpicalc.report.document import Document

# A sum of the year rests on eleven months before; a streak may be longer.
_MOST = 36
_NOTE = "from_closed"


@dataclass(frozen=True, slots=True)
class _Step:
    """A value of a closed month that is to be explained."""

    period: Period
    employee: str
    line: str

    def explain_month(
        self, options: ExplainOptions, at: tuple[Path, str], language: Language
    ) -> Checked[_Told] | Refusal:
        book, department = at
        found = read_checked(book, lambda opened: self._find(opened, book, department))
        if found.value is None:
            return Checked(None, found.diagnostics)
        record, files = found.value
        forgotten = find_forgotten(files, record, book)
        if forgotten:
            return Checked(None, forgotten)
        place = BookPlace(book.resolve(), record.number, department=record.department)
        with laid_out(files, place) as request:
            checked = api.compute(replace(request, allow_partial=True))
            if checked.value is None:
                return Checked(None, checked.diagnostics)
            explained = explain_value(checked.value, options, language)
            if isinstance(explained, Refusal):
                return explained
            return Checked(_Told(tuple(explained), tuple(find_earlier(checked.value, options))))

    def _find(
        self, opened: OpenBook, book: Path, department: str
    ) -> Checked[tuple[MonthRecord, tuple[KeptFile, ...]]]:
        """Return the last word on a month, of several departments that which paid the person."""
        records = list_records(opened)
        closed = find_called(last_words(records), self.period)
        wanted = self.employee.casefold()
        ours = [each for each in closed if department in {"", each.department}] or list(closed)
        paid = (each for each in ours if _pays(name_people(opened, each.number), wanted))
        record = next(paid, ours[0] if ours else None)
        if record is None:
            return Checked(None, find_open(records, self.period, book))
        return Checked((record, list_kept_files(opened, record.number)))


def explain_closed(options: ExplainOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc explain` was asked to, where a closed month stands in the place of facts."""
    book, department = find_book(Path.cwd(), options.book), find_department(Path.cwd(), "")
    period = parse_period(str(options.fact))
    if isinstance(book, Refusal):
        return book
    if isinstance(department, Refusal):
        return department
    assert period is not None  # noqa: S101 - that is why it was called
    return _explain_steps(
        [_Step(period, options.employee, options.line)], options, (book, department), language
    )


def explain_earlier(
    run: Run, options: ExplainOptions, book: BookPlace, language: Language
) -> ExitCode | Refusal:
    """Tell of the values of closed months that a value rests on, down to their cells."""
    steps = list(find_earlier(run, options))
    return _explain_steps(steps, replace(options, why_not=""), (book.path, book.department), language)


def _explain_steps(
    steps: list[_Step], options: ExplainOptions, at: tuple[Path, str], language: Language
) -> ExitCode | Refusal:
    seen: set[_Step] = set()
    while steps and len(seen) < _MOST:
        step = steps.pop(0)
        seen.add(step)
        asked = replace(
            options, employee=step.employee, line=step.line, why_not=options.why_not if len(seen) == 1 else ""
        )
        told = step.explain_month(asked, at, language)
        if isinstance(told, Refusal):
            return told
        if told.value is None:
            return tell_problems(told.diagnostics, language)
        for document in told.value.documents:
            tell(document)
        steps += [each for each in told.value.earlier if options.full and each not in (*seen, *steps)]
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class _Told:
    """How a value of a month came about, and the values of earlier months that it rests on."""

    documents: tuple[Document, ...]
    earlier: tuple[_Step, ...]


def _pays(people: dict[str, str], wanted: str) -> bool:
    return any(wanted == number.casefold() or wanted in name.casefold() for number, name in people.items())


def find_earlier(run: Run, options: ExplainOptions) -> Iterator[_Step]:
    """Yield the values of earlier closed months that a value rests on, each once."""
    found = find_explained(run, options)
    assert not isinstance(found, Refusal)  # noqa: S101 - it has been explained
    trees = (api.explain(*place, name) for place, name in found)
    notes = (note for tree in trees for each in _walk(tree) for note in each.notes if note.key == _NOTE)
    for params in dict.fromkeys(note.params for note in notes):
        said = dict(params)
        period = said["period"]
        if isinstance(period, Period):
            yield _Step(period, str(said["who"]), str(said["name"]))


def _walk(tree: Explanation) -> Iterator[Explanation]:
    yield tree
    for child in tree.children:
        yield from _walk(child)
