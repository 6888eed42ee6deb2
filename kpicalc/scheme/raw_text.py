"""Checks of a scheme file as plain text, before anything is read as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.source import FilePlace, Span

MAX_BYTES = 256 * 1024

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


def is_too_large(size: int) -> bool:
    """Say whether a file of so many bytes is refused."""
    return size > MAX_BYTES


def too_large(file: str) -> Diagnostic:
    """Make the problem of a file over the limit."""
    return error("KPI103", FilePlace(file), limit=MAX_BYTES // 1024)


def character_name(character: str) -> str:
    """Return the number of a character as people look it up.

    >>> character_name("ё")
    'U+0451'
    """
    return f"U+{ord(character):04X}"


def _line_problems(line: str, number: int, file: str) -> Iterator[Diagnostic]:
    for found in HIDDEN.finditer(line):
        place = _one_character(file, number, found.start())
        yield error("KPI106", place, character=character_name(found[0]))
    indent = _INDENT_TAB.match(line)
    if indent is not None:
        yield error("KPI107", _one_character(file, number, indent.start("tab")))


def _one_character(file: str, line: int, offset: int) -> Span:
    return Span(file, line, offset + 1, line, offset + 2)
