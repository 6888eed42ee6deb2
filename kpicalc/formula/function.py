"""A function of formulas as one record with all its faces: what it is called, gives, can be, and says.

A record has no defaults, so a function without one of its faces cannot be written down. Where a face says
nothing of a function, its record says so: `branching=None`, `inverse=says_nothing`, `grid=no_grid`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import Domain, Interval, Rows, exactly
from kpicalc.model.expr import Call, Expr, Number, Text
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import ONE, ZERO, Rounding
from kpicalc.model.problem import Problem

Domains = Sequence[Domain]
# Finds the amount of which every value of a formula is a multiple, None where it is not known.
GridOf = Callable[[Expr], Decimal | None]
# For a wanted result and what the arguments can be: what each of them then is, None where nothing is said.
Inverse = Callable[[Interval, Domains], Sequence[Domain | None]]

# Arguments that the compiler gives where they are not written: the ends of the period, the calendar.
PERIOD_ENDS = ("first", "last")
CALENDAR = "calendar"
# Stands in a list of parameters for any number of further ones.
AND_SO_ON = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What every sort of function has: its names, its parameters, and what it is for, in both languages.

    A function without a Russian name is made by constructs only, and nobody can write it.
    """

    name: str
    name_ru: str
    parameters: tuple[str, ...]
    doc_en: str
    doc_ru: str

    @property
    @abstractmethod
    def required(self) -> int:
        """How many arguments have to be written."""

    def signature(self, name: str) -> str:
        """Return how a call by a name is written; what may be left out stands in brackets."""
        written = [each for each in self.parameters if each != CALENDAR]
        optional = [each if each == AND_SO_ON else f"[{each}]" for each in written[self.required :]]
        return f"{name}({', '.join((*written[: self.required], *optional))})"


@dataclass(frozen=True, slots=True)
class Branching:
    """How a function goes one way or another: by the order of its arguments, or by the sign of the only one.

    `ways` are those still open for domains of the arguments: the positions of the arguments that can decide,
    or 1 and 0 for a negative number and another. `side` is 1 for the greatest of the arguments, -1 for the
    least, 0 for neither. `as_extremes` says the same by functions that have a side.
    """

    ways: Callable[[Domains], frozenset[int]]
    side: int
    as_extremes: Callable[[Call], Call]
    by_sign: bool = False

    def rivals(self, call: Call) -> tuple[Expr, ...]:
        """Return the formulas whose order decides which way is taken."""
        return (
            (Number(ZERO, percent=False, span=call.span), *call.arguments) if self.by_sign else call.arguments
        )

    def rival_domains(self, arguments: Domains) -> Domains:
        """Return what the rivals can be."""
        return (exactly(ZERO), *arguments) if self.by_sign else arguments


@dataclass(frozen=True, slots=True)
class Stepping:
    """How a function rounds its first argument to multiples of the second, which is 1 where it is not there.

    `shift` is the least and the most that is added for a step, a mode and a domain of the first argument.
    `rule` is the same as a rule of rounding that whole columns are rounded by, None where it is none.
    """

    shift: Callable[[Decimal, str, Domain], tuple[Decimal, Decimal]]
    rule: Callable[[Decimal, str], Rounding | None]
    has_mode: bool

    def step(self, call: Call) -> Expr:
        """Return the step of a call."""
        return call.arguments[1] if len(call.arguments) > 1 else Number(ONE, percent=False, span=call.span)

    def mode(self, call: Call) -> Expr:
        """Return the mode of a call, as a text where it is not computed."""
        return call.arguments[2] if len(call.arguments) > 2 else Text("half_up", call.span)


@dataclass(frozen=True, slots=True)
class Failure:
    """The problem that is told where a function has no answer: its code, and a hint."""

    code: str = Problem.FORMULA_UNDEFINED
    hint: str = ""

    @property
    def params(self) -> Mapping[str, str]:
        """The parameters of the problem."""
        return {"hint": self.hint} if self.hint else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Described):
    """A function of values of one row.

    - `least` and `most` bound the number of arguments once the compiler has given its own (None: any
      number); `words` are those that the last parameter may be.
    - `kind_of` gives the kind of the result for kinds of a right number of arguments, None when they do not
      fit.
    - `meaning` is pure; it raises ArithmeticError or ValueError when there is no answer, told by `failure`.
    - `if_missing` is what stands for a missing first argument, None where the function then is missing too.
      With it `meaning` takes the first argument only, and `domain` sees what may be missing.
    - `domain` is what the function can give for domains of its arguments (its transfer function), `inverse`
      what the arguments can be for what it gives.
    - `branching` and `stepping` say where it branches and where it makes stairs; `grid` what divides its
      values.
    """

    least: int
    most: int | None
    words: tuple[str, ...]
    kind_of: Callable[[tuple[Kind, ...]], Kind | None]
    meaning: Callable[..., Scalar]
    failure: Failure
    if_missing: Callable[[Call], Expr] | None
    domain: Callable[[Domains], Domain]
    inverse: Inverse
    branching: Branching | None
    stepping: Stepping | None
    grid: Callable[[Call, GridOf], Decimal | None]

    @property
    def required(self) -> int:
        """How many arguments have to be written."""
        return min(
            self.least, len([each for each in self.parameters if each not in {*PERIOD_ENDS, CALENDAR}])
        )


class Gatherer(Protocol):
    """What an aggregate has gathered so far for each row above."""

    def add(self, pairs: Iterable[tuple[int, Any]]) -> None:
        """Gather values of rows below, each with the position of its row above."""

    def merge(self, later: Any) -> None:
        """Take in what another one of the same function has gathered of later rows."""

    def result(self) -> Sequence[Value | None]:
        """Return the value for each row above, None where there are no rows and no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateFunction(Described):
    """A function over the rows below.

    - `kind_of` is asked with None when the rows themselves are meant.
    - `gatherer` is its meaning: what gathers values for so many rows above. `of_no_rows` is its value without
      rows, None for a missing one. With `by_digits` values are told apart by the digits that count.
    - `domain` is what it gives for a domain of the values and a number of rows, `inverse` what the value of a
      single row then is; `grid` what divides it where something divides the values.
    """

    kind_of: Callable[[Kind | None], Kind | None]
    gatherer: Callable[[int], Gatherer]
    of_no_rows: Scalar | None
    by_digits: bool
    domain: Callable[[Domain, Rows], Domain]
    inverse: Inverse
    grid: Callable[[Decimal | None], Decimal | None]

    @property
    def required(self) -> int:
        """How many arguments have to be written."""
        return len(self.parameters)

    @property
    def counts_rows(self) -> bool:
        """True for what counts the rows themselves, of which no value is asked."""
        return self.kind_of(None) is not None


# The values of each argument at the rows of one group; kinds are checked before.
Arguments = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowFunction(Described):
    """A function that sees a row among others: the last written parameter says which table sets the group.

    - `measured` of its arguments (None: all) are of one of the kinds `measures`; `kind` is that of the
      result, None for that of the first argument.
    - `meaning` gives the values of the rows of a group, `problem` the code and the row of what forbids it;
      `for_the_rest` is what a row has that does not meet the condition.
    - `reckoned` of the arguments are added up or divided with all their digits, the others only decide; with
      `keeps_digits` what comes of them may be cut as they are.
    - `ordered` ones look at the order of the table. `widest` ones take the whole company where no group is
      named.
    - `domain`, `inverse` and `grid` are as those of aggregates.
    """

    measured: int | None
    measures: frozenset[Kind]
    kind: Kind | None
    meaning: Callable[[Arguments], Sequence[Value]]
    problem: Callable[[Arguments], tuple[str, int] | None]
    for_the_rest: Scalar
    reckoned: int
    keeps_digits: bool
    ordered: bool
    widest: bool
    domain: Callable[[Domains, Rows], Domain]
    inverse: Inverse
    grid: Callable[[Sequence[Expr], GridOf], Decimal | None]

    @property
    def required(self) -> int:
        """How many arguments have to be written."""
        return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFunction(Described):
    """A function whose first argument is a table: it asks it more than once, or for a part of what it does.

    `least` and `most` bound the number of values after the table. What it means the compiler says by
    lookups and arithmetic, which have all other faces.
    """

    least: int
    most: int

    @property
    def required(self) -> int:
        """How many arguments have to be written."""
        return 1 + self.least


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFunction(Described):
    """A function of what a value was in earlier periods; `least` and `most` bound the number of arguments."""

    least: int
    most: int

    @property
    def required(self) -> int:
        """How many arguments have to be written."""
        return self.least


def says_nothing(_wanted: Interval, arguments: Domains) -> Sequence[Domain | None]:
    """Say nothing of the arguments, whatever the result is."""
    return [None] * len(arguments)


def no_grid(*_: object) -> None:
    """Know of no amount that divides every value."""


def whole_numbers(*_: object) -> Decimal:
    """Tell that every value is a whole number."""
    return ONE
