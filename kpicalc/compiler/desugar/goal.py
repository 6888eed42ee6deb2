"""Goals: their weights and scores, and the weights that their KPIs get through them.

A goal `x` becomes `x.weight` and `x.score`. Where KPIs may fall out of the index (too small a weight, a
plan of zero), a KPI `y` has `y.share`, its weight before that, and a goal `x.sum` and `x.present`: the
weighted scores and the weights of what is still in.
"""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.compiler.desugar.goal_tree import Node, combine, grow_goals, weight_of
from kpicalc.compiler.desugar.terms import (
    choose,
    compare,
    either,
    one,
    own,
    product,
    read_optional,
    require,
    zero,
)
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.model.expr import Binary, Expr
from kpicalc.model.kind import Kind
from kpicalc.model.outline import KpiOutline
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.source import Span
from kpicalc.scheme.document import GoalSpec, PlanZero, SchemeDocument

_Path = tuple[tuple[Node, tuple[Node, ...]], ...]


def translate_goals(draft: Draft, document: SchemeDocument) -> None:
    """Add the values of every goal; what KPIs weigh and what the index is goes to the draft."""
    if not document.goals and all(kpi.goal is None for kpi in document.kpis.values()):
        return
    top = grow_goals(draft, document)
    _Tree(draft, document, top, _rules(draft, document)).define()


@dataclass(frozen=True, slots=True)
class _Rules:
    """What may fall out of the index: KPIs below `limit`, KPIs without a plan.

    With `scaled` the weights that stay are scaled up for what has fallen out.
    """

    limit: Expr | None
    renormalise: bool
    without_plan: frozenset[str]

    @property
    def scaled(self) -> bool:
        """Whether what stays in is scaled up."""
        return self.renormalise or bool(self.without_plan)


def _rules(draft: Draft, document: SchemeDocument) -> _Rules:
    spec = document.goal_weights
    limit = None if spec is None else read_optional(draft, spec.drop_below)
    require(draft, limit, Kind.RATIO, "KPI235", "goal_weights.drop_below")
    without_plan = frozenset(
        str(name) for name, kpi in document.kpis.items() if kpi.when_plan_zero is PlanZero.EXCLUDE
    )
    return _Rules(limit, spec is not None and spec.renormalise is True, without_plan)


@dataclass(frozen=True, slots=True)
class _Tree:
    draft: Draft
    document: SchemeDocument
    top: tuple[Node, ...]
    rules: _Rules

    def define(self) -> None:
        self._define_all(self.top, ())
        span = self.document.scheme.span
        self.draft.goal_index = self._scale(combine(self.top, self._scored, span), span)

    def _define_all(self, nodes: tuple[Node, ...], above: _Path) -> None:
        for node in nodes:
            path = (*above, (node, nodes))
            if node.goal is None:
                self._define_kpi(node, path)
            else:
                self._define_goal(node, node.goal, path)
                self._define_all(node.under, path)

    def _define_goal(self, node: Node, goal: GoalSpec, path: _Path) -> None:
        weight = weight_of(path, node.span)
        score = combine(node.under, self._scored, node.span)
        if self.rules.scaled:
            score, weight = self._define_what_is_in(node, score, weight)
        names = [self._define(node, figure, expr) for figure, expr in (("weight", weight), ("score", score))]
        self.draft.kpis.append(_outline(node, goal, *names))

    def _define_what_is_in(self, node: Node, score: Expr, weight: Expr) -> tuple[Expr, Expr]:
        """Return score and weight of a goal, of which only what has not fallen out counts."""
        span = node.span
        scored = own(self._define(node, "sum", score), span)
        present = own(self._define(node, "present", combine(node.under, self._present, span)), span)
        nothing = compare("=", present, zero(span), span)
        mean = choose(nothing, zero(span), Binary("/", scored, present, span), span)
        return mean, self._scale(product([weight, present], span), span)

    def _define_kpi(self, node: Node, path: _Path) -> None:
        """Say what a KPI weighs; the KPI itself is made elsewhere."""
        span, weight = node.span, weight_of(path, node.span)
        if self.rules.limit is not None:
            self._define(node, "share", weight)
            weight = own(f"{node.name}.share", span)
        gone = self._gone(node, dropped=True)
        if gone is not None:
            weight = choose(gone, zero(span), weight, span)
        self.draft.weights[node.name] = self._scale(weight, span)

    def _scored(self, node: Node) -> Expr:
        """The score of a node as it goes into the one above; 0 of a KPI that has fallen out."""
        if node.goal is not None:
            return own(f"{node.name}.{'sum' if self.rules.scaled else 'score'}", node.span)
        score, gone = own(f"{node.name}.score", node.span), self._gone(node, dropped=True)
        return score if gone is None else choose(gone, zero(node.span), score, node.span)

    def _present(self, node: Node) -> Expr:
        """How much of a node is still in: of a KPI all or nothing."""
        if node.goal is not None:
            return own(f"{node.name}.present", node.span)
        gone = self._gone(node, dropped=self.rules.renormalise)
        return one(node.span) if gone is None else choose(gone, zero(node.span), one(node.span), node.span)

    def _gone(self, node: Node, *, dropped: bool) -> Expr | None:
        span, reasons = node.span, []
        if dropped and self.rules.limit is not None:
            reasons.append(compare("<", own(f"{node.name}.share", span), self.rules.limit, span))
        if node.name in self.rules.without_plan:
            reasons.append(compare("=", own(f"{node.name}.plan", span), zero(span), span))
        return either(reasons, span) if reasons else None

    def _scale(self, expr: Expr, span: Span) -> Expr:
        if not self.rules.scaled:
            return expr
        return Binary("/", expr, combine(self.top, self._present, span), span)

    def _define(self, node: Node, figure: str, expr: Expr) -> str:
        name = f"{node.name}.{figure}"
        role = Role.KPI if node.goal is None else Role.GOAL
        self.draft.definitions.append(
            Definition(EMPLOYEES, name, expr, node.label, role, node.span, Kind.RATIO, by_parts=True)
        )
        return name


def _outline(node: Node, goal: GoalSpec, weight: str, score: str) -> KpiOutline:
    """Return what the breakdown shows of a goal: it has no plan and no attainment of its own."""
    above = str(goal.of or "")
    return KpiOutline(node.name, node.label, weight, "", "", "", score, "", goal.owner, above)
