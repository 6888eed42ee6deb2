"""What a year shall cost: known months, their season, and what is planned and left of a fund by month."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import ZERO
from kpicalc.model.period import Period


@dataclass(frozen=True, slots=True)
class YearQuestion:
    """What is asked of a year: a season of twelve weights, by which part it grows, and a fund for it."""

    year: int
    season: tuple[Decimal, ...] = ()
    growth: Decimal = ZERO
    fund: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What a month cost, for how many people; of a book also the departments that closed it."""

    period: Period
    amount: Decimal
    people: int
    departments: tuple[str, ...] = ()


class SeasonSource(StrEnum):
    """Where the parts of the months come from: typed, from whole years, or all alike for want of these."""

    DECLARED = "declared"
    YEARS = "years"
    EVEN = "even"


class YearDoubt(StrEnum):
    """Why less can be said than one would like."""

    ONE_YEAR = "one_year"
    SHORT = "short"
    NEGATIVE = "negative"
    GAP = "gap"
    OLD = "old"
    FEW = "few"
    DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True)
class YearNote:
    """A doubt with the months it speaks of, and how many these are."""

    doubt: YearDoubt
    months: tuple[Period, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """A month of the year: its part, what is planned, what was paid, and of a fund its part and what is left.

    `shares` are the parts that this month had of each whole year before. What was paid takes the place of
    what is planned; `left_so_far` is what is left of the fund's parts up to this month.
    """

    period: Period
    part: Decimal
    shares: tuple[Decimal, ...]
    planned: Decimal
    paid: Decimal | None = None
    fund: Decimal | None = None
    left: Decimal | None = None
    left_so_far: Decimal | None = None


@dataclass(frozen=True, slots=True)
class YearBudget:
    """What a year shall cost, month by month, and what that rests on.

    `base` is a year at the level of the `level` months, before it grows.
    """

    year: int
    currency: str
    known: tuple[MonthCost, ...]
    season: SeasonSource
    years: int
    level: tuple[Period, ...]
    base: Decimal
    growth: Decimal
    planned: Decimal
    expected: Decimal
    fund: Decimal | None
    months: tuple[PlannedMonth, ...]
    notes: tuple[YearNote, ...]
