"""The JSON Schema of a part in the keys of a language: properties and their words, rules, snippets."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import Names
from kpicalc.i18n.told_keys import tell_keys
from kpicalc.model.dataclass import dataclass
from kpicalc.scheme.field_structure import Leaf, Many, Structure, structure_of
from kpicalc.scheme.readers import Fixed
from kpicalc.scheme.spec import PartChoice, Spec, field_of

_WORD = re.compile("[a-z_]+")


@dataclass(frozen=True, slots=True)
class SchemaNames:
    """Names keys and words as a language does; what the schema says of them stays."""

    names: Names

    def key(self, part: type[Spec], key: str) -> str:
        """Return what a key of a part is called."""
        return self.names.key(part.owner_of(key), key)

    def description(self, part: type[Spec], key: str, text: str) -> str:
        """Return what is said of a key, with its words as they are written."""
        told = tell_keys(text, self.names.language)
        words = frozenset(words_of(structure_of(field_of(part, key)[1])))
        return _with_words_of(told, words, lambda word: self.names.word(key, word))

    def rule(self, part: type[Spec], shape: Any) -> Any:
        """Return the shape of a rule between keys of a part."""
        match shape:
            case dict():
                return {word: self._of_rule(part, word, each) for word, each in shape.items()}
            case list():
                return [self.rule(part, each) for each in shape]
            case _:
                return shape

    def _of_rule(self, part: type[Spec], word: str, value: Any) -> Any:
        if word == "required":
            return [self.key(part, key) for key in value]
        if word == "properties":
            return {self.key(part, key): self.words(part, key, each) for key, each in value.items()}
        return self.rule(part, value)

    def words(self, part: type[Spec], key: str, shape: Any) -> Any:
        """Return the shape of a value with the words that it may be."""
        if self.names.language is Language.EN:
            return shape
        return self._with_words(shape, key, frozenset(words_of(structure_of(field_of(part, key)[1]))))

    def _with_words(self, shape: Any, key: str, words: frozenset[str]) -> Any:
        match shape:
            case {"enum": list(listed), **rest} if words:
                # An editor reads a flag in English only as one, in Russian as a text.
                texts = [self.names.word(key, each) for each in listed if not isinstance(each, bool)]
                return {**rest, "enum": texts}
            case {"properties": dict(named), **rest} if words:
                called = {self.names.word(key, word): each for word, each in named.items()}
                return {**rest, "properties": called}
            case dict():
                return {
                    name: self.names.word(key, each)
                    if name == "const" and each in words
                    else self._with_words(each, key, words)
                    for name, each in shape.items()
                }
            case list():
                return [self._with_words(each, key, words) for each in shape]
            case _:
                return shape

    def snippet(self, part: type[Spec], body: Mapping[str, Any]) -> dict[str, Any]:
        """Return what an editor offers to fill in for a part."""
        return {
            self.key(part, key): self._filled(structure_of(field_of(part, key)[1]), key, value)
            for key, value in body.items()
        }

    def _filled(self, structure: Structure, key: str, body: Any) -> Any:
        match structure, body:
            case Leaf(fixed=Fixed(names=True)), dict():
                return {self.names.formulas.get(name, name): each for name, each in body.items()}
            case Leaf(formula=True), str():
                return self.names.formulas.get(body, body)
            case Leaf(), str():
                return _with_words_of(body, words_of(structure), lambda word: self.names.word(key, word))
            case Many(inner=inner), list():
                return [self._filled(inner, key, each) for each in body]
            case Many(inner=inner, fixed=fixed), dict():
                named = self.names.tables if fixed.tables else {}
                return {named.get(name, name): self._filled(inner, key, each) for name, each in body.items()}
            case type() as part, dict():
                return self.snippet(part, body)
            case _:
                return body


def _with_words_of(text: str, words: Collection[str], called: Callable[[str], str]) -> str:
    return _WORD.sub(lambda found: called(found[0]) if found[0] in words else found[0], text)


def words_of(structure: Structure) -> tuple[str, ...]:
    """Return the fixed words that may stand as a value, or in a list of values."""
    match structure:
        case Leaf(words=words, fixed=fixed):
            return (*words, *fixed.words)
        case Many(inner=inner, keys=keys, fixed=fixed):
            options = () if keys is None else keys.options
            inside = words_of(inner) if isinstance(inner, Leaf) else ()
            return (*options, *fixed.words, *inside)
        case PartChoice() | _:
            return ()
