"""`kpicalc progress`: facts of a period that is not over, told against what is due by a day."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from kpicalc import api
from kpicalc.cli.answer import Answer, Telling
from kpicalc.cli.console import tell, tell_problems, tell_refused, watch_progress, write_chunks
from kpicalc.cli.deliver import (
    Inputs,
    Page,
    check_outputs,
    forbid_unless_installed,
    write_outputs,
    write_page,
)
from kpicalc.cli.made_folders import write_in_folders
from kpicalc.cli.options import ProgressOptions, ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import check_numbers, request_answer
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_date, format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.progress import PersonProgress, Progress
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.sheet_names import name_sheets
from kpicalc.report.views.progress import (
    show_in_full,
    show_progress,
    show_progress_page,
    show_progress_sheet,
    title_progress,
)
from kpicalc.report.views.wording import name_employee
from kpicalc.report.writers.decision_json import write_progress

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# So many people are shown in full, more in a row each.
_FEW = 3


def tell_progress(options: ProgressOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc progress` was asked to."""
    day = _read_day(options.as_of)
    if isinstance(day, Refusal):
        return day
    request = _check_folder(options) or request_answer(options, _FORMATS)
    if isinstance(request, Refusal):
        return request
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.find_progress(request, day, on_progress)
    if checked.value is None:
        return tell_refused(checked.diagnostics, options.format, language)
    period = checked.value.period
    if day not in period:
        said = format_period(period, language)
        return refuse("usage.as_of_outside", day=format_date(day, language), period=said)
    narrowed = _narrow(checked.value, options.employee)
    if isinstance(narrowed, Refusal):
        return narrowed
    told = Answer(narrowed, language)
    refusal = _write(told, request, options)
    if refusal is not None:
        return refusal
    _show(told, options)
    return tell_problems(checked.diagnostics, language)


def _read_day(text: str) -> date | Refusal:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        return refuse("usage.as_of", text=text)


def _check_folder(options: ProgressOptions) -> Refusal | None:
    """Refuse a folder of sheets that cannot be one, or sheets that this machine cannot write."""
    if options.to is None:
        return None
    if options.to.exists() and not options.to.is_dir():
        return refuse("usage.to_is_file", path=str(options.to))
    return forbid_unless_installed(f".{options.sheets}")


def _narrow(progress: Progress, wanted: Iterable[str]) -> Progress | Refusal:
    """Return the progress of the employees asked for, or of all."""
    numbers = list(wanted)
    unknown = check_numbers(numbers, {each.employee for each in progress.people})
    if unknown is not None:
        return unknown
    chosen = tuple(each for each in progress.people if not numbers or each.employee in numbers)
    return replace(progress, people=chosen)


def _write(told: Answer[Progress], request: api.Request, options: ProgressOptions) -> Refusal | None:
    """Write reports and sheets as one set."""
    named = options.out
    sheets = {} if options.to is None else _sheets(told, options.to, f".{options.sheets}")
    outputs = {path: _FORMATS[path.suffix.lower()].write(told) for path in named} | sheets
    refusal = check_outputs((*named, *sheets), Inputs(request.facts, request.schemes))
    if refusal is not None or not outputs:
        return refusal
    return write_in_folders(sheets, lambda: write_outputs(outputs))


def _sheets(told: Answer[Progress], folder: Path, suffix: str) -> dict[Path, Iterable[bytes]]:
    people = told.found.people
    names = name_sheets(told.found.as_of.isoformat(), [each.employee for each in people])
    return {
        folder / f"{name}{suffix}": write_page(suffix, _show_sheet(told, each))
        for name, each in zip(names, people, strict=True)
    }


def _show_sheet(told: Answer[Progress], person: PersonProgress) -> Page:
    title = f"{title_progress(told.found, told.language)}: {name_employee(person.employee, person.label)}"
    return Page(title, show_progress_sheet(told.found, person, told.language), told.language)


def _show(told: Answer[Progress], options: ProgressOptions) -> None:
    progress, language = told.found, told.language
    if options.format is ResultFormat.JSON:
        write_chunks(write_progress(progress))
        return
    if options.details or options.employee or len(progress.people) <= _FEW:
        for document in show_in_full(progress, language):
            tell(document)
    else:
        tell(show_progress(progress, language))
    if options.to is not None:
        said = phrase("pace.written", language, count=len(progress.people), folder=str(options.to))
        tell(Document((Verbatim(said),)))


_FORMATS = Telling(title_progress, show_progress, write_progress, page=show_progress_page).formats()
