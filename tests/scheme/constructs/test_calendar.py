"""The calendar of the company and the periods of a scheme as written."""

from __future__ import annotations

from datetime import date

import pytest

from tests.scheme.texts import document_with, problems_with


def test_dates_and_stretches() -> None:
    calendar = document_with(
        "calendar:\n  holidays: [2026-01-01..2026-01-03, 2026-02-23]\n"
        "  workdays: [2026-11-07]\n  weekend: [friday]\n"
    ).calendar

    assert calendar is not None
    days = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3), date(2026, 2, 23)]
    assert list(calendar.holidays) == days
    assert list(calendar.workdays) == [date(2026, 11, 7)]
    assert calendar.weekend == {"friday"}


def test_a_plain_week() -> None:
    calendar = document_with("calendar: {}\n").calendar

    assert calendar is not None
    assert (calendar.holidays, calendar.workdays) == ({}, {})
    assert calendar.weekend == {"saturday", "sunday"}
    assert document_with("").calendar is None


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        ("{holidays: [2026-01]}", ["KPI148 1:23"]),
        ("{holidays: [2026-02-30]}", ["KPI148 1:23"]),
        ("{holidays: [2026-01-01..2026-13-01]}", ["KPI148 1:23"]),
        ("{holidays: [2026-01-08..2026-01-01]}", ["KPI294 1:23"]),
        ("{holidays: [2026-01-08..2062-01-09]}", ["KPI294 1:23"]),
        ("{holidays: []}", ["KPI137 1:22"]),
        ("{holidays: 2026-01-01}", ["KPI135 1:22"]),
        ("{holidays: [2026-01-01], workdays: [2026-01-01]}", ["KPI295 1:47"]),
        ("{weekend: [sunda]}", ["KPI142 1:22"]),
        ("{short_days: [2026-03-06]}", ["KPI157 1:12"]),
        ("{short_days: [2026-03-06], day_hours: 7.2}", []),
        ("{holiday: [2026-01-01]}", ["KPI131 1:12"]),
    ],
)
def test_the_shape_is_checked(calendar: str, expected: list[str]) -> None:
    assert problems_with(f"calendar: {calendar}\n") == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("{starts: 1}", ["KPI535 1:18"]),
        ("{starts: 2}", []),
        ("{starts: 28}", []),
        ("{starts: 29}", ["KPI535 1:18"]),
        ("{starts: 2.5}", ["KPI535 1:18"]),
        ("{starts: 500%}", ["KPI535 1:18"]),
        ("{weeks: [0, 1], from: 2026-01-05}", ["KPI536 1:18"]),
        ("{weeks: 53, from: 2026-01-05}", []),
        ("{weeks: 54, from: 2026-01-05}", ["KPI536 1:17"]),
    ],
)
def test_when_a_period_begins_and_how_long_it_is(period: str, expected: list[str]) -> None:
    assert problems_with(f"period: {period}\n") == expected
