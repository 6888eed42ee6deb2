"""The JSON Schema (draft-07) of a kind of file, made from its document and the readers of its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.i18n.stored_text import read_snippets
from kpicalc.model.dataclass import dataclass
from kpicalc.scheme.field_structure import Leaf, Many, Structure, structure_of
from kpicalc.scheme.json_schema_names import SchemaNames
from kpicalc.scheme.shapes import TEXT, Shape, any_of
from kpicalc.scheme.spec import HIDDEN_MARK, PartChoice, Spec

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


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


def make_json_schema(
    document: type[Spec], described: Mapping[str, str], keys: Language = Language.EN
) -> Shape:
    """Return the schema of files that are read as `document` and written in the `keys` of a language.

    `described` has a text for each part and key. Whatever the loader accepts is accepted. Of conditions
    between keys those are told that the parts declare.
    """
    renderer = _Renderer(described, SchemaNames(key_names(keys)))
    body = _shape_of_part(document, renderer)
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


def _refer_to(part: type[Spec] | PartChoice, renderer: _Renderer) -> Shape:
    if isinstance(part, PartChoice):
        return _one_of(part, renderer)
    name = part.__name__.removesuffix("Spec")
    if name not in renderer.parts:
        renderer.parts[name] = {}  # a part may hold itself
        renderer.parts[name] = _shape_of_part(part, renderer)
    return {"$ref": f"#/definitions/{name}"}


def _one_of(choice: PartChoice, renderer: _Renderer) -> Shape:
    """Return a part of several shapes: by the value of its key, so that an editor speaks of that one only."""
    references = {part: _refer_to(part, renderer) for part in choice.options}
    if not choice.key:
        return any_of(*references.values())
    if choice.named:
        bare = next(reference for part, reference in references.items() if not choice.options[part])
        worded = {part: words for part, words in choice.options.items() if words}
        names = {"propertyNames": {"pattern": choice.named}, "minProperties": 1}
        return {
            "if": names,
            "then": bare,
            "else": _one_of(replace(choice, options=worded, named=""), renderer),
        }
    named = renderer.named
    key = named.key(next(iter(choice.options)), choice.key)
    called = {
        part: [named.names.word(choice.key, word) for word in words] for part, words in choice.options.items()
    }
    every = [word for words in called.values() for word in words]
    conditions = [
        {"if": {"properties": {key: {"enum": called[part]}}, "required": [key]}, "then": reference}
        for part, reference in references.items()
    ]
    told = _description_of(next(iter(choice.options)), choice.key, renderer)
    snippets = [snippet for part in choice.options for snippet in _snippets_of(part, renderer)]
    return {
        "type": "object",
        "defaultSnippets": snippets,
        "properties": {key: {"description": told, "enum": every}},
        "required": [key],
        "allOf": conditions,
    }


def _shape_of_part(part: type[Spec], renderer: _Renderer) -> Shape:
    """Return the shape of a part: its mapping, and what may stand for it in short."""
    fields, named = dict(written_fields(part)), renderer.named
    properties = {key: _shape_of_property(part, key, each, renderer) for key, each in fields.items()}
    shape: Shape = {
        "type": "object",
        "properties": {named.key(part, key): each for key, each in properties.items()},
        "required": [named.key(part, key) for key, each in fields.items() if each.is_required()],
        "additionalProperties": False,
        **_shape_of_free_keys(part, renderer),
    }
    if part.between_keys:
        shape["allOf"] = [named.rule(part, rule.shape(part)) for rule in part.between_keys]
    short = [properties[key] for key in (part.short_form, part.whole_form) if key]
    snippets = _snippets_of(part, renderer)
    told = {
        "description": renderer.described[part.__name__],
        **({"defaultSnippets": snippets} if snippets else {}),
    }
    return {**told, **(any_of(*short, shape) if short else shape)}


def _shape_of_free_keys(part: type[Spec], renderer: _Renderer) -> Shape:
    """Return what stands at the keys that the author chooses beside those that are known."""
    if not part.open_form:
        return {}
    free = next(each for each in part.model_fields.values() if each.alias == part.open_form)
    shape = shape_of_field(free, lambda inner: _refer_to(inner, renderer))
    return {key: shape[key] for key in ("additionalProperties", "propertyNames")}


def _shape_of_property(part: type[Spec], key: str, each: FieldInfo, renderer: _Renderer) -> Shape:
    shape = shape_of_field(each, lambda inner: _refer_to(inner, renderer))
    shape = {"allOf": [shape]} if "$ref" in shape else shape  # beside `$ref` nothing is looked at
    told = {"description": _description_of(part, key, renderer)}
    return {**told, **renderer.named.words(part, key, shape)}


def _description_of(part: type[Spec], key: str, renderer: _Renderer) -> str:
    text = renderer.described.get(describing_key(part, key)) or renderer.described[key]
    return renderer.named.description(part, key, text)


def _snippets_of(part: type[Spec], renderer: _Renderer) -> list[Shape]:
    described = renderer.described[part.__name__]
    return [
        {**each, "body": renderer.named.snippet(part, each["body"]), "description": described}
        for each in read_snippets().get(part.__name__, ())
    ]
