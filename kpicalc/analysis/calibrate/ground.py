"""What a scheme is calibrated on."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.model.facts import Facts
from kpicalc.model.period import Period
from kpicalc.model.source import SourceText
from kpicalc.scheme.load import read_tree
from kpicalc.scheme.tree import MappingNode, ScalarNode
from kpicalc.scheme.written_numbers import find_number


@dataclass(frozen=True, slots=True)
class Ground:
    """What a scheme is calibrated on: its text, the period, the facts it pays, and whose row is meant."""

    text: str
    file: str
    period: Period
    facts: Facts
    row: int = 0

    def tree(self) -> MappingNode:
        """Return the scheme as a tree of words."""
        tree = read_tree(self.text, self.file)
        return (
            tree if tree is not None else MappingNode((), SourceText("", self.file, ((0, 1, 1),)).span(0, 1))
        )

    def number(self, name: str) -> ScalarNode:
        """Return where a number stands that is known to be there."""
        found = find_number(self.tree(), name, self.period.dating_day)
        if found is None:
            raise LookupError(name)
        return found
