"""Formulas that are the same number for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from kpicalc.compiler.draft import Draft
from kpicalc.model.expr import Binary, Expr, Number, Reference, Unary
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Key

Constants = Mapping[Key, Decimal]

_MEANINGS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}


def find_constants(draft: Draft, order: Iterable[Key]) -> Constants:
    """Return the values of all definitions that are constants; `order` has each after what it needs."""
    exprs = {each.key: each.expr for each in draft.definitions}
    found: dict[Key, Decimal] = {}
    for key in order:
        value = constant_of(found, exprs[key])
        if value is not None:
            found[key] = value
    return found


def constant_of(known: Constants, expr: Expr) -> Decimal | None:
    """Return the value of a formula over numbers and constants, or None when it may vary."""
    match expr:
        case Number(value=value):
            return value
        case Unary(sign="-", operand=operand):
            inner = constant_of(known, operand)
            return None if inner is None else CONTEXT.minus(inner)
        case Binary(left=left, right=right):
            return _arithmetic(expr, constant_of(known, left), constant_of(known, right))
        case Reference(grain=grain, name=name):
            return known.get((grain, name))
        case _:
            return None


def overflows(known: Constants, part: Expr) -> bool:
    """Say whether a part reckons with two constants and comes to more digits than any amount has."""
    if not isinstance(part, Binary):
        return False
    sides = [constant_of(known, each) for each in (part.left, part.right)]
    divides_by_zero = part.sign == "/" and not sides[1]
    return None not in sides and not divides_by_zero and constant_of(known, part) is None


def _arithmetic(expr: Binary, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None or (expr.sign == "/" and not right):
        return None
    try:
        return _MEANINGS[expr.sign](left, right)
    except ArithmeticError:
        return None
