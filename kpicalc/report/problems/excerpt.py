"""Source lines quoted with the columns of a problem underlined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpicalc.model.source import Span
from kpicalc.report.writers.screen import display_width, escape_unsafe

_TAB = "    "
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Underlined:
    """A stretch to underline, with the words beside it; the main one bears `^`, others `-`."""

    span: Span
    words: str
    main: bool


def draw_excerpt(source: str, stretches: list[Underlined]) -> Iterator[str]:
    """Yield the lines of a source in which the stretches begin, each underlined below its line."""
    lines = source.split("\n")
    inside = [each for each in stretches if 1 <= each.span.line <= len(lines)]
    margin = max((len(str(each.span.line)) for each in inside), default=0)
    quoted = 0
    for each in sorted(inside, key=lambda one: (one.span, not one.main)):
        number = each.span.line
        line = lines[number - 1][:_LONGEST].rstrip("\r")
        if number != quoted:
            yield f"{number:>{margin}} | {_flatten(line)}".rstrip()
        quoted = number
        yield f"{'':>{margin}} | {_underline(line, each)} {each.words}".rstrip()


def _underline(line: str, stretch: Underlined) -> str:
    span = stretch.span
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    under = display_width(_flatten(line[start:end]))
    return " " * display_width(_flatten(line[:start])) + ("^" if stretch.main else "-") * max(under, 1)


def _flatten(text: str) -> str:
    return escape_unsafe(text.replace("\t", _TAB))
