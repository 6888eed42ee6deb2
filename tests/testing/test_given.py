"""Tables, columns, rows and expectations of a test, read by the names of the scheme."""

from __future__ import annotations

import pytest

from kpicalc.testing.trials import check_trials
from tests.testing.builders import SELLER, check, run_one, with_tests

SCHEME = """\
facts:
  company: {прибыль: {type: money, min: 0}}
  teams: {key: Отдел, columns: {план: {type: money, above: 0}}, values: {людей: count(employees)}}
  employees: {link: Отдел, columns: {факт: {type: money, min: 0}, id: {type: count, missing: 0}}}
  deals: {columns: {сумма: money}, values: {бонус: сумма * 1%}}
pay: {премия: {kind: variable, amount: sum(deals.бонус) + прибыль * 1%}}
"""
FULL = "company: {прибыль: 1}, teams: {план: 1}, employees: {факт: 1}"
TWO = "teams: {план: 1}, employees: [{факт: 1}, {факт: 2}]"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (FULL, []),
        ("deal: {сумма: 1}", ["KPI702 9:13"]),
        ("клиенты: {сумма: 1}", ["KPI701 9:13"]),
        ("employees: {фкт: 1}", ["KPI704 9:25"]),
        ("employees: {факт: 1, фкт: }", ["KPI704 9:34"]),
        ("employees: {заслуги: 1}", ["KPI703 9:25"]),
        ("company: {прибыль: 1, id: 5}", ["KPI703 9:35"]),
        ("teams: {план: 1, of: 5}", ["KPI703 9:30"]),
        ("company: [{прибыль: 1}, {прибыль: 2}]", ["KPI714 9:13"]),
        ("employees: {факт: 50%}", ["KPI155 9:31"]),
        (f"{TWO}, deals: {{сумма: 1}}", ["KPI719 9:74"]),
        ("teams: [{план: 1}, {план: 2}], employees: {факт: 1}", ["KPI719 9:56"]),
    ],
)
def test_given_facts_are_checked_by_the_scheme(given: str, expected: list[str]) -> None:
    test = f"- name: а\n  given: {{{given}}}\n  expect: {{премия: 1}}\n"

    assert check(SCHEME, test) == expected


def test_only_what_may_stand_in_a_row_is_proposed() -> None:
    document = with_tests(SCHEME, "- name: а\n  given: {employees: {заслуги: 1}}\n  expect: {премия: 1}\n")
    (problem,) = check_trials(document, document.tests)

    assert dict(problem.params)["known"] == ("факт", "id", "of", "name")


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ("expect: {премия: 1, total: 1, team.людей: 1, teams.людей: 1}", []),
        ("expect: {преми: 1}", ["KPI707 10:14"]),
        ("expect: {заслуги: 1}", ["KPI705 10:14"]),
        ("expect: {team.люде: 1}", ["KPI707 10:14"]),
        ("expect: {tem.людей: 1}", ["KPI707 10:14"]),
        ("expect: {teamлюдей: 1}", ["KPI707 10:14"]),
        ("expect: {company.людей: 1}", ["KPI705 10:14"]),
        ("expect: {team.план: 1}", ["KPI705 10:14"]),
        ("expect: {deals.бонус: 1}", ["KPI717 10:14"]),
        ("expect: {премия: рубль}", ["KPI140 10:22"]),
        ("expect: {'1': {премия: 1}}", []),
        ("expect: {'7': {премия: 1}}", ["KPI716 10:14"]),
        ("expect_error: {премия: KPI501}", []),
        ("expect_error: {преми: KPI501}", ["KPI707 10:20"]),
        ("expect_error: {'7': {премия: KPI501}}", ["KPI716 10:20"]),
    ],
)
def test_expectations_are_checked_by_the_scheme(expect: str, expected: list[str]) -> None:
    assert check(SCHEME, f"- name: а\n  given: {{{FULL}}}\n  {expect}\n") == expected


@pytest.mark.parametrize("key", ["expect: {премия: 1}", "expect_error: {премия: KPI501}"])
def test_of_several_employees_it_is_said_whose_figure_it_is(key: str) -> None:
    test = f"- name: а\n  given: {{company: {{прибыль: 1}}, {TWO}}}\n  {key}\n"

    assert [each.split()[0] for each in check(SCHEME, test)] == ["KPI708"]


def test_a_column_called_id_is_a_column() -> None:
    trial = run_one(
        SCHEME,
        "- name: а\n  given: {company: {прибыль: 100}, teams: {план: 1}, employees: {факт: 1, id: 7}}\n"
        "  expect: {премия: 1}\n",
    )

    assert trial.passed


def test_derived_tables_are_not_given() -> None:
    scheme = (
        "facts:\n  teams: {key: Отдел, derived: true}\n  employees: {link: Отдел, columns: {факт: money}}\n"
        "pay: {премия: {kind: variable, amount: факт}}\n"
    )

    assert check(scheme, "- name: а\n  given: {teams: {id: А}}\n  expect: {премия: 1}\n") == ["KPI715 7:13"]


def test_a_company_that_nothing_is_read_of_has_no_sheet() -> None:
    scheme = "facts: {employees: {}}\npay: {премия: {kind: fixed, amount: 5}}\n"

    assert run_one(scheme, "- name: а\n  given: {}\n  expect: {премия: 5}\n").passed


def test_a_test_whose_facts_are_refused_has_not_passed() -> None:
    trial = run_one(SCHEME, "- name: а\n  given: {employees: {фкт: 1}}\n  expect: {премия: 1}\n")

    assert ([each.code for each in trial.problems], trial.passed) == (["KPI704"], False)
    assert [each for each in trial.comparisons if not each.passed] == []


def test_rows_without_keys_are_numbered_past_those_that_are_taken() -> None:
    scheme = "facts: {employees: {x: {type: money, missing: 0}}}\npay: {п: {kind: fixed, amount: x}}\n"
    given = "- name: а\n  given: {employees: [{x: 1}, {id: '1', x: 2}, {x: 3}]}\n"

    assert run_one(scheme, f"{given}  expect: {{'1': {{п: 2}}, '2': {{п: 1}}, '3': {{п: 3}}}}\n").passed


def test_a_table_without_columns_knows_none() -> None:
    document = with_tests(SELLER, "- name: а\n  given: {company: {x: 1}}\n  expect: {премия: 1}\n")

    assert [dict(each.params).get("known") for each in check_trials(document, document.tests)] == [("—",)]
