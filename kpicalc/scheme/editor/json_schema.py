"""The JSON Schema (draft-07) of a kind of file, made from its document."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpicalc.i18n.stored_text import read_snippets
from kpicalc.scheme.editor.field_shapes import shape_of_field, written_fields
from kpicalc.scheme.shapes import Shape, any_of
from kpicalc.scheme.spec import PartChoice, Spec

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

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
    body = _part(document, renderer)
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


def _refer(part: type[Spec] | PartChoice, renderer: _Renderer) -> Shape:
    if isinstance(part, PartChoice):
        return _one_of(part, renderer)
    name = part.__name__.removesuffix("Spec")
    if name not in renderer.parts:
        renderer.parts[name] = {}  # a part may hold itself
        renderer.parts[name] = _part(part, renderer)
    return {"$ref": f"#/definitions/{name}"}


def _one_of(choice: PartChoice, renderer: _Renderer) -> Shape:
    """Return a part of several shapes: by the value of its key, so that an editor speaks of that one only."""
    references = {part: _refer(part, renderer) for part in choice.options}
    if not choice.key:
        return any_of(*references.values())
    values = {part: {"enum": list(words)} for part, words in choice.options.items()}
    every = [word for words in choice.options.values() for word in words]
    conditions = [
        {"if": {"properties": {choice.key: values[part]}, "required": [choice.key]}, "then": reference}
        for part, reference in references.items()
    ]
    told = _described(next(iter(choice.options)), choice.key, renderer)
    snippets = [snippet for part in choice.options for snippet in _snippets(part, renderer)]
    return {
        "type": "object",
        "defaultSnippets": snippets,
        "properties": {choice.key: {"description": told, "enum": every}},
        "required": [choice.key],
        "allOf": conditions,
    }


def _part(part: type[Spec], renderer: _Renderer) -> Shape:
    """Return the shape of a part: its mapping, and what may stand for it in short."""
    fields = dict(written_fields(part))
    properties = {key: _property(part, key, each, renderer) for key, each in fields.items()}
    shape: Shape = {
        "type": "object",
        "properties": properties,
        "required": [key for key, each in fields.items() if each.is_required()],
        "additionalProperties": False,
    }
    if part.between_keys:
        shape["allOf"] = [rule.shape(part) for rule in part.between_keys]
    short = [properties[key] for key in (part.short_form, part.whole_form) if key]
    snippets = _snippets(part, renderer)
    told = {
        "description": renderer.described[part.__name__],
        **({"defaultSnippets": snippets} if snippets else {}),
    }
    return {**told, **(any_of(*short, shape) if short else shape)}


def _property(part: type[Spec], key: str, each: FieldInfo, renderer: _Renderer) -> Shape:
    shape = shape_of_field(each, lambda inner: _refer(inner, renderer))
    shape = {"allOf": [shape]} if "$ref" in shape else shape  # beside `$ref` nothing is looked at
    return {"description": _described(part, key, renderer), **shape}


def _described(part: type[Spec], key: str, renderer: _Renderer) -> str:
    return renderer.described.get(describing_key(part, key)) or renderer.described[key]


def _snippets(part: type[Spec], renderer: _Renderer) -> list[Shape]:
    described = renderer.described[part.__name__]
    return [{**each, "description": described} for each in read_snippets().get(part.__name__, ())]
