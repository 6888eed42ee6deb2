"""The parts of a whole that is less than what they are measured by: no part is more than its measure."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.analysis.enclosure.row_state import RowState
from kpicalc.analysis.extremes.grid import grid_of
from kpicalc.formula.functions.places import SPLIT
from kpicalc.formula.functions.rounding import FLOOR
from kpicalc.formula.functions.rows import SUM
from kpicalc.model.expr import Aggregate, Binary, Call, Compare, Expr, Number, Reference, Window


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
