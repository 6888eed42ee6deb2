"""Rule tables as written: conditions in order, what each gives, and which of those that hold count."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.scheme.fields import FormulaField, NameField, RoundingField, TextField, choice
from kpicalc.scheme.spec import Items, Spec


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
