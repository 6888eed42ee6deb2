"""A column beside the others that names months: rows of another time are an error, however it is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpicalc.facts.written_dates import TITLE_MONTHS
from kpicalc.model.kind import Kind
from tests.facts.builders import (
    MARCH,
    bind,
    bound,
    codes,
    column,
    grain,
    places,
    program,
    write_csv,
    write_xlsx,
)
from tests.tries import tries

PLAN = program(column("План"))
DEALS = program(column("Сумма", table="deals"), grains=(grain("deals", "employees", sheet="deals"),))
NAMES = sorted(TITLE_MONTHS)


def write_month(form: str, year: int, month: int) -> str:
    """Return a month as people write it; `word` forms take any of the languages."""
    words = [word for word in NAMES if TITLE_MONTHS[word] == month]
    return form.format(year=year, month=month, short=year % 100, word=words[(year + month) % len(words)])


FORMS = [
    *(
        "{month}",
        "{month:02}",
        "{word}",
        "{word} {year}",
        "{word}-{short}",
        "{year}-{month:02}",
        "{year}{month:02}",
    ),
    *(
        "{month:02}.{year}",
        "01.{month:02}.{year}",
        "{year}-{month:02}-15",
        "01.{month:02}.{year} - 28.{month:02}.{year}",
    ),
]


@settings(max_examples=tries(80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(FORMS),
    heading=st.sampled_from(["Месяц", "МЕСЯЦ", "Month", "Monat"]),
    month=st.integers(1, 12),
    year=st.sampled_from([2025, 2026, 2027]),
)
def test_a_month_is_told_in_any_writing(
    tmp_path: Path, form: str, heading: str, month: int, year: int
) -> None:
    written = write_month(form, year, month)
    file = write_csv(tmp_path / "a.csv", f"ФИО;{heading};План", "А;март;5", f"Б;{written};7")
    ours = month == MARCH.month and (year == MARCH.year or ("{year}" not in form and "{short}" not in form))
    found = bind(PLAN, file).diagnostics
    assert codes(found) == ([] if ours else ["KPI531"])
    assert places(found) == ([] if ours else ["a.csv!B3"])


@pytest.mark.parametrize(
    "heading", ["Отчётный период", "Период", "Pay period", "Reporting month", "Год, месяц"]
)
def test_headings_of_periods(tmp_path: Path, heading: str) -> None:
    rows = [["ФИО", heading, "План"], ["А", date(2026, 3, 9), 5], ["Б", date(2026, 4, 9), 7]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert codes(bind(PLAN, path).diagnostics) == ["KPI531"]


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        *(("Месяц приёма", "апрель"), ("Месяц", ""), ("Месяц", "—"), ("Месяц", "весна"), ("Месяц", "13")),
        *(("Период", "4"), ("Период", "1 квартал 2026"), ("Месяц", "мар. 2026"), ("Рабочий месяц", "5")),
    ],
)
def test_what_names_no_other_time(tmp_path: Path, heading: str, text: str) -> None:
    file = write_csv(tmp_path / "a.csv", f"ФИО;{heading};План", "А;;5", f"Б;{text};7")
    assert bound(PLAN, file).frames["employees"].size == 2


def test_deals_of_several_months_are_told_unless_the_scheme_reads_the_month(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "people.csv", "ФИО", "А")
    deals = write_csv(tmp_path / "deals.csv", "ФИО;Месяц;Сумма", "А;март;5", "А;апрель;7")
    assert codes(bind(DEALS, people, deals).diagnostics) == ["KPI531"]
    read = program(*DEALS.inputs, column("Месяц", Kind.TEXT, "deals"), grains=(DEALS.grains["deals"],))
    assert bound(read, people, deals).frames["deals"].size == 2
