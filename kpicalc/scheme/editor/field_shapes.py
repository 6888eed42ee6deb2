"""The JSON Schema of a field, from its annotation and the readers that pydantic was given for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BeforeValidator, PlainValidator

from kpicalc.model.money import Rounding
from kpicalc.model.pay_cycle import PayCycle
from kpicalc.scheme.constructs.calendar import PeriodSpec
from kpicalc.scheme.constructs.kpis import ROUNDING_POINTS
from kpicalc.scheme.editor.leaf_shapes import (
    NAME,
    READERS,
    TEXT,
    Shape,
    entries_of,
    items_of,
    one_or_items_of,
)
from kpicalc.scheme.editor.part_choices import PartChoice, find_choice
from kpicalc.scheme.fields import ChoiceReader, RoundingSpec
from kpicalc.scheme.spec import ScalarReader, Spec, one_or_items, require_items, some_entries

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

Refer = Callable[[type[Spec] | PartChoice], Shape]
"""Gives the reference to a part of the document, or to one of several."""

_UNIONS = (Union, UnionType)
# What becomes a noun of the model as soon as it is read.
_WRITTEN_AS: dict[type, type[Spec]] = {Rounding: RoundingSpec, PayCycle: PeriodSpec}


def shape_of_field(field: FieldInfo, refer: Refer) -> Shape:
    """Return the shape of a field of a document."""
    return _shape(field.annotation, tuple(field.metadata), refer)


def _shape(annotation: Any, readers: Sequence[Any], refer: Refer) -> Shape:
    choice = find_choice(annotation)
    if choice is not None:
        return refer(choice)
    annotation, readers = _without_none(annotation, readers)
    for reader in readers:
        if isinstance(reader, PlainValidator):
            return _shape_of_reader(reader.func)
        if isinstance(reader, BeforeValidator):
            return _shape_of_many(annotation, reader.func, refer)
    return refer(_WRITTEN_AS.get(annotation, annotation))


def _without_none(annotation: Any, readers: Sequence[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Take what may be left out, and the annotation that is wrapped around a type, apart."""
    if get_origin(annotation) in _UNIONS and type(None) in get_args(annotation):
        (annotation,) = (each for each in get_args(annotation) if each is not type(None))
    if get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        return _without_none(annotation, (*inner, *readers))
    return annotation, tuple(readers)


def _shape_of_reader(read: Any) -> Shape:
    match read:
        case ChoiceReader(options=options):
            return {"enum": list(options)}
        case ScalarReader(read=inner):
            return READERS[cast("Callable[..., Any]", inner).__name__]
        case _:
            return READERS[read.__name__]


def _shape_of_many(annotation: Any, read: Any, refer: Refer) -> Shape:
    """Return the shape of a list, or of a mapping whose keys its author chooses."""
    arguments = get_args(annotation)
    if read in (require_items, one_or_items):
        item = _shape(arguments[0], (), refer)
        return items_of(item) if read is require_items else one_or_items_of(item)
    key, value = arguments
    shape = _shape(value, (), refer)
    match _key_reader(key):
        case "_rounding_point":
            return {
                "type": "object",
                "properties": dict.fromkeys(ROUNDING_POINTS, shape),
                "additionalProperties": False,
            }
        case "_name":
            return entries_of(shape, some=read is some_entries, names=NAME)
        case _:
            return entries_of(shape, some=read is some_entries, names={"pattern": TEXT["pattern"]})


def _key_reader(key: Any) -> str:
    readers = [each.func for each in get_args(key) if isinstance(each, PlainValidator)]
    return str(readers[0].__name__) if readers else ""
