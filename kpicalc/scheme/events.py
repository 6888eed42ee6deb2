"""YAML text to a bounded run of events, and the comments; what a scheme may not use is refused here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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

from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace, Span
from kpicalc.scheme.syntax_cause import explain_syntax_error

if TYPE_CHECKING:
    from yaml.error import Mark


MAX_LEVELS = 30
MAX_NODES = 10_000


@dataclass(slots=True)
class _Tally:
    """What was met so far."""

    level: int = 0
    nodes: int = 0
    documents: int = 0


def read_events(text: str, file: str) -> Checked[tuple[Event, ...]]:
    """Return the events of the nodes of the one document, at most `MAX_NODES` nodes and `MAX_LEVELS` levels.

    The pure loader is used on purpose: it reads lazily, so the limits hold before anything is built, and
    it gives the same positions on every machine.
    """
    events: list[Event] = []
    problems: list[Diagnostic] = []
    try:
        problems.extend(_collect_events(text, file, events))
    except yaml.MarkedYAMLError as failure:
        problems.append(explain_syntax_error(failure, text, file))
    refused = [problem for event in events for problem in _refused_features(event, file)]
    complete = not problems and not any(isinstance(event, AliasEvent) for event in events)
    return Checked(tuple(events) if complete else None, (*refused, *problems))


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


def _collect_events(text: str, file: str, events: list[Event]) -> Iterator[Diagnostic]:
    tally = _Tally()
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
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
