"""What the number format of a cell shows: a percent, a currency, a unit; those of .ods spelt as of .xlsx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from kpicalc.facts.unit_text import read_unit
from kpicalc.facts.units import SIGNS, Measured, UnitMark
from kpicalc.facts.workbook import Shown
from kpicalc.model.dataclass import dataclass
from kpicalc.model.writing import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


_LETTER = r'"[^"]*"|\\.|[-\s/]'
_SHAPE = re.compile(rf"(?:{_LETTER})*0(?:0|{_LETTER})*")
_PART = re.compile(rf"0|{_LETTER}")
# Beyond these a spreadsheet has lost digits, and a number with a fraction is no identifier.
_GREATEST = 10**15


def is_shape(number_format: str) -> bool:
    """Say whether whole numbers in a format look otherwise than their digits.

    >>> is_shape("0000"), is_shape('"E-"000'), is_shape("0"), is_shape("0.00"), is_shape("General")
    (True, True, False, False, False)
    """
    first = number_format.partition(";")[0]
    return first != "0" and _SHAPE.fullmatch(first) is not None


def show_formatted(value: float, number_format: str) -> float:
    """Return a whole number together with what its cell shows; another number as it is.

    >>> show_formatted(2.0, "0000").text, show_formatted(123456.0, "000-000").text
    ('0002', '123-456')
    """
    if not value.is_integer() or not 0 <= value < _GREATEST:
        return value
    digits = format(value, ".0f")
    parts: list[str] = _PART.findall(number_format.partition(";")[0])
    first = parts.index("0")
    shown: list[str] = []
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] != "0":
            shown.append(parts[at].strip('"').removeprefix("\\"))
        elif at == first:
            shown.append(digits or "0")
        else:
            shown.append(digits[-1:] or "0")
            digits = digits[:-1]
    return Shown(value, "".join(reversed(shown)))


# A workbook has some dozen formats, the same in each of its cells.
_REMEMBERED = 1024
# A text in quotes, a character behind a backslash, `[$€-407]`; then what else stands in brackets.
_LITERAL = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<single>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]')
_HIDDEN = re.compile(r"\[[^\]]*\]|_.|\*.")
_DIGITS = re.compile(r"[0#?][0#?.,\s]*")
_SCALES = {0: None, 1: Unit.THOUSAND, 2: Unit.MILLION, 3: Unit.BILLION}
# A letter that names the scale of the commas before it: all of the number is shown.
_LETTERS = {Unit.THOUSAND: "kкт", Unit.MILLION: "mм", Unit.BILLION: "bб"}
# `[Red]`, `[Color10]`; with `[<100]` the sections are not those of signs.
_COLOUR = re.compile(r"\[(?!\$)[^\]]*\]")
_DATES, _ELAPSED = re.compile(r"[ymdhs]", re.IGNORECASE), re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormatMark:
    """What a number format shows; `scaled` where the number shown is not the one that is stored.

    So `0%` shows 0.95 as 95 %, and `#,##0,` shows 12 000 as 12; in `0"%"` and `0" тыс."` the unit is a text.
    """

    mark: UnitMark
    scaled: bool = False
    disguised: bool = False

    @property
    def is_percent(self) -> bool:
        """True for the usual formats of percents."""
        return self.scaled and not self.disguised and self.mark.measured is Measured.PERCENT


@lru_cache(maxsize=_REMEMBERED)
def read_format(code: str) -> FormatMark | None:
    """Return the unit that a number format shows, None when it shows none.

    >>> read_format("0.0%").is_percent, sorted(read_format("#,##0.00 [$€-407]").mark.currencies)
    (True, ['EUR'])
    >>> str(read_format("#,##0,").mark.factor), read_format('0.0,,"M"') is read_format("dd.mm.yyyy") is None
    ('thousand', True)
    """
    literals = _LITERAL.finditer(_first_section(code))
    shown = " ".join(text for each in literals for text in each.groups() if text)
    bare = _HIDDEN.sub("", _bare_section(code))
    disguised = any(disguises(code, negative=each) for each in (False, True))
    if "%" in bare:
        return FormatMark(UnitMark(Measured.PERCENT), scaled=True, disguised=disguised)
    if _DATES.search(bare):
        return None
    signs = "".join(each for each in bare if each in SIGNS)
    mark, scale = read_unit(f"{shown} {signs}".strip()) or UnitMark(), _scale_of(bare)
    if scale is not None and len(shown) == 1 and shown.casefold() in _LETTERS[scale]:
        return None
    if scale is not None:
        # `0.0,"k"` shows all of the number.
        mark = UnitMark(mark.measured, mark.currencies, None if mark.factor is scale else scale)
    scaled = mark.factor is not None and mark.factor is scale
    return FormatMark(mark, scaled, disguised) if disguised or mark != UnitMark() else None


# In a format of which only the digits and what is printed are left: signs where a number has none.
_DISGUISE = re.compile(
    r"^[^0#?‹\w]*[-\u2212\u2013(]|[0#?][)-]$|[0#?]‹[0-9]|[0-9]›[0#?]|[0#?]‹[.,]›[0#?]{1,2}(?![0#?‹])"
)


@lru_cache(maxsize=_REMEMBERED)
def disguises(code: str, *, negative: bool) -> bool:
    r"""Say whether numbers of one sign look like others: without their minus, with digits of the format.

    >>> disguises("#,##0;#,##0", negative=True), disguises("#,##0;[Red]#,##0", negative=True)
    (True, False)
    >>> [disguises(each, negative=False) for each in (r"0\.00", "-0", '"1"0', "0.00", '0"000"')]
    [True, True, True, False, False]
    >>> disguises('[=0]"-";General', negative=False), disguises('[=0]"-";"1"0', negative=False)
    (False, True)
    >>> disguises("0%;0%", negative=True), disguises("0%%", negative=False)
    (True, True)
    """
    section = _first_section(code)
    if "[=0]" in section:
        # What only nothing is shown as changes no number.
        code = code[len(section) + 1 :]
        section = _first_section(code)
    if section.count("%") > 1:
        return True  # Each sign of percent multiplies by a hundred; one in quotes does not, and looks alike.
    if not negative:
        return (not section.strip() and ";" in code) or _DISGUISE.search(_printed(section)) is not None
    rest = code[len(section) + 1 :]
    second = _first_section(rest)
    if len(section) == len(code) or _COLOUR.search(section + second):
        return False
    return _printed(section) == _printed(second) or not _printed(second)


def _printed(section: str) -> str:
    """Return what a section prints: its digits, and in ‹› what it adds to them but units; without blanks."""

    def mark(found: re.Match[str]) -> str:
        text = found["quoted"] or found["single"] or ""
        return text if text in {"-", "(", ")"} else "‹›" if read_unit(text) else f"‹{text}›"

    marked = _LITERAL.sub(mark, section)
    return "".join(_HIDDEN.sub("", marked).split())


def shows_day(code: str) -> bool:
    """Say whether a number format shows a day or a time of day, not a length of time.

    >>> shows_day("dd.mm.yyyy"), shows_day("h:mm"), shows_day("[h]:mm"), shows_day('0" days"')
    (True, True, False, False)
    """
    return not shows_length(code) and _DATES.search(_HIDDEN.sub("", _bare_section(code))) is not None


def shows_length(code: str) -> bool:
    """Say whether a number format shows a length of time, as `[h]:mm` does with 30 hours."""
    return _ELAPSED.search(_bare_section(code)) is not None


def _bare_section(code: str) -> str:
    return _LITERAL.sub("", _first_section(code))


def _first_section(code: str) -> str:
    """Return the section of a format for positive numbers."""
    quoted = False
    for at, letter in enumerate(code):
        quoted ^= letter == '"'
        if letter == ";" and not quoted:
            return code[:at]
    return code


def _scale_of(bare: str) -> Unit | None:
    """Read the commas behind the last digit: each divides by a thousand what is shown."""
    digits = _DIGITS.search(bare)
    if digits is None:
        return None
    written = digits[0].rstrip()
    return _SCALES.get(len(written) - len(written.rstrip(",")))


_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
STYLE, NUMBER, TABLE = (f"{{{_NAMES}:{each}:1.0}}" for each in ("style", "datastyle", "table"))
_DATA_STYLES = frozenset(
    f"{NUMBER}{each}-style"
    for each in ("number", "currency", "percentage", "date", "time", "boolean", "text")
)
_TEXT_COLOUR = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}color"
_PERCENTS = f"{NUMBER}percentage-style"
_TIME = {"hours": "h", "minutes": "m", "seconds": "s"}
_DAY = {"day": "d", "month": "m", "year": "yyyy", "day-of-week": "ddd", "week-of-year": "w", "quarter": "q"}
# So many styles may stand behind each other; more are a circle.
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class OdsStyles:
    """What has been met of styles: the codes of formats, the format and the parent of each cell style."""

    codes: dict[str, str] = field(default_factory=dict)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    unseen_tables: set[str] = field(default_factory=set)

    def take(self, element: Element) -> None:
        """Take an element in, as it ends, that is a style."""
        name = element.get(f"{STYLE}name", "")
        if element.tag in _DATA_STYLES:
            self.codes[name] = self._of_signs(element) + spell_format(element)
        elif element.tag == f"{STYLE}style":
            above = element.get(f"{STYLE}parent-style-name", "")
            self.cells[name] = (element.get(f"{STYLE}data-style-name", ""), above)
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
