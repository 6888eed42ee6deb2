"""`kpicalc close`: compute a period, and close it in the book and in its files in one step."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

from kpicalc import api
from kpicalc.cli.closed_months import guard_statements, remember_months
from kpicalc.cli.closing import (
    ClosingTurn,
    enter_run,
    find_begun_beside,
    find_objections,
    take_turn,
    write_closing,
)
from kpicalc.cli.compute import Pay, ask_for_run, show_pay
from kpicalc.cli.console import tell, tell_problems, watch_progress
from kpicalc.cli.deliver import ExtraFiles
from kpicalc.cli.month_options import CloseOptions
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.paths import find_book, shorten
from kpicalc.cli.request import read_asked
from kpicalc.cli.signing import confirm_warnings, read_accepted
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked, has_errors
from kpicalc.model.month import FileRole, MonthRecord
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.months.put_month import MonthEntry
from kpicalc.report.views.months import show_record
from kpicalc.scheme.file_text import SETTINGS


def close_period(options: CloseOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc close` was asked to."""
    typed = _as_computed(options)
    asked = read_asked(typed)
    book = find_book(Path.cwd(), options.book)
    accepted = read_accepted(options.accept)
    if isinstance(asked, Refusal) or isinstance(book, Refusal) or isinstance(accepted, Refusal):
        return next(each for each in (asked, book, accepted) if isinstance(each, Refusal))
    request = guard_statements(book, options.out, force=options.force) or ask_for_run(typed, asked)
    if isinstance(request, Refusal):
        return request
    turn = take_turn(book, options.department.strip() or request.settings.department)
    if turn.value is None:
        return tell_problems(turn.diagnostics, language)
    request = replace(remember_months(request, book, turn.value.department), pay_only=False)
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.compute(request, on_progress)
    if checked.value is None:
        return tell_problems(checked.diagnostics, language)
    usual = find_book(Path.cwd())
    # The settings that may name it were read for the request.
    assert isinstance(usual, Path)  # noqa: S101
    beside = find_begun_beside(book, usual)
    problems = (*checked.diagnostics, *find_objections(turn.value, checked.value), *beside)
    unconfirmed = confirm_warnings(problems, accepted, FilePlace(str(book)), language)
    if unconfirmed or has_errors(problems):
        return tell_problems((*problems, *unconfirmed), language)
    said = api.AskedFiles(find_settings_file(Path.cwd()), _options(options, checked.value, accepted))
    entry = enter_run(turn.value, request, checked.value, said, options.reason)
    if entry.value is None:
        return tell_problems(entry.diagnostics, language)
    pay = Pay(checked.value, api.employee_rows(checked.value), typed, language)
    ended = _write(turn.value, pay, asked, entry.value)
    return ended if isinstance(ended, Refusal) else tell_problems((*problems, *ended.diagnostics), language)


def _write(
    turn: ClosingTurn, pay: Pay, asked: ExtraFiles, entry: MonthEntry
) -> Checked[MonthRecord] | Refusal:
    """Write the book and the files in one step, then print."""
    roles = dict.fromkeys(pay.options.out, FileRole.OUTPUT)
    roles |= dict.fromkeys(asked.paths, FileRole.HAND_OFF)
    done = write_closing(turn, pay.run, entry, roles, lambda together: show_pay(pay, asked, together))
    if isinstance(done, Checked) and done.value is not None:
        tell(show_record(done.value, pay.language))
    return done


def find_settings_file(folder: Path) -> Path | None:
    """Return the kpicalc.yaml that a run around a folder goes by, named as others are."""
    found = (place / SETTINGS for place in (folder, *folder.parents))
    return next((shorten(file) for file in found if file.is_file()), None)


def _as_computed(options: CloseOptions) -> ComputeOptions:
    """Return what would be typed after `compute` for the same run; the book may still have to be made."""
    known = {each.name for each in fields(ComputeOptions)} - {"book"}
    same = {each.name: getattr(options, each.name) for each in fields(options) if each.name in known}
    return ComputeOptions(**same, summary=True)


def _options(options: CloseOptions, run: Run, accepted: tuple[str, ...]) -> Mapping[str, object]:
    return {
        "period": str(run.period),
        "encoding": options.encoding,
        "csv_dialect": str(options.csv_dialect),
        "accepted": sorted(accepted),
    }
