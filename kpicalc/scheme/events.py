"""YAML text to a bounded run of events with their letters and comments; what it may not use is refused."""

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
from kpicalc.model.source import FilePlace, SourceText, Span
from kpicalc.scheme.file_text import is_too_large, too_large
from kpicalc.scheme.syntax_cause import explain_syntax_error

if TYPE_CHECKING:
    from yaml.error import Mark


# The language needs eight levels and a large regulation some thousand nodes: more is another file, or an
# attack.
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

    def limit_passed(self, event: Event, file: str) -> Diagnostic | None:
        """Count an event; return the problem when it breaks a limit."""
        self.nodes += isinstance(event, NodeEvent)
        self.level += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        self.documents += isinstance(event, DocumentStartEvent)
        if self.level > MAX_LEVELS:
            return error(Problem.NESTING_TOO_DEEP, event_span(event, file), limit=MAX_LEVELS)
        if self.nodes > MAX_NODES:
            return error(Problem.FILE_TOO_COMPLEX, event_span(event, file), limit=MAX_NODES)
        return error(Problem.SECOND_DOCUMENT, event_span(event, file)) if self.documents > 1 else None


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
        problem = tally.limit_passed(event, file)
        if problem is not None:
            yield problem
            return
        if isinstance(event, NodeEvent | CollectionEndEvent):
            events.append(event)
    if not tally.nodes:
        yield error(Problem.FILE_EMPTY, FilePlace(file))


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


# Control characters, marks that turn the direction of writing, and characters nobody can see: in a
# scheme they hide what it says. U+0085, U+2028 and U+2029 would count as line breaks for YAML only.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\uffff]"
)
_INDENT_TAB = re.compile(r" *(?P<tab>\t)")


def find_text_problems(text: str, file: str) -> list[Diagnostic]:
    """Name what keeps a text from being read: its size, hidden characters, tabs as indents."""
    if is_too_large(len(text.encode(errors="surrogatepass"))):
        return [too_large(file)]
    lines = enumerate(BREAK.split(text), 1)
    return [problem for number, line in lines for problem in _line_problems(line, number, file)]


def character_name(character: str) -> str:
    """Return the number of a character as people look it up.

    >>> character_name("ё")
    'U+0451'
    """
    return f"U+{ord(character):04X}"


def _line_problems(line: str, number: int, file: str) -> Iterator[Diagnostic]:
    for found in HIDDEN.finditer(line):
        place = _one_character(file, number, found.start())
        yield error(Problem.INVISIBLE_CHARACTER, place, character=character_name(found[0]))
    indent = _INDENT_TAB.match(line)
    if indent is not None:
        yield error(Problem.TAB_CHARACTER, _one_character(file, number, indent.start("tab")))


def _one_character(file: str, line: int, offset: int) -> Span:
    return Span(file, line, offset + 1, line, offset + 2)


_Anchors = dict[int, tuple[int, int]]

_FOLD = r"(?P<fold>[ \t]*(?:\r\n?|\n)[ \t\r\n]*)"
_TOKENS = {
    "": re.compile(rf"{_FOLD}|(?P<letters>[^ \t\r\n]+|[ \t]+)"),
    "'": re.compile(rf"{_FOLD}|(?P<escape>'')|(?P<letters>[^ \t\r\n']+|[ \t]+)"),
    '"': re.compile(
        rf"(?P<joined>\\(?:\r\n?|\n)[ \t\r\n]*)|{_FOLD}"
        r"|(?P<escape>\\(?:x..|u.{4}|U.{8}|.))|(?P<letters>[^ \t\r\n\\]+|[ \t]+)"
    ),
}


def map_scalar(event: ScalarEvent, text: str, file: str) -> SourceText:
    """Return the text of a scalar event, with anchors wherever the file departs from it."""
    start = start_of(event)
    written = text[start.index : end_of(event).index]
    line, column = start.line + 1, start.column + 1
    style = event.style or ""
    if event.anchor is not None or event.tag is not None:
        anchors = {0: (line, column)}
    elif style in ("|", ">"):
        anchors = _map_block(event.value, written, line)
    elif style:
        anchors = _map_flow(written[1:-1], line, column + 1, style)
    else:
        anchors = _map_flow(written, line, column, style)
    return SourceText(event.value, file, tuple((offset, *place) for offset, place in anchors.items()))


def _map_flow(written: str, line: int, column: int, style: str) -> _Anchors:
    anchors = {0: (line, column)}
    offset = 0
    for found in _TOKENS[style].finditer(written):
        breaks = len(BREAK.findall(found[0]))
        if found.lastgroup != "letters":
            anchors[offset] = (line, column)
        offset += _width_of_piece(found, breaks)
        line += breaks
        column = len(BREAK.split(found[0])[-1]) + (1 if breaks else column)
        if found.lastgroup != "letters":
            anchors[offset] = (line, column)
    return anchors


def _width_of_piece(found: re.Match[str], breaks: int) -> int:
    """Return how many characters of the text a piece of the file stands for."""
    match found.lastgroup:
        case "letters":
            return len(found[0])
        case "fold":
            return max(breaks - 1, 1)  # one line break is a space, more are one fewer
        case "joined":
            return breaks - 1
        case _:
            return 1


def _map_block(value: str, written: str, line: int) -> _Anchors:
    """Anchor each line of a block at its first letter; what lies between are line breaks and indents."""
    anchors = {0: (line + 1, 1)}
    offset = 0
    for number, row in enumerate(BREAK.split(written)[1:], line + 1):
        content = row.strip(" ")
        if content:
            offset = value.index(content, offset)
            anchors[offset] = (number, row.index(content) + 1)
            offset += len(content)
    return anchors
