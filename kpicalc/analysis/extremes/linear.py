"""A formula as a sum: a constant, and formulas that are no sums, each times a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal

from kpicalc.analysis.enclosure.row_state import RowState
from kpicalc.model.domain import Interval
from kpicalc.model.expr import Binary, Expr, Unary
from kpicalc.model.money import ONE, ZERO

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
