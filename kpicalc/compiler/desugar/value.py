"""Named values: a formula per row of any table of facts."""

from __future__ import annotations

from collections.abc import Mapping

from kpicalc.compiler.desugar.terms import read, rounded
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.scheme.document import SchemeDocument, ValueSpec
from kpicalc.scheme.words import Word


def translate_values(draft: Draft, document: SchemeDocument) -> None:
    """Add the values of the scheme and of each table of facts."""
    for grain, table in document.facts.items():
        _translate(draft, grain, table.values)
    _translate(draft, EMPLOYEES, document.values)


def _translate(draft: Draft, grain: str, values: Mapping[Word, ValueSpec]) -> None:
    for name, spec in values.items():
        expr = rounded(read(draft, spec.formula), spec.round, spec.formula.span)
        draft.definitions.append(
            Definition(str(grain), str(name), expr, spec.title or name, Role.VALUE, name.span, spec.type)
        )
