"""How pay is spread over many draws: least, greatest, mean and quantiles, in whole minor units."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext

from kpicalc.model.money import CONTEXT, ONE, minor_unit
from kpicalc.model.what_if import QUANTILES, Pays, PaySpread

_BARS = 20
# The total, each person, the bars of the total (from, to, draws), and in how many draws somebody is unpaid.
Spreads = tuple[PaySpread | None, tuple[PaySpread | None, ...], tuple[tuple[Decimal, Decimal, int], ...], int]


def spread_pay(paid: Iterable[Pays], currency: str) -> Spreads:
    """Return how the total and the pay of each person are spread.

    Amounts are counted in the smallest unit of the currency, half up; a draw in which somebody cannot be
    paid has no total.
    """
    unit = minor_unit(currency)
    per_unit = ONE / unit
    totals, every = array("q"), array("q")
    failed: set[int] = set()
    unpaid = count = 0
    for pays in paid:
        count = len(pays)
        lost = {at for at, pay in enumerate(pays) if pay is None} if None in pays else None
        units = [0 if pay is None else int((pay * per_unit).quantize(ONE, ROUND_HALF_UP)) for pay in pays]
        every.extend(units)
        if lost:
            failed |= lost
            unpaid += 1
        else:
            totals.append(sum(units))
    with localcontext(CONTEXT):
        each = tuple(None if at in failed else _spread(every[at::count], unit) for at in range(count))
        return _spread(totals, unit), each, tuple(_bars(totals, unit)), unpaid


def _spread(units: Sequence[int], unit: Decimal) -> PaySpread | None:
    if not units:
        return None
    ordered, count = sorted(units), len(units)
    at = [int((part * count).to_integral_value(ROUND_CEILING)) - 1 for part in QUANTILES]
    mean = (Decimal(sum(ordered)) / count).quantize(ONE, ROUND_HALF_UP)
    quantiles = tuple(ordered[max(0, each)] * unit for each in at)
    return PaySpread(ordered[0] * unit, ordered[-1] * unit, mean * unit, quantiles)


def _bars(units: Sequence[int], unit: Decimal) -> list[tuple[Decimal, Decimal, int]]:
    """Return stretches of equal width from the least to the greatest, with the draws in each."""
    if not units:
        return []
    least, greatest = min(units), max(units)
    width = max(1, -(-(greatest - least + 1) // _BARS))
    counts = [0] * _BARS
    for each in units:
        counts[(each - least) // width] += 1
    bars = [
        ((least + at * width) * unit, (least + (at + 1) * width) * unit, count)
        for at, count in enumerate(counts)
    ]
    while not bars[-1][2]:
        bars.pop()
    return bars
