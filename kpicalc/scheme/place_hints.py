"""Which way out fits a wrong value at its place in a scheme, told by the keys that lead there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpicalc.model.diagnostic import Diagnostic
from kpicalc.scheme.spec import HIDDEN_MARK
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

# The bounds of a band and of a column have the same keys.
_BOUNDS = frozenset({"from", "to", "above", "below", "min", "max"})
_IN_TABLES = frozenset({"bands", "rows", "columns"})
# What a part looks like is shown where a single value or a list stands in its place.
_SHAPES = {
    "round": "rounding",
    "snap": "rounding",
    "bands": "bands",
    "rules": "rules",
    "gate": "gate",
    "pay": "pay_line",
    "kpis": "kpi",
    "tables": "table",
    "total": "limit",
    "groups": "limit",
}


def hint_at(problem: Diagnostic, root: Node, path: Sequence[int | str]) -> Diagnostic:
    """Return the problem with the hint that fits its place; as it is where its help fits everywhere."""
    keys = [str(part) for part in path if isinstance(part, str) and not part.startswith(HIDDEN_MARK)]
    hint = _HINTS[problem.code](keys, _holder(root, path)) if problem.code in _HINTS else ""
    if not hint:
        return problem
    params = {**dict(problem.params), "hint": hint}
    return replace(problem, params=tuple(sorted(params.items())))


def _of_number(keys: Sequence[str], _: Node) -> str:
    """Numbers are written in many places; formulas stand in for them in different ways."""
    last = keys[-1] if keys else ""
    if "facts" in keys and last in _BOUNDS:
        return "column"
    if "bands" in keys:
        return "bound" if last in _BOUNDS else "rate"
    if "tables" in keys and last in {"rows", "columns"} | _BOUNDS:
        return "axis"
    return "rate" if "tables" in keys and last == "values" else ""


def _of_choice(keys: Sequence[str], holder: Node) -> str:
    """Some words are not to be had at their place; there is another way to say what is meant."""
    if keys[-1:] == ["beyond"]:
        return "beyond_line" if _text(holder, "mode") == "interpolate" else "beyond"
    return "mode" if keys[-1:] == ["mode"] and "tables" in keys else ""


def _of_shape(keys: Sequence[str], _: Node) -> str:
    known = [_SHAPES[key] for key in keys[-2:] if key in _SHAPES]
    return known[-1] if known else ""


def _of_list(keys: Sequence[str], _: Node) -> str:
    return keys[-1] if keys and keys[-1] in {"bands", "rules"} else ""


def _holder(root: Node, path: Sequence[int | str]) -> Node:
    """Return the mapping in which the last key of a path stands; parts that are no keys are passed over."""
    node = holder = root
    for part in path:
        if isinstance(node, SequenceNode) and isinstance(part, int):
            node = node.items[part]
        elif isinstance(node, MappingNode) and (entry := node.find(str(part))) is not None:
            holder, node = node, entry[1]
    return holder


def _text(holder: Node, key: str) -> str:
    entry = holder.find(key) if isinstance(holder, MappingNode) else None
    return entry[1].text if entry is not None and isinstance(entry[1], ScalarNode) else ""


_HINTS = {"KPI140": _of_number, "KPI142": _of_choice, "KPI134": _of_shape, "KPI135": _of_list}
