"""Parts of a document that have several shapes, and the key whose value chooses between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args, get_origin

from pydantic import Discriminator, PlainValidator, Tag

from kpicalc.model.source import SourceText, Span
from kpicalc.scheme.fields import ChoiceReader
from kpicalc.scheme.spec import HIDDEN_MARK, Spec
from kpicalc.scheme.tree import MappingNode, ScalarNode

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

_NOWHERE = Span("", 1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class PartChoice:
    """The shapes of a part, and for each the values of `key` that choose it; `key` is "" when none does."""

    members: tuple[type[Spec], ...]
    key: str
    options: Mapping[type[Spec], tuple[str, ...]]


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
    return next((each.options for each in readers if isinstance(each, ChoiceReader)), ())


def _tag(chooser: Discriminator, key: str, word: str) -> str:
    """Return the tag that a part gets when one of its keys has a certain value."""
    choose = cast("Callable[[Any], str]", chooser.discriminator)
    nodes = [ScalarNode(SourceText(text, "", ((0, 1, 1),)), _NOWHERE, quoted=False) for text in (key, word)]
    return choose(MappingNode(((nodes[0], nodes[1]),), _NOWHERE))
