"""The periods in which every dated value of a scheme is in force."""

from __future__ import annotations

import pytest

from kpicalc.scheme.periods import periods_to_check
from tests.scheme.texts import document_with


def periods(section: str) -> str:
    """Return the periods of the minimal scheme with a section, in one line."""
    return " ".join(map(str, periods_to_check(document_with(section))))


@pytest.mark.parametrize(
    ("length", "period"),
    [("month", "2026-01"), ("quarter", "2026-Q1"), ("half", "2026-H1"), ("year", "2026")],
)
def test_a_scheme_without_dates_has_one_period(length: str, period: str) -> None:
    assert periods(f"period: {length}\n") == period


def test_a_value_without_a_date_changes_nothing() -> None:
    assert periods("parameters: {ставка: 5}\n") == "2026-01"


def test_each_change_of_a_parameter_has_its_period() -> None:
    assert periods("parameters: {ставка: {2025-01-01: 1, 2025-02-10: 2, 2026-07-01: 3}}\n") == (
        "2025-01 2025-03 2026-07"
    )


def test_the_first_period_is_that_in_which_everything_is_in_force() -> None:
    section = "parameters: {а: {2024-01-01: 1, 2026-02-01: 2}, б: {2025-05-01: 3}}\n"

    assert periods(section) == "2025-05 2026-02"


def test_a_change_inside_a_period_is_in_force_in_the_next() -> None:
    assert periods("period: quarter\nparameters: {а: {2025-01-01: 1, 2025-12-02: 2}}\n") == (
        "2025-Q1 2026-Q1"
    )


def test_the_values_of_a_choice_are_dated_too() -> None:
    section = (
        "parameters:\n"
        "  а: {by: план, values: {1: {2025-01-01: 1, 2025-06-01: 2}, 2: 3}, otherwise: {2024-03-01: 4}}\n"
        "  б: {by: план, values: {1: 3}}\n"
    )

    assert periods(section) == "2025-01 2025-06"


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("calendar: {holidays: [2025-01-01, 2027-01-01]}\n", "2025-01 2027-01"),
        ("calendar: {workdays: [2024-11-02]}\n", "2024-01"),
        ("calendar: {weekend: [sunday]}\n", "2026-01"),
        ("calendar: {holidays: [2026-01-01, 2025-01-01]}\n", "2025-01 2026-01"),
    ],
)
def test_each_year_of_the_calendar_has_a_period(section: str, expected: str) -> None:
    assert periods(section) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("{starts: 26}", "2026-01-26..2026-02-25"),
        ("{starts: 26, named: start}", "2026-01-26..2026-02-25"),
        ("{starts: 26, length: year}", "2025-12-26..2026-12-25"),
    ],
)
def test_a_period_that_begins_before_the_years_of_the_calendar_gives_way_to_the_next(
    period: str, expected: str
) -> None:
    assert periods(f"period: {period}\ncalendar: {{holidays: [2026-01-01]}}\n") == expected


def test_a_change_in_another_year_than_those_of_the_calendar_is_looked_at_where_it_still_holds() -> None:
    section = (
        "calendar: {holidays: [2026-01-01]}\n"
        "parameters: {а: {2023-01-01: 1, 2024-01-01: 2, 2026-05-01: 3, 2027-01-01: 4}}\n"
    )

    assert periods(section) == "2026-01 2026-05"


def test_a_calendar_of_years_before_the_scheme_begins_leaves_the_changes() -> None:
    section = "calendar: {holidays: [2020-01-01]}\nparameters: {а: {2023-01-01: 1, 2024-01-01: 2}}\n"

    assert periods(section) == "2023-01 2024-01"


@pytest.mark.parametrize(("day", "expected"), [("1200-01-01", "1900-01"), ("9999-12-31", "9998-01")])
def test_days_beyond_all_periods_give_the_outermost(day: str, expected: str) -> None:
    assert periods(f"parameters: {{а: {{{day}: 1}}}}\n") == expected


def test_of_very_many_changes_the_latest_are_looked_at() -> None:
    changes = ", ".join(f"{year}-01-01: {year}" for year in range(1950, 2026))
    found = periods(f"parameters: {{а: {{{changes}}}}}\n").split()

    assert (len(found), found[0], found[-1]) == (48, "1978-01", "2025-01")
