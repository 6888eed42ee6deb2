"""What pay lines have in common, as written: kind, condition, limits, a gate."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from kpicalc.model.outline import LineKind
from kpicalc.scheme.fields import FormulaField, NameField, RoundingField, TextField, choice
from kpicalc.scheme.key_rules import apart, key_rules, one_of, only_with
from kpicalc.scheme.readers import Items
from kpicalc.scheme.spec import Spec


class Over(StrEnum):
    """What becomes of the amount above a limit: it lapses, or it is carried over to later periods.

    What is carried on joins the amount of the next period by itself.
    """

    FORFEIT = "forfeit"
    CARRY = "carry"
    CARRY_ON = "carry_on"

    @property
    def carries(self) -> bool:
        """True when something is kept for later periods."""
        return self is not Over.FORFEIT


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
    def bounds(self) -> bool:
        """True when there is a limit on either side."""
        return self.min is not None or self.max is not None

    @property
    def carries(self) -> bool:
        """True when something is kept for later periods."""
        return self.under is Under.CARRY or self.over.carries


class GateSpec(Spec):
    """A gate: below the bound nothing counts, from it on everything does."""

    value: FormulaField | None = None
    from_: FormulaField | None = Field(default=None, alias="from")
    above: FormulaField | None = None

    between_keys = key_rules(
        one_of("from", "above"),
        apart("from", "above"),
    )


class LineSpec(Spec):
    """What every pay line has; `kinds` are those that have this shape."""

    kinds: ClassVar[tuple[LineKind, ...]] = ()

    kind: Annotated[LineKind, choice(LineKind, *(each for each in LineKind if each.traits.written))]
    when: FormulaField | None = None
    group: NameField | None = None
    title: TextField = ""


class EarnedSpec(LineSpec, BoundedSpec):
    """A line that adds to pay: an amount × share × factors, within bounds."""

    share: FormulaField | None = None
    factors: Items[FormulaField] = ()
    round: RoundingField | None = None
