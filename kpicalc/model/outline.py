"""How a program shows its parts: KPIs, factors, rules and pay lines, by the variables behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpicalc.model.expr import Reference
from kpicalc.model.figure import Figure
from kpicalc.model.kind import Kind
from kpicalc.model.source import Span


class LineKind(StrEnum):
    """The kinds of pay line."""

    FIXED = "fixed"
    SOFT = "soft"
    VARIABLE = "variable"
    ALLOWANCE = "allowance"
    GUARANTEE = "guarantee"
    DRAW = "draw"
    PRIZE = "prize"
    POOL = "pool"
    DEDUCTION = "deduction"
    ENTITLEMENT = "entitlement"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class KpiOutline:
    """The variables of one KPI or goal, for the breakdown; empty names for what it does not have.

    `goal` names the goal above it.
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
    goal: str = ""


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
