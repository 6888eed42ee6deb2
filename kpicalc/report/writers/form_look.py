"""How the cells of a form look: fills, number formats, widths, and which of them may be written into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from kpicalc.facts.blank_workbook import BlankColumn, Part
from kpicalc.i18n.catalogue import Language, words
from kpicalc.model.kind import Kind

TITLE_ROW, HINT_ROW, HEADER_ROW, FIRST_ROW = range(4)

_TEXT = "@"
_FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.RATIO: "0.00%",
    Kind.COUNT: "#,##0",
    Kind.HOURS: "General",
    Kind.DAYS: "General",
    Kind.NUMBER: "General",
    Kind.FLAG: "General",
    Kind.TEXT: _TEXT,
}
_NARROW, _WIDE = 12, 30
_LINE, _MARGIN = 15, 3
_FONT = {"font_name": "Calibri", "font_size": 11}
_LOOKS: Mapping[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "hint": {"font_color": "#595959"},
    "locked": {},
    "period": {"bold": True, "locked": False, "num_format": _TEXT, "bg_color": "#FFF2CC", "border": 1},
    "required": {"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"},
    "optional": {"bold": True, "bg_color": "#EDEDED", "border": 1, "text_wrap": True, "valign": "top"},
    "open": {"locked": False},
    "text": {"text_wrap": True, "valign": "top"},
    "table": {"text_wrap": True, "valign": "top", "border": 1},
}


@dataclass(frozen=True, slots=True)
class Look:
    """The formats of one workbook, made once each."""

    book: Any
    language: Language
    made: dict[str, Any]

    def named(self, name: str) -> Any:
        """Return the format of a kind of cell."""
        return self._make(name, _LOOKS[name])

    def cells(self, column: BlankColumn) -> Any:
        """Return the format of the cells of a column, which may be written into."""
        shown = self._number_format(column)
        return self._make(f"cells {shown}", {"locked": False, "num_format": shown})

    def choice(self, kind: Kind) -> Any:
        """Return the format of a value in the lists to choose from."""
        return self._make(f"choice {kind}", {"num_format": _FORMATS.get(kind, "General")})

    def _number_format(self, column: BlankColumn) -> str:
        if column.part is not Part.FACT and not column.readers:
            return _TEXT
        if column.kind is Kind.DATE:
            return words(self.language)["form.date_format"]
        return _FORMATS[column.kind]

    def _make(self, name: str, looks: Mapping[str, object]) -> Any:
        if name not in self.made:
            self.made[name] = self.book.add_format({**_FONT, **looks})
        return self.made[name]


def width_of(column: BlankColumn) -> int:
    """Return the width of a column in characters: its longest word fits, a long heading takes two lines."""
    longest = max(map(len, column.heading.split()), default=0) + 2
    shown = max([len(str(each)) + 4 for each in column.choices], default=0)
    name = 28 if column.part is Part.NAME else 0
    return min(max(_NARROW, longest, len(column.heading) // 2 + 3, shown, name), _WIDE)


def height_of(text: str, width: int) -> int:
    """Return the height in points that a text takes when it is wrapped at a width in characters."""
    return _LINE * max(len(wrap(text, max(width, 1))), 1) + _MARGIN
