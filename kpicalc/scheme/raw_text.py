"""The plain text under the YAML: what may stand in it, and the way back from a value to its letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText, Span
from kpicalc.scheme.events import end_of, start_of
from kpicalc.scheme.file_text import is_too_large, too_large

if TYPE_CHECKING:
    from yaml.events import ScalarEvent


# Control characters, marks that turn the direction of writing, and characters nobody can see: in a
# scheme they hide what it says. U+0085, U+2028 and U+2029 would count as line breaks for YAML only.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\uffff]"
)
_INDENT_TAB = re.compile(r" *(?P<tab>\t)")
_BREAK = re.compile(r"\r\n?|\n")


def find_text_problems(text: str, file: str) -> list[Diagnostic]:
    """Name what keeps a text from being read: its size, hidden characters, tabs as indents."""
    if is_too_large(len(text.encode(errors="surrogatepass"))):
        return [too_large(file)]
    lines = enumerate(_BREAK.split(text), 1)
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
        breaks = len(_BREAK.findall(found[0]))
        if found.lastgroup != "letters":
            anchors[offset] = (line, column)
        offset += _width_of_piece(found, breaks)
        line += breaks
        column = len(_BREAK.split(found[0])[-1]) + (1 if breaks else column)
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
    for number, row in enumerate(_BREAK.split(written)[1:], line + 1):
        content = row.strip(" ")
        if content:
            offset = value.index(content, offset)
            anchors[offset] = (number, row.index(content) + 1)
            offset += len(content)
    return anchors
