"""Amounts as lying bars, one below another: steps of a sum, or what is to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.report.picture import UNITS, Area, Ink, Picture, PictureText, Shape

# In points: as wide as a telephone shows.
_WIDTH = 340
_ROW = 34
_BAR = 11
_LABEL = 34
_SIZE = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from one amount to another, what it is called, and what is written at its end."""

    title: str
    start: Decimal
    end: Decimal
    text: str
    ink: Ink = Ink.CURVE
    bold: bool = False


def draw_bars(title: str, description: str, bars: Sequence[Bar], *, from_zero: bool = True) -> Picture:
    """Draw bars on one scale, which begins at 0 unless the least of them shall."""
    ends = [each for bar in bars for each in (bar.start, bar.end)]
    low, high = min(ends), max(ends)
    if from_zero:
        low, high = min(ZERO, low), max(ZERO, high)
    shapes = [shape for row, each in enumerate(bars) for shape in _draw_bar(each, row, (low, high))]
    height = (_ROW * len(bars) + 6) * UNITS
    return Picture(_WIDTH * UNITS, height, title, description, tuple(shapes))


def _draw_bar(bar: Bar, row: int, ends: tuple[Decimal, Decimal]) -> Iterator[Shape]:
    top = row * _ROW
    left, right = sorted((_place(bar.start, ends), _place(bar.end, ends)))
    base = (top + 14) * UNITS
    yield PictureText(0, base, _cut(bar.title), _SIZE * UNITS, bold=bar.bold)
    ink = Ink.JUMP if bar.ink is Ink.JUMP else Ink.TEXT
    yield PictureText(_WIDTH * UNITS, base, bar.text, _SIZE * UNITS, ink, "end", bold=bar.bold)
    yield Area(0, (top + 19) * UNITS, _WIDTH * UNITS, _BAR * UNITS, Ink.GRID)
    yield Area(left, (top + 19) * UNITS, max(right - left, UNITS), _BAR * UNITS, bar.ink)


def _place(amount: Decimal, ends: tuple[Decimal, Decimal]) -> int:
    low, high = ends
    if high == low:
        return 0
    return int(CONTEXT.divide((amount - low) * _WIDTH * UNITS, high - low))


def _cut(title: str) -> str:
    return title if len(title) <= _LABEL else f"{title[: _LABEL - 1].rstrip()}…"
