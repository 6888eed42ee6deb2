"""What is proved of a scheme given without its head, and its text with the proposed mends."""

from __future__ import annotations

import re

from kpicalc.analysis.proofs.prove import prove
from kpicalc.compiler.passes import compile_scheme
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.period import parse_period
from kpicalc.model.source import Span
from kpicalc.scheme.load import read_scheme

HEAD = "kpicalc: 1\nscheme: test\ncurrency: RUB\n"

_LOWER_BOUND = re.compile(r"(?:from|above): [^,}]+")


def find_problems(text: str, period: str = "2026-03") -> tuple[Diagnostic, ...]:
    """Return everything that is told of a scheme: by reading, compiling and proving it."""
    read, chosen = read_scheme(HEAD + text, "test.yaml"), parse_period(period)
    assert read.value is not None, read.diagnostics
    assert chosen is not None
    compiled = compile_scheme(read.value, chosen)
    proved = () if compiled.value is None else prove(compiled.value, read.value)
    return (*read.diagnostics, *compiled.diagnostics, *proved)


def codes_of(text: str, period: str = "2026-03") -> list[str]:
    """Return the codes of all problems of a scheme."""
    return [each.code for each in find_problems(text, period)]


def told_of(text: str, code: str) -> list[dict[str, object]]:
    """Return the parameters of all problems of one code."""
    return [dict(each.params) for each in find_problems(text) if each.code == code]


def place_of(problem: Diagnostic) -> Span:
    """Return the place of a problem in the scheme."""
    assert problem.primary is not None
    assert isinstance(problem.primary.place, Span)
    return problem.primary.place


def apply_mends(text: str) -> str:
    """Return the scheme with the first mend that the help of each problem proposes."""
    lines = (HEAD + text).split("\n")
    for problem in sorted(find_problems(text), key=place_of, reverse=True):
        place, mend = place_of(problem), _first_mend(problem)
        assert place.line == place.end_line
        line = lines[place.line - 1]
        before, written, after = (
            line[: place.column - 1],
            line[place.column - 1 : place.end_column - 1],
            line[place.end_column - 1 :],
        )
        is_band = written.startswith("{")
        lines[place.line - 1] = before + (_LOWER_BOUND.sub(mend, written) if is_band else mend) + after
    return "\n".join(lines).removeprefix(HEAD)


def _first_mend(problem: Diagnostic) -> str:
    return help_text(problem, Language.EN).split("`")[1]
