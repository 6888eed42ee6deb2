"""What-if as it is written: `fact = formula` of an option, and a file of scenarios with their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText, Span
from kpicalc.model.what_if import Scenario, Shock
from kpicalc.scheme.more_formulas import cut_source
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

# The sign that gives a fact its value, not one of a comparison.
_GIVES = re.compile(r"(?<![<>!=])=(?!=)")


def read_shock(source: SourceText) -> Shock | Diagnostic:
    """Read `fact = formula`."""
    found = _GIVES.search(source.text)
    if found is None or not source.text[: found.start()].strip() or not source.text[found.end() :].strip():
        place = source.span(0, max(1, len(source.text)))
        return error(Problem.WHAT_IF_SHAPE, place, hint="shock")
    return Shock(cut_source(source, 0, found.start()), cut_source(source, found.end()))


def read_scenarios(text: str, file: str) -> Checked[tuple[Scenario, ...]]:
    """Read the text of a file of scenarios (YAML): below each name the facts with their formulas."""
    nodes = read_nodes(text, file)
    if nodes.value is None:
        return Checked(None, nodes.diagnostics)
    scenarios: list[Scenario] = []
    problems = list(nodes.diagnostics)
    entries = nodes.value.entries if isinstance(nodes.value, MappingNode) else ()
    if not entries:
        problems.append(error(Problem.WHAT_IF_SHAPE, nodes.value.span, hint="file"))
    for name, node in entries:
        shocks = list(_read_entry(node))
        problems += (each for each in shocks if isinstance(each, Diagnostic))
        scenarios.append(Scenario(name.text, tuple(each for each in shocks if isinstance(each, Shock))))
    return Checked(None if problems else tuple(scenarios), tuple(problems))


def _read_entry(node: Node) -> Iterator[Shock | Diagnostic]:
    """Yield the facts of a scenario: keys with formulas, or texts `fact = formula`."""
    match node:
        case MappingNode(entries=entries) if entries:
            for key, value in entries:
                if isinstance(value, ScalarNode) and value.text:
                    yield Shock(key.source, value.source)
                else:
                    yield _misshaped(value.span)
        case SequenceNode(items=items) if items:
            for item in items:
                yield from _read_entry(item)
        case ScalarNode() if node.text:
            yield read_shock(node.source)
        case _:
            yield _misshaped(node.span)


def _misshaped(place: Span) -> Diagnostic:
    return error(Problem.WHAT_IF_SHAPE, place, hint="shock")
