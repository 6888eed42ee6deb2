"""YAML text to a tree of nodes with places: each key once, every scalar the text that was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import islice
from typing import cast

from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, error, warning
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText, Span, join_spans
from kpicalc.model.spelling import skeleton
from kpicalc.scheme.events import (
    HIDDEN,
    character_name,
    end_of,
    event_span,
    find_text_problems,
    map_scalar,
    read_events,
    start_of,
)
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

# A whole number, alone or at the end of a formula: `sales * 0`.
_WHOLE = re.compile(r"(?:.*[^\w.])?[0-9]+", re.DOTALL)
_REST = re.compile(r"[0-9]+(?:\W.*)?", re.DOTALL)


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
        value = _join_pieces(pieces, problems) if pieces else pair.value
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
        yield _join_pieces(pieces, problems) if pieces else items[position]
        position += max(len(pieces), 1)


def _cut_number(pairs: Sequence[Pair]) -> list[ScalarNode]:
    """Return the pieces of `0,5`: digits, and digits side by side (in a list they may be two items)."""
    match pairs:
        case [Pair(value=ScalarNode() as head), Pair(key=ScalarNode() as rest, alone=True)] if not (
            head.quoted or _open_brackets(head)
        ):
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


def _join_pieces(pieces: Sequence[ScalarNode], problems: list[Diagnostic]) -> ScalarNode:
    """Join the pieces into what was meant, so that the cut is the only thing to complain about."""
    span = join_spans(pieces[0].span, pieces[-1].span)
    comma = ", " if _open_brackets(pieces[0]) else "."
    text = comma.join(piece.text for piece in pieces)
    code = Problem.COMMA_CUTS_FORMULA if comma == ", " else Problem.COMMA_CUTS_NUMBER
    problems.append(error(code, span, text=text))
    anchors: list[tuple[int, int, int]] = []
    offset = 0
    for piece in pieces:
        anchors.extend((offset + start, line, column) for start, line, column in piece.source.anchors)
        offset += len(piece.text) + len(comma)
    return ScalarNode(SourceText(text, span.file, tuple(anchors)), span)


_GLUED = re.compile(r"([\w.-]+):\S.*", re.DOTALL)

_MERGE = "<<"


def settle_keys(pairs: list[Pair], problems: list[Diagnostic]) -> tuple[tuple[ScalarNode, Node], ...]:
    """Return the entries of a mapping; what is no proper key is left out and named in `problems`."""
    entries: list[tuple[ScalarNode, Node]] = []
    by_look: dict[str, ScalarNode] = {}
    for pair in join_cut_pairs(pairs, problems):
        key = pair.key
        if not isinstance(key, ScalarNode):
            problems.append(error(Problem.KEY_NOT_A_WORD, key.span))
        elif (problem := _key_problem(key, by_look)) is not None:
            problems.append(problem)
        else:
            by_look[skeleton(key.text)] = key
            entries.append(_lone_entry(key, problems) if pair.alone else (key, pair.value))
    return tuple(entries)


def glued_key_problem(node: ScalarNode) -> Diagnostic | None:
    """Recognise `kind:fixed`: YAML sees one text where a key and a value are meant."""
    found = None if node.quoted else _GLUED.fullmatch(node.text)
    return None if found is None else error(Problem.COLON_WITHOUT_SPACE, node.span, key=found[1])


def _key_problem(key: ScalarNode, by_look: dict[str, ScalarNode]) -> Diagnostic | None:
    if key.text == _MERGE and not key.quoted:
        return error(Problem.YAML_MERGE_KEY, key.span)
    if not key.word:
        return error(Problem.KEY_EMPTY, key.span)
    first = by_look.get(skeleton(key.text))
    if first is None:
        return None
    label = Label(first.span, "first_here")
    if first.text == key.text:
        return error(Problem.KEY_REPEATED, key.span, label, key=key.text)
    return error(Problem.KEY_LOOKS_LIKE_ANOTHER, key.span, label, key=key.text, first=first.text)


def _lone_entry(key: ScalarNode, problems: list[Diagnostic]) -> tuple[ScalarNode, ScalarNode]:
    """Return a key without colon as what was meant by it, with its problem: `{kind:fixed}`, `{a: b, c}`."""
    glued = glued_key_problem(key)
    problems.append(glued or _no_value(key))
    end = len(key.text)
    if glued is None:
        return key, _piece_of_text(key, end, end)
    colon = key.text.index(":")
    return _piece_of_text(key, 0, colon), _piece_of_text(key, colon + 1, end)


def _no_value(key: ScalarNode) -> Diagnostic:
    """Make the problem of a key without value; of several words the first may be the key."""
    first, _, rest = key.text.partition(" ")
    if not rest:
        return error(Problem.KEY_WITHOUT_VALUE, key.span, key=key.text)
    return error(Problem.KEY_WITHOUT_VALUE, key.span, key=key.text, first=first, rest=rest, hint="colon")


def _piece_of_text(node: ScalarNode, start: int, end: int) -> ScalarNode:
    """Return a piece of a text, at the place of the whole: there its problem is told already."""
    place = node.source.span(start, end)
    source = SourceText(node.text[start:end], place.file, ((0, place.line, place.column),))
    return ScalarNode(source, node.span)


# A formula never ends with one of these, and hardly a title does.
_UNFINISHED = re.compile(r"[-+*/<>=(,]$|\([^)]*$|\b(?:if|then|else|and|or|not|where)$")


def read_nodes(text: str, file: str) -> Checked[Node]:
    """Read the one document of a YAML text; `file` is the name that places show.

    The tree is returned with the problems when it says enough to be looked at further; a key that is
    refused is left out of it.
    """
    # A letter and its sign may be one character or two; they are the same letter.
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    problems = find_text_problems(text, file)
    if problems:
        return Checked(None, tuple(problems))
    events = read_events(text, file)
    if events.value is None:
        return Checked(None, events.diagnostics)
    builder = _Builder(iter(events.value), text, file)
    root = builder.build(next(builder.events))
    return Checked(root, (*events.diagnostics, *builder.problems))


@dataclass(slots=True)
class _Builder:
    """Turns events into nodes; they are known to be few and not deep."""

    events: Iterator[Event]
    text: str
    file: str
    problems: list[Diagnostic] = field(default_factory=list)

    def build(self, event: Event) -> Node:
        """Build the node that begins with an event."""
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event)
        return self._sequence(cast("SequenceStartEvent", event))

    def _scalar(self, event: ScalarEvent) -> ScalarNode:
        source = map_scalar(event, self.text, self.file)
        for found in HIDDEN.finditer(source.text):  # only an escape can still bring one in
            place = source.span(found.start(), found.end())
            self.problems.append(
                error(Problem.INVISIBLE_CHARACTER, place, character=character_name(found[0]))
            )
        node = ScalarNode(source, event_span(event, self.file), quoted=bool(event.style))
        if not node.quoted and _UNFINISHED.search(node.text) and _is_cut_by_comment(self.text, event):
            self.problems.append(warning(Problem.COMMENT_CUTS_VALUE, node.span, text=node.text))
        return node

    def _sequence(self, start: SequenceStartEvent) -> SequenceNode:
        items: list[Node] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self.build(event))
        if start.flow_style:
            whole = join_spans(event_span(start, self.file), event_span(event, self.file))
            return SequenceNode(join_cut_items(items, self.problems), whole)
        return SequenceNode(tuple(items), self._block_span(start, items[-1]))

    def _mapping(self, start: MappingStartEvent) -> MappingNode:
        pairs: list[Pair] = []
        while not isinstance(event := next(self.events), MappingEndEvent):
            pairs.append(self._pair(event, flow=bool(start.flow_style)))
        whole = join_spans(event_span(start, self.file), event_span(event, self.file))
        span = whole if start.flow_style else self._block_span(start, pairs[-1].value)
        return MappingNode(settle_keys(pairs, self.problems), span)

    def _pair(self, event: Event, *, flow: bool) -> Pair:
        key = self.build(event)
        after_key = end_of(event).index
        event = next(self.events)
        written = self.text[after_key : start_of(event).index]
        value = self.build(event)
        alone = flow and ":" not in written
        return Pair(key, value, alone)

    def _block_span(self, start: Event, last: Node) -> Span:
        """A block ends where its last value does; YAML itself ends it at the next word below."""
        return join_spans(event_span(start, self.file), last.span)


def _is_cut_by_comment(text: str, event: ScalarEvent) -> bool:
    """Say whether `#` follows a scalar on its line: YAML takes the rest of the line for a comment."""
    return text[end_of(event).index :].lstrip(" ").startswith("#")
