"""`before` and `rank`: what a row has among the other rows that belong to the same row above."""

from __future__ import annotations

from kpicalc.compiler.scope import Scope
from kpicalc.formula.functions import WINDOWS
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Call, Expr, If, Name, Number, Window
from kpicalc.model.money import ZERO
from kpicalc.model.program import COMPANY


def place_among_rows(scope: Scope, call: Call, grain: str) -> Window | Diagnostic:
    """Return what a call in a formula of `grain` means, its names still open, or what is wrong with it.

    Without a second argument `before` looks at the rows with the same parent, `rank` at all of them.
    """
    above = scope.chain(grain)[1:]
    if not above:
        return error("KPI272", call.span, function=call.function, grain=grain)
    if not 1 <= len(call.arguments) <= 2:
        wanted, given = ", ".join(WINDOWS[call.function].parameters), len(call.arguments)
        return error("KPI224", call.span, function=call.function, wanted=wanted, given=given)
    within = _group(scope, call, above)
    if within is None:
        return error("KPI273", call.arguments[1].span, function=call.function, tables=above)
    if call.function == "before":
        return _before(scope, call, grain, within)
    return Window("rank", grain, within, call.arguments[:1], call.condition, call.span)


def _group(scope: Scope, call: Call, above: tuple[str, ...]) -> str | None:
    """The table above that the second argument names, or the one meant without it."""
    if len(call.arguments) == 1:
        return above[0] if call.function == "before" else COMPANY
    named = call.arguments[1]
    found = scope.grain_named(named.path[0]) if isinstance(named, Name) and len(named.path) == 1 else None
    return found if found in above else None


def _before(scope: Scope, call: Call, grain: str, within: str) -> Window | Diagnostic:
    order = scope.orders.get(grain)
    if order is None:
        return error("KPI271", call.span, table=grain)
    return Window("before", grain, within, (_counted(call), *order), None, call.span)


def _counted(call: Call) -> Expr:
    """What each row brings: with `where` nothing, unless the condition holds."""
    amount = call.arguments[0]
    if call.condition is None:
        return amount
    return If(call.condition, amount, Number(ZERO, percent=False, span=amount.span), call.span)
