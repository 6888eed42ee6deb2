"""What the functions of formulas compute, on plain values and independently of any outer setting."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, TypeVar

from kpicalc.model.kind import Scalar
from kpicalc.model.money import (
    CONTEXT,
    COUNTING,
    ONE,
    ZERO,
    Rounding,
    RoundingMode,
    round_steps,
    round_to_step,
)

Ordered = TypeVar("Ordered", Decimal, date)


def round_value(value: Decimal, step: Decimal = ONE, mode: str = "half_up") -> Decimal:
    """Round to a multiple of a step; ValueError for a step not above 0 or an unknown mode.

    >>> round_value(Decimal("2.5")), round_value(Decimal("2.5"), Decimal(1), "half_even")
    (Decimal('3'), Decimal('2'))
    """
    return round_to_step(value, Rounding(_check_step(step), RoundingMode(mode)))


def round_below(value: Decimal, step: Decimal = ONE) -> Decimal:
    """Return the greatest multiple of the step that is not above the value.

    >>> round_below(Decimal(1990), Decimal(500)), round_below(Decimal(-5), Decimal(2))
    (Decimal('1500'), Decimal('-6'))
    """
    return round_steps(value, _check_step(step), ROUND_FLOOR)


def round_above(value: Decimal, step: Decimal = ONE) -> Decimal:
    """Return the least multiple of the step that is not below the value.

    >>> round_above(Decimal(1990), Decimal(500)), round_above(Decimal(-5), Decimal(2))
    (Decimal('2000'), Decimal('-4'))
    """
    return round_steps(value, _check_step(step), ROUND_CEILING)


def drop_sign(value: Decimal) -> Decimal:
    """Return the value without its sign."""
    return CONTEXT.abs(value)


def clamp_value(value: Ordered, low: Ordered, high: Ordered) -> Ordered:
    """Return the value, or the bound that it is beyond; ValueError when the bounds are crossed."""
    if low > high and _by_digits_that_count(low) > _by_digits_that_count(high):
        message = "the low bound of clamp is above the high one"
        raise ValueError(message)
    return min(max(value, low), high)


def keep_present(value: Scalar, _replacement: Scalar) -> Scalar:
    """Return a value that is there; what is missing never gets here."""
    return value


def deny_missing(_value: Scalar) -> bool:
    """Return false for a value that is there; what is missing never gets here."""
    return False


def count_days(first: date, second: date) -> Decimal:
    """Count the days from one date to another; negative when the second is earlier."""
    return Decimal((second - first).days)


def count_months(first: date, second: date) -> Decimal:
    """Count whole months from one date to another; negative when the second is earlier.

    A month is complete on the day of the same number, or on the last day of a month that has no
    such day.

    >>> count_months(date(2026, 1, 31), date(2026, 2, 28)), count_months(date(2026, 1, 15), date(2026, 3, 14))
    (Decimal('1'), Decimal('1'))
    """
    return Decimal(_whole_months(first, second))


def count_years(first: date, second: date) -> Decimal:
    """Count whole years (12 whole months each) from one date to another.

    >>> count_years(date(2024, 2, 29), date(2025, 2, 28))
    Decimal('1')
    """
    months = _whole_months(first, second)
    years = abs(months) // 12
    return Decimal(years if months >= 0 else -years)


def _by_digits_that_count(value: Decimal | date) -> Any:
    """Return a number with the digits that count; bounds that meet on paper are not crossed."""
    return COUNTING.plus(value) if isinstance(value, Decimal) else value


def _whole_months(first: date, second: date) -> int:
    if second < first:
        return -_whole_months(second, first)
    months = (second.year - first.year) * 12 + second.month - first.month
    last_day = calendar.monthrange(second.year, second.month)[1]
    return months - (second.day < min(first.day, last_day))


def _check_step(step: Decimal) -> Decimal:
    if step <= ZERO:
        message = "a step of rounding is above zero"
        raise ValueError(message)
    return step
