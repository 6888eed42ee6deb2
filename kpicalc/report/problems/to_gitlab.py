"""Problems as a GitLab code quality report."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.diagnostic import Diagnostic, Severity
from kpicalc.model.source import Span
from kpicalc.report.problems.checked_files import CheckedFiles
from kpicalc.report.problems.fingerprint import fingerprint_problems
from kpicalc.report.problems.order import file_of
from kpicalc.report.problems.to_json import dump

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.ADVICE: "info"}


def write_gitlab(checked: CheckedFiles, language: Language) -> str:
    """Return the report: a list with an entry for each problem. GitLab shows equal fingerprints once."""
    prints = fingerprint_problems(checked.problems, checked.texts)
    pairs = zip(checked.problems, prints, strict=True)
    return dump([_entry(problem, fingerprint, language) for problem, fingerprint in pairs])


def _entry(problem: Diagnostic, fingerprint: str, language: Language) -> dict[str, object]:
    place = None if problem.primary is None else problem.primary.place
    begin = place.line if isinstance(place, Span) else 1
    end = place.end_line if isinstance(place, Span) else 1
    return {
        "description": sentence(problem, language),
        "check_name": problem.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[problem.severity],
        "content": {"body": help_text(problem, language)},
        "location": {"path": file_of(problem), "lines": {"begin": begin, "end": end}},
    }
