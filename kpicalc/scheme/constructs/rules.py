"""Rules in order, as written: tables that decide a value, and stop-factors that multiply pay lines."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.fields import FormulaField, NameField, RoundingField, TextField, choice
from kpicalc.scheme.key_rules import apart, key_rules, one_of, only_with
from kpicalc.scheme.readers import (
    Fixed,
    Items,
    Refused,
    accept,
    one_or_items,
    read_by,
    require_items,
    require_scalar,
)
from kpicalc.scheme.scalars import read_choice, read_name
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import Node, ScalarNode
from kpicalc.scheme.words import Word


class Hit(StrEnum):
    """Which of the rules that hold count."""

    FIRST = "first"
    UNIQUE = "unique"
    ANY = "any"
    MAX = "max"
    MIN = "min"
    SUM = "sum"
    COUNT = "count"


class RuleSpec(Spec):
    """A rule: when it holds, and what it gives then."""

    when: FormulaField
    value: FormulaField | None = None
    title: TextField = ""


# What rules may come to beside the value of their table.
ALSO = (Hit.SUM, Hit.COUNT)
_ALSO_SHAPE = shapes.one_or_items_of({"enum": list(map(str, ALSO))})


def _read_also(node: Node) -> tuple[Hit, ...]:
    options = tuple(map(str, ALSO))
    return tuple(Hit(accept(read_choice(require_scalar(each), options))) for each in one_or_items(node))


class RuleTable(Spec):
    """A named value that rules decide, of the employee or of the rows of another table of facts (`of`).

    What all rules that hold come to may be told beside it (`also`).
    """

    title: TextField = ""
    of: Annotated[NameField, Fixed(tables=True)] | None = None
    hit: Annotated[Hit, choice(Hit)]
    also: Annotated[tuple[Hit, ...], read_by(_read_also, _ALSO_SHAPE, tuple(map(str, ALSO)))] = ()
    rules: Items[RuleSpec]
    otherwise: FormulaField | None = None
    round: RoundingField | None = None

    between_keys = key_rules(
        only_with("otherwise", "hit: first|unique|any|max|min"),
        only_with("also", "hit: first|unique|any|max|min|sum"),
    )

    def find_problems(self) -> Iterator[Diagnostic]:
        """Every rule gives a value, save where they are counted."""
        for rule in self.rules:
            if self.hit is Hit.COUNT and rule.value is not None:
                yield error(
                    Problem.KEY_NEEDS_SETTING,
                    rule.place("value"),
                    key="value",
                    setting="hit: first|unique|any|max|min|sum",
                )
            if self.hit is not Hit.COUNT and rule.value is None:
                yield error(Problem.KEY_MISSING, rule.span, key="value")


ANY = "any"
_STOPPED = shapes.any_of({"const": ANY}, shapes.items_of(shapes.NAME))


def _read_stopped(node: Node) -> tuple[Word, ...]:
    """Read a list of KPIs, or the one word `any`."""
    if isinstance(node, ScalarNode):
        written = require_scalar(node)
        if written.text != ANY:
            options = (ANY, f"[{written.text}]")
            raise Refused(
                error(
                    Problem.CHOICE_UNKNOWN,
                    node.span,
                    text=node.text,
                    options=options,
                    nearest=options[1],
                    hint="meant",
                )
            )
        return (Word(ANY, node.span),)
    return tuple(accept(read_name(require_scalar(item))) for item in require_items(node))


class StopRuleSpec(Spec):
    """A rule: when it holds, and the factor it sets; `kpis_stopped: any` is the one word `any`."""

    kpis_stopped: Annotated[tuple[Word, ...], read_by(_read_stopped, _STOPPED), Fixed((ANY,))] = ()
    when: FormulaField | None = None
    factor: FormulaField
    title: TextField = ""

    between_keys = key_rules(
        one_of("kpis_stopped", "when"),
        apart("kpis_stopped", "when"),
    )


class StopFactorSpec(Spec):
    """A factor between 0 and 1; the first rule that holds decides."""

    title: TextField = ""
    lines: Items[NameField]
    rules: Items[StopRuleSpec]
    otherwise: FormulaField | None = None
