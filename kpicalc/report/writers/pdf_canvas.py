"""The paper of a PDF: a page with its foot, the two fonts that come with the program, lines of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from kpicalc.report.document import Tone
from kpicalc.report.picture import Ink
from kpicalc.report.writers.screen import escape_unsafe

_FONTS = Path(__file__).parent / "fonts"
_FAMILY = "DejaVu"
# Nothing asks for the hour: the same sheet always gives the same bytes.
_DAY = datetime(2000, 1, 1, tzinfo=UTC)
MARGIN, FOOT = 40, 36
TEXT = 9
_INKS = {Tone.MUTED: Ink.MUTED, Tone.WARNING: Ink.JUMP, Tone.ERROR: Ink.JUMP}


class Canvas(FPDF):
    """A document of A4 pages, in points; with a `scale` below 1 all is smaller, and more goes on a page."""

    def __init__(self, title: str, scale: float = 1) -> None:
        super().__init__(format="A4", unit=scale)
        self.add_font(_FAMILY, "", _FONTS / "DejaVuSans.ttf")
        self.add_font(_FAMILY, "B", _FONTS / "DejaVuSans-Bold.ttf")
        fonts = [font for font in self.fonts.values() if isinstance(font, TTFFont)]
        self.known = frozenset(fonts[0].cmap) & frozenset(fonts[1].cmap)
        # How far each letter goes, in thousandths of its size; the bold ones apart.
        self.advances = {
            bold: {code: int(font.cw[code]) for code in self.known}
            for bold, font in zip(("", "B"), fonts, strict=True)
        }
        self.foot = title
        # How large the letters of running text are; a table that is too wide takes smaller ones.
        self.text_size = self.letter_size = TEXT
        self.set_creation_date(_DAY)
        self.set_title(self.spell(title))
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(auto=False)
        self.add_page()

    def close_fonts(self) -> None:
        """Let go of the files of the fonts, of a document that is not written out."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

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

    def use(self, *, size: int | None = None, bold: bool = False, ink: Ink = Ink.TEXT) -> None:
        """Take a font and a colour."""
        self.letter_size = size or self.text_size
        self.set_font(_FAMILY, "B" if bold else "", self.letter_size * self.k)
        self.set_text_color(*_colour(ink))

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
        return "".join(each if ord(each) in self.known else f"\\u{ord(each):04x}" for each in safe)

    def wrap(self, text: str, width: int) -> list[str]:
        """Return the lines of a text in the font in use, broken between words, or in one that is too long."""
        advances, room = self.advances[self.font_style], max(width, 2 * TEXT) * 1000 // self.letter_size
        lines: list[str] = []
        for paragraph in self.spell(text).split("\n"):
            line, filled = "", 0
            for at, word in enumerate(paragraph.split(" ")):
                wide = sum(advances[ord(each)] for each in word)
                if at and filled + advances[ord(" ")] + wide <= room:
                    line, filled = f"{line} {word}", filled + advances[ord(" ")] + wide
                    continue
                lines += [line] if at else []
                *whole, line = _cut(word, advances, room) if wide > room else (word,)
                lines += whole
                filled = sum(advances[ord(each)] for each in line)
            lines.append(line)
        return lines

    def measure(self, text: str) -> int:
        """Return how wide a text is that the fonts can spell, in the font in use."""
        advances = self.advances[self.font_style]
        return sum(advances[ord(each)] for each in text) * self.letter_size // 1000

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
        self.use(size=size, bold=self.font_style == "B", ink=ink)
        left, top = place
        for number, each in enumerate(lines):
            start = left + right - self.measure(each) if right else left
            self.text(start, top + leading(size) * number + size, each)

    def write_text(self, text: str, *, size: int = TEXT, bold: bool = False, tone: Tone = Tone.PLAIN) -> None:
        """Write running text from the left, over pages where it is long."""
        ink = _INKS.get(tone, Ink.TEXT)
        self.use(size=size, bold=bold or tone is Tone.STRONG, ink=ink)
        for line in self.wrap(text, self.room):
            self.need(leading(size))
            self.use(size=size, bold=bold or tone is Tone.STRONG, ink=ink)
            self.write_at((MARGIN, int(self.get_y())), [line], size=size, ink=ink)
            self.set_y(self.get_y() + leading(size))


def _cut(word: str, advances: Mapping[int, int], room: int) -> Iterator[str]:
    """Yield a word in pieces that are no wider than there is room."""
    start, filled = 0, 0
    for at, letter in enumerate(word):
        filled += advances[ord(letter)]
        if filled > room and at > start:
            yield word[start:at]
            start, filled = at, advances[ord(letter)]
    yield word[start:]


def leading(size: int) -> int:
    """Return how far apart lines of a size stand."""
    return int(size * 27) // 20


def _colour(ink: Ink) -> tuple[int, int, int]:
    return int(ink[1:3], 16), int(ink[3:5], 16), int(ink[5:7], 16)
