"""Pictures as PNG, drawn by matplotlib, which carries a font with Cyrillic letters of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from kpicalc.report.picture import UNITS, Area, Dot, Picture, PictureText, Shape, Stroke
from kpicalc.report.writers.screen import escape_unsafe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DOTS_PER_INCH = 96
_SHARPNESS = 2
# Matplotlib measures lines and letters in points, 72 to an inch.
_POINTS = 72


def can_write_png() -> bool:
    """Say whether the library that draws is installed."""
    return find_spec("matplotlib") is not None


def write_png(pictures: Sequence[Picture]) -> Iterator[bytes]:
    """Yield one PNG with the pictures below each other, twice as sharp as they are large."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - heavy, and an extra
    from matplotlib.figure import Figure  # noqa: PLC0415 - likewise

    width = max(picture.width for picture in pictures)
    height = sum(picture.height for picture in pictures)
    inches = (width / UNITS / _DOTS_PER_INCH, height / UNITS / _DOTS_PER_INCH)
    figure = Figure(figsize=inches, dpi=_DOTS_PER_INCH * _SHARPNESS)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    top = 0
    for picture in pictures:
        for shape in picture.shapes:
            _draw_shape(axes, shape, top)
        top += picture.height
    stream = BytesIO()
    # Without the name of the writer, the same picture gives the same bytes in every version.
    figure.savefig(stream, format="png", metadata={"Software": None})
    yield stream.getvalue()


def _draw_shape(axes: Axes, shape: Shape, top: int) -> None:
    match shape:
        case Area():
            corners = [(shape.x, shape.x + shape.width), (shape.y + top, shape.y + shape.height + top)]
            (left, right), (upper, lower) = corners
            axes.fill([left, right, right, left], [upper, upper, lower, lower], shape.ink, linewidth=0)
        case Stroke():
            columns, rows = zip(*shape.points, strict=True)
            dashes = (0, (4, 3)) if shape.dashed else "solid"
            width = _in_points(shape.width)
            axes.plot(columns, [row + top for row in rows], c=shape.ink, ls=dashes, lw=width)
        case Dot():
            fill = "#ffffff" if shape.hollow else shape.ink
            axes.plot([shape.x], [shape.y + top], "o", color=shape.ink, markerfacecolor=fill, markersize=5)
        case _:
            _draw_label(axes, shape, top)


def _draw_label(axes: Axes, label: PictureText, top: int) -> None:
    anchors = {"start": "left", "middle": "center", "end": "right"}
    axes.text(
        label.x,
        label.y + top,
        # A dollar sign would begin a formula.
        escape_unsafe(label.text).replace("$", r"\$"),
        fontsize=_in_points(label.size),
        color=label.ink,
        ha=anchors[label.anchor],
        va="baseline",
        weight="bold" if label.bold else "normal",
        family="DejaVu Sans",
    )


def _in_points(units: int) -> int | float:
    return units / UNITS * _POINTS / _DOTS_PER_INCH
