"""Values that go on from row to row: circles that lead through `before`, so through earlier rows, only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpicalc.model.expr import OverRows, Reference, Window
from kpicalc.model.program import Key

# What is computed: a definition by its key, or an aggregate (folded while its rows are passed).
Node = Key | OverRows
Needs = Mapping[Node, tuple[Node, ...]]
Running = tuple[frozenset[Node], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Everything with what it needs, each after all that it needs; and the groups that run from row to row.

    What a group needs of itself through `before` is left out of `needs`: it is a matter of earlier rows.
    """

    needs: Needs
    running: Running

    @property
    def keys(self) -> tuple[Key, ...]:
        """The definitions, without aggregates and windows."""
        return tuple(node for node in self.needs if not isinstance(node, OverRows))

    def group_of(self, key: Key) -> frozenset[Node]:
        """The group that a definition runs in; empty for one that needs no earlier rows of itself."""
        return next((each for each in self.running if key in each), frozenset())


def find_running(needs: Needs) -> Running:
    """Return the groups of values that need their own earlier rows, and nothing else of themselves."""
    needed_by: dict[Node, list[Node]] = {node: [] for node in needs}
    for node, needed in needs.items():
        for each in needed:
            needed_by[each].append(node)
    found: list[frozenset[Node]] = []
    for node in needs:
        if _sums_before(node) and not any(node in group for group in found):
            group = _reach(node, needs) & _reach(node, needed_by)
            if group and _goes_row_by_row(group):
                found.append(group)
    return tuple(found)


def leave_out_earlier_rows(needs: Needs, running: Running) -> Needs:
    """Return the needs without what windows of a group need of the group: that lies in earlier rows.

    Every member needs what any of them needs of others, so that a group begins when all else is settled.
    """
    left: dict[Node, tuple[Node, ...]] = dict(needs)
    for group in running:
        outside = needs_outside(group, needs)
        for node in group:
            within = () if _sums_before(node) else (each for each in needs[node] if each in group)
            left[node] = (*within, *(each for each in needs if each in outside))
    return left


def needs_outside(group: frozenset[Node], needs: Needs) -> frozenset[Node]:
    """Return all that a group needs beside itself."""
    return frozenset(each for node in group for each in needs[node]) - group


def _reach(start: Node, steps: Mapping[Node, Iterable[Node]]) -> frozenset[Node]:
    """Return what can be reached from a node; the node itself only where a circle leads back to it."""
    found: set[Node] = set()
    open_ends = list(steps[start])
    while open_ends:
        node = open_ends.pop()
        if node not in found:
            found.add(node)
            open_ends.extend(steps[node])
    return frozenset(found)


def _goes_row_by_row(group: frozenset[Node]) -> bool:
    """Say whether one walk over the rows of one table, in one order, can settle the group."""
    windows = [node for node in group if isinstance(node, OverRows)]
    rows = {(node.grain, node.within, node.arguments[1:]) for node in windows if isinstance(node, Window)}
    if not all(map(_sums_before, windows)) or len(rows) != 1:
        return False
    ((grain, _, order),) = rows
    sorted_by = {(each.grain, each.name) for each in order if isinstance(each, Reference)}
    home = {node[0] for node in group if not isinstance(node, OverRows)}
    return home == {grain} and sorted_by.isdisjoint(group)


def _sums_before(node: Node) -> bool:
    return isinstance(node, Window) and node.function == "before"
