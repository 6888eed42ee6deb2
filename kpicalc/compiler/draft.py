"""What the passes hand on: a scheme as named formulas, before and after names are resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Protocol

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.expr import Compare, Expr, Name, Reference
from kpicalc.model.figure import Figure, figure_of
from kpicalc.model.kind import Kind
from kpicalc.model.outline import Caution, CheckOutline, FactorOutline, KpiOutline, PayLine, RulesOutline
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Grain, Input, Key, Role, Table
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.calendar import HistorySpec
from kpicalc.scheme.words import Word

# Before the names of checks, and so of what is asked in them.
CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Definition:
    """A named formula at a grain; `kind` is the kind it must have, None when any will do.

    With `by_parts` the kind follows from the parts that the author wrote: each of them is a requirement,
    so that a clash is told once and where it is written. A bare number takes the kind of the definition
    that it is `paired` with: a plan that of its actual.
    """

    grain: str
    name: str
    expr: Expr
    label: str
    role: Role
    span: Span
    kind: Kind | None = None
    by_parts: bool = False
    paired: str = ""

    @property
    def key(self) -> Key:
        """The grain and the name."""
        return self.grain, self.name

    @property
    def figure(self) -> Figure | None:
        """What the value is of the construct that it is named by."""
        return figure_of(self.name)


class Topic(StrEnum):
    """What a formula inside a construct is; the value is the code that is told when it has not the kind."""

    FIGURE = Problem.VALUE_KIND
    AMOUNT = Problem.AMOUNT_KIND
    FACTOR = Problem.FACTOR_KIND
    CONDITION = Problem.CONDITION_KIND
    LIMIT = Problem.LIMIT_KIND
    BASE_OF_SHARE = Problem.ALLOWANCE_BASE_KIND
    BALANCE = Problem.DRAW_BALANCE_KIND
    # These have any kind; the lint pass looks at their numbers.
    DEDUCTIBLE = Problem.DEDUCTIBLE_NEGATIVE
    SHARE_OF_MONEY = Problem.RATE_ABOVE_BASE
    UNTOLD = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A formula as written inside a construct: its topic is told of `name` when it has not the kind.

    A formula of any kind (None) is only looked at for problems inside it.
    """

    grain: str
    expr: Expr
    kind: Kind | None
    topic: Topic
    name: str

    @property
    def figure(self) -> Figure | None:
        """What the formula is of the construct that it is named by."""
        return figure_of(self.name)


@dataclass(frozen=True, slots=True)
class Construct:
    """What the values of a construct have in common: what it is, where it stands, its title, its table."""

    role: Role
    span: Span
    label: str = ""
    grain: str = EMPLOYEES


@dataclass(frozen=True, slots=True)
class TableVersion:
    """A table of numbers for rows that meet all conditions and those of no version before it.

    Without a table a parameter has no value for such rows: `answer` is what they are refused with.
    """

    conditions: tuple[Compare, ...]
    table: Table | None
    answer: Expr | None = None


class Titled(Protocol):
    """A part of a scheme that may have a title."""

    @property
    def title(self) -> str:
        """The title, "" where none is written."""
        ...


def titled_construct(role: Role, name: Word, spec: Titled, grain: str = EMPLOYEES) -> Construct:
    """Return a construct with its name as its title where none is written."""
    return Construct(role, name.span, spec.title or str(name), grain)


@dataclass(slots=True)
class Draft:
    """A scheme while it is being translated: every construct adds its part, and its problems.

    `shares` are the weights as written on KPIs, `weights` those that KPIs get from their goals; `goal_index`
    is the score of all goals together, `share_checks` is what the shares of every goal must keep at a row.
    `groups` are those of pay lines, which are values where nothing else has their name.
    `currency` is that of the scheme. `history` is what the scheme says of the past of values, by their names.
    `bounded` has what formulas mean by the name of a column whose bounds depend on the row.
    `versions` are those of tables whose numbers depend on the row: which of them is asked, each row decides.
    """

    currency: str = ""
    grains: dict[str, Grain] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    versions: dict[str, tuple[TableVersion, ...]] = field(default_factory=dict)
    kpis: list[KpiOutline] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    shares: dict[str, Expr] = field(default_factory=dict)
    weights: dict[str, Expr] = field(default_factory=dict)
    share_checks: list[tuple[Expr, Expr]] = field(default_factory=list)
    goal_index: Expr | None = None
    line_factors: list[Name] = field(default_factory=list)
    factors: list[FactorOutline] = field(default_factory=list)
    rules: list[RulesOutline] = field(default_factory=list)
    pay_lines: list[PayLine] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    checks: list[CheckOutline] = field(default_factory=list)
    orders: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    bounded: dict[Key, Reference] = field(default_factory=dict)
    groups: list[Definition] = field(default_factory=list)
    history: Mapping[str, HistorySpec] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def define(
        self, construct: Construct, name: str, expr: Expr, kind: Kind | None = None, *, whole: bool = False
    ) -> Reference:
        """Add a value of a construct and return what stands for it in formulas.

        Its kind follows from parts that are demanded by themselves; of a `whole` it is demanded itself.
        """
        by_parts = kind is not None and not whole
        key = construct.grain, name
        self.definitions.append(
            Definition(*key, expr, construct.label, construct.role, construct.span, kind, by_parts)
        )
        return Reference(*key, construct.span)

    def demand(self, topic: Topic, expr: Expr, kind: Kind | None, name: str, grain: str = EMPLOYEES) -> None:
        """Demand a kind of a formula; None where it is only looked at for problems inside it."""
        self.requirements.append(Requirement(grain, expr, kind, topic, str(name)))
