"""`kpicalc correct`: a closed month computed again from mended facts; what differs is paid next."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

from kpicalc import api
from kpicalc.cli.close import find_settings_file
from kpicalc.cli.console import tell, tell_problems, watch_progress
from kpicalc.cli.month_options import CorrectOptions
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.paths import find_book
from kpicalc.cli.request import make_request
from kpicalc.cli.signing import check_clock, confirm_warnings, hold, read_accepted, sign
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.month import ClosedMonth, MonthAct, MonthRecord, PaidAmount
from kpicalc.model.period import Period
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import OpenBook, change_book, read_book, read_checked
from kpicalc.months.departments import choose_department, find_dependent
from kpicalc.months.differences import find_changed, find_differences, find_missing, find_too_old, next_period
from kpicalc.months.month_content import list_named_values, list_paid, make_content
from kpicalc.months.month_records import find_record, list_amounts, list_kept, list_kept_files, list_records
from kpicalc.months.obstacles import find_open
from kpicalc.months.put_month import MonthEntry, put_month
from kpicalc.months.removals import find_forgotten
from kpicalc.report.document import Document, Paragraph
from kpicalc.report.views.months import show_correction, show_record
from kpicalc.report.writers.beside import open_workshop


@dataclass(frozen=True, slots=True)
class _Correcting:
    """A correction on its way: what was asked for, what the book has, the month that pays the difference."""

    options: CorrectOptions
    language: Language
    book: Path
    kept: api.KeptMonth
    paid_in: Period

    def write_down(self, again: api.Recomputed, told: tuple[Diagnostic, ...]) -> ExitCode:
        """Show the differences and, where there are some, write them down once the warnings are accepted."""
        options, language, book = self.options, self.language, self.book
        pay = list_paid(again.run)
        month = _compare(self.kept, pay)
        problems: tuple[Diagnostic, ...] = (
            *told,
            *find_missing(month, pay, book),
            *check_clock(book),
        )
        tell(show_correction(month, self.paid_in, language))
        differs = _differs(self.kept, again.run)
        if options.dry_run:
            problems += self._foresee(again)
        if options.dry_run or not differs:
            tell(Document((Paragraph(phrase("months.not_written", language)),)))
        if options.dry_run:
            return tell_problems(problems, language)
        if differs:
            place = FilePlace(str(book))
            unconfirmed = confirm_warnings(problems, options.accept, place, language)
            problems += unconfirmed or self.put(again, options.reason)
        told = problems if has_errors(problems) else (*problems, *self.follow())
        return tell_problems(told, language)

    def _foresee(self, again: api.Recomputed) -> tuple[Diagnostic, ...]:
        """Show what would differ in later months, corrected in a copy of the book that nobody keeps."""
        with open_workshop() as folder:
            book = folder / self.book.name
            copied = read_book(self.book, lambda _: copyfile(self.book, book))
            if copied.value is None:
                return copied.diagnostics
            aside = replace(self, book=book)
            put = aside.put(again, "") if _differs(self.kept, again.run) else ()
            return (*put, *aside.follow())

    def follow(self) -> tuple[Diagnostic, ...]:
        """Correct the later months that rest on a corrected one, in their order, as far as they differ.

        They are looked at also where the month comes out the same: a killed run may have left them behind.
        """
        book, first = self.book, self.kept.record
        found = read_book(book, lambda opened: list(find_dependent(opened, list_records(opened), first)))
        for record in found.value or ():
            kept = read_book(book, lambda opened: _take(opened, record))  # noqa: B023 - asked at once
            if kept.value is None:
                return kept.diagnostics
            forgotten = find_forgotten(kept.value.files, record, book)
            if forgotten:
                return forgotten
            again = api.follow_correction(kept.value, book)
            if again.value is None:
                return again.diagnostics
            month = _compare(kept.value, list_paid(again.value.run))
            if month.differences:
                tell(show_correction(month, self.paid_in, self.language))
            if _differs(kept.value, again.value.run):
                reason = phrase("months.follows", self.language, period=first.period)
                problems = replace(self, kept=kept.value).put(again.value, reason)
                if problems:
                    return problems
        return found.diagnostics

    def put(self, again: api.Recomputed, reason: str) -> tuple[Diagnostic, ...]:
        """Write a correction down, and tell its record; what is only foreseen is not told."""
        book, kept = self.book, self.kept
        content = make_content(again.run, again.files)
        period = kept.record.period
        entry = MonthEntry(
            MonthAct.CORRECT, period, self.paid_in, sign(reason), content, kept.record.department
        )

        def write(opened: OpenBook) -> Checked[MonthRecord]:
            changed = find_changed(list_records(opened), kept.record, book)
            if not changed:
                put_month(opened, entry)
            return Checked(None if changed else list_records(opened)[-1], changed)

        written = change_book(book, hold(), write)
        if written.value is not None and not self.options.dry_run:
            tell(show_record(written.value, self.language))
        return written.diagnostics


def correct_month(options: CorrectOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc correct` was asked to."""
    book = find_book(Path.cwd(), options.book)
    typed = ComputeOptions(options.facts, options.scheme, options.period, encoding=options.encoding)
    request = make_request(tuple(options.facts), typed, None if options.scheme else ())
    accepted = read_accepted(options.accept)
    if isinstance(book, Refusal) or isinstance(request, Refusal) or isinstance(accepted, Refusal):
        return next(each for each in (book, request, accepted) if isinstance(each, Refusal))
    options = replace(options, accept=list(accepted))
    period = api.find_month(request)
    if period.value is None:
        return tell_problems(period.diagnostics, language)
    asked, settings = period.value, request.settings
    named = options.department.strip() or settings.department
    looked = read_checked(book, lambda opened: _look(opened, book, (asked, named), settings.correct_back))
    if looked.value is None:
        return tell_problems(looked.diagnostics, language)
    kept, paid_in = looked.value
    with watch_progress(sys.stderr, language) as on_progress:
        again = api.recompute_month(
            request, kept, book, api.AskedFiles(find_settings_file(Path.cwd()), {}), on_progress
        )
    if again.value is None:
        return tell_problems(again.diagnostics, language)
    correcting = _Correcting(options, language, book, kept, paid_in)
    return correcting.write_down(again.value, again.diagnostics)


def _look(
    opened: OpenBook, book: Path, asked: tuple[Period, str], most: int
) -> Checked[tuple[api.KeptMonth, Period]]:
    chosen = choose_department(list_records(opened), *asked, book)
    if chosen.value is None:
        return Checked(None, chosen.diagnostics)
    records = chosen.value
    record = find_record(records, asked[0])
    if record is None:
        return Checked(None, find_open(records, asked[0], book))
    paid_in = next_period(records, record.period)
    kept = _take(opened, record)
    too_old = find_too_old(record.period, paid_in, most, book)
    obstacles = too_old or find_forgotten(kept.files, record, book)
    return Checked(None if obstacles else (kept, paid_in), obstacles)


def _take(opened: OpenBook, record: MonthRecord) -> api.KeptMonth:
    number = record.number
    columns = list_kept(opened, number)[1]
    return api.KeptMonth(record, list_kept_files(opened, number), list_amounts(opened, number), columns)


def _differs(kept: api.KeptMonth, run: Run) -> bool:
    """Say whether a month comes to other values: later ones may rest on them where its pay is the same."""
    return bool(_compare(kept, list_paid(run)).differences) or set(kept.columns) != set(
        list_named_values(run)
    )


def _compare(kept: api.KeptMonth, pay: tuple[PaidAmount, ...]) -> ClosedMonth:
    return ClosedMonth(kept.record, kept.amounts, find_differences(kept.amounts, pay))
