"""`kpicalc compute`: compute a period, write the files, print the reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from kpicalc import api
from kpicalc.cli.console import tell, watch_counts, watch_progress, write_chunks
from kpicalc.cli.deliver import (
    NO_EXTRA_FILES,
    ExtraFiles,
    Format,
    Inputs,
    Page,
    Together,
    check_formats,
    check_outputs,
    deliver,
    forbid_unless_installed,
    page_formats,
)
from kpicalc.cli.in_order import show_people, take_lines_apart, trace_pay, write_apart
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import Place, make_request, narrow_to, read_asked
from kpicalc.cli.run_problems import tell_run_problems
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked
from kpicalc.model.result import Run
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.formats import RunFormat
from kpicalc.report.views.pay_rows import list_pay
from kpicalc.report.views.receipt import (
    SheetRead,
    join_receipts,
    show_left_out,
    show_receipt_briefly,
    show_receipt_in_full,
    show_receipt_in_lines,
)
from kpicalc.report.views.summary import show_summary, title_run

# The output that is no file.
STDOUT = Path("-")
# Letters of a SHA-256: enough to compare two files by eye.
_DIGEST = 12
# So many people are shown in full, more in a row each.
_FEW = 3
ShowReceipt = Callable[[Sequence[SheetRead], Language], Document]


@dataclass(frozen=True, slots=True)
class Pay:
    """What was computed and is shown, in order; people that are written go through `count`."""

    run: Run
    places: Sequence[Place]
    options: ComputeOptions
    language: Language
    count: Callable[[Iterable[Any]], Iterator[Any]] = iter

    def show_pay_of(self) -> Iterator[Document]:
        """Yield everything about a few people, a row for each of many, or only the sums."""
        options = self.options
        sums_only = bool(options.summary or options.out or options.hand_off)
        if options.employee or options.details or (len(self.places) <= _FEW and not sums_only):
            yield from show_people(self.run, self.places, self.language)
        elif not sums_only:
            show_table: Callable[..., Document] = resolve_name("kpicalc.report.views.pay_rows:show_pay_table")
            yield show_table(self.run, tuple(list_pay(self.places)), self.language)
            return
        yield show_summary(self.run, self.language)

    def show_reading(self, show: ShowReceipt) -> Iterator[Document]:
        """Yield what was read from which sheets, as long as it was asked for."""
        receipts = [
            (settlement.program.scheme, receipt)
            for settlement in self.run.settlements
            for receipt in settlement.facts.receipts
        ]
        sheets = join_receipts(receipts)
        if sheets and self.options.receipt is not False:
            yield show(sheets, self.language)
            if self.run.left_out:
                yield show_left_out(self.run.left_out, self.language)

    def receipt_for(self) -> ShowReceipt:
        """Return how much of the receipt is shown: before a row for each person a line for each sheet."""
        options = self.options
        if options.receipt:
            return show_receipt_in_full
        in_rows = len(self.places) > _FEW and not (options.details or options.summary or options.out)
        return show_receipt_in_lines if in_rows else show_receipt_briefly


def compute_pay(options: ComputeOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc compute` was asked to."""
    asked = read_asked(options)
    if isinstance(asked, Refusal):
        return asked
    request = ask_for_run(options, asked)
    if not isinstance(request, Refusal):
        request = spare_statements(request, options) or request
    if isinstance(request, Refusal):
        return request
    checked = _compute(request, options, language)
    if isinstance(checked, Refusal):
        return checked
    if options.advice or request.settings.advice:
        checked = resolve_name("kpicalc.validation:with_advice")(checked, request.schemes)
    if options.annotate is not None:
        annotate: Callable[..., Refusal | None] = resolve_name("kpicalc.cli.annotate:write_copies")
        told = _form(options) is RunFormat.TEXT
        unwritten = annotate(checked.diagnostics, request, options.annotate, language, told=told)
        if unwritten is not None:
            return unwritten
    if checked.value is None or not (checked.ok or options.allow_partial):
        return tell_run_problems(checked.diagnostics, request, _form(options), language, refused=True)
    run = narrow_to(checked.value, options.employee)
    if isinstance(run, Refusal):
        return run
    refusal = show_pay(Pay(run, api.employee_rows(run), options, language), asked)
    _tell_closed(request, checked.value, options, language)
    problems = api.omit_others(checked.diagnostics, checked.value.settlements, run.settlements)
    return refusal or tell_run_problems(problems, request, _form(options), language, refused=False)


def _compute(request: api.Request, options: ComputeOptions, language: Language) -> Checked[Run] | Refusal:
    """Compute in this process, or spread over workers; what they need is loaded only then."""
    if options.workers or options.cluster or options.worker_memory:
        spread: Callable[..., Checked[Run] | Refusal] = resolve_name("kpicalc.cli.workers:compute_on_workers")
        return spread(request, options, language)
    with watch_progress(sys.stderr, language) as on_progress:
        return api.compute(request, on_progress)


def spare_statements(request: api.Request, options: ComputeOptions) -> Refusal | None:
    """Refuse to replace a statement by which a month was closed, unless that is asked for."""
    if request.book is None:
        return None
    from kpicalc.cli.closed_months import guard_statements  # noqa: PLC0415 - only with a book

    return guard_statements(request.book.path, _files(options), force=options.force)


def _tell_closed(request: api.Request, run: Run, options: ComputeOptions, language: Language) -> None:
    """Say where the month is closed, and what comes out otherwise than it was paid."""
    if request.book is None or _form(options) is not RunFormat.TEXT:
        return
    from kpicalc.cli.closed_months import tell_closed_month  # noqa: PLC0415 - only with a book

    tell_closed_month(request.book.path, run, options.employee, language)


def _form(options: ComputeOptions) -> RunFormat:
    """Return what stdout is for; an output that is called `-` is the JSON there."""
    return RunFormat.JSON if STDOUT in options.out else options.format


def _files(options: ComputeOptions) -> tuple[Path, ...]:
    return tuple(path for path in options.out if path != STDOUT)


def ask_for_run(
    options: ComputeOptions, asked: ExtraFiles = NO_EXTRA_FILES, folder: Path | None = None
) -> api.Request | Refusal:
    """Return what is to be computed, for a project around a folder (else the working one), or refuse it."""
    outputs = _files(options)
    if options.formulas and not any(path.suffix.lower() == ".xlsx" for path in outputs):
        return refuse("usage.formulas_without_book")
    request = check_formats(outputs, PAY_FORMATS, makes_folders=folder is not None) or make_request(
        tuple(options.facts), options, folder=folder
    )
    if isinstance(request, Refusal):
        return request
    copies = () if options.annotate is None else (options.annotate,)
    every = (*outputs, *asked.paths, *copies)
    refusal = check_outputs(every, Inputs(request.facts, request.schemes))
    if refusal is not None:
        return refusal
    files_of_pay = all(PAY_FORMATS[path.suffix.lower()].pay_only for path in outputs)
    in_json = _form(options) is RunFormat.JSON
    sums_only = bool(options.summary or outputs or asked.paths or in_json) and not options.details
    pay_only = bool(options.employee) or (sums_only and files_of_pay)
    in_book = any(path.suffix.lower() == ".xlsx" for path in outputs)
    columns = (
        *asked.columns,
        *(resolve_name("kpicalc.report.book.month:output_columns")() if in_book else ()),
    )
    return replace(request, allow_partial=options.allow_partial, pay_only=pay_only, columns=columns)


def write_pay(pay: Pay, together: Together | None = None) -> dict[Path, str] | Refusal:
    """Write the files that were asked for, all or none; return the SHA-256 of each."""
    return deliver(_files(pay.options), PAY_FORMATS, pay, together=together)


def show_pay(pay: Pay, asked: ExtraFiles, together: Together | None = None) -> Refusal | None:
    """Write the files, and what goes `together` with them, then print; say why a file cannot be written."""
    options, language = pay.options, pay.language
    more = asked.make(pay.run, language)
    if isinstance(more, Refusal):
        return more
    with watch_counts(sys.stderr, language, len(pay.places)) as count:
        counted = replace(pay, count=count)
        digests = deliver(_files(options), PAY_FORMATS, counted, more, together)
    if isinstance(digests, Refusal):
        return digests
    form = _form(options)
    if form is not RunFormat.TEXT:
        write_chunks(_write_json(pay) if form is RunFormat.JSON else ())
        return None
    for document in chain(pay.show_reading(pay.receipt_for()), pay.show_pay_of()):
        tell(document)
    if digests:
        written = (
            phrase("output.written", language, path=str(path), digest=digest[:_DIGEST])
            for path, digest in digests.items()
            if path not in more.files
        )
        tell(Document(tuple(map(Verbatim, (*written, *more.tell(digests))))))
    return None


def _show_page(pay: Pay) -> Page:
    """Return the month as a page: its sums, its people, and what was read."""
    from kpicalc.report.views.pay_page import show_pay_page  # noqa: PLC0415 - few runs write a page

    traced = zip(list_pay(pay.places), trace_pay(pay.places), strict=True)
    people = ((row, breakdown, grounds) for row, (breakdown, grounds) in pay.count(traced))
    # A page has no option to ask for the rest by.
    show = show_receipt_in_full if pay.options.receipt else partial(show_receipt_briefly, most=None)
    parts = show_pay_page(pay.run, people, pay.places, pay.show_reading(show), pay.language)
    return Page(title_run(pay.run, pay.language), parts, pay.language)


def _write_csv(pay: Pay) -> Iterator[bytes]:
    """Write a row for each person; as with all formats, what makes it is loaded only here."""
    write: Callable[..., Iterator[bytes]] = resolve_name("kpicalc.report.writers.to_csv:write_statement")
    return write(pay.run, pay.places, pay.options.csv_dialect)


def _write_json(pay: Pay) -> Iterator[bytes]:
    """Write all that was computed for programs."""
    write: Callable[..., Iterator[bytes]] = resolve_name("kpicalc.report.writers.run_json:write_run")
    return write(pay.run, pay.count(write_apart(pay.places)))


def _write_book(pay: Pay) -> Iterator[bytes]:
    """Write the statement as a workbook."""
    write: Callable[..., Iterator[bytes]] = resolve_name("kpicalc.cli.statement:write_statement_book")

    def break_down() -> Iterator[Any]:
        return pay.count(take_lines_apart(pay.places))

    return write(pay.run, pay.places, break_down, pay.options, pay.language)


def _write_parquet(pay: Pay) -> Iterator[bytes]:
    write: Callable[..., Iterator[bytes]] = resolve_name("kpicalc.report.writers.to_parquet:write_parquet")
    return write(pay.run, pay.places)


PAY_FORMATS: Mapping[str, Format[Pay]] = {
    ".csv": Format(_write_csv, pay_only=True),
    ".xlsx": Format(_write_book),
    ".parquet": Format(_write_parquet, partial(forbid_unless_installed, ".parquet"), pay_only=True),
    ".json": Format(_write_json, pay_only=True),
    **page_formats(_show_page),
}
