"""What stands out on a curve: jumps, stretches with nothing to gain, better results that pay less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import pairwise

from kpicalc.model.analysis import Cliff, Curve, CurveStudy, Zone, ZoneKind
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CONTEXT, ZERO

# A difference of less than this part of the pay beside it, and of all that is at stake, is slight.
_SLIGHT = 500


@dataclass(frozen=True, slots=True)
class _Point:
    """A point of a curve: the fact, and the pay there; whether the way to the other end is bent."""

    at: Decimal
    pay: Decimal
    bent: bool = False

    def is_flat(self, last: _Point, tolerance: Decimal) -> bool:
        return abs(last.pay - self.pay) <= tolerance

    def are_apart(self, other: _Point, step: Decimal) -> bool:
        return abs(other.at - self.at) > step

    def find_regained(self, here: _Point, pay: Decimal, step: Decimal) -> tuple[Decimal, bool]:
        """Return where, between two points, the pay is reached again, and whether that is exact."""
        if not self.are_apart(here, step) or here.pay <= pay:
            return here.at, True
        way = (here.at - self.at) * (pay - self.pay) / (here.pay - self.pay)
        return ((self.at + way) / step).to_integral_value() * step, not here.bent


def study_curve(curve: Curve, tolerance: Decimal) -> CurveStudy:
    """Return the curve with its cliffs and zones, in the order from the worst result to the best.

    Differences of pay up to `tolerance`, such as rounding makes, count as none.
    """
    with localcontext(CONTEXT):
        pays = [pay for piece in curve.pieces for pay in (piece.pay_at_start, piece.pay_before_end)]
        stake = max(pays) - min(pays)
        stretches = _from_worst_to_best(curve)
        cliffs = tuple(
            replace(each, slight=_is_slight(each.before, each.after, stake))
            for each in _find_cliffs(stretches, curve.step, tolerance)
        )
        zones = [
            *_flat_zones(stretches, cliffs, tolerance),
            *(
                replace(each, slight=_is_slight(each.pay_at_start, each.pay_at_end, stake))
                for each in _falling_zones(stretches, curve.step, tolerance)
            ),
        ]
    zones.sort(key=lambda zone: -zone.start if curve.lower_is_better else zone.start)
    return CurveStudy(curve, cliffs, tuple(zones))


def _from_worst_to_best(curve: Curve) -> list[tuple[_Point, _Point]]:
    """Return the two ends of each piece."""
    stretches = []
    for piece in curve.pieces:
        last = curve.last if piece.end is None else piece.end - curve.step
        first = _Point(piece.start, piece.pay_at_start, piece.bent)
        stretches.append((first, _Point(last, piece.pay_before_end, piece.bent)))
    if curve.lower_is_better:
        return [(last, first) for first, last in reversed(stretches)]
    return stretches


def _find_cliffs(
    stretches: Sequence[tuple[_Point, _Point]], step: Decimal, tolerance: Decimal
) -> Iterator[Cliff]:
    for one, other in pairwise(stretches):
        # A steep piece climbs much within one step: that alone is no jump.
        climb = max(_slope_of_stretch(one), _slope_of_stretch(other)) * step * 2
        before, after = one[1].pay, other[0].pay
        if abs(after - before) > climb + tolerance:
            yield Cliff(other[0].at, before, after)


def _is_slight(one: Decimal, other: Decimal, stake: Decimal) -> bool:
    return abs(other - one) * _SLIGHT < min(stake, max(abs(one), abs(other)))


def _slope_of_stretch(stretch: tuple[_Point, _Point]) -> Decimal:
    first, last = stretch
    if first.at == last.at:
        return ZERO
    return abs((last.pay - first.pay) / (last.at - first.at))


def _flat_zones(
    stretches: Sequence[tuple[_Point, _Point]], cliffs: Sequence[Cliff], tolerance: Decimal
) -> Iterator[Zone]:
    jumps = {cliff.at for cliff in cliffs}
    opened: _Point | None = None
    before = stretches[0][0]
    for first, last in stretches:
        jumped = first.at in jumps
        if opened is not None and (jumped or not opened.is_flat(last, tolerance)):
            # Where pay bends without a jump, the zone reaches to the last point that still pays the same.
            end = first.at if jumped else before.at
            yield Zone(ZoneKind.FLAT, opened.at, end, opened.pay, opened.pay)
            opened = None
        if opened is None and first.at != last.at and first.is_flat(last, tolerance):
            opened = first if jumped or not before.is_flat(first, tolerance) else before
        before = last
    if opened is not None:
        yield Zone(ZoneKind.FLAT, opened.at, None, opened.pay, opened.pay)


def _falling_zones(
    stretches: Sequence[tuple[_Point, _Point]], step: Decimal, tolerance: Decimal
) -> Iterator[Zone]:
    points = [point for stretch in stretches for point in stretch]
    best = points[0]
    least: Decimal | None = None
    for before, here in pairwise(points):
        if here.pay + tolerance < best.pay:
            if least is None:
                start = best if not best.are_apart(before, step) else before
                best = _Point(start.at if before.are_apart(here, step) else here.at, best.pay)
            least = here.pay if least is None else min(least, here.pay)
            continue
        if least is not None:
            end, exact = before.find_regained(here, best.pay, step)
            yield Zone(ZoneKind.FALLING, best.at, end, best.pay, least, exact=exact)
        if least is not None or here.pay > best.pay + tolerance or before.are_apart(here, step):
            best = _Point(here.at, max(best.pay, here.pay))
        least = None
    if least is not None:
        yield Zone(ZoneKind.FALLING, best.at, None, best.pay, least)
