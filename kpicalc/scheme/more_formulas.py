"""A scheme with some formulas more, and what-if as people write it: options, and files of scenarios."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText, Span
from kpicalc.model.what_if import Scenario, Shock
from kpicalc.scheme.constructs.facts import FactTable
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

_OVER_PEOPLE = re.compile(r"\b(?P<sum>sum|сумма|avg|среднее)\s*\(\s*(?P<name>\w+)\s*\)")
_COLUMNS, _VALUES = "columns", "values"


@dataclass(frozen=True, slots=True)
class MoreFormula:
    """A value of a table of facts: its name, its kind, and its formula as written."""

    table: str
    name: str
    kind: str
    formula: SourceText


def add_formulas(tree: MappingNode, formulas: Iterable[MoreFormula]) -> MappingNode:
    """Return a scheme whose tables of facts have these values too."""
    for each in formulas:
        table, formula = _table_of(tree, each.table), each.formula
        if table != each.table:  # it is computed in every role, so it speaks of its own row
            text = re.sub(rf"(?<![\w.]){re.escape(each.table)}\.", "", formula.text)
            formula = SourceText(text, formula.file, formula.anchors)
        entry = (("formula", _scalar(formula)), ("type", _word(each.kind, tree)))
        value = MappingNode(tuple((_word(key, tree), node) for key, node in entry), tree.span)
        tree = _put_inside(tree, ("facts", table, _VALUES, each.name), value)
    return tree


def _table_of(tree: MappingNode, name: str) -> str:
    """Return the table that is written; of a role in which its rows credit somebody the table of the rows."""
    for key, table in tree.entries_at("facts"):
        roles = table.entries_at("roles") if isinstance(table, MappingNode) else ()
        if any(role.text == name for role, _ in roles):
            return key.text
    return name


def add_aim(tree: MappingNode, name: str, that: SourceText, table: str) -> MappingNode:
    """Return a scheme with a check more, at the company or at each employee."""
    tree = _put_inside(tree, ("checks", name, "that"), _scalar(that))
    return _put_inside(tree, ("checks", name, "of"), _word(table, tree))


def cut_source(source: SourceText, start: int, end: int | None = None) -> SourceText:
    """Return a part of a text that knows its place, without the spaces around it."""
    text = source.text[start:end]
    start += len(text) - len(text.lstrip())
    first = source.span(start, start + 1)
    shifted = tuple((at - start, line, column) for at, line, column in source.anchors if at > start)
    return SourceText(text.strip(), source.file, ((0, first.line, first.column), *shifted))


def sum_over_people(text: str) -> str:
    """Return a formula in which `sum(total)` takes all employees together.

    >>> sum_over_people("sum(total) = 5"), sum_over_people("sum(deals.amount)")
    ('sum(employees.total) = 5', 'sum(deals.amount)')
    """
    return _OVER_PEOPLE.sub(r"\g<sum>(employees.\g<name>)", text)


def typed_source(text: str, file: str) -> SourceText:
    """Return a text that stands in no file: `file` says where it was typed.

    >>> str(typed_source("план = 1", "--set").span(0, 4))
    '--set:1:1'
    """
    return SourceText(text, file, ((0, 1, 1),))


def _put_inside(tree: MappingNode, path: tuple[str, ...], value: Node) -> MappingNode:
    key, *rest = path
    found = tree.find(key)
    if rest:
        inner = found[1] if found and isinstance(found[1], MappingNode) else MappingNode((), tree.span)
        value = _put_inside(_in_full(inner, rest[0]), tuple(rest), value)
    entry = (found[0] if found else _word(key, tree), value)
    kept = tuple(entry if each[0].text == key else each for each in tree.entries)
    return MappingNode(kept if found else (*kept, entry), tree.span)


def _in_full(table: MappingNode, wanted: str) -> MappingNode:
    """Return a table of facts of which only columns are written, with these under their key."""
    if wanted != _VALUES or FactTable.stands_for(table) != _COLUMNS:
        return table
    return MappingNode(((_word(_COLUMNS, table), table),), table.span)


def _scalar(source: SourceText) -> ScalarNode:
    return ScalarNode(source, source.span(0, len(source.text)), quoted=True)


def _word(text: str, near: MappingNode) -> ScalarNode:
    span = near.span
    return ScalarNode(SourceText(text, span.file, ((0, span.line, span.column),)), span)


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
