"""The straight strokes in which a curve is drawn: one where it is straight, several where it is bent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.analysis.curves.breakpoints import Sample, Track, on_grid, sample_at
from kpicalc.model.analysis import Piece
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import ONE, ZERO

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
