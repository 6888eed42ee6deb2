"""The keys of a mapping: each a name, written once, and unlike all others to the eye."""

from __future__ import annotations

import re

from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.source import SourceText
from kpicalc.model.spelling import skeleton
from kpicalc.scheme.cut_values import Pair, join_cut_pairs
from kpicalc.scheme.tree import Node, ScalarNode

_GLUED = re.compile(r"([\w.-]+):\S.*", re.DOTALL)

_MERGE = "<<"


def settle_keys(pairs: list[Pair], problems: list[Diagnostic]) -> tuple[tuple[ScalarNode, Node], ...]:
    """Return the entries of a mapping; what is no proper key is left out and named in `problems`."""
    entries: list[tuple[ScalarNode, Node]] = []
    by_look: dict[str, ScalarNode] = {}
    for pair in join_cut_pairs(pairs, problems):
        key = pair.key
        if not isinstance(key, ScalarNode):
            problems.append(error("KPI127", key.span))
        elif (problem := _key_problem(key, by_look)) is not None:
            problems.append(problem)
        else:
            by_look[skeleton(key.text)] = key
            entries.append(_lone_entry(key, problems) if pair.alone else (key, pair.value))
    return tuple(entries)


def glued_key_problem(node: ScalarNode) -> Diagnostic | None:
    """Recognise `kind:fixed`: YAML sees one text where a key and a value are meant."""
    found = None if node.quoted else _GLUED.fullmatch(node.text)
    return None if found is None else error("KPI111", node.span, key=found[1])


def _key_problem(key: ScalarNode, by_look: dict[str, ScalarNode]) -> Diagnostic | None:
    if key.text == _MERGE and not key.quoted:
        return error("KPI124", key.span)
    if not key.text.strip():
        return error("KPI128", key.span)
    return _repeated(key, by_look)


def _lone_entry(key: ScalarNode, problems: list[Diagnostic]) -> tuple[ScalarNode, ScalarNode]:
    """Return a key without colon as what was meant by it, with its problem: `{kind:fixed}`, `{a: b, c}`."""
    glued = glued_key_problem(key)
    problems.append(glued or _no_value(key))
    end = len(key.text)
    if glued is None:
        return key, _part(key, end, end)
    colon = key.text.index(":")
    return _part(key, 0, colon), _part(key, colon + 1, end)


def _no_value(key: ScalarNode) -> Diagnostic:
    """Make the problem of a key without value; of several words the first may be the key."""
    first, _, rest = key.text.partition(" ")
    if not rest:
        return error("KPI129", key.span, key=key.text)
    return error("KPI129", key.span, key=key.text, first=first, rest=rest, hint="colon")


def _part(node: ScalarNode, start: int, end: int) -> ScalarNode:
    """Return a piece of a text, at the place of the whole: there its problem is told already."""
    place = node.source.span(start, end)
    source = SourceText(node.text[start:end], place.file, ((0, place.line, place.column),))
    return ScalarNode(source, node.span, quoted=False)


def _repeated(key: ScalarNode, by_look: dict[str, ScalarNode]) -> Diagnostic | None:
    first = by_look.get(skeleton(key.text))
    if first is None:
        return None
    label = Label(first.span, "first_here")
    if first.text == key.text:
        return error("KPI120", key.span, label, key=key.text)
    return error("KPI121", key.span, label, key=key.text, first=first.text)
