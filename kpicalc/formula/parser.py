"""Formula text read into a tree of nodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kpicalc.formula.calls import read_call, read_path
from kpicalc.formula.leftover import expect, take_decimal_comma
from kpicalc.formula.lexer import tokenize
from kpicalc.formula.numerals import parse_number, split_amount
from kpicalc.formula.tokens import ARITHMETIC, COMPARISONS, INFIX, LOGIC, Cursor, Strength, TokenKind
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.expr import (
    Binary,
    Compare,
    Day,
    Expr,
    Flag,
    If,
    Logic,
    Number,
    Text,
    Unary,
    children,
)
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText, Span, join_spans

# Far from the depth at which Python stops (1 000), with some twenty calls a level; people write five levels.
LEVELS_LIMIT = 50
# A chained comparison holds its middle part twice, so chains inside chains grow beyond the text.
PARTS_LIMIT = 1000


def parse_formula(source: SourceText) -> Checked[Expr]:
    """Read a formula; without a value when there is any problem.

    Names and calls stay as written, save that functions get their English names. The tree is at
    most LEVELS_LIMIT levels high and has at most PARTS_LIMIT nodes, so it is safe to walk.
    """
    tokens, problems = tokenize(source)
    cursor = Cursor(tokens)
    expr = _read_formula(cursor)
    found = (*problems, *cursor.problems.values())
    if not found and (excess := _find_excess(expr)):
        found = (excess,)
    return Checked(None if found else expr, found)


def _read_formula(cursor: Cursor) -> Expr:
    if cursor.token.kind is TokenKind.END:
        cursor.report(Problem.FORMULA_EMPTY, cursor.token.span)
        return _hole(cursor.token.span)
    expr = _read_expression(cursor)
    expect(cursor, "")
    return expr


def _find_excess(expr: Expr) -> Diagnostic | None:
    layer, parts = [expr], 1
    for _ in range(LEVELS_LIMIT + 1):
        layer = [child for each in layer for child in children(each)]
        parts += len(layer)
        if not layer:
            return None
        if parts > PARTS_LIMIT:
            return error(Problem.COMPARISONS_TOO_LONG, expr.span, limit=PARTS_LIMIT)
    return error(Problem.FORMULA_TOO_DEEP, layer[0].span, limit=LEVELS_LIMIT)


def _read_expression(cursor: Cursor) -> Expr:
    if cursor.token.text == "if":
        return _nest(cursor, _read_choice)
    return _read_operation(cursor, Strength.OR)


def _nest(cursor: Cursor, read: Callable[[Cursor], Expr]) -> Expr:
    """Read a construct one level deeper; brackets beyond the limit are not entered."""
    if cursor.level == LEVELS_LIMIT:
        cursor.report(Problem.FORMULA_TOO_DEEP, cursor.token.span, limit=LEVELS_LIMIT)
        cursor.stop()
        return _hole(cursor.token.span)
    cursor.level += 1
    expr = read(cursor)
    cursor.level -= 1
    return expr


def _read_choice(cursor: Cursor) -> Expr:
    start = cursor.take().span
    # Before `else` a comma cannot part two arguments, whatever call stands around.
    separate, cursor.commas_separate = cursor.commas_separate, False
    condition = _read_expression(cursor)
    expect(cursor, "then")
    then = _read_expression(cursor)
    expect(cursor, "else")
    cursor.commas_separate = separate
    otherwise = _read_expression(cursor)
    return If(condition, then, otherwise, join_spans(start, otherwise.span))


def _read_operation(cursor: Cursor, least: int) -> Expr:
    """Read operands joined by operators that bind at least as strongly as `least`."""
    left = _read_prefix(cursor, least)
    while (strength := INFIX.get(cursor.token.text, Strength.CHOICE)) >= least:
        left = _read_chain(cursor, left) if strength == Strength.COMPARISON else _join(cursor, left)
    return left


def _join(cursor: Cursor, left: Expr) -> Expr:
    sign = cursor.take().text
    right = _read_operation(cursor, INFIX[sign] + 1)
    span = join_spans(left.span, right.span)
    if sign in LOGIC:
        return Logic(LOGIC[sign], left, right, span)
    return Binary(ARITHMETIC[sign], left, right, span)


def _read_chain(cursor: Cursor, left: Expr) -> Expr:
    """Read `a < b <= c` as `a < b and b <= c`."""
    last = _compare(cursor, left)
    chain: Expr = last
    while cursor.token.text in COMPARISONS:
        last = _compare(cursor, last.right)
        chain = Logic("and", chain, last, join_spans(left.span, last.span))
    return chain


def _compare(cursor: Cursor, left: Expr) -> Compare:
    sign = COMPARISONS[cursor.take().text]
    right = _read_operation(cursor, Strength.SUM)
    return Compare(sign, left, right, join_spans(left.span, right.span))


def _read_prefix(cursor: Cursor, least: int) -> Expr:
    token = cursor.token
    match token.text:
        case "-":
            return _nest(cursor, _read_minus)
        case "not":
            _require_brackets(cursor, least, Strength.NOT)
            return _nest(cursor, _read_negation)
        case "if":
            _require_brackets(cursor, least, Strength.CHOICE)
            return _nest(cursor, _read_choice)
        case "(":
            return _nest(cursor, _read_group)
    return _read_atom(cursor)


def _require_brackets(cursor: Cursor, least: int, strength: int) -> None:
    if least > strength:
        cursor.report(Problem.BRACKETS_NEEDED, cursor.token.span, word=cursor.token.text)


def _read_minus(cursor: Cursor) -> Expr:
    sign = cursor.take()
    operand = _read_prefix(cursor, Strength.MINUS)
    return Unary("-", operand, join_spans(sign.span, operand.span))


def _read_negation(cursor: Cursor) -> Expr:
    sign = cursor.take()
    operand = _read_operation(cursor, Strength.NOT)
    return Unary("not", operand, join_spans(sign.span, operand.span))


def _read_group(cursor: Cursor) -> Expr:
    opened = cursor.take()
    separate, cursor.commas_separate = cursor.commas_separate, False
    expr = _read_expression(cursor)
    expect(cursor, ")", opened)
    cursor.commas_separate = separate
    return replace(expr, span=join_spans(opened.span, cursor.before.span))


def _read_atom(cursor: Cursor) -> Expr:
    token = cursor.token
    match token.kind:
        case TokenKind.NAME:
            return _read_named(cursor)
        case TokenKind.NUMBER:
            return _read_number(cursor)
        case TokenKind.AMOUNT:
            written, mark = split_amount(token.text)
            return Number(parse_number(written)[0], percent=False, span=cursor.take().span, unit=mark)
        case TokenKind.TEXT:
            return Text(clean_text(token.text[1:-1]), cursor.take().span)
        case TokenKind.DAY:
            return Day(date.fromisoformat(token.text), cursor.take().span)
        case TokenKind.HOLE:
            return _hole(cursor.take().span)
        case TokenKind.KEYWORD if token.text in {"true", "false"}:
            return Flag(token.text == "true", cursor.take().span)
    return _miss_operand(cursor)


def _read_named(cursor: Cursor) -> Expr:
    name = read_path(cursor)
    if cursor.token.text != "(":
        return name
    if len(name.path) > 1:
        cursor.report(Problem.DOTTED_NAME_CALLED, name.span, found=".".join(name.path))
    return _nest(cursor, lambda inner: read_call(inner, _read_expression))


def _read_number(cursor: Cursor) -> Number:
    token = cursor.take()
    last = take_decimal_comma(cursor, token)
    value, percent = parse_number(token.text)
    return Number(value, percent, join_spans(token.span, last.span))


def _miss_operand(cursor: Cursor) -> Expr:
    token = cursor.token
    match token.kind:
        case TokenKind.JUNK:
            cursor.stop()
        case TokenKind.END:
            cursor.report(Problem.FORMULA_BREAKS_OFF, token.span, before=cursor.before.text)
        case _:
            cursor.report(Problem.OPERAND_MISSING, token.span, found=token.text)
    return _hole(token.span)


def _hole(span: Span) -> Text:
    """Stand in for a part that cannot be read; a problem is reported, so the tree is not handed out."""
    return Text("", span)
