"""What the number format of a cell shows: a percent, a currency, a unit."""

from __future__ import annotations

import re
from functools import lru_cache

from kpicalc.facts.unit_text import read_unit
from kpicalc.facts.units import SIGNS, Measured, UnitMark
from kpicalc.facts.workbook import Shown
from kpicalc.model.dataclass import dataclass
from kpicalc.model.writing import Unit

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
_SIZE = re.compile(r"\[[<>]")
_CONDITION, _SECTIONS = re.compile(r"\[[<>=]"), 3
_BARE = str.maketrans("", "", "‹›")
_COLOUR = re.compile(r"\[(?!\$)[^\]]*\]")
_NUMBER_SHOWN = re.compile(r"[0#?@ymdhs]|general|standard", re.IGNORECASE)
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
    >>> str(read_format('0.0" M"').mark.factor), read_format('0" of Moss"')
    ('million', None)
    """
    literals = _LITERAL.finditer(_first_section(code))
    shown = " ".join(text for each in literals for text in each.groups() if text)
    bare = _HIDDEN.sub("", _bare_section(code))
    disguised = disguises_zero(code) or any(disguises(code, negative=each) for each in (False, True))
    if "%" in bare:
        return FormatMark(UnitMark(Measured.PERCENT), scaled=True, disguised=disguised)
    if _DATES.search(bare):
        return None
    signs = "".join(each for each in bare if each in SIGNS)
    mark, scale = read_unit(f"{shown} {signs}".strip()) or UnitMark(), _scale_of(bare)
    if scale is not None and len(shown) == 1 and shown.casefold() in _LETTERS[scale]:
        return None
    if scale is None and mark == UnitMark():
        # A letter alone may be a factor: `1.5M` is 1.5, as it is stored, or a million and a half.
        hinted = (
            factor for factor, letters in _LETTERS.items() if shown.strip(" .").casefold() in [*letters]
        )
        mark = UnitMark(factor=next(hinted, None))
    if scale is not None:
        # `0.0,"k"` shows all of the number.
        mark = UnitMark(mark.measured, mark.currencies, None if mark.factor is scale else scale)
    scaled = mark.factor is not None and mark.factor is scale
    return FormatMark(mark, scaled, disguised) if disguised or mark != UnitMark() else None


# In a format of which only the digits and what is printed are left: signs where a number has none.
_DISGUISE = re.compile(
    r"[0#?]-[0#?]|^[^0#?‹\w]*[-\u2212\u2013(]|[0#?][)-]$|[0#?]‹(?:[.,]›‹)?[.,]?[0-9]|[0-9][.,]?›(?:‹[.,]›)?[0#?]"
    r"|[0#?]‹[.,]›[0#?]{1,2}(?![0#?‹])"
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
    >>> [disguises(each, negative=False) for each in ('"5000"', '"нет"', "dd.mm", "[h]", "General")]
    [True, True, False, False, False]
    """
    section = _first_section(code)
    if "[=0]" in section:
        # What only nothing is shown as changes no number.
        code = code[len(section) + 1 :]
        section = _first_section(code)
    rest = code[len(section) + 1 :]
    second = _first_section(rest)
    # Of sections for numbers of some size, `[<100]`, it is not looked which of them shows a number.
    sized = (section, second, rest[len(second) + 1 :]) if _SIZE.search(code) else ()
    meant = [each for each in sized if each] or [second if negative and rest else section]
    # Each sign of percent multiplies by a hundred; one in quotes does not, and looks alike.
    if section.count("%") > 1 or any(map(_shows_words, meant)):
        return True
    if not negative:
        return (not section.strip() and ";" in code) or _DISGUISE.search(_printed(section)) is not None
    if len(section) == len(code) or _COLOUR.search(section + second):
        return False
    return _printed(section) == _printed(second) or not _printed(second)


def disguises_zero(code: str) -> bool:
    """Say whether nothing looks like another number; a dash or a word may well stand for it.

    >>> disguises_zero('0;0;"5000"'), disguises_zero('0;0;"нет"')
    (True, False)
    """
    return any(map(str.isdecimal, words_for(code, 0)))


def words_for(code: str, value: int) -> str:
    """Return the words that a format prints in place of 0 or of 1, nothing where it prints a number.

    >>> [words_for(each, 0) for each in ('"да";;"нет"', '"да";"да"', '[=1]"да";[=0]"нет"', '0;0;"5"', "0")]
    ['нет', 'да', 'нет', '5', '']
    """
    sections: list[str] = []
    while len(sections) < _SECTIONS and code:
        sections.append(_first_section(code))
        code = code[len(sections[-1]) + 1 :]
    meant = [each for each in sections if f"[={value}]" in each]
    if not meant and any(map(_CONDITION.search, sections)):
        meant = [each for each in sections if not _CONDITION.search(each)]
    zero = value == 0 and len(sections) == _SECTIONS
    section = meant[0] if meant else sections[-1 if zero else 0] if sections else ""
    return "".join(_printed(section)).translate(_BARE) if _shows_words(section) else ""


def _shows_words(section: str) -> bool:
    """Say whether a section prints the same whatever the number is, or nothing but an empty text."""
    bare = _HIDDEN.sub("", _LITERAL.sub("", _ELAPSED.sub("h", section)))
    return not _NUMBER_SHOWN.search(bare) and bool(_printed(section) or '""' in section)


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
