"""`kpicalc reconcile`: compare what we compute with a statement that was paid elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kpicalc import api
from kpicalc.api.reconcile import StatementRequest
from kpicalc.cli.answer import Answer, Telling, end_answer
from kpicalc.cli.console import watch_progress
from kpicalc.cli.deciding_options import ReconcileOptions
from kpicalc.cli.deliver import Format
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import request_answer
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.reconciliation import TOTAL, Reconciliation
from kpicalc.report.book.reconciliation_book import make_reconciliation_book
from kpicalc.report.views.reconciliation import show_reconciliation
from kpicalc.report.writers.analysis_json import write_reconciliation
from kpicalc.report.writers.to_book import write_book

_TOTALS = ("total", "итого")


def reconcile_pay(options: ReconcileOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc reconcile` was asked to."""
    statement = _read_statement(options, language)
    if isinstance(statement, Refusal):
        return statement
    request = request_answer(options, _TELLING.formats(), (options.against,))
    if isinstance(request, Refusal):
        return request
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.reconcile_statement(request, statement, on_progress)
    return end_answer(checked, _TELLING, options, language)


def _read_statement(options: ReconcileOptions, language: Language) -> StatementRequest | Refusal:
    if not options.against.is_file():
        return refuse("usage.no_file", path=str(options.against))
    try:
        tolerance = Decimal(options.tolerance.replace(",", "."))
    except InvalidOperation:
        return refuse("usage.tolerance", text=options.tolerance)
    if not tolerance.is_finite() or tolerance < 0:
        return refuse("usage.tolerance", text=options.tolerance)
    declared = []
    for text in options.column:
        heading, _, line = (part.strip() for part in text.rpartition("="))
        if not (heading and line):
            return refuse("usage.column", text=text)
        declared.append((heading, TOTAL if line.casefold() in _TOTALS else line))
    return StatementRequest(Path(options.against), tuple(declared), tolerance, language)


def _title(found: Reconciliation, language: Language) -> str:
    return phrase("reconcile.title", language, period=format_period(found.period, language))


def _write_book(answer: Answer[Reconciliation]) -> Iterable[bytes]:
    return write_book(make_reconciliation_book(answer.found, answer.language))


_TELLING = Telling(
    _title,
    show_reconciliation,
    write_reconciliation,
    more={".xlsx": Format(_write_book)},
    passes=lambda found: not found.people,
)
