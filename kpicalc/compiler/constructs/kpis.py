"""KPIs: plan, actual, attainment, score, part of the index, and whether the KPI is stopped.

A KPI `x` becomes the values `x.plan`, `x.actual`, `x.attainment` (before floor and cap), `x.counted` (after
them), `x.score`, `x.weight`, `x.part`, `x.stopped` and `x.enough`, each only where the KPI has it.
"""

from __future__ import annotations

from dataclasses import replace

from kpicalc.compiler.constructs.indexes import kept_in, left_out, plan_is_zero
from kpicalc.compiler.draft import Draft, Topic, titled_construct
from kpicalc.compiler.terms import (
    bounded,
    choose,
    compare,
    number,
    one,
    own,
    product,
    read,
    read_as,
    read_optional,
    read_optional_as,
    rounded,
    zero,
)
from kpicalc.formula.rewrite import replace_name
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Binary, Call, Expr, Logic
from kpicalc.model.figure import Figure
from kpicalc.model.kind import Kind
from kpicalc.model.outline import KpiOutline
from kpicalc.model.problem import Problem
from kpicalc.model.program import Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.kpis import Better, KpiFormula, KpiSpec, PlanZero, ScoreIn, TooFew
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Formula, Word


def translate_kpis(draft: Draft, document: SchemeDocument) -> None:
    """Add the values of every KPI."""
    for name, spec in document.kpis.items():
        _translate_kpi(draft, name, spec)


def _translate_kpi(draft: Draft, name: Word, spec: KpiSpec) -> None:
    kpi = _Kpi(draft, name, spec)
    plan, actual = (
        kpi.define_pair("plan", spec.plan, "actual"),
        kpi.define_pair("actual", spec.actual, "plan"),
    )
    enough = _define_enough(kpi)
    attainment = _define_attainment(kpi)
    score = _define_score(kpi, _define_counted(kpi))
    weight = _define_weight(kpi)
    part = _define_part(kpi) if weight else ""
    _define_stopped(kpi)
    draft.kpis.append(
        KpiOutline(
            str(name),
            kpi.construct.label,
            weight,
            plan,
            actual,
            attainment,
            score,
            part,
            spec.owner,
            tuple(str(link.goal) for link in spec.goal),
            enough,
            spec.score_in.kind,
        )
    )


class _Kpi:
    """One KPI on its way: where its values go and how they are called."""

    def __init__(self, draft: Draft, name: Word, spec: KpiSpec) -> None:
        self.draft = draft
        self.name = str(name)
        self.spec = spec
        self.span: Span = name.span
        self.construct = titled_construct(Role.KPI, name, spec)

    def define(self, part: str, expr: Expr | None, kind: Kind | None = None, *, whole: bool = False) -> str:
        """Add a value of the KPI and return its name, or "" when the KPI has no such value."""
        if expr is None:
            return ""
        return self.draft.define(self.construct, f"{self.name}.{part}", expr, kind, whole=whole).name

    def define_pair(self, part: str, formula: Formula | None, other: str) -> str:
        """Add plan or actual: a bare number takes the kind of the other."""
        name = self.define(part, read_optional(self.draft, formula))
        if name:
            self.draft.definitions[-1] = replace(self.draft.definitions[-1], paired=f"{self.name}.{other}")
        return name

    def read_ratio(self, part: str, formula: Formula | None, topic: Topic = Topic.LIMIT) -> Expr | None:
        """Read a formula of the KPI that must give a ratio."""
        return read_optional_as(self.draft, topic, Kind.RATIO, formula, f"{self.name}.{part}")

    def value(self, part: str) -> Expr:
        """Return one of the KPI's own values."""
        return own(f"{self.name}.{part}", self.span)

    def rounded(self, point: str, expr: Expr) -> Expr:
        """Round at one of the KPI's rounding points."""
        return rounded(expr, self.spec.round.get(point), self.span)


def _define_attainment(kpi: _Kpi) -> str:
    written = kpi.read_ratio("attainment", kpi.spec.attainment, Topic.FIGURE)
    expr = _from_plan(kpi) if written is None else written
    sample = kpi.spec.enough
    if sample is not None:
        stand_in = one(kpi.span) if sample.otherwise is TooFew.FULL else zero(kpi.span)
        expr = choose(kpi.value(Figure.ENOUGH), expr, stand_in, kpi.span)
    return kpi.define("attainment", kpi.rounded("attainment", expr), Kind.RATIO, whole=written is None)


def _define_enough(kpi: _Kpi) -> str:
    """Add whether the sample is large enough to judge by, where that is asked."""
    sample = kpi.spec.enough
    if sample is None:
        return ""
    when = read_as(kpi.draft, Topic.CONDITION, Kind.FLAG, sample.when, kpi.name)
    return kpi.define(Figure.ENOUGH, when, Kind.FLAG)


def _from_plan(kpi: _Kpi) -> Expr:
    attainment = _by_plan(kpi)
    if kpi.spec.when_plan_zero is PlanZero.ERROR:
        return attainment
    when_zero = one(kpi.span) if kpi.spec.when_plan_zero is PlanZero.FULL else zero(kpi.span)
    return choose(plan_is_zero(kpi.name, kpi.span), when_zero, attainment, kpi.span)


def _by_plan(kpi: _Kpi) -> Expr:
    plan, actual, span = kpi.value("plan"), kpi.value("actual"), kpi.span
    of_plan = Binary("/", actual, plan, span)
    if kpi.spec.better is Better.TARGET:
        distance = Call("abs", (Binary("-", actual, plan, span),), span)
        return Binary("-", one(span), Binary("/", distance, plan, span), span)
    if kpi.spec.base is not None:
        base = read(kpi.draft, kpi.spec.base)
        reached, wanted = (Binary("-", base, each, span) for each in (actual, plan))
        return Binary("/", reached, wanted, span)
    match kpi.spec.formula:
        case KpiFormula.RATIO:
            return Binary("/", plan, actual, span)
        case KpiFormula.DEVIATION:
            better, worse = (plan, actual) if kpi.spec.better is Better.LOWER else (actual, plan)
            return Binary("/", Binary("-", better, worse, span), plan, span)
        case KpiFormula.MIRROR:
            return Binary("-", number(2, span), of_plan, span)
        case _:
            return of_plan


def _define_counted(kpi: _Kpi) -> Expr:
    """Return the attainment after floor and cap: a value of its own only where there is one of them."""
    low, high = kpi.read_ratio("floor", kpi.spec.floor), kpi.read_ratio("cap", kpi.spec.cap)
    if low is None and high is None:
        return kpi.value("attainment")
    expr = bounded(kpi.value("attainment"), low, high, kpi.span)
    kpi.define("counted", expr, Kind.RATIO)
    return kpi.value("counted")


def _define_score(kpi: _Kpi, counted: Expr) -> str:
    score = _score_before_threshold(kpi, counted)
    threshold = kpi.read_ratio("threshold", kpi.spec.threshold)
    if threshold is not None:
        missed = compare("<", kpi.value("attainment"), threshold, kpi.span)
        score = choose(missed, zero(kpi.span), score, kpi.span)
    return kpi.define("score", kpi.rounded("score", score), kpi.spec.score_in.kind)


def _score_before_threshold(kpi: _Kpi, counted: Expr) -> Expr:
    if kpi.spec.score is None:
        if kpi.spec.score_in is ScoreIn.POINTS:
            kpi.draft.problems.append(error(Problem.KEY_MISSING, kpi.span, key="score"))
        return counted
    written = replace_name(read(kpi.draft, kpi.spec.score), "attainment", counted)
    kpi.draft.demand(Topic.FIGURE, written, kpi.spec.score_in.kind, f"{kpi.name}.score")
    return written


def _define_weight(kpi: _Kpi) -> str:
    if kpi.name in kpi.draft.weights:
        return kpi.define("weight", kpi.draft.weights[kpi.name], Kind.RATIO)
    weight = kpi.read_ratio("weight", kpi.spec.weight, Topic.FIGURE)
    if weight is not None:
        kpi.draft.shares[kpi.name] = weight
    gone = left_out(kpi.name, kpi.spec, kpi.span)
    if weight is not None and gone is not None:
        weight = choose(gone, zero(kpi.span), weight, kpi.span)
    return kpi.define("weight", weight, Kind.RATIO)


def _define_part(kpi: _Kpi) -> str:
    expr = product([kpi.value("weight"), kpi.value("score")], kpi.span)
    return kpi.define("part", kpi.rounded("part", expr), kpi.spec.score_in.kind)


def _define_stopped(kpi: _Kpi) -> None:
    stop = kpi.read_ratio("stop", kpi.spec.stop)
    if stop is None:
        return
    stopped = compare("<", kpi.value("attainment"), stop, kpi.span)
    for counts in reversed(kept_in(kpi.name, kpi.spec, kpi.span)):
        stopped = Logic("and", counts, stopped, kpi.span)
    kpi.define("stopped", stopped, Kind.FLAG)
