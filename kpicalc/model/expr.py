"""The nodes of a formula: what is written, and after names are resolved what the engine reads.

`Name` and `Call` stand only in a formula as written; the compiler turns them into `Reference`,
`Lookup` and `Aggregate` where they mean one. Two formulas are equal when they say the same; the
place where they are written does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from kpicalc.model.dataclass import dataclass
from kpicalc.model.source import Span

ArithmeticSign = Literal["+", "-", "*", "/"]
ComparisonSign = Literal["<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True, slots=True)
class Number:
    """A number; a percent literal is kept as its fraction with `percent` set.

    An amount of money has the code, sign or word of its currency as its `unit`.
    """

    value: Decimal
    percent: bool
    span: Span = field(compare=False)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text, for comparison only."""

    value: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""

    value: bool
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Day:
    """A date written as 2026-03-31."""

    value: date
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written; `path` has the parts between the points."""

    path: tuple[str, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A resolved name: a variable or input of a grain."""

    grain: str
    name: str
    span: Span = field(compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """The grain and name."""
        return self.grain, self.name


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `not x`."""

    sign: Literal["-", "not"]
    operand: Expr
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic between two operands."""

    sign: ArithmeticSign
    left: Expr
    right: Expr
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison; its value is a flag."""

    sign: ComparisonSign
    left: Expr
    right: Expr
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or`; the right side is looked at only when the left does not decide."""

    sign: Literal["and", "or"]
    left: Expr
    right: Expr
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class If:
    """A choice; only the branch that is taken is computed."""

    condition: Expr
    then: Expr
    otherwise: Expr
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the closed list; as written also a table or an aggregate (with `where`).

    One `of_values` is made by the program from values of one row: it is no aggregate, whatever they name.
    """

    function: str
    arguments: tuple[Expr, ...]
    span: Span = field(compare=False)
    condition: Expr | None = None
    of_values: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table asked at `axis`; slab and marginal tables may multiply another `base`.

    `written` is what it was asked with where a text picks a row or column: axis and base are its place there.
    """

    table: str
    axis: Expr
    base: Expr | None
    span: Span = field(compare=False)
    written: tuple[Expr, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A sum, count … over the rows of `grain` that belong to each row of the formula's own grain.

    `target` is the formula's own grain; `body` is None for a plain count of rows. With `through` the rows are
    not those below: `reports` are the employees below an employee at every level, `direct_reports` those next
    below him.
    """

    function: str
    grain: str
    target: str
    body: Expr | None
    condition: Expr | None
    span: Span = field(compare=False)
    through: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A value for each row of `grain`, found among all rows under the same row of `within`.

    `before` (x, order keys…): the sum of x over the rows that come earlier in the order. `rank` (x): 1 for
    the greatest. `best` (x, then…): whether the row has the greatest x of those that meet the condition.
    `split` (whole, weight, step): the row's part of the whole, to multiples of the step.
    """

    function: str
    grain: str
    within: str
    arguments: tuple[Expr, ...]
    condition: Expr | None
    span: Span = field(compare=False)


Expr = (
    Number
    | Text
    | Flag
    | Day
    | Name
    | Reference
    | Unary
    | Binary
    | Compare
    | Logic
    | If
    | Call
    | Lookup
    | Aggregate
    | Window
)

# What is found over many rows: it has a value only after a pass over all of them.
OverRows = Aggregate | Window

# What has a value of its own in a formula shown with numbers.
Operand = Reference | Lookup | Aggregate | Window


def children(expr: Expr) -> tuple[Expr, ...]:
    """Return the direct parts of a formula, in the order in which they are written."""
    match expr:
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right) | Compare(left=left, right=right) | Logic(left=left, right=right):
            return (left, right)
        case If(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Call(arguments=arguments, condition=condition):
            return arguments if condition is None else (*arguments, condition)
        case Lookup(axis=axis, base=base):
            return (axis,) if base is None else (axis, base)
        case Aggregate(body=body, condition=condition):
            return tuple(part for part in (body, condition) if part is not None)
        case Window(arguments=arguments, condition=condition):
            return arguments if condition is None else (*arguments, condition)
        case _:
            return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield the formula and all its parts, outermost first."""
    yield expr
    for part in children(expr):
        yield from walk(part)


def references(expr: Expr) -> Iterator[Reference]:
    """Yield the resolved names of a formula, also those that other rows are asked for."""
    return (part for part in walk(expr) if isinstance(part, Reference))


def atoms(expr: Expr) -> Iterator[Reference | OverRows]:
    """Yield what a formula reads at its own row: names, and what is found over rows, not looked into."""
    if isinstance(expr, Reference | OverRows):
        yield expr
    else:
        for part in children(expr):
            yield from atoms(part)
