"""Numbers of schemes that a what-if changes: which are meant, and the facts settled with others there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal

from kpicalc.analysis.what_if.pays import Crowd
from kpicalc.analysis.what_if.targets import names_fact
from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.settle import settle
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.result import Settlement
from kpicalc.model.source import SourceText
from kpicalc.model.spelling import propose_name
from kpicalc.model.what_if import Sweep
from kpicalc.scheme.changes import shape_document
from kpicalc.scheme.load import load_tree
from kpicalc.scheme.tree import MappingNode, ScalarNode
from kpicalc.scheme.written_numbers import (
    NumberPlace,
    find_written_numbers,
    list_places,
    put_source,
    read_place,
)

# What is written instead of some numbers, in each settlement whose scheme has them.
ChangedSchemes = Mapping[int, Sequence[tuple[ScalarNode, SourceText]]]


@dataclass(frozen=True, slots=True)
class SchemeNumber:
    """A number of schemes as it was named: in each settlement that has it the places where it is written."""

    place: NumberPlace
    nodes: Mapping[int, tuple[ScalarNode, ...]]

    def written(self, formula: SourceText) -> ChangedSchemes:
        """Return what is written instead; the formula may name the number itself, as it is."""
        itself = re.compile(rf"(?<![\w.]){re.escape(self.place.name)}(?![\w.(])")

        def put_in(node: ScalarNode) -> SourceText:
            text = itself.sub(f"({node.text})".replace("\\", r"\\"), formula.text)
            return SourceText(text, formula.file, formula.anchors)

        return {at: [(node, put_in(node)) for node in nodes] for at, nodes in self.nodes.items()}

    def is_share(self, sweep: Sweep) -> bool:
        """Say whether a sweep moves the number by parts of itself: percents do, save for percents."""
        of_percents = any("%" in node.text for nodes in self.nodes.values() for node in nodes)
        return not of_percents if sweep.share is None else sweep.share

    def at(self, sweep: Sweep, value: Decimal) -> ChangedSchemes:
        """Return what is written instead at a value of a sweep."""
        text = f"({self.place.name}) * {value:f}" if self.is_share(sweep) else f"{value:f}"
        return self.written(SourceText(text, sweep.target.file, sweep.target.anchors))

    @property
    def kind(self) -> Kind:
        """The kind of its values, as far as they are told."""
        of_percents = any("%" in node.text for nodes in self.nodes.values() for node in nodes)
        return Kind.RATIO if of_percents else Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Schemes:
    """The schemes of a run as they are written, each read once."""

    settlements: tuple[Settlement, ...]
    trees: dict[int, MappingNode | None] = field(default_factory=dict)

    def find(self, target: SourceText) -> Checked[SchemeNumber | None]:
        """Return the number that is meant; None where a fact is, or nothing that is written."""
        if names_fact(self.settlements, target.text):
            return Checked(None)
        place = read_place(target.text)
        nodes: dict[int, tuple[ScalarNode, ...]] = {}
        other_time = False
        for at, settlement in enumerate(self.settlements):
            tree, day = self.tree(at), settlement.program.period.dating_day
            found = () if tree is None else find_written_numbers(tree, place, day)
            now = () if tree is None else find_written_numbers(tree, replace(place, day=None), day)
            other_time |= not set(found) <= set(now)
            if found:
                nodes[at] = found
        if other_time:
            span = target.span(0, len(target.text))
            return Checked(None, (error(Problem.WHAT_IF_FACT_BOUND, span, name=target.text, hint="time"),))
        if nodes:
            return Checked(SchemeNumber(place, nodes))
        known = [name for at in range(len(self.settlements)) for name in self._names(at)]
        own = [name for name in known if name.partition("[")[0] == place.name]
        near = ", ".join(own) or propose_name(target.text.strip(), known)
        if not near:
            return Checked(None)
        span = target.span(0, len(target.text))
        return Checked(None, (error(Problem.WHAT_IF_FACT_UNKNOWN, span, name=target.text, known=near),))

    def _names(self, at: int) -> tuple[str, ...]:
        """Return how the parameters of a scheme are named."""
        tree = self.tree(at)
        return () if tree is None else list_places(tree)

    def tree(self, at: int) -> MappingNode | None:
        """Return a scheme as it is written, its keys in English."""
        if at not in self.trees:
            self.trees[at] = load_tree(self.settlements[at].program.pay_lines[0].span.file)
        return self.trees[at]

    def change(self, crowd: Crowd, changes: Iterable[ChangedSchemes]) -> Checked[Crowd]:
        """Return the people paid by schemes with other numbers; of two for one place the later one holds."""
        every = list(changes)
        settlements = list(crowd.settlements)
        problems: list[Diagnostic] = []
        for at in sorted({at for each in every for at in each}):
            tree = self.tree(at)
            for node, source in (pair for each in every for pair in each.get(at, ())):
                tree = None if tree is None else put_source(tree, node, source)
            settled = _settle_again(tree, settlements[at])
            problems += settled.diagnostics
            settlements[at] = settled.value or settlements[at]
        return Checked(None if problems else replace(crowd, settlements=tuple(settlements)), tuple(problems))


def _settle_again(tree: MappingNode | None, settlement: Settlement) -> Checked[Settlement]:
    """Settle the facts of a settlement by another scheme."""
    document = None if tree is None else shape_document(tree)
    if document is None:
        place = settlement.program.pay_lines[0].span
        return Checked(None, (error(Problem.WHAT_IF_FACT_BOUND, place, name=settlement.program.scheme),))
    compiled = compile_scheme(document, settlement.program.period)
    if compiled.value is None:
        return Checked(None, tuple(each for each in compiled.diagnostics if each.severity == "error"))
    return Checked(settle(compiled.value, settlement.facts))
