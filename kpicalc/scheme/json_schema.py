"""The JSON Schema (draft-07) of a kind of file, made from its document and the readers of its fields."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BeforeValidator, PlainValidator

from kpicalc.i18n.stored_text import read_snippets
from kpicalc.scheme.readers import PartsReader, Reader, Shaped
from kpicalc.scheme.shapes import TEXT, Shape, any_of
from kpicalc.scheme.spec import HIDDEN_MARK, PartChoice, Spec, WrittenAs

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


_UNIONS = (Union, UnionType)

Refer = Callable[[type[Spec] | PartChoice], Shape]
"""Gives the reference to a part of the document, or to one of several."""


def shape_of_field(field: FieldInfo, refer: Refer) -> Shape:
    """Return the shape of a field of a document."""
    return _shape_of_type(field.annotation, tuple(field.metadata), refer)


def _shape_of_type(annotation: Any, marks: Sequence[Any], refer: Refer) -> Shape:
    annotation, marks = _without_none(annotation, marks)
    for mark in marks:
        match mark:
            case Shaped(shape=shape) | PlainValidator(func=Reader(shape=shape)):
                return shape
            case BeforeValidator(func=PartsReader() as reader):
                return _shape_of_many(get_args(annotation), reader, refer)
            case PartChoice():
                return refer(mark)
            case WrittenAs(part=part):
                return refer(part)
            case _:
                continue
    return refer(annotation)


def _without_none(annotation: Any, marks: Sequence[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Take what may be left out, and the annotation that is wrapped around a type, apart."""
    if get_origin(annotation) in _UNIONS and type(None) in get_args(annotation):
        (annotation,) = (each for each in get_args(annotation) if each is not type(None))
    if get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        return _without_none(annotation, (*inner, *marks))
    return annotation, tuple(marks)


def _shape_of_many(arguments: Sequence[Any], reader: PartsReader, refer: Refer) -> Shape:
    """Return the shape of a list, or of a mapping whose keys its author chooses, maybe among a few."""
    key, value = (None, arguments[0]) if Ellipsis in arguments else arguments
    shape = reader.shape_of(_shape_of_type(value, (), refer))
    if key is None:
        return shape
    readers = [mark.func for mark in get_args(key) if isinstance(mark, PlainValidator)]
    names = next((each for each in readers if isinstance(each, Reader)), None)
    if names is not None and names.options:
        properties = dict.fromkeys(names.options, shape["additionalProperties"])
        return {"type": "object", "properties": properties, "additionalProperties": False}
    named = {"pattern": TEXT["pattern"]} if names is None else names.shape
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
    parts: dict[str, Shape] = field(default_factory=dict)


def make_json_schema(document: type[Spec], described: Mapping[str, str]) -> Shape:
    """Return the schema of files that are read as `document`; `described` has a text for each part and key.

    Whatever the loader accepts is accepted. Of conditions between keys those are told that the parts declare.
    """
    renderer = _Renderer(described)
    body = _shape_of_part(document, renderer)
    return {
        "$schema": DIALECT,
        "title": "kpicalc",
        **body,
        "definitions": dict(sorted(renderer.parts.items())),
    }


def parts_of(document: type[Spec]) -> tuple[type[Spec], ...]:
    """Return the document and every part that is reached from it, each once."""
    found: dict[type[Spec], None] = {}

    def refer(part: type[Spec] | PartChoice) -> Shape:
        if isinstance(part, PartChoice):
            for member in part.options:
                refer(member)
        elif part not in found:
            found[part] = None
            for _, each in written_fields(part):
                shape_of_field(each, refer)
        return {}

    refer(document)
    return tuple(found)


def describing_key(part: type[Spec], key: str) -> str:
    """Return under what a key is described: `Part.key`, of the part that brings the key in.

    A key that means the same everywhere may be described under its name alone.
    """
    names = {each.alias or name: name for name, each in part.model_fields.items()}
    owners = (each for each in part.__mro__ if names[key] in inspect.get_annotations(each))
    return f"{next(owners).__name__}.{key}"


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
    values = {part: {"enum": list(words)} for part, words in choice.options.items()}
    every = [word for words in choice.options.values() for word in words]
    conditions = [
        {"if": {"properties": {choice.key: values[part]}, "required": [choice.key]}, "then": reference}
        for part, reference in references.items()
    ]
    told = _description_of(next(iter(choice.options)), choice.key, renderer)
    snippets = [snippet for part in choice.options for snippet in _snippets_of(part, renderer)]
    return {
        "type": "object",
        "defaultSnippets": snippets,
        "properties": {choice.key: {"description": told, "enum": every}},
        "required": [choice.key],
        "allOf": conditions,
    }


def _shape_of_part(part: type[Spec], renderer: _Renderer) -> Shape:
    """Return the shape of a part: its mapping, and what may stand for it in short."""
    fields = dict(written_fields(part))
    properties = {key: _shape_of_property(part, key, each, renderer) for key, each in fields.items()}
    shape: Shape = {
        "type": "object",
        "properties": properties,
        "required": [key for key, each in fields.items() if each.is_required()],
        "additionalProperties": False,
        **_shape_of_free_keys(part, renderer),
    }
    if part.between_keys:
        shape["allOf"] = [rule.shape(part) for rule in part.between_keys]
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
    return {"description": _description_of(part, key, renderer), **shape}


def _description_of(part: type[Spec], key: str, renderer: _Renderer) -> str:
    return renderer.described.get(describing_key(part, key)) or renderer.described[key]


def _snippets_of(part: type[Spec], renderer: _Renderer) -> list[Shape]:
    described = renderer.described[part.__name__]
    return [{**each, "description": described} for each in read_snippets().get(part.__name__, ())]
