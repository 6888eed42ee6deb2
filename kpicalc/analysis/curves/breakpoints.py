"""Where the total of an employee bends or jumps as one fact moves: found to the smallest step of the fact."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from kpicalc.lab.laboratory import Laboratory, Outcomes
from kpicalc.lab.turns import Turn, states_of
from kpicalc.model.analysis import Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.money import ONE
from kpicalc.model.program import Key

# No more points are looked at; stairs finer than that are told as not exact.
_MOST_LOOKS = 1500


@dataclass(frozen=True, slots=True)
class Track:
    """A fact that moves in steps while all others rest, and what it may turn."""

    lab: Laboratory
    reference: Witness
    driver: Key
    step: Decimal
    turns: tuple[Turn, ...]

    def points_between(self, one: Sample, other: Sample) -> Iterator[Decimal]:
        """Yield points on the grid between two looks: the middle, and beside where something may turn."""
        way = other.at - one.at
        if way <= self.step:
            return
        for share in (ONE / 2, *self._share_stretch(one, other)):
            near = on_grid(one.at + way * share, self.step)
            for point in (near - self.step, near, near + self.step):
                if one.at < point < other.at:
                    yield point

    def _share_stretch(self, one: Sample, other: Sample) -> Iterator[Decimal]:
        turned = zip(one.states[1:], other.states[1:], one.operands, other.operands, strict=True)
        for turn, (state, next_state, *operands) in zip(self.turns, turned, strict=True):
            before, after = map(_only_numbers, operands)
            if state != next_state and before and after:
                yield from turn.crossings(before, after)


@dataclass(frozen=True, slots=True)
class Sample:
    """What is seen at one value of the fact: the pay (None: none is paid) and how all turns stand."""

    at: Decimal
    pay: Decimal | None
    states: tuple[Hashable, ...]
    operands: tuple[tuple[Value, ...], ...]


def find_breakpoints(track: Track, points: Iterable[Decimal]) -> tuple[list[Sample], bool]:
    """Look at the points and between them, until neighbours that differ are one step apart.

    The answer is False beside the looks where that took too many of them.
    """
    looks = {look.at: look for look in sample_at(track, sorted(set(points)))}
    while True:
        wanted = {
            point
            for one, other in pairwise(sorted(looks.values(), key=_place))
            if one.states != other.states
            for point in track.points_between(one, other)
        }
        if not wanted:
            return sorted(looks.values(), key=_place), True
        if len(looks) + len(wanted) > _MOST_LOOKS:
            return sorted(looks.values(), key=_place), False
        looks.update((look.at, look) for look in sample_at(track, sorted(wanted)))


def sample_at(track: Track, points: Sequence[Decimal]) -> list[Sample]:
    """Return what is seen at each of the points, in their order."""
    outcomes = outcomes_at(track, points)
    pays = [each if isinstance(each, Decimal) else None for each in outcomes.named(track.lab.program.total)]
    seen = [states_of(turn, outcomes) for turn in track.turns]
    return [
        Sample(
            point,
            pays[number],
            (pays[number] is None, *(each[number][0] for each in seen)),
            tuple(each[number][1] for each in seen),
        )
        for number, point in enumerate(points)
    ]


def outcomes_at(track: Track, points: Sequence[Decimal]) -> Outcomes:
    """Return all that comes of the reference with the fact at each of the points."""
    return track.lab.settle_changes(track.reference, [{track.driver: point} for point in points])


def on_grid(value: Decimal, step: Decimal) -> Decimal:
    """Return the multiple of the step at the value or next below it."""
    steps = (value / step).to_integral_value(rounding=ROUND_FLOOR)
    near = steps * step
    return near.quantize(ONE) if int(near.as_tuple().exponent) > 0 else near


def _place(look: Sample) -> Decimal:
    return look.at


def _only_numbers(values: tuple[Value, ...]) -> list[Decimal]:
    """Return the values, or nothing where one of them is no number."""
    numbers = [each for each in values if isinstance(each, Decimal)]
    return numbers if len(numbers) == len(values) else []
