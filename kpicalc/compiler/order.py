"""What each definition needs, and the steps in which everything is computed before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from kpicalc.compiler.check import Needs, Node, Order, find_running, leave_out_earlier_rows, needs_outside
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.expr import Binary, Expr, Number, OverRows, Reference, atoms, children
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE
from kpicalc.model.problem import Problem
from kpicalc.model.program import Key, Step, Variable


def needs_in_order(draft: Draft) -> Order:
    """Return definitions and aggregates with what they need, each after all that it needs.

    A circle that leads through earlier rows only runs from row to row. Every other one is told as a problem,
    shown as a path of formulas, and left out.
    """
    definitions = {each.key: each for each in draft.definitions}
    needs = _needs_of_all(definitions)
    running = find_running(needs)
    needs = leave_out_earlier_rows(needs, running)
    while True:
        try:
            order = tuple(TopologicalSorter(needs).static_order())
        except CycleError as circle:
            path = _from_the_first(list(needs), circle.args[1])
            draft.problems.append(_circle_problem(path, definitions))
            needs = {
                node: tuple(each for each in needed if each not in path)
                for node, needed in needs.items()
                if node not in path
            }
        else:
            whole = tuple(group for group in running if not group - needs.keys())
            return Order({node: needs[node] for node in order}, whole)


def _needs_of_all(definitions: Mapping[Key, Definition]) -> Needs:
    """Return everything with what it needs, in the order of the scheme."""
    needs: dict[Node, tuple[Node, ...]] = {}

    def add(node: Node, parts: Iterable[Expr]) -> None:
        needs[node] = found = tuple(dict.fromkeys(_direct_needs(parts, definitions)))
        for each in found:
            if isinstance(each, OverRows) and each not in needs:
                add(each, children(each))

    for key, definition in definitions.items():
        add(key, (definition.expr,))
    return needs


def _direct_needs(parts: Iterable[Expr], definitions: Mapping[Key, Definition]) -> Iterable[Node]:
    for atom in (atom for part in parts for atom in atoms(part)):
        if isinstance(atom, OverRows):
            yield atom
        elif atom.key in definitions:
            yield atom.key


def _from_the_first(order: list[Node], circle: list[Node]) -> list[Node]:
    """Return a circle (its end is its start) so that it begins with what stands first in the scheme.

    The sorter goes from a need to what needs it; people read it the other way.
    """
    nodes = circle[:0:-1]
    start = min(range(len(nodes)), key=lambda position: order.index(nodes[position]))
    return nodes[start:] + nodes[:start]


def _circle_problem(path: list[Node], definitions: Mapping[Key, Definition]) -> Diagnostic:
    members = [definitions[each] for each in path if not isinstance(each, OverRows)]
    first, *rest = dict.fromkeys(each.span for each in members)
    path_shown = " → ".join(each.name for each in [*members, members[0]])
    through = (Label(span, "through_here") for span in rest)
    return error(Problem.FORMULAS_IN_CIRCLE, first, *through, path=path_shown, **_way_out(members))


def _way_out(members: list[Definition]) -> dict[str, str]:
    """Return the formula without itself for `x: (a + x) * k`, and the hint for any that needs itself."""
    if len(members) != 1:
        return {}
    own = Reference(*members[0].key, members[0].span)
    match members[0].expr:
        case Binary(sign="*", left=Binary(sign="+") as whole, right=share):
            pass
        case Binary(sign="*", left=share, right=Binary(sign="+") as whole):
            pass
        case _:
            return {"hint": "itself"}
    others = [each for each in (whole.left, whole.right) if each != own]
    if len(others) != 1:
        return {"hint": "itself"}
    if isinstance(share, Number) and not 0 < share.value < 1:
        return {"hint": "itself"}  # Twice of a whole that includes it is no share.
    span = members[0].span
    rest = Binary("-", Number(ONE, percent=False, span=span), share, span)
    mend = print_formula(Binary("/", Binary("*", others[0], share, span), rest, span))
    return {"hint": "share", "mend": mend}


def order_steps(draft: Draft, order: Order, kinds: Mapping[Key, Kind]) -> tuple[Step, ...]:
    """Return the definitions as steps of one grain each, in few passes over the rows.

    What runs from row to row is a step of its own, as soon as the rest allows. A grain whose rest can be
    computed at once goes first; where there is none, the uppermost grain does: it has the fewest rows, and
    what lies below waits for it.
    """
    needs, variables = order.needs, _variables_by_key(draft, kinds)
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
            nodes = [node for node in needs if node in group]
            steps.append(replace(_make_step(_grain_of(nodes[0]), nodes, variables), running=True))
            done |= group
            continue
        ready = {grain: _ready_nodes(nodes, needs, done) for grain, nodes in waiting.items() if nodes}
        finished = [grain for grain, nodes in ready.items() if len(nodes) == len(waiting[grain])]
        grain = (finished or [grain for grain, nodes in ready.items() if nodes])[0]
        steps.append(_make_step(grain, ready[grain], variables))
        done.update(ready[grain])
        waiting[grain] = [node for node in waiting[grain] if node not in done]
    return tuple(steps)


def _variables_by_key(draft: Draft, kinds: Mapping[Key, Kind]) -> dict[Key, Variable]:
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


def _ready_nodes(nodes: Sequence[Node], needs: Needs, done: set[Node]) -> list[Node]:
    """Return what one pass can compute, given what is done: an aggregate only closes after the pass."""
    here: dict[Node, None] = {}
    for node in nodes:
        if all(each in done or (each in here and not isinstance(each, OverRows)) for each in needs[node]):
            here[node] = None
    return list(here)


def _make_step(grain: str, nodes: Sequence[Node], variables: Mapping[Key, Variable]) -> Step:
    return Step(
        grain,
        tuple(variables[node] for node in nodes if not isinstance(node, OverRows)),
        tuple(node for node in nodes if isinstance(node, OverRows)),
    )
