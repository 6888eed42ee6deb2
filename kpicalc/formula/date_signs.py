"""Arithmetic with dates: days between two of them, and a date some days on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kpicalc.model.money import COUNTING


def add_days(left: date | Decimal, right: date | Decimal) -> date:
    """Return the date some whole days after a date; ValueError for a part of a day."""
    day, days = (left, right) if isinstance(left, date) else (right, left)
    return _moved(day, days)


def take_days(left: date, right: date | Decimal) -> date | Decimal:
    """Return the days from the right date to the left one, or the date some whole days before."""
    if isinstance(right, date):
        return Decimal((left - right).days)
    return _moved(left, -right)


def _moved(day: date | Decimal, days: date | Decimal) -> date:
    whole = COUNTING.plus(days) if isinstance(days, Decimal) else None
    if not isinstance(day, date) or whole is None or whole != whole.to_integral_value():
        raise ValueError
    return day + timedelta(days=int(whole))


DATE_SIGNS: Mapping[str, Callable[..., Any]] = {"+": add_days, "-": take_days}
