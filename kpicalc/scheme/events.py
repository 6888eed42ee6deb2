"""YAML text to a bounded run of events, and the comments; what a scheme may not use is refused here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace, Span
from kpicalc.scheme.syntax_cause import explain_syntax_error

if TYPE_CHECKING:
    from yaml.error import Mark


MAX_LEVELS = 30
MAX_NODES = 10_000
_Loader = type[yaml.SafeLoader] | type[yaml.CSafeLoader]
# Ten times as quick; some builds of the library lack it.
_LIBYAML: type[yaml.CSafeLoader] | None = getattr(yaml, "CSafeLoader", None)
_SEEN_OTHERWISE = re.compile("[?\t]|[>|][-+0-9]*#")


@dataclass(slots=True)
class _Tally:
    """What was met so far."""

    level: int = 0
    nodes: int = 0
    documents: int = 0


def read_events(text: str, file: str) -> Checked[tuple[Event, ...]]:
    """Return the events of the nodes of the one document, at most `MAX_NODES` nodes and `MAX_LEVELS` levels.

    The pure loader decides whatever is told of a text, so that it is the same on every machine; both loaders
    read lazily, and the limits hold before anything is built.
    """
    quick = _read_quickly(text, file)
    if quick is not None:
        return Checked(quick)
    events: list[Event] = []
    problems: list[Diagnostic] = []
    try:
        problems.extend(_collect_events(text, file, events, yaml.SafeLoader))
    except yaml.MarkedYAMLError as failure:
        problems.append(explain_syntax_error(failure, text, file))
    refused = [problem for event in events for problem in _refused_features(event, file)]
    complete = not problems and not any(isinstance(event, AliasEvent) for event in events)
    return Checked(tuple(events) if complete else None, (*refused, *problems))


def _read_quickly(text: str, file: str) -> tuple[Event, ...] | None:
    """Return the events by libYAML, or None for a text with a problem or where it may see other places.

    It lets question marks, tabs and `>#` pass that are refused, puts a value that is not written elsewhere,
    and ends a block at another place; the end of a block is asked by nobody.
    """
    if _LIBYAML is None or _SEEN_OTHERWISE.search(text):
        return None
    events: list[Event] = []
    try:
        if next(_collect_events(text, file, events, _LIBYAML), None) is not None:
            return None
    except yaml.YAMLError:
        return None
    return None if any(map(_needs_the_pure_loader, events)) else tuple(events)


def _needs_the_pure_loader(event: Event) -> bool:
    if not isinstance(event, ScalarEvent | CollectionStartEvent):
        return isinstance(event, AliasEvent)
    unwritten = isinstance(event, ScalarEvent) and not event.value and not event.style
    return unwritten or event.anchor is not None or event.tag is not None


def event_span(event: Event, file: str) -> Span:
    """Return the place of an event; where nothing is written, one column wide."""
    start, end = start_of(event), end_of(event)
    width = 1 if start.index == end.index else 0
    return Span(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1 + width)


def start_of(event: Event) -> Mark:
    """Return where an event starts; the pure loader always says so."""
    return cast("Mark", event.start_mark)


def end_of(event: Event) -> Mark:
    """Return where an event ends."""
    return cast("Mark", event.end_mark)


def _collect_events(text: str, file: str, events: list[Event], loader: _Loader) -> Iterator[Diagnostic]:
    tally = _Tally()
    for event in yaml.parse(text, Loader=loader):
        problem = _limit_passed(event, tally, file)
        if problem is not None:
            yield problem
            return
        if isinstance(event, NodeEvent | CollectionEndEvent):
            events.append(event)
    if not tally.nodes:
        yield error(Problem.FILE_EMPTY, FilePlace(file))


def _limit_passed(event: Event, tally: _Tally, file: str) -> Diagnostic | None:
    """Count an event; return the problem when it breaks a limit."""
    tally.nodes += isinstance(event, NodeEvent)
    tally.level += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
    tally.documents += isinstance(event, DocumentStartEvent)
    if tally.level > MAX_LEVELS:
        return error(Problem.NESTING_TOO_DEEP, event_span(event, file), limit=MAX_LEVELS)
    if tally.nodes > MAX_NODES:
        return error(Problem.FILE_TOO_COMPLEX, event_span(event, file), limit=MAX_NODES)
    return error(Problem.SECOND_DOCUMENT, event_span(event, file)) if tally.documents > 1 else None


def _refused_features(event: Event, file: str) -> Iterator[Diagnostic]:
    if isinstance(event, AliasEvent):
        yield error(Problem.YAML_ALIAS, event_span(event, file), name=str(event.anchor))
    elif isinstance(event, NodeEvent) and event.anchor is not None:
        yield error(Problem.YAML_ANCHOR, _first_column(event, file, len(event.anchor) + 1), name=event.anchor)
    if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
        yield error(Problem.YAML_TAG, _first_column(event, file, 1))


def _first_column(event: Event, file: str, width: int) -> Span:
    start = start_of(event)
    return Span(file, start.line + 1, start.column + 1, start.line + 1, start.column + 1 + width)


BREAK = re.compile(r"\r\n?|\n")


def find_comments(pattern: re.Pattern[str], text: str, scalars: list[ScalarEvent]) -> list[re.Match[str]]:
    """Return the comments that a pattern meets; a `#` inside quotes or in a block of text is no comment."""
    return [
        found
        for found in pattern.finditer(text)
        if not any(start_of(each).index <= found.start() < end_of(each).index for each in scalars)
    ]


def scalars_of(text: str, file: str) -> list[ScalarEvent]:
    """Return the values and keys of a text; none where it is no YAML."""
    return [each for each in read_events(text, file).value or () if isinstance(each, ScalarEvent)]


def line_of(text: str, at: int) -> tuple[int, str]:
    """Return the number of the line of a character, and what of the line stands before it."""
    before = BREAK.split(text[:at])
    return len(before), before[-1]
