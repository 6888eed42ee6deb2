"""`kpicalc verify`: closed months computed again from what the book keeps, and compared byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from kpicalc import api
from kpicalc.cli.compute import PAY_FORMATS, Pay
from kpicalc.cli.console import tell, tell_problems
from kpicalc.cli.month_options import VerifyOptions
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.paths import find_book
from kpicalc.cli.request import read_period
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.month import FileRole, KeptFile, MonthAct, MonthRecord, MonthState
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import OpenBook, read_book
from kpicalc.months.month_records import find_called, list_amounts, list_kept, list_kept_files, list_records
from kpicalc.months.obstacles import find_open
from kpicalc.months.recall import BookPlace
from kpicalc.months.removals import find_forgotten
from kpicalc.report.document import Document, Paragraph
from kpicalc.report.formats import CsvDialect
from kpicalc.report.views.months import name_month

# What a statement is written in that says nothing of how files were named when it was made.
_BARE = frozenset({".csv"})


def verify_months(options: VerifyOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc verify` was asked to."""
    book = find_book(Path.cwd(), options.book)
    period = read_period(options.period or None)
    if isinstance(book, Refusal):
        return book
    if isinstance(period, Refusal):
        return period
    found = read_book(book, list_records)
    if found.value is None:
        return tell_problems(found.diagnostics, language)
    ours = [each for each in found.value if options.department in {"", each.department}]
    problems: list[Diagnostic] = []
    if period is not None:
        problems += find_open(ours, period, book)
    for record in _wanted(ours, period):
        told = list(verify_record(book, record))
        if period is None and [each.code for each in told] == [Problem.FACTS_FORGOTTEN]:
            said = {"period": name_month(record, language), "record": record.number}
            tell(Document((Paragraph(phrase("months.not_verified", language, **said)),)))
            continue
        problems += told
        if not told:
            said = {"period": name_month(record, language), "record": record.number}
            tell(Document((Paragraph(phrase("months.verified", language, people=record.people, **said)),)))
    return tell_problems(problems, language)


def _wanted(records: Sequence[MonthRecord], period: Period | None) -> Iterator[MonthRecord]:
    for record in records if period is None else find_called(records, period):
        if record.act is not MonthAct.REOPEN and record.state is not MonthState.OBSOLETE:
            yield record


def verify_record(book: Path, record: MonthRecord) -> Iterator[Diagnostic]:
    """Yield what comes out otherwise where a closed month is computed again, or why it cannot be."""

    def look(opened: OpenBook) -> api.KeptMonth:
        number = record.number
        kept = list_kept(opened, number)[1]
        return api.KeptMonth(record, list_kept_files(opened, number), list_amounts(opened, number), kept)

    month = read_book(book, look)
    yield from month.diagnostics
    if month.value is None:
        return
    forgotten = find_forgotten(month.value.files, record, book)
    yield from forgotten
    if forgotten:
        return
    verified = api.verify_month(month.value, BookPlace(book))
    yield from verified.diagnostics
    if verified.value is not None:
        yield from _verify_statements(month.value.files, verified.value, record, book)


def _verify_statements(
    files: Sequence[KeptFile], run: Run, record: MonthRecord, book: Path
) -> Iterator[Diagnostic]:
    """Write the statements again, as far as they hold pay alone, and compare their bytes."""
    dialect = CsvDialect(str(api.read_options(files).get("csv_dialect", CsvDialect.EXCEL_RU)))
    pay = Pay(run, api.employee_rows(run), ComputeOptions([], csv_dialect=dialect), Language.EN)
    for each in files:
        suffix = PurePath(each.name).suffix.lower()
        if each.role is not FileRole.OUTPUT or suffix not in _BARE:
            continue
        digest = hashlib.sha256(b"".join(PAY_FORMATS[suffix].write(pay))).hexdigest()
        if digest != each.digest:
            said = {"person": "–", "line": each.name, "before": each.digest[:12], "after": digest[:12]}
            yield error(Problem.RECOMPUTED_OTHERWISE, FilePlace(str(book)), period=record.period, **said)
