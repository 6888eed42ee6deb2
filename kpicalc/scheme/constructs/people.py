"""Pay that depends on other people, as written: prizes, shared pools, and funds with a limit."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kpicalc.model.outline import LineKind
from kpicalc.model.program import COMPANY, TEAMS
from kpicalc.scheme.constructs.lines import GateSpec, LineSpec
from kpicalc.scheme.fields import FormulaField, NameField, QuantityField, TextField, choice
from kpicalc.scheme.key_rules import AboveZero, apart, key_rules, only_with
from kpicalc.scheme.readers import Fixed, Items, OneOrItems
from kpicalc.scheme.spec import Spec


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


EQUAL = "equal"

AmongField = Annotated[Among, choice(Among)]


class PrizeSpec(LineSpec):
    """A prize for the greatest result of those who take part."""

    kinds = (LineKind.PRIZE,)

    best: FormulaField
    then: OneOrItems[FormulaField] = ()
    among: AmongField = Among.COMPANY
    above: FormulaField | None = None
    from_: FormulaField | None = Field(default=None, alias="from")
    ties: Annotated[Ties, choice(Ties)]
    amount: FormulaField
    step: QuantityField | None = None

    between_keys = key_rules(
        apart("above", "from"),
        only_with("step", "ties: split"),
        AboveZero("step"),
    )


class Leftover(StrEnum):
    """What becomes of the amount that rounding the parts leaves: it is spread over them, or only told."""

    SPREAD = "spread"
    TELL = "tell"


class PoolSpec(LineSpec):
    """A part of a whole that a group shares, by weight or equally.

    The gate opens the whole; share, factors and bounds are those of the part.
    """

    kinds = (LineKind.POOL,)

    amount: FormulaField
    by: Annotated[FormulaField, Fixed((EQUAL,))]
    among: AmongField = Among.COMPANY
    step: QuantityField | None = None
    rest: Annotated[Leftover, choice(Leftover)] = Leftover.SPREAD
    gate: GateSpec | None = None
    share: FormulaField | None = None
    factors: Items[FormulaField] = ()
    min: FormulaField | None = None
    max: FormulaField | None = None

    between_keys = key_rules(AboveZero("step"))

    @property
    def changes_parts(self) -> bool:
        """True when a part is multiplied or bounded after the division."""
        return bool(self.factors) or any(each is not None for each in (self.share, self.min, self.max))

    @property
    def equal(self) -> bool:
        """True when all who take part get the same."""
        return self.by.text.strip() == EQUAL


LINES_AMONG_PEOPLE = (PrizeSpec, PoolSpec)


class FundSpec(Spec):
    """The most that some lines may cost together: above it every part is cut in proportion."""

    lines: Items[NameField]
    max: FormulaField
    among: AmongField = Among.COMPANY
    step: QuantityField | None = None
    title: TextField = ""

    between_keys = key_rules(AboveZero("step"))
