"""The leaves of a scheme: words, formulas and numbers, each with its place in the file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from decimal import Decimal
from typing import Self

from kpicalc.formula.numerals import FRACTION_DIGITS, WHOLE_DIGITS
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Expr
from kpicalc.model.kind import Kind
from kpicalc.model.source import SourceText, Span

_NUMBER = re.compile(
    r"(?P<sign>-?)(?P<whole>[0-9]+(?:_[0-9]+)*)(?:\.(?P<decimals>[0-9]+(?:_[0-9]+)*))?(?P<percent>%?)"
)
_ASCII_DIGIT = re.compile(r"[0-9]")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_GROUP_GAP = re.compile(r"(?<=[0-9])[\s'’](?=[0-9]{3}(?![0-9]))")
_POWER_OF_TEN = re.compile(r"([0-9]+(?:\.[0-9]+)?)[eE]([-+]?[0-9]{1,2})")
_LIKE_DIGITS = str.maketrans("ОоOoЗзlI", "00003311")


class Word(str):
    """A text of the scheme that knows its place: a name, a title, a heading."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span) -> Self:
        """Make a word; it compares and hashes as its text."""
        word = super().__new__(cls, text)
        word.span = span
        return word

    def __reduce__(self) -> tuple[type[Word], tuple[str, Span]]:
        return Word, (str(self), self.span)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as written, not yet read."""

    source: SourceText

    @property
    def text(self) -> str:
        """The formula itself."""
        return self.source.text

    @property
    def span(self) -> Span:
        """The place of the whole formula."""
        return self.source.span(0, len(self.source.text))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the scheme; a percent is kept as its fraction with `percent` set.

    A bound of a table may be a date (`dated`): its value is then the number of the day. What a formula over
    parameters came to knows its `kind` and the formula; an amount of money may know its currency, the `unit`.
    """

    value: Decimal
    percent: bool
    span: Span = field(compare=False)
    dated: bool = False
    kind: Kind | None = None
    expr: Expr | None = field(default=None, compare=False)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number as its digits say; `fits` unless it has more digits than pay can need."""

    value: Decimal
    percent: bool
    fits: bool


def parse_written_number(text: str) -> NumberText | None:
    """Read a number as docs/language/01-file.md writes it; None when the text is none.

    >>> parse_written_number("16_000_000").value, parse_written_number("0.75%").value
    (Decimal('16000000'), Decimal('0.0075'))
    >>> parse_written_number("0,5") is parse_written_number("1e5") is parse_written_number(".5") is None
    True
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole = found["whole"].replace("_", "")
    decimals = (found["decimals"] or "").replace("_", "")
    percent = bool(found["percent"])
    value = Decimal(f"{found['sign']}{whole}.{decimals}e{-2 if percent else 0}")
    fits = len(whole) <= WHOLE_DIGITS and len(decimals) <= FRACTION_DIGITS
    return NumberText(value, percent, fits)


def mend_number(text: str) -> str | None:
    """Return how a number that was written otherwise is written here, or None when that cannot be told.

    >>> [mend_number(each) for each in ("0,5", "1 000,50", ".5", "1e5", "１２")]
    ['0.5', '1_000.50', '0.5', '100000', '12']
    >>> mend_number("1,234") is None  # a thousand and more, or one and a bit?
    True
    """
    digits = "".join(str(unicodedata.decimal(each, each)) for each in text.strip())
    if _THOUSANDS.fullmatch(digits) or not _ASCII_DIGIT.search(digits):
        return None
    plain = _GROUP_GAP.sub("_", digits.replace("−", "-").translate(_LIKE_DIGITS))
    plain = re.sub(r"\s+%", "%", plain.removeprefix("+"))
    if "." not in plain:
        plain = plain.replace(",", ".")
    plain = re.sub(r"^(-?)\.", r"\g<1>0.", plain).removesuffix(".")
    power = _POWER_OF_TEN.fullmatch(plain)
    if power is not None:
        plain = f"{Decimal(f'{power[1]}e{power[2]}'):f}"
    return None if parse_written_number(plain) is None else plain
