"""Dates as texts: what means one day only is read, what may mean two is told, nothing becomes another day."""

from __future__ import annotations

from datetime import date

import pytest

from kpicalc.facts.written_dates import _MONTHS, MONTHS, Misdate, WrittenDate, fold_word, read_date
from kpicalc.model.writing import DayOrder

DAY = date(2026, 3, 14)
CERTAIN = (
    "2026-03-14",
    "2026-3-14",
    "2026/03/14",
    "2026.03.14.",
    "20260314",
    "14.03.2026",
    "14.3.2026 г.",
    "14. 3. 2026",
    "14-03-2026",
    "14\u201103\u20112026",
    "\u200e14/03/2026",
    "3/14/2026",
    "14 / 03 / 2026",
    "14 03 2026",
    "14-Mar-2026",
    "14Mar2026",
    "Mar 14, 2026",
    "March 14th, 2026",
    "14 of March, 2026",
    "14 марта 2026 г.",
    "14 МАРТ 2026 года",
    "14-го марта 2026",
    "2026, 14 мар.",
    "14. März 2026",
    "14 marca 2026 r.",
    "2026 m. kovo 14 d.",
    "14 березня 2026 року",
    "14 наурыз 2026 ж.",
    "14 de marzo de 2026",
    "14 mars 2026",
    "Saturday, March 14, 2026",
    "Суббота, 14 марта 2026 г.",
    "сб, 14.03.2026",
    "2026-03-14T00:00:00Z",
    "2026-03-14Z",
    "14.03.2026 0:00:00",
    "3/14/2026 12:00 AM",
)
WITH_A_TIME = (
    "2026-03-14T10:11:12Z",
    "2026-03-14T10:11:12.123+03:00",
    "2026-03-14 10:11:12 UTC",
    "20260314T101112Z",
    "14.03.2026 10:11:12",
    "14.03.2026, 10:11",
    "14 марта 2026 г. в 23:59",
    "3/14/2026 12:00 PM",
    "3/14/2026 1:05:00 a.m.",
    "Mar 14, 2026 at 5:30 pm",
    "Sat, 14 Mar 2026 10:11:12 +0000",
)
NO_DATES = (
    "14.03.2026 10:60",
    "14.03.2026 10:11:60",
    "14.03.2026 24:00",
    "14.03.2026 0:30 PM",
    "14.03.2026 13:30 PM",
    "",
    "x",
    "март 2026",
    "14 марта",
    "14032026",
    "46112",
    "Q1 2026",
    "1/1/1",
    "2026-03-14T25:00",
    "14.03.2026 24:00",
    "3/14/2026 13:00 PM",
    "14 brumaire 2026",
    "14 март апрель 2026",
    "14 марта 20261",
    "01.01.0001",
    "14-03/2026",
)
NO_DAYS = (
    "31.02.2026",
    "2026-13-01",
    "29.02.2026",
    "03.14.2026",
    "30 Feb 2026",
    "13/13/2026",
    "Sunday, 14.03.2026",
)


@pytest.mark.parametrize("text", CERTAIN)
def test_what_can_mean_one_day_is_that_day(text: str) -> None:
    found = read_date(text)
    assert isinstance(found, WrittenDate)
    assert (found.day, found.readings, found.timed) == (DAY, (), False)


@pytest.mark.parametrize("text", WITH_A_TIME)
def test_a_time_of_day_is_told(text: str) -> None:
    found = read_date(text)
    assert isinstance(found, WrittenDate)
    assert (found.day, found.readings, found.timed) == (DAY, (), True)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is Misdate.NO_DATE


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day(text: str) -> None:
    assert read_date(text) is Misdate.NO_DAY


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3/4/2026", ["2026-04-03", "2026-03-04"]),
        ("03-04-2026", ["2026-04-03", "2026-03-04"]),
        ("3/3/2026", []),
        ("14.03.26", ["2026-03-14", "2014-03-26"]),
        ("31.03.99", ["1999-03-31", "2099-03-28"]),
        ("14-Mar-26", ["2026-03-14", "2014-03-26"]),
        ("Mar 14, 26", ["2026-03-14", "1926-03-14"]),
    ],
)
def test_what_may_mean_several_days_names_them(text: str, days: list[str]) -> None:
    found = read_date(text)
    assert isinstance(found, WrittenDate)
    assert list(dict.fromkeys(day.isoformat() for _, day in found.readings)) == days


@pytest.mark.parametrize(
    ("text", "dmy", "mdy", "ymd"),
    [
        ("3/4/2026", "2026-04-03", "2026-03-04", Misdate.OTHER_ORDER),
        ("14.03.2026", "2026-03-14", Misdate.OTHER_ORDER, Misdate.OTHER_ORDER),
        ("03.14.2026", Misdate.OTHER_ORDER, "2026-03-14", Misdate.OTHER_ORDER),
        ("14.03.26", "2026-03-14", Misdate.OTHER_ORDER, "2014-03-26"),
        ("14-Mar-26", "2026-03-14", "2026-03-14", "2014-03-26"),
        ("26/03/31", "2031-03-26", Misdate.OTHER_ORDER, "2026-03-31"),
        ("2026-03-14", "2026-03-14", "2026-03-14", "2026-03-14"),
        ("01.02.49", "2049-02-01", "2049-01-02", Misdate.OTHER_ORDER),
        ("01.02.50", "1950-02-01", "1950-01-02", Misdate.OTHER_ORDER),
        ("32.13.2026", Misdate.NO_DAY, Misdate.NO_DAY, Misdate.NO_DAY),
    ],
)
def test_a_declared_order_settles_or_is_contradicted(text: str, dmy: str, mdy: str, ymd: str) -> None:
    shown = []
    for order in (DayOrder.DMY, DayOrder.MDY, DayOrder.YMD):
        found = read_date(text, order)
        shown.append(found if isinstance(found, Misdate) else found.day.isoformat())
    assert shown == [dmy, mdy, ymd]


def test_no_name_means_two_months() -> None:
    lines = [line.strip("~").split() for line in _MONTHS.strip().splitlines()]
    assert {len(each) for each in lines} == {12}
    assert [MONTHS[fold_word(word)] for line in lines for word in line] == list(range(1, 13)) * len(lines)


@pytest.mark.parametrize(
    "text", ["х" * 300 + "!", "1" * 300 + "!", "a 1" * 200 + "!", "- " * 300 + "!", "st" * 300]
)
def test_a_long_text_is_refused_at_once(text: str) -> None:
    assert read_date(text) is Misdate.NO_DATE
