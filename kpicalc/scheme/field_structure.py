"""What a field of a document is made of: a single value, many of a kind, a part, or one of several parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args, get_origin

from pydantic import BeforeValidator, PlainValidator

from kpicalc.model.dataclass import dataclass
from kpicalc.scheme.readers import Fixed, PartsReader, Reader, Shaped
from kpicalc.scheme.shapes import Shape
from kpicalc.scheme.spec import PartChoice, Spec, WrittenAs

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

_NOTHING_FIXED = Fixed()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that a reader of its own reads; `words` are the only ones that it may be, if these are few."""

    shape: Shape
    words: tuple[str, ...] = ()
    formula: bool = False
    fixed: Fixed = _NOTHING_FIXED


@dataclass(frozen=True, slots=True)
class Many:
    """A list, or a mapping whose keys have a reader, if they are not just any text."""

    reader: PartsReader
    inner: Structure
    keyed: bool
    keys: Reader | None = None
    fixed: Fixed = field(default=_NOTHING_FIXED)


Structure = Leaf | Many | PartChoice | type[Spec]


def structure_of(field_info: FieldInfo) -> Structure:
    """Return what a field of a document is made of."""
    return _structure_of(field_info.annotation, tuple(field_info.metadata))


def _structure_of(annotation: Any, marks: Sequence[Any]) -> Structure:
    annotation, marks = _without_none(annotation, marks)
    fixed = next((each for each in marks if isinstance(each, Fixed)), _NOTHING_FIXED)
    for mark in marks:
        match mark:
            case Shaped(shape=shape):
                return Leaf(shape, fixed=fixed)
            case PlainValidator(func=Reader() as reader):
                return Leaf(reader.shape, reader.options, reader.formula, fixed)
            case BeforeValidator(func=PartsReader() as reader):
                return _structure_of_many(get_args(annotation), reader, fixed)
            case PartChoice():
                return mark
            case WrittenAs(part=part):
                return part
            case _:
                continue
    part_alone: type[Spec] = annotation
    return part_alone


def _structure_of_many(arguments: Sequence[Any], reader: PartsReader, fixed: Fixed) -> Many:
    if Ellipsis in arguments:
        return Many(reader, _structure_of(arguments[0], ()), keyed=False, fixed=fixed)
    key, value = arguments
    keys = cast(
        "Reader | None", next((mark.func for mark in get_args(key) if isinstance(mark, PlainValidator)), None)
    )
    return Many(reader, _structure_of(value, ()), keyed=True, keys=keys, fixed=fixed)


def _without_none(annotation: Any, marks: Sequence[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Take what may be left out, and the annotation that is wrapped around a type, apart."""
    if type(None) in get_args(annotation):
        (annotation,) = (each for each in get_args(annotation) if each is not type(None))
    if get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        return _without_none(annotation, (*inner, *marks))
    return annotation, tuple(marks)
