"""A report as PDF: A4 pages, letters of its own, pictures; the same report always gives the same bytes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator

from kpicalc.i18n.catalogue import Language
from kpicalc.report.document import (
    Block,
    Cell,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    Shown,
    TableBlock,
    TableRow,
    Tree,
    flatten,
)
from kpicalc.report.picture import UNITS, Area, Dot, Picture, PictureText, Shape, Stroke
from kpicalc.report.writers.pdf_canvas import FOOT, MARGIN, TEXT, Canvas, leading
from kpicalc.report.writers.pdf_table import draw_table

_HEADINGS = {1: 15, 2: 12, 3: 10}
_SPACE = 6
# On paper a picture need not be as large as on a telephone: so many hundredths.
_SHRUNK = 75
_SOME = 120
# Letters of 9 points become 7.5 ones, which are still easy to read; half a page is saved at the most.
_SMALLER, _LITTLE = 5 / 6, 1 / 2
# Headings, and what stands below them.
_Titled = tuple[list[Heading], Block | Picture | None]


def write_pdf(title: str, parts: Iterable[Part], language: Language) -> Iterator[bytes]:
    """Yield the document; a heading of the first level begins a page, but the title of the whole does not.

    What needs a page and a little of the next one is drawn smaller, on one.
    """
    canvas = Canvas(title)
    begun = _draw_parts(canvas, _gather(flatten(parts)))
    if canvas.page_no() == 2 and canvas.get_y() < _LITTLE * canvas.h:
        smaller = Canvas(title, _SMALLER)
        _draw_parts(smaller, begun)
        canvas = smaller if smaller.page_no() == 1 else canvas
        del smaller
    content = canvas.write_out(language)
    # A document holds on to itself, by a megabyte, and a run collects nothing of its own: let go of what
    # is young, which costs as much as this document has made.
    del canvas
    gc.collect(0)
    yield content


def _draw_parts(canvas: Canvas, parts: Iterable[_Titled]) -> list[_Titled]:
    """Draw everything, and return what stands on the first two pages."""
    titled, begun = False, list[_Titled]()
    for titles, shown in parts:
        below = _height_below(canvas, shown)
        for at, heading in enumerate(titles):
            _draw_heading(canvas, heading, len(titles) - at, below, titled=titled)
            titled |= heading.level == 1
        if isinstance(shown, Picture):
            _draw_picture(canvas, shown)
        elif shown is not None:
            _draw_block(canvas, shown)
        begun += [(titles, shown)] if canvas.page_no() <= 2 else []
    return begun


def _gather(parts: Iterable[Shown]) -> Iterator[_Titled]:
    """Yield each block or picture with the headings before it, from which no page parts it."""
    titles: list[Heading] = []
    for part in parts:
        for shown in (part,) if isinstance(part, Picture) else part.blocks:
            if isinstance(shown, Heading):
                titles.append(shown)
            else:
                yield titles, shown
                titles = []
    if titles:
        yield titles, None


def _draw_block(canvas: Canvas, block: Block) -> None:
    match block:
        case Paragraph(text=text, tone=tone):
            canvas.write_text(text, tone=tone)
            canvas.set_y(canvas.get_y() + _SPACE)
        case TableBlock():
            draw_table(canvas, block)
        case KeyValues(pairs=pairs):
            draw_table(canvas, TableBlock((), tuple(TableRow((Cell(a), Cell(b))) for a, b in pairs)))
        case Tree():
            for line in _lines_of_tree(block, ""):
                canvas.write_text(line)
        case _:
            canvas.write_text(block.text)


def _draw_heading(canvas: Canvas, heading: Heading, more: int, below: int, *, titled: bool) -> None:
    """Draw a heading, one of `more` in a row, on the page where what it stands over begins."""
    text, level = heading.text, heading.level
    size = _HEADINGS.get(level, _HEADINGS[3])
    if level == 1 and titled and int(canvas.get_y()) > MARGIN:
        canvas.add_page()
    canvas.need(2 * more * leading(size) + max(4 * leading(size), below))
    canvas.set_y(canvas.get_y() + (_SPACE if int(canvas.get_y()) > MARGIN else 0))
    canvas.write_text(text, size=size, bold=True)
    canvas.set_y(canvas.get_y() + _SPACE)


def _lines_of_tree(tree: Tree, margin: str) -> Iterator[str]:
    yield f"{margin}{tree.text}"
    yield from (f"{margin}    {each}" for each in tree.details)
    for branch in tree.branches:
        yield from _lines_of_tree(branch, f"{margin}  ")


def _width_of(canvas: Canvas, picture: Picture) -> int:
    """Return how wide a picture is: a point of the screen is ten units; never wider than the page."""
    return min(canvas.room, max(picture.width // UNITS * _SHRUNK // 100, 1))


def _height_below(canvas: Canvas, shown: Block | Picture | None) -> int:
    """Return how much is not parted from its headings: a picture, or pairs with what begins below them."""
    match shown:
        case Picture():
            # What no page holds begins where there is room for some of it.
            whole = shown.height * _width_of(canvas, shown) // shown.width
            return whole if whole <= _page_room(canvas) else _SOME
        case KeyValues(pairs=pairs):
            return (len(pairs) + 3) * 2 * leading(TEXT)
        case _:
            return 0


def _draw_picture(canvas: Canvas, picture: Picture) -> None:
    scale, done = (_width_of(canvas, picture), picture.width), 0
    canvas.need(_height_below(canvas, picture))
    while done < picture.height:
        room = (_page_room(canvas) + MARGIN - int(canvas.get_y())) * scale[1] // scale[0]
        end = _find_gap(picture, done, done + room)
        top = int(canvas.get_y()) - done * scale[0] // scale[1]
        for shape in picture.shapes:
            if done <= _reach(shape)[0] < end:
                _draw_shape(canvas, shape, top, scale)
        canvas.set_y(top + end * scale[0] // scale[1] + _SPACE)
        done = end
        if done < picture.height:
            canvas.add_page()


def _page_room(canvas: Canvas) -> int:
    """Return how high what stands on one page can be."""
    return int(canvas.h) - FOOT - TEXT - MARGIN


def _find_gap(picture: Picture, start: int, end: int) -> int:
    """Return where a picture is parted that does not fit in whole: in the widest gap near its end."""
    if picture.height <= end:
        return picture.height
    spans = [_reach(each) for each in picture.shapes]
    tops = {top for top, _ in spans if (start + 2 * end) // 3 < top <= end}
    free = [top for top in tops if not any(low < top < high for low, high in spans)]
    return max(free, default=end, key=lambda top: (top - max(high for _, high in spans if high <= top), top))


def _reach(shape: Shape) -> tuple[int, int]:
    """Return from which height to which a shape reaches."""
    match shape:
        case Area():
            return shape.y, shape.y + shape.height
        case Stroke(points=points):
            return min(y for _, y in points), max(y for _, y in points)
        case PictureText():
            return shape.y - shape.size, shape.y
        case Dot():
            return shape.y, shape.y


def _draw_shape(canvas: Canvas, shape: Shape, top: int, scale: tuple[int, int]) -> None:
    def put(number: int) -> int:
        return number * scale[0] // scale[1]

    match shape:
        case Area():
            left, width = put(shape.x), max(put(shape.x + shape.width) - put(shape.x), 1)
            canvas.fill((MARGIN + left, top + put(shape.y), width, max(put(shape.height), 1)), shape.ink)
        case Stroke(points=points):
            canvas.draw_line([(MARGIN + put(x), top + put(y)) for x, y in points], shape.ink)
        case Dot():
            canvas.fill((MARGIN + put(shape.x) - 2, top + put(shape.y) - 2, 4, 4), shape.ink)
        case PictureText():
            size = max(put(shape.size), 6)
            canvas.use(size=size, bold=shape.bold)
            text = canvas.spell(shape.text)
            width = canvas.measure(text)
            back = {"start": 0, "middle": width // 2}.get(shape.anchor, width)
            place = (MARGIN + put(shape.x) - back, top + put(shape.y) - size)
            canvas.write_at(place, [text], size=size, ink=shape.ink)
