"""Where a total bends or jumps as one fact moves, to its smallest step, and the strokes between."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from kpicalc.lab.laboratory import Laboratory, Outcomes
from kpicalc.lab.turns import Turn, states_of
from kpicalc.model.analysis import Piece, Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.money import ONE, ZERO
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


# A bent piece is cut in halves at most so often, until strokes are as near to it as this part of its height.
_HALVINGS = 6
_SHARPNESS = 100
# A peak is looked for at so many points at once, between the best of which it lies.
_BETWEEN = 16


@dataclass(frozen=True, slots=True)
class StraightWay:
    """A straight way from one sample to another; of a `bent` one only the ends lie on the curve."""

    first: Sample
    last: Sample
    bent: bool = False


def strokes_of(track: Track, run: Sequence[Sample], tolerance: Decimal) -> list[StraightWay]:
    """Return the strokes of a run in which nothing turns; its peaks and valleys are found to a step."""
    first, last = run[0], run[-1]
    if last.at - first.at <= 2 * track.step:
        return [StraightWay(first, last)]
    middle = sample_at(track, [_part_of_way(first, last, ONE / 2, track.step)])[0]
    if all(_is_on_line(each, first, last, tolerance) for each in (*run, middle)):
        return [StraightWay(first, last)]
    pays = [sampled_pay(sample) for sample in run]
    near = max(tolerance, (max(pays) - min(pays)) / _SHARPNESS)
    return _with_peaks(track, _bent_strokes(track, (first, last), near, _HALVINGS))


def sampled_pay(sample: Sample) -> Decimal:
    """Return the pay at a sample, 0 where none is paid."""
    return sample.pay if sample.pay is not None else ZERO


def _bent_strokes(
    track: Track, ends: tuple[Sample, Sample], near: Decimal, halvings: int
) -> list[StraightWay]:
    """Cut a bent run in halves until straight strokes come near to it; it is cut at least once."""
    first, last = ends
    if not halvings or last.at - first.at <= 4 * track.step:
        return [StraightWay(*ends, bent=True)]
    at = _part_of_way(first, last, ONE / 2, track.step)
    before, middle = sample_at(track, [at - track.step, at])
    if halvings < _HALVINGS and _is_on_line(middle, first, last, near):
        return [StraightWay(*ends, bent=True)]
    halves = ((first, before), (middle, last))
    return [stroke for half in halves for stroke in _bent_strokes(track, half, near, halvings - 1)]


def _with_peaks(track: Track, strokes: Sequence[StraightWay]) -> list[StraightWay]:
    """Cut strokes anew where one rises and the next falls: between them lies a peak, or a valley."""
    found = [strokes[0]]
    for stroke in strokes[1:]:
        before = found[-1]
        rises = _rise(before)
        peak = before.last
        if rises * _rise(stroke) < ZERO:
            peak = _find_peak(track, (before.first, stroke.last), 1 if rises > ZERO else -1)
        if peak is before.last or not before.first.at < peak.at < stroke.last.at:
            found.append(stroke)
            continue
        after = sample_at(track, [peak.at + track.step])[0]
        found[-1:] = [StraightWay(before.first, peak, bent=True), StraightWay(after, stroke.last, bent=True)]
    return found


def _rise(stroke: StraightWay) -> Decimal:
    return sampled_pay(stroke.last) - sampled_pay(stroke.first)


def _find_peak(track: Track, ends: tuple[Sample, Sample], sign: int) -> Sample:
    """Return the sample with the greatest (sign 1) or least pay, the middle one of several."""
    first, last = (_end_of_peak(track, ends, sign, side) for side in (-1, 1))
    if last.at - first.at <= track.step:
        return first
    return sample_at(track, [_part_of_way(first, last, ONE / 2, track.step)])[0]


def _end_of_peak(track: Track, ends: tuple[Sample, Sample], sign: int, side: int) -> Sample:
    """Return the first (side -1) or the last best sample; it lies beside the best of some points."""
    low, high = ends
    while True:
        way = high.at - low.at
        points = {on_grid(low.at + way * at / _BETWEEN, track.step) for at in range(1, _BETWEEN)}
        inner = sample_at(track, sorted(point for point in points if low.at < point < high.at))
        every = [low, *inner, high]
        best = max(range(len(every)), key=lambda at: (sign * sampled_pay(every[at]), side * at))
        if way <= _BETWEEN * track.step:
            return every[best]
        low, high = every[max(best - 1, 0)], every[min(best + 1, len(every) - 1)]


def _part_of_way(first: Sample, last: Sample, share: Decimal, step: Decimal) -> Decimal:
    return max(first.at, on_grid(first.at + (last.at - first.at) * share, step))


def _is_on_line(sample: Sample, first: Sample, last: Sample, tolerance: Decimal) -> bool:
    rise = (sampled_pay(last) - sampled_pay(first)) * (sample.at - first.at) / (last.at - first.at)
    return abs(sampled_pay(sample) - sampled_pay(first) - rise) <= tolerance


def join_strokes(strokes: Sequence[StraightWay], step: Decimal, tolerance: Decimal) -> Iterator[StraightWay]:
    """Join strokes that go on in one straight line: something turned there that does not matter to pay."""
    inner: list[Sample] = []
    current = strokes[0]
    for stroke in strokes[1:]:
        passed = [*inner, current.last, stroke.first]
        ends = current.first, stroke.last
        if stroke.first.at - current.last.at <= step and all(
            _is_on_line(each, *ends, tolerance) for each in passed
        ):
            inner, current = passed, StraightWay(*ends, bent=current.bent or stroke.bent)
        else:
            yield current
            current, inner = stroke, []
    yield current


def pieces_of(strokes: Iterator[StraightWay]) -> Iterator[Piece]:
    """Yield the strokes as pieces of a curve."""
    every = list(strokes)
    ends = [stroke.first.at for stroke in every[1:]]
    for stroke, end in zip(every, [*ends, None], strict=True):
        yield Piece(stroke.first.at, end, sampled_pay(stroke.first), sampled_pay(stroke.last), stroke.bent)
