"""A line of a source with stretches underlined, cut to the width of a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpicalc.report.document import Mark, Quoted
from kpicalc.report.writers.screen import Screen, display_width
from kpicalc.report.writers.wrap import Line

_BAR = " | "
_LEAST = 30


@dataclass(frozen=True, slots=True)
class _Window:
    """The letters of a line that are shown, and the marks put where a part is cut off."""

    text: str
    start: int
    room: int
    before: str
    after: str

    @property
    def shown(self) -> str:
        """The part that is shown, with its marks."""
        return f"{self.before}{self.text[self.start : self.start + self.room]}{self.after}"

    def width_up_to(self, letter: int) -> int:
        """Return how many columns stand before a letter of the whole line."""
        last = min(max(letter, self.start), self.start + self.room)
        return display_width(self.before) + display_width(self.text[self.start : last])


def lay_quote(quoted: Quoted, screen: Screen) -> Iterator[Line]:
    """Yield the line behind its number, and below it each stretch underlined with its words."""
    room = None if screen.width is None else max(screen.width - len(quoted.number) - len(_BAR), _LEAST)
    window = _open_window(quoted, screen, room)
    yield Line(f"{quoted.number}{_BAR}{screen.spell(window.shown)}".rstrip())
    margin = " " * len(quoted.number) + _BAR
    for mark in quoted.marks:
        yield from (Line((margin + each).rstrip()) for each in _underline(mark, window, screen, room))


def _open_window(quoted: Quoted, screen: Screen, room: int | None) -> _Window:
    """Choose what is shown: everything, else the beginning, else what stands around the first mark."""
    text = quoted.text
    if room is None or display_width(text) <= room:
        return _Window(text, 0, len(text), "", "")
    cut = screen.spell("…")
    inner = room - 2 * len(cut)
    start, end = quoted.marks[0].start, quoted.marks[0].end
    if end <= inner:
        return _Window(text, 0, inner, "", cut)
    # Some of what stands before the mark is shown too, the more the shorter the mark is.
    first = max(min(start - (inner - min(end - start, inner)) // 2, len(text) - inner), 0)
    return _Window(text, first, inner, cut, cut if first + inner < len(text) else "")


def _underline(mark: Mark, window: _Window, screen: Screen, room: int | None) -> Iterator[str]:
    before = window.width_up_to(mark.start)
    signs = " " * before + mark.sign * max(window.width_up_to(mark.end) - before, 1)
    words = screen.spell(mark.words)
    if room is None or display_width(signs) + 1 + display_width(words) <= room:
        yield f"{signs} {words}"
        return
    yield signs
    yield " " * max(min(before, room - display_width(words)), 0) + words
