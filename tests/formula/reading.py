"""Short ways to read a formula in a test, and to say what was underlined."""

from __future__ import annotations

from pathlib import Path

from kpicalc.formula.parser import parse_formula
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.expr import Expr
from kpicalc.model.source import SourceText, Span

FOLDER = Path(__file__).parent


def source_of(text: str) -> SourceText:
    """Return a formula that stands alone at the top of a file."""
    return SourceText(text, "scheme.yaml", ((0, 1, 1),))


def read(text: str) -> Expr:
    """Return the tree of a formula without problems."""
    checked = parse_formula(source_of(text))
    assert checked.diagnostics == ()
    assert checked.value is not None
    return checked.value


def problems_of(text: str) -> tuple[Diagnostic, ...]:
    """Return the problems of a formula that is refused."""
    checked = parse_formula(source_of(text))
    assert checked.value is None
    return checked.diagnostics


def codes_of(text: str) -> list[str]:
    """Return the codes of the problems of a formula that is refused."""
    return [problem.code for problem in problems_of(text)]


def underlined(text: str, problem: Diagnostic) -> str:
    """Return the part of a one-line formula that a problem underlines."""
    assert problem.primary is not None
    return stretch(text, problem.primary.place)


def stretch(text: str, place: object) -> str:
    """Return the text at a place of a one-line formula."""
    assert isinstance(place, Span)
    assert (place.line, place.end_line) == (1, 1)
    return text[place.column - 1 : place.end_column - 1]


def rows_of(name: str, separator: str) -> list[list[str]]:
    """Return the rows of a table of cases, without its heading and remarks (`## …`)."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split(separator) for line in lines[1:] if line and not line.startswith("##")]
