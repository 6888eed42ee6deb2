"""Exact amounts: the decimal context of the program and its rounding rules."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

ZERO = Decimal(0)
ONE = Decimal(1)

CONTEXT = decimal.Context(
    prec=50,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-999,
    Emax=999,
    traps=[
        decimal.InvalidOperation,
        decimal.DivisionByZero,
        decimal.Overflow,
        decimal.FloatOperation,
    ],
)

# ISO 4217: minor units 0 and 3; all other currencies have 2.
_CODES = {
    ONE: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    Decimal("0.001"): "BHD IQD JOD KWD LYD OMR TND",
}
_MINOR_UNITS = {code: unit for unit, codes in _CODES.items() for code in codes.split()}


# Where a value is compared, looked up or rounded, ten digits fewer count than it is computed with: 2/3
# cut after 50 digits, with its third added, is then 1 and not just below it.
COUNTING = CONTEXT.copy()
COUNTING.prec = 40


class RoundingMode(StrEnum):
    """How a tie or a rest is rounded; `half_up` means away from zero."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rounding rule: to a multiple of `step`, which is above zero."""

    step: Decimal
    mode: RoundingMode = RoundingMode.HALF_UP


_DECIMAL_MODES = {
    RoundingMode.HALF_UP: decimal.ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    RoundingMode.DOWN: decimal.ROUND_DOWN,
    RoundingMode.UP: decimal.ROUND_UP,
}


def round_to_step(amount: Decimal, rounding: Rounding) -> Decimal:
    """Round an amount to a multiple of the step; zero never comes back negative.

    >>> round_to_step(Decimal("2.665"), Rounding(Decimal("0.01")))
    Decimal('2.67')
    >>> round_to_step(Decimal("1330"), Rounding(Decimal("100"), RoundingMode.UP))
    Decimal('1400')
    """
    first, second = rounding_moves(rounding)
    return second(first(amount, rounding.step))


def rounding_moves(
    rounding: Rounding,
) -> tuple[Callable[[Decimal, Decimal], Decimal], Callable[[Decimal], Decimal]]:
    """Return the two moves of a rounding, for rounding whole columns: (amount, step) → near, near → rounded.

    The second only turns a negative zero into zero.

    >>> first, second = rounding_moves(Rounding(Decimal("0.01")))
    >>> near = first(Decimal("-0.004"), Decimal("0.01"))
    >>> near, second(near)
    (Decimal('-0.00'), Decimal('0.00'))
    """
    context = CONTEXT.copy()
    context.rounding = _DECIMAL_MODES[rounding.mode]
    if rounding.step.as_tuple().digits == (1,) and rounding.step <= ONE:
        return context.quantize, CONTEXT.plus

    def round_by_steps(amount: Decimal, step: Decimal) -> Decimal:
        steps = context.quantize(CONTEXT.divide(amount, step), ONE)
        return CONTEXT.multiply(steps, step)

    return round_by_steps, CONTEXT.plus


def split_in_proportion(whole: Decimal, weights: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Divide a whole in proportion to weights, to multiples of a step, by largest remainders.

    The parts add up to the whole, itself rounded half up to the step; of equal remainders the earlier
    weight comes first. Weights are not negative, and their sum is above 0.

    >>> split_in_proportion(Decimal(900), list(map(Decimal, ("1", "0.8", "1.2", "1.1"))), Decimal("0.01"))
    [Decimal('219.51'), Decimal('175.61'), Decimal('263.42'), Decimal('241.46')]
    """
    with localcontext(CONTEXT):
        steps = (round_to_step(whole, Rounding(step)) / step).to_integral_value()
        total = sum(weights, ZERO)
        pairs = [_divide_down(steps * weight, total) for weight in weights]
        missing = int(steps - sum((floor for floor, _ in pairs), ZERO))
        # The rests are compared before any division, so that equal ones are equal to the last digit.
        by_rest = sorted(range(len(pairs)), key=lambda at: -pairs[at][1])
        more = frozenset(by_rest[:missing])
        return [(floor + (at in more)) * step for at, (floor, _) in enumerate(pairs)]


def _divide_down(whole: Decimal, part: Decimal) -> tuple[Decimal, Decimal]:
    """Return the whole quotient, rounded down, and the rest, which is not negative."""
    quotient, rest = divmod(whole, part)
    return (quotient - ONE, rest + part) if rest < ZERO else (quotient + ZERO, rest)


def minor_unit(currency: str) -> Decimal:
    """Return the smallest amount of a currency (ISO 4217), as a step of rounding.

    >>> minor_unit("RUB"), minor_unit("JPY")
    (Decimal('0.01'), Decimal('1'))
    """
    return _MINOR_UNITS.get(currency, Decimal("0.01"))
