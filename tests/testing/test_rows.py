"""Figures of single rows that a test expects: deals, teams, the company."""

from __future__ import annotations

import pytest

from kpicalc.model.trial import Trial
from tests.testing.builders import check, run, run_one

SCHEME = """\
facts:
  company: {columns: {прибыль: money}, values: {фонд: прибыль * 5%}}
  teams:
    key: Отдел
    columns: {план: {type: money, above: 0}}
    values: {выполнение: sum(employees.сделал) / план}
  employees: {link: Отдел, columns: {ставка: ratio}, values: {сделал: sum(deals.сумма)}}
  deals: {columns: {сумма: {type: money, min: 0}}, values: {бонус: сумма * 1%}}
pay:
  сделки: {kind: variable, amount: sum(deals.бонус) * ставка}
  доля: {kind: variable, amount: company.фонд / 10, when: team.выполнение >= 80%}
"""
GIVEN = """\
- name: два отдела
  given:
    company: {прибыль: 1_000}
    teams: [{id: Юг, план: 100_000}, {id: Север, план: 10_000}]
    employees: [{id: "01", of: Юг, ставка: 100%}, {id: "02", of: Север, ставка: 50%}]
    deals: [{of: "02", сумма: 40_000}, {of: "01", сумма: 60_000}, {of: "02", сумма: 1_000}]
"""


def expecting(expected: str) -> str:
    """Return the test with what it expects."""
    return f"{GIVEN}  expect: {expected}\n"


def figures(trial: Trial) -> list[tuple[str, bool]]:
    """Return the names of what was compared, and whether it came out."""
    return [(each.name, each.passed) for each in trial.comparisons]


def test_rows_are_told_apart_by_their_order_key_or_number() -> None:
    rows = "deals: [{бонус: 400}, {бонус: 600}], teams: {Юг: {выполнение: 60%}, 2: {выполнение: 410%}}"
    trial = run_one(SCHEME, expecting(f'{{company: {{фонд: 50}}, {rows}, "02": {{доля: 5, сделки: 205}}}}'))

    assert figures(trial) == [
        ("company.фонд", True),
        ("deals.1.бонус", True),
        ("deals.2.бонус", True),
        ("teams.Юг.выполнение", True),
        ("teams.2.выполнение", True),
        ("доля", True),
        ("сделки", True),
    ]


def test_a_wrong_figure_of_a_row_fails() -> None:
    trial = run_one(SCHEME, expecting("{deals: {3: {бонус: 11}}}"))

    assert (trial.passed, figures(trial)) == (False, [("deals.3.бонус", False)])


@pytest.mark.parametrize(
    ("expected", "codes"),
    [
        ("{deals: {4: {бонус: 1}}}", ["KPI547"]),
        ("{teams: {Запад: {выполнение: 1}}}", ["KPI547"]),
        ("{deals: [{бонус: да}]}", ["KPI140"]),
        ("{deals: [{бонуз: 1}]}", ["KPI707"]),
        ("{company: {непонятно: 1}}", ["KPI705"]),
        ('{"01": {сделки: {бонус: 1}}}', ["KPI136"]),
    ],
)
def test_what_is_no_row_or_no_value_is_told(expected: str, codes: list[str]) -> None:
    (trial,) = run(SCHEME, expecting(expected))

    assert [each.code for each in trial.problems] == codes


def test_names_at_rows_are_checked_before_anything_is_computed() -> None:
    assert [each.split()[0] for each in check(SCHEME, expecting("{deals: {3: {бонуз: 1}}}"))] == ["KPI707"]
