"""The comparison of two texts: the same words in the same places of the tree, and the same comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from yaml.tokens import ScalarToken

from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode

_COMMENT = re.compile(r"#.*")


def is_same_document(first: str, second: str) -> bool:
    """Say whether two YAML texts mean the same and have the same comments in the same order.

    >>> is_same_document("a: 1 # one", "a:   1  # one"), is_same_document("a: 1", "a: '1'")
    (True, False)
    """
    one, other = read_nodes(first, "").value, read_nodes(second, "").value
    if one is None or other is None:
        return False
    return _shape(one) == _shape(other) and list(_comments(first)) == list(_comments(second))


def _shape(node: Node) -> object:
    """Return what a node says, without its place."""
    match node:
        case ScalarNode(quoted=quoted):
            return node.text, quoted
        case MappingNode(entries=entries):
            return "mapping", tuple((_shape(key), _shape(value)) for key, value in entries)
        case _:
            return "list", tuple(_shape(item) for item in node.items)


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield the comments, each with the number of pieces before it.

    A comment is whatever begins with `#` outside of texts, or behind `|` or `>`.
    """
    end = pieces = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start, after = token.start_mark.index, token.end_mark.index
        yield from _found(pieces, text[end:start])
        if isinstance(token, ScalarToken) and token.style in ("|", ">"):
            yield from _found(pieces, text[start:].split("\n", 1)[0])
        end = max(end, after)
        pieces += after > start


def _found(pieces: int, between: str) -> Iterator[tuple[int, str]]:
    return ((pieces, comment.rstrip()) for comment in _COMMENT.findall(between))
