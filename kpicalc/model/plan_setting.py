"""Plans set from what was reached: mean, best, more for the head; and a funnel walked backwards."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal, localcontext

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ONE, ZERO
from kpicalc.model.period import Period


@dataclass(frozen=True, slots=True)
class ReachedResult:
    """What one person reached in each of the periods, None where he is not in the facts."""

    number: str
    name: str
    reached: tuple[Decimal | None, ...]

    @property
    def known(self) -> tuple[Decimal, ...]:
        """What is known of him."""
        return tuple(each for each in self.reached if each is not None)

    @property
    def mean(self) -> Decimal:
        """The mean of the periods in which he is there."""
        return CONTEXT.divide(sum(self.known, ZERO), Decimal(len(self.known)))

    @property
    def best(self) -> Decimal:
        """The most that he reached."""
        return max(self.known)

    @property
    def more(self) -> Decimal:
        """The best and once more as much as it is above the mean: 10, 15, 20."""
        return CONTEXT.subtract(CONTEXT.multiply(self.best, Decimal(2)), self.mean)


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """A stage of a funnel: what it came to, the part of the stage before it, and what is needed of it."""

    fact: str
    kind: Kind
    reached: Decimal
    part: Decimal | None
    needed: Decimal | None


@dataclass(frozen=True, slots=True)
class PlanSetting:
    """Plans from the facts of some periods, in the units of one fact; and the funnel of all of them."""

    periods: tuple[Period, ...]
    fact: str
    kind: Kind
    currency: str
    people: tuple[ReachedResult, ...]
    funnel: tuple[FunnelStage, ...]
    wanted: Decimal | None


def walk_back(stages: Sequence[tuple[str, Kind, Decimal]], wanted: Decimal | None) -> tuple[FunnelStage, ...]:
    """Return the stages with what each needs so that the last one comes to what is wanted, whole ones up.

    >>> [each.needed for each in walk_back((("calls", Kind.COUNT, Decimal(500)),
    ...     ("sales", Kind.COUNT, Decimal(100))), Decimal(20))]
    [Decimal('100'), Decimal('20')]
    """
    last = stages[-1][2]
    told = []
    with localcontext(CONTEXT):
        for at, (fact, kind, reached) in enumerate(stages):
            before = stages[at - 1][2] if at else ZERO
            part = reached / before if before else None
            # Multiplied first: a part such as 1/3 is cut, and would ask for one too many.
            needed = None if wanted is None or not last else wanted * reached / last
            whole = needed if needed is None or kind is not Kind.COUNT else _round_up(needed)
            told.append(FunnelStage(fact, kind, reached, part, whole))
    return tuple(told)


def _round_up(value: Decimal) -> Decimal:
    """Return the whole number not below; what is cut in its last digits is whole."""
    return value.quantize(Decimal("1E-50")).to_integral_value(ROUND_CEILING).quantize(ONE)
