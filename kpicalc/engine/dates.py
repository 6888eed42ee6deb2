"""Arithmetic with dates: days between two of them, and a date some days on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from kpicalc.engine.column import Column
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import COUNTING


def holds_dates(column: Column) -> bool:
    """Say whether a column is one of dates; all values of a column are of one kind."""
    return isinstance(next((each for each in column.values if not isinstance(each, Fault)), None), date)


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


DATE_SIGNS: dict[str, Callable[..., Value]] = {"+": add_days, "-": take_days}
