"""Indexes: weighted sums of KPI scores, whose weights add up to 1, and KPIs left out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce

from kpicalc.compiler.draft import Construct, Draft, Topic, titled_construct
from kpicalc.compiler.terms import (
    bounded,
    choose,
    compare,
    either,
    missing_name,
    one,
    own,
    read_optional_as,
    rounded,
    total,
    zero,
)
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.expr import Binary, Expr, Number, Unary
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding
from kpicalc.model.problem import Problem
from kpicalc.model.program import Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.kpis import KpiSpec, PlanZero, TooFew
from kpicalc.scheme.document import IndexSpec, SchemeDocument
from kpicalc.scheme.words import Word


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


DEFAULT_INDEX = "index"

# Weights such as 1/3 are not exact: what lies beyond this step is not told apart.
_STEP = Rounding(Decimal("1e-12"))

ShareCheck = tuple[Expr, Expr]


def check_shares(
    draft: Draft, name: str, shares: Sequence[tuple[str, Expr]], span: Span, *, rest: bool = False
) -> list[ShareCheck]:
    """Return what holds for everybody whose shares of a whole are right, with what is told where it does not.

    None is below 0; together they come to 1, or to no more where others divide the `rest`. Shares that are
    all numbers are checked before anybody is paid.
    """
    if all(isinstance(share, Number) for _, share in shares):
        return []
    weights = rounded(total((share for _, share in shares), span), _STEP, span)
    added = draft.define(Construct(Role.INDEX, span), f"{name}.weights", weights, Kind.RATIO)
    whole = compare("<=" if rest else "=", added, one(span), span)
    checks = [
        (compare(">=", share, zero(span), span), no_answer(Problem.ROW_WEIGHT_NEGATIVE, part, span))
        for part, share in shares
        if not _is_never_below_zero(share)
    ]
    return [*checks, (whole, no_answer(Problem.ROW_WEIGHTS_SUM, name, span))]


def _is_never_below_zero(share: Expr) -> bool:
    """Say whether a share is made of numbers alone that cannot come below 0, such as 1/80."""
    if isinstance(share, Binary) and share.sign in {"+", "*", "/"}:
        return _is_never_below_zero(share.left) and _is_never_below_zero(share.right)
    return isinstance(share, Number)


def apply_checks(checks: Sequence[ShareCheck], value: Expr, span: Span) -> Expr:
    """Return the value where every check holds, and no answer where one does not."""
    return reduce(lambda rest, check: choose(check[0], rest, check[1], span), reversed(checks), value)


def translate_indexes(draft: Draft, document: SchemeDocument) -> None:
    """Add the declared indexes, or `index` over all KPIs with a weight when none is declared."""
    weighted = weighted_kpis(document)
    if not document.indexes and weighted:
        default = Word(DEFAULT_INDEX, weighted[0].span)
        score = _score_of_index(draft, document, default, weighted)
        made = Construct(Role.INDEX, default.span)
        _define_index(draft, made, default, score, kind_of_scores(draft, document, weighted))
    for name, spec in document.indexes.items():
        members = _members_of(draft, document, spec)
        kind = kind_of_scores(draft, document, members)
        low = read_optional_as(draft, Topic.LIMIT, kind, spec.floor, f"{name}.floor")
        high = read_optional_as(draft, Topic.LIMIT, kind, spec.cap, f"{name}.cap")
        parts = rounded(_score_of_index(draft, document, name, members), spec.round, spec.span)
        made = titled_construct(Role.INDEX, name, spec)
        _define_index(draft, made, name, bounded(parts, low, high, spec.span), kind)


def kind_of_scores(draft: Draft, document: SchemeDocument, kpis: Sequence[Word]) -> Kind:
    """Return what the scores of some KPIs measure; points and shares cannot be added up."""
    if not kpis:
        return Kind.RATIO
    first, kind = kpis[0], document.kpis[kpis[0]].score_in.kind
    other = next((each for each in kpis if document.kpis[each].score_in.kind is not kind), None)
    if other is not None:
        label = Label(first.span, "first_here")
        draft.problems.append(
            error(Problem.SCORES_OF_TWO_KINDS, other.span, label, name=str(other), first=str(first))
        )
    return kind


def members_of_indexes(document: SchemeDocument) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
    """Return each index with the KPIs whose weights must add up to 1; goals share out weights themselves."""
    if document.goals:
        return ()
    weighted = weighted_kpis(document)
    if not document.indexes:
        return ((Word(DEFAULT_INDEX, weighted[0].span), weighted),) if weighted else ()
    return tuple(
        (name, weighted if spec.kpis is None else spec.kpis) for name, spec in document.indexes.items()
    )


def _define_index(draft: Draft, made: Construct, name: Word, expr: Expr, kind: Kind) -> None:
    draft.indexes.append(draft.define(made, str(name), expr, kind).name)


def weighted_kpis(document: SchemeDocument) -> tuple[Word, ...]:
    """Return the KPIs that have a weight of their own or from a goal."""
    return tuple(name for name, spec in document.kpis.items() if spec.weight is not None or spec.goal)


def _members_of(draft: Draft, document: SchemeDocument, spec: IndexSpec) -> tuple[Word, ...]:
    weighted = weighted_kpis(document)
    if spec.kpis is None:
        return weighted
    if document.goals:
        draft.problems.append(error(Problem.INDEX_OF_GOAL_KPIS, spec.place("kpis")))
    draft.problems.extend(_wrong_members(document, spec.kpis))
    return tuple(kpi for kpi in spec.kpis if kpi in weighted)


def _wrong_members(document: SchemeDocument, kpis: tuple[Word, ...]) -> Iterator[Diagnostic]:
    first: dict[str, Word] = {}
    for kpi in kpis:
        if kpi not in document.kpis:
            yield missing_name(Problem.INDEX_KPI_UNKNOWN, kpi, document.kpis)
        elif kpi not in weighted_kpis(document):
            yield error(Problem.INDEX_KPI_UNWEIGHTED, kpi.span, name=str(kpi))
        elif kpi in first:
            yield error(
                Problem.INDEX_KPI_REPEATED, kpi.span, Label(first[kpi].span, "first_here"), name=str(kpi)
            )
        first.setdefault(kpi, kpi)


def _score_of_index(draft: Draft, document: SchemeDocument, index: Word, kpis: tuple[Word, ...]) -> Expr:
    """The score over KPIs: of goals as their branches say, unless the parts are rounded one by one."""
    if draft.goal_index is None or any("part" in document.kpis[kpi].round for kpi in kpis):
        # The sum of the parts, divided by the weights that remain where a KPI may be left out.
        span = index.span
        parts = total((own(f"{kpi}.part", span) for kpi in kpis), span)
        if document.goals:
            return apply_checks(draft.share_checks, parts, span)
        shares = [(str(kpi), draft.shares[kpi]) for kpi in kpis if kpi in draft.shares]
        gone = [left_out(kpi, document.kpis[kpi], span) is not None for kpi in kpis]
        if any(gone):
            weights = total((own(f"{kpi}.weight", span) for kpi in kpis), span)
            parts = of_what_counts(index, (parts, weights), span, may_be_empty=all(gone))
        return apply_checks(check_shares(draft, str(index), shares, span), parts, span)
    return draft.goal_index
