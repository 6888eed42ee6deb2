"""The cells of a workbook to fill in: how they look, how wide they are, and what is checked as one types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any

from kpicalc.facts.blank_workbook import BlankColumn, ColumnPart
from kpicalc.i18n.catalogue import Language, words
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.program import Input
from kpicalc.report.views.blank_column import ColumnWords, Form

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
class FormFormats:
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
        if column.part is not ColumnPart.FACT and not column.readers:
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
    name = 28 if column.part is ColumnPart.NAME else 0
    return min(max(_NARROW, longest, len(column.heading) // 2 + 3, shown, name), _WIDE)


def height_of(text: str, width: int) -> int:
    """Return the height in points that a text takes when it is wrapped at a width in characters."""
    return _LINE * max(len(wrap(text, max(width, 1))), 1) + _MARGIN


_MOST_TITLE, _MOST_TEXT, _MOST_REFUSAL = 32, 255, 225
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_ANY_NUMBER = "999999999999999"
_SIGNS = {"minimum": ">=", "maximum": "<=", "above": ">", "below": "<"}

Check = dict[str, Any]


def check_cells(column: BlankColumn, cell: str, lists: str, form: Form) -> Check:
    """Return the check of a column; `cell` is its first cell, `lists` the cells to choose from, if any."""
    if lists:
        return {"validate": "list", "source": f"={lists}"}
    if column.kind is Kind.FLAG:
        return {"validate": "list", "source": [form.say("yes"), form.say("no")]}
    if column.kind is Kind.DATE and column.readers:
        first, last = _FIRST_DAY, _LAST_DAY
        if form.period is not None and all(each.spec.in_period for each in column.readers):
            first, last = form.period.first_day, form.period.last_day
        return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    if column.kind in NUMERIC and column.readers:
        return _check_numbers(column, cell)
    return {"validate": "any"}


def say_check(column: BlankColumn, check: Check, spoken: ColumnWords, form: Form) -> Check:
    """Add what is said when the cell is entered, and when what was typed does not pass."""
    refused = column.strict or not (column.choices or column.source)
    told = form.say("refused" if refused else "unusual", rule=spoken.rule)
    said = {
        "input_title": cut(column.heading, _MOST_TITLE),
        "input_message": cut(spoken.rule, _MOST_TEXT),
        "error_title": cut(column.heading, _MOST_TITLE),
        "error_message": cut(told, _MOST_REFUSAL),
        "error_type": "stop" if refused else "warning",
    }
    return {**check, **said}


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _check_numbers(column: BlankColumn, cell: str) -> Check:
    said = [list(_bounds_of_column(reader.spec)) for reader in column.readers]
    # Where schemes have different bounds, none of them can be checked.
    bounds = said[0] if all(each == said[0] for each in said) else []
    if not bounds:
        bounds = [(">=", f"-{_ANY_NUMBER}"), ("<=", _ANY_NUMBER)]
    if len(bounds) == 1:
        ((sign, value),) = bounds
        return {"validate": "decimal", "criteria": sign, "value": value}
    if [sign for sign, _ in bounds] == [">=", "<="]:
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": bounds[0][1],
            "maximum": bounds[1][1],
        }
    conditions = ",".join(f"{cell}{sign}{value}" for sign, value in bounds)
    return {"validate": "custom", "value": f"=AND(ISNUMBER({cell}),{conditions})"}


def _bounds_of_column(spec: Input) -> Iterator[tuple[str, str]]:
    for bound, sign in _SIGNS.items():
        value: Decimal | None = getattr(spec, bound)
        if value is not None:
            yield sign, format(value, "f")
