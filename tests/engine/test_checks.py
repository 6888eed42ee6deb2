"""Checks that a scheme states of its own pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.checks import find_failed_checks, hold_back
from kpicalc.engine.explain import explain
from kpicalc.engine.settle import join_settlements, narrow_run, people_in_parts, segment_of, sum_of_person
from kpicalc.model.fault import Fault
from kpicalc.model.result import Segment, Settlement
from tests.engine.builders import settle_rows

SCHEME = """
facts:
  teams: {key: Отдел, columns: {фонд: money}}
  employees: {оклад_: money, факт: money, руководит: flag}
pay:
  оклад: {kind: fixed, amount: оклад_}
  отчёты: {kind: soft, amount: 10}
  процент: {kind: variable, amount: факт}
checks:
  CHECK
"""
ROWS = [
    {"key": "1", "of": "Юг", "оклад_": "20", "факт": "170", "руководит": "да"},
    {"key": "2", "of": "Юг", "оклад_": "90", "факт": "100", "руководит": "да"},
    {"key": "3", "of": "Север", "оклад_": "90", "факт": "0", "руководит": "нет"},
]
TEAMS = [{"key": "Юг", "фонд": "400"}, {"key": "Север", "фонд": "50"}]


def _settle(check: str) -> Settlement:
    return hold_back(settle_rows(SCHEME.replace("CHECK", check), employees=ROWS, teams=TEAMS))


def _told(settlement: Settlement) -> list[str]:
    return [
        f"{each.code} {dict(each.params)['check']}: {dict(each.params)['found']}"
        for each in find_failed_checks(settlement)
    ]


def test_who_fails_an_error_is_told_and_unpaid() -> None:
    settlement = _settle("доля: {that: fixed <= total * 30%, when: руководит, title: Доля}")

    assert _told(settlement) == ["KPI553 2 · Доля: 100 <= 60"]
    assert settlement.unpaid == (1,)


def test_a_warning_holds_nobody_back() -> None:
    settlement = _settle("доля: {that: fixed <= total * 30%, severity: warning}")

    assert _told(settlement) == ["KPI554 2 · доля: 100 <= 60", "KPI554 3 · доля: 100 <= 30"]
    assert settlement.unpaid == ()


@pytest.mark.parametrize(
    ("check", "expected", "unpaid"),
    [
        ("фонд: sum(employees.total) <= 390", ["KPI553 фонд: 500 <= 390"], (0, 1, 2)),
        ("фонд: {that: sum(employees.total) <= фонд, of: teams}", ["KPI553 Север · фонд: 100 <= 50"], (2,)),
        ("по_одному: total <= team.фонд", ["KPI553 3 · по_одному: 100 <= 50"], (2,)),
        ("нет: not руководит", ["KPI553 1 · нет: False", "KPI553 2 · нет: False"], (0, 1)),
        ("сумма: fixed + variable = total", [], ()),
    ],
)
def test_checks_at_every_level(check: str, expected: list[str], unpaid: tuple[int, ...]) -> None:
    settlement = _settle(check)

    assert (_told(settlement), settlement.unpaid) == (expected, unpaid)


def test_a_check_without_an_answer_is_no_check_that_holds() -> None:
    settlement = _settle("на_ноль: 1 / (total - 100) > 0")

    assert [each.code for each in find_failed_checks(settlement)] == ["KPI501"]
    assert settlement.unpaid == (2,)


def test_who_is_unpaid_anyway_is_not_told_of_his_checks() -> None:
    rows = [{**ROWS[0], "факт": ""}, ROWS[1]]
    settled = settle_rows(SCHEME.replace("CHECK", "доля: total > 1"), employees=rows, teams=TEAMS)

    assert (settled.unpaid, _told(settled)) == ((0,), [])


def test_the_breakdown_shows_each_check_and_no_total_for_who_fails() -> None:
    settlement = _settle("доля: {that: fixed <= total * 30%, when: руководит}")
    first, second, third = break_down(settlement, range(3))

    assert [each.checks[0].value for each in (first, second, third)] == [True, False, None]
    assert first.total == Decimal(200)
    assert isinstance(second.total, Fault)


def test_a_check_is_explained_like_any_value() -> None:
    settlement = _settle("фонд: {that: sum(employees.total) <= фонд, of: teams}")
    explained = explain(settlement, 0, "checks.фонд")

    assert (explained.value, explained.children[0].children[0].value) == (True, Decimal(400))


def test_where_some_are_shown_no_figures_of_others_are_told() -> None:
    settlement = _settle("фонд: sum(employees.total) <= 390")
    run = join_settlements(settlement.program.period, [settlement])
    narrowed = narrow_run(run, [(settlement, 1)])

    assert [dict(each.params)["found"].value for each in narrowed.diagnostics] == [False]  # type: ignore[attr-defined]
    assert narrowed.settlements[0].unpaid == (1,)


def test_a_name_of_the_scheme_comes_before_the_sum_of_its_lines() -> None:
    text = SCHEME.replace("факт: money", "факт: money, fixed: money").replace("CHECK", "своё: fixed = 7")
    rows = [{**each, "fixed": "7"} for each in ROWS]

    assert _told(settle_rows(text, employees=rows, teams=TEAMS)) == []


def test_a_person_shown_alone_is_told_of_his_own_checks_only() -> None:
    settlement = _settle("доля: {that: fixed <= total * 30%, severity: warning}")
    run = join_settlements(settlement.program.period, [settlement])
    narrowed = narrow_run(run, [(settlement, 2)])

    assert _told(narrowed.settlements[0]) == ["KPI554 3 · доля: 100 <= 30"]


SEGMENTS = """
facts:
  employees:
    segments: {from: с, to: по}
    columns: {с: date, по: {type: date, missing: allow}, сумма: money}
pay: {оплата: {kind: fixed, amount: сумма}}
checks: {есть: total > 5}
"""


def test_rows_of_a_person_come_to_nothing_where_one_has_no_total() -> None:
    rows = [
        {"key": "1", "с": "2026-01-01", "по": "2026-03-10", "сумма": "10"},
        {"key": "1", "с": "2026-03-11", "по": "", "сумма": "3"},
        {"key": "2", "с": "2026-03-11", "по": "", "сумма": "7"},
    ]
    settlement = hold_back(settle_rows(SEGMENTS, employees=rows))
    dollars = replace(settlement, program=replace(settlement.program, currency="USD"))
    parts = people_in_parts([(settlement, row) for row in range(3)])

    assert list(parts) == ["1"]
    assert isinstance(sum_of_person(parts["1"]), Fault)
    assert sum_of_person([(settlement, 0), (settlement, 2)]) == Decimal(17)
    assert sum_of_person([(settlement, 0), (dollars, 2)]) is None
    assert segment_of(settlement, 1) == Segment(date(2026, 3, 11), date(2026, 3, 31))
    assert segment_of(_settle("а: total > 0"), 0) is None


def test_a_total_counts_people_and_not_their_rows() -> None:
    rows = [
        {"key": "1", "с": "2026-03-01", "по": "2026-03-10", "сумма": "10"},
        {"key": "1", "с": "2026-03-11", "по": "", "сумма": "8"},
        {"key": "2", "с": "2026-03-01", "по": "", "сумма": "7"},
        {"key": "3", "с": "2026-03-01", "по": "", "сумма": "3"},
    ]
    settlement = hold_back(settle_rows(SEGMENTS, employees=rows))
    run = join_settlements(settlement.program.period, [settlement])

    assert [(each.line, each.amount, each.employees) for each in run.totals] == [
        ("оплата", Decimal(25), 2),
        ("", Decimal(25), 2),
    ]
