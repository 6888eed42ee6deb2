"""The goals of a scheme as they hang together: what stands under what, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field

from kpicalc.compiler.draft import Draft, Topic
from kpicalc.compiler.terms import missing_name, read_optional_as
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Expr
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.kpis import GoalLink
from kpicalc.scheme.document import GoalScore, GoalSpec, KpiSpec, SchemeDocument
from kpicalc.scheme.words import Formula, Word

Linked = GoalSpec | KpiSpec

# A goal may serve several, and these several again: a weight is the sum over all ways up.
WAYS_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Node:
    """A goal or a KPI; `share` is its written share of what stands above, `goal` is None for a KPI."""

    name: str
    label: str
    span: Span
    share: Expr | None
    goal: GoalSpec | None
    under: tuple[Node, ...] = ()


def grow_goals(draft: Draft, document: SchemeDocument) -> tuple[Node, ...]:
    """Return what stands at the top of the index; problems of the goals go to the draft."""
    draft.problems.extend(_wrong_links(document))
    draft.problems.extend(_circles_of_goals(document))
    draft.problems.extend(_weights_in_a_mean(document))
    top = _Growth(draft, document).under(("",))
    # What has too many ways down is told; its formulas would only take time.
    return () if any(each.code == Problem.TOO_MANY_PARTS for each in draft.problems) else top


@dataclass(frozen=True, slots=True)
class _Growth:
    """Goals while they are put under each other; what serves several goals stands under each of them."""

    draft: Draft
    document: SchemeDocument
    ways: Counter[str] = field(default_factory=Counter)

    def under(self, above: tuple[str, ...]) -> tuple[Node, ...]:
        """Return what stands under the last of the goals above; a circle, which is told, ends there."""
        return tuple(
            self._node(above, name, spec, share)
            for name, spec, share in names_under(self.document, above[-1])
            if str(name) not in above and self._is_reached(name)
        )

    def _is_reached(self, name: Word) -> bool:
        self.ways[str(name)] += 1
        if self.ways[str(name)] == WAYS_LIMIT:
            weight = name_figure(str(name), Figure.WEIGHT)
            self.draft.problems.append(
                error(Problem.TOO_MANY_PARTS, name.span, name=weight, limit=WAYS_LIMIT)
            )
        return self.ways[str(name)] < WAYS_LIMIT

    def _node(self, above: tuple[str, ...], name: Word, spec: Linked, written: Formula | None) -> Node:
        told = name_figure(link_name(name, spec, above[-1]), Figure.WEIGHT)
        share = read_optional_as(self.draft, Topic.FIGURE, Kind.RATIO, written, told)
        label = spec.title or str(name)
        if isinstance(spec, KpiSpec):
            return Node(str(name), label, name.span, share, None)
        under = self.under((*above, str(name)))
        if not under:
            self.draft.problems.append(error(Problem.GOAL_EMPTY, name.span, name=str(name)))
        return Node(str(name), label, name.span, share, spec, under)


def names_under(document: SchemeDocument, goal: str) -> Iterator[tuple[Word, Linked, Formula | None]]:
    """Yield the goals and KPIs right under a goal, or at the top for "", with their written shares in it."""
    parts: tuple[tuple[Word, Linked], ...] = (*document.goals.items(), *document.kpis.items())
    for name, spec in parts:
        links = links_of(spec)
        if not goal and not links and (isinstance(spec, GoalSpec) or spec.weight is not None):
            yield name, spec, spec.weight
        for link in links:
            if link.goal == goal:
                yield name, spec, link.share or spec.weight


def links_of(spec: Linked) -> tuple[GoalLink, ...]:
    """Return the goals right above a goal or KPI."""
    return spec.of if isinstance(spec, GoalSpec) else spec.goal


def link_name(name: Word, spec: Linked, goal: str) -> str:
    """Return what a share is told of: the goal or KPI, and in which goal where it serves several."""
    return f"{name} → {goal}" if len(links_of(spec)) > 1 else str(name)


def _wrong_links(document: SchemeDocument) -> Iterator[Diagnostic]:
    links = [link for spec in document.goals.values() for link in spec.of]
    links += [link for spec in document.kpis.values() for link in spec.goal]
    for link in links:
        if link.goal not in document.goals:
            yield missing_name(Problem.GOAL_UNKNOWN, link.goal, document.goals)


def _circles_of_goals(document: SchemeDocument) -> Iterator[Diagnostic]:
    """Tell each circle once, where it begins in the file."""
    above = {str(name): [str(link.goal) for link in spec.of] for name, spec in document.goals.items()}
    told: set[str] = set()
    for name in document.goals:
        path = _way_back(str(name), above)
        if path and not told & set(path):
            yield error(Problem.GOALS_IN_CIRCLE, name.span, path=" → ".join([*path, str(name)]))
            told.update(path)


def _way_back(name: str, above: Mapping[str, list[str]]) -> list[str]:
    """Return the shortest way from a goal up to itself, [] where there is none."""
    came_from: dict[str, str] = {}
    layer = [name]
    while layer and name not in came_from:
        found = [
            (parent, each) for each in layer for parent in above.get(each, ()) if parent not in came_from
        ]
        came_from |= dict(reversed(found))
        layer = list(dict.fromkeys(parent for parent, _ in found))
    if name not in came_from:
        return []
    path = [came_from[name]]
    while path[-1] != name:
        path.append(came_from[path[-1]])
    return path[::-1]


def _weights_in_a_mean(document: SchemeDocument) -> Iterator[Diagnostic]:
    """Under a goal that is a plain mean all weigh the same."""
    for goal, spec in document.goals.items():
        under = names_under(document, str(goal)) if spec.score is GoalScore.MEAN else ()
        for name, _, share in under:
            if share is not None:
                yield error(Problem.WEIGHT_UNDER_MEAN_GOAL, share.span, name=str(name), goal=str(goal))
