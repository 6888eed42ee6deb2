"""Numbers and dates as written in a formula, and the ways in which they are miswritten."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from kpicalc.formula.tokens import LETTERS, SPACES, Token, TokenKind, is_name
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.money import CONTEXT, CURRENCY_CODES, CURRENCY_WORDS
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span

# As in cells: 999 billion with kopecks, and rates to ten decimals, with room to spare; longer ones are slips.
WHOLE_DIGITS = 15
FRACTION_DIGITS = 10

_NUMBER = re.compile(r"(?P<whole>[0-9]+(?:_[0-9]+)*)(?:\.(?P<fraction>[0-9]+(?:_[0-9]+)*))?%?")
_EXPONENT = re.compile(r"[0-9_.]+[eEеЕ][0-9_.]*%?")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")

# Codes stand in capitals; a word of less than three letters may be meant as a name.
_WORDS = [word for words in CURRENCY_WORDS for word in words.split() if len(word) > 2 or not is_name(word)]
_CODE = "|".join(sorted(CURRENCY_CODES))
_MARK = rf"(?:{_CODE}|(?i:{'|'.join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))})\.?)"
_SIGN = "|".join(re.escape(word) for word in _WORDS if not word[-1].isalpha())
_DIGITS = rf"(?:[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?![0-9])|[0-9][0-9_]*)(?:\.[0-9_]+)?"
# An amount of money with its currency behind it, or before it.
AMOUNT = (
    rf"{_DIGITS}[{SPACES}]*{_MARK}(?![0-9{LETTERS}])"
    rf"|(?:(?:{_SIGN})[{SPACES}]*|(?:{_CODE})[{SPACES}]+){_DIGITS}(?![0-9.%{LETTERS}])"
)
_AMOUNT = re.compile(AMOUNT)
_NUMBER_IN_AMOUNT = re.compile(rf"[0-9](?:[0-9_.{SPACES}]*[0-9_])?")

Reading = tuple[Token | None, Diagnostic | None]


def parse_number(written: str) -> tuple[Decimal, bool]:
    """Return the value of a well-formed number and whether it is a percent.

    >>> parse_number("0.75%")
    (Decimal('0.0075'), True)
    """
    percent = written.endswith("%")
    value = Decimal(written.removesuffix("%"))
    return (CONTEXT.scaleb(value, -2) if percent else value), percent


def read_number(written: str, span: Span) -> Reading:
    """Read a stretch that begins with a digit; a stretch that is no number is named for what it is."""
    problem = _find_fault(written, span)
    return Token(TokenKind.HOLE if problem else TokenKind.NUMBER, written, span), problem


def split_amount(written: str) -> tuple[str, str]:
    """Return the number of an amount of money as it is written here, and the mark of its currency.

    >>> split_amount("1 000.50 Руб."), split_amount("$1_000")
    (('1_000.50', 'Руб'), ('1_000', '$'))
    """
    found = _NUMBER_IN_AMOUNT.search(written)
    assert found is not None  # noqa: S101 - an amount has digits
    digits = found[0]
    mark = written.replace(digits, "").strip(f"{SPACES} .")
    return re.sub(r"\s", "_", digits), mark


def is_amount(text: str) -> bool:
    """Say whether a text is an amount of money with its currency.

    >>> is_amount("1_000 USD"), is_amount("$ 50"), is_amount("1_000")
    (True, True, False)
    """
    return _AMOUNT.fullmatch(text.strip()) is not None


def read_money_token(written: str, span: Span) -> Reading:
    """Read an amount of money; its thousands may be set off by spaces, as no number can follow another."""
    problem = _find_fault(split_amount(written)[0], span)
    return Token(TokenKind.HOLE if problem else TokenKind.AMOUNT, written, span), problem


def read_spaced_number(written: str, span: Span) -> Reading:
    """Report a number whose thousands are set off by spaces; it is read as meant."""
    meant = re.sub(r"\s", "_", written)
    problem = error(Problem.NUMBER_WITH_SPACES, span, found=written, wanted=meant)
    return Token(TokenKind.NUMBER, meant, span), problem


def read_foreign_digits(written: str, span: Span) -> Reading:
    """Report digits other than 0-9 (full-width, Arabic …) with the number that was meant."""
    meant = "".join(str(unicodedata.decimal(each, each)) for each in written)
    return Token(TokenKind.HOLE, written, span), error(
        Problem.DIGITS_NOT_ARABIC, span, found=written, wanted=meant
    )


def read_bare_fraction(written: str, span: Span) -> Reading:
    """Report a fraction without digits before the point."""
    return Token(TokenKind.HOLE, written, span), error(Problem.NUMBER_MISSPELT, span, found=written)


def lex_day(written: str, span: Span) -> Reading:
    """Read a date written as 2026-03-31; a day that does not exist is reported."""
    try:
        date.fromisoformat(written)
    except ValueError:
        return Token(TokenKind.HOLE, written, span), error(Problem.DAY_NONEXISTENT, span, found=written)
    return Token(TokenKind.DAY, written, span), None


def _find_fault(written: str, span: Span) -> Diagnostic | None:
    if number := _NUMBER.fullmatch(written):
        whole = number["whole"].replace("_", "")
        fraction = (number["fraction"] or "").replace("_", "")
        if len(whole) <= WHOLE_DIGITS and len(fraction) <= FRACTION_DIGITS:
            return None
        return error(Problem.FORMULA_NUMBER_TOO_LONG, span, whole=WHOLE_DIGITS, fraction=FRACTION_DIGITS)
    if day := _DAY_FIRST.fullmatch(written):
        meant = f"{day['year']}-{day['month']:0>2}-{day['day']:0>2}"
        return error(Problem.DATE_DAY_FIRST, span, found=written, wanted=meant)
    if _EXPONENT.fullmatch(written):
        return error(Problem.NUMBER_WITH_EXPONENT, span, found=written)
    stuck = any(each.isalpha() for each in written)
    return error(Problem.NUMBER_WITH_LETTERS if stuck else Problem.NUMBER_MISSPELT, span, found=written)
