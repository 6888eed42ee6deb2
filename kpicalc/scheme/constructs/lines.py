"""What pay lines have in common, as written: kind, condition, limits, a gate."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kpicalc.model.outline import LineKind
from kpicalc.scheme.fields import FormulaField, NameField, RoundingField, TextField, choice
from kpicalc.scheme.key_rules import apart, key_rules, one_of, only_with
from kpicalc.scheme.readers import Items
from kpicalc.scheme.spec import Spec


class Over(StrEnum):
    """What becomes of the amount above a limit: it lapses, or it is carried over to later periods."""

    FORFEIT = "forfeit"
    CARRY = "carry"


class Under(StrEnum):
    """What becomes of the amount that a lower limit adds: it is granted, or it stays owed."""

    GRANT = "grant"
    CARRY = "carry"


class BoundedSpec(Spec):
    """What may lie between two limits, and says what becomes of the rest on either side."""

    min: FormulaField | None = None
    max: FormulaField | None = None
    under: Annotated[Under, choice(Under)] = Under.GRANT
    over: Annotated[Over, choice(Over)] = Over.FORFEIT

    between_keys = key_rules(
        only_with("under", "min"),
        only_with("over", "max"),
    )

    @property
    def carries(self) -> bool:
        """True when something is kept for later periods."""
        return self.under is Under.CARRY or self.over is Over.CARRY


class GateSpec(Spec):
    """A gate: below the bound nothing counts, from it on everything does."""

    value: FormulaField | None = None
    from_: FormulaField | None = Field(default=None, alias="from")
    above: FormulaField | None = None

    between_keys = key_rules(
        one_of("from", "above"),
        apart("from", "above"),
    )


# The kinds that a scheme may write, in the order in which the language page lists them.
LINE_KINDS = (
    LineKind.FIXED,
    LineKind.SOFT,
    LineKind.VARIABLE,
    LineKind.ALLOWANCE,
    LineKind.GUARANTEE,
    LineKind.DRAW,
    LineKind.PRIZE,
    LineKind.POOL,
    LineKind.DEDUCTION,
    LineKind.ENTITLEMENT,
)


class LineSpec(Spec):
    """What every pay line has."""

    kind: Annotated[LineKind, choice(LineKind, *LINE_KINDS)]
    when: FormulaField | None = None
    group: NameField | None = None
    title: TextField = ""


class EarnedSpec(LineSpec, BoundedSpec):
    """A line that adds to pay: an amount × share × factors, within bounds."""

    share: FormulaField | None = None
    factors: Items[FormulaField] = ()
    round: RoundingField | None = None
