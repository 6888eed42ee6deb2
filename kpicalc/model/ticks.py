"""Round figures at even distances, for axes and tables."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal, localcontext

from kpicalc.model.money import CONTEXT, ZERO

_ROUND = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))


def round_ticks(low: Decimal, high: Decimal, most: int) -> tuple[Decimal, ...]:
    """Return round figures between two ends, at the least round distance at which there are at most so many.

    `most` is 2 or more; where the ends are one figure there is this one.

    >>> [str(tick) for tick in round_ticks(Decimal(0), Decimal(970), 6)]
    ['0', '200', '400', '600', '800']
    >>> round_ticks(Decimal(5), Decimal(5), 6)
    (Decimal('5'),)
    """
    with localcontext(CONTEXT):
        if high <= low:
            return (low,)
        least = (high - low) / (most - 1)
        tens = Decimal(1).scaleb(least.adjusted())
        step = next(tens * each for each in _ROUND if tens * each >= least)
        first = (low / step).to_integral_value(ROUND_CEILING)
        count = int((high / step - first).to_integral_value(ROUND_CEILING)) + 1
        ticks = [(first + at) * step for at in range(count)]
        return tuple(_plain(tick) for tick in ticks if tick <= high)


def _plain(tick: Decimal) -> Decimal:
    """Return the figure without an exponent or needless zeros."""
    short = tick.normalize()
    return short.quantize(Decimal(1)) if int(short.as_tuple().exponent) > 0 else short + ZERO
