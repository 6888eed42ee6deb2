"""The JSON Schema (draft-07) of a kind of file, in the keys of a language, made from its document."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import Names, key_names, tell_keys
from kpicalc.i18n.stored_text import read_snippets
from kpicalc.model.dataclass import dataclass
from kpicalc.scheme.field_structure import Leaf, Many, Structure, structure_of
from kpicalc.scheme.readers import Fixed
from kpicalc.scheme.shapes import TEXT, Shape, any_of
from kpicalc.scheme.spec import HIDDEN_MARK, PartChoice, Spec, field_of

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


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
                    if name == "const"
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
            case Many(inner=inner), dict():
                named = self.names.tables
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


Refer = Callable[[type[Spec] | PartChoice], Shape]
"""Gives the reference to a part of the document, or to one of several."""


def shape_of_field(field: FieldInfo, refer: Refer) -> Shape:
    """Return the shape of a field of a document."""
    return _shape_of(structure_of(field), refer)


def _shape_of(structure: Structure, refer: Refer) -> Shape:
    match structure:
        case Leaf(shape=shape):
            return shape
        case Many():
            return _shape_of_many(structure, refer)
        case _:
            return refer(structure)


def _shape_of_many(many: Many, refer: Refer) -> Shape:
    """Return the shape of a list, or of a mapping whose keys its author chooses, maybe among a few."""
    shape = many.reader.shape_of(_shape_of(many.inner, refer))
    if not many.keyed:
        return shape
    if many.keys is not None and many.keys.options:
        properties = dict.fromkeys(many.keys.options, shape["additionalProperties"])
        return {"type": "object", "properties": properties, "additionalProperties": False}
    named = {"pattern": TEXT["pattern"]} if many.keys is None else many.keys.shape
    return {**shape, "propertyNames": {word: each for word, each in named.items() if word != "type"}}


def written_fields(part: type[Spec]) -> Iterator[tuple[str, FieldInfo]]:
    """Yield the keys of a part that can be written, with their fields."""
    for name, each in part.model_fields.items():
        key = each.alias or name
        if not key.startswith(HIDDEN_MARK):
            yield key, each


DIALECT = "http://json-schema.org/draft-07/schema#"


@dataclass(slots=True)
class _Renderer:
    """Collects the parts of a document that are referred to."""

    described: Mapping[str, str]
    named: SchemaNames
    parts: dict[str, Shape] = field(default_factory=dict)

    def _refer_to(self, part: type[Spec] | PartChoice) -> Shape:
        if isinstance(part, PartChoice):
            return self._one_of(part)
        name = part.__name__.removesuffix("Spec")
        if name not in self.parts:
            self.parts[name] = {}  # a part may hold itself
            self.parts[name] = self.shape_of_part(part)
        return {"$ref": f"#/definitions/{name}"}

    def _one_of(self, choice: PartChoice) -> Shape:
        """Return a part of several shapes by the value of its key, so that an editor speaks of that one."""
        references = {part: self._refer_to(part) for part in choice.options}
        if not choice.key:
            return any_of(*references.values())
        if choice.named:
            bare = next(reference for part, reference in references.items() if not choice.options[part])
            worded = {part: words for part, words in choice.options.items() if words}
            names = {"propertyNames": {"pattern": choice.named}, "minProperties": 1}
            return {
                "if": names,
                "then": bare,
                "else": self._one_of(replace(choice, options=worded, named="")),
            }
        named = self.named
        key = named.key(next(iter(choice.options)), choice.key)
        called = {
            part: [named.names.word(choice.key, word) for word in words]
            for part, words in choice.options.items()
        }
        every = [word for words in called.values() for word in words]
        conditions = [
            {"if": {"properties": {key: {"enum": called[part]}}, "required": [key]}, "then": reference}
            for part, reference in references.items()
        ]
        told = self._description_of(next(iter(choice.options)), choice.key)
        snippets = [snippet for part in choice.options for snippet in self._snippets_of(part)]
        return {
            "type": "object",
            "defaultSnippets": snippets,
            "properties": {key: {"description": told, "enum": every}},
            "required": [key],
            "allOf": conditions,
        }

    def shape_of_part(self, part: type[Spec]) -> Shape:
        """Return the shape of a part: its mapping, and what may stand for it in short."""
        fields, named = dict(written_fields(part)), self.named
        properties = {key: self._shape_of_property(part, key, each) for key, each in fields.items()}
        shape: Shape = {
            "type": "object",
            "properties": {named.key(part, key): each for key, each in properties.items()},
            "required": [named.key(part, key) for key, each in fields.items() if each.is_required()],
            "additionalProperties": False,
            **self._shape_of_free_keys(part),
        }
        if part.between_keys:
            shape["allOf"] = [named.rule(part, rule.shape(part)) for rule in part.between_keys]
        short = [properties[key] for key in (part.short_form, part.whole_form) if key]
        snippets = self._snippets_of(part)
        told = {
            "description": self.described[part.__name__],
            **({"defaultSnippets": snippets} if snippets else {}),
        }
        return {**told, **(any_of(*short, shape) if short else shape)}

    def _shape_of_free_keys(self, part: type[Spec]) -> Shape:
        """Return what stands at the keys that the author chooses beside those that are known."""
        if not part.open_form:
            return {}
        free = next(each for each in part.model_fields.values() if each.alias == part.open_form)
        shape = shape_of_field(free, self._refer_to)
        return {key: shape[key] for key in ("additionalProperties", "propertyNames")}

    def _shape_of_property(self, part: type[Spec], key: str, each: FieldInfo) -> Shape:
        shape = shape_of_field(each, self._refer_to)
        shape = {"allOf": [shape]} if "$ref" in shape else shape  # beside `$ref` nothing is looked at
        told = {"description": self._description_of(part, key)}
        return {**told, **self.named.words(part, key, shape)}

    def _description_of(self, part: type[Spec], key: str) -> str:
        text = self.described.get(describing_key(part, key)) or self.described[key]
        return self.named.description(part, key, text)

    def _snippets_of(self, part: type[Spec]) -> list[Shape]:
        described = self.described[part.__name__]
        return [
            {**each, "body": self.named.snippet(part, each["body"]), "description": described}
            for each in read_snippets().get(part.__name__, ())
        ]


def make_json_schema(
    document: type[Spec], described: Mapping[str, str], keys: Language = Language.EN
) -> Shape:
    """Return the schema of files that are read as `document` and written in the `keys` of a language.

    `described` has a text for each part and key. Whatever the loader accepts is accepted. Of conditions
    between keys those are told that the parts declare.
    """
    renderer = _Renderer(described, SchemaNames(key_names(keys)))
    body = renderer.shape_of_part(document)
    return {
        "$schema": DIALECT,
        "title": "kpicalc",
        **body,
        "definitions": dict(sorted(renderer.parts.items())),
    }


def describing_key(part: type[Spec], key: str) -> str:
    """Return under what a key is described: `Part.key`, of the part that brings the key in.

    A key that means the same everywhere may be described under its name alone.
    """
    return f"{part.owner_of(key)}.{key}"
