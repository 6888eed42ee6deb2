"""What-if: the facts that are to be others, and what everybody is paid then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.period import Period
from kpicalc.model.source import SourceText


@dataclass(frozen=True, slots=True)
class Shock:
    """A fact that is to be what a formula gives: of everybody, of one person, or of one row by its key.

    Or a number of the schemes: a parameter, one of its values, or what stands at keys.
    """

    target: SourceText
    formula: SourceText


@dataclass(frozen=True, slots=True)
class Scenario:
    """Facts that change together, and what that is called."""

    name: str
    shocks: tuple[Shock, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """A fact that goes from one end to another: in parts of itself with `share`, else in its own units.

    None says that percents are written: these are parts of the fact, unless it is a share itself.
    """

    target: SourceText
    low: Decimal
    high: Decimal
    step: Decimal
    share: bool | None

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The values from the lowest on; the highest only where the steps meet it."""
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * at for at in range(count + 1))


class Shape(StrEnum):
    """How a fact is spread; each has its numbers: ends, ends around the peak, mean and deviation.

    What is drawn from the past has none: it is as it was in one of the closed months.
    """

    PAST = "past"
    UNIFORM = "uniform"
    TRIANGLE = "triangle"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Draw:
    """A fact that is drawn by chance; with `common` all rows share one draw, as a market does.

    From the past everybody draws his own months, with `common` all the same month, `pooled` those of all.

    `share` says as of a sweep what the numbers are.
    """

    target: SourceText
    shape: Shape
    numbers: tuple[Decimal, ...]
    share: bool | None
    common: bool = False
    pooled: bool = False


@dataclass(frozen=True, slots=True)
class PastMonth:
    """The facts of employees in a closed month, by currency and name: of each number what it was.

    None stands for what was blank, or stood there twice.
    """

    period: Period
    facts: Mapping[tuple[str, str], Mapping[str, Decimal | None]]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All that was asked: scenarios, a grid of sweeps, draws, and by how much each fact moves in turn.

    Where people are paid in several currencies one of them is chosen.
    """

    scenarios: tuple[Scenario, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    draws: tuple[Draw, ...] = ()
    times: int = 10_000
    seed: int = 1
    tornado: Decimal | None = None
    currency: str = ""
    past: tuple[PastMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class PaidPerson:
    """A person, and what he is paid as the facts are."""

    number: str
    name: str
    scheme: str
    now: Decimal


@dataclass(frozen=True, slots=True)
class Breach:
    """How often a changed fact leaves the range that its scheme declares, and the first one that does."""

    fact: str
    kind: Kind
    count: int
    who: str
    value: Decimal | None


# What each person is paid, in their order; None where he cannot be paid.
Pays = tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ScenarioPay:
    """What a scenario pays; `changed` has the shocks as written, how much each changes, and of what.

    That is `rows` of the facts, or `numbers` of the schemes.
    """

    name: str
    changed: tuple[tuple[str, int, str], ...]
    pays: Pays
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One fact of a grid, as it was named; its values are parts of the fact with `share`."""

    fact: str
    kind: Kind
    share: bool


@dataclass(frozen=True, slots=True)
class GridPoint:
    """What is paid at one point of a grid in all; `unpaid` cannot be paid there and count as now."""

    at: tuple[Decimal, ...]
    total: Decimal
    unpaid: int = 0


@dataclass(frozen=True, slots=True)
class PaySpread:
    """How an amount is spread over draws: each quantile is the least amount that so many do not exceed."""

    least: Decimal
    greatest: Decimal
    mean: Decimal
    quantiles: tuple[Decimal, ...]


QUANTILES = tuple(map(Decimal, ("0.05", "0.25", "0.5", "0.75", "0.95")))


@dataclass(frozen=True, slots=True)
class Distribution:
    """What many draws pay; of a person who could not be paid in each of them there is no spread.

    `past` are the closed months that were drawn from; `strangers` have none of their own there.
    """

    times: int
    seed: int
    total: PaySpread | None
    people: tuple[PaySpread | None, ...]
    bars: tuple[tuple[Decimal, Decimal, int], ...]
    unpaid: int
    breaches: tuple[Breach, ...]
    past: tuple[Period, ...] = ()
    strangers: int = 0


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """What is paid in all when one fact of everybody is less, and more, by the same part.

    `title` is what people call the scheme.
    """

    scheme: str
    fact: str
    down: Decimal
    up: Decimal
    breaches: int = 0
    unpaid: int = 0
    title: str = ""

    @property
    def swing(self) -> Decimal:
        """How far apart the two are."""
        return abs(self.up - self.down)


@dataclass(frozen=True, slots=True)
class Simulation:
    """The pay of a period as it is, and in every other way that was asked for."""

    period: Period
    currency: str
    people: tuple[PaidPerson, ...]
    scenarios: tuple[ScenarioPay, ...] = ()
    axes: tuple[Axis, ...] = ()
    points: tuple[GridPoint, ...] = ()
    distribution: Distribution | None = None
    tornado: Decimal | None = None
    bars: tuple[TornadoBar, ...] = ()
    breaches: tuple[Breach, ...] = ()

    @property
    def total(self) -> Decimal:
        """What is paid in all as the facts are."""
        return total_with(self.people, (None,) * len(self.people))

    def total_with(self, pays: Pays) -> Decimal:
        """Return what is paid in all; who cannot be paid counts as he is paid now."""
        return total_with(self.people, pays)


def total_with(people: Sequence[PaidPerson], pays: Pays) -> Decimal:
    """Return what is paid in all; who cannot be paid counts as he is paid now."""
    amounts = (person.now if pay is None else pay for person, pay in zip(people, pays, strict=True))
    return reduce(CONTEXT.add, amounts, ZERO)
