"""What can be said of a scheme before anyone is paid: bounds of pay, curves, jumps, and what is at risk."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.outline import LineKind
from kpicalc.model.period import Period
from kpicalc.model.program import Input

# The least and the greatest value of a fact; None where there is no limit.
Ends = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One made-up row of facts: a value for each column; None is a cell left blank."""

    grain: str
    values: tuple[tuple[str, Scalar | None], ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """Facts made up to show that an amount can happen.

    The first row of `employees` is the employee who is looked at. Every other row hangs on the first row of
    the grain above it, unless `parents` names another by its number among the rows of that grain.
    """

    rows: tuple[FactRow, ...]
    parents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """The least or greatest amount of a line.

    `value` is None where there is no limit: then `grows_with` names the facts that it grows with. A `tight`
    bound is reached by the witness to the last digit; without a value it was seen to grow on and on. One
    that is not tight only says that no amount lies beyond it, and without a value nothing at all; the
    witness then gives `reached`, the furthest amount that was met.
    """

    value: Decimal | None
    tight: bool
    reached: Decimal | None
    witness: Witness | None
    grows_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineBounds:
    """The bounds of one pay line, or of the total when `line` is ""."""

    line: str
    label: str
    kind: LineKind | None
    lowest: Bound
    highest: Bound

    @property
    def money(self) -> bool:
        """True for amounts of money; an entitlement is a count, or 1 where it is given."""
        return self.kind is None or self.kind.traits.money


@dataclass(frozen=True, slots=True)
class CheckStudy:
    """Whether a check that the scheme states can fail, None where that was neither met nor ruled out.

    Where it can, the witness has facts with which the engine makes it fail for an employee who is paid.
    """

    name: str
    label: str
    grain: str
    written: str
    fails: bool | None
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a curve without a jump, from `start` (included) up to `end` (excluded).

    `pay_before_end` is the pay just below `end`. The last piece has no end (None): it goes on as far as the
    fact may go, and its `pay_before_end` is the pay at the last point looked at. Of a `bent` piece only the
    ends lie on the curve; between them it is drawn as a straight stroke.
    """

    start: Decimal
    end: Decimal | None
    pay_at_start: Decimal
    pay_before_end: Decimal
    bent: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """The total of one employee as one fact moves and all others rest at `reference`.

    `driver` is the fact as (grain, name). For the actual of a KPI `whole` is its plan there, so that results
    can be shown as percent of it, and `plan` names it; otherwise it is None. With `lower_is_better` a smaller
    fact is the better. `exact` is False where the pieces could not be proved to be all there are. `last` is
    the greatest fact that was looked at. `step` is the smallest difference between two facts: the way from
    just below a point to it. `points` are (fact, pay) at round values and where pay jumps.
    """

    driver: tuple[str, str]
    label: str
    kind: Kind
    whole: Decimal | None
    lower_is_better: bool
    reference: Witness
    pieces: tuple[Piece, ...]
    exact: bool
    last: Decimal
    step: Decimal
    points: tuple[tuple[Decimal, Decimal], ...]
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Cliff:
    """A jump of pay at one point of a curve: `before` just below it, `after` at it.

    Where a smaller fact is the better, `before` is the pay just above the point: the worse comes first.
    A `slight` one is less than 1/500 of the pay there, and of what the curve goes up and down.
    """

    at: Decimal
    before: Decimal
    after: Decimal
    slight: bool = False


class ZoneKind(StrEnum):
    """What a better result brings inside a zone."""

    FLAT = "flat"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a curve in which a better result pays nothing more, or less.

    A flat zone pays the same from `start` to `end` (None: to the last). A falling one begins where pay falls
    below what a worse result already paid (`pay_at_start`) and lasts until that is paid again (None: never);
    its `pay_at_end` is the least in between. Where a smaller fact is the better, `start` is the greater one.
    In a `slight` one as little is lost as in a slight jump. An end on a bent piece is not `exact`.
    """

    kind: ZoneKind
    start: Decimal
    end: Decimal | None
    pay_at_start: Decimal
    pay_at_end: Decimal
    slight: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class CurveStudy:
    """A curve and what stands out on it, the slight things too.

    `people` are where those of a month stand: the fact and the pay of each; where the curve has a plan, the
    fact is as much of it as they reached of their own.
    """

    curve: Curve
    cliffs: tuple[Cliff, ...]
    zones: tuple[Zone, ...]
    people: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def people_within(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """The people whose fact the curve goes as far as."""
        first, last = self.curve.pieces[0].start, self.curve.last
        return tuple(each for each in self.people if first <= each[0] <= last)

    def ends_of(self, zone: Zone) -> tuple[Decimal, Decimal]:
        """Return between which facts a zone lies, the smaller first."""
        last = self.curve.pieces[0].start if self.curve.lower_is_better else self.curve.last
        end = last if zone.end is None else zone.end
        return min(zone.start, end), max(zone.start, end)

    @property
    def notable_cliffs(self) -> tuple[Cliff, ...]:
        """The jumps that are not slight."""
        return tuple(each for each in self.cliffs if not each.slight)

    @property
    def notable_zones(self) -> tuple[Zone, ...]:
        """The zones in which not slightly less is paid."""
        return tuple(each for each in self.zones if not each.slight)

    @property
    def slight(self) -> int:
        """How many jumps and zones are slight."""
        every: tuple[Cliff | Zone, ...] = (*self.cliffs, *self.zones)
        return sum(each.slight for each in every)


@dataclass(frozen=True, slots=True)
class Mix:
    """Pay with all KPIs at one level: `level` is threshold, target or excellence.

    `attainment` is what all KPIs are set to (None where each stands at its own). `fixed` is pay that
    does not depend on results, `variable` the rest. `leverage` is variable pay here over that at target.
    """

    level: str
    attainment: Decimal | None
    fixed: Decimal
    variable: Decimal
    total: Decimal
    leverage: Decimal | None
    witness: Witness


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that `analyse` says of one scheme.

    `facts` are the columns that the witnesses have values for. `assumed` are the ranges that the scheme does
    not declare and the analysis took, as (fact, least or None, greatest or None). `tables` are grains and
    what people call their rows.
    """

    scheme: str
    title: str
    currency: str
    period: Period
    lines: tuple[LineBounds, ...]
    total: LineBounds
    curves: tuple[CurveStudy, ...]
    mixes: tuple[Mix, ...]
    facts: tuple[Input, ...]
    assumed: tuple[tuple[str, Decimal | None, Decimal | None], ...] = ()
    checks: tuple[CheckStudy, ...] = ()
    tables: tuple[tuple[str, str], ...] = ()
