"""Rules in order, as written: tables that decide a value, and stop-factors that multiply pay lines."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.scheme.fields import FormulaField, NameField, RoundingField, TextField, choice
from kpicalc.scheme.scalars import read_name
from kpicalc.scheme.spec import Items, Refused, Spec, accept, require_items, require_scalar
from kpicalc.scheme.tree import Node, ScalarNode
from kpicalc.scheme.words import Word


class Hit(StrEnum):
    """Which of the rules that hold count."""

    FIRST = "first"
    MAX = "max"
    MIN = "min"
    SUM = "sum"
    COUNT = "count"


# What these give where no rule holds is 0.
_ADDS_UP = frozenset({Hit.SUM, Hit.COUNT})


class RuleSpec(Spec):
    """A rule: when it holds, and what it gives then."""

    when: FormulaField
    value: FormulaField | None = None
    title: TextField = ""


class RuleTable(Spec):
    """A named value that rules decide, of the employee or of the rows of another table of facts (`of`)."""

    title: TextField = ""
    of: NameField | None = None
    hit: Annotated[Hit, choice(Hit)]
    rules: Items[RuleSpec]
    otherwise: FormulaField | None = None
    round: RoundingField | None = None

    def find_problems(self) -> Iterator[Diagnostic]:
        """Every rule gives a value, save where they are counted; `otherwise` is for what else has none."""
        for rule in self.rules:
            if self.hit is Hit.COUNT and rule.value is not None:
                yield error("KPI158", rule.place("value"), key="value", setting="hit: first|max|min|sum")
            if self.hit is not Hit.COUNT and rule.value is None:
                yield error("KPI133", rule.span, key="value")
        if self.hit in _ADDS_UP and self.otherwise is not None:
            yield error("KPI158", self.place("otherwise"), key="otherwise", setting="hit: first|max|min")


ANY = "any"


def _read_stopped(node: Node) -> tuple[Word, ...]:
    """Read a list of KPIs, or the one word `any`."""
    if isinstance(node, ScalarNode):
        written = require_scalar(node)
        if written.text != ANY:
            options = (ANY, f"[{written.text}]")
            raise Refused(
                error("KPI142", node.span, text=node.text, options=options, nearest=options[1], hint="meant")
            )
        return (Word(ANY, node.span),)
    return tuple(accept(read_name(require_scalar(item))) for item in require_items(node))


class StopRuleSpec(Spec):
    """A rule: when it holds, and the factor it sets; `kpis_stopped: any` is the one word `any`."""

    kpis_stopped: Annotated[tuple[Word, ...], PlainValidator(_read_stopped)] | None = None
    when: FormulaField | None = None
    factor: FormulaField
    title: TextField = ""

    def find_problems(self) -> Iterator[Diagnostic]:
        """A rule has one condition."""
        if self.kpis_stopped is None and self.when is None:
            yield error("KPI151", self.span, keys=("kpis_stopped", "when"))
        if self.kpis_stopped is not None and self.when is not None:
            yield error("KPI150", self.place("when"), first="kpis_stopped", second="when")


class StopFactorSpec(Spec):
    """A factor between 0 and 1; the first rule that holds decides."""

    title: TextField = ""
    lines: Items[NameField]
    rules: Items[StopRuleSpec]
    otherwise: FormulaField | None = None
