"""How fair and how honest a scheme is on real facts: equal results, ranks, caps, and what could be gamed."""

from __future__ import annotations

from dataclasses import field
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum
from math import isqrt

from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Expr
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.period import Period
from kpicalc.model.program import Program
from kpicalc.model.source import CellRef, Span

# A correlation is judged by two digits; four keep its rounding out of sight.
_KEPT = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Correlation:
    """A coefficient between -1 and 1, exact: a whole number over the root of another."""

    over: int
    square: int

    @property
    def value(self) -> Decimal:
        """The coefficient to four decimals.

        >>> Correlation(26, 900).value
        Decimal('0.8667')
        """
        with localcontext(prec=40):
            return (self.over / Decimal(self.square).sqrt()).quantize(_KEPT, ROUND_HALF_EVEN)

    @property
    def exact(self) -> str:
        """The coefficient as it is.

        >>> Correlation(26, 900).exact, Correlation(3, 20).exact
        ('26/30', '3/√20')
        """
        root = isqrt(self.square)
        return f"{self.over}/{root}" if root * root == self.square else f"{self.over}/√{self.square}"


@dataclass(frozen=True, slots=True)
class RankLink:
    """How pay goes with one result over people; None where all have the same result, or the same pay."""

    name: str
    label: str
    people: int
    spearman: Correlation | None
    kendall: Correlation | None
    spearman_variable: Correlation | None
    kendall_variable: Correlation | None


class StandingKind(StrEnum):
    """Where results stop to count: cut by a cap, held up by a floor, in the last band, paid nothing.

    Nothing is paid because a condition holds, one is `unmet`, or a table gives nothing.
    """

    CAP = "cap"
    FLOOR = "floor"
    NOTHING = "nothing"
    UNMET = "unmet"
    TABLE_NOTHING = "table_nothing"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class ResultStanding:
    """How many people stand there, and by which parts of which formula, unless a title says it."""

    kind: StandingKind
    label: str
    formula: str
    people: int
    of: int
    place: Span
    parts: tuple[Expr, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slope:
    """For how many people a fact that is 5 % more pays more, nothing more, or less."""

    fact: str
    more: int
    nothing: int
    less: int
    grain: str
    name: str

    @property
    def direction(self) -> int:
        """1 where more of it is better for somebody and worse for nobody, -1 for the contrary, else 0."""
        return (self.more > 0) - (self.less > 0)


@dataclass(frozen=True, slots=True)
class AuditedPerson:
    """A person, and what he is paid by which scheme."""

    number: str
    name: str
    scheme: str
    pay: Decimal


@dataclass(frozen=True, slots=True)
class ResultPair:
    """One result of two people."""

    label: str
    kind: Kind
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class PayCause:
    """A fact in which two people differ, and what it does to the pay of the first, in order.

    `rules` are the parts of the scheme that read the fact, with their places; `lines` what moves by how much.
    """

    label: str
    kind: Kind
    low: Scalar | None
    high: Scalar | None
    amount: Decimal
    lines: tuple[tuple[str, Decimal], ...]
    rules: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class UnequalPay:
    """Two people of whom the first is paid less, with results as good: `equal` ones, or better ones.

    The amounts of the causes and the `rest` (rows of their own, places among others, another scheme) add up
    to the difference.
    """

    low: AuditedPerson
    high: AuditedPerson
    equal: bool
    results: tuple[ResultPair, ...]
    causes: tuple[PayCause, ...]
    rest: Decimal

    @property
    def difference(self) -> Decimal:
        """What the second is paid more."""
        return self.high.pay - self.low.pay


class Trick(StrEnum):
    """What somebody can do with the same work: split a row, merge two, tell it on another day or later."""

    SPLIT = "split"
    MERGE = "merge"
    LATER = "later"
    PART_LATER = "part_later"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Gaming:
    """A trick that pays, with the example that pays most: pay as it is and then, of one month or of two.

    Of two months the second is thought to be like the first. `amounts` are the fact before and after, or the
    days; `people` is for how many it pays, of all those for whom it was tried in `tried` ways.
    """

    trick: Trick
    fact: str
    kind: Kind
    person: AuditedPerson
    cell: CellRef | None
    amounts: tuple[Scalar, ...]
    now: tuple[Decimal, ...]
    then: tuple[Decimal, ...]
    people: int
    tried: int

    @property
    def gain(self) -> Decimal:
        """What it brings."""
        return sum(self.then, Decimal(0)) - sum(self.now, Decimal(0))


@dataclass(frozen=True, slots=True)
class Tried:
    """A trick that was tried in so many ways and pays nobody more."""

    trick: Trick
    fact: str
    tried: int


@dataclass(frozen=True, slots=True)
class SchemeAudit:
    """One scheme on its people: `links` per result, `overall` by the mean of ranks.

    `left_out` names what was not looked at; `influence_told` says whether the scheme tells what people
    influence.
    """

    scheme: str
    title: str
    people: int
    links: tuple[RankLink, ...]
    overall: RankLink | None
    standings: tuple[ResultStanding, ...]
    slopes: tuple[Slope, ...]
    gaming: tuple[Gaming, ...]
    harmless: tuple[Tried, ...]
    left_out: tuple[str, ...]
    influence_told: bool
    program: Program = field(repr=False)


@dataclass(frozen=True, slots=True)
class PayAudit:
    """A month audited: what people with equal results get, and each scheme by itself.

    `unequal` is the number of groups of equal results that are paid differently, `overtaken` that of the
    people who are paid less than somebody whose results are no better in anything; of both the widest are
    told as `pairs`. Where results within a part of each other are `alike`, both are numbers of people. None
    stands where there are too many people to compare each with each.
    """

    period: Period
    currency: str
    people: int
    groups: int | None
    unequal: int | None
    overtaken: int | None
    pairs: tuple[UnequalPay, ...]
    schemes: tuple[SchemeAudit, ...]
    alike: Decimal = Decimal(0)
