"""What a month and a year cost, by scheme, department and line; what funds have left, what caps do."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import ZERO
from kpicalc.model.outline import PayShare
from kpicalc.model.period import Period
from kpicalc.model.source import SourceText


@dataclass(frozen=True, slots=True)
class BudgetQuestion:
    """What is asked of a month: a base with the part of it that pay may be, caps, a fund, floors, the most.

    `by` are the headings of the columns that tell departments. With a `fund` pay above the floors is cut in
    proportion; a floor is fixed pay, or that part of pay where it is more. `greatest` asks for what the month
    can cost at most. Where people are paid in several currencies one of them is chosen.
    """

    by: tuple[str, ...] = ()
    base: SourceText | None = None
    part: Decimal | None = None
    caps: tuple[Decimal, ...] = ()
    fund: Decimal | None = None
    floor: Decimal | None = None
    greatest: bool = False
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What some of the pay comes to, for how many people; `share` says which part of pay a line is.

    `scheme` is the title of the scheme whose line it is.
    """

    name: str
    people: int
    amount: Decimal
    share: PayShare | None = None
    label: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class FundUse:
    """A fund of a scheme: what people claim of it, the most that it pays, and what it pays."""

    scheme: str
    name: str
    claims: Decimal
    most: Decimal

    @property
    def left(self) -> Decimal:
        """What the fund has left; below zero what claims are cut by."""
        return self.most - self.claims


@dataclass(frozen=True, slots=True)
class BaseShare:
    """Pay beside a margin or turnover, and the part of it that pay may be."""

    formula: str
    base: Decimal
    part: Decimal | None


@dataclass(frozen=True, slots=True)
class CapEffect:
    """What a cap on the pay of each would take, and from whom (number, name, pay)."""

    cap: Decimal
    saved: Decimal
    people: tuple[tuple[str, str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class CutPay:
    """What one person is paid, what he keeps in any case, and what he would get."""

    number: str
    name: str
    now: Decimal
    floor: Decimal
    then: Decimal


@dataclass(frozen=True, slots=True)
class CutEffect:
    """Pay cut to a fund; without people the floors alone come to more than the fund."""

    fund: Decimal
    floors: Decimal
    people: tuple[CutPay, ...]


@dataclass(frozen=True, slots=True)
class GreatestCost:
    """The most that the people of a scheme can cost, None where pay has no limit; what it grows with."""

    scheme: str
    people: int
    each: Decimal | None
    tight: bool
    grows_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthBudget:
    """What a month costs, and the answers to what was asked."""

    period: Period
    currency: str
    total: Decimal
    people: int
    schemes: tuple[Cost, ...]
    departments: tuple[Cost, ...]
    lines: tuple[Cost, ...]
    funds: tuple[FundUse, ...]
    base: BaseShare | None
    caps: tuple[CapEffect, ...]
    cut: CutEffect | None
    greatest: tuple[GreatestCost, ...]


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
