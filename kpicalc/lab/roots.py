"""Root finding: where a value that is known at two points becomes zero, for a line and for a hyperbola."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, DecimalException

from kpicalc.model.money import ONE

# A point and the value there; it may be none, or no number.
Sample = tuple[Decimal, object]


def share_of_way(before: Decimal, after: Decimal, edge: Decimal) -> Decimal | None:
    """Return at which share of the way from one value to another a straight line reaches an edge between."""
    if before == after or not min(before, after) <= edge <= max(before, after):
        return None
    return (edge - before) / (after - before)


def guess_roots(one: Sample, other: Sample) -> Iterator[Decimal]:
    """Yield where a straight line through two samples is zero, and where a line over 1/x is.

    One of them is exact for sums, products and quotients of one fact.
    """
    (first, here), (second, there) = one, other
    if not isinstance(here, Decimal) or not isinstance(there, Decimal) or here == there:
        return
    yield first + here * (second - first) / (here - there)
    try:
        yield ONE / (ONE / first + here * (ONE / second - ONE / first) / (here - there))
    except DecimalException:
        return
