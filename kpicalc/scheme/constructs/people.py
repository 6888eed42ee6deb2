"""Pay that depends on other people, as written: prizes, shared pools, and funds with a limit."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.money import ZERO
from kpicalc.model.program import COMPANY, TEAMS
from kpicalc.scheme.constructs.lines import LineSpec
from kpicalc.scheme.fields import FormulaField, NameField, QuantityField, TextField, choice
from kpicalc.scheme.spec import Items, OneOrItems, Spec
from kpicalc.scheme.words import Quantity


class Among(StrEnum):
    """Whose rows compete or share: all that the scheme pays, or those of one team."""

    COMPANY = "company"
    TEAM = "team"

    @property
    def grain(self) -> str:
        """The table of facts whose row is the group."""
        return TEAMS if self is Among.TEAM else COMPANY


class Ties(StrEnum):
    """What equal winners get: the prize in equal parts, or each of them the whole."""

    SPLIT = "split"
    ALL = "all"


AmongField = Annotated[Among, choice(Among)]


class PrizeSpec(LineSpec):
    """A prize for the greatest result of those who take part."""

    best: FormulaField
    then: OneOrItems[FormulaField] = ()
    among: AmongField = Among.COMPANY
    above: FormulaField | None = None
    from_: FormulaField | None = Field(default=None, alias="from")
    ties: Annotated[Ties, choice(Ties)]
    amount: FormulaField
    step: QuantityField | None = None

    def find_problems(self) -> Iterator[Diagnostic]:
        """The result has one lower bound, and only a prize in parts has a step."""
        if self.above is not None and self.from_ is not None:
            yield error("KPI150", self.place("from"), first="above", second="from")
        if self.step is not None and self.ties is not Ties.SPLIT:
            yield error("KPI158", self.place("step"), key="step", setting="ties: split")
        yield from wrong_step(self.step)


class PoolSpec(LineSpec):
    """A part of a whole that a group shares, by weight or equally."""

    amount: FormulaField
    by: FormulaField
    among: AmongField = Among.COMPANY
    step: QuantityField | None = None

    @property
    def equal(self) -> bool:
        """True when all who take part get the same."""
        return self.by.text.strip() == "equal"

    def find_problems(self) -> Iterator[Diagnostic]:
        """A step is above zero."""
        yield from wrong_step(self.step)


class FundSpec(Spec):
    """The most that some lines may cost together: above it every part is cut in proportion."""

    lines: Items[NameField]
    max: FormulaField
    among: AmongField = Among.COMPANY
    step: QuantityField | None = None
    title: TextField = ""

    def find_problems(self) -> Iterator[Diagnostic]:
        """A step is above zero."""
        yield from wrong_step(self.step)


def wrong_step(step: Quantity | None) -> Iterator[Diagnostic]:
    """Tell a step that is not above zero."""
    if step is not None and step.value <= ZERO:
        yield error("KPI152", step.span)
