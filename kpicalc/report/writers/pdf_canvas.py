"""The paper of a PDF: a page with its foot, the two fonts that come with the program, lines of text."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue
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
    """A document of A4 pages, in points."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4", unit="pt")
        self.add_font(_FAMILY, "", _FONTS / "DejaVuSans.ttf")
        self.add_font(_FAMILY, "B", _FONTS / "DejaVuSans-Bold.ttf")
        font = self.fonts[_FAMILY.lower()]
        self.known = frozenset(font.cmap) if isinstance(font, TTFFont) else frozenset()
        self.foot = title
        # How large the letters of running text are; a table that is too wide takes smaller ones.
        self.text_size = TEXT
        self.set_creation_date(_DAY)
        self.set_title(self.spell(title))
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

    def use(self, *, size: int | None = None, bold: bool = False, ink: Ink = Ink.TEXT) -> None:
        """Take a font and a colour."""
        self.set_font(_FAMILY, "B" if bold else "", size or self.text_size)
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
        """Return the lines of a text in the font in use."""
        lines = self.multi_cell(
            max(width, 2 * TEXT),
            text=self.spell(text),
            align=Align.L,
            dry_run=True,
            output=MethodReturnValue.LINES,
        )
        return lines if isinstance(lines, list) and lines else [""]

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
            start = left + right - int(self.get_string_width(each)) if right else left
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


def leading(size: int) -> int:
    """Return how far apart lines of a size stand."""
    return int(size * 27) // 20


def _colour(ink: Ink) -> tuple[int, int, int]:
    return int(ink[1:3], 16), int(ink[3:5], 16), int(ink[5:7], 16)
