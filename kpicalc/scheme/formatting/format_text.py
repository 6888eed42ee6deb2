"""The text of a scheme file with an even layout, and the proof that it says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from yaml.tokens import ScalarToken

from kpicalc.model.diagnostic import Checked, has_errors
from kpicalc.scheme.events import BREAK
from kpicalc.scheme.formatting.cut_rows import cut_rows
from kpicalc.scheme.formatting.lay_out import lay_out_rows
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
    return _shape_of(one) == _shape_of(other) and list(_comments_of(first)) == list(_comments_of(second))


def _shape_of(node: Node) -> object:
    """Return what a node says, without its place."""
    match node:
        case ScalarNode(quoted=quoted):
            return node.text, quoted
        case MappingNode(entries=entries):
            return "mapping", tuple((_shape_of(key), _shape_of(value)) for key, value in entries)
        case _:
            return "list", tuple(_shape_of(item) for item in node.items)


def _comments_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the comments, each with the number of pieces before it.

    A comment is whatever begins with `#` outside of texts, or behind `|` or `>`.
    """
    end = pieces = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start, after = token.start_mark.index, token.end_mark.index
        yield from _comments_between(pieces, text[end:start])
        if isinstance(token, ScalarToken) and token.style in ("|", ">"):
            yield from _comments_between(pieces, text[start:].split("\n", 1)[0])
        end = max(end, after)
        pieces += after > start


def _comments_between(pieces: int, between: str) -> Iterator[tuple[int, str]]:
    return ((pieces, comment.rstrip()) for comment in _COMMENT.findall(between))


_BOM = "\ufeff"


class ChangedDocumentError(RuntimeError):
    """Formatting would have changed what a file says: a fault of the program, nothing was written."""


def format_text(text: str, file: str) -> Checked[str]:
    r"""Return the text with even indents and spaces; one that cannot be read has no value, only problems.

    Words, numbers, quotes, comments, their order, and the kind of line ends are left as they are. Raises
    ChangedDocumentError when the result would say something else.

    >>> format_text("facts:\n    employees:\n      план :  money   # плановый\n", "seller.yaml").value
    'facts:\n  employees:\n    план: money   # плановый\n'
    """
    before = read_nodes(text, file)
    if has_errors(before.diagnostics):
        return Checked(None, before.diagnostics)
    plain = BREAK.sub("\n", text.removeprefix(_BOM))
    formatted = _with_end("\n".join(lay_out_rows(cut_rows(plain))), plain)
    if not is_same_document(plain, formatted):
        raise ChangedDocumentError
    first = BREAK.search(text)
    ends = formatted.replace("\n", first[0] if first else "\n")
    return Checked((_BOM if text.startswith(_BOM) else "") + ends, before.diagnostics)


def _with_end(formatted: str, plain: str) -> str:
    """End the last line; where the file did not, and a text after `|` would get longer by it, leave it so."""
    ended = formatted + "\n"
    return ended if plain.endswith("\n") or is_same_document(plain, ended) else formatted
