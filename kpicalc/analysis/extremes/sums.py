"""Formulas as sums: their terms, the amount that divides them, parts of a whole inside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from kpicalc.analysis.enclosure.row_state import Dependencies, RowState
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WINDOWS
from kpicalc.formula.functions.places import SPLIT
from kpicalc.formula.functions.rounding import FLOOR
from kpicalc.formula.functions.rows import SUM
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import Interval
from kpicalc.model.expr import Aggregate, Binary, Call, Compare, Expr, If, Number, Reference, Unary, Window
from kpicalc.model.money import ONE, ZERO, common_step
from kpicalc.model.program import Key

# Twice the digits of the engine: what is lost here does not count there.
EXACT = Context(prec=100)


@dataclass(frozen=True, slots=True)
class Linear:
    """`constant + Σ factor × term`."""

    constant: Decimal = ZERO
    terms: Mapping[Expr, Decimal] = field(default_factory=dict)

    def plus(self, other: Linear, factor: Decimal = ONE) -> Linear:
        """Return the sum of this and a multiple of another; terms that cancel are gone."""
        terms = dict(self.terms)
        for term, times in other.terms.items():
            terms[term] = EXACT.fma(times, factor, terms.get(term, ZERO))
        constant = EXACT.fma(other.constant, factor, self.constant)
        return Linear(constant, {term: times for term, times in terms.items() if times})

    def without(self, term: Expr) -> Linear:
        """Return the sum without one of its terms."""
        return Linear(self.constant, {each: times for each, times in self.terms.items() if each != term})


def linear_of(expr: Expr, state: RowState) -> Linear:
    """Return a formula as a sum, as far as it is one at this state."""
    point = _point(expr, state)
    if point is not None:
        return Linear(point)
    match expr:
        case Binary(sign="+", left=left, right=right):
            return linear_of(left, state).plus(linear_of(right, state))
        case Binary(sign="-", left=left, right=right):
            return linear_of(left, state).plus(linear_of(right, state), -ONE)
        case Unary(sign="-", operand=operand):
            return Linear().plus(linear_of(operand, state), -ONE)
        case Binary(sign="*", left=left, right=right):
            return _multiple(left, right, state) or _multiple(right, left, state) or _term(expr)
        case Binary(sign="/", left=left, right=right):
            divisor = _point(right, state)
            if divisor:
                return Linear().plus(linear_of(left, state), EXACT.divide(ONE, divisor))
    return _term(expr)


def _multiple(factor: Expr, expr: Expr, state: RowState) -> Linear | None:
    point = _point(factor, state)
    return None if point is None else Linear().plus(linear_of(expr, state), point)


def _term(expr: Expr) -> Linear:
    return Linear(ZERO, {expr: ONE})


def _point(expr: Expr, state: RowState) -> Decimal | None:
    domain = state.domain_of(expr)
    return domain.point if isinstance(domain, Interval) else None


def grid_of(expr: Expr, dependencies: Dependencies, inside: frozenset[Key] = frozenset()) -> Decimal | None:
    """Return an amount that divides every value of a formula; 0 where that is always 0, None if unknown.

    A value that rests on itself in the rows before (we are `inside` of it) adds no other amount: the first
    row has nothing before it, and each further row has what divides those before.
    """
    match expr:
        case Number(value=value):
            return abs(value)
        case Reference(key=key):
            if key in inside:
                return ZERO
            variable = dependencies.variables.get(key)
            return None if variable is None else grid_of(variable.expr, dependencies, inside | {key})
        case Call(function=function) if function in FUNCTIONS:
            return FUNCTIONS[function].grid(expr, lambda part: grid_of(part, dependencies, inside))
        case Window(function=function, arguments=arguments):
            return WINDOWS[function].grid(arguments, lambda part: grid_of(part, dependencies, inside))
        case Aggregate(function=function, body=body):
            return AGGREGATES[function].grid(None if body is None else grid_of(body, dependencies, inside))
    return common_step(grid_of(part, dependencies, inside) for part in _summands(expr))


def settle_on_grid(amount: Decimal, grid: Decimal, sign: int) -> Decimal:
    """Return the furthest multiple of a grid that is not beyond an upper (sign 1) or lower (-1) bound."""
    rounding = ROUND_FLOOR if sign == 1 else ROUND_CEILING
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


def cap_parts(condition: Expr, formula: Expr, state: RowState) -> Expr:
    """Return the formula with its parts of a whole replaced by their weights, which they do not pass.

    That holds where the condition says that the sum of all weights is above the whole, and the weights are
    whole steps: then a part rounded up to a step is at most its weight. Only what stands first in a sum is
    replaced, for what is taken off would be too much.
    """
    if not (isinstance(condition, Compare) and condition.sign == ">"):
        return formula
    match formula:
        case Window(function=SPLIT.name) if _is_capped(formula, condition, state):
            return formula.arguments[1]
        case Binary(sign="+" | "-", left=left):
            return replace(formula, left=cap_parts(condition, left, state))
    return formula


def _is_capped(window: Window, condition: Compare, state: RowState) -> bool:
    whole, weight, step = window.arguments
    sums, limit = condition.left, condition.right
    named = state.variables.get(sums.key) if isinstance(sums, Reference) else None
    counted = Aggregate(SUM.name, window.grain, window.within, weight, window.condition, window.span)
    fits = _is_below(whole, limit) and _fits(weight, step, state)
    return fits and named is not None and named.expr == counted


def _is_below(whole: Expr, limit: Expr) -> bool:
    return whole == limit or (
        isinstance(whole, Call) and whole.function == FLOOR.name and whole.arguments[0] == limit
    )


def _fits(weight: Expr, step: Expr, state: RowState) -> bool:
    grid = grid_of(weight, state.ground.dependencies)
    return grid is not None and isinstance(step, Number) and not grid % step.value
