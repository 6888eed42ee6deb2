"""The shape a node must have, and how a field is refused within pydantic."""

from __future__ import annotations

from typing import TypeVar

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.scheme.mapping_keys import glued_key_problem
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
