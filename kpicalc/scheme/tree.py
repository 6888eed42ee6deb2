"""The tree of a YAML text: texts, mappings and lists, each with its place; nothing has a type yet."""

from __future__ import annotations

from kpicalc.model.dataclass import dataclass
from kpicalc.model.source import SourceText, Span


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text as written; `quoted` when it stood in quotes or in a block (`|`, `>`)."""

    source: SourceText
    span: Span
    quoted: bool = False

    @property
    def text(self) -> str:
        """The text without quotes."""
        return self.source.text

    @property
    def word(self) -> str:
        """The text without the spaces around it that quotes may hold."""
        return self.source.text.strip()

    @property
    def blank(self) -> bool:
        """True where nothing at all is written."""
        return not self.quoted and not self.text


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys with their values, in the order of the file."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    span: Span

    def find(self, key: str) -> tuple[ScalarNode, Node] | None:
        """Return the entry of a key, or None."""
        return next((entry for entry in self.entries if entry[0].text == key), None)

    def entries_at(self, key: str) -> tuple[tuple[ScalarNode, Node], ...]:
        """Return the entries of the mapping at a key; none where there is no mapping."""
        found = self.find(key)
        return found[1].entries if found is not None and isinstance(found[1], MappingNode) else ()


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list, in the order of the file."""

    items: tuple[Node, ...]
    span: Span


Node = ScalarNode | MappingNode | SequenceNode


def without_keys(node: Node, places: frozenset[Span]) -> Node:
    """Return the tree without the keys that stand at some places."""
    match node:
        case MappingNode(entries=entries):
            kept = tuple(
                (key, without_keys(value, places)) for key, value in entries if key.span not in places
            )
            return MappingNode(kept, node.span)
        case SequenceNode(items=items):
            return SequenceNode(tuple(without_keys(item, places) for item in items), node.span)
        case _:
            return node
