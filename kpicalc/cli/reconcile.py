"""`kpicalc reconcile`: compare what we compute with a statement that was paid elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kpicalc import api
from kpicalc.api.reconcile import StatementRequest
from kpicalc.cli.console import tell, tell_problems, watch_progress, write_for_programs
from kpicalc.cli.deciding_options import ReconcileOptions
from kpicalc.cli.deliver import Format, Inputs, Page, check_formats, check_outputs, deliver, page_formats
from kpicalc.cli.options import ComputeOptions, ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import make_request
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.reconciliation import TOTAL, Reconciliation
from kpicalc.report.book.reconciliation_book import make_reconciliation_book
from kpicalc.report.views.reconciliation import show_reconciliation
from kpicalc.report.writers.reconciliation_json import write_reconciliation
from kpicalc.report.writers.to_book import write_book

_TOTALS = ("total", "итого")


@dataclass(frozen=True, slots=True)
class _Told:
    """A reconciliation, and the language it is told in."""

    found: Reconciliation
    language: Language


def reconcile_pay(options: ReconcileOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc reconcile` was asked to."""
    statement = _read_statement(options)
    if isinstance(statement, Refusal):
        return statement
    typed = ComputeOptions(options.facts, options.scheme, options.period, encoding=options.encoding)
    request = check_formats(options.out or (), _FORMATS) or make_request(tuple(options.facts), typed)
    if isinstance(request, Refusal):
        return request
    inputs = Inputs((*request.facts, options.against), request.schemes)
    refusal = check_outputs(options.out or (), inputs)
    if refusal is not None:
        return refusal
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.reconcile_statement(request, statement, on_progress)
    if checked.value is None:
        return tell_problems(checked.diagnostics, language)
    refused = _show(_Told(checked.value, language), options)
    ended = refused or tell_problems(checked.diagnostics, language)
    differs = bool(checked.value.people) and ended is ExitCode.OK
    return ExitCode.PROBLEMS if differs else ended


def _read_statement(options: ReconcileOptions) -> StatementRequest | Refusal:
    if not options.against.is_file():
        return refuse("usage.no_file", path=str(options.against))
    try:
        tolerance = Decimal(options.tolerance.replace(",", "."))
    except InvalidOperation:
        return refuse("usage.tolerance", text=options.tolerance)
    if not tolerance.is_finite() or tolerance < 0:
        return refuse("usage.tolerance", text=options.tolerance)
    declared = []
    for text in options.column or ():
        heading, sign, line = text.rpartition("=")
        if not (heading.strip() and sign and line.strip()):
            return refuse("usage.column", text=text)
        name = line.strip()
        declared.append((heading.strip(), TOTAL if name.casefold() in _TOTALS else name))
    return StatementRequest(Path(options.against), tuple(declared), tolerance)


def _show(told: _Told, options: ReconcileOptions) -> Refusal | None:
    """Write the files, then print; say why when a file cannot be written."""
    written = deliver(options.out or (), _FORMATS, told)
    if isinstance(written, Refusal):
        return written
    if options.format is ResultFormat.JSON:
        write_for_programs(write_reconciliation(told.found))
    else:
        tell(show_reconciliation(told.found, told.language))
    return None


def _show_page(told: _Told) -> Page:
    period = format_period(told.found.period, told.language)
    title = phrase("reconcile.title", told.language, period=period)
    return Page(title, (show_reconciliation(told.found, told.language),), told.language)


def _write_book(told: _Told) -> Iterable[bytes]:
    return write_book(make_reconciliation_book(told.found, told.language))


_FORMATS: Mapping[str, Format[_Told]] = {
    ".xlsx": Format(_write_book),
    ".json": Format(lambda told: (write_reconciliation(told.found).encode(),)),
    **page_formats(_show_page),
}
