"""How a program shows its parts: KPIs, factors, rules and pay lines, by the variables behind them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Severity
from kpicalc.model.expr import Reference
from kpicalc.model.figure import Figure
from kpicalc.model.kind import Kind
from kpicalc.model.source import Span


class PayShare(StrEnum):
    """The parts of pay that a statement sums up: what is sure, what is earned, what is taken off."""

    FIXED = "fixed"
    VARIABLE = "variable"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class LineTraits:
    """What a kind of pay line is.

    Lines that are `earned` can be named by limits, deductions, allowances; of these, stop-factors multiply
    those that are `stoppable`. What may be `negative` takes pay away on purpose. A kind that is not
    `written` is added by the program itself. What is earned `by_results` makes up for a salary that is
    paid in full; what tops up or follows a salary does not. `competing` lines are paid by comparison with
    other people. `leaves` is the word for what goes on to later periods, `share` the part of pay that a
    statement counts it in.
    """

    earned: bool = False
    stoppable: bool = False
    negative: bool = False
    money: bool = True
    written: bool = True
    by_results: bool = False
    competing: bool = False
    leaves: str = "carried"
    share: PayShare = PayShare.VARIABLE


_MULTIPLIED = LineTraits(earned=True, stoppable=True)
_FOR_RESULTS = LineTraits(earned=True, stoppable=True, by_results=True)
_AMONG_PEOPLE = LineTraits(earned=True, stoppable=True, by_results=True, competing=True)
_SALARY = LineTraits(earned=True, stoppable=True, share=PayShare.FIXED)


class LineKind(StrEnum):
    """The kinds of pay line, each with what it is; in the order in which the language page lists them."""

    traits: LineTraits

    FIXED = "fixed", _SALARY
    SOFT = "soft", _SALARY
    VARIABLE = "variable", _FOR_RESULTS
    ALLOWANCE = "allowance", _MULTIPLIED
    # What holds up other lines is not multiplied when these are.
    GUARANTEE = "guarantee", LineTraits(earned=True)
    DRAW = "draw", LineTraits(earned=True, negative=True, leaves="debt")
    PRIZE = "prize", _AMONG_PEOPLE
    POOL = "pool", _AMONG_PEOPLE
    DEDUCTION = "deduction", LineTraits(negative=True, share=PayShare.TAKEN)
    ENTITLEMENT = "entitlement", LineTraits(negative=True, money=False)
    ADJUSTMENT = "adjustment", LineTraits(negative=True, written=False, share=PayShare.TAKEN)
    ROUNDING = "rounding", LineTraits(negative=True, written=False, share=PayShare.TAKEN)
    # The difference of an earlier month.
    RETRO = "retro", LineTraits(negative=True, written=False)

    def __new__(cls, word: str, traits: LineTraits) -> Self:
        """Make a kind; it compares as its word."""
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.traits = traits
        return kind


@dataclass(frozen=True, slots=True)
class KpiOutline:
    """The variables of one KPI or goal, for the breakdown; empty names for what it does not have.

    `goals` names the goals above it; `enough` is whether there is enough to judge it by.
    """

    name: str
    label: str
    weight: str
    plan: str
    actual: str
    attainment: str
    score: str
    part: str
    owner: str
    goals: tuple[str, ...] = ()
    enough: str = ""
    score_kind: Kind = Kind.RATIO


@dataclass(frozen=True, slots=True)
class StopRule:
    """One rule of a stop-factor: its title, or its text, and the variable that says whether it holds."""

    label: str
    condition: str


@dataclass(frozen=True, slots=True)
class RulesOutline:
    """A rule table: its variable, and its rules in order with the variable of what each gives.

    Rules that are only counted give nothing.
    """

    grain: str
    variable: str
    rules: tuple[StopRule, ...]
    gives: tuple[str, ...]
    first_decides: bool


@dataclass(frozen=True, slots=True)
class FactorOutline:
    """A factor shown in the breakdown: its variable and, for a stop-factor, its rules in order.

    A factor that is only named on a pay line has its `source`, which may stand above the employee.
    """

    name: str
    label: str
    variable: str
    rules: tuple[StopRule, ...]
    source: Reference | None = None
    kind: Kind = Kind.RATIO


@dataclass(frozen=True, slots=True)
class Regulation:
    """What is written of the scheme as a document: when it was approved, by when it is reviewed, by whom."""

    approved: date | None = None
    review_by: date | None = None
    owner: str = ""


NO_REGULATION = Regulation()


@dataclass(frozen=True, slots=True)
class CheckOutline:
    """A check that a scheme states: the flag of this name at a table, and how grave it is where it fails.

    Its formula stands at `span`, where it reads as `written`. At the employee stands a flag of the same name.
    """

    name: str
    label: str
    grain: str
    severity: Severity
    written: str
    span: Span


@dataclass(frozen=True, slots=True)
class PayLine:
    """A line of pay: the variable of its rounded amount.

    `stop_factors` names the variables of the stop-factors that multiply it, `left` that of what is left
    for later periods: what a limit cut off, or a debt. A line that the program adds itself (a limit that
    bites) has no label of its own, but a `story` that is told with its `figures` and their variables.
    `earned` is what was earned of a salary that is paid in full; `sources` are the lines taken from.
    """

    name: str
    label: str
    kind: LineKind
    group: str
    variable: str
    span: Span
    stop_factors: tuple[str, ...] = ()
    left: str = ""
    earned: str = ""
    story: str = ""
    figures: tuple[tuple[Figure, str], ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning for each employee where a flag holds, or an amount is below 0; `params` fill its sentence."""

    variable: str
    code: str
    params: tuple[tuple[str, str], ...]
    span: Span
