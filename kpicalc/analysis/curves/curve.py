"""The pay of one employee as one fact moves: in pieces, each without a jump."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise

from kpicalc.analysis.curves.breakpoints import (
    Sample,
    Track,
    find_breakpoints,
    join_strokes,
    on_grid,
    pieces_of,
    sample_at,
    sampled_pay,
    strokes_of,
)
from kpicalc.model.analysis import Piece
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import ONE, ZERO

# Looks at equal distances to begin with; what turns between two of them is found by its turns.
_SAMPLES = 16
# Pay of a hundred times the usual is out of all measure; so far from where it grows there a curve ends.
BEYOND_MEASURE = 100
_NEAR_POLE = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a fact goes: from `low` to `high`, shown up to `last`; `high` is None where nothing ends it.

    `rest` is where it stands in the reference row.
    """

    low: Decimal
    last: Decimal
    high: Decimal | None
    rest: Decimal

    def look_along(self, track: Track) -> tuple[list[Sample], bool]:
        """Return the looks along a fact; False beside them where there is too much to look at it all."""
        points = list(self._first_points(track.step))
        looks, complete = find_breakpoints(track, points)
        if complete:
            return looks, True
        near = [point for point in points if point <= self.last]
        looks, complete = find_breakpoints(track, near)
        if not complete:
            # Too many stairs even there: they are drawn as a slope.
            smooth = replace(track, turns=tuple(turn for turn in track.turns if not turn.stairs))
            looks, _ = find_breakpoints(smooth, near)
        return looks, False

    def _first_points(self, step: Decimal) -> Iterator[Decimal]:
        way = self.last - self.low
        yield self.low
        if self.low < self.rest < self.last:
            yield self.rest
        for number in range(1, _SAMPLES):
            yield max(self.low, on_grid(self.low + way * number / _SAMPLES, step))
        yield self.last
        if self.high is None:
            # Without a declared end the way is doubled ten times, a thousandfold: further out nothing new is
            # met.
            yield from (on_grid(self.last * 2**number, step) for number in range(1, 11))

    def worth_showing(self, looks: Sequence[Sample], step: Decimal) -> Decimal:
        """Return how far a curve without end is shown: somewhat beyond its last turn."""
        turns = [other.at for one, other in pairwise(looks) if one.states != other.states]
        beyond = on_grid(max(turns, default=ZERO) * 5 / 4, step)
        # Stairs without end have no last turn.
        return max(self.last, beyond) if beyond * 2 < looks[-1].at else self.last

    def prove_straight(self, runs: Sequence[Sequence[Sample]], proof: Proof) -> bool:
        """Say whether nothing turns inside a run; the last one goes to the end of the fact's range."""
        ends = [run[-1].at for run in runs[:-1]]
        final = self.high if self.high is None else runs[-1][-1].at
        return all(proof(run[0].at, end) for run, end in zip(runs, [*ends, final], strict=True))


@dataclass(frozen=True, slots=True)
class Traced:
    """The pieces of a curve, how far it was followed, and whether they are proved to be all there are."""

    pieces: tuple[Piece, ...]
    last: Decimal
    exact: bool


# Says whether nothing can turn while the fact goes from one value to another (None: without end).
Proof = Callable[[Decimal, Decimal | None], bool]


def trace_curve(track: Track, reach: Reach, tolerance: Decimal, proof: Proof) -> Traced | None:
    """Return the pieces of the total along a fact; None where nothing is ever paid, or nothing changes.

    Differences up to `tolerance` are those of rounding.
    """
    every, complete = reach.look_along(track)
    looks = _off_poles(track, every, _paid_stretch(every, reach.rest), reach.rest)
    if not looks:
        return None
    if looks[-1].at < every[-1].at:
        reach = replace(reach, last=min(reach.last, looks[-1].at), high=looks[-1].at)
    last = looks[-1].at if reach.high is not None else reach.worth_showing(looks, track.step)
    looks = _cut_at(looks, last, track)
    runs = [list(run) for _, run in groupby(looks, key=lambda look: look.states)]
    exact = complete and reach.prove_straight(runs, proof)
    if exact and len({look.pay for look in looks}) == 1:
        return None
    strokes = [stroke for run in runs for stroke in strokes_of(track, run, tolerance)]
    return Traced(tuple(pieces_of(join_strokes(strokes, track.step, tolerance))), last, exact)


def _paid_stretch(looks: Sequence[Sample], rest: Decimal) -> list[Sample]:
    """Return the stretch of looks at which something is paid: that of the reference row, else the longest."""
    runs = [list(run) for paid, run in groupby(looks, key=lambda look: look.pay is not None) if paid]
    at_rest = [run for run in runs if run[0].at <= rest <= run[-1].at]
    return max(at_rest or runs, key=lambda run: run[-1].at - run[0].at, default=[])


def _off_poles(track: Track, every: Sequence[Sample], looks: list[Sample], rest: Decimal) -> list[Sample]:
    """Stop nine tenths of the way to a point at which nothing is paid where pay grows beyond measure there.

    That is what a division does near a zero of its divisor.
    """
    at_rest = next((look for look in looks if look.at == rest), None)
    if at_rest is None:
        return looks
    for end, natural in ((looks[-1], every[-1]), (looks[0], every[0])):
        if (
            end is not natural
            and abs(sampled_pay(end)) > max(abs(sampled_pay(at_rest)), ONE) * BEYOND_MEASURE
        ):
            cut = on_grid(rest + (end.at - rest) * _NEAR_POLE, track.step)
            low, high = sorted((cut, rest))
            inside = (low, looks[-1].at) if end.at < rest else (looks[0].at, high)
            kept = [look for look in looks if inside[0] <= look.at <= inside[1] and look.at != cut]
            looks = sorted([*kept, *sample_at(track, [cut])], key=lambda look: look.at)
    return looks


def _cut_at(looks: Sequence[Sample], last: Decimal, track: Track) -> list[Sample]:
    kept = [look for look in looks if look.at <= last]
    if not kept:
        return list(looks)
    return kept if kept[-1].at == last else [*kept, *sample_at(track, [last])]
