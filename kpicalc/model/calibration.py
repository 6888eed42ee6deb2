"""A number of a scheme that is to be found, so that what it pays is what was asked for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind
from kpicalc.model.source import SourceText, Span


@dataclass(frozen=True, slots=True)
class Unknown:
    """A number of the scheme to be found: its name, or the keys that lead to it, and what shall hold.

    `between` are the ends in which it is sought, `step` what it is rounded to; None for those that fit.
    """

    name: str
    aim: SourceText
    between: tuple[Decimal, Decimal] | None = None
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """A number that fits: exactly (None where the scheme is not linear there), and rounded to a step.

    `left` and `right` are the sides of the aim with the rounded number, as the engine pays; `beside` has the
    rounded numbers next to it with what is left over there. Where no number meets the aim to the smallest
    unit, `nearest` are the two between which what is left over leaps, as close as a scheme can write them.
    """

    exact: Fraction | None
    value: Decimal
    step: Decimal
    left: Decimal
    right: Decimal
    beside: tuple[tuple[Decimal, Decimal], ...] = ()
    nearest: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def off(self) -> Decimal:
        """What is paid too much, or too little."""
        return self.left - self.right


@dataclass(frozen=True, slots=True)
class Leap:
    """A number at which pay leaps over the aim, and what is left over on either side."""

    at: Decimal
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class ReachableRange:
    """What the left side comes to where it is least above the right one, and where it is most, and where."""

    least: Decimal
    least_at: Decimal
    greatest: Decimal
    greatest_at: Decimal


@dataclass(frozen=True, slots=True)
class CalibratedNumber:
    """What was found of one number: where it stands, what is written there, and what fits.

    `line` is the line of the scheme with the first solution in it, as it is spelt there.
    """

    name: str
    place: Span
    written: str
    aim: str
    kind: Kind
    now: Decimal
    between: tuple[Decimal, Decimal]
    solutions: tuple[Solution, ...]
    leaps: tuple[Leap, ...]
    reach: ReachableRange | None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of a scheme that were sought.

    `people` are paid by it in the facts, 0 for one at plan; `left_out` are those whom it does not pay.
    It is `confirmed` when the engine, with the scheme rewritten, pays what the solutions say.
    """

    scheme: str
    title: str
    currency: str
    people: int
    numbers: tuple[CalibratedNumber, ...]
    confirmed: bool
    left_out: int = 0
