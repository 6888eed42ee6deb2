"""Scheme texts for the tests, and problems in a form that is easy to compare."""

from __future__ import annotations

from pathlib import Path

from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import read_scheme
from tests.flaws import find_flaws

ROOT = Path(__file__).resolve().parents[2]

MINIMAL = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {план: money}}
pay: {оклад: {kind: fixed, amount: 100}}
"""


def read_with(section: str) -> Checked[SchemeDocument]:
    """Read the minimal scheme with a section added; the section begins on line 6."""
    return read_scheme(MINIMAL + section, "s.yaml")


def document_with(section: str) -> SchemeDocument:
    """Return the document of the minimal scheme with a section added; there must be no problem."""
    checked = read_with(section)
    assert checked.diagnostics == ()
    assert checked.value is not None
    return checked.value


def problems_with(section: str) -> list[str]:
    """Return `code line:column` of each problem that an added section brings; its first line is line 1."""
    return _shorten(read_with(section).diagnostics, 5)


def problems_of(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """Return `code line:column` of each problem."""
    return _shorten(diagnostics, 0)


def params_of(diagnostic: Diagnostic) -> dict[str, object]:
    """Return the parameters of a problem."""
    return dict(diagnostic.params)


def _shorten(diagnostics: tuple[Diagnostic, ...], offset: int) -> list[str]:
    assert find_flaws(diagnostics) == []  # nothing that the sentences speak of is left out
    return [_short(each, offset) for each in diagnostics]


def _short(diagnostic: Diagnostic, offset: int) -> str:
    place = diagnostic.primary.place if diagnostic.primary else None
    at = f" {place.line - offset}:{place.column}" if isinstance(place, Span) else ""
    return diagnostic.code + at
