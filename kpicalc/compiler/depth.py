"""How deep the formulas are that constructs make of many parts."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.compiler.desugar.terms import unreadable
from kpicalc.compiler.draft import Draft
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Expr, children

# A sum of 100 pay lines is 100 levels deep; every formula below the limit is safe to walk by recursion.
LEVELS_LIMIT = 120


def refuse_deep_formulas(draft: Draft) -> None:
    """Refuse the definitions that have too many levels; nothing more is said of them."""
    for position, each in enumerate(draft.definitions):
        if _is_too_deep(each.expr):
            draft.problems.append(error("KPI229", each.span, name=each.name, limit=LEVELS_LIMIT))
            draft.definitions[position] = replace(each, expr=unreadable(each.expr.span))


def _is_too_deep(expr: Expr) -> bool:
    layer: list[Expr] = [expr]
    for _ in range(LEVELS_LIMIT):
        layer = [part for each in layer for part in children(each)]
        if not layer:
            return False
    return True
