"""`kpicalc sheets`: compute a period, write the sheet of each employee, or all of them as one book."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import islice
from pathlib import Path

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems, watch_counts, watch_progress
from kpicalc.cli.deliver import (
    Inputs,
    Page,
    check_outputs,
    forbid_unless_installed,
    write_outputs,
    write_page,
)
from kpicalc.cli.in_order import trace_pay
from kpicalc.cli.made_folders import write_in_folders
from kpicalc.cli.options import SheetsOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import Place, make_request, name_of, narrow_to, number_of
from kpicalc.engine.settle import sum_of_person
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.month import PaidBefore
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.result import Run
from kpicalc.months.recall import recall_year
from kpicalc.report.document import Document, KeyValues, Shown, Verbatim
from kpicalc.report.sheet_names import make_safe, name_sheets
from kpicalc.report.views.breakdown import show_person
from kpicalc.report.views.sheet import Beside, show_sheet, show_year, word_sheets
from kpicalc.report.views.wording import name_employee, word_program
from kpicalc.report.writers.to_csv import write_mailing_list

_LIST = "list.csv"
_BOOK = "book"
# So many older sheets are called by name.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The sheets to be written: of whom, each with all his rows, in which order, and how they are told."""

    run: Run
    people: Sequence[Sequence[Place]]
    options: SheetsOptions
    language: Language
    count: Callable[[Iterable[Sequence[Place]]], Iterator[Sequence[Place]]] = iter
    year: Mapping[tuple[str, str], PaidBefore] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        """The suffix of the format that was asked for."""
        return f".{self.options.format}"

    def older_sheets(self, files: Mapping[Path, Iterable[bytes]]) -> list[str]:
        """Return the sheets of the period in the folder that are none of this run: of who has left."""
        if self.options.book:
            return []
        written = {path.name for path in files}
        found = self.options.to.glob(f"{make_safe(str(self.run.period))}_*{self.suffix}")
        return sorted(each.name for each in found if each.name not in written)

    def files_of_people(self) -> Mapping[Path, Iterable[bytes]]:
        """Return a file for each person, and the list by which they are sent; they are made in this order."""
        period, folder = str(self.run.period), self.options.to
        numbers = [number_of(places[0]) for places in self.people]
        names = [name_of(places[0]) for places in self.people]
        files = [f"{each}{self.suffix}" for each in name_sheets(period, numbers)]
        people = self._show_people()
        written: dict[Path, Iterable[bytes]] = {folder / file: self._write_next(people) for file in files}
        rows = zip(numbers, names, files, strict=True)
        written[folder / f"{make_safe(period)}_{_LIST}"] = write_mailing_list(rows, self.options.csv_dialect)
        return written

    def book(self) -> Mapping[Path, Iterable[bytes]]:
        title = phrase("sheet.book", self.language)
        period = format_period(self.run.period, self.language)
        parts = (part for _, shown in self._show_people() for part in shown)
        name = f"{make_safe(str(self.run.period))}_{_BOOK}{self.suffix}"
        page = Page(f"{title}: {period}", parts, self.language)
        return {self.options.to / name: write_page(self.suffix, page)}

    def _write_next(self, people: Iterator[tuple[str, tuple[Shown, ...]]]) -> Iterator[bytes]:
        """Yield the file of the next person."""
        title, parts = next(people)
        yield from write_page(self.suffix, Page(title, parts, self.language))

    def _show_people(self) -> Iterator[tuple[str, tuple[Shown, ...]]]:
        """Yield the title and the parts of each person's sheet."""
        told = {
            each.program.scheme: word_sheets(each.program, self.language) for each in self.run.settlements
        }
        traced = trace_pay([place for places in self.people for place in places])
        for places in self.count(self.people):
            shown: list[Shown] = []
            for place, (breakdown, grounds) in zip(places, islice(traced, len(places)), strict=True):
                beside = self._look_beside(place, alone=len(places) == 1)
                shown.extend(show_sheet(breakdown, grounds, told[breakdown.scheme], beside))
            if len(places) > 1:
                shown.append(show_person(places, self.language))
                shown += self._sum_of_year(places)
            who = name_employee(number_of(places[0]), name_of(places[0]))
            yield f"{phrase('sheet.title', self.language)}: {who}", tuple(shown)

    def _look_beside(self, place: Place, *, alone: bool) -> Beside:
        """Return what a sheet tells beside the pay; of one with several rows the year is told of all."""
        before = self._paid_before(place) if alone else None
        if not self.options.to_next:
            return Beside(before=before)
        settlement, row = place
        own = api.leave_own(settlement, row)
        found = api.find_next_steps(own, row, own.program.total)
        missing = [each for each in found if each.jump and each.gain > 0]
        competes = any(line.kind.traits.competing for line in own.program.pay_lines)
        return Beside(missing, api.find_own_curve(own, row, missing), before, competes=competes)

    def _paid_before(self, place: Place) -> PaidBefore | None:
        return self.year.get((number_of(place), place[0].program.currency))

    def _sum_of_year(self, places: Sequence[Place]) -> list[Document]:
        wording = word_program(places[0][0].program, self.language)
        told = tuple(show_year(sum_of_person(places), self._paid_before(places[0]), wording))
        return [Document((KeyValues(told),))] if told else []


def write_sheets(options: SheetsOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc sheets` was asked to."""
    request = _make_request(options)
    if isinstance(request, Refusal):
        return request
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.compute(request, on_progress)
    if checked.value is None:
        return tell_problems(checked.diagnostics, language)
    run = narrow_to(checked.value, options.employee)
    if isinstance(run, Refusal):
        return run
    refusal = _write(run, request, options, language)
    problems = api.omit_others(checked.diagnostics, checked.value.settlements, run.settlements)
    return refusal or tell_problems(problems, language)


def _make_request(options: SheetsOptions) -> api.Request | Refusal:
    forbidden = forbid_unless_installed(f".{options.format}")
    if forbidden is not None:
        return forbidden
    if options.to.exists() and not options.to.is_dir():
        return refuse("usage.to_is_file", path=str(options.to))
    request = make_request(tuple(options.facts), options)
    if isinstance(request, Refusal):
        return request
    return replace(request, allow_partial=options.allow_partial)


def _write(run: Run, request: api.Request, options: SheetsOptions, language: Language) -> Refusal | None:
    """Write the files as one set; those who have no total get no sheet."""
    year = _recall_year(request, run.period)
    if isinstance(year, Refusal):
        return year
    people: dict[str, list[Place]] = {}
    for place in api.employee_rows(run):
        people.setdefault(number_of(place), []).append(place)
    paid = [places for places in people.values() if all(row not in each.unpaid for each, row in places)]
    with watch_counts(sys.stderr, language, len(paid)) as count:
        sheets = _Sheets(run, paid, options, language, count, year)
        files = sheets.book() if options.book else sheets.files_of_people()
        refusal = check_outputs(files, Inputs(request.facts, request.schemes))
        if refusal is None:
            refusal = write_in_folders(files, lambda: write_outputs(files))
    if refusal is None:
        said = phrase("sheet.written", language, count=len(paid), folder=str(options.to))
        old = [] if options.employee else sheets.older_sheets(files)
        told = [phrase("sheet.older", language, count=len(old), names=tuple(old[:_NAMED]))] if old else []
        tell(Document(tuple(map(Verbatim, (said, *told)))))
    return refusal


def _recall_year(request: api.Request, period: Period) -> Mapping[tuple[str, str], PaidBefore] | Refusal:
    """Return what closed months paid since the year began, where there is a book of months."""
    if request.book is None or period.length is not PeriodLength.MONTH:
        return {}
    recalled = recall_year(request.book, period)
    return Refusal("", (), recalled.diagnostics) if recalled.value is None else recalled.value
