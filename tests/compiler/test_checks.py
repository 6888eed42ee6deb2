"""Checks in a scheme: what may be named, and of whom they are asked."""

from __future__ import annotations

import pytest

from tests.compiler.builders import FACTS, problems_of, program_of

PAY = "pay: {оклад: {kind: fixed, amount: план}, процент: {kind: variable, amount: факт}}\n"


def _checks(written: str) -> list[tuple[str, str, str]]:
    program = program_of(f"{FACTS}{PAY}checks: {{{written}}}")
    return [(each.name, each.grain, each.severity) for each in program.checks]


def test_the_level_is_that_of_what_is_asked() -> None:
    assert _checks("а: total > 0, б: {that: sum(employees.total) > 0, severity: warning}") == [
        ("checks.а", "employees", "error"),
        ("checks.б", "company", "warning"),
    ]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("а: total", "KPI234"),
        ("а: итог > 0", "KPI201"),
        ("а: {that: total > 0, of: receipts}", "KPI212"),
        ("а: {that: total > 0, when: план}", "KPI234"),
        ("а: {that: total > 0, of: company}", "KPI204"),
        ("а: total > 50%", "KPI243"),
    ],
)
def test_what_is_wrong_in_a_check(written: str, code: str) -> None:
    assert [found for found, _ in problems_of(f"{FACTS}{PAY}checks: {{{written}}}")] == [code]


def test_no_other_formula_may_name_the_total_or_a_check() -> None:
    text = f"{FACTS}{PAY}values: {{а: total * 2, б: checks.в}}\nchecks: {{в: total > 0}}"

    assert [code for code, _ in problems_of(text)] == ["KPI201", "KPI201"]
