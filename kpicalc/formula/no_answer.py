"""The formula of a construct that has no answer at a row: its value is a fault with a code of its own."""

from __future__ import annotations

from kpicalc.model.expr import Call, Expr, Text
from kpicalc.model.source import Span

# A name that nobody can write.
NO_ANSWER = "—"


def no_answer(code: str, name: str, span: Span, *shown: Expr) -> Call:
    """Make a formula without an answer; `code` is told of `name`, and a value, at every row that takes it."""
    return Call(NO_ANSWER, (Text(code, span), Text(name, span), *shown), span)
