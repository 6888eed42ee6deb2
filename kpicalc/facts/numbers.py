"""The strict grammar of a number written as text in a cell."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from kpicalc.facts.unit_text import read_unit
from kpicalc.facts.units import Measured, UnitMark
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.writing import DecimalMark

# What people put between groups of three digits: spaces of several widths and apostrophes.
_GAP = "[ \u00a0\u2007\u2009\u202f'’]"
_SHAPE = re.compile(rf"(?P<before>[^0-9]*)(?P<body>[0-9](?:[0-9.,]|{_GAP}(?=[0-9]))*)(?P<after>[^0-9]*)")
_BODY = re.compile(
    rf"(?P<whole>[0-9]+|[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+|[0-9]{{1,2}}(?:,[0-9]{{2}})+,[0-9]{{3}}"
    r"|[0-9]{1,3}(?P<group>[.,])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?P<mark>[.,])(?P<rest>[0-9]+))?"
)
_CENTS = re.compile(
    r"(?P<whole>[^0-9]{0,4}[0-9](?:[0-9.,\s]*[0-9])?)(?P<unit>\s*[^\W\d_]+\.?|\s*[$€£₽₴])\s*(?P<rest>[0-9]{1,2})"
    r"\s*(?P<small>[^\W\d_]+\.?|¢)\s*(?P<close>\)?)"
)
DEBIT, CREDIT = "debit", "credit"
_SIDES = {
    **dict.fromkeys(("d", "dr", "debit", "д", "дт", "дб", "дебет", "s", "soll"), DEBIT),
    **dict.fromkeys(("c", "cr", "credit", "к", "кт", "кр", "кредит", "h", "haben"), CREDIT),
}
_FIRST_WORD, _LAST_WORD = (
    re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?\.?"),
    re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?\.?$"),
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_SIGNS = "-\u2212\u2013\u2010\u2011\uff0d\ufe63"
# A minus behind a unit or a blank; behind a mark it stands for cents that there are none of: `100.-`.
_SET_BACK = re.compile(r"(?<![.,])[-\u2212]$")
_NO_SIGNS = str.maketrans(dict.fromkeys(f"{_SIGNS}+(", ""))
# Signs of full width, those of Arabic numbers, and marks that turn the direction of writing.
_PLAIN = {chr(0xFF00 + at): chr(0x20 + at) for at in range(1, 0x5F)} | {
    "\u066b": ".",
    "\u066c": "'",
    "\u066a": "%",
    "\ufe6a": "%",
    "\u061c": "",
    "\u200e": "",
    "\u200f": "",
}
_OTHER_SIGN = re.compile(r"(?![0-9])\d|[\uff01-\uff5e\u066a-\u066c\ufe6a\u061c\u200e\u200f]")
_LOOK_ALIKE_DIGITS = {
    "О": "0",
    "о": "0",
    "O": "0",
    "o": "0",
    "З": "3",
    "з": "3",
    "l": "1",
    "I": "1",
    "б": "6",
}
MARKS = {DecimalMark.COMMA: ",", DecimalMark.POINT: "."}
# As in formulas: what is written with more digits is no amount, and Excel has lost the rest.
WHOLE_DIGITS = 15
REST_DIGITS = 10


class Wrong(StrEnum):
    """Why a text is no number."""

    NOT_A_NUMBER = "not_a_number"
    LOOK_ALIKE = "look_alike"
    TOO_LONG = "too_long"
    OTHER_MARK = "other_mark"


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number read from text.

    `mark` is the decimal mark when the writing proves it. `doubtful` is the mark of a writing such as
    `1,234` that may be a thousand or one and a bit; the value is then read as one and a bit. `unit` is
    what stands beside the digits, other than `%`; `side` is DEBIT or CREDIT where that stands there.
    """

    value: Decimal
    percent: bool = False
    mark: str = ""
    doubtful: str = ""
    unit: UnitMark | None = None
    side: str = ""


@dataclass(frozen=True, slots=True)
class Misread:
    """A text that is no number, and the letter that stands in a digit's place."""

    reason: Wrong
    letter: str = ""
    digit: str = ""


@dataclass(frozen=True, slots=True)
class _Digits:
    """The digits before and after the decimal mark, and what the writing proves of it."""

    whole: str
    rest: str
    mark: str
    doubtful: str = ""

    def value(self, beside: _Beside) -> WrittenNumber | Misread:
        whole, rest = self.whole, self.rest
        if len(whole) > WHOLE_DIGITS or len(rest) > REST_DIGITS:
            return Misread(Wrong.TOO_LONG)
        value = Decimal(f"{whole}.{rest}") if rest else Decimal(whole)
        if beside.negative:
            value = value.copy_negate() if value else value
        percent = beside.unit is not None and beside.unit.measured is Measured.PERCENT
        if percent:
            value = value.scaleb(-2, CONTEXT)
        return WrittenNumber(value, percent, self.mark, self.doubtful, None if percent else beside.unit)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands around the digits: a sign, a unit."""

    negative: bool
    unit: UnitMark | None


def read_written_number(text: str, declared: DecimalMark | None = None) -> WrittenNumber | Misread:
    """Read a number as people write it; a percent becomes its fraction.

    >>> [str(read_written_number(each).value) for each in ("1 234,50 руб.", "(1 500)", "97,2%", "50-")]
    ['1234.50', '-1500', '0.972', '-50']
    >>> read_written_number("1,00,000").value, read_written_number("1,234", DecimalMark.POINT).value
    (Decimal('100000'), Decimal('1234'))
    >>> read_written_number("1,234").doubtful
    ','
    """
    text = _in_plain_digits(text) if _OTHER_SIGN.search(text) else text
    shape = _SHAPE.fullmatch(text.strip())
    if shape is None and (cents := _CENTS.fullmatch(text.strip())) is not None:
        return _read_with_cents(cents, declared) or _explain(text)
    beside = None if shape is None else _read_beside(shape["before"], shape["after"])
    body = None if shape is None else _BODY.fullmatch(shape["body"])
    if beside is None:
        return _read_with_side(text, declared) or _explain(text)
    if body is None or _group_of(body) == body["mark"]:
        return _explain(text)
    mark = None if declared is None else MARKS[declared]
    if _AMBIGUOUS.fullmatch(body[0]):
        return _read_ambiguous(body[0], mark).value(beside)
    if mark is not None and _decimal_mark(body) not in {"", mark}:
        return Misread(Wrong.OTHER_MARK)
    whole = re.sub("[^0-9]", "", body["whole"])
    return _Digits(whole, body["rest"] or "", _decimal_mark(body)).value(beside)


def _read_with_cents(found: re.Match[str], declared: DecimalMark | None) -> WrittenNumber | Misread | None:
    """Read `100 руб. 50 коп.`: a whole amount with its unit, and what is left of one in its hundredths."""
    units, small = read_unit(found["unit"]), read_unit(found["small"])
    hundredths = found["small"].strip(" .").casefold() == "к" or (small and small.measured is Measured.CENTS)
    if units is None or units.measured is not Measured.MONEY or units.factor or not hundredths:
        return None
    mark = MARKS[declared] if declared else "." if "," in found["whole"] else ","
    written = f"{found['whole']}{mark}{found['rest']:0>2} {found['unit'].strip()}{found['close']}"
    number = read_written_number(written, declared)
    return replace(number, mark="") if isinstance(number, WrittenNumber) else number


def read_side(text: str) -> str:
    """Return DEBIT or CREDIT where a text is one of the words for it, else nothing.

    >>> read_side("Cr."), read_side("Дт"), read_side("USD")
    ('credit', 'debit', '')
    """
    return _SIDES.get(text.strip(" .").casefold().replace("-", ""), "")


def _read_with_side(text: str, declared: DecimalMark | None) -> WrittenNumber | None:
    """Read `100.00 CR`, `Кт 100`: an amount without a sign of its own."""
    text = text.strip()
    words = [each[0] for each in (_FIRST_WORD.match(text), _LAST_WORD.search(text)) if each]
    sides = [(word, read_side(word)) for word in words if len(word.strip(" .")) > 1 and read_side(word)]
    if len(sides) != 1:
        return None
    ((word, side),) = sides
    number = read_written_number(text.removeprefix(word).removesuffix(word), declared)
    if not isinstance(number, WrittenNumber) or number.percent or number.side or number.value < 0:
        return None
    return replace(number, side=side)


def _in_plain_digits(text: str) -> str:
    """Return a text with its digits, of one script, as 0 to 9; signs of full width as those of a keyboard.

    >>> _in_plain_digits("١٬٢٣٤٫٥"), _in_plain_digits("（１２．５％）"), _in_plain_digits("1２")
    ("1'234.5", '(12.5%)', '1２')
    """
    digits = [each for each in text if each.isdecimal()]
    if len({ord(each) - int(each) for each in digits}) > 1:
        return text
    plain = (str(int(each)) if each.isdecimal() else _PLAIN.get(each, each) for each in text)
    return "".join(plain)


def _read_ambiguous(written: str, mark: str | None) -> _Digits:
    """Read `1,234` by the declared mark; without one as one and a bit, in doubt."""
    sign = "," if "," in written else "."
    whole, rest = written.split(sign)
    if mark is None:
        return _Digits(whole, rest, "", sign)
    return _Digits(whole, rest, mark) if mark == sign else _Digits(whole + rest, "", mark)


@lru_cache(maxsize=4096)
def _read_beside(before: str, after: str) -> _Beside | None:
    """Read what stands before and after the digits: one sign at most, one unit at most, or brackets.

    A minus may stand before the digits or the unit, or behind the digits, alone or with the unit; within
    brackets it says the same as they do.
    """
    behind = after.strip()
    if _SET_BACK.search(behind):
        after = behind[-1] + behind[:-1]
    signs = [each for each in before if each in _SIGNS] + [each for each in after[:1] if each in _SIGNS]
    plus = before.count("+")
    opened, closed = before.count("("), after.count(")")
    if re.fullmatch(rf"\(\s*[{_SIGNS}]\s*", before) and closed == 1:
        signs = signs[1:]
    quoted = before.startswith(("'", "’"))
    head = before[quoted:].translate(_NO_SIGNS).strip()
    tail = after[bool(after[:1] and after[0] in _SIGNS) :].replace(")", "").strip()
    if opened != closed or len(signs) + plus + opened > 1:
        return None
    unit = read_unit(f"{head} {tail}") if head or tail else None
    leading = read_unit(head) if head else None
    if (
        (unit is None and (head or tail))
        or f"{head}{tail}".count("%") > 1
        or (unit and unit.measured is Measured.OTHER)
        or (head and (leading is None or not leading.currencies))
    ):
        return None
    return _Beside(bool(signs) or bool(opened), unit)


def _group_of(body: re.Match[str]) -> str:
    """Return the mark between groups of digits, when it could be a decimal mark elsewhere."""
    return body["group"] or ("," if "," in body["whole"] else "")


def _decimal_mark(body: re.Match[str]) -> str:
    return body["mark"] or {"": "", ".": ",", ",": "."}[_group_of(body)]


def _explain(text: str) -> Misread:
    for letter, digit in _LOOK_ALIKE_DIGITS.items():
        if letter in text and isinstance(read_written_number(text.replace(letter, digit)), WrittenNumber):
            return Misread(Wrong.LOOK_ALIKE, letter, digit)
    return Misread(Wrong.NOT_A_NUMBER)


def read_binary(number: float) -> Decimal | None:
    """Read a stored binary number as a spreadsheet shows it: 15 significant digits.

    None when it is no finite number or outside 1e-30 … 1e15.

    >>> read_binary(0.1 + 0.2), read_binary(62408.000000000007), read_binary(1e300)
    (Decimal('0.3'), Decimal('62408'), None)
    """
    text = format(number, ".15g")
    if "n" in text:
        return None
    value = Decimal(text) + ZERO
    return value if -30 <= value.adjusted() < WHOLE_DIGITS else None
