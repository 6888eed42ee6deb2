"""Of which amount every value of a formula is a multiple: a sum of roundings to a kopeck is whole kopecks."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce
from math import gcd

from kpicalc.analysis.enclosure.dependencies import Dependencies
from kpicalc.model.expr import Aggregate, Binary, Call, Expr, If, Number, Reference, Unary, Window
from kpicalc.model.money import ONE, ZERO

_ROUNDINGS = frozenset({"round", "floor", "ceil"})
_CHOOSING = frozenset({"min", "max", "clamp"})


def grid_of(expr: Expr, dependencies: Dependencies) -> Decimal | None:
    """Return an amount that divides every value of a formula; 0 where that is always 0, None if unknown."""
    match expr:
        case Number(value=value):
            return abs(value)
        case Reference(grain=grain, name=name):
            variable = dependencies.variables.get((grain, name))
            return None if variable is None else grid_of(variable.expr, dependencies)
        case Call(function=function, arguments=arguments) if function in _ROUNDINGS:
            return _step(arguments)
        case Window(function="split", arguments=arguments):
            return _step(arguments[1:])
        case Aggregate(function="sum", body=body) if body is not None:
            return grid_of(body, dependencies)
    parts = _summands(expr)
    return _common(grid_of(part, dependencies) for part in parts) if parts else None


def settle_on_grid(amount: Decimal, grid: Decimal, sign: int) -> Decimal:
    """Return the furthest multiple of a grid that is not beyond an upper (sign 1) or lower (-1) bound."""
    rounding = ROUND_FLOOR if sign > 0 else ROUND_CEILING
    return (amount / grid).to_integral_value(rounding=rounding) * grid + ZERO


def _step(arguments: tuple[Expr, ...]) -> Decimal | None:
    if len(arguments) < 2:
        return ONE
    return arguments[1].value if isinstance(arguments[1], Number) else None


def _summands(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Binary(sign="+" | "-", left=left, right=right):
            return (left, right)
        case If(then=then, otherwise=otherwise):
            return (then, otherwise)
        case Unary(sign="-", operand=operand):
            return (operand,)
        case Call(function=function, arguments=arguments) if function in _CHOOSING:
            return arguments
    return ()


def _common(grids: Iterable[Decimal | None]) -> Decimal | None:
    listed = list(grids)
    known = [each for each in listed if each is not None]
    return reduce(_greatest_common, known) if len(known) == len(listed) else None


def _greatest_common(first: Decimal, second: Decimal) -> Decimal:
    places = max(0, *(-int(each.as_tuple().exponent) for each in (first, second)))
    whole = (int(each.scaleb(places)) for each in (first, second))
    return Decimal(gcd(*whole)).scaleb(-places)
