"""Figures of single rows that a test expects: deals, teams, the company."""

from __future__ import annotations

import pytest

from kpicalc.model.trial import Trial
from tests.testing.builders import check, run, run_one, short

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


@pytest.mark.parametrize(
    ("expected", "problems"),
    [
        ("{teams: {Нет: 5, Юг: 5}}", ["KPI547 19:22", "KPI134 19:27", "KPI134 19:34"]),
        ("{teams: {Юг: {выполнение: 60%}, Нет: {выполнение: 1}}}", ["KPI547 19:45"]),
        ("{company: {прибыль: {a: 1}, фонд: 50}}", ["KPI136 19:24"]),
    ],
)
def test_what_is_expected_of_no_row_in_no_value_is_told(expected: str, problems: list[str]) -> None:
    trial = run_one(SCHEME, expecting(expected))

    assert (trial.comparisons, short(trial.problems)) == ((), problems)


def test_an_employee_may_be_called_like_a_table() -> None:
    given = GIVEN.replace('"02"', "deals")

    assert figures(run_one(SCHEME, f"{given}  expect: {{deals: {{сделки: 205}}}}\n")) == [("сделки", True)]


def test_the_company_has_no_faults_of_its_own_employees() -> None:
    expected = "  expect: {'01': {доля: 0}}\n"
    faults = f"{GIVEN}{expected}  expect_error: {{company: {{фонд: KPI441}}}}\n"
    (problem,) = run_one(SCHEME, faults).problems

    assert (problem.code, dict(problem.params)["hint"]) == ("KPI716", "company")


def test_rows_are_not_counted_where_they_are_not_known() -> None:
    derived = """\
facts:
  teams: {key: Отдел, derived: true, values: {всего: sum(employees.факт)}}
  employees: {link: Отдел, columns: {факт: money}}
pay: {премия: {kind: variable, amount: team.всего * 1%}}
"""
    given = "- name: а\n  given: {employees: {факт: 1}}\n"
    files = "- name: а\n  given_files: [a.xlsx]\n"

    expect = "  expect: {teams: {Х: {всего: 2}, 7: {вс: 3}}}\n"
    assert check(derived, f"{given}{expect}") == ["KPI705 8:41"]
    assert check(SCHEME, f"{files}  expect: {{teams: {{9: {{выполнение: 1}}, Х: {{выполн: 2}}}}}}\n") == [
        "KPI707 15:46"
    ]
