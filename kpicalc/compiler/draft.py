"""What the passes hand on: a scheme as named formulas, and what they found out of it for lint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from kpicalc.formula.infer import KindInference
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.expr import Binary, Compare, Expr, Name, Number, Reference, Unary, walk
from kpicalc.model.figure import Figure, figure_of, owner_of
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.outline import Caution, CheckOutline, FactorOutline, KpiOutline, PayLine, RulesOutline
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Grain, Input, Key, Role, Table
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.calendar import HistorySpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Word


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

    Where a parameter has no value for such rows, it is what they are refused with.
    """

    conditions: tuple[Compare, ...]
    table: Table | Expr


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


Constants = Mapping[Key, Decimal]

_MEANINGS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}


def find_constants(draft: Draft, order: Iterable[Key]) -> Constants:
    """Return the values of all definitions that are constants; `order` has each after what it needs."""
    exprs = {each.key: each.expr for each in draft.definitions}
    found: dict[Key, Decimal] = {}
    for key in order:
        value = constant_of(found, exprs[key])
        if value is not None:
            found[key] = value
    return found


def constant_of(known: Constants, expr: Expr) -> Decimal | None:
    """Return the value of a formula over numbers and constants, or None when it may vary."""
    match expr:
        case Number(value=value):
            return value
        case Unary(sign="-", operand=operand):
            inner = constant_of(known, operand)
            return None if inner is None else CONTEXT.minus(inner)
        case Binary(left=left, right=right):
            return _compute_constant(expr, constant_of(known, left), constant_of(known, right))
        case Reference(grain=grain, name=name):
            return known.get((grain, name))
        case _:
            return None


def overflows(known: Constants, part: Expr) -> bool:
    """Say whether a part reckons with two constants and comes to more digits than any amount has."""
    if not isinstance(part, Binary):
        return False
    sides = [constant_of(known, each) for each in (part.left, part.right)]
    divides_by_zero = part.sign == "/" and not sides[1]
    return None not in sides and not divides_by_zero and constant_of(known, part) is None


def _compute_constant(expr: Binary, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None or (expr.sign == "/" and not right):
        return None
    try:
        return _MEANINGS[expr.sign](left, right)
    except ArithmeticError:
        return None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the passes before have found out about a scheme."""

    draft: Draft
    document: SchemeDocument
    kinds: Mapping[Key, Kind]
    constants: Constants

    def numbers_of(self, *topics: Topic) -> Iterator[tuple[Requirement, Decimal]]:
        """The requirements of some topics whose formulas are constants, with their values."""
        for topic in topics:
            for each in self.draft.requirements:
                value = constant_of(self.constants, each.expr)
                if each.topic is topic and value is not None:
                    yield each, value

    def weights(self) -> dict[str, Decimal]:
        """The weights and shares that are constants, by the name of the KPI or goal."""
        found = self.numbers_of(Topic.FIGURE)
        return {owner_of(each.name): value for each, value in found if each.figure is Figure.WEIGHT}

    def limits(self) -> dict[str, tuple[Expr, Decimal]]:
        """The formulas and values of all limits that are constants, by name: `премия.max`, `выручка.stop`."""
        return {each.name: (each.expr, value) for each, value in self.numbers_of(Topic.LIMIT)}

    def parts(self) -> Iterator[Expr]:
        """Every part of every formula."""
        exprs = [each.expr for each in self.draft.definitions] + [
            each.expr for each in self.draft.requirements
        ]
        for expr in exprs:
            yield from walk(expr)

    def inference(self) -> KindInference:
        """What tells the kind of any part; clashes are passed over, for the kinds pass has told them."""
        return KindInference(
            lambda reference: self.kinds.get(reference.key),
            self.draft.tables,
            _say_nothing,
        )


def _say_nothing(code: str, expr: Expr, /, **params: object) -> None:
    """Pass over a clash of kinds: the kinds pass has told it."""
