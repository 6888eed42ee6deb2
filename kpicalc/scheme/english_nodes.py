"""YAML text to documents, by a tree that is in English whatever language its keys are in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import ValidationError

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, place_in_text
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.key_language import Translated, language_of_keys, tell_in_keys
from kpicalc.scheme.key_translation import translate_keys
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.problems import shape_problems
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import Node

_Document = TypeVar("_Document", bound=Spec)


@dataclass(frozen=True, slots=True)
class EnglishNodes:
    """A tree with the problems of its text; `translated` where it was not written in English."""

    value: Node | None
    diagnostics: tuple[Diagnostic, ...]
    language: Language = Language.EN
    translated: Translated | None = None

    def told(self, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return problems that name keys as the file does."""
        found = self.translated
        if found is None:
            return tuple(problems)
        return tuple(tell_in_keys(each, _part_of(each, found), key_names(self.language)) for each in problems)


def _part_of(problem: Diagnostic, translated: Translated) -> type[Spec] | None:
    """Return the part whose keys a problem names; what is missing lacks below the key it points at."""
    place = None if problem.primary is None else problem.primary.place
    if not isinstance(place, Span):
        return None
    below = translated.values.get(place, place)
    if problem.code == Problem.KEY_MISSING and below in translated.parts:
        return translated.parts[below]
    return translated.parts.get(place) or translated.parts.get(below)


def put_in_english(root: Node, document: type[Spec]) -> Node:
    """Return a tree with its keys in English; what is wrong with it is told by whoever reads it from text."""
    language = language_of_keys(root, document)
    return root if language is Language.EN else translate_keys(root, document, language).root


def read_in_english(text: str, file: str, document: type[Spec]) -> EnglishNodes:
    """Read the text of a document of some kind; `file` is the name that places show."""
    nodes = read_nodes(text, file)
    if nodes.value is None:
        return EnglishNodes(None, nodes.diagnostics)
    language = language_of_keys(nodes.value, document)
    if language is Language.EN:
        return EnglishNodes(nodes.value, nodes.diagnostics)
    translated = translate_keys(nodes.value, document, language)
    return EnglishNodes(translated.root, (*nodes.diagnostics, *translated.problems), language, translated)


def read_document(text: str, file: str, document: type[_Document]) -> Checked[_Document]:
    """Read the text of a document of some kind, with all problems at once; none without its shape."""
    nodes = read_in_english(text, file, document)
    if nodes.value is None:
        return Checked(None, nodes.diagnostics)
    try:
        return Checked(document.model_validate(nodes.value), nodes.told(nodes.diagnostics))
    except ValidationError as failure:
        found = shape_problems(failure, nodes.value, nodes.diagnostics)
        return Checked(None, tuple(sorted(nodes.told(found), key=place_in_text)))
