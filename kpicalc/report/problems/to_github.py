"""Problems as commands that GitHub Actions shows beside the changed lines."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.diagnostic import Diagnostic, Severity
from kpicalc.model.source import Place, Span
from kpicalc.report.problems.checked_files import CheckedFiles

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = {**_IN_TEXT, ord(":"): "%3A", ord(","): "%2C"}


def write_github(checked: CheckedFiles, language: Language) -> str:
    """Return a line for each problem; of a step GitHub shows ten errors and ten warnings."""
    return "".join(f"{_command(each, language)}\n" for each in checked.problems)


def _command(problem: Diagnostic, language: Language) -> str:
    place = None if problem.primary is None else problem.primary.place
    properties = {**_place(place), "title": problem.code}
    written = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    said = "\n".join(filter(None, (sentence(problem, language), help_text(problem, language))))
    return f"::{_COMMANDS[problem.severity]} {written}::{said.translate(_IN_TEXT)}"


def _place(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    if not isinstance(place, Span):
        return {"file": place.file}
    lines = {"line": place.line, "endLine": place.end_line, "col": place.column}
    # GitHub shows columns only of a stretch on one line; its last column belongs to the stretch.
    columns = {"endColumn": place.end_column - 1} if place.line == place.end_line else {}
    return {"file": place.file} | {name: str(number) for name, number in (lines | columns).items()}
