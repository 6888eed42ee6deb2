"""Problems for GitHub Actions: shown beside the changed lines, and as a table on the page of a step."""

from __future__ import annotations

from itertools import accumulate

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, phrase, sentence
from kpicalc.model.diagnostic import Diagnostic, Severity
from kpicalc.model.source import CellRef, Place, Span
from kpicalc.model.trial import Trial, TrialRun
from kpicalc.report.checked_files import CheckedFiles
from kpicalc.report.views.problems import close
from kpicalc.report.views.trials import write_failure
from kpicalc.report.writers.screen import escape_unsafe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = {**_IN_TEXT, ord(":"): "%3A", ord(","): "%2C"}


def write_github(checked: CheckedFiles, language: Language) -> str:
    """Return a line for each problem; of a step GitHub shows ten errors and ten warnings."""
    return "".join(f"{_write_command(each, language)}\n" for each in checked.problems)


def write_failed_trials(run: TrialRun, language: Language) -> str:
    """Return a line for each test that failed, at the place where it is written, with what differs."""
    return "".join(f"{_write_failure(trial, language)}\n" for trial in run.trials() if not trial.passed)


def _write_failure(trial: Trial, language: Language) -> str:
    properties = {**_describe_place(trial.span), "title": f"kpicalc test: {trial.name}"}
    written = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    said = "\n".join(map(escape_unsafe, write_failure(trial, language).split("\n")))
    return f"::error {written}::{said.translate(_IN_TEXT)}"


def _write_command(problem: Diagnostic, language: Language) -> str:
    place = None if problem.primary is None else problem.primary.place
    properties = {**_describe_place(place), "title": problem.code}
    written = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    # GitHub shows no cells; they are told in words.
    where = f"{place}: " if isinstance(place, CellRef) else ""
    said = where + "\n".join(filter(None, (sentence(problem, language), help_text(problem, language))))
    return f"::{_COMMANDS[problem.severity]} {written}::{said.translate(_IN_TEXT)}"


def _describe_place(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    if isinstance(place, CellRef) and not place.sheet and place.row:
        # A cell of a text file: its row is the line.
        return {"file": place.file, "line": str(place.row)}
    if not isinstance(place, Span):
        return {"file": place.file}
    lines = {"line": place.line, "endLine": place.end_line, "col": place.column}
    # GitHub shows columns only of a stretch on one line; its last column belongs to the stretch.
    columns = {"endColumn": place.end_column - 1} if place.line == place.end_line else {}
    return {"file": place.file} | {name: str(number) for name, number in (lines | columns).items()}


# GitHub refuses a summary of more than 1 MiB; other steps of the job have their own.
LARGEST = 1024 * 1024

_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in "\\|`*_[]<>#"})


def write_summary(checked: CheckedFiles, language: Language, room: int = LARGEST) -> str:
    """Return the summary in at most `room` bytes; rows that do not fit are counted.

    Where not even the heading fits, there is nothing to add.
    """
    head = [f"### kpicalc validate\n\n{close(checked, language)}\n\n"]
    if not checked.problems:
        return _fit_rows(head, [], language, room)
    names = (phrase(f"validate.column.{each}", language) for each in ("severity", "code", "place", "problem"))
    head.append(f"| {' | '.join(names)} |\n|---|---|---|---|\n")
    return _fit_rows(head, [_write_row(each, language) for each in checked.problems], language, room)


def _write_row(problem: Diagnostic, language: Language) -> str:
    place = str(problem.primary.place) if problem.primary else ""
    cells = (
        phrase(f"severity.{problem.severity}", language),
        problem.code,
        place,
        sentence(problem, language),
    )
    return f"| {' | '.join(escape_unsafe(cell).translate(_ESCAPED) for cell in cells)} |\n"


def _fit_rows(head: list[str], rows: list[str], language: Language, room: int) -> str:
    """Join as many rows as fit, with a line that says how many did not."""
    whole = "".join((*head, *rows))
    if len(whole.encode()) <= room:
        return whole
    left = room - len("".join((*head, _count_rest(len(rows), language))).encode())
    if left < 0:
        return ""
    kept = sum(size <= left for size in accumulate(len(row.encode()) for row in rows))
    return "".join((*head, *rows[:kept], _count_rest(len(rows) - kept, language)))


def _count_rest(count: int, language: Language) -> str:
    return f"\n{phrase('problem.more', language, count=count)}\n"
