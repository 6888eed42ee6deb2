"""`kpicalc months` and `reopen`: what the book holds, whether it is whole, a month given up again."""

from __future__ import annotations

from pathlib import Path

from kpicalc.cli.console import tell, tell_problems, tell_refused, write_chunks
from kpicalc.cli.month_options import MonthsOptions, ReopenOptions
from kpicalc.cli.options import ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import find_book
from kpicalc.cli.request import find_asked_month
from kpicalc.cli.signing import check_clock, hold, sign
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Checked
from kpicalc.model.month import NO_CONTENT, MonthAct, MonthRecord
from kpicalc.model.period import Period
from kpicalc.months.book_file import OpenBook, change_book, holds_months, read_book
from kpicalc.months.departments import choose_department, find_dependent
from kpicalc.months.month_records import find_record, list_records
from kpicalc.months.obstacles import find_later, find_open
from kpicalc.months.put_month import MonthEntry, put_month
from kpicalc.months.removals import list_removals, newest_link
from kpicalc.months.seal import check_book
from kpicalc.report.document import Document, Paragraph
from kpicalc.report.views.months import show_record, show_records, tell_removals
from kpicalc.report.writers.months_data import write_check, write_records


def list_months(options: MonthsOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc months` was asked to."""
    book = find_book(Path.cwd(), options.book)
    if isinstance(book, Refusal):
        return book
    if options.check:
        return _check(book, options, language)
    found = read_book(book, lambda opened: (list_records(opened), list_removals(opened)))
    if found.value is None:
        return tell_refused(found.diagnostics, options.format, language)
    records, removals = found.value
    if options.format is ResultFormat.JSON:
        write_chunks(write_records(records, removals))
    else:
        listed = show_records(records, str(book), language)
        tell(Document((*listed.blocks, *tell_removals(removals, language))))
    return ExitCode.OK


def reopen_month(options: ReopenOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc reopen` was asked to."""
    asked = find_asked_month(options.book, options.period, options.department)
    if isinstance(asked, Refusal):
        return asked
    book, period, department = asked
    if not options.reason.strip():
        return refuse("usage.no_reason")
    if not holds_months(book):
        return tell_problems(read_book(book, list_records).diagnostics, language)
    behind = check_clock(book)
    asked_for, reason = (period, department), options.reason.strip()
    done = change_book(book, hold(), lambda opened: _reopen(opened, book, asked_for, reason))
    if done.value is None:
        return tell_problems(done.diagnostics, language)
    tell(show_record(done.value, language))
    return tell_problems(behind, language)


def _check(book: Path, options: MonthsOptions, language: Language) -> ExitCode:
    checked = read_book(book, lambda opened: (check_book(opened, book), newest_link(opened)))
    if checked.value is None:
        return tell_refused(checked.diagnostics, options.format, language)
    problems, (count, chain) = checked.value
    if options.format is ResultFormat.JSON:
        write_chunks(write_check(str(book), (count, chain), problems))
    if problems:
        return tell_problems(problems, language)
    if options.format is ResultFormat.TEXT:
        said = phrase("months.whole", language, book=str(book), count=count, chain=chain.hex())
        tell(Document((Paragraph(said),)))
    return ExitCode.OK


def _reopen(opened: OpenBook, book: Path, asked: tuple[Period, str], reason: str) -> Checked[MonthRecord]:
    records = list_records(opened)
    chosen = choose_department(records, *asked, book)
    if chosen.value is None:
        return Checked(None, chosen.diagnostics)
    record = find_record(chosen.value, asked[0])
    if record is None:
        return Checked(None, find_open(chosen.value, asked[0], book))
    obstacles = find_later(find_dependent(opened, records, record), record.period, book)
    if obstacles:
        return Checked(None, obstacles)
    period, signed = record.period, sign(reason)
    put_month(opened, MonthEntry(MonthAct.REOPEN, period, period, signed, NO_CONTENT, record.department))
    return Checked(list_records(opened)[-1])
