"""YAML text to a tree of nodes with places; every scalar stays the text that was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import field
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
from kpicalc.model.diagnostic import Checked, Diagnostic, error, warning
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span, join_spans
from kpicalc.scheme.events import end_of, event_span, read_events, start_of
from kpicalc.scheme.mapping_keys import Pair, join_cut_items, settle_keys
from kpicalc.scheme.raw_text import HIDDEN, character_name, find_text_problems, map_scalar
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

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
        alone = flow and ":" not in written and isinstance(value, ScalarNode) and value.blank
        return Pair(key, value, alone)

    def _block_span(self, start: Event, last: Node) -> Span:
        """A block ends where its last value does; YAML itself ends it at the next word below."""
        return join_spans(event_span(start, self.file), last.span)


def _is_cut_by_comment(text: str, event: ScalarEvent) -> bool:
    """Say whether `#` follows a scalar on its line: YAML takes the rest of the line for a comment."""
    return text[end_of(event).index :].lstrip(" ").startswith("#")
