"""Soft salary paid in full: what was not earned of it is taken off the variable lines."""

from __future__ import annotations

from kpicalc.compiler.desugar.lines import (
    OFFICIAL_SALARY,
    add_adjustment,
    define_figure,
    with_group_limits,
)
from kpicalc.compiler.desugar.taking import Taking, still_there
from kpicalc.compiler.desugar.terms import least, negative, own, total
from kpicalc.compiler.draft import Draft
from kpicalc.model.expr import Binary
from kpicalc.model.outline import LineKind
from kpicalc.scheme.document import SchemeDocument

EARNED = "earned"


def pay_salary_in_full(draft: Draft, document: SchemeDocument, before: list[Taking]) -> list[Taking]:
    """Add the line that takes the unearned part of soft lines off the variable ones, where that is said."""
    soft = [line for line in draft.pay_lines if line.kind is LineKind.SOFT]
    if not document.official_salary_in_full or not soft:
        return []
    span = soft[0].span
    unearned = total(
        (Binary("-", own(line.variable, span), own(f"{line.name}.{EARNED}", span), span) for line in soft),
        span,
    )
    variable = [line for line in draft.pay_lines if line.kind is LineKind.VARIABLE]
    sources = with_group_limits(draft, variable)
    there = still_there(sources, before, None, span)
    figures = {"unearned": unearned, "available": there}
    parts = [define_figure(draft, f"{OFFICIAL_SALARY}.{name}", expr, span) for name, expr in figures.items()]
    add_adjustment(draft, OFFICIAL_SALARY, negative(least(tuple(parts), span), span), figures)
    return [Taking(OFFICIAL_SALARY, sources)]
