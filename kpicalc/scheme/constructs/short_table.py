"""A table written in short: all its keys are columns, and one that speaks of the table is told."""

from __future__ import annotations

from kpicalc.model.diagnostic import error
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.readers import Refused
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode

_BESIDE_COLUMNS = frozenset(
    {"order", "split", "manager", "valid", "segments", "on", "reading", "rows", "grows"}
)


class ShortTable(Spec):
    """A part that may stand for its columns."""

    whole_form = "columns"

    @classmethod
    def open_node(cls, node: Node) -> dict[str, object]:
        """In the short form, a key that speaks of the table and cannot be a column is told as such."""
        if isinstance(node, MappingNode) and cls.stands_for(node):
            named = Problem.TABLE_KEY_AMONG_COLUMNS
            problems = [error(named, key.span, key=key.text) for key in keys_of_table(node)]
            if problems:
                raise Refused(*problems)
        return super().open_node(node)

    @classmethod
    def stands_for(cls, node: Node) -> str:
        """A mapping with none of the known keys is the short form: all of it is columns.

        The keys that speak of columns stand beside `columns:`; alone they are columns themselves.
        """
        known = frozenset(cls.known_keys()) - _BESIDE_COLUMNS
        if isinstance(node, MappingNode) and not any(key.text in known for key, _ in node.entries):
            # With no column beside them they can speak of the table only.
            return "" if len(keys_of_table(node)) == len(node.entries) else cls.whole_form
        return super().stands_for(node)


def keys_of_table(node: MappingNode) -> list[ScalarNode]:
    """Return the keys that may speak of a table, with values that no column can have."""
    return [key for key, value in node.entries if key.text in _BESIDE_COLUMNS and not _is_column(value)]


def _is_column(node: Node) -> bool:
    """Say whether a value is meant for a column: a type, or keys with a type among them."""
    match node:
        case MappingNode():
            return any(key.text == "type" for key, _ in node.entries)
        case ScalarNode():
            return bool(propose_name(node.text, [kind.value for kind in Kind]))
        case _:
            return False
