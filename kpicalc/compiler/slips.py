"""Slips of precedence: a sum of which only the last part is divided."""

from __future__ import annotations

from kpicalc.model.expr import Binary, Expr, Number
from kpicalc.model.money import ONE

# `a + b / 2` is often meant as it stands; the mean of three and more parts without brackets hardly ever.
_LEAST_TERMS = 3


def mend_precedence(expr: Expr) -> Expr | None:
    """Return what is likely meant by `fact - plan / 100%` or `a + b + c / 3`, None for any other formula."""
    match expr:
        case Binary(
            sign=("+" | "-") as sign, left=left, right=Binary(sign="/", left=part, right=Number() as divisor)
        ) if _divides_all(divisor, _terms(expr)):
            return Binary("/", Binary(sign, left, part, expr.span), divisor, expr.span)
        case _:
            return None


def _divides_all(divisor: Number, terms: list[Expr]) -> bool:
    """Say whether a divisor is 100%, which changes nothing in one part, or the number of all parts."""
    if divisor.percent:
        return divisor.value == ONE
    divided = any(isinstance(term, Binary) and term.sign == "/" for term in terms[:-1])
    return len(terms) >= _LEAST_TERMS and divisor.value == len(terms) and not divided


def _terms(expr: Expr) -> list[Expr]:
    if isinstance(expr, Binary) and expr.sign == "+":
        return [*_terms(expr.left), expr.right]
    return [expr]
