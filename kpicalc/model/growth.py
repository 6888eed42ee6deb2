"""How facts come about over a period: with its days, by a curve, only at its end, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Pace(StrEnum):
    """With what a fact grows; `curve` is never written: shares by day stand there instead."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    NEVER = "never"
    AT_END = "at_end"
    CURVE = "curve"

    @property
    def grows(self) -> bool:
        """True when more comes from day to day."""
        return self in {Pace.DAYS, Pace.WORKING_DAYS, Pace.CURVE}


@dataclass(frozen=True, slots=True)
class Growth:
    """How a fact, or the rows of a table, come about; `curve` has the share of the whole by day."""

    pace: Pace
    curve: tuple[tuple[int, Decimal], ...] = ()


LEVEL = Growth(Pace.NEVER)
