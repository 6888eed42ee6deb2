"""Where a number of a scheme is written, and the scheme with another one there, spelt alike."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kpicalc.model.source import SourceText, Span
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

_HUNDRED = Decimal(100)
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")
_NUMBER = re.compile(r"-?\d[\d_]*([.]\d+)?%?")


def find_number(tree: MappingNode, name: str, day: date) -> ScalarNode | None:
    """Return the value of a parameter, or what stands at keys with points between (items are numbered).

    Of a value with dates it is the one that holds on the day.
    """
    for path in (("parameters", *name.split(".")), ("parameters", name), tuple(name.split("."))):
        found = _follow(tree, path)
        node = None if found is None else _scalar_in(found, day)
        if node is not None:
            return node
    return None


def _follow(node: Node, path: tuple[str, ...]) -> Node | None:
    if not path:
        return node
    key, *rest = path
    match node:
        case MappingNode():
            found = node.find(key)
            inner = node.find("values") if found is None else None
            if found is not None:
                return _follow(found[1], tuple(rest))
            return None if inner is None else _follow(inner[1], path)
        case SequenceNode(items=items) if key.isdecimal() and 0 < int(key) <= len(items):
            return _follow(items[int(key) - 1], tuple(rest))
        case _:
            return None


def _scalar_in(node: Node, day: date) -> ScalarNode | None:
    """Return the number itself: of a mapping its value, of one with dates that of the day."""
    if isinstance(node, ScalarNode):
        return node
    if not isinstance(node, MappingNode):
        return None
    value = node.find("value")
    if value is not None:
        return _scalar_in(value[1], day)
    dated = [
        (key.text, each)
        for key, each in node.entries
        if _DAY.fullmatch(key.text) and key.text <= day.isoformat()[: len(key.text)]
    ]
    return _scalar_in(max(dated, key=lambda pair: pair[0])[1], day) if dated else None


def put_number(tree: MappingNode, node: ScalarNode, written: str) -> MappingNode:
    """Return a scheme with another number at the place of one of its words."""
    changed = _put(tree, node, written)
    return changed if isinstance(changed, MappingNode) else tree


def _put(tree: Node, node: ScalarNode, written: str) -> Node:
    match tree:
        case MappingNode(entries=entries):
            kept = tuple((key, _put(value, node, written)) for key, value in entries)
            return MappingNode(kept, tree.span)
        case SequenceNode(items=items):
            return SequenceNode(tuple(_put(item, node, written) for item in items), tree.span)
        case _ if tree.span == node.span:
            start = node.span
            source = SourceText(written, start.file, ((0, start.line, start.column),))
            return ScalarNode(source, start, quoted=False)
        case _:
            return tree


def read_scheme_number(node: ScalarNode) -> Decimal | None:
    """Return the number that is written, None where a formula is."""
    text = node.text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    bare = Decimal(text.rstrip("%").replace("_", ""))
    return bare / _HUNDRED if text.endswith("%") else bare


def spell_number(value: Decimal, like: str) -> str:
    """Write a number as the old one is written: with its percent sign, and thousands apart with `_`.

    >>> spell_number(Decimal("0.035"), "2%"), spell_number(Decimal("1250000"), "1_000_000")
    ('3.5%', '1_250_000')
    """
    percent = like.strip().endswith("%")
    shown = value * _HUNDRED if percent else value
    text = f"{shown:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    whole, point, rest = text.partition(".")
    if "_" in like:
        whole = f"{int(whole):,}".replace(",", "_")
    return f"{whole}{point}{rest}{'%' if percent else ''}"


def write_scheme_number(text: str, place: Span, spelt: str) -> str:
    """Return the text of a scheme with another number at its place."""
    lines = text.removeprefix("\ufeff").split("\n")
    line = lines[place.line - 1]
    lines[place.line - 1] = f"{line[: place.column - 1]}{spelt}{line[place.end_column - 1 :]}"
    return "\n".join(lines)
