"""Tests of a scheme run: given facts go through the real binding, listed figures are compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.model.fault import Fault
from kpicalc.model.trial import Trial
from tests.testing.builders import SELLER, run, run_one, short

TEAMS = """\
facts:
  company: {columns: {прибыль: {type: money, missing: 0}}, values: {всего: sum(employees.факт)}}
  teams: {key: Отдел, columns: {план: {type: money, above: 0}}, values: {людей: count(employees)}}
  employees: {link: Отдел, columns: {факт: {type: money, min: 0}}}
  deals: {columns: {сумма: money}, values: {бонус: сумма * 1%}}
values: {выполнение: факт / team.план}
pay: {премия: {kind: variable, amount: sum(deals.бонус) + прибыль * 1%}}
"""


def figures(trial: Trial) -> dict[str, tuple[object, object]]:
    """Return expected and actual of each name that is compared."""
    return {f"{each.who}.{each.name}".strip("."): (each.expected, each.actual) for each in trial.comparisons}


def test_figures_as_expected_pass() -> None:
    trial = run_one(
        SELLER,
        "- name: план выполнен на 97 %\n"
        "  given: {employees: {план: 1_000_000, факт: 970_000}}\n"
        "  expect: {премия: 8_000.00, выполнение: 97%, total: 8000}\n",
    )

    assert trial.passed
    assert (trial.name, trial.span.line, trial.program and str(trial.program.period)) == (
        "план выполнен на 97 %",
        9,
        "2026-01",
    )
    assert figures(trial) == {
        "премия": (Decimal(8000), Decimal(8000)),
        "выполнение": (Decimal("0.97"), Decimal("0.97")),
        "total": (Decimal(8000), Decimal(8000)),
    }


def test_shares_beyond_a_thousand_percent_are_meant_as_they_are_written() -> None:
    """In a cell they would be asked about; what a test gives is no cell."""
    trial = run_one(
        "facts: {employees: {рост: ratio}}\npay: {премия: {kind: variable, amount: рост * 100}}\n",
        "- name: рост\n  given: {employees: {рост: 9_500%}}\n  expect: {премия: 9_500}\n",
    )

    assert trial.passed


def test_a_wrong_figure_fails_with_its_explanation() -> None:
    trial = run_one(
        SELLER,
        "- name: не то\n  given: {employees: {план: 100, факт: 90}}\n"
        "  expect: {премия: 9_000, total: 8_000}\n",
    )

    assert not trial.passed
    wrong, right = trial.comparisons
    assert (wrong.passed, right.passed, right.explanation) == (False, True, None)
    assert (wrong.span.line, wrong.span.column) == (11, 14)
    assert wrong.explanation is not None
    (lookup,) = wrong.explanation.children
    (share,) = lookup.children
    fact, plan = share.children
    assert (fact.cell, str(fact.written), plan.value) == (None, "s.yaml:10:42", Decimal(100))


def test_a_figure_that_cannot_be_computed_leads_to_what_is_missing() -> None:
    scheme = (
        "facts: {employees: {план: money, факт: money}}\n"
        "values: {доля: факт / план, грейд: доля * 2}\n"
        "pay:\n  оклад: {kind: fixed, amount: 10}\n  премия: {kind: variable, amount: 5 * грейд + факт}\n"
    )
    test = "- name: ноль\n  given: {employees: {план: 0, факт: 9}}\n  expect: {total: 8}\n"
    trial = run_one(scheme, test)

    node = trial.comparisons[0].explanation
    names = []
    while node is not None:
        names.append(node.name)
        last, node = node, node.children[0] if len(node.children) == 1 else None
    assert names == ["total", "премия", "грейд", "доля"]
    assert [each.name for each in last.children] == ["факт", "план"]
    assert short(trial.problems) == ["KPI501 2:16"]
    expected = run_one(scheme, f"{test.replace('total: 8', 'оклад: 10')}  expect_error: {{total: KPI441}}\n")
    assert short(expected.problems) == ["KPI501 2:16"]


def test_tests_are_exact_unless_they_say_otherwise() -> None:
    test = "- name: доля\n  given: {employees: {план: 3, факт: 2}}\n  expect: {выполнение: 0.667}\n"

    assert not run_one(SELLER, test).passed
    assert run_one(SELLER, f"{test}  tolerance: 0.001\n").passed


def test_a_figure_is_compared_by_the_digits_that_count() -> None:
    scheme = "facts: {employees: {x: {type: number, above: 0}}}\nvalues: {один: 2 / x + 1 / x}\n"
    scheme += "pay: {премия: {kind: variable, amount: 100 * один}}\n"

    assert run_one(scheme, "- name: треть\n  given: {employees: {x: 3}}\n  expect: {один: 1}\n").passed


def test_texts_flags_and_dates_are_compared() -> None:
    scheme = (
        "facts: {employees: {принят: date, роль: text, план: {type: flag, missing: allow}, доля: number}}\n"
        "values: {срок: принят + 30, старший: роль = \"А\", кто: роль, выполнен: 'if_missing(план, false)'}\n"
        "pay: {премия: {kind: variable, amount: 100 * доля}}\n"
    )
    trial = run_one(
        scheme,
        "- name: всё\n  given: {employees: {принят: 2026-01-02, роль: А, доля: 1.234}}\n"
        "  expect: {срок: 2026-02-01, старший: true, кто: А, выполнен: false, премия: 123.40}\n",
    )

    assert trial.passed
    assert figures(trial)["срок"] == (date(2026, 2, 1), date(2026, 2, 1))


def test_several_employees_teams_and_the_company() -> None:
    trial = run_one(
        TEAMS,
        "- name: отдел\n"
        "  given:\n"
        "    company: {прибыль: 100}\n"
        "    teams: [{id: Север, план: 100}, {id: Юг, план: 200}]\n"
        "    employees: [{id: '0017', of: Север, факт: 50}, {of: Юг, факт: 60, name: Петров}]\n"
        "    deals: [{of: '0017', сумма: 100}, {of: '1', сумма: 300}]\n"
        "  expect:\n"
        "    '0017': {премия: 2, team.людей: 1}\n"
        "    '1': {выполнение: 30%, teams.людей: 1}\n"
        "    company.всего: 110\n",
    )

    assert trial.problems == ()
    assert trial.passed
    assert [each.who for each in trial.comparisons] == ["0017", "0017", "1", "1", ""]


def test_tables_above_have_a_row_and_tables_below_have_none() -> None:
    trial = run_one(
        TEAMS, "- name: один\n  given: {teams: {план: 100}, employees: {факт: 50}}\n  expect: {премия: 0}\n"
    )

    assert trial.passed


def test_a_wrong_figure_of_the_company_has_no_explanation() -> None:
    trial = run_one(
        TEAMS,
        "- name: один\n  given: {teams: {план: 1}, employees: {факт: 50}}\n  expect: {company.всего: 0}\n",
    )

    assert [(each.passed, each.explanation) for each in trial.comparisons] == [(False, None)]


def test_derived_teams_come_from_the_employees() -> None:
    scheme = (
        "facts:\n"
        "  teams: {key: Отдел, derived: true, values: {всего: sum(employees.факт)}}\n"
        "  employees: {link: Отдел, columns: {факт: money}}\n"
        "pay: {премия: {kind: variable, amount: team.всего * 1%}}\n"
    )
    tests = (
        "- name: один\n  given: {employees: {факт: 100}}\n  expect: {премия: 1}\n"
        "- name: трое\n"
        "  given: {employees: [{of: А, факт: 100}, {of: А, факт: 200}, {of: Б, факт: 400}]}\n"
        "  expect: {'1': {премия: 3}, '3': {премия: 4}}\n"
    )

    assert [each.passed for each in run(scheme, tests)] == [True, True]


def test_columns_whose_names_read_alike_are_kept_apart() -> None:
    scheme = (
        "facts: {employees: {план_а: money, План_а: money, row_above: money}}\n"
        "pay: {премия: {kind: variable, amount: план_а - План_а + row_above}}\n"
    )

    assert run_one(
        scheme,
        "- name: а\n  given: {employees: {план_а: 5, План_а: 3, row_above: 1}}\n  expect: {премия: 3}\n",
    ).passed


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("{план: 0, факт: 1}", "KPI441 7:31"),
        ("{факт: 1}", "KPI451 7:25"),
        ("{план: , факт: 1}", "KPI451 7:30"),
    ],
)
def test_facts_that_a_workbook_may_not_have_fail(given: str, expected: str) -> None:
    test = f"- name: а\n  given: {{employees: {given}}}\n  expect: {{премия: 1}}\n"

    assert short(run_one(SELLER, test).problems) == [expected]


def test_a_sentence_names_the_places_of_the_test() -> None:
    given = "{employees: [{id: а, план: 1, факт: 1}, {id: а, план: 1, факт: 1}]}"
    (problem,) = run_one(SELLER, f"- name: а\n  given: {given}\n  expect: {{а: {{total: 1}}}}\n").problems

    assert (problem.code, dict(problem.params)["first"]) == ("KPI419", "s.yaml:10:26")


def test_expected_problems_of_a_value() -> None:
    scheme = SELLER.replace("above: 0", "min: 0")
    test = "- name: ноль\n  given: {employees: {план: 0, факт: 1}}\n  expect_error: "

    assert run_one(scheme, f"{test}{{выполнение: KPI501, премия: [KPI501]}}\n").passed
    assert not run_one(scheme, f"{test}{{выполнение: KPI502}}\n").passed
    assert run_one(scheme, f"{test}{{'1': {{total: KPI501}}}}\n").passed


def test_a_value_that_should_not_be_computed_but_is_fails() -> None:
    trial = run_one(
        SELLER,
        "- name: есть\n  given: {employees: {план: 1, факт: 1}}\n  expect_error: {премия: KPI501}\n",
    )

    assert [(each.passed, each.expected, each.codes) for each in trial.comparisons] == [
        (False, None, ("KPI501",))
    ]


def test_a_fault_of_a_value_that_is_not_listed_is_no_failure() -> None:
    scheme = SELLER.replace("above: 0", "min: 0") + "limits: {total: {max: 100}}\n"
    trial = run_one(
        scheme.replace("pay: {", "pay: {оклад: {kind: fixed, amount: 1}, "),
        "- name: ноль\n  given: {employees: {план: 0, факт: 1}}\n  expect: {оклад: 1}\n",
    )

    assert trial.passed


def test_expected_problems_of_the_whole_test() -> None:
    scheme = SELLER.replace("above: 0", "min: 0")
    test = "- name: ноль\n  given: {employees: {план: 0, факт: 1}}\n  expect_error: "

    assert run_one(scheme, f"{test}KPI501\n").passed
    assert run_one(scheme, f"{test}[KPI501, KPI503]\n").missed == ("KPI503",)
    assert [each.code for each in run_one(scheme, f"{test}KPI503\n").problems] == ["KPI501"]


def test_facts_that_cannot_be_bound_may_be_expected() -> None:
    tests = (
        "- name: ничья сделка\n"
        "  given: {teams: {план: 1}, employees: {факт: 1}, deals: {of: '77', сумма: 1}}\n"
        "  expect_error: [KPI450]\n"
    )
    (trial,) = run(TEAMS, tests)

    assert (trial.passed, trial.comparisons) == (False, ())
    assert trial.missed == ("KPI450",)
    (problem,) = trial.problems
    again = run_one(TEAMS, tests.replace("KPI450", problem.code))
    assert again.passed


def test_a_fault_is_its_own_actual_value() -> None:
    scheme = SELLER.replace("above: 0", "min: 0")
    trial = run_one(
        scheme, "- name: ноль\n  given: {employees: {план: 0, факт: 1}}\n  expect: {выполнение: 0}\n"
    )

    assert isinstance(trial.comparisons[0].actual, Fault)
    assert not trial.passed
