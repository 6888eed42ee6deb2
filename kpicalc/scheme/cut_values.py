"""Values that a comma inside `{…}` or `[…]` has cut in two: `{amount: max(a, b)}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.source import SourceText, join_spans
from kpicalc.scheme.tree import Node, ScalarNode

_WHOLE = re.compile(r"-?[0-9]+")
_REST = re.compile(r"[0-9]+%?")


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and its value as YAML read them; `alone` when a key inside `{…}` has no colon and no value."""

    key: Node
    value: Node
    alone: bool = False


def join_cut_pairs(pairs: Sequence[Pair], problems: list[Diagnostic]) -> list[Pair]:
    """Put cut values of a mapping together again and add a problem for each."""
    joined: list[Pair] = []
    position = 0
    while position < len(pairs):
        pair = pairs[position]
        followers = (each.key if each.alone else None for each in islice(pairs, position + 1, None))
        pieces = _cut_number(pairs[position : position + 2]) or _cut_formula(pair.value, followers)
        value = _join(pieces, problems) if pieces else pair.value
        joined.append(Pair(pair.key, value, pair.alone))
        position += max(len(pieces), 1)
    return joined


def join_cut_items(items: Sequence[Node], problems: list[Diagnostic]) -> tuple[Node, ...]:
    """Put cut values of a list together again and add a problem for each."""
    return tuple(_join_items(items, problems))


def _join_items(items: Sequence[Node], problems: list[Diagnostic]) -> Iterator[Node]:
    position = 0
    while position < len(items):
        pieces = _cut_formula(items[position], islice(items, position + 1, None))
        yield _join(pieces, problems) if pieces else items[position]
        position += max(len(pieces), 1)


def _cut_number(pairs: Sequence[Pair]) -> list[ScalarNode]:
    """Return the pieces of `0,5`: digits, and digits side by side (in a list they may be two items)."""
    match pairs:
        case [Pair(value=ScalarNode() as head), Pair(key=ScalarNode() as rest, alone=True)]:
            digits = _WHOLE.fullmatch(head.text) and _REST.fullmatch(rest.text)
            side_by_side = head.span.end_column + 1 == rest.span.column
            return [head, rest] if digits and side_by_side else []
        case _:
            return []


def _cut_formula(head: Node, followers: Iterable[Node | None]) -> list[ScalarNode]:
    """Return the pieces that close the brackets which `head` leaves open, `head` first; else nothing."""
    if not isinstance(head, ScalarNode) or head.quoted or _open_brackets(head) <= 0:
        return []
    pieces, still_open = [head], _open_brackets(head)
    for follower in followers:
        if not isinstance(follower, ScalarNode):
            return []
        pieces.append(follower)
        still_open += _open_brackets(follower)
        if not still_open:
            return pieces
    return []


def _open_brackets(node: ScalarNode) -> int:
    return node.text.count("(") - node.text.count(")")


def _join(pieces: Sequence[ScalarNode], problems: list[Diagnostic]) -> ScalarNode:
    """Join the pieces into what was meant, so that the cut is the only thing to complain about."""
    span = join_spans(pieces[0].span, pieces[-1].span)
    comma = ", " if _open_brackets(pieces[0]) else "."
    text = comma.join(piece.text for piece in pieces)
    code = "KPI118" if comma == ", " else "KPI119"
    problems.append(error(code, span, text=text))
    anchors: list[tuple[int, int, int]] = []
    offset = 0
    for piece in pieces:
        anchors.extend((offset + start, line, column) for start, line, column in piece.source.anchors)
        offset += len(piece.text) + len(comma)
    return ScalarNode(SourceText(text, span.file, tuple(anchors)), span, quoted=False)
