"""`kpicalc correct`: a closed month computed again from mended facts; what differs is paid next."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from kpicalc import api
from kpicalc.cli.close import find_settings_file
from kpicalc.cli.console import tell, tell_problems, watch_progress
from kpicalc.cli.month_options import CorrectOptions
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.paths import find_book
from kpicalc.cli.request import make_request
from kpicalc.cli.signing import confirm_warnings, hold, sign
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.month import ClosedMonth, MonthAct
from kpicalc.model.period import Period
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import OpenBook, attempt, commit, open_to_write, read_book
from kpicalc.months.corrections import find_changed, find_missing, find_too_old, next_period
from kpicalc.months.differences import find_differences
from kpicalc.months.month_content import list_paid, make_content
from kpicalc.months.month_records import find_record, list_amounts, list_files, list_records
from kpicalc.months.obstacles import find_open
from kpicalc.months.put_month import MonthEntry, put_month
from kpicalc.report.views.months import show_correction


@dataclass(frozen=True, slots=True)
class _Correcting:
    """A correction on its way: what was asked for, what the book has, the month that pays the difference."""

    options: CorrectOptions
    language: Language
    book: Path
    kept: api.KeptMonth
    paid_in: Period


def correct_month(options: CorrectOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc correct` was asked to."""
    book = find_book(Path.cwd(), options.book)
    typed = ComputeOptions(options.facts, options.scheme, options.period, encoding=options.encoding)
    request = make_request(tuple(options.facts), typed, None if options.scheme else ())
    if isinstance(book, Refusal) or isinstance(request, Refusal):
        return book if isinstance(book, Refusal) else request  # type: ignore[return-value] # one of both is
    period = api.find_month(request)
    if period.value is None:
        return tell_problems(period.diagnostics, language)
    asked, most = period.value, request.settings.correct_back
    looked = read_book(book, lambda opened: _look(opened, book, asked, most))
    if looked.value is None or not isinstance(looked.value[0], api.KeptMonth):
        return tell_problems(looked.value or looked.diagnostics, language)
    kept, paid_in = looked.value
    with watch_progress(sys.stderr, language) as on_progress:
        again = api.recompute_month(request, kept, book, api.Asked(find_settings_file(), {}), on_progress)
    if again.value is None:
        return tell_problems(again.diagnostics, language)
    correcting = _Correcting(options, language, book, kept, paid_in)
    return _write_down(correcting, again.value, again.diagnostics)


def _look(
    opened: OpenBook, book: Path, asked: Period, most: int
) -> tuple[api.KeptMonth, Period] | tuple[Diagnostic, ...]:
    records = list_records(opened)
    record = find_record(records, asked)
    if record is None:
        return find_open(records, asked, book)
    paid_in = next_period(records)
    obstacles = find_too_old(record.period, paid_in, most, book)
    if obstacles:
        return obstacles
    number = record.number
    return api.KeptMonth(record, list_files(opened, number), list_amounts(opened, number), ()), paid_in


def _write_down(correcting: _Correcting, again: api.Recomputed, told: tuple[Diagnostic, ...]) -> ExitCode:
    """Show the differences and, where there are some, write them down once the warnings are accepted."""
    options, language, book = correcting.options, correcting.language, correcting.book
    kept, pay = correcting.kept, list_paid(again.run)
    month = ClosedMonth(kept.record, kept.amounts, find_differences(kept.amounts, pay))
    problems = (*told, *find_missing(month, pay, book))
    tell(show_correction(month, correcting.paid_in, language))
    if options.dry_run or not month.differences:
        return tell_problems(problems, language)
    place = FilePlace(str(book))
    unconfirmed = confirm_warnings(problems, options.accept or (), place, language)
    if unconfirmed:
        return tell_problems((*problems, *unconfirmed), language)
    content, period = make_content(again.run, again.files), kept.record.period
    entry = MonthEntry(MonthAct.CORRECT, period, correcting.paid_in, sign(options.reason), content)
    done = attempt(book, lambda: _put(correcting, entry))
    return tell_problems((*problems, *done.diagnostics, *(done.value or ())), language)


def _put(correcting: _Correcting, entry: MonthEntry) -> tuple[Diagnostic, ...]:
    book, kept = correcting.book, correcting.kept
    with open_to_write(book, hold()) as opened:
        changed = find_changed(list_records(opened), kept.record, book)
        if not changed:
            put_month(opened, entry)
            commit(opened)
        return changed
