"""What a test builds on: another test, a period, the names of the scheme."""

from __future__ import annotations

import pytest

from kpicalc.testing.trials import Suite, run_suite
from tests.testing.builders import SELLER, check, open_nothing, run, run_one, short, with_tests


def test_a_test_like_another_changes_some_of_its_facts() -> None:
    tests = (
        "- name: план\n  period: 2026-05\n  given: {employees: {план: 100, факт: 100}}\n"
        "  expect: {премия: 10_000}\n"
        "- name: ниже\n  like: план\n  given: {employees: {факт: 80}}\n  expect: {премия: 8_000}\n"
        "- name: тот же\n  like: ниже\n  period: 2026-06\n  expect: {премия: 8_000}\n"
        "- name: двое\n  like: ниже\n"
        "  given: {employees: [{план: 100, факт: 0}, {план: 1, факт: 1}]}\n"
        "  expect: {'1': {премия: 5_000}, '2': {премия: 10_000}}\n"
    )
    trials = run(SELLER, tests)

    assert [each.passed for each in trials] == [True] * 4
    assert [each.program and str(each.program.period) for each in trials] == [
        "2026-05",
        "2026-05",
        "2026-06",
        "2026-05",
    ]


def test_what_a_test_builds_on_must_be_there() -> None:
    tests = (
        "- name: а\n  like: б\n  expect: {премия: 1}\n"
        "- name: квартал\n  period: 2026-Q1\n  given: {employees: {план: 1, факт: 1}}\n"
        "  expect: {премия: 1}\n"
    )
    trials = run(SELLER, tests)

    assert [short(each.problems) for each in trials] == [["KPI712 7:11"], ["KPI713 10:5"]]
    assert check(SELLER, tests) == ["KPI712 7:11", "KPI713 10:5"]


def test_a_scheme_that_has_no_program_for_the_period_fails_the_test() -> None:
    scheme = "parameters: {ставка: {2026-02: 5}}\n" + SELLER.replace("10_000 *", "ставка *")
    trial = run_one(
        scheme,
        "- name: раньше\n  period: 2026-01\n  given: {employees: {план: 1, факт: 1}}\n"
        "  expect: {премия: 5}\n",
    )

    assert trial.program is None
    assert [each.code for each in trial.problems] == ["KPI210"]


def test_what_is_written_wrongly_is_told_when_the_test_runs() -> None:
    test = "- name: а\n  given: {employees: {плн: 1, факт: 1}}\n  expect: {примия: 1}\n"
    wrong = ["KPI704 7:25", "KPI707 8:14"]

    assert short(run_one(SELLER, test).problems) == wrong
    assert check(SELLER, test) == wrong
    named = "- name: а\n  given: {employees: {план: 1, факт: 1}}\n  expect: {примия: 1}\n"
    assert short(run_one(SELLER, named).problems) == ["KPI707 8:14"]


def test_the_names_in_a_test_of_files_are_checked_without_the_files() -> None:
    test = "- name: а\n  given_files: march.xlsx\n  expect: {примия: 1, '0017': {премия: 1}}\n"

    assert check(SELLER, test) == ["KPI707 8:14"]


@pytest.mark.parametrize(
    ("scheme", "percent", "passed"),
    [(SELLER, (40, 5), [False, True]), (SELLER.replace("факт / план", "нет"), (100, 0), [False, False])],
)
def test_tests_that_do_not_run_reach_nothing(
    scheme: str, percent: tuple[int, int], passed: list[bool]
) -> None:
    tests = "- name: а\n  given: {employees: {план: 5, факт: 7%}}\n  expect: {премия: 1}\n"
    tests += "- name: б\n  given: {employees: {план: 5, факт: 5}}\n  expect: {премия: 10_000}\n"
    document = with_tests(scheme, tests)
    ran = run_suite(Suite(document, (document.tests,)), open_nothing, coverage=True)

    assert ran.coverage is not None
    assert (ran.coverage.percent, len(ran.coverage.points)) == percent
    assert [each.passed for each in ran.trials] == passed
