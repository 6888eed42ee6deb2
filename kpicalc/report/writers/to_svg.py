"""Pictures as SVG, written by hand: the same picture always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from kpicalc.report.picture import UNITS, Area, Dot, Picture, PictureText, Shape, Stroke
from kpicalc.report.writers.screen import escape_unsafe

_FONT = "'DejaVu Sans','Segoe UI',Arial,sans-serif"


def write_svg(pictures: Sequence[Picture]) -> Iterator[bytes]:
    """Yield one SVG file with the pictures below each other."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield _open_svg(pictures, 'xmlns="http://www.w3.org/2000/svg" ').encode()
    top = 0
    for picture in pictures:
        yield f'<g transform="translate(0 {top})">\n{_draw_shapes(picture)}</g>\n'.encode()
        top += picture.height
    yield b"</svg>\n"


def inline_svg(picture: Picture) -> str:
    """Return one picture as an element of an HTML page."""
    opened = _open_svg([picture], 'class="picture" ')
    return f"{opened}{_draw_shapes(picture)}</svg>"


def escape_markup(text: str) -> str:
    """Return the text as it may stand in markup: nothing in it is markup, nothing in it is unseen."""
    return escape(escape_unsafe(text))


def _open_svg(pictures: Sequence[Picture], space: str) -> str:
    width = max(picture.width for picture in pictures)
    height = sum(picture.height for picture in pictures)
    size = f'width="{width // UNITS}" height="{height // UNITS}" viewBox="0 0 {width} {height}"'
    return f'<svg {space}{size} role="img" font-family="{_FONT}">\n'


def _draw_shapes(picture: Picture) -> str:
    told = (
        f"<title>{escape_markup(picture.title)}</title>\n<desc>{escape_markup(picture.description)}</desc>\n"
    )
    return told + "".join(f"{_draw_shape(shape)}\n" for shape in picture.shapes)


def _draw_shape(shape: Shape) -> str:
    match shape:
        case Area():
            place = f'x="{shape.x}" y="{shape.y}" width="{shape.width}" height="{shape.height}"'
            return f'<rect {place} fill="{shape.ink}"/>'
        case Stroke():
            points = " ".join(f"{x},{y}" for x, y in shape.points)
            dashes = ' stroke-dasharray="60 40"' if shape.dashed else ""
            line = f'fill="none" stroke="{shape.ink}" stroke-width="{shape.width}"{dashes}'
            return f'<polyline points="{points}" {line}/>'
        case Dot():
            fill = "#ffffff" if shape.hollow else shape.ink
            line = f'fill="{fill}" stroke="{shape.ink}" stroke-width="14"'
            return f'<circle cx="{shape.x}" cy="{shape.y}" r="36" {line}/>'
        case _:
            return _draw_label(shape)


def _draw_label(label: PictureText) -> str:
    bold = ' font-weight="bold"' if label.bold else ""
    place = f'x="{label.x}" y="{label.y}" font-size="{label.size}" text-anchor="{label.anchor}"'
    return f'<text {place} fill="{label.ink}"{bold}>{escape_markup(label.text)}</text>'
