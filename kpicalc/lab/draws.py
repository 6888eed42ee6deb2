"""Chance that is the same on every machine: levels from a digest of the seed, quantiles of shapes.

A level is one of 65 536 equally likely parts of chance. The levels of a row are the bytes, two by two, of
SHAKE-256 over the seed, the fact and the row, so each row has its own, and more draws only add to the first.
A level k stands for the quantile at (k + 1/2) / 65 536; that of the normal shape is Acklam's approximation in
decimals of 28 digits, rounded to six decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from hashlib import shake_256
from struct import unpack

from kpicalc.model.money import ONE
from kpicalc.model.what_if import Draw, Shape

# Two bytes of the digest for each draw; quantiles to six digits differ by less than what pay is rounded to.
LEVELS = 1 << 16
_DIGITS = Context(prec=28, rounding=ROUND_HALF_EVEN)
QUANTILE_PLACES = 6
_KEPT = Decimal((0, (1,), -QUANTILE_PLACES))
# Peter Acklam's coefficients, and where the middle ends.
_A = tuple(
    map(
        Decimal,
        (
            "-39.69683028665376",
            "220.9460984245205",
            "-275.9285104469687",
            "138.3577518672690",
            "-30.66479806614716",
            "2.506628277459239",
        ),
    )
)
_B = tuple(
    map(
        Decimal,
        (
            "-54.47609879822406",
            "161.5858368580409",
            "-155.6989798598866",
            "66.80131188771972",
            "-13.28068155288572",
            "1",
        ),
    )
)
_C = tuple(
    map(
        Decimal,
        (
            "-0.007784894002430293",
            "-0.3223964580411365",
            "-2.400758277161838",
            "-2.549732539343734",
            "4.374664141464968",
            "2.938163982698783",
        ),
    )
)
_D = tuple(
    map(
        Decimal,
        ("0.007784695709041462", "0.3224671290700398", "2.445134137142996", "3.754408661907416", "1"),
    )
)
# Where Acklam's approximation changes from the tail to the middle.
_TAIL = Decimal("0.02425")
_HALF = Decimal("0.5")


def draw_levels(seed: int, fact: str, row: str, times: int) -> tuple[int, ...]:
    """Return the levels of a row; each is two bytes, the greater first.

    >>> draw_levels(1, "employees.sales", "00201", 2), draw_levels(1, "employees.sales", "00201", 3)
    ((26319, 53917), (26319, 53917, 7356))
    """
    stream = shake_256(f"{seed}\n{fact}\n{row}".encode()).digest(2 * times)
    return unpack(f">{times}H", stream)


def quantiles_of(draw: Draw, levels: Iterable[int]) -> dict[int, Decimal]:
    """Return the value of a fact, or the part of it, at each level; it grows with the level."""
    shapes: dict[Shape, Callable[..., Decimal]] = {
        Shape.UNIFORM: _draw_uniform,
        Shape.TRIANGLE: _draw_triangle,
    }
    numbers = draw.numbers
    with localcontext(_DIGITS):
        if draw.shape is Shape.NORMAL:
            return _draw_normal(levels, *numbers)
        shape = shapes[draw.shape]
        return {level: shape((level + _HALF) / LEVELS, *numbers).quantize(_KEPT) for level in levels}


def _draw_uniform(part: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return low + (high - low) * part


def _draw_triangle(part: Decimal, low: Decimal, peak: Decimal, high: Decimal) -> Decimal:
    if part * (high - low) < peak - low:
        return low + (part * (high - low) * (peak - low)).sqrt()
    return high - ((ONE - part) * (high - low) * (high - peak)).sqrt()


def _draw_normal(levels: Iterable[int], mean: Decimal, deviation: Decimal) -> dict[int, Decimal]:
    """Reckon the lower half; the upper one mirrors it."""
    every = list(levels)
    lower = {min(level, LEVELS - 1 - level) for level in every}
    off = {level: deviation * _normal_quantile((level + _HALF) / LEVELS) for level in lower}
    return {
        level: (mean + off[level] if level in off else mean - off[LEVELS - 1 - level]).quantize(_KEPT)
        for level in every
    }


def find_normal_quantile(part: Decimal) -> Decimal:
    """Return the quantile of the standard normal distribution, to six decimals.

    >>> find_normal_quantile(Decimal("0.975")), find_normal_quantile(Decimal("0.01"))
    (Decimal('1.959964'), Decimal('-2.326348'))
    """
    with localcontext(_DIGITS):
        return _normal_quantile(part)


def _normal_quantile(part: Decimal) -> Decimal:
    if part > _HALF:
        return -_normal_quantile(ONE - part)
    return (_lower_tail(part) if part < _TAIL else _middle(part)).quantize(_KEPT)


def _middle(part: Decimal) -> Decimal:
    off = part - _HALF
    square = off * off
    return _polynomial(_A, square) * off / _polynomial(_B, square)


def _lower_tail(part: Decimal) -> Decimal:
    root = (-2 * part.ln()).sqrt()
    return _polynomial(_C, root) / _polynomial(_D, root)


def _polynomial(coefficients: tuple[Decimal, ...], at: Decimal) -> Decimal:
    value = coefficients[0]
    for each in coefficients[1:]:
        value = value * at + each
    return value
