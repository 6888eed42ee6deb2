"""The formulas of a scheme as they are written, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kpicalc.formula.functions.tables import IN_BAND, PAY_IN_BAND
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.words import Formula

_WORD = re.compile(r"\w+")


def formulas_of(part: object) -> Iterator[Formula]:
    """Yield every formula in a document or a part of it."""
    match part:
        case Formula():
            yield part
        case Spec():
            yield from formulas_of(tuple(part.__dict__.values()))
        case tuple():
            for each in part:
                yield from formulas_of(each)
        case Mapping():
            yield from formulas_of(tuple(part.values()))


def words_of_formula(formula: Formula) -> frozenset[str]:
    """Return the words of a formula: names, their parts, and functions."""
    return frozenset(_WORD.findall(formula.text))


def tables_asked_by_number(document: SchemeDocument) -> frozenset[str]:
    """Return the tables of whose bands a formula asks one by its number; the program does so no longer."""
    functions = {name for each in (IN_BAND, PAY_IN_BAND) for name in (each.name, each.name_ru)}
    asking = [words for formula in formulas_of(document) if functions & (words := words_of_formula(formula))]
    return frozenset(str(name) for name in document.tables if any(name in words for words in asking))
