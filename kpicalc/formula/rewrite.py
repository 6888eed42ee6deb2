"""Formulas made from formulas: the same node with other parts, and one without an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Expr,
    If,
    Logic,
    Lookup,
    Name,
    Text,
    Unary,
    Window,
)
from kpicalc.model.source import Span


def rewrite_parts(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Return the node with `change` applied to each of its direct parts."""
    match expr:
        case Unary():
            return replace(expr, operand=change(expr.operand))
        case Binary() | Compare() | Logic():
            return replace(expr, left=change(expr.left), right=change(expr.right))
        case If():
            return If(change(expr.condition), change(expr.then), change(expr.otherwise), expr.span)
        case Call():
            arguments = tuple(map(change, expr.arguments))
            return replace(expr, arguments=arguments, condition=_optional(expr.condition, change))
        case Lookup():
            written = tuple(map(change, expr.written))
            return replace(expr, axis=change(expr.axis), base=_optional(expr.base, change), written=written)
        case Aggregate():
            body, condition = _optional(expr.body, change), _optional(expr.condition, change)
            return replace(expr, body=body, condition=condition)
        case Window():
            arguments = tuple(map(change, expr.arguments))
            return replace(expr, arguments=arguments, condition=_optional(expr.condition, change))
        case _:
            return expr


def replace_name(expr: Expr, name: str, replacement: Expr) -> Expr:
    """Put a formula in the place of a bare name, everywhere in another formula; it takes the name's place."""
    if isinstance(expr, Name) and expr.path == (name,):
        return replace(replacement, span=expr.span)
    return rewrite_parts(expr, lambda part: replace_name(part, name, replacement))


def _optional(part: Expr | None, change: Callable[[Expr], Expr]) -> Expr | None:
    return None if part is None else change(part)


# A name that nobody can write.
NO_ANSWER = "—"


def no_answer(code: str, name: str, span: Span, *shown: Expr) -> Call:
    """Make a formula without an answer; `code` is told of `name`, and a value, at every row that takes it."""
    return Call(NO_ANSWER, (Text(code, span), Text(name, span), *shown), span)


# Behind the name of a column: its values as far as they keep bounds that depend on the row.
