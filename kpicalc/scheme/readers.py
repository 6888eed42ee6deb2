"""Readers of fields: what a node must be, what is read of it, and the JSON Schema of what is accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, PlainValidator

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.nodes import glued_key_problem
from kpicalc.scheme.scalars import check_name
from kpicalc.scheme.shapes import Shape
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode
from kpicalc.scheme.words import Word

T = TypeVar("T")


class Refused(ValueError):  # noqa: N818 - not an error of the program: it carries problems through pydantic
    """The problems of one field; pydantic takes nothing but an exception."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__()
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Reads a value; `options` are the words that it takes, where these are few."""

    read: Callable[[Any], object]
    shape: Shape
    options: tuple[str, ...] = ()
    formula: bool = False

    def __call__(self, written: Any) -> object:
        """Return what is written, or refuse it."""
        return self.read(written)


@dataclass(frozen=True, slots=True, eq=False)
class PartsReader:
    """Takes a list or mapping apart; `shape_of` makes its shape of that of its parts."""

    take_apart: Callable[[Node], object]
    shape_of: Callable[[Shape], Shape]

    def __call__(self, node: Node) -> object:
        """Return the parts, or refuse the node."""
        return self.take_apart(node)


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """Marks a field that its part reads in a way of its own."""

    shape: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Marks a field of the author's own texts among which the program knows some.

    `words` may stand alone in place of them; as values or keys there may be `tables` of facts that the
    program knows, as keys `names` of values.
    """

    words: tuple[str, ...] = ()
    tables: bool = False
    names: bool = False


def accept(result: T | Diagnostic) -> T:
    """Return what a reader has read, or refuse it."""
    if isinstance(result, Diagnostic):
        raise Refused(result)
    return result


def require_scalar(node: Node) -> ScalarNode:
    """Return the node when it is a single value."""
    if not isinstance(node, ScalarNode):
        raise Refused(error(Problem.SINGLE_VALUE_EXPECTED, node.span))
    if not node.word:
        raise Refused(error(Problem.VALUE_MISSING, node.span))
    return node


def require_mapping(node: Node) -> MappingNode:
    """Return the node when it has keys."""
    if isinstance(node, MappingNode):
        return node
    raise Refused(_wrong_shape(Problem.MAPPING_EXPECTED, node))


def require_items(node: Node) -> tuple[Node, ...]:
    """Return the items of a list that has some."""
    if not isinstance(node, SequenceNode):
        raise Refused(_wrong_shape(Problem.LIST_EXPECTED, node))
    if not node.items:
        raise Refused(error(Problem.LIST_EMPTY, node.span))
    return node.items


def one_or_items(node: Node) -> tuple[Node, ...]:
    """Return the items of a list; a single value is a list of one."""
    return (node,) if isinstance(node, ScalarNode) else require_items(node)


def one_or_mappings(node: Node) -> tuple[Node, ...]:
    """Return the items of a list; a mapping alone is a list of one."""
    return (node,) if isinstance(node, MappingNode) else require_items(node)


def read_entries(node: Node) -> dict[Word, Node]:
    """Return a section whose keys are names given by its author."""
    return {Word(key.text, key.span): value for key, value in require_mapping(node).entries}


def some_entries(node: Node) -> dict[Word, Node]:
    """Return a section that may not be empty."""
    entries = read_entries(node)
    if not entries:
        raise Refused(error(Problem.LIST_EMPTY, node.span))
    return entries


def _wrong_shape(code: str, node: Node) -> Diagnostic:
    if not isinstance(node, ScalarNode):
        return error(code, node.span)
    if node.blank:
        return error(Problem.VALUE_MISSING, node.span)
    return glued_key_problem(node) or error(code, node.span, text=node.text, hint="alone")


def read_by(
    read: Callable[[Any], object], shape: Shape, options: tuple[str, ...] = (), *, formula: bool = False
) -> PlainValidator:
    """Make a field out of a reader of its whole node."""
    return PlainValidator(Reader(read, shape, options, formula))


def scalar(
    read: Callable[[ScalarNode], object],
    shape: Shape,
    options: tuple[str, ...] = (),
    *,
    formula: bool = False,
) -> PlainValidator:
    """Make a field of a single value out of its reader."""
    return read_by(lambda node: accept(read(require_scalar(node))), shape, options, formula=formula)


NameKey = Annotated[Word, read_by(lambda word: accept(check_name(word)), shapes.NAME)]
ENTRIES = BeforeValidator(PartsReader(read_entries, shapes.entries_of))
ENTRY_OR_ENTRIES = BeforeValidator(PartsReader(one_or_mappings, shapes.one_or_items_of))
SOME_ENTRIES = BeforeValidator(PartsReader(some_entries, shapes.some_entries_of))

Section = Annotated[dict[NameKey, T], ENTRIES]
SomeSection = Annotated[dict[NameKey, T], SOME_ENTRIES]
# Keys of any text.
Entries = Annotated[dict[Word, T], ENTRIES]
SomeEntries = Annotated[dict[Word, T], SOME_ENTRIES]
Items = Annotated[tuple[T, ...], BeforeValidator(PartsReader(require_items, shapes.items_of))]
OneOrItems = Annotated[tuple[T, ...], BeforeValidator(PartsReader(one_or_items, shapes.one_or_items_of))]
