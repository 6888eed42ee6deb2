"""Where a number of a scheme is written, and the scheme with another one there, spelt alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.model.dataclass import dataclass
from kpicalc.model.source import SourceText, Span
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

_HUNDRED = Decimal(100)
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")
_PLACE = re.compile(r"(?P<name>[^\[\]@]+)(?:\[(?P<whose>[^\[\]]+)\])?(?:@(?P<day>\d{4}(?:-\d{2}){0,2}))?")
# All the rest of a parameter with `by:`, whatever language the scheme is written in.
_REST = "otherwise"
_REST_IN_RUSSIAN = key_names(Language.RU).key("", _REST)
_NUMBER = re.compile(r"-?\d[\d_]*([.]\d+)?%?")


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """A number as people name it: `rate`, `rate[junior]` of one with `by:`, `rate@2026-03` of a time."""

    name: str
    whose: str = ""
    day: date | None = None


def read_place(text: str) -> NumberPlace:
    """Read how a number is named.

    >>> read_place("rate[junior]@2026-03")
    NumberPlace(name='rate', whose='junior', day=datetime.date(2026, 3, 1))
    """
    found = _PLACE.fullmatch(text.strip())
    day = None if found is None or not found["day"] else _read_day(found["day"])
    if found is None or (found["day"] and day is None):
        return NumberPlace(text.strip())
    return NumberPlace(found["name"].strip(), (found["whose"] or "").strip(), day)


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}{'-01' * (2 - text.count('-'))}")
    except ValueError:
        return None


def find_number(tree: MappingNode, name: str, day: date) -> ScalarNode | None:
    """Return the only number that is meant; None where there is none, or one for each of some values."""
    found = find_written_numbers(tree, read_place(name), day)
    return found[0] if len(found) == 1 else None


def find_written_numbers(tree: MappingNode, place: NumberPlace, day: date) -> tuple[ScalarNode, ...]:
    """Return the values of a parameter, or what stands at keys with points between (items are numbered).

    Of a value with dates it is the one that holds on the day; of a parameter with `by:` those of all values,
    or of the one that is named.
    """
    parts = tuple(place.name.split("."))
    for path in (("parameters", *parts), parts):
        found = _follow(tree, path)
        nodes = () if found is None else tuple(_scalars_in(found, place.whose, place.day or day))
        if path[0] != "parameters":
            nodes = tuple(each for each in nodes if read_scheme_number(each) is not None)
        if nodes:
            return nodes
    return ()


def list_places(tree: MappingNode) -> tuple[str, ...]:
    """Return how the parameters of a scheme are named, each value of one with `by:` by itself."""
    return tuple(
        f"{key.text}[{whose}]" if whose else key.text
        for key, node in tree.entries_at("parameters")
        for whose in [each for each, _ in _chosen(node)] or [""]
    )


def _chosen(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield for each value of the column of `by:` what stands there, and what does for all the rest."""
    if not isinstance(node, MappingNode) or node.find("by") is None:
        return
    rest = node.find(_REST)
    yield from ((key.text, value) for key, value in node.entries_at("values"))
    if rest is not None:
        yield _REST, rest[1]


def _scalars_in(node: Node, whose: str, day: date) -> Iterator[ScalarNode]:
    chosen = list(_chosen(node))
    meant = {whose, _REST} if whose == _REST_IN_RUSSIAN else {whose}
    of_one = [value for name, value in chosen if name in meant]
    for each in of_one if whose else [value for _, value in chosen] or [node]:
        found = _scalar_in(each, day)
        if found is not None:
            yield found


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
    dated = {
        key.text: each
        for key, each in node.entries
        if _DAY.fullmatch(key.text) and key.text <= day.isoformat()[: len(key.text)]
    }
    return _scalar_in(dated[max(dated)], day) if dated else None


def put_number(tree: MappingNode, node: ScalarNode, written: str) -> MappingNode:
    """Return a scheme with another number at the place of one of its words."""
    start = node.span
    return put_source(tree, node, SourceText(written, start.file, ((0, start.line, start.column),)))


def put_source(tree: MappingNode, node: ScalarNode, written: SourceText) -> MappingNode:
    """Return a scheme with another text, which knows its own place, at the place of one of its words."""
    return MappingNode(tuple((key, _put(value, node, written)) for key, value in tree.entries), tree.span)


def _put(tree: Node, node: ScalarNode, written: SourceText) -> Node:
    match tree:
        case MappingNode():
            return put_source(tree, node, written)
        case SequenceNode(items=items):
            return SequenceNode(tuple(_put(item, node, written) for item in items), tree.span)
        case _ if tree.span == node.span:
            return ScalarNode(written, node.span)
        case _:
            return tree


def read_scheme_number(node: ScalarNode) -> Decimal | None:
    """Return the number that is written, None where a formula is."""
    text = node.word
    if not _NUMBER.fullmatch(text):
        return None
    bare = Decimal(text.rstrip("%").replace("_", ""))
    return bare / _HUNDRED if text.endswith("%") else bare


def spell_number(value: Decimal, like: str) -> str:
    """Write a number as the old one is written: with its percent sign, and thousands apart with `_`.

    >>> spell_number(Decimal("0.035"), "2%"), spell_number(Decimal("1250000"), "1_000_000")
    ('3.5%', '1_250_000')
    """
    percent = like.endswith("%")
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
