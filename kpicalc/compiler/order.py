"""Order pass: variables in steps, so that everything is computed before it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpicalc.compiler.draft import Draft
from kpicalc.compiler.running import Needs, Node, Order, needs_outside
from kpicalc.model.expr import OverRows
from kpicalc.model.kind import Kind
from kpicalc.model.program import Key, Step, Variable


def order_steps(draft: Draft, order: Order, kinds: Mapping[Key, Kind]) -> tuple[Step, ...]:
    """Return the definitions as steps of one grain each, in few passes over the rows.

    What runs from row to row is a step of its own, as soon as the rest allows. A grain whose rest can be
    computed at once goes first; where there is none, the uppermost grain does: it has the fewest rows, and
    what lies below waits for it.
    """
    needs, variables = order.needs, _variables(draft, kinds)
    running = {group: needs_outside(group, needs) for group in order.running}
    runs = frozenset[Node]().union(*running)
    waiting = {
        grain: [node for node in needs if _grain_of(node) == grain and node not in runs]
        for grain in _from_the_top(draft)
    }
    steps: list[Step] = []
    done: set[Node] = set()
    while any(waiting.values()) or running:
        group = next((each for each, outside in running.items() if outside <= done), None)
        if group is not None:
            del running[group]
            steps.append(_running_step([node for node in needs if node in group], variables))
            done |= group
            continue
        ready = {grain: _ready(nodes, needs, done) for grain, nodes in waiting.items() if nodes}
        finished = [grain for grain, nodes in ready.items() if len(nodes) == len(waiting[grain])]
        grain = (finished or [grain for grain, nodes in ready.items() if nodes])[0]
        steps.append(_step(grain, ready[grain], variables))
        done.update(ready[grain])
        waiting[grain] = [node for node in waiting[grain] if node not in done]
    return tuple(steps)


def _variables(draft: Draft, kinds: Mapping[Key, Kind]) -> dict[Key, Variable]:
    return {
        each.key: Variable(
            each.grain,
            each.name,
            kinds.get(each.key, Kind.NUMBER),
            each.expr,
            each.label,
            each.role,
            each.span,
        )
        for each in draft.definitions
    }


def _from_the_top(draft: Draft) -> list[str]:
    """Return the grains so that none stands above another before it."""
    depths = dict.fromkeys(draft.grains, 0)
    for grain in draft.grains:
        above = grain
        while (parent := draft.grains[above].parent) is not None:
            depths[grain], above = depths[grain] + 1, parent
    return sorted(draft.grains, key=depths.__getitem__)


def _grain_of(node: Node) -> str:
    return node.grain if isinstance(node, OverRows) else node[0]


def _ready(nodes: Sequence[Node], needs: Needs, done: set[Node]) -> list[Node]:
    """Return what one pass can compute, given what is done: an aggregate only closes after the pass."""
    here: dict[Node, None] = {}
    for node in nodes:
        if all(each in done or (each in here and not isinstance(each, OverRows)) for each in needs[node]):
            here[node] = None
    return list(here)


def _running_step(nodes: Sequence[Node], variables: Mapping[Key, Variable]) -> Step:
    return replace(_step(_grain_of(nodes[0]), nodes, variables), running=True)


def _step(grain: str, nodes: Sequence[Node], variables: Mapping[Key, Variable]) -> Step:
    return Step(
        grain,
        tuple(variables[node] for node in nodes if not isinstance(node, OverRows)),
        tuple(node for node in nodes if isinstance(node, OverRows)),
    )
