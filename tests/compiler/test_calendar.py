"""The calendar and the functions of days."""

from __future__ import annotations

import pytest

from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Call
from tests.compiler.builders import PAY, compile_text, formula, problems_of, program_of, variable

FACTS = "facts: {employees: {с: date, по: {type: date, missing: allow}, план: money}}\n"
CALENDAR = "calendar: {holidays: [2026-03-09, 2026-03-08], workdays: [2026-03-14, 2026-03-10]}\n"


def test_the_calendar_has_what_differs_from_the_week() -> None:
    program = program_of(FACTS + CALENDAR + PAY)

    assert formula(program, "period.calendar", "company") == '"12345 -2026-03-09 +2026-03-14"'
    assert formula(program, "period.working_days", "company") == "22"


def test_a_week_of_its_own() -> None:
    program = program_of(FACTS + "calendar: {weekend: [friday]}\n" + PAY)

    assert formula(program, "period.calendar", "company") == '"123467"'
    assert formula(program, "period.working_days", "company") == "27"


def test_working_hours_know_short_days() -> None:
    short = "short_days: [2026-03-06, 2026-03-07, 2026-04-30]"
    program = program_of(FACTS + f"calendar: {{holidays: [2026-03-09], day_hours: 8, {short}}}\n" + PAY)

    assert formula(program, "period.working_hours", "company") == "167"


def test_a_week_without_work_has_only_the_days_named() -> None:
    days = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"
    program = program_of(FACTS + f"calendar: {{weekend: [{days}], workdays: [2026-03-14]}}\n" + PAY)

    assert formula(program, "period.calendar", "company") == '"0 +2026-03-14"'
    assert formula(program, "period.working_days", "company") == "1"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("days_within(с, по)", "days_within(с, if_missing(по, ПО), С, ПО)"),
        ("дней_в_пределах(с, 2026-03-10)", "days_within(с, 2026-03-10, С, ПО)"),
        ("days_within(с, min(с, по))", "days_within(с, if_missing(min(с, по), ПО), С, ПО)"),
        ("days_within(с, по, с, по)", "days_within(с, if_missing(по, по), с, по)"),
        ("working_days_between(с, с)", "working_days_between(с, с, К)"),
        ("working_days_within(с, с)", "working_days_within(с, с, С, ПО, К)"),
    ],
)
def test_what_is_not_written_is_put_in(written: str, expected: str) -> None:
    program = program_of(FACTS + CALENDAR + f"values: {{дни: '{written}'}}\n" + PAY)
    names = {"ПО": "period.last_day", "С": "period.first_day", "К": "period.calendar"}
    for short, name in names.items():
        expected = expected.replace(short, name)

    call = variable(program, "дни").expr
    assert isinstance(call, Call)
    arguments = ", ".join(print_formula(each, home="employees") for each in call.arguments)
    assert f"{call.function}({arguments})" == expected
    assert variable(program, "дни").kind == "days"


def test_what_is_put_in_is_not_written() -> None:
    program = program_of(FACTS + CALENDAR + "values: {дни: 'working_days_within(с, по)'}\n" + PAY)

    assert formula(program, "дни") == "working_days_within(с, по)"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("days_within(с)", "KPI293"),
        ("days_within()", "KPI293"),
        ("working_days_within()", "KPI293"),
        ("working_days_between()", "KPI293"),
        ("working_days_between(с)", "KPI293"),
        ("days_within(с, по, с)", "KPI293"),
        ("working_days_between(с, по, с)", "KPI293"),
        ("working_days_between(с, по)", "KPI290"),
        ("period.working_days", "KPI290"),
        ("period.working_hours", "KPI296"),
        ("days_within(план, с)", "KPI245"),
        ("days_within(начало, с)", "KPI201"),
        ("days_within(с, с where с = с)", "KPI194"),
    ],
)
def test_problems(written: str, code: str) -> None:
    assert code in [found for found, _ in problems_of(FACTS + f"values: {{дни: '{written}'}}\n" + PAY)]


def test_a_calendar_of_another_year_is_told() -> None:
    compiled = compile_text(FACTS + "calendar: {holidays: [2025-01-01]}\n" + PAY)

    assert [each.code for each in compiled.diagnostics] == ["KPI336"]
    assert compiled.value is not None
