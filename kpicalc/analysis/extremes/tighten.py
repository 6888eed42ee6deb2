"""Sharper bounds of sums: where a value stands in a sum more than once, it is reckoned with once.

The latest name of a sum is replaced by its formula, again and again; a `min`, `max` or `if` on the way is
followed into each of its arguments. So `pay - min(debt, pay)` is seen to be never below zero, which domains
alone do not tell.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from kpicalc.analysis.enclosure.narrow import assume
from kpicalc.analysis.enclosure.row_state import RowState
from kpicalc.analysis.extremes.sums import EXACT, Linear, cap_parts, linear_of
from kpicalc.formula.functions import branching_of, stepping_of
from kpicalc.formula.functions.rounding import without_rounding
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import Interval
from kpicalc.model.expr import Binary, Call, Expr, If, Number, Reference, Text, Unary
from kpicalc.model.money import ONE, ZERO

_INFINITE = Decimal("Infinity")

# Sums are reckoned here in another order than in the engine, whose last digits may differ, and roundings look
# at 99 decimals: for amounts below 10^20 the difference is far below this.
SLACK = Decimal("1E-15")

# The budget of unfolding for one bound: each choice doubles the ways, so sums of many choices are given up.
_MOST_STEPS = 300


def sharper_upper(expr: Expr, state: RowState) -> Decimal | None:
    """Return an upper bound of a formula at a state, None where none is found."""
    bound = _Unfolding(_order(state)).upper(linear_of(expr, state), state)
    return None if bound == _INFINITE else EXACT.add(bound, SLACK)


def sharper_lower(expr: Expr, state: RowState) -> Decimal | None:
    """Return a lower bound of a formula at a state, None where none is found."""
    negated = Linear().plus(linear_of(expr, state), -ONE)
    bound = _Unfolding(_order(state)).upper(negated, state)
    return None if bound == _INFINITE else EXACT.subtract(-bound, SLACK)


def _order(state: RowState) -> dict[tuple[str, str], int]:
    return {key: at for at, key in enumerate(state.variables)}


@dataclass(slots=True)
class _Unfolding:
    """One search for a bound; `steps` keeps it within limits."""

    order: dict[tuple[str, str], int]
    steps: int = field(default=0)

    def upper(self, form: Linear, state: RowState) -> Decimal:
        """Return an upper bound of a sum; minus infinity where it has no value."""
        plain = _plain_upper(form, state)
        self.steps += 1
        term = self._next(form, state)
        if term is None or self.steps > _MOST_STEPS:
            return plain
        return min(plain, self._unfold(form.without(term), form.terms[term], term, state))

    def _next(self, form: Linear, state: RowState) -> If | Call | Reference | None:
        """Return what to unfold: a choice or rounding, else the latest name that shares something."""
        for term in form.terms:
            if isinstance(term, If):
                return term
            if isinstance(term, Call) and (branching_of(term) or stepping_of(term)):
                return term
        names = [
            term for term in form.terms if isinstance(term, Reference) and self._shares(term, form, state)
        ]
        return max(names, key=lambda name: self.order[name.grain, name.name], default=None)

    def _shares(self, name: Reference, form: Linear, state: RowState) -> bool:
        """Say whether a name may cancel something: a sum, or what rests on a fact of another term."""
        if name.key not in self.order:
            return False
        behind = state.ground.dependencies.behind_formula
        if _is_sum(state.variables[name.grain, name.name].expr):
            return True
        own = {atom for atom in behind(name) if not _is_settled(state.known(atom))}
        return any(not own.isdisjoint(behind(term)) for term in form.terms if term != name)

    def _unfold(self, rest: Linear, factor: Decimal, term: If | Call | Reference, state: RowState) -> Decimal:
        match term:
            case If(condition=condition, then=then, otherwise=otherwise):
                holding = assume(state, condition, truth=True)
                capped = cap_parts(condition, then, state) if factor > ZERO else then
                return max(
                    min(self._with(rest, factor, each, holding) for each in {then, capped}),
                    self._with(rest, factor, otherwise, assume(state, condition, truth=False)),
                )
            case Call():
                branching = branching_of(term)
                if branching is None:
                    return self._rounded(rest, factor, term, state)
                if not branching.side:
                    return self._with(rest, factor, branching.as_extremes(term), state)
                bounds = [self._with(rest, factor, each, state) for each in term.arguments]
                return min(bounds) if (branching.side == -1) == (factor > ZERO) else max(bounds)
        return self._with(rest, factor, state.variables[term.grain, term.name].expr, state)

    def _with(self, rest: Linear, factor: Decimal, part: Expr, state: RowState | None) -> Decimal:
        return -_INFINITE if state is None else self.upper(rest.plus(linear_of(part, state), factor), state)

    def _rounded(self, rest: Linear, factor: Decimal, call: Call, state: RowState) -> Decimal:
        """Put what is rounded in the place of the rounding, with the most that this may add."""
        added = _added_by_rounding(call, state)
        if added is None:
            return _INFINITE
        low, high = added
        most = EXACT.multiply(factor, high if factor > ZERO else low)
        return self._with(rest.plus(Linear(most)), factor, call.arguments[0], state)


def _plain_upper(form: Linear, state: RowState) -> Decimal:
    found = form.constant
    for term, factor in form.terms.items():
        domain = state.domain_of(term)
        if not isinstance(domain, Interval):
            return -_INFINITE
        end = domain.high if factor > ZERO else domain.low
        if end is None:
            return _INFINITE
        found = EXACT.fma(end, factor, found)
    return found


def _is_sum(expr: Expr) -> bool:
    match without_rounding(expr):
        case If(then=then, otherwise=otherwise):
            return _is_sum(then) or _is_sum(otherwise)
        case Binary(sign="+" | "-") | Unary() | Reference():
            return True
    return False


def _is_settled(domain: object) -> bool:
    return isinstance(domain, Interval) and domain.point is not None


def _added_by_rounding(call: Call, state: RowState) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most that a rounding adds, None where its step is not written."""
    stepping = stepping_of(call)
    if stepping is None:
        return None
    step, mode = stepping.step(call), stepping.mode(call)
    if not (isinstance(step, Number) and isinstance(mode, Text)):
        return None
    return stepping.shift(step.value, mode.value, state.domain_of(call.arguments[0]))
