"""The border to pydantic: how nodes become fields, and what every part of a document has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    SkipValidation,
    model_validator,
)

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.source import Span
from kpicalc.scheme.mapping_keys import glued_key_problem
from kpicalc.scheme.scalars import check_name
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode
from kpicalc.scheme.words import Word

T = TypeVar("T")


class Refused(ValueError):  # noqa: N818 - not an error of the program: it carries problems through pydantic
    """The problems of one field; pydantic takes nothing but an exception."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__()
        self.diagnostics = diagnostics


def accept(result: T | Diagnostic) -> T:
    """Return what a reader has read, or refuse it."""
    if isinstance(result, Diagnostic):
        raise Refused(result)
    return result


def require_scalar(node: Node) -> ScalarNode:
    """Return the node when it is a single value."""
    if not isinstance(node, ScalarNode):
        raise Refused(error("KPI136", node.span))
    if not node.text.strip():
        raise Refused(error("KPI138", node.span))
    return node


def require_mapping(node: Node) -> MappingNode:
    """Return the node when it has keys."""
    if isinstance(node, MappingNode):
        return node
    raise Refused(_wrong_shape("KPI134", node))


def require_items(node: Node) -> tuple[Node, ...]:
    """Return the items of a list that has some."""
    if not isinstance(node, SequenceNode):
        raise Refused(_wrong_shape("KPI135", node))
    if not node.items:
        raise Refused(error("KPI137", node.span))
    return node.items


def one_or_items(node: Node) -> tuple[Node, ...]:
    """Return the items of a list; a single value is a list of one."""
    return (node,) if isinstance(node, ScalarNode) else require_items(node)


def read_entries(node: Node) -> dict[Word, Node]:
    """Return a section whose keys are names given by its author."""
    return {Word(key.text, key.span): value for key, value in require_mapping(node).entries}


def some_entries(node: Node) -> dict[Word, Node]:
    """Return a section that may not be empty."""
    entries = read_entries(node)
    if not entries:
        raise Refused(error("KPI137", node.span))
    return entries


def _wrong_shape(code: str, node: Node) -> Diagnostic:
    if not isinstance(node, ScalarNode):
        return error(code, node.span)
    if node.blank:
        return error("KPI138", node.span)
    return glued_key_problem(node) or error(code, node.span, text=node.text, hint="alone")


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

    @model_validator(mode="before")
    @classmethod
    def _open(cls, node: Any) -> dict[str, object]:
        return cls.open_node(node)

    @model_validator(mode="after")
    def _check(self) -> Spec:
        problems = tuple(self.find_problems())
        if problems:
            raise Refused(*problems)
        return self

    @classmethod
    def open_node(cls, node: Node) -> dict[str, object]:
        """Return the fields as written; a part with other short forms says here what they mean."""
        if cls.short_form and isinstance(node, ScalarNode):
            return cls.from_value(node)
        return cls.fields_of(require_mapping(node))

    @classmethod
    def from_value(cls, node: Node, key: str = "") -> dict[str, object]:
        """Return the fields of a short form: the node stands for the value of one key."""
        return {key or cls.short_form: node, _SPAN: node.span, _KEYS: {}}

    @classmethod
    def fields_of(cls, node: MappingNode) -> dict[str, object]:
        """Return the fields of a mapping; a key that is not known is marked as such."""
        known = cls.known_keys()
        fields: dict[str, object] = {
            key.text: value if key.text in known else UnknownKey(Word(key.text, key.span), known)
            for key, value in node.entries
        }
        return fields | {_SPAN: node.span, _KEYS: {key.text: key.span for key, _ in node.entries}}

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """The keys that may be written, in the order of the document."""
        names = (info.alias or name for name, info in cls.model_fields.items())
        return tuple(name for name in names if not name.startswith(HIDDEN_MARK))

    def find_problems(self) -> Iterator[Diagnostic]:
        """Yield what is wrong between fields that are right by themselves."""
        yield from ()

    def place(self, key: str) -> Span:
        """Return the place of a key, or of the whole part when the key is not written."""
        return self.key_spans.get(key, self.span)


@dataclass(frozen=True, slots=True)
class ScalarReader:
    """Reads a field of a single value; the rendering for editors asks which reader it has."""

    read: Callable[[ScalarNode], object]

    def __call__(self, node: Node) -> object:
        """Return what the node says, or refuse it."""
        return accept(self.read(require_scalar(node)))


def scalar(read: Callable[[ScalarNode], object]) -> PlainValidator:
    """Make a field of a single value out of its reader."""
    return PlainValidator(ScalarReader(read))


def _name(word: Word) -> Word:
    return accept(check_name(word))


NameKey = Annotated[Word, PlainValidator(_name)]
Section = Annotated[dict[NameKey, T], BeforeValidator(read_entries)]
# Keys of any text.
Entries = Annotated[dict[Word, T], BeforeValidator(read_entries)]
Items = Annotated[tuple[T, ...], BeforeValidator(require_items)]
OneOrItems = Annotated[tuple[T, ...], BeforeValidator(one_or_items)]
