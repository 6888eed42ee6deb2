"""`kpicalc close`: compute a period, and close it in the book and in its files in one step."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from kpicalc import api
from kpicalc.cli.closed_months import guard_statements, remember_months
from kpicalc.cli.compute import Pay, ask_for_run, show_pay
from kpicalc.cli.console import tell, tell_problems, watch_progress
from kpicalc.cli.deliver import ExtraFiles, Together
from kpicalc.cli.month_options import CloseOptions
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.paths import find_book
from kpicalc.cli.request import read_asked
from kpicalc.cli.signing import confirm_warnings, hold, sign
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.month import FileRole, KeptFile, MonthAct, MonthRecord
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import OpenBook, attempt, commit, holds_months, open_to_write, read_book
from kpicalc.months.month_content import make_content
from kpicalc.months.month_records import list_records
from kpicalc.months.obstacles import find_closed, find_out_of_turn
from kpicalc.months.put_month import MonthEntry, put_month
from kpicalc.report.views.months import show_record
from kpicalc.report.writers.announced import Proof, mend_folders
from kpicalc.scheme.file_text import SETTINGS


@dataclass(frozen=True, slots=True)
class _Closing:
    """What is closed: the run and its files, as they were asked for."""

    book: Path
    pay: Pay
    asked: ExtraFiles
    entry: MonthEntry


def close_period(options: CloseOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc close` was asked to."""
    typed = _as_computed(options)
    asked = read_asked(typed)
    book = find_book(Path.cwd(), options.book)
    if isinstance(asked, Refusal) or isinstance(book, Refusal):
        return asked if isinstance(asked, Refusal) else book  # type: ignore[return-value] # one of both is
    request = guard_statements(book, options.out or (), force=options.force) or ask_for_run(typed, asked)
    if isinstance(request, Refusal):
        return request
    request = replace(remember_months(request, book), pay_only=False)
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.compute(request, on_progress)
    if checked.value is None or not checked.ok:
        return tell_problems(checked.diagnostics, language)
    problems = (*checked.diagnostics, *_look_into(book, checked.value))
    unconfirmed = confirm_warnings(problems, options.accept or (), FilePlace(str(book)), language)
    if unconfirmed:
        return tell_problems((*problems, *unconfirmed), language)
    files = api.gather_files(
        request, checked.value, api.AskedFiles(find_settings_file(), _options(options, checked.value))
    )
    if files.value is None:
        return tell_problems(files.diagnostics, language)
    pay = Pay(checked.value, api.employee_rows(checked.value), typed, language)
    entry = _enter(checked.value, files.value, options.reason)
    ended = _write(_Closing(book, pay, asked, entry))
    return ended if isinstance(ended, Refusal) else tell_problems((*problems, *ended), language)


def find_settings_file() -> Path | None:
    """Return the kpicalc.yaml that a run goes by."""
    folder = Path.cwd()
    found = (place / SETTINGS for place in (folder, *folder.parents))
    return next((file for file in found if file.is_file()), None)


def _as_computed(options: CloseOptions) -> ComputeOptions:
    """Return what would be typed after `compute` for the same run."""
    known = {each.name for each in fields(ComputeOptions)}
    same = {each.name: getattr(options, each.name) for each in fields(options) if each.name in known}
    return ComputeOptions(**same, summary=True)


def _options(options: CloseOptions, run: Run) -> Mapping[str, object]:
    return {
        "period": str(run.period),
        "encoding": options.encoding or "",
        "csv_dialect": str(options.csv_dialect),
        "accepted": sorted(options.accept or ()),
    }


def _look_into(book: Path, run: Run) -> tuple[Diagnostic, ...]:
    """Return what the book has against closing a month; a book that is not there yet has nothing."""
    if not holds_months(book):
        return ()
    found = read_book(book, list_records)
    if found.value is None:
        return found.diagnostics
    return (*find_closed(found.value, run.period, book), *find_out_of_turn(found.value, run.period, book))


def _enter(run: Run, files: tuple[KeptFile, ...], reason: str) -> MonthEntry:
    return MonthEntry(MonthAct.CLOSE, run.period, run.period, sign(reason), make_content(run, files))


def _write(closing: _Closing) -> Refusal | tuple[Diagnostic, ...]:
    """Write the book and the files in one step; return why not, or what is wrong with the book."""
    pay, entry = closing.pay, closing.entry
    outputs = (*(pay.options.out or ()), *closing.asked.paths)
    mend_folders(dict.fromkeys(path.resolve().parent for path in outputs))

    def write() -> Refusal | tuple[Diagnostic, ...]:
        with open_to_write(closing.book, hold()) as opened:
            obstacles = find_closed(list_records(opened), entry.period, closing.book)
            if obstacles:
                return obstacles

            def prepare(digests: Mapping[Path, str]) -> Proof:
                chain = put_month(opened, _with_outputs(entry, digests, frozenset(closing.asked.paths)))
                return Proof(closing.book, chain)

            refused = show_pay(pay, closing.asked, Together(prepare, lambda: commit(opened)))
            if refused is None:
                tell(show_record(_newest(opened), pay.language))
            return refused or ()

    done = attempt(closing.book, write)
    return done.diagnostics if done.value is None else done.value


def _newest(opened: OpenBook) -> MonthRecord:
    return list_records(opened)[-1]


def _with_outputs(entry: MonthEntry, digests: Mapping[Path, str], handed_off: frozenset[Path]) -> MonthEntry:
    """Add the files that were written, each with its digest: statements, and what is handed to others."""
    roles = {path: FileRole.HAND_OFF if path in handed_off else FileRole.OUTPUT for path in digests}
    written = tuple(KeptFile(roles[path], str(path), digest) for path, digest in digests.items())
    return replace(entry, content=replace(entry.content, files=(*entry.content.files, *written)))
