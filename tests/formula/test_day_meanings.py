"""Counting days and working days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.formula.functions.days import (
    count_common_days,
    count_common_working_days,
    count_working_days,
    exceptions_between,
)

DATES = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
CALENDAR = "12345 -2026-01-01 -2026-01-02 -2026-03-09 +2026-11-07"
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("start", "end", "days", "working_days"),
    [
        (FIRST, LAST, 31, 21),
        (date(2020, 1, 1), date(2030, 1, 1), 31, 21),
        (date(2026, 3, 9), date(2026, 3, 9), 1, 0),
        (date(2026, 3, 31), date(2026, 4, 30), 1, 1),
        (date(2026, 4, 1), date(2026, 4, 30), 0, 0),
        (date(2026, 3, 10), date(2026, 3, 9), 0, 0),
    ],
)
def test_days_of_a_month(start: date, end: date, days: int, working_days: int) -> None:
    assert count_common_days(start, end, FIRST, LAST) == days
    assert count_common_working_days(start, end, FIRST, LAST, CALENDAR) == working_days


@given(DATES, st.integers(min_value=-5, max_value=800))
def test_working_days_are_those_of_a_count_day_by_day(start: date, length: int) -> None:
    days = [start + timedelta(days=each) for each in range(length)]
    off, worked = {"2026-01-01", "2026-01-02", "2026-03-09"}, {"2026-11-07"}
    expected = sum(str(day) in worked or (day.isoweekday() <= 5 and str(day) not in off) for day in days)

    assert count_working_days(start, start + timedelta(days=length - 1), CALENDAR) == Decimal(expected)


def test_exceptions_are_those_of_the_stretch() -> None:
    assert exceptions_between(date(2026, 1, 2), date(2026, 12, 31), CALENDAR) == (
        ("2026-01-02", "2026-03-09"),
        ("2026-11-07",),
    )
    assert exceptions_between(date(2026, 4, 1), date(2026, 4, 2), CALENDAR) == ((), ())
