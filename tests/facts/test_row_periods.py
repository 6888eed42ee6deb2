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
    "heading",
    [
        "Отчётный период",
        "Период",
        "Pay period",
        "Reporting month",
        "Год, месяц",
        "Мес.",
        "Дата",
        "Payment date",
    ],
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
    hours = program(column("Сумма", Kind.HOURS, "deals"), grains=(DEALS.grains["deals"],))
    assert codes(bind(hours, people, deals).diagnostics) == ["KPI531"]
    read = program(*DEALS.inputs, column("Месяц", Kind.TEXT, "deals"), grains=(DEALS.grains["deals"],))
    assert bound(read, people, deals).frames["deals"].size == 2


@pytest.mark.parametrize(
    ("lines", "outside"),
    [
        (("Квартал", "1", "2 кв."), ["B3"]),
        (("Год", "2026", "2025"), ["B3"]),
        (("Дата оплаты", "05.03.2026 10:15", "2026-02-28 23:59"), ["B3"]),
        (("Дата", "05.02.2026", "28.02.2026"), ["B2", "B3"]),
        # Agreed in February and paid in March; a deal of which one day is in the period; days that are none.
        (("Дата договора", "05.02.2026", "28.02.2026"), []),
        (("Дата;Дата оплаты", "05.02.2026;05.03.2026", "01.03.2026;"), []),
        (("Дата;Дата оплаты", "05.02.2026;05.03.2026", "01.02.2026;28.02.2026"), ["B3", "C3"]),
        (("Дата", "3/4/2026", "вчера"), []),
    ],
)
def test_deals_of_days_outside_the_period_are_told(
    tmp_path: Path, lines: tuple[str, str, str], outside: list[str]
) -> None:
    people = write_csv(tmp_path / "people.csv", "ФИО", "А")
    head, *rows = lines
    deals = write_csv(tmp_path / "deals.csv", f"ФИО;{head};Сумма", *(f"А;{each};5" for each in rows))
    found = bind(DEALS, people, deals).diagnostics
    told = [label.place for each in found for label in (each.primary, *each.others) if label is not None]
    assert [str(each).rpartition("!")[2] for each in told] == outside
    read = program(*DEALS.inputs, column("Дата", Kind.DATE, "deals"), grains=(DEALS.grains["deals"],))
    if head == "Дата" and len(outside) > 1:
        assert bound(read, people, deals).frames["deals"].size == len(rows)


def test_a_price_list_may_be_older_than_the_period(tmp_path: Path) -> None:
    prices = grain("prices", "company", sheet="prices", key=("Товар",))
    wanted = program(*PLAN.inputs, column("Цена", table="prices"), grains=(prices,))
    people = write_csv(tmp_path / "people.csv", "ФИО;План", "А;5")
    listed = write_csv(tmp_path / "prices.csv", "Товар;Дата;Цена", "Стол;01.01.2026;5", "Стул;01.03.2026;7")
    assert bound(wanted, people, listed).frames["prices"].size == 2


def test_the_day_on_which_a_list_of_people_was_made_is_not_the_period(tmp_path: Path) -> None:
    made = write_csv(tmp_path / "made.csv", "ФИО;Дата;План", "А;02.04.2026;5", "Б;02.04.2026;7")
    assert bound(PLAN, made).frames["employees"].size == 2
    stacked = write_csv(tmp_path / "stacked.csv", "ФИО;Дата;План", "А;28.02.2026;5", "Б;31.03.2026;7")
    assert codes(bind(PLAN, stacked).diagnostics) == ["KPI531"]


@pytest.mark.parametrize(
    ("above", "heading", "told"),
    [
        *((each, "План", True) for each in ("Январь 2026", "февраль", "2025", "Q2 2026", "01.04.2026")),
        *((each, "План", False) for each in ("Март 2026", "март", "I квартал 2026", "Отдел Майский", "Год")),
        ("Январь 2026", "Январь 2026 / План", False),
    ],
)
def test_a_column_below_the_heading_of_another_month(
    tmp_path: Path,
    above: str,
    heading: str,
    told: bool,  # noqa: FBT001 - of a table
) -> None:
    file = write_csv(tmp_path / "a.csv", f"ФИО;Отдел;{above}", ";;План", "А;Юг;5", "Б;Юг;7")
    found = bind(program(column("План", headings=(heading,))), file).diagnostics
    assert codes(found) == ["KPI452"] * told
    assert places(found) == ["a.csv!C2"] * told
