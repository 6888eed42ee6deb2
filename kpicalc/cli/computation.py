"""The work of `kpicalc compute`: compute, write the files, print the reports."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from kpicalc import api
from kpicalc.cli.choose import choose_by_number
from kpicalc.cli.console import tell, tell_problems, tell_refusal
from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outputs import check_outputs, write_outputs
from kpicalc.cli.progress import watch_progress
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.cli.request import make_request, with_encoding
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.result import Breakdown, Run, Settlement
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.views.breakdown import show_breakdown
from kpicalc.report.views.receipt import show_left_out, show_receipt_briefly, show_receipt_in_full
from kpicalc.report.views.sheets_read import join_receipts
from kpicalc.report.views.summary import show_summary
from kpicalc.report.views.wording import word_program
from kpicalc.report.writers.to_csv import write_statement
from kpicalc.report.writers.to_json import write_json

Places = Sequence[tuple[Settlement, int]]

_DIGEST = 12


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


def run_computation(options: ComputeOptions, language: Language) -> ExitCode:
    """Do what `kpicalc compute` was asked to; return the exit code."""
    request = _check_suffixes(options) or make_request(
        tuple(options.facts), options.scheme, options.period, allow_partial=options.allow_partial
    )
    if not isinstance(request, Refusal):
        request = with_encoding(request, options.encoding)
    if isinstance(request, Refusal):
        return tell_refusal(request, language)
    refusal = check_outputs(options.out or (), facts=request.facts, schemes=request.schemes)
    if refusal is not None:
        return tell_refusal(refusal, language)
    request = replace(request, pay_only=not _asks_for_all_breakdowns(options))
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.compute(request, on_progress)
    if checked.value is None or not (checked.ok or options.allow_partial):
        return tell_problems(checked.diagnostics, language)
    refusal = _deliver(checked.value, options, language)
    if refusal is not None:
        return tell_refusal(refusal, language)
    return tell_problems(checked.diagnostics, language)


def _asks_for_all_breakdowns(options: ComputeOptions) -> bool:
    """Say whether everybody's figures are shown, and not only what is paid."""
    outputs = options.out or ()
    if options.employee:
        return False
    as_json = any(path.suffix.lower() == ".json" for path in outputs)
    return as_json or not (outputs or options.summary)


def _check_suffixes(options: ComputeOptions) -> Refusal | None:
    unknown = [path for path in options.out or () if path.suffix.lower() not in {".csv", ".json"}]
    return refuse("usage.out_suffix", path=str(unknown[0])) if unknown else None


def _deliver(run: Run, options: ComputeOptions, language: Language) -> Refusal | None:
    """Write the files, then print; say why when an employee is unknown or a file cannot be written."""
    narrowed = _narrow(run, options)
    if isinstance(narrowed, Refusal):
        return narrowed
    run, places = narrowed, api.employee_rows(narrowed)
    digests = {path: hashlib.sha256() for path in options.out or ()}
    outputs = {
        path: _watch(_contents(path, run, places, options), digest) for path, digest in digests.items()
    }
    refused = write_outputs(outputs)
    if refused is not None:
        return refused
    shows_all = options.employee or not (options.summary or options.out)
    _print_reports(run, places if shows_all else (), options, language)
    if digests:
        tell(Document(tuple(Verbatim(_tell_written(path, each, language)) for path, each in digests.items())))
    return None


def _tell_written(path: Path, digest: _Digest, language: Language) -> str:
    return phrase("output.written", language, path=str(path), digest=digest.hexdigest()[:_DIGEST])


def _narrow(run: Run, options: ComputeOptions) -> Run | Refusal:
    """Return the run with the employees asked for; all outputs speak of nobody else."""
    if not options.employee:
        return run
    places = api.employee_rows(run)
    chosen = []
    for number in options.employee:
        place = choose_by_number(places, number)
        if isinstance(place, Refusal):
            return place
        chosen.append(place)
    return api.narrow_run(run, chosen)


def _contents(path: Path, run: Run, places: Places, options: ComputeOptions) -> Iterator[bytes]:
    if path.suffix.lower() == ".csv":
        return write_statement(run, places, options.csv_dialect)
    return write_json(run, _break_down(places))


def _break_down(places: Places) -> Iterator[tuple[Settlement, int, Breakdown]]:
    """Yield the breakdown of each place; those of one scheme are made in one go."""
    settlements = {id(settlement): settlement for settlement, _ in places}
    made = {
        key: api.break_down(each, [row for owner, row in places if owner is each])
        for key, each in settlements.items()
    }
    for settlement, row in places:
        yield settlement, row, next(made[id(settlement)])


def _watch(chunks: Iterable[bytes], digest: _Digest) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _print_reports(run: Run, chosen: Places, options: ComputeOptions, language: Language) -> None:
    sheets = join_receipts(
        (each.program.scheme, receipt) for each in run.settlements for receipt in each.facts.receipts
    )
    if sheets and options.receipt is not False:
        show_receipt = show_receipt_in_full if options.receipt else show_receipt_briefly
        tell(show_receipt(sheets, language))
        if run.left_out:
            tell(show_left_out(run.left_out, language))
    wordings = {each.program.scheme: word_program(each.program, language) for each in run.settlements}
    for settlement, _, breakdown in _break_down(chosen):
        tell(show_breakdown(breakdown, settlement.program.period, wordings[settlement.program.scheme]))
    tell(show_summary(run, language))
