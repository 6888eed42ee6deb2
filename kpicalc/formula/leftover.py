"""What to say when something else follows than may follow, and when a comma stood for a point."""

from __future__ import annotations

import re

from kpicalc.formula.lexer import find_meant_comparison, find_meant_keyword
from kpicalc.formula.tokens import Cursor, Token, TokenKind
from kpicalc.model.diagnostic import Label
from kpicalc.model.problem import Problem
from kpicalc.model.source import join_spans

_DIGITS = re.compile(r"[0-9_]+")


def take_decimal_comma(cursor: Cursor, whole: Token) -> Token:
    """Report a decimal comma at the cursor and go over it; return the last token of the number.

    Where commas part arguments, only digits like `0,05` after a zero give a decimal comma away.
    """
    if cursor.token.text != "," or not _is_digits_twice(whole, cursor.following):
        return whole
    comma, fraction = cursor.token, cursor.following
    if cursor.commas_separate and not (
        _is_adjacent(whole, comma, fraction) and re.match("0[0-9]", fraction.text)
    ):
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


def _is_adjacent(whole: Token, comma: Token, fraction: Token) -> bool:
    ends = (whole.span.end_line, whole.span.end_column), (comma.span.end_line, comma.span.end_column)
    starts = (comma.span.line, comma.span.column), (fraction.span.line, fraction.span.column)
    return ends == starts


def _report(cursor: Cursor, whole: Token, fraction: Token) -> None:
    # `1,000.50` has its thousands set off by a comma.
    point = "_" if "." in fraction.text else "."
    cursor.report(
        Problem.NUMBER_WITH_COMMA,
        join_spans(whole.span, fraction.span),
        found=f"{whole.text},{fraction.text}",
        wanted=f"{whole.text}{point}{fraction.text}",
    )


_OPERANDS = frozenset(
    {TokenKind.NUMBER, TokenKind.AMOUNT, TokenKind.TEXT, TokenKind.DAY, TokenKind.NAME, TokenKind.HOLE}
)
_OPENING_WORDS = frozenset({"true", "false", "not", "if", "("})
_MISSING = {"then": Problem.THEN_MISSING, "else": Problem.ELSE_MISSING}


def expect(cursor: Cursor, wanted: str, opened: Token | None = None) -> None:
    """Go over `)`, `then`, `else` or the end (""); anything else is reported and the reading stops.

    `opened` is the bracket to be closed.
    """
    if cursor.accept(wanted):
        return
    if cursor.token.kind is not TokenKind.JUNK:
        _report_leftover(cursor, wanted, opened)
    cursor.stop()


def _report_leftover(cursor: Cursor, wanted: str, opened: Token | None) -> None:
    token = cursor.token
    if (token.kind in _OPERANDS or token.text in _OPENING_WORDS) and _is_misplaced_operand(cursor, wanted):
        _report_two_operands(cursor)
    elif token.text == ".":
        cursor.report(Problem.DOT_WITHOUT_NAME, token.span)
    elif token.text == "," and not _is_spreadsheet_if(cursor, opened):
        cursor.report(Problem.COMMA_OUTSIDE_FUNCTION, token.span)
    elif token.text == "where":
        cursor.report(Problem.WHERE_OUTSIDE_AGGREGATE, token.span)
    elif opened is not None and token.text != ",":
        cursor.report(Problem.FORMULA_BRACKET_NOT_CLOSED, token.span, Label(opened.span))
    elif wanted == "" and token.text == ")":
        cursor.report(Problem.FORMULA_BRACKET_NOT_OPENED, token.span)
    elif wanted == "":
        cursor.report(Problem.IF_MISSING, token.span, found=token.text)
    else:
        cursor.report(_MISSING.get(wanted, Problem.THEN_MISSING), token.span)


def _is_misplaced_operand(cursor: Cursor, wanted: str) -> bool:
    """Tell `if a b then …` (an operator is missing) from `if a b else …` (`then` is missing)."""
    if wanted not in _MISSING or _is_meant_word(cursor.token) or _is_meant_word(cursor.before):
        return True
    return any(token.text == wanted for token in cursor.tokens[cursor.position :])


def _is_meant_word(token: Token) -> bool:
    return token.kind is TokenKind.NAME and find_meant_keyword(token.text) is not None


def _report_two_operands(cursor: Cursor) -> None:
    left, right = cursor.before, cursor.token
    for token in (left, right):
        if _is_meant_word(token):
            cursor.report(
                Problem.WORD_UNKNOWN, token.span, found=token.text, wanted=find_meant_keyword(token.text)
            )
            return
    comparison = find_meant_comparison(right.text, _name_before(cursor))
    if comparison is not None:
        cursor.report(Problem.WORD_UNKNOWN, right.span, found=right.text, wanted=comparison)
        return
    if left.kind is right.kind is TokenKind.NAME:
        cursor.report(Problem.NAME_WITH_SPACE, right.span, left=left.text, right=right.text)
        return
    cursor.report(Problem.OPERATOR_MISSING, right.span, left=left.text, right=right.text)


def _name_before(cursor: Cursor) -> str:
    """The name just read, with what stands before its points; `x` for any other value."""
    if cursor.before.kind is not TokenKind.NAME:
        return "x"
    start = cursor.position - 1
    while cursor.tokens[start - 1].text == ".":
        start -= 2
    return "".join(token.text for token in cursor.tokens[start : cursor.position])


def _is_spreadsheet_if(cursor: Cursor, opened: Token | None) -> bool:
    """Recognise `if(a, b, c)`: the bracket stands right after `if`."""
    return any(
        word.text == "if" and bracket is opened
        for word, bracket in zip(cursor.tokens, cursor.tokens[1:], strict=False)
    )
