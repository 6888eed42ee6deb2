"""The JSON Schema of a field, from its annotation and its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BeforeValidator, PlainValidator

from kpicalc.scheme.readers import PartsReader, Reader, Shaped
from kpicalc.scheme.shapes import TEXT, Shape
from kpicalc.scheme.spec import HIDDEN_MARK, PartChoice, Spec, WrittenAs

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

_UNIONS = (Union, UnionType)

Refer = Callable[[type[Spec] | PartChoice], Shape]
"""Gives the reference to a part of the document, or to one of several."""


def shape_of_field(field: FieldInfo, refer: Refer) -> Shape:
    """Return the shape of a field of a document."""
    return _shape(field.annotation, tuple(field.metadata), refer)


def _shape(annotation: Any, marks: Sequence[Any], refer: Refer) -> Shape:
    annotation, marks = _without_none(annotation, marks)
    for mark in marks:
        match mark:
            case Shaped(shape=shape) | PlainValidator(func=Reader(shape=shape)):
                return shape
            case BeforeValidator(func=PartsReader() as reader):
                return _shape_of_parts(get_args(annotation), reader, refer)
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


def _shape_of_parts(arguments: Sequence[Any], reader: PartsReader, refer: Refer) -> Shape:
    """Return the shape of a list, or of a mapping whose keys its author chooses, maybe among a few."""
    key, value = (None, arguments[0]) if Ellipsis in arguments else arguments
    shape = reader.shape_of(_shape(value, (), refer))
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
