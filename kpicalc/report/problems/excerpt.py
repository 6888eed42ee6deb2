"""Source lines quoted with the columns of a problem underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kpicalc.model.source import Span
from kpicalc.report.document import Mark, Quoted
from kpicalc.report.writers.screen import escape_unsafe

_TAB = "    "
# More of a line is never shown.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Underlined:
    """A stretch to underline, with the words beside it; the main one bears `^`, others `-`."""

    span: Span
    words: str
    main: bool


def quote_source(lines: Sequence[str], stretches: list[Underlined]) -> Iterator[Quoted]:
    """Yield the lines of a source in which the stretches begin, each stretch underlined below its line."""
    inside = [each for each in stretches if 1 <= each.span.line <= len(lines)]
    margin = max((len(str(each.span.line)) for each in inside), default=0)
    ordered = sorted(inside, key=lambda one: (one.span, not one.main))
    for number, group in groupby(ordered, key=lambda one: one.span.line):
        marked = list(group)
        part = _cut(lines[number - 1].rstrip("\r"), marked[0].span.column - 1)
        marks = tuple(_mark(part, each) for each in marked)
        yield Quoted(f"{number:>{margin}}", _flatten(part.text), marks)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a line, and how many letters of the line stand before the part."""

    text: str
    before: int


def _cut(line: str, column: int) -> _Part:
    """Leave of a very long line what stands around a column."""
    start = max(column - _LONGEST // 2, 0)
    if len(line) <= _LONGEST:
        return _Part(line, 0)
    mark = "…" if start else ""
    return _Part(f"{mark}{line[start : start + _LONGEST]}…", start - len(mark))


def _mark(part: _Part, stretch: Underlined) -> Mark:
    """Count the letters as shown; a stretch over several lines is underlined to the end of the first."""
    span = stretch.span
    end = span.end_column - 1 - part.before if span.end_line == span.line else len(part.text)
    start = max(span.column - 1 - part.before, 0)
    shown_start, shown_end = (len(_flatten(part.text[: max(letter, 0)])) for letter in (start, end))
    return Mark(shown_start, shown_end, "^" if stretch.main else "-", stretch.words)


def _flatten(text: str) -> str:
    return escape_unsafe(text.replace("\t", _TAB))
