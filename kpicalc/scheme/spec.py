"""The border to pydantic: what every part of a document has, and how its nodes become fields."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, SkipValidation, model_validator
from pydantic_core import CoreSchema, core_schema

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.source import Span
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.key_rules import KeyRule
from kpicalc.scheme.readers import Refused, require_mapping
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode
from kpicalc.scheme.words import Word

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

# Keys that nobody can write: the control character is refused in a file.
HIDDEN_MARK = "\0"
_SPAN = "\0span"
_KEYS = "\0keys"


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """Stands for the value of a key that its mapping does not have."""

    word: Word
    known: tuple[str, ...]


class Spec(BaseModel):
    """A part of the document: a mapping with known keys, its place and the places of its keys."""

    # With `defer_build` only the whole document gets a validator, not every part of it a second one.
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, defer_build=True
    )

    span: Annotated[Span, SkipValidation] = Field(alias="\0span")
    key_spans: Annotated[Mapping[str, Span], SkipValidation] = Field(alias="\0keys", repr=False)

    short_form: ClassVar[str] = ""
    """The key that a single value stands for, "" when there is no short form."""

    whole_form: ClassVar[str] = ""
    """The key that a list or mapping stands for, "" when there is no such form."""

    open_form: ClassVar[str] = ""
    """The field of all keys that are none of the others, "" where those are unknown."""

    between_keys: ClassVar[tuple[KeyRule, ...]] = ()
    """The rules between the keys; what cannot be said as such stands in `find_problems`."""

    @model_validator(mode="before")
    @classmethod
    def _open(cls, node: Any) -> dict[str, object]:
        return cls.open_node(node)

    @model_validator(mode="after")
    def _check(self) -> Spec:
        broken = (problem for rule in self.between_keys for problem in rule.problems(self))
        problems = (*broken, *self.find_problems())
        if problems:
            raise Refused(*problems)
        return self

    @classmethod
    def open_node(cls, node: Node) -> dict[str, object]:
        """Return the fields as written."""
        key = cls.stands_for(node)
        if key:
            return {key: node, _SPAN: node.span, _KEYS: {}}
        return cls.fields_of(require_mapping(node))

    @classmethod
    def stands_for(cls, node: Node) -> str:
        """Return the key whose value a whole node is in short, "" for a mapping of keys.

        A part with other short forms says here what they mean.
        """
        return cls.short_form if isinstance(node, ScalarNode) else ""

    @classmethod
    def fields_of(cls, node: MappingNode) -> dict[str, object]:
        """Return the fields of a mapping; a key that is not known is marked as such."""
        known = cls.known_keys()
        fields: dict[str, object] = {
            key.text: value if key.text in known else UnknownKey(Word(key.text, key.span), known)
            for key, value in node.entries
        }
        if cls.open_form:
            free = tuple(entry for entry in node.entries if entry[0].text not in known)
            fields = {key: value for key, value in fields.items() if key in known}
            fields[cls.open_form] = MappingNode(free, node.span)
        return fields | {_SPAN: node.span, _KEYS: {key.text: key.span for key, _ in node.entries}}

    @classmethod
    def owner_of(cls, key: str) -> str:
        """Return the name of the part that brings a key in: this one, or one that it is made from."""
        name, _ = field_of(cls, key)
        owners = (each for each in cls.__mro__ if name in inspect.get_annotations(each))
        return next(owners).__name__

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """The keys that may be written, in the order of the document."""
        names = (info.alias or name for name, info in cls.model_fields.items())
        return tuple(name for name in names if not name.startswith(HIDDEN_MARK))

    @classmethod
    def fit_to(cls, keys: Sequence[str]) -> int:
        """Return how well the part fits keys: what it knows of them, less what it needs beside them."""
        known = {*cls.known_keys()}
        needed = {info.alias or name for name, info in cls.model_fields.items() if info.is_required()} & known
        return len(known & {*keys}) - len(needed - {*keys}) if known & {*keys} else 0

    def find_problems(self) -> Iterator[Diagnostic]:
        """Yield what is wrong between fields that are right by themselves."""
        yield from ()

    def place(self, key: str) -> Span:
        """Return the place of a key, or of the whole part when the key is not written."""
        return self.key_spans.get(key, self.span)

    def has(self, key: str) -> bool:
        """Say whether a key is written; an empty section is as good as none where that is the default."""
        name, field = field_of(type(self), key)
        left_empty = field.get_default(call_default_factory=True) is not None and self.value_of(key) in (
            (),
            {},
        )
        return name in self.model_fields_set and not left_empty

    def value_of(self, key: str) -> object:
        """Return the value of a key, its default where it is not written."""
        return getattr(self, field_of(type(self), key)[0])

    def word_of(self, key: str) -> str:
        """Return the value of a key as a scheme writes it."""
        return _written_word(self.value_of(key))

    @classmethod
    def default_word(cls, key: str) -> str:
        """Return what stands for a key that is not written, as a scheme would write it."""
        return _written_word(field_of(cls, key)[1].default)


@dataclass(frozen=True, slots=True)
class WrittenAs:
    """Marks a noun of the model that is made of a part as soon as that is read."""

    part: type[Spec]
    make: Callable[[Any], object]

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.make, handler.generate_schema(self.part))


@dataclass(frozen=True, slots=True, eq=False)
class PartChoice:
    """Marks a part that has several shapes.

    `options` has for each shape the values of `key` that choose it; `key` is "" where the loader alone
    knows how to choose. Keys that all match `named` choose the shape without values.
    """

    options: Mapping[type[Spec], tuple[str, ...]]
    key: str
    choose: Callable[[Node], type[Spec]]
    named: str = ""

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        shapes = {_tag_of(part): handler.generate_schema(part) for part in self.options}
        return core_schema.tagged_union_schema(shapes, lambda node: _tag_of(self.choose(node)))


def choose_by(key: str, options: Mapping[type[Spec], tuple[str, ...]], named: str = "") -> PartChoice:
    """Choose the shape of a part by the word at a key, or by the nearest word; else the one of its keys.

    So one misspelling is one problem: what other keys there are tells what was meant. Where all keys match
    `named` it is the one without words.
    """
    shapes = {word: part for part, words in options.items() for word in words}
    without_words = next((part for part, words in options.items() if not words), None)

    def choose(node: Node) -> type[Spec]:
        keys = [each.text for each, _ in node.entries] if isinstance(node, MappingNode) else []
        if without_words is not None and keys and all(re.match(named, each) for each in keys):
            return without_words
        entry = node.find(key) if isinstance(node, MappingNode) else None
        word = entry[1].text if entry is not None and isinstance(entry[1], ScalarNode) else ""
        meant = word if word in shapes else propose_name(word, shapes) or ""
        return shapes.get(meant) or max(options, key=lambda part: part.fit_to(keys))

    return PartChoice(options, key, choose, named)


def _tag_of(part: type[Spec]) -> str:
    return HIDDEN_MARK + part.__name__


def field_of(part: type[Spec], key: str) -> tuple[str, FieldInfo]:
    """Return the name and the description of the field of a key."""
    return next((name, field) for name, field in part.model_fields.items() if (field.alias or name) == key)


def _written_word(value: object) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value).lower()
