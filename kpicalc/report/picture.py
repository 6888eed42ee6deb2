"""A picture as shapes in whole units, ten to a point of the screen; no writer has to compute anything."""

from __future__ import annotations

from enum import StrEnum

from kpicalc.model.dataclass import dataclass

UNITS = 10


class Ink(StrEnum):
    """The colours of a chart; none is the only carrier of a meaning."""

    PAPER = "#ffffff"
    TEXT = "#1f2933"
    MUTED = "#616e7c"
    GRID = "#e4e7eb"
    AXIS = "#7b8794"
    CURVE = "#0b69a3"
    JUMP = "#c2410c"
    FLAT = "#f7efd9"
    FALLING = "#f6cfc4"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle filled with an ink; `x` and `y` are its upper left corner."""

    x: int
    y: int
    width: int
    height: int
    ink: Ink


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[int, int], ...]
    ink: Ink
    width: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a curve: hollow where the curve does not reach it."""

    x: int
    y: int
    ink: Ink
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class PictureText:
    """A line of text; `anchor` is start, middle or end, `y` its base line."""

    x: int
    y: int
    text: str
    size: int
    ink: Ink = Ink.TEXT
    anchor: str = "start"
    bold: bool = False


Shape = Area | Stroke | Dot | PictureText


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in the order in which they are drawn; title and description are for those who cannot see it."""

    width: int
    height: int
    title: str
    description: str
    shapes: tuple[Shape, ...]
