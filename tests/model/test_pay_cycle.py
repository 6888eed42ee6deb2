"""Periods of schemes: months, months from the 26th on, fortnights, 4-4-5, any days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.model.period import (
    PayCycle,
    Period,
    PeriodLength,
    begins_year,
    parse_period,
    period_after,
    period_before,
    period_in_cycle,
    period_of_days,
    period_to_check,
    periods_near,
)

FROM_26 = PayCycle(starts=26)
NAMED_BY_START = PayCycle(starts=16, named_by_start=True)
FORTNIGHTS = PayCycle(PeriodLength.DAYS, weeks=(2,), since=date(2026, 1, 5))
FOUR_FOUR_FIVE = PayCycle(PeriodLength.DAYS, weeks=(4, 4, 5), since=date(2025, 12, 29))
ANY_DAYS = PayCycle(PeriodLength.DAYS)
QUARTERS_FROM_26 = PayCycle(PeriodLength.QUARTER, starts=26)


def asked(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cycle", "text", "days"),
    [
        (PayCycle(), "2026-03", "2026-03"),
        (PayCycle(), "2026-03-01..2026-03-31", "2026-03"),
        (PayCycle(), "2026-03-02..2026-03-31", None),
        (PayCycle(), "2026-Q1", None),
        (FROM_26, "2026-03", "2026-02-26..2026-03-25"),
        (FROM_26, "2026-01", "2025-12-26..2026-01-25"),
        (FROM_26, "2026-02-26..2026-03-25", "2026-02-26..2026-03-25"),
        (FROM_26, "2026-02-26..2026-03-26", None),
        (FROM_26, "2026-03-01..2026-03-31", "2026-02-26..2026-03-25"),
        (NAMED_BY_START, "2026-12", "2026-12-16..2027-01-15"),
        (NAMED_BY_START, "2026-12-16..2027-01-15", "2026-12-16..2027-01-15"),
        (QUARTERS_FROM_26, "2026-Q1", "2025-12-26..2026-03-25"),
        (QUARTERS_FROM_26, "2025-12-26..2026-03-25", "2025-12-26..2026-03-25"),
        (FORTNIGHTS, "2026-03-02..2026-03-15", "2026-03-02..2026-03-15"),
        (FORTNIGHTS, "2025-12-22..2026-01-04", "2025-12-22..2026-01-04"),
        (FORTNIGHTS, "2026-03-03..2026-03-16", None),
        (FORTNIGHTS, "2026-03", None),
        (FOUR_FOUR_FIVE, "2025-12-29..2026-01-25", "2025-12-29..2026-01-25"),
        (FOUR_FOUR_FIVE, "2026-01-26..2026-02-22", "2026-01-26..2026-02-22"),
        (FOUR_FOUR_FIVE, "2026-02-23..2026-03-29", "2026-02-23..2026-03-29"),
        (FOUR_FOUR_FIVE, "2026-03-30..2026-04-26", "2026-03-30..2026-04-26"),
        (FOUR_FOUR_FIVE, "2026-02-23..2026-03-22", None),
        (ANY_DAYS, "2026-03-02..2026-03-15", "2026-03-02..2026-03-15"),
        (ANY_DAYS, "2026-03", "2026-03-01..2026-03-31"),
    ],
)
def test_a_period_is_asked_for_by_name_or_by_its_days(cycle: PayCycle, text: str, days: str | None) -> None:
    found = period_in_cycle(cycle, asked(text))

    assert (None if found is None else str(found)) == days


def test_a_month_of_one_cycle_is_none_of_another() -> None:
    from_26 = period_in_cycle(FROM_26, asked("2026-03"))
    assert from_26 is not None

    assert period_in_cycle(FROM_26, from_26) == from_26
    assert period_in_cycle(PayCycle(), from_26) is None
    assert period_in_cycle(NAMED_BY_START, from_26) is None


@given(st.integers(2, 28), st.sampled_from(("start", "end")), st.integers(2000, 2050), st.integers(1, 12))
def test_pay_months_follow_each_other_without_a_gap(start: int, named: str, year: int, month: int) -> None:
    cycle = PayCycle(starts=start, named_by_start=named == "start")
    this = period_in_cycle(cycle, Period(year, month, PeriodLength.MONTH))
    after = period_in_cycle(cycle, Period(year + month // 12, month % 12 + 1, PeriodLength.MONTH))
    assert this is not None
    assert after is not None

    assert after.first_day - this.last_day == timedelta(days=1)
    assert (this.first_day if named == "start" else this.last_day).month == month
    assert period_in_cycle(cycle, period_of_days(this.first_day, this.last_day)) == this


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.dates(date(2001, 1, 1), date(2050, 1, 1)))
def test_each_day_lies_in_one_period_of_weeks(weeks: list[int], day: date) -> None:
    cycle = PayCycle(PeriodLength.DAYS, weeks=tuple(weeks), since=date(2026, 1, 5))

    near = [each for each in periods_near(cycle, period_of_days(day, day)) if day in each]

    assert len(near) == 1
    assert near[0].days in {7 * each for each in weeks}
    assert period_in_cycle(cycle, period_of_days(near[0].first_day, near[0].last_day)) == near[0]


def test_the_periods_near_are_named() -> None:
    near = periods_near(FORTNIGHTS, asked("2026-03-03..2026-03-16"))

    assert [str(each) for each in near] == ["2026-03-02..2026-03-15", "2026-03-16..2026-03-29"]


@pytest.mark.parametrize(
    ("cycle", "days"),
    [
        (PayCycle(), "2026-03"),
        (FROM_26, "2026-02-26..2026-03-25"),
        (FORTNIGHTS, "2026-03-02..2026-03-15"),
        (ANY_DAYS, "2026-03-01..2026-03-31"),
    ],
)
def test_a_scheme_is_looked_through_for_a_period_of_its_own(cycle: PayCycle, days: str) -> None:
    assert str(period_to_check(cycle, asked("2026-03"))) == days


@pytest.mark.parametrize(
    "text", ["2026-03-15..2026-03-02", "2026-02-30..2026-03-02", "0001-01-01..2026-01-01"]
)
def test_days_that_are_no_stretch_are_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_the_day_whose_dated_values_count() -> None:
    pay_month = period_in_cycle(FROM_26, asked("2026-03"))
    assert pay_month is not None

    assert pay_month.dating_day == date(2026, 3, 1)
    assert asked("2026-03-02..2026-03-15").dating_day == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cycle", "period", "count", "before", "after"),
    [
        (PayCycle(), "2026-01", 1, "2025-12", "2026-02"),
        (PayCycle(), "2026-01", 13, "2024-12", "2026-02"),
        (PayCycle(PeriodLength.QUARTER), "2026-Q1", 1, "2025-Q4", "2026-Q2"),
        (FROM_26, "2026-02-26..2026-03-25", 2, "2025-12-26..2026-01-25", "2026-03-26..2026-04-25"),
        (FORTNIGHTS, "2026-03-02..2026-03-15", 2, "2026-02-02..2026-02-15", "2026-03-16..2026-03-29"),
        (ANY_DAYS, "2026-03-02..2026-03-15", 2, "None", "None"),
    ],
)
def test_the_periods_before_and_after(
    cycle: PayCycle, period: str, count: int, before: str, after: str
) -> None:
    found = period_in_cycle(cycle, asked(period))
    assert found is not None

    assert str(period_before(cycle, found, count)) == before
    assert str(period_after(cycle, found)) == after


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026-01", True),
        ("2026-02", False),
        ("2026-H2", False),
        ("2025-12-29..2026-01-11", True),
        ("2026-01-12..2026-01-25", False),
    ],
)
def test_the_first_period_of_a_year(period: str, expected: bool) -> None:  # noqa: FBT001
    assert begins_year(asked(period)) is expected


def test_three_months_are_a_quarter_only_where_they_are_those_of_one() -> None:
    found = [
        period_of_days(date(2026, month, 1), date(2026, month + 3, 1) - timedelta(1)) for month in (4, 5)
    ]

    assert list(map(str, found)) == ["2026-Q2", "2026-05-01..2026-07-31"]
