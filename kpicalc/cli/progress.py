"""`kpicalc progress`: facts of a period that is not over, told against what is due by a day."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems, watch_progress, write_chunks
from kpicalc.cli.deliver import (
    Format,
    Inputs,
    Page,
    check_formats,
    check_outputs,
    forbid_unless_installed,
    page_formats,
    write_outputs,
    write_page,
)
from kpicalc.cli.options import ComputeOptions, ProgressOptions, ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import make_request
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_date, format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.progress import PersonProgress, Progress
from kpicalc.model.spelling import find_nearest
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.sheet_names import name_sheets
from kpicalc.report.views.breakdown import name_employee
from kpicalc.report.views.progress import (
    show_in_full,
    show_progress,
    show_progress_page,
    show_progress_sheet,
    title_progress,
)
from kpicalc.report.writers.progress_json import write_progress

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# So many people are shown in full, more in a row each.
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """A progress, and the language it is told in."""

    progress: Progress
    language: Language


def tell_progress(options: ProgressOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc progress` was asked to."""
    day, request = _read_day(options.as_of), _make_request(options)
    if isinstance(day, Refusal) or isinstance(request, Refusal):
        return day if isinstance(day, Refusal) else request  # type: ignore[return-value] # one of them is
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.find_progress(request, day, on_progress or api.tell_nobody)
    if checked.value is None:
        return tell_problems(checked.diagnostics, language)
    period = checked.value.period
    if day not in period:
        said = format_period(period, language)
        return refuse("usage.as_of_outside", day=format_date(day, language), period=said)
    narrowed = _narrow(checked.value, options.employee or ())
    if isinstance(narrowed, Refusal):
        return narrowed
    refusal = _write(_Told(narrowed, language), request, options) or _show(_Told(narrowed, language), options)
    return refusal or tell_problems(checked.diagnostics, language)


def _read_day(text: str) -> date | Refusal:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        return refuse("usage.as_of", text=text)


def _make_request(options: ProgressOptions) -> api.Request | Refusal:
    typed = ComputeOptions(options.facts, options.scheme, options.period, encoding=options.encoding)
    unfit = check_formats(options.out or (), _FORMATS)
    if options.to is not None:
        unfit = unfit or forbid_unless_installed(f".{options.sheets}")
        if options.to.exists() and not options.to.is_dir():
            unfit = unfit or refuse("usage.to_is_file", path=str(options.to))
    return unfit or make_request(tuple(options.facts), typed)


def _narrow(progress: Progress, wanted: Iterable[str]) -> Progress | Refusal:
    """Return the progress of the employees asked for, or of all."""
    numbers = list(wanted)
    known = {each.employee for each in progress.people}
    for number in numbers:
        if number not in known:
            near = find_nearest(number, sorted(known))
            key = "usage.no_employee_near" if near else "usage.no_employee"
            return refuse(key, wanted=number, near=near or "")
    chosen = tuple(each for each in progress.people if not numbers or each.employee in numbers)
    return replace(progress, people=chosen)


def _write(told: _Told, request: api.Request, options: ProgressOptions) -> Refusal | None:
    """Write reports and sheets as one set."""
    named = options.out or ()
    sheets = {} if options.to is None else _sheets(told, options.to, f".{options.sheets}")
    outputs = {path: _FORMATS[path.suffix.lower()].write(told) for path in named} | sheets
    refusal = check_outputs((*named, *sheets), Inputs(request.facts, request.schemes))
    if refusal is not None or not outputs:
        return refusal
    if options.to is not None:
        options.to.mkdir(parents=True, exist_ok=True)
    return write_outputs(outputs)


def _sheets(told: _Told, folder: Path, suffix: str) -> dict[Path, Iterable[bytes]]:
    people = told.progress.people
    names = name_sheets(told.progress.as_of.isoformat(), [each.employee for each in people])
    return {
        folder / f"{name}{suffix}": write_page(suffix, _show_sheet(told, each))
        for name, each in zip(names, people, strict=True)
    }


def _show_sheet(told: _Told, person: PersonProgress) -> Page:
    title = f"{title_progress(told.progress, told.language)}: {name_employee(person.employee, person.label)}"
    return Page(title, show_progress_sheet(told.progress, person, told.language), told.language)


def _show(told: _Told, options: ProgressOptions) -> Refusal | None:
    progress, language = told.progress, told.language
    if options.format is ResultFormat.JSON:
        write_chunks(write_progress(progress))
        return None
    if options.details or options.employee or len(progress.people) <= _FEW:
        for document in show_in_full(progress, language):
            tell(document)
    else:
        tell(show_progress(progress, language))
    if options.to is not None:
        said = phrase("pace.written", language, count=len(progress.people), folder=str(options.to))
        tell(Document((Verbatim(said),)))
    return None


def _show_page(told: _Told) -> Page:
    title = title_progress(told.progress, told.language)
    return Page(title, show_progress_page(told.progress, told.language), told.language)


_FORMATS: Mapping[str, Format[_Told]] = {
    ".json": Format(lambda told: write_progress(told.progress)),
    **page_formats(_show_page),
}
