"""Of which amount every value of a formula is a multiple: a sum of roundings to a kopeck is whole kopecks."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpicalc.analysis.enclosure.dependencies import Dependencies
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WINDOWS
from kpicalc.model.expr import Aggregate, Binary, Call, Expr, If, Number, Reference, Unary, Window
from kpicalc.model.money import ZERO, common_step


def grid_of(expr: Expr, dependencies: Dependencies) -> Decimal | None:
    """Return an amount that divides every value of a formula; 0 where that is always 0, None if unknown."""
    match expr:
        case Number(value=value):
            return abs(value)
        case Reference(grain=grain, name=name):
            variable = dependencies.variables.get((grain, name))
            return None if variable is None else grid_of(variable.expr, dependencies)
        case Call(function=function) if function in FUNCTIONS:
            return FUNCTIONS[function].grid(expr, lambda part: grid_of(part, dependencies))
        case Window(function=function, arguments=arguments):
            return WINDOWS[function].grid(arguments, lambda part: grid_of(part, dependencies))
        case Aggregate(function=function, body=body):
            return AGGREGATES[function].grid(None if body is None else grid_of(body, dependencies))
    return common_step(grid_of(part, dependencies) for part in _summands(expr))


def settle_on_grid(amount: Decimal, grid: Decimal, sign: int) -> Decimal:
    """Return the furthest multiple of a grid that is not beyond an upper (sign 1) or lower (-1) bound."""
    rounding = ROUND_FLOOR if sign > 0 else ROUND_CEILING
    return (amount / grid).to_integral_value(rounding=rounding) * grid + ZERO


def _summands(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Binary(sign="+" | "-", left=left, right=right):
            return (left, right)
        case If(then=then, otherwise=otherwise):
            return (then, otherwise)
        case Unary(sign="-", operand=operand):
            return (operand,)
    return ()
