"""Problems one to a line: `file:line:column: code sentence`."""

from __future__ import annotations

from collections.abc import Iterable

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.problems.order import sort_by_place


def show_concisely(diagnostics: Iterable[Diagnostic], language: Language) -> Document:
    """Show each problem on a line of its own, in the order of the files."""
    return Document(tuple(Verbatim(write_line(each, language)) for each in sort_by_place(diagnostics)))


def write_line(diagnostic: Diagnostic, language: Language) -> str:
    """Write a problem as one line; without a place the line begins with the code."""
    place = f"{diagnostic.primary.place}: " if diagnostic.primary else ""
    return f"{place}{diagnostic.code} {sentence(diagnostic, language)}"
