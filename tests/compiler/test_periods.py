"""Schemes whose periods are no calendar months."""

from __future__ import annotations

from kpicalc.model.period import parse_period
from kpicalc.scheme.periods import periods_to_check
from tests.compiler.builders import FACTS, PAY, compile_text, formula, program_of, read_document

FROM_26 = "period: {starts: 26}\n"


def test_days_and_working_days_are_those_of_the_pay_month() -> None:
    program = program_of(FROM_26 + "calendar: {holidays: [2026-03-09]}\n" + FACTS + PAY)

    shown = {
        name: formula(program, f"period.{name}", "company") for name in ("days", "working_days", "month")
    }
    assert shown == {"days": "28", "working_days": "19", "month": "3"}
    assert str(program.period) == "2026-02-26..2026-03-25"


def test_a_dated_value_counts_for_the_month_that_is_called_so() -> None:
    program = program_of(FROM_26 + "parameters: {ставка: {2026-01: 1%, 2026-03: 2%}}\n" + FACTS + PAY)

    assert formula(program, "ставка", "company") == "2%"


def test_a_period_between_the_periods_of_the_scheme_is_refused_with_those_near() -> None:
    fortnights = "period: {weeks: 2, from: 2026-01-05}\n" + FACTS + PAY

    (problem,) = compile_text(fortnights, "2026-03-03..2026-03-16").diagnostics
    near = ("2026-03-02..2026-03-15", "2026-03-16..2026-03-29")
    assert (problem.code, dict(problem.params)["near"]) == ("KPI534", tuple(map(parse_period, near)))
    assert [each.code for each in compile_text(FACTS + PAY, "2026-03-03..2026-03-16").diagnostics] == [
        "KPI226"
    ]


def test_both_years_of_a_pay_month_must_be_in_the_calendar() -> None:
    scheme = FROM_26 + "calendar: {holidays: [2026-01-01]}\n" + FACTS + PAY

    found = compile_text(scheme, "2026-01").diagnostics

    assert [(each.code, dict(each.params)["year"]) for each in found] == [("KPI336", 2025)]


def test_a_scheme_is_checked_for_periods_of_its_own() -> None:
    dated = "parameters: {ставка: {2026-01: 1%, 2026-03: 2%}}\n" + FACTS + PAY

    shown = [str(each) for each in periods_to_check(read_document(FROM_26 + dated))]
    assert shown == ["2025-12-26..2026-01-25", "2026-02-26..2026-03-25"]
