"""A report as PDF: A4 pages, letters of its own, pictures; the same report always gives the same bytes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from itertools import chain

from kpicalc.i18n.catalogue import Language
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
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
from kpicalc.report.writers.paper_room import estimate_room
from kpicalc.report.writers.pdf_canvas import FOOT, MARGIN, TEXT, Canvas, leading
from kpicalc.report.writers.pdf_table import draw_table

_HEADINGS = {1: 15, 2: 12, 3: 10}
_SPACE = 6
# On paper a picture need not be as large as on a telephone: so many hundredths.
_SHRUNK = 75
_SOME = 120
# Letters of 9 points become 7.5 ones, which are still easy to read, or 6.5 ones, as printed forms have them.
_SMALLER = (5 / 6, 13 / 18)
# So much of a second page can be saved with the first of these; with the last nearly all of it.
_LITTLE = 1 / 2
# Pictures that follow each other stand so far apart, side by side.
_APART = 16
# Where a picture can stand beside another: from where on the right, its top and the other's bottom.
_Place = tuple[int, int, int]
# Headings, what stands below them, and the annex that begins with them.
_Titled = tuple[list[Heading], Block | Picture | None, Document | None]


def write_pdf(title: str, parts: Iterable[Part], language: Language) -> Iterator[bytes]:
    """Yield the document; a heading of the first level begins a page, but the title of the whole does not.

    What needs a page and a little of the next one before its annex, or with it, is drawn smaller, on one.
    """
    canvas = _fit_pages(title, _gather(flatten(parts)))
    content = canvas.write_out(language)
    # A document holds on to itself, by a megabyte, and a run collects nothing of its own: let go of what
    # is young, which costs as much as this document has made.
    del canvas
    gc.collect(0)
    yield content


def _fit_pages(title: str, parts: Iterator[_Titled]) -> Canvas:
    """Draw everything as large as it goes on the pages it should."""
    usual, begun = Canvas(title), list[_Titled]()
    whole = _draw_parts(usual, parts, begun)
    if whole and not (usual.page_no() == 2 and usual.get_y() < _LITTLE * usual.h):
        return usual
    for scale in _SMALLER:
        smaller, again = Canvas(title, scale), list[_Titled]()
        fits = _draw_parts(smaller, chain(begun, parts), again)
        if whole:
            return smaller if smaller.page_no() == 1 else usual
        if fits:
            return smaller
        begun = again
    large = Canvas(title)
    _draw_parts(large, chain(begun, parts))
    return large


def _draw_parts(canvas: Canvas, parts: Iterable[_Titled], begun: list[_Titled] | None = None) -> bool:
    """Draw everything, and add to what is `begun` what stands on the first two pages.

    Drawing ends at the first annex if the second page has come to it, and the answer is no, if it is kept.
    """
    titled, fits, beside = False, begun is None, None
    for each in parts:
        titles, shown, annex = each
        if begun is not None and canvas.page_no() <= 2:
            begun.append(each)
        if annex and not fits and canvas.page_no() == 2:
            return False
        fits |= annex is not None
        if annex:
            canvas.need(min(estimate_room([annex]), _page_room(canvas)))
        below = _height_below(canvas, shown)
        for at, heading in enumerate(titles):
            _draw_heading(canvas, heading, len(titles) - at, below, titled=titled)
            titled |= heading.level == 1
        if isinstance(shown, Picture):
            beside = _draw_picture(canvas, shown, None if titles else beside)
            continue
        beside = None
        if shown is not None:
            _draw_block(canvas, shown)
    return True


def _gather(parts: Iterable[Shown]) -> Iterator[_Titled]:
    """Yield each block or picture with the headings before it, from which no page parts it."""
    titles: list[Heading] = []
    for part in parts:
        annex = part if isinstance(part, Document) and part.annex else None
        for shown in (part,) if isinstance(part, Picture) else part.blocks:
            if isinstance(shown, Heading):
                titles.append(shown)
            else:
                yield titles, shown, annex
                titles, annex = [], None
    if titles:
        yield titles, None, None


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


def _draw_picture(canvas: Canvas, picture: Picture, beside: _Place | None) -> _Place | None:
    """Draw a picture, beside another one if there is room; return the place of one that can have another."""
    scale, done = (_width_of(canvas, picture), picture.width), 0
    whole = picture.height * scale[0] // scale[1]
    if beside is not None:
        left, top, bottom = beside
        if left + scale[0] <= MARGIN + canvas.room and top + whole <= MARGIN + _page_room(canvas):
            for shape in picture.shapes:
                _draw_shape(canvas, shape, (left, top), scale)
            canvas.set_y(max(bottom, top + whole + _SPACE))
            return None
    canvas.need(_height_below(canvas, picture))
    begun = int(canvas.get_y())
    while done < picture.height:
        room = (_page_room(canvas) + MARGIN - int(canvas.get_y())) * scale[1] // scale[0]
        end = _find_gap(picture, done, done + room)
        top = int(canvas.get_y()) - done * scale[0] // scale[1]
        for shape in picture.shapes:
            if done <= _reach(shape)[0] < end:
                _draw_shape(canvas, shape, (MARGIN, top), scale)
        canvas.set_y(top + end * scale[0] // scale[1] + _SPACE)
        done = end
        if done < picture.height:
            canvas.add_page()
    parted = int(canvas.get_y()) != begun + whole + _SPACE
    return None if parted else (MARGIN + scale[0] + _APART, begun, int(canvas.get_y()))


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


def _draw_shape(canvas: Canvas, shape: Shape, corner: tuple[int, int], scale: tuple[int, int]) -> None:
    (first, top) = corner

    def put(number: int) -> int:
        return number * scale[0] // scale[1]

    match shape:
        case Area():
            left, width = put(shape.x), max(put(shape.x + shape.width) - put(shape.x), 1)
            canvas.fill((first + left, top + put(shape.y), width, max(put(shape.height), 1)), shape.ink)
        case Stroke(points=points):
            canvas.draw_line([(first + put(x), top + put(y)) for x, y in points], shape.ink)
        case Dot():
            canvas.fill((first + put(shape.x) - 2, top + put(shape.y) - 2, 4, 4), shape.ink)
        case PictureText():
            size = max(put(shape.size), 6)
            canvas.use(size=size, bold=shape.bold)
            text = canvas.spell(shape.text)
            width = canvas.measure(text)
            back = {"start": 0, "middle": width // 2}.get(shape.anchor, width)
            place = (first + put(shape.x) - back, top + put(shape.y) - size)
            canvas.write_at(place, [text], size=size, ink=shape.ink)
