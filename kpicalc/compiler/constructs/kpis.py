"""KPIs: plan, actual, attainment, score, part of the index, and whether the KPI is stopped.

A KPI `x` becomes the values `x.plan`, `x.actual`, `x.attainment` (before floor and cap), `x.counted` (after
them), `x.score`, `x.weight`, `x.part`, `x.stopped` and `x.enough`, each only where the KPI has it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

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
from kpicalc.model.expr import Binary, Call, Expr, Logic, Name
from kpicalc.model.figure import Figure
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.outline import KpiOutline
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.kpis import Better, KpiFormula, KpiSpec, PlanZero, ScoreIn, TooFew
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Formula, Word

_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.HOURS, Kind.DAYS, Kind.NUMBER})


def translate_kpis(draft: Draft, document: SchemeDocument) -> None:
    """Add the values of every KPI."""
    for name, spec in document.kpis.items():
        _translate_kpi(draft, name, spec)


def _translate_kpi(draft: Draft, name: Word, spec: KpiSpec) -> None:
    kpi = _Kpi(draft, name, spec)
    _bound_plan(draft, spec)
    plan, actual = (
        kpi.define_pair("plan", spec.plan, "actual"),
        kpi.define_pair("actual", spec.actual, "plan"),
    )
    enough = kpi.define_enough()
    attainment = kpi.define_attainment()
    score = kpi.define_score(kpi.define_counted())
    weight = kpi.define_weight()
    part = kpi.define_part() if weight else ""
    kpi.define_stopped()
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


def _bound_plan(draft: Draft, spec: KpiSpec) -> None:
    """Let the column of a plan hold nothing below 0 unless it has a bound: −100 of −50 are not 200 %.

    From a base on (`span`) both may be below 0.
    """
    plan = read_optional(draft, spec.plan)
    if spec.base is not None or not isinstance(plan, Name):
        return
    # A column of the same name in rows below the employee is none of the KPI.
    table, reached = draft.grains.get(EMPLOYEES), set[str]()
    while table is not None:
        reached.add(table.name)
        table = draft.grains.get(table.parent or "")
    for at, given in enumerate(draft.inputs):
        free = given.minimum is None and given.above is None and given.grain in reached
        if given.name == plan.path[-1] and free and given.kind in _AMOUNTS:
            draft.inputs[at] = replace(given, minimum=ZERO)


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

    def define_attainment(self) -> str:
        written = self.read_ratio("attainment", self.spec.attainment, Topic.FIGURE)
        expr = self._from_plan() if written is None else written
        sample = self.spec.enough
        if sample is not None:
            stand_in = one(self.span) if sample.otherwise is TooFew.FULL else zero(self.span)
            expr = choose(self.value(Figure.ENOUGH), expr, stand_in, self.span)
        return self.define("attainment", self.rounded("attainment", expr), Kind.RATIO, whole=written is None)

    def define_enough(self) -> str:
        """Add whether the sample is large enough to judge by, where that is asked."""
        sample = self.spec.enough
        if sample is None:
            return ""
        when = read_as(self.draft, Topic.CONDITION, Kind.FLAG, sample.when, self.name)
        return self.define(Figure.ENOUGH, when, Kind.FLAG)

    def _from_plan(self) -> Expr:
        attainment = self._by_plan()
        if self.spec.when_plan_zero is PlanZero.ERROR:
            return attainment
        when_zero = one(self.span) if self.spec.when_plan_zero is PlanZero.FULL else zero(self.span)
        return choose(plan_is_zero(self.name, self.span), when_zero, attainment, self.span)

    def _by_plan(self) -> Expr:
        plan, actual, span = self.value("plan"), self.value("actual"), self.span
        of_plan = Binary("/", actual, plan, span)
        if self.spec.better is Better.TARGET:
            distance = Call("abs", (Binary("-", actual, plan, span),), span)
            return Binary("-", one(span), Binary("/", distance, plan, span), span)
        if self.spec.base is not None:
            base = read(self.draft, self.spec.base)
            reached, wanted = (Binary("-", base, each, span) for each in (actual, plan))
            return Binary("/", reached, wanted, span)
        match self.spec.formula:
            case KpiFormula.RATIO:
                return Binary("/", plan, actual, span)
            case KpiFormula.DEVIATION:
                better, worse = (plan, actual) if self.spec.better is Better.LOWER else (actual, plan)
                return Binary("/", Binary("-", better, worse, span), plan, span)
            case KpiFormula.MIRROR:
                return Binary("-", number(2, span), of_plan, span)
            case KpiFormula.SPAN | None:
                return of_plan
            case _:
                assert_never(self.spec.formula)

    def define_counted(self) -> Expr:
        """Return the attainment after floor and cap: a value of its own only where there is one of them."""
        low, high = self.read_ratio("floor", self.spec.floor), self.read_ratio("cap", self.spec.cap)
        if low is None and high is None:
            return self.value("attainment")
        expr = bounded(self.value("attainment"), low, high, self.span)
        self.define("counted", expr, Kind.RATIO)
        return self.value("counted")

    def define_score(self, counted: Expr) -> str:
        score = self._score_before_threshold(counted)
        threshold = self.read_ratio("threshold", self.spec.threshold)
        if threshold is not None:
            missed = compare("<", self.value("attainment"), threshold, self.span)
            score = choose(missed, zero(self.span), score, self.span)
        return self.define("score", self.rounded("score", score), self.spec.score_in.kind)

    def _score_before_threshold(self, counted: Expr) -> Expr:
        if self.spec.score is None:
            if self.spec.score_in is ScoreIn.POINTS:
                self.draft.problems.append(error(Problem.KEY_MISSING, self.span, key="score"))
            return counted
        written = replace_name(read(self.draft, self.spec.score), "attainment", counted)
        self.draft.demand(Topic.FIGURE, written, self.spec.score_in.kind, f"{self.name}.score")
        return written

    def define_weight(self) -> str:
        if self.name in self.draft.weights:
            return self.define("weight", self.draft.weights[self.name], Kind.RATIO)
        weight = self.read_ratio("weight", self.spec.weight, Topic.FIGURE)
        if weight is None:
            return ""
        self.draft.shares[self.name] = weight
        gone = left_out(self.name, self.spec, self.span)
        if gone is not None:
            weight = choose(gone, zero(self.span), weight, self.span)
        return self.define("weight", weight, Kind.RATIO)

    def define_part(self) -> str:
        expr = product([self.value("weight"), self.value("score")], self.span)
        return self.define("part", self.rounded("part", expr), self.spec.score_in.kind)

    def define_stopped(self) -> None:
        stop = self.read_ratio("stop", self.spec.stop)
        if stop is None:
            return
        stopped = compare("<", self.value("attainment"), stop, self.span)
        for counts in reversed(kept_in(self.name, self.spec, self.span)):
            stopped = Logic("and", counts, stopped, self.span)
        self.define("stopped", stopped, Kind.FLAG)
