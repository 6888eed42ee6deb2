"""The first and last day of every period, and how long it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpicalc.model.period import Period, PeriodLength, parse_period

MONTHS = {
    1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31,
}  # fmt: skip


def read(text: str) -> Period:
    """Return the period of a text that is one."""
    period = parse_period(text)
    assert period is not None
    return period


@pytest.mark.parametrize(("month", "days"), MONTHS.items())
def test_a_month(month: int, days: int) -> None:
    period = read(f"2026-{month:02}")

    assert (period.first_day, period.last_day) == (date(2026, month, 1), date(2026, month, days))
    assert (period.days, period.length) == (days, PeriodLength.MONTH)


@pytest.mark.parametrize(
    ("text", "first", "last", "days"),
    [
        ("2024-02", "2024-02-01", "2024-02-29", 29),
        ("1900-02", "1900-02-01", "1900-02-28", 28),
        ("2000-02", "2000-02-01", "2000-02-29", 29),
        ("2026-Q1", "2026-01-01", "2026-03-31", 90),
        ("2026-Q2", "2026-04-01", "2026-06-30", 91),
        ("2026-Q3", "2026-07-01", "2026-09-30", 92),
        ("2026-Q4", "2026-10-01", "2026-12-31", 92),
        ("2026-H1", "2026-01-01", "2026-06-30", 181),
        ("2026-H2", "2026-07-01", "2026-12-31", 184),
        ("2026", "2026-01-01", "2026-12-31", 365),
        ("2024", "2024-01-01", "2024-12-31", 366),
        ("2024-q1", "2024-01-01", "2024-03-31", 91),
        ("2024-h1", "2024-01-01", "2024-06-30", 182),
    ],
)
def test_a_period(text: str, first: str, last: str, days: int) -> None:
    period = read(text)

    assert [period.first_day.isoformat(), period.last_day.isoformat()] == [first, last]
    assert (period.days, str(period)) == (days, text.upper())
    assert [day in period for day in (period.first_day, period.last_day)] == [True, True]
    around = (period.first_day - timedelta(days=1), period.last_day + timedelta(days=1))
    assert [day in period for day in around] == [False, False]


@pytest.mark.parametrize("length", [each for each in PeriodLength if each is not PeriodLength.DAYS])
def test_the_periods_of_a_year_fill_it(length: PeriodLength) -> None:
    periods = [Period(2026, month, length) for month in range(1, 13, length.months)]
    ends = [date(2025, 12, 31), *(each.last_day for each in periods)]

    assert [each.first_day - timedelta(days=1) for each in periods] == ends[:-1]
    assert (ends[-1], sum(each.days for each in periods)) == (date(2026, 12, 31), 365)
    assert [parse_period(str(each)) for each in periods] == periods


@pytest.mark.parametrize(
    "text",
    ["2026-00", "2026-13", "2026-Q0", "2026-Q5", "2026-H0", "2026-H3", "1899", "9999", "26-03", "2026-3", ""],
)
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize("text", ["1900", "9998", "9998-12"])
def test_the_first_and_last_year(text: str) -> None:
    assert str(read(text)) == text
