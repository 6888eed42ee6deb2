"""The tree of goals: what stands under each goal, and which share of it each of these has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

from kpicalc.compiler.desugar.suggestion import missing_name
from kpicalc.compiler.desugar.terms import number, one, product, read_optional, require, total
from kpicalc.compiler.draft import Draft
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Binary, Expr
from kpicalc.model.kind import Kind
from kpicalc.model.source import Span
from kpicalc.scheme.document import GoalScore, GoalSpec, KpiSpec, SchemeDocument
from kpicalc.scheme.words import Word


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
    """Return what stands at the top of the index; problems of the tree go to the draft."""
    draft.problems.extend(_wrong_links(document))
    draft.problems.extend(_circles(document))
    draft.problems.extend(_weights_in_a_mean(document))
    return _grow(draft, document, "")


def names_under(document: SchemeDocument, goal: str) -> Iterator[tuple[Word, GoalSpec | KpiSpec]]:
    """Yield the goals and KPIs right under a goal, or at the top of the index for ""."""
    for name, spec in document.goals.items():
        if str(spec.of or "") == goal:
            yield name, spec
    for kpi, kpi_spec in document.kpis.items():
        if str(kpi_spec.goal or "") == goal and (goal or kpi_spec.weight is not None):
            yield kpi, kpi_spec


def combine(nodes: tuple[Node, ...], value: Callable[[Node], Expr], span: Span) -> Expr:
    """Return Σ share × value; nodes without a share divide what the others leave, last of all.

    Dividing last keeps thirds exact: three times 80% at a third each is 80% again.
    """
    written = [product([node.share, value(node)], span) for node in nodes if node.share is not None]
    equal = [value(node) for node in nodes if node.share is None]
    if not equal:
        return total(written, span)
    rest = total(equal, span)
    if written:
        rest = product([_left(nodes, span), rest], span)
    return total([*written, divided(rest, len(equal), span)], span)


def weight_of(path: tuple[tuple[Node, tuple[Node, ...]], ...], span: Span) -> Expr:
    """Return the product of the shares on the way down; `path` has each node with those beside it."""
    shares = [share for node, beside in path if (share := _share(node, beside, span)) is not None]
    parts = prod(_equal_parts(node, beside) for node, beside in path)
    return divided(product(shares or [one(span)], span), parts, span)


def divided(whole: Expr, parts: int, span: Span) -> Expr:
    """Return one of so many equal parts."""
    return whole if parts == 1 else Binary("/", whole, number(parts, span), span)


def _grow(draft: Draft, document: SchemeDocument, goal: str) -> tuple[Node, ...]:
    return tuple(_node(draft, document, name, spec) for name, spec in names_under(document, goal))


def _node(draft: Draft, document: SchemeDocument, name: Word, spec: GoalSpec | KpiSpec) -> Node:
    share = read_optional(draft, spec.weight)
    require(draft, share, Kind.RATIO, "KPI231", f"{name}.weight")
    label = spec.title or str(name)
    if isinstance(spec, KpiSpec):
        return Node(str(name), label, name.span, share, None)
    under = _grow(draft, document, str(name))
    if not under:
        draft.problems.append(error("KPI282", name.span, name=str(name)))
    return Node(str(name), label, name.span, share, spec, under)


def _share(node: Node, beside: tuple[Node, ...], span: Span) -> Expr | None:
    """Return the share of a node before it is divided equally; None where it is all there is."""
    if node.share is not None:
        return node.share
    return _left(beside, span) if any(each.share is not None for each in beside) else None


def _equal_parts(node: Node, beside: tuple[Node, ...]) -> int:
    return 1 if node.share is not None else sum(each.share is None for each in beside)


def _left(nodes: tuple[Node, ...], span: Span) -> Expr:
    """What the written shares leave to the others."""
    written = total((node.share for node in nodes if node.share is not None), span)
    return Binary("-", one(span), written, span)


def _wrong_links(document: SchemeDocument) -> Iterator[Diagnostic]:
    links = [spec.of for spec in document.goals.values()]
    links += [spec.goal for spec in document.kpis.values()]
    for link in links:
        if link is not None and link not in document.goals:
            yield missing_name("KPI283", link, document.goals)


def _circles(document: SchemeDocument) -> Iterator[Diagnostic]:
    """Tell each circle once, where it begins in the file."""
    above = {str(name): str(spec.of or "") for name, spec in document.goals.items()}
    told: set[str] = set()
    for name in document.goals:
        path = [str(name)]
        while (parent := above.get(path[-1], "")) and parent not in path:
            path.append(parent)
        if parent == name and not told & set(path):
            yield error("KPI284", name.span, path=" → ".join([*path, parent]))
            told.update(path)


def _weights_in_a_mean(document: SchemeDocument) -> Iterator[Diagnostic]:
    """Under a goal that is a plain mean all weigh the same."""
    for goal, spec in document.goals.items():
        under = names_under(document, str(goal)) if spec.score is GoalScore.MEAN else ()
        for name, each in under:
            if each.weight is not None:
                yield error("KPI285", each.weight.span, name=str(name), goal=str(goal))
