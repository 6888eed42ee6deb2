"""Arguments of functions that are the same number for everybody, and with which no call has a value."""

from __future__ import annotations

from kpicalc.compiler.constants import Constants, constant_of
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Call, Expr
from kpicalc.model.money import ZERO

_TO_STEPS = frozenset({"round", "floor", "ceil"})


def refuse_argument(known: Constants, part: Expr) -> Diagnostic | None:
    """Refuse a step that is not above 0, and bounds of `clamp` that are crossed."""
    match part:
        case Call(function=function, arguments=(_, step, *_)) if function in _TO_STEPS:
            return _refuse_step(known, function, step)
        case Call(function="clamp", arguments=(_, low, high)):
            return _refuse_bounds(known, low, high)
        case _:
            return None


def _refuse_step(known: Constants, function: str, step: Expr) -> Diagnostic | None:
    value = constant_of(known, step)
    if value is None or value > ZERO:
        return None
    return error("KPI315", step.span, function=function, step=print_formula(step))


def _refuse_bounds(known: Constants, low: Expr, high: Expr) -> Diagnostic | None:
    least, most = constant_of(known, low), constant_of(known, high)
    if least is None or most is None or least <= most:
        return None
    return error("KPI316", low.span, low=print_formula(low), high=print_formula(high))
