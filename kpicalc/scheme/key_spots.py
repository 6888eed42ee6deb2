"""What was found in a file that another language calls otherwise, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.source import Span
from kpicalc.scheme.formula_words import Chosen
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import Node, ScalarNode


class SpotKind(StrEnum):
    """What stands at a place that another language calls otherwise."""

    KEY = "key"
    WORD = "word"
    TABLE = "table"
    NAME = "name"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Spot:
    """A text of the language: how it is written, what the core calls it, and whose key it belongs to."""

    kind: SpotKind
    node: ScalarNode
    english: str
    part: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Translated:
    """A tree in English, with what was found in it.

    `parts` are the parts of the document by the places of their mappings and keys, `values` the places of
    values by those of their keys.
    """

    root: Node
    spots: tuple[Spot, ...]
    problems: tuple[Diagnostic, ...]
    parts: Mapping[Span, type[Spec]]
    values: Mapping[Span, Span]
    chosen: Chosen
