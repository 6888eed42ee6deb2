"""Exact amounts: the decimal context of the program and its rounding rules."""

from __future__ import annotations

import decimal
from dataclasses import dataclass
from decimal import Decimal
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

_CURRENCIES_WITHOUT_CENTS = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_CURRENCIES_WITH_THOUSANDTHS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


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
    mode = _DECIMAL_MODES[rounding.mode]
    step = rounding.step
    if step.as_tuple().digits == (1,) and step <= ONE:
        return amount.quantize(step, rounding=mode, context=CONTEXT) + ZERO
    steps = CONTEXT.divide(amount, step).quantize(ONE, rounding=mode, context=CONTEXT)
    return CONTEXT.multiply(steps, step) + ZERO


def minor_unit(currency: str) -> Decimal:
    """Return the smallest amount of a currency (ISO 4217), as a step of rounding.

    >>> minor_unit("RUB"), minor_unit("JPY")
    (Decimal('0.01'), Decimal('1'))
    """
    if currency in _CURRENCIES_WITHOUT_CENTS:
        return ONE
    if currency in _CURRENCIES_WITH_THOUSANDTHS:
        return Decimal("0.001")
    return Decimal("0.01")
