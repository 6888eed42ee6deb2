"""KPIs that are left out of the index: without a plan, or with too small a sample to judge by."""

from __future__ import annotations

from kpicalc.compiler.constructs.terms import choose, compare, either, own, zero
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.expr import Binary, Expr, Unary
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.kpis import KpiSpec, PlanZero, TooFew


def left_out(name: str, spec: KpiSpec, span: Span) -> Expr | None:
    """Return the condition under which a KPI does not count at all, None where it always does.

    The sample is looked at first: with too few rows a plan that is made of them need not be there.
    """
    reasons: list[Expr] = []
    if _needs_sample(spec):
        reasons.append(Unary("not", _enough(name, span), span))
    if spec.when_plan_zero is PlanZero.EXCLUDE:
        reasons.append(plan_is_zero(name, span))
    return either(reasons, span) if reasons else None


def kept_in(name: str, spec: KpiSpec, span: Span) -> list[Expr]:
    """Return the conditions that hold where a KPI counts."""
    conditions: list[Expr] = [_enough(name, span)] if _needs_sample(spec) else []
    if spec.when_plan_zero is PlanZero.EXCLUDE:
        conditions.append(compare("!=", own(name_figure(name, Figure.PLAN), span), zero(span), span))
    return conditions


def plan_is_zero(name: str, span: Span) -> Expr:
    """Return whether the plan of a KPI is 0."""
    return compare("=", own(name_figure(name, Figure.PLAN), span), zero(span), span)


def of_what_counts(index: str, sums: tuple[Expr, Expr], span: Span, *, may_be_empty: bool) -> Expr:
    """Return a sum over the KPIs divided by their weights; where none of them counts there is no index."""
    scored, weights = sums
    mean = Binary("/", scored, weights, span)
    if not may_be_empty:
        return mean
    nothing = no_answer(Problem.NO_KPI_COUNTS, index, span)
    return choose(compare("=", weights, zero(span), span), nothing, mean, span)


def _needs_sample(spec: KpiSpec) -> bool:
    return spec.enough is not None and spec.enough.otherwise is TooFew.EXCLUDE


def _enough(name: str, span: Span) -> Expr:
    return own(name_figure(name, Figure.ENOUGH), span)
