"""Bands of one axis, in ascending order, each with its value."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kpicalc.compiler.bands import Interval
from kpicalc.model.program import Band


def ascending_bands(intervals: Iterable[Interval], values: Iterable[Decimal]) -> tuple[Band, ...]:
    """Return the bands of intervals without holes and overlaps; only the last keeps its upper end."""
    pairs = sorted(zip(intervals, values, strict=False), key=lambda pair: pair[0].start)
    last = pairs[-1][0]
    return tuple(
        Band(
            lower=each.low,
            after=each.start[1],
            upper=each.high if each is last else None,
            upper_included=each is last and each.end[1],
            value=value,
            span=each.spec.span,
        )
        for each, value in pairs
    )
