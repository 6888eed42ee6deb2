"""Names and calls of a formula read into nodes."""

from __future__ import annotations

from collections.abc import Callable

from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WRITTEN_WINDOWS, english_name
from kpicalc.formula.leftover import expect, report_decimal_comma
from kpicalc.formula.lexer import find_meant_keyword
from kpicalc.formula.tokens import Cursor, Token, TokenKind
from kpicalc.model.expr import Call, Expr, Name, Number
from kpicalc.model.problem import Problem
from kpicalc.model.source import join_spans

ReadExpression = Callable[[Cursor], Expr]


def read_path(cursor: Cursor) -> Name:
    """Read a name and the parts after its points."""
    parts = [cursor.take()]
    while cursor.accept("."):
        if not _may_follow_point(cursor.token):
            cursor.report(Problem.NAME_AFTER_DOT_MISSING, cursor.token.span, before=parts[-1].text)
            cursor.stop()
            break
        parts.append(cursor.take())
    path = tuple(part.text for part in parts)
    return Name(path, join_spans(parts[0].span, parts[-1].span))


def read_call(cursor: Cursor, read_expression: ReadExpression) -> Call:
    """Read the arguments of a call; the cursor stands at the bracket after the name."""
    name, opened = cursor.before, cursor.take()
    function = english_name(name.text)
    separate, cursor.commas_separate = cursor.commas_separate, True
    arguments, commas = _read_arguments(cursor, read_expression)
    condition = _read_condition(cursor, read_expression, [] if function in WRITTEN_WINDOWS else commas)
    cursor.commas_separate = separate
    expect(cursor, ")", opened)
    if find_meant_keyword(name.text) is not None:
        cursor.report(Problem.KEYWORD_CALLED, name.span, found=name.text)
    elif condition is None and _is_too_many(function, arguments):
        report_decimal_comma(cursor, commas)
    return Call(function, tuple(arguments), join_spans(name.span, cursor.before.span), condition)


def _may_follow_point(token: Token) -> bool:
    # No value of a scheme begins with two low lines; what asks for one gropes for Python's own names.
    return token.kind is TokenKind.NAME and not token.text.startswith("__")


def _read_arguments(cursor: Cursor, read_expression: ReadExpression) -> tuple[list[Expr], list[int]]:
    """Return the arguments and the positions of the commas between them."""
    if cursor.token.text == ")":
        return [], []
    arguments, commas = [read_expression(cursor)], []
    while cursor.token.text == ",":
        commas.append(cursor.position)
        cursor.take()
        arguments.append(read_expression(cursor))
    return arguments, commas


def _read_condition(cursor: Cursor, read_expression: ReadExpression, commas: list[int]) -> Expr | None:
    where = cursor.token
    if not cursor.accept("where"):
        return None
    if commas and not report_decimal_comma(cursor, commas):
        cursor.report(Problem.WHERE_AFTER_ARGUMENTS, where.span)
    cursor.commas_separate = False
    return read_expression(cursor)


def _is_too_many(function: str, arguments: list[Expr]) -> bool:
    """Say whether there are more arguments, or more numbers among them, than the function takes."""
    if function not in FUNCTIONS:
        return function in AGGREGATES
    most = FUNCTIONS[function].most
    if most is None:
        return False
    # `round(x, 0,5)`: the third argument is the mode, a word.
    takes_word = len(arguments) == most and bool(FUNCTIONS[function].words)
    return len(arguments) > most or (takes_word and isinstance(arguments[-1], Number))
