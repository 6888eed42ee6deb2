"""The styles of an .ods workbook: formats of numbers spelt as those of .xlsx, and lines through cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from kpicalc.model.dataclass import dataclass

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
STYLE, NUMBER, TABLE = (f"{{{_NAMES}:{each}:1.0}}" for each in ("style", "datastyle", "table"))
_DATA_STYLES = frozenset(
    f"{NUMBER}{each}-style"
    for each in ("number", "currency", "percentage", "date", "time", "boolean", "text")
)
_TEXT_COLOUR = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}color"
_UP = re.compile("super|[1-9]")  # `super 58%`, `33% 58%`; `sub` and `-33%` are lowered
_LINES = (f"{STYLE}text-line-through-type", f"{STYLE}text-line-through-style")
_PERCENTS = f"{NUMBER}percentage-style"
_TIME = {"hours": "h", "minutes": "m", "seconds": "s"}
_DAY = {"day": "d", "month": "m", "year": "yyyy", "day-of-week": "ddd", "week-of-year": "w", "quarter": "q"}
# So many styles may stand behind each other; more are a circle.
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class OdsStyles:
    """What has been met: codes of formats; format and parent of each cell style, whether it strikes out."""

    codes: dict[str, str] = field(default_factory=dict)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    lines: dict[str, bool] = field(default_factory=dict)
    raised: set[str] = field(default_factory=set)
    unseen_tables: set[str] = field(default_factory=set)

    def take(self, element: Element) -> None:
        """Take an element in, as it ends, that is a style."""
        name = element.get(f"{STYLE}name", "")
        if element.tag in _DATA_STYLES:
            self.codes[name] = self._of_signs(element) + spell_format(element)
        elif element.tag == f"{STYLE}style":
            above = element.get(f"{STYLE}parent-style-name", "")
            self.cells[name] = (element.get(f"{STYLE}data-style-name", ""), above)
            text = element.find(f"{STYLE}text-properties")
            for line in () if text is None else (text.get(each) for each in _LINES):
                if line is not None:
                    self.lines[name] = line != "none"
            if text is not None and _UP.match(text.get(f"{STYLE}text-position", "")):
                self.raised.add(name)
            shown = element.find(f"{STYLE}table-properties")
            if shown is not None and shown.get(f"{TABLE}display") == "false":
                self.unseen_tables.add(name)

    def _of_signs(self, element: Element) -> str:
        """Return the section of positive numbers, where the format itself is that of the negative ones."""
        for each in element.findall(f"{STYLE}map"):
            positive = each.get(f"{STYLE}condition", "").replace(" ", "") in {"value()>=0", "value()>0"}
            if positive and (code := self.codes.get(each.get(f"{STYLE}apply-style-name", ""))):
                return f"{code};"
        return ""

    def is_struck(self, name: str) -> bool:
        """Say whether a cell style strikes out what stands there."""
        for _ in range(_DEEPEST):
            if name in self.lines or name not in self.cells:
                return self.lines.get(name, False)
            name = self.cells[name][1]
        return False

    def code_of(self, name: str) -> str:
        """Return the code of the format of a cell style, "" where it has none of its own."""
        for _ in range(_DEEPEST):
            data, above = self.cells.get(name, ("", ""))
            if data or not above:
                return self.codes.get(data, "")
            name = above
        return ""


def spell_format(element: Element) -> str:
    """Return the code of a format: of thousands of dollars `[$$]#,##0.00,`, of hours that go on `[h]:mm`."""
    elapsed = element.get(f"{NUMBER}truncate-on-overflow") == "false"
    text = element.find(f"{STYLE}text-properties")
    coloured = text is not None and text.get(_TEXT_COLOUR) is not None
    return ("[Red]" if coloured else "") + "".join(_spell_parts(element, elapsed=elapsed))


def _spell_parts(element: Element, *, elapsed: bool) -> Iterator[str]:
    for part in element:
        kind = part.tag.removeprefix(NUMBER)
        text = part.text or ""
        if kind in {"number", "scientific-number", "fraction"}:
            yield _spell_digits(part)
        elif kind == "currency-symbol":
            yield f"[${text}]"
        elif kind == "text":
            yield "%" if element.tag == _PERCENTS and "%" in text else _quote(text)
        elif kind in _TIME:
            yield f"[{_TIME[kind]}]" if elapsed else _TIME[kind]
            elapsed = False
        elif kind in _DAY:
            yield _DAY[kind]


def _spell_digits(part: Element) -> str:
    """Return the digits of a number: `0000`, `000"-"000`, `#,##0.00`; a comma for each thousand left out."""
    digits = list("0" * max(_count(part, "min-integer-digits"), 1))
    embedded = [(_count(each, "position"), each.text or "") for each in part.iter(f"{NUMBER}embedded-text")]
    for place, text in sorted(embedded):
        digits.insert(max(len(digits) - place, 0), _quote(text))
    whole = ("#,##" if part.get(f"{NUMBER}grouping") == "true" else "") + "".join(digits)
    decimals = "0" * _count(part, "decimal-places")
    factor = part.get(f"{NUMBER}display-factor", "1").partition(".")[0]
    return whole + ("." + decimals if decimals else "") + "," * (factor.count("0") // 3)


def _quote(text: str) -> str:
    return '"' + text.replace('"', "") + '"'


def _count(element: Element, name: str) -> int:
    """Return a small number; what is none of them is 0."""
    written = element.get(f"{NUMBER}{name}", "0")
    return min(int(written), 30) if written.isascii() and written.isdigit() else 0
