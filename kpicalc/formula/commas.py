"""Decimal commas told from the commas between arguments."""

from __future__ import annotations

import re

from kpicalc.formula.cursor import Cursor
from kpicalc.formula.tokens import Token, TokenKind
from kpicalc.model.source import join_spans

_DIGITS = re.compile(r"[0-9_]+")


def take_decimal_comma(cursor: Cursor, whole: Token) -> Token:
    """Report a decimal comma at the cursor and go over it; return the last token of the number.

    Where commas part arguments, only digits like `0,05` after a zero give a decimal comma away.
    """
    fraction = cursor.peek(1)
    if cursor.token.text != "," or not _is_digits_twice(whole, fraction):
        return whole
    if cursor.commas_separate and not (_touches(cursor, whole) and re.match("0[0-9]", fraction.text)):
        return whole
    _report(cursor, whole, fraction)
    cursor.take()
    return cursor.take()


def report_decimal_comma(cursor: Cursor, commas: list[int]) -> bool:
    """Report the first of these commas (positions of tokens) that may stand inside a number."""
    for position in commas:
        whole, fraction = cursor.tokens[position - 1], cursor.tokens[position + 1]
        if _is_digits_twice(whole, fraction) and _is_adjacent(whole, cursor.tokens[position], fraction):
            _report(cursor, whole, fraction)
            return True
    return False


def _is_digits_twice(whole: Token, fraction: Token) -> bool:
    return _DIGITS.fullmatch(whole.text) is not None and fraction.kind is TokenKind.NUMBER


def _touches(cursor: Cursor, whole: Token) -> bool:
    return _is_adjacent(whole, cursor.token, cursor.peek(1))


def _is_adjacent(whole: Token, comma: Token, fraction: Token) -> bool:
    ends = (whole.span.end_line, whole.span.end_column), (comma.span.end_line, comma.span.end_column)
    starts = (comma.span.line, comma.span.column), (fraction.span.line, fraction.span.column)
    return ends == starts


def _report(cursor: Cursor, whole: Token, fraction: Token) -> None:
    # `1,000.50` has its thousands set off by a comma.
    point = "_" if "." in fraction.text else "."
    cursor.report(
        "KPI175",
        join_spans(whole.span, fraction.span),
        found=f"{whole.text},{fraction.text}",
        wanted=f"{whole.text}{point}{fraction.text}",
    )
