"""In whose keys a file is written, what they are called there, and which stand in another language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import Names, key_names
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.formula_words import Chosen
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode


def language_of_keys(root: Node, document: type[Spec]) -> Language:
    """Return in whose keys a file is written: those of most keys at its top, of the first if even."""
    english, russian = set(document.known_keys()), set(meanings_of(document, Language.RU))
    keys = [key.text for key, _ in root.entries] if isinstance(root, MappingNode) else []
    told = [key in russian for key in keys if (key in russian) != (key in english)]
    balance = 2 * sum(told) - len(told)
    return Language.RU if balance > 0 or (not balance and told[:1] == [True]) else Language.EN


@cache
def meanings_of(part: type[Spec], language: Language) -> Mapping[str, str]:
    """Return the keys of a part by what they are called in a language."""
    names = key_names(language)
    return {names.key(part.owner_of(key), key): key for key in part.known_keys()}


# The parameters of problems that are keys, or settings: `amount`, `better: lower`, `hit: first|max`.
_KEYS = {
    Problem.KEY_MISSING: ("key",),
    Problem.KEY_NEEDED_OF_SEVERAL: ("keys",),
    Problem.KEYS_EXCLUSIVE: ("first", "second"),
    Problem.SETTING_NEEDS_KEY: ("setting", "key"),
    Problem.KEY_NEEDS_SETTING: ("key", "setting"),
    Problem.BAND_KEY_OF_OTHER_MODE: ("expected", "found"),
    Problem.POINT_WITH_END: ("key",),
    Problem.BOUND_FOR_OTHER_KIND: ("key",),
}
_WORDS = {Problem.BAND_KEY_OF_OTHER_MODE: "mode", Problem.DATE_TABLE_MODE: "mode"}


def tell_in_keys(problem: Diagnostic, part: type[Spec] | None, names: Names) -> Diagnostic:
    """Return a problem of a part that names keys as a language calls them."""
    params = dict(problem.params)
    for name in _KEYS.get(problem.code, ()):
        params[name] = _tell(params[name], part, names)
    if problem.code in _WORDS:
        params["mode"] = names.word("mode", str(params["mode"]))
    return replace(problem, params=tuple(sorted(params.items())), keys=str(names.language))


def _tell(value: object, part: type[Spec] | None, names: Names) -> object:
    if isinstance(value, tuple):
        return tuple(_tell(each, part, names) for each in value)
    key, colon, words = str(value).partition(": ")
    owner = part.owner_of(key) if part is not None and key in part.known_keys() else ""
    told = "|".join(names.word(key, word) for word in words.split("|"))
    return f"{names.key(owner, key)}{colon}{told}"


class SpotKind(StrEnum):
    """What stands at a place that another language calls otherwise."""

    KEY = "key"
    WORD = "word"
    TABLE = "table"
    NAME = "name"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Spot:
    """A text of the language: how it is written, what the core calls it, and whose key it belongs to."""

    kind: SpotKind
    node: ScalarNode
    english: str
    part: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Translated:
    """A tree in English, with what was found in it.

    `parts` are the parts of the document by the places of their mappings and keys, `values` the places of
    values by those of their keys.
    """

    root: Node
    spots: tuple[Spot, ...]
    problems: tuple[Diagnostic, ...]
    parts: Mapping[Span, type[Spec]]
    values: Mapping[Span, Span]
    chosen: Chosen
