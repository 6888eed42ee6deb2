"""The way back from the text of a scalar to the letters of the file, through quotes, escapes and folds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kpicalc.model.source import SourceText
from kpicalc.scheme.events import end_of, start_of

if TYPE_CHECKING:
    from yaml.events import ScalarEvent

_Anchors = dict[int, tuple[int, int]]

_BREAK = re.compile(r"\r\n?|\n")
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
        breaks = len(_BREAK.findall(found[0]))
        if found.lastgroup != "letters":
            anchors[offset] = (line, column)
        offset += _width(found, breaks)
        line += breaks
        column = len(_BREAK.split(found[0])[-1]) + (1 if breaks else column)
        if found.lastgroup != "letters":
            anchors[offset] = (line, column)
    return anchors


def _width(found: re.Match[str], breaks: int) -> int:
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
    for number, row in enumerate(_BREAK.split(written)[1:], line + 1):
        content = row.strip(" ")
        if content:
            offset = value.index(content, offset)
            anchors[offset] = (number, row.index(content) + 1)
            offset += len(content)
    return anchors
