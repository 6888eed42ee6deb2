"""The JSON Schema of a field, from its annotation and its readers; and parts that have several shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BeforeValidator, Discriminator, PlainValidator, Tag

from kpicalc.model.source import SourceText, Span
from kpicalc.scheme.readers import PartsReader, Reader, Shaped
from kpicalc.scheme.shapes import TEXT, Shape
from kpicalc.scheme.spec import HIDDEN_MARK, Spec, WrittenAs
from kpicalc.scheme.tree import MappingNode, ScalarNode

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

_UNIONS = (Union, UnionType)
_NOWHERE = Span("", 1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class PartChoice:
    """The shapes of a part, and for each the values of `key` that choose it; `key` is "" when none does."""

    members: tuple[type[Spec], ...]
    key: str
    options: Mapping[type[Spec], tuple[str, ...]]


Refer = Callable[[type[Spec] | PartChoice], Shape]
"""Gives the reference to a part of the document, or to one of several."""


def shape_of_field(field: FieldInfo, refer: Refer) -> Shape:
    """Return the shape of a field of a document."""
    return _shape(field.annotation, tuple(field.metadata), refer)


def _shape(annotation: Any, marks: Sequence[Any], refer: Refer) -> Shape:
    choice = find_choice(annotation)
    if choice is not None:
        return refer(choice)
    annotation, marks = _without_none(annotation, marks)
    for mark in marks:
        match mark:
            case Shaped(shape=shape) | PlainValidator(func=Reader(shape=shape)):
                return shape
            case BeforeValidator(func=PartsReader() as reader):
                return _shape_of_parts(get_args(annotation), reader, refer)
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


def find_choice(annotation: Any) -> PartChoice | None:
    """Return the choice that an annotation stands for, None where there is one shape only."""
    union, *readers = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    chooser = next((each for each in readers if isinstance(each, Discriminator)), None)
    if chooser is None:
        return None
    tagged = {cast("Tag", tag).tag: part for part, tag in map(get_args, get_args(union))}
    members = tuple(tagged.values())
    key, words = next(_shared_choices(members), ("", ()))
    chosen = [(tagged[_tag(chooser, key, word)], word) for word in words]
    return PartChoice(
        members, key, {part: tuple(word for by, word in chosen if by is part) for part in members}
    )


def written_fields(part: type[Spec]) -> Iterator[tuple[str, FieldInfo]]:
    """Yield the keys of a part that can be written, with their fields."""
    for name, each in part.model_fields.items():
        key = each.alias or name
        if not key.startswith(HIDDEN_MARK):
            yield key, each


def _shared_choices(parts: Sequence[type[Spec]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the keys that every part must have, with the words they are one of."""
    for key, each in written_fields(parts[0]):
        words = _words(each)
        if words and all(key in dict(written_fields(part)) for part in parts):
            yield key, words


def _words(field: FieldInfo) -> tuple[str, ...]:
    readers = [each.func for each in field.metadata if isinstance(each, PlainValidator)]
    return next((each.options for each in readers if isinstance(each, Reader)), ())


def _tag(chooser: Discriminator, key: str, word: str) -> str:
    """Return the tag that a part gets when one of its keys has a certain value."""
    choose = cast("Callable[[Any], str]", chooser.discriminator)
    nodes = [ScalarNode(SourceText(text, "", ((0, 1, 1),)), _NOWHERE, quoted=False) for text in (key, word)]
    return choose(MappingNode(((nodes[0], nodes[1]),), _NOWHERE))
