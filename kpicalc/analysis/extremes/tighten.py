"""Sharper bounds of sums: where a value stands in a sum more than once, it is reckoned with once.

The latest name of a sum is replaced by its formula, again and again; a `min`, `max` or `if` on the way is
followed into each of its arguments. So `pay - min(debt, pay)` is seen to be never below zero, which domains
alone do not tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from kpicalc.analysis.enclosure.narrow import assume
from kpicalc.analysis.enclosure.scene import Scene
from kpicalc.analysis.extremes.linear import EXACT, Linear, linear_of
from kpicalc.analysis.extremes.parts import cap_parts
from kpicalc.model.domain import Interval
from kpicalc.model.expr import Binary, Call, Expr, If, Number, Reference, Text, Unary
from kpicalc.model.money import ONE, ZERO

_INFINITE = Decimal("Infinity")

# Sums are reckoned here in another order than in the engine, whose last digits may differ, and roundings look
# at 99 decimals: for amounts below 10^20 the difference is far below this.
SLACK = Decimal("1E-15")

_MOST_STEPS = 300


def sharper_upper(expr: Expr, scene: Scene) -> Decimal | None:
    """Return an upper bound of a formula at a scene, None where none is found."""
    bound = _Unfolding(_order(scene)).upper(linear_of(expr, scene), scene)
    return None if bound == _INFINITE else EXACT.add(bound, SLACK)


def sharper_lower(expr: Expr, scene: Scene) -> Decimal | None:
    """Return a lower bound of a formula at a scene, None where none is found."""
    negated = Linear().plus(linear_of(expr, scene), -ONE)
    bound = _Unfolding(_order(scene)).upper(negated, scene)
    return None if bound == _INFINITE else EXACT.subtract(-bound, SLACK)


def _order(scene: Scene) -> dict[tuple[str, str], int]:
    return {key: at for at, key in enumerate(scene.variables)}


@dataclass(slots=True)
class _Unfolding:
    """One search for a bound; `steps` keeps it within limits."""

    order: dict[tuple[str, str], int]
    steps: int = field(default=0)

    def upper(self, form: Linear, scene: Scene) -> Decimal:
        """Return an upper bound of a sum; minus infinity where it has no value."""
        plain = _plain_upper(form, scene)
        self.steps += 1
        term = self._next(form, scene)
        if term is None or self.steps > _MOST_STEPS:
            return plain
        return min(plain, self._unfold(form.without(term), form.terms[term], term, scene))

    def _next(self, form: Linear, scene: Scene) -> If | Call | Reference | None:
        """Return what to unfold: a choice or rounding, else the latest name that shares something."""
        for term in form.terms:
            if isinstance(term, If) or (isinstance(term, Call) and term.function in _UNFOLDED):
                return term
        names = [
            term for term in form.terms if isinstance(term, Reference) and self._shares(term, form, scene)
        ]
        return max(names, key=lambda name: self.order[name.grain, name.name], default=None)

    def _shares(self, name: Reference, form: Linear, scene: Scene) -> bool:
        """Say whether a name may cancel something: a sum, or what rests on a fact of another term."""
        if (name.grain, name.name) not in self.order:
            return False
        behind = scene.ground.dependencies.behind_formula
        if _is_sum(scene.variables[name.grain, name.name].expr):
            return True
        own = {atom for atom in behind(name) if not _is_settled(scene.known(atom))}
        return any(not own.isdisjoint(behind(term)) for term in form.terms if term != name)

    def _unfold(self, rest: Linear, factor: Decimal, term: If | Call | Reference, scene: Scene) -> Decimal:
        match term:
            case If(condition=condition, then=then, otherwise=otherwise):
                holding = assume(scene, condition, truth=True)
                capped = cap_parts(condition, then, scene) if factor > ZERO else then
                return max(
                    min(self._with(rest, factor, each, holding) for each in {then, capped}),
                    self._with(rest, factor, otherwise, assume(scene, condition, truth=False)),
                )
            case Call(function="clamp", arguments=(value, low, high)):
                inner = Call("max", (value, low), term.span)
                return self._with(rest, factor, Call("min", (inner, high), term.span), scene)
            case Call(function="min" | "max" as function, arguments=arguments):
                bounds = [self._with(rest, factor, each, scene) for each in arguments]
                return min(bounds) if (function == "min") == (factor > ZERO) else max(bounds)
            case Call():
                return self._rounded(rest, factor, term, scene)
        return self._with(rest, factor, scene.variables[term.grain, term.name].expr, scene)

    def _with(self, rest: Linear, factor: Decimal, part: Expr, scene: Scene | None) -> Decimal:
        return -_INFINITE if scene is None else self.upper(rest.plus(linear_of(part, scene), factor), scene)

    def _rounded(self, rest: Linear, factor: Decimal, call: Call, scene: Scene) -> Decimal:
        """Put what is rounded in the place of the rounding, with the most that this may add."""
        added = _added_by_rounding(call, scene)
        if added is None:
            return _INFINITE
        low, high = added
        most = EXACT.multiply(factor, high if factor > ZERO else low)
        return self._with(rest.plus(Linear(most)), factor, call.arguments[0], scene)


_UNFOLDED = frozenset({"min", "max", "clamp", "round", "floor", "ceil"})


def _plain_upper(form: Linear, scene: Scene) -> Decimal:
    found = form.constant
    for term, factor in form.terms.items():
        domain = scene.domain_of(term)
        if not isinstance(domain, Interval):
            return -_INFINITE
        end = domain.high if factor > ZERO else domain.low
        if end is None:
            return _INFINITE
        found = EXACT.fma(end, factor, found)
    return found


def _is_sum(expr: Expr) -> bool:
    match expr:
        case Call(function="round", arguments=(inner, *_)):
            return _is_sum(inner)
        case If(then=then, otherwise=otherwise):
            return _is_sum(then) or _is_sum(otherwise)
        case Binary(sign="+" | "-") | Unary() | Reference():
            return True
    return False


def _is_settled(domain: object) -> bool:
    return isinstance(domain, Interval) and domain.point is not None


def _added_by_rounding(call: Call, scene: Scene) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most that a rounding adds, None where its step is not written."""
    step = call.arguments[1] if len(call.arguments) > 1 else Number(ONE, percent=False, span=call.span)
    mode = call.arguments[2] if len(call.arguments) > 2 else Text("half_up", call.span)
    if not (isinstance(step, Number) and isinstance(mode, Text)):
        return None
    value = scene.domain_of(call.arguments[0])
    positive = isinstance(value, Interval) and value.low is not None and value.low >= ZERO
    negative = isinstance(value, Interval) and value.high is not None and value.high <= ZERO
    return _added(step.value, _direction(call.function, mode.value, positive=positive, negative=negative))


def _direction(function: str, mode: str, *, positive: bool, negative: bool) -> Iterable[str]:
    if function != "round":
        return (function,)
    if mode in {"half_up", "half_even"}:
        return ("half",)
    towards_zero = mode == "down"
    if positive:
        return ("floor" if towards_zero else "ceil",)
    if negative:
        return ("ceil" if towards_zero else "floor",)
    return ("floor", "ceil")


def _added(step: Decimal, directions: Iterable[str]) -> tuple[Decimal, Decimal]:
    ranges = {"half": (-step / 2, step / 2), "floor": (-step, ZERO), "ceil": (ZERO, step)}
    found = [ranges[each] for each in directions]
    return min(low for low, _ in found), max(high for _, high in found)
