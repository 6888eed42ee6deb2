"""A scheme and what the program must say of it: problems as comment lines at the end of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kpicalc.compiler.passes import compile_scheme
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.source import Place, Span
from kpicalc.scheme.load import read_scheme

FOLDER = Path(__file__).parent
PERIOD = Period(2026, 3, PeriodLength.MONTH)

_FIRST_EXPECTED = re.compile(r"^# (error|warning|advice) KPI", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One file: `scheme` is the text before the expected lines."""

    scheme: str
    expected: tuple[str, ...]


def list_cases(kind: str) -> list[Path]:
    """Return the files of a kind, `good` or `bad`, by name."""
    return sorted((FOLDER / kind).glob("*.yaml"))


def read_case(path: Path) -> Case:
    """Read a file; the expected lines begin with the first that looks like a problem."""
    text = path.read_text(encoding="utf-8")
    found = _FIRST_EXPECTED.search(text)
    start = len(text) if found is None else found.start()
    return Case(text[:start], tuple(text[start:].splitlines()))


def diagnose(scheme: str) -> tuple[str, ...]:
    """Return the problems of a scheme in the order of the file, each as the lines of a comment."""
    read = read_scheme(scheme, "scheme.yaml")
    problems = read.diagnostics
    if read.value is not None:
        problems += compile_scheme(read.value, PERIOD).diagnostics
    return tuple(line for each in sorted(problems, key=_position) for line in _lines(each))


def _position(problem: Diagnostic) -> tuple[int, int, str]:
    place = problem.primary.place if problem.primary else None
    return (place.line, place.column, problem.code) if isinstance(place, Span) else (0, 0, problem.code)


def _lines(problem: Diagnostic) -> Iterator[str]:
    place = _shown(problem.primary.place) if problem.primary else "-"
    yield f"# {problem.severity} {problem.code} {place} {sentence(problem, Language.EN)}"
    for label in problem.others:
        yield f"#   {label.note} {_shown(label.place)}"


def _shown(place: Place) -> str:
    return f"{place.line}:{place.column}" if isinstance(place, Span) else str(place)
