"""Constructs about several people, as the formulas that they become."""

from __future__ import annotations

import pytest

from kpicalc.model.outline import LineKind
from tests.compiler.builders import formula, program_of, variable

FACTS = """
facts:
  teams: {key: Отдел, columns: {фонд: money}}
  employees: {link: Отдел, manager: Начальник, columns: {факт: money, стаж: count}}
  deals: {order: [день, номер], columns: {день: date, номер: count, сумма: money}}
"""
PAY = "pay: {оклад: {kind: fixed, amount: 1}}\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("before(сумма)", "before(сумма, employee)"),
        ("before(сумма, team)", "before(сумма, team)"),
        ("до_этого(сумма where номер > 1)", "before(if номер > 1 then сумма else 0, employee)"),
        ("rank(сумма)", "rank(сумма)"),
        ("rank(сумма, company)", "rank(сумма)"),
        ("место(-сумма, employee where номер > 1)", "rank(-сумма, employee where номер > 1)"),
    ],
)
def test_a_row_among_rows(written: str, meant: str) -> None:
    program = program_of(FACTS.replace("сумма: money}", f"сумма: money}}, values: {{х: '{written}'}}") + PAY)

    assert formula(program, "х", "deals") == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sum(reports.факт)", "sum(reports.факт)"),
        ("count(direct_reports)", "count(direct_reports)"),
        ("count(reports where reports.факт > 5)", "count(reports where reports.факт > 5)"),
        ("sum(reports.факт where count(reports) > 1)", "sum(reports.факт where count(reports) > 1)"),
        ("sum(reports.факт * team.фонд / 1_000)", "sum(reports.факт * team.фонд / 1000)"),
    ],
)
def test_subordinates(written: str, meant: str) -> None:
    text = FACTS.replace("фонд: money", "фонд: number") + f"values: {{х: '{written}'}}\n" + PAY

    assert formula(program_of(text), "х") == meant


def test_without_managers_the_words_are_free() -> None:
    text = "facts: {employees: {факт: money}, reports: {сумма: money}}\n"

    program = program_of(f"{text}values: {{х: sum(reports.сумма)}}\n{PAY}")

    assert formula(program, "х") == "sum(reports.сумма)"


def test_a_prize_split_between_equal_winners() -> None:
    program = program_of(
        f"{FACTS}pay:\n  п: {{kind: prize, best: факт, then: стаж, above: 0, when: стаж > 1, "
        "ties: split, amount: 10}\n"
    )

    assert formula(program, "п.enters") == "стаж > 1 and факт > 0"
    assert formula(program, "п.winner") == "best(факт, стаж where п.enters)"
    assert formula(program, "п") == (
        'round(if п.winner then split(10, 1, 0.01 where п.winner) else 0, 0.01, "half_up")'
    )


def test_an_own_prize_and_one_of_the_group() -> None:
    program = program_of(
        f"{FACTS}pay:\n"
        "  свой: {kind: prize, best: факт, ties: split, amount: факт * 10%}\n"
        "  общий: {kind: prize, best: факт, from: 5, among: team, ties: split, step: 1, "
        "amount: sum(employees.факт) * 1%}\n"
        "  каждому: {kind: prize, best: факт, ties: all, amount: факт * 1%}\n"
    )

    assert "split(avg(employees.свой.amount where employees.свой.winner), свой.amount, 0.01" in formula(
        program, "свой"
    )
    assert formula(program, "общий.amount", "teams") == "sum(employees.факт) * 1%"
    assert "split(team.общий.amount, 1, 1 where общий.winner)" in formula(program, "общий")
    assert (
        formula(program, "каждому") == 'round(if каждому.winner then каждому.amount else 0, 0.01, "half_up")'
    )


def test_a_pool_and_the_stop_factor_of_one() -> None:
    program = program_of(
        f"{FACTS}stop_factors: {{D: {{lines: [ф], rules: [{{when: стаж > 9, factor: 0}}]}}}}\n"
        "pay:\n  ф: {kind: pool, among: team, amount: фонд, by: стаж, when: факт > 0}\n"
        "  р: {kind: pool, amount: sum(employees.факт), by: equal, step: 10}\n"
    )

    assert formula(program, "ф") == (
        'round(split(team.ф.pool, стаж, 0.01 where факт > 0) * D, 0.01, "half_up")'
    )
    assert formula(program, "р") == "split(р.pool, 1, 10)"
    assert [line.kind for line in program.pay_lines] == [LineKind.POOL, LineKind.POOL]


def test_a_fund_cuts_before_deductions_look() -> None:
    program = program_of(
        f"{FACTS}pay:\n  п: {{kind: variable, amount: факт}}\n"
        "  в: {kind: deduction, amount: 5, from: [п]}\n"
        "limits: {funds: {ф: {lines: [п], among: team, max: фонд, step: 1, title: Фонд}}}\n"
    )

    assert formula(program, "limits.ф.claims", "teams") == "sum(employees.limits.ф.claim)"
    assert formula(program, "limits.ф.max", "teams") == "max(0, фонд)"
    assert formula(program, "limits.ф") == (
        "if team.limits.ф.claims > team.limits.ф.max then "
        "split(floor(team.limits.ф.max, 1), limits.ф.claim, 1) - limits.ф.claim else 0"
    )
    assert "п + limits.ф" in formula(program, "в.available")
    assert variable(program, "limits.ф").label == "Фонд"


def test_limits_without_funds() -> None:
    assert program_of(f"{FACTS}{PAY}limits: {{total: {{max: 5}}}}\n").total == "total"
