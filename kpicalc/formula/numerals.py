"""Numbers and dates as written in a formula, and the ways in which they are miswritten."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from kpicalc.formula.tokens import Token, TokenKind
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.money import CONTEXT
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span

WHOLE_DIGITS = 15
FRACTION_DIGITS = 10

_NUMBER = re.compile(r"(?P<whole>[0-9]+(?:_[0-9]+)*)(?:\.(?P<fraction>[0-9]+(?:_[0-9]+)*))?%?")
_EXPONENT = re.compile(r"[0-9_.]+[eEеЕ][0-9_.]*%?")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")

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
        return _find_excess(number, span)
    if day := _DAY_FIRST.fullmatch(written):
        meant = f"{day['year']}-{day['month']:0>2}-{day['day']:0>2}"
        return error(Problem.DATE_DAY_FIRST, span, found=written, wanted=meant)
    if _EXPONENT.fullmatch(written):
        return error(Problem.NUMBER_WITH_EXPONENT, span, found=written)
    stuck = any(each.isalpha() for each in written)
    return error(Problem.NUMBER_WITH_LETTERS if stuck else Problem.NUMBER_MISSPELT, span, found=written)


def _find_excess(number: re.Match[str], span: Span) -> Diagnostic | None:
    whole = number["whole"].replace("_", "")
    fraction = (number["fraction"] or "").replace("_", "")
    if len(whole) <= WHOLE_DIGITS and len(fraction) <= FRACTION_DIGITS:
        return None
    return error(Problem.FORMULA_NUMBER_TOO_LONG, span, whole=WHOLE_DIGITS, fraction=FRACTION_DIGITS)
