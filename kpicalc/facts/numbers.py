"""The strict grammar of a number written as text in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kpicalc.model.money import CONTEXT, ZERO

# What people put between groups of three digits: spaces of several widths and apostrophes.
_GAP = "[ \u00a0\u2007\u2009\u202f'’]"
_CURRENCY = r"(?:₽|руб(?:\.|лей|ля|ль)?|р\.|rub|₸|тенге|тг\.?|€|eur|\$|usd)"
_SHAPE = re.compile(
    rf"(?P<open>\()?\s*{_CURRENCY}?\s*(?P<minus>[-−–])?\s*(?P<body>[0-9](?:[0-9.,]|{_GAP}(?=[0-9]))*)\s*"
    rf"(?P<percent>%)?\s*{_CURRENCY}?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_BODY = re.compile(
    rf"(?P<whole>[0-9]+|[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+|[0-9]{{1,3}}(?P<group>[.,])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*)"
    r"(?:(?P<mark>[.,])(?P<rest>[0-9]+))?"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
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
WHOLE_DIGITS = 15
REST_DIGITS = 10


class Wrong(StrEnum):
    """Why a text is no number."""

    NOT_A_NUMBER = "not_a_number"
    LOOK_ALIKE = "look_alike"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number read from text.

    `mark` is the decimal mark when the writing proves it. `doubtful` is the mark of a writing such as
    `1,234` that may be a thousand or one and a bit; the value is then read as one and a bit.
    """

    value: Decimal
    percent: bool = False
    mark: str = ""
    doubtful: str = ""


@dataclass(frozen=True, slots=True)
class Misread:
    """A text that is no number, and the letter that stands in a digit's place."""

    reason: Wrong
    letter: str = ""
    digit: str = ""


def read_number(text: str) -> WrittenNumber | Misread:
    """Read a number as people write it; a percent becomes its fraction.

    >>> read_number("1 234,50 руб.").value, read_number("(1 500)").value, read_number("97,2%").value
    (Decimal('1234.50'), Decimal('-1500'), Decimal('0.972'))
    >>> read_number("1,234").doubtful
    ','
    """
    shape = _SHAPE.fullmatch(text.strip())
    if shape is None or bool(shape["open"]) != bool(shape["close"]) or (shape["open"] and shape["minus"]):
        return _explain(text)
    body = _BODY.fullmatch(shape["body"])
    if body is None or (body["group"] and body["group"] == body["mark"]):
        return _explain(text)
    return _value(shape, body)


def _value(shape: re.Match[str], body: re.Match[str]) -> WrittenNumber | Misread:
    doubtful = bool(_AMBIGUOUS.fullmatch(shape["body"]))
    whole, rest = _digits(shape["body"], body, doubtful=doubtful)
    if len(whole) > WHOLE_DIGITS or len(rest) > REST_DIGITS:
        return Misread(Wrong.TOO_LONG)
    value = Decimal(f"{whole}.{rest}") if rest else Decimal(whole)
    if shape["open"] or shape["minus"]:
        value = value.copy_negate() if value else value
    if shape["percent"]:
        value = value.scaleb(-2, CONTEXT)
    mark = _decimal_mark(body)
    written = next(sign for sign in shape["body"] if sign in ".,") if doubtful else ""
    return WrittenNumber(value, bool(shape["percent"]), "" if doubtful else mark, written)


def _digits(written: str, body: re.Match[str], *, doubtful: bool) -> tuple[str, str]:
    if doubtful:
        whole, rest = re.split("[.,]", written)
        return whole, rest
    return re.sub("[^0-9]", "", body["whole"]), body["rest"] or ""


def _decimal_mark(body: re.Match[str]) -> str:
    if body["mark"]:
        return body["mark"]
    return {None: "", ".": ",", ",": "."}[body["group"]]


def _explain(text: str) -> Misread:
    for letter, digit in _LOOK_ALIKE_DIGITS.items():
        if letter in text and isinstance(read_number(text.replace(letter, digit)), WrittenNumber):
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
    return value if not value or -30 <= value.adjusted() < WHOLE_DIGITS else None
