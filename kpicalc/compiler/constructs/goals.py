"""Goals: their weights and scores, and the weights that their KPIs get through them.

A goal `x` becomes `x.weight` and `x.score`. Where KPIs may fall out of the index (too small a weight, a
plan of zero), a KPI `y` has `y.share`, its weight before that, and a goal `x.sum` and `x.present`: the
weighted scores and the weights of what is still in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import prod

from kpicalc.compiler.constructs.goal_tree import Node, grow_goals
from kpicalc.compiler.constructs.indexes import (
    DEFAULT_INDEX,
    apply_checks,
    check_shares,
    kind_of_scores,
    left_out,
    of_what_counts,
    weighted_kpis,
)
from kpicalc.compiler.draft import Construct, Draft, Topic
from kpicalc.compiler.terms import (
    choose,
    compare,
    either,
    number,
    one,
    own,
    product,
    read_optional_as,
    total,
    zero,
)
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Binary, Expr
from kpicalc.model.kind import Kind
from kpicalc.model.outline import KpiOutline
from kpicalc.model.program import Role
from kpicalc.model.source import Span
from kpicalc.scheme.document import GoalSpec, SchemeDocument


def combine_nodes(nodes: tuple[Node, ...], value: Callable[[Node], Expr], span: Span) -> Expr:
    """Return Σ share × value; nodes without a share divide what the others leave, last of all.

    Dividing last keeps thirds exact: three times 80% at a third each is 80% again.
    """
    written = [product([node.share, value(node)], span) for node in nodes if node.share is not None]
    equal = [value(node) for node in nodes if node.share is None]
    if not equal:
        return total(written, span)
    rest = total(equal, span)
    if written:
        rest = product([_share_left(nodes, span), rest], span)
    return total([*written, divide_equally(rest, len(equal), span)], span)


def weight_of(path: tuple[tuple[Node, tuple[Node, ...]], ...], span: Span) -> Expr:
    """Return the product of the shares on the way down; `path` has each node with those beside it."""
    shares = [share for node, beside in path if (share := _share_of(node, beside, span)) is not None]
    parts = prod(_equal_parts(node, beside) for node, beside in path)
    return divide_equally(product(shares or [one(span)], span), parts, span)


def divide_equally(whole: Expr, parts: int, span: Span) -> Expr:
    """Return one of so many equal parts."""
    return whole if parts == 1 else Binary("/", whole, number(parts, span), span)


def _share_of(node: Node, beside: tuple[Node, ...], span: Span) -> Expr | None:
    """Return the share of a node before it is divided equally; None where it is all there is."""
    if node.share is not None:
        return node.share
    return _share_left(beside, span) if any(each.share is not None for each in beside) else None


def _equal_parts(node: Node, beside: tuple[Node, ...]) -> int:
    return 1 if node.share is not None else sum(each.share is None for each in beside)


def _share_left(nodes: tuple[Node, ...], span: Span) -> Expr:
    """What the written shares leave to the others."""
    written = total((node.share for node in nodes if node.share is not None), span)
    return Binary("-", one(span), written, span)


_Path = tuple[tuple[Node, tuple[Node, ...]], ...]


def _ways_down(nodes: tuple[Node, ...], above: _Path) -> Iterator[_Path]:
    """Yield the way down to each goal and KPI, as often as there are ways."""
    for node in nodes:
        path = (*above, (node, nodes))
        yield path
        yield from _ways_down(node.under, path)


def translate_goals(draft: Draft, document: SchemeDocument) -> None:
    """Add the values of every goal; what KPIs weigh and what the index is goes to the draft."""
    if not document.goals and not any(kpi.goal for kpi in document.kpis.values()):
        return
    top = grow_goals(draft, document)
    kind = kind_of_scores(draft, document, weighted_kpis(document))
    _Tree(draft, document, top, _rules_of_weights(draft, document), kind).define()


@dataclass(frozen=True, slots=True)
class _Rules:
    """What may fall out of the index: KPIs below `limit`, and those that are `left_out` for what they are.

    With `scaled` the weights that stay are scaled up for what has fallen out.
    """

    limit: Expr | None
    renormalise: bool
    left_out: Mapping[str, Expr]

    @property
    def scaled(self) -> bool:
        """Whether what stays in is scaled up."""
        return self.renormalise or bool(self.left_out)


def _rules_of_weights(draft: Draft, document: SchemeDocument) -> _Rules:
    spec = document.goal_weights
    dropped = None if spec is None else spec.drop_below
    limit = read_optional_as(draft, Topic.LIMIT, Kind.RATIO, dropped, "goal_weights.drop_below")
    reasons = {str(name): left_out(name, kpi, name.span) for name, kpi in document.kpis.items()}
    gone = {name: reason for name, reason in reasons.items() if reason is not None}
    return _Rules(limit, spec is not None and spec.renormalise is True, gone)


# The figures of a goal that are made of scores.
_SCORES = frozenset({"score", "sum"})


@dataclass(frozen=True, slots=True)
class _Tree:
    draft: Draft
    document: SchemeDocument
    top: tuple[Node, ...]
    rules: _Rules
    score_kind: Kind

    def define(self) -> None:
        self._define_all()
        span = self.document.scheme.span
        index = combine_nodes(self.top, self._scored, span)
        if self.rules.scaled:
            present = combine_nodes(self.top, self._present, span)
            may_be_empty = self.rules.left_out.keys() >= set(self._kpis(self.top))
            index = of_what_counts(DEFAULT_INDEX, (index, present), span, may_be_empty=may_be_empty)
        self.draft.goal_index = self._checked(DEFAULT_INDEX, self.top, index, span)

    def _kpis(self, nodes: tuple[Node, ...]) -> Iterator[str]:
        for node in nodes:
            yield from self._kpis(node.under) if node.goal is not None else (node.name,)

    def _define_all(self) -> None:
        """Define each goal and KPI once: its weight is the sum over all ways down to it."""
        ways: dict[str, list[_Path]] = {}
        for path in _ways_down(self.top, ()):
            ways.setdefault(path[-1][0].name, []).append(path)
        for paths in ways.values():
            node = paths[0][-1][0]
            weight = total((weight_of(path, node.span) for path in paths), node.span)
            if node.goal is None:
                self._define_kpi(node, weight)
            else:
                self._define_goal(node, node.goal, weight)

    def _define_goal(self, node: Node, goal: GoalSpec, weight: Expr) -> None:
        score = combine_nodes(node.under, self._scored, node.span)
        score = self._checked(node.name, node.under, score, node.span)
        if self.rules.scaled:
            score, weight = self._define_what_is_in(node, score, weight)
        names = [self._define(node, figure, expr) for figure, expr in (("weight", weight), ("score", score))]
        outline = replace(_outline_of_goal(node, goal, *names), score_kind=self.score_kind)
        self.draft.kpis.append(outline)

    def _checked(self, name: str, nodes: tuple[Node, ...], value: Expr, span: Span) -> Expr:
        """Return what is made of nodes where their shares are right at the row."""
        shares = [(node.name, node.share) for node in nodes if node.share is not None]
        checks = check_shares(self.draft, name, shares, span, rest=len(shares) < len(nodes))
        self.draft.share_checks.extend(checks)
        return apply_checks(checks, value, span)

    def _define_what_is_in(self, node: Node, score: Expr, weight: Expr) -> tuple[Expr, Expr]:
        """Return score and weight of a goal, of which only what has not fallen out counts."""
        span = node.span
        scored = own(self._define(node, "sum", score), span)
        present = own(self._define(node, "present", combine_nodes(node.under, self._present, span)), span)
        nothing = compare("=", present, zero(span), span)
        mean = choose(nothing, zero(span), Binary("/", scored, present, span), span)
        return mean, self._scale(product([weight, present], span), span)

    def _define_kpi(self, node: Node, weight: Expr) -> None:
        """Say what a KPI weighs; the KPI itself is made elsewhere."""
        span = node.span
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
        if node.name in self.rules.left_out:
            reasons.append(self.rules.left_out[node.name])
        return either(reasons, span) if reasons else None

    def _scale(self, expr: Expr, span: Span) -> Expr:
        if not self.rules.scaled:
            return expr
        return Binary("/", expr, combine_nodes(self.top, self._present, span), span)

    def _define(self, node: Node, figure: str, expr: Expr) -> str:
        role = Role.KPI if node.goal is None else Role.GOAL
        made = Construct(role, node.span, node.label)
        kind = self.score_kind if figure in _SCORES else Kind.RATIO
        return self.draft.define(made, f"{node.name}.{figure}", expr, kind).name


def _outline_of_goal(node: Node, goal: GoalSpec, weight: str, score: str) -> KpiOutline:
    """Return what the breakdown shows of a goal: it has no plan and no attainment of its own."""
    above = tuple(str(link.goal) for link in goal.of)
    return KpiOutline(node.name, node.label, weight, "", "", "", score, "", goal.owner, above)
