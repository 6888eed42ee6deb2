"""The paper of a PDF: a page with its foot, the two fonts that come with the program, lines of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont

from kpicalc.report.document import Tone
from kpicalc.report.picture import Ink
from kpicalc.report.writers.screen import escape_unsafe

_FONTS = Path(__file__).parent / "fonts"
# A sheet needs a hundred letters. To read all 1 500, and to part these from them, took three quarters of its
# time: the letters of our languages stand in files of their own, and the others are read where they are met.
_USUAL, _RARE = "usual", "rare"
_FILES = {
    _USUAL: {"": "DejaVuSans-usual.ttf", "B": "DejaVuSans-Bold-usual.ttf"},
    _RARE: {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"},
}
# The tables of a font that show letters; the others are for who types.
_OUTLINES = frozenset({"head", "hhea", "maxp", "hmtx", "loca", "glyf"})
# Nothing asks for the hour: the same sheet always gives the same bytes.
_DAY = datetime(2000, 1, 1, tzinfo=UTC)
MARGIN, FOOT = 40, 36
TEXT = 9
_INKS = {Tone.MUTED: Ink.MUTED, Tone.WARNING: Ink.JUMP, Tone.ERROR: Ink.JUMP}


class Canvas(FPDF):
    """A document of A4 pages, in points; with a `scale` below 1 all is smaller, and more goes on a page."""

    def __init__(self, title: str, scale: float = 1) -> None:
        super().__init__(format="A4", unit=scale)
        self._borrow_fonts(_USUAL)
        self.usual = frozenset(map(chr, _read_fonts(_USUAL)[""].cmap))
        # How far each letter goes, in thousandths of its size; the bold ones apart.
        self.advances = _read_advances()
        self.known = frozenset(self.advances[""])
        self.foot = title
        # How large the letters of running text are; a table that is too wide takes smaller ones.
        self.text_size = self.letter_size = TEXT
        self.set_creation_date(_DAY)
        self.set_title(self.spell(title))
        self.bold = ""
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(auto=False)
        self.add_page()

    @property
    def room(self) -> int:
        """How wide the text is."""
        return int(self.w) - 2 * MARGIN

    def footer(self) -> None:
        """Write the title and the number of the page at its foot."""
        foot = (MARGIN, int(self.h) - FOOT)
        self.use(size=7)
        self.write_at(foot, [self.wrap(self.foot, self.room - FOOT)[0]], size=7, ink=Ink.MUTED)
        self.write_at(foot, [str(self.page_no())], size=7, ink=Ink.MUTED, right=self.room)

    def write_out(self, language: str) -> bytes:
        """Return the document, with the letters that it uses."""
        self.set_lang(language)
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont = _open_outlines(font.ttfont)
        return bytes(self.output())

    def use(self, *, size: int | None = None, bold: bool = False) -> None:
        """Take letters for what is measured and written next."""
        self.letter_size, self.bold = size or self.text_size, "B" if bold else ""

    def fill(self, area: tuple[int, int, int, int], ink: Ink) -> None:
        """Fill a rectangle: left, top, width, height."""
        self.set_fill_color(*_colour(ink))
        self.rect(*area, style="F")

    def rule(self, top: int, ink: Ink) -> None:
        """Draw a line across the text."""
        self.set_draw_color(*_colour(ink))
        self.set_line_width(1)
        self.line(MARGIN, top, MARGIN + self.room, top)

    def draw_line(self, points: list[tuple[int, int]], ink: Ink) -> None:
        """Draw a line through points."""
        self.set_draw_color(*_colour(ink))
        self.set_line_width(1)
        self.polyline(points)

    def spell(self, text: str) -> str:
        """Return a text in letters that the fonts have; others are shown by their numbers."""
        safe = escape_unsafe(unicodedata.normalize("NFC", text))
        if self.known.issuperset(safe):
            return safe
        return "".join(each if each in self.known else f"\\u{ord(each):04x}" for each in safe)

    def wrap(self, text: str, width: int) -> list[str]:
        """Return the lines of a text in the font in use, broken between words, or in one that is too long."""
        advances, room = self.advances[self.bold], max(width, 2 * TEXT) * 1000 // self.letter_size
        lines: list[str] = []
        for paragraph in self.spell(text).split("\n"):
            line, filled = "", 0
            for at, word in enumerate(paragraph.split(" ")):
                wide = sum(map(advances.__getitem__, word))
                if at and filled + advances[" "] + wide <= room:
                    line, filled = f"{line} {word}", filled + advances[" "] + wide
                    continue
                lines += [line] if at else []
                *whole, line = _cut(word, advances, room) if wide > room else (word,)
                lines += whole
                filled = sum(map(advances.__getitem__, line))
            lines.append(line)
        return lines

    def measure(self, text: str) -> int:
        """Return how wide a text is that the fonts can spell, in the font in use."""
        return sum(map(self.advances[self.bold].__getitem__, text)) * self.letter_size // 1000

    def need(self, height: int) -> bool:
        """Begin a new page where the rest of this one is too low; say whether it was."""
        if int(self.get_y()) + height <= int(self.h) - FOOT - TEXT or int(self.get_y()) <= MARGIN:
            return False
        self.add_page()
        return True

    def write_at(
        self, place: tuple[int, int], lines: list[str], *, size: int, ink: Ink = Ink.TEXT, right: int = 0
    ) -> None:
        """Write lines below each other; with `right` each ends there, counted from the place."""
        self.letter_size = size
        self.set_text_color(*_colour(ink))
        left, top = place
        for number, each in enumerate(lines):
            self._take_letters(each)
            start = left + right - self.measure(each) if right else left
            self.text(start, top + leading(size) * number + size, each)

    def _take_letters(self, text: str) -> None:
        """Take the usual font, or where it does not do for a text the one that has every letter there is."""
        family = _USUAL if self.usual.issuperset(text) else _RARE
        if family not in self.fonts:
            self._borrow_fonts(family)
        self.set_font(family, self.bold, self.letter_size * self.k)

    def _borrow_fonts(self, family: str) -> None:
        """Give the document the fonts of a family: what is read is shared, what is used is its own."""
        for key, font in _read_fonts(family).items():
            own = copy(font)
            own.i, own.name = len(self.fonts) + 1, f"{font.name}-{family}"
            own.desc, own.subset, own.missing_glyphs = copy(font.desc), SubsetMap(own), []
            self.fonts[f"{family}{key}"] = own

    def write_text(self, text: str, *, size: int = TEXT, bold: bool = False, tone: Tone = Tone.PLAIN) -> None:
        """Write running text from the left, over pages where it is long."""
        ink = _INKS.get(tone, Ink.TEXT)
        self.use(size=size, bold=bold or tone is Tone.STRONG)
        for line in self.wrap(text, self.room):
            self.need(leading(size))
            self.use(size=size, bold=bold or tone is Tone.STRONG)
            self.write_at((MARGIN, int(self.get_y())), [line], size=size, ink=ink)
            self.set_y(self.get_y() + leading(size))


def _cut(word: str, advances: Mapping[str, int], room: int) -> Iterator[str]:
    """Yield a word in pieces that are no wider than there is room."""
    start, filled = 0, 0
    for at, letter in enumerate(word):
        filled += advances[letter]
        if filled > room and at > start:
            yield word[start:at]
            start, filled = at, advances[letter]
    yield word[start:]


def leading(size: int) -> int:
    """Return how far apart lines of a size stand."""
    return int(size * 27) // 20


@cache
def _read_advances() -> dict[str, dict[str, int]]:
    """Return how far each letter goes that the fonts of both styles have, by style."""
    fonts = _read_fonts(_RARE)
    known = fonts[""].cmap.keys() & fonts["B"].cmap.keys()
    return {style: {chr(code): int(font.cw[code]) for code in known} for style, font in fonts.items()}


@cache
def _read_fonts(family: str) -> dict[str, TTFFont]:
    """Return the fonts of a family by style; they are read once."""
    paper = FPDF()
    for style, file in _FILES[family].items():
        paper.add_font(family, style, _FONTS / file)
    return {font.fontkey[len(family) :]: font for font in paper.fonts.values() if isinstance(font, TTFFont)}


def _open_outlines(font: TTFont) -> TTFont:
    """Open the file of a font once more, to be cut down to what a document uses: what a page needs of it."""
    # To ask how far each outline reaches would take it apart.
    outlines = TTFont(font.reader.file.name, lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    outlines.setGlyphOrder(font.getGlyphOrder())
    for table in outlines.reader.keys() - _OUTLINES:
        del outlines[table]
    return outlines


def _colour(ink: Ink) -> tuple[int, int, int]:
    return int(ink[1:3], 16), int(ink[3:5], 16), int(ink[5:7], 16)
