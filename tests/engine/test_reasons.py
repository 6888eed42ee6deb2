"""Why lines pay nothing, and prizes, pools, funds and deductions told in figures."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.engine.settle import settle
from kpicalc.formula.printer import print_formula
from kpicalc.model.kind import Kind
from kpicalc.model.program import Role
from kpicalc.model.result import Note, Settlement, Worked
from tests.engine.builders import Row, settle_rows

PEOPLE: Sequence[Row] = [
    {"key": "10", "of": "Юг", "факт": "300", "стаж": "2", "да": "нет"},
    {"key": "9", "of": "Юг", "факт": "300", "стаж": "5", "да": "да"},
    {"key": "2", "of": "Север", "факт": "50", "стаж": "1", "да": "да"},
]
HEAD = """
facts:
  teams: {key: Отдел, derived: true, values: {цель: "if sum(employees.факт) > 100 then 90 else 0"}}
  employees: {columns: {факт: money, стаж: count, да: flag}, values: {опыт: стаж > 3, вверх: опыт}}
"""


def settled(line: str, people: Sequence[Row] = PEOPLE, rest: str = "") -> Settlement:
    """Settle a scheme with a salary and a line of pay."""
    text = f"{HEAD}pay:\n  оклад: {{kind: fixed, amount: 70}}\n  п: {{{line}}}\n{rest}"
    return settle_rows(text, teams=[{"key": "Юг"}, {"key": "Север"}], employees=people)


def told(line: str, row: int = 0, people: Sequence[Row] = PEOPLE, rest: str = "") -> list[str]:
    """Return the remarks on the last line."""
    (found,) = break_down(settled(line, people, rest), [row])
    return [said(each) for each in found.lines[-1].notes]


def said(note: Note) -> str:
    return " ".join([note.key, *(_plain(value) for name, value in note.params if name != "kind")])


def _plain(value: object) -> str:
    match value:
        case Worked(expr, operands):
            return f"<{print_formula(expr, home='employees')} {' '.join(map(str, operands.values()))}>"
        case tuple():
            return "/".join(value)
        case _:
            return str(value)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kind: variable, amount: факт, when: стаж > 3", ["unmet <стаж > 3 2>"]),
        ("kind: variable, amount: факт, when: вверх", ["unmet <стаж > 3 2>"]),
        ("kind: variable, amount: факт, when: да", ["unmet <да False>"]),
        ("kind: variable, amount: факт, when: team.цель > 100", ["unmet <team.цель > 100 90>"]),
        ("kind: variable, amount: факт, when: стаж > 3, max: 10", ["unmet <стаж > 3 2>"]),
        ("kind: variable, amount: if стаж > 1 then if да then 1 else 0 else 2", ["unmet <да False>"]),
        ("kind: variable, amount: if да then 1 else if опыт then 2 else 0", ["unmet <стаж > 3 2>"]),
        ("kind: variable, amount: abs(факт - факт)", []),
        ("kind: variable, amount: if да then 1 else 2", []),
        ("kind: entitlement, when: стаж > 1", ["met <стаж > 1 2>"]),
        ("kind: entitlement, when: опыт", ["unmet <стаж > 3 2>"]),
        ("kind: entitlement, when: опыт, points: стаж", ["unmet <стаж > 3 2>"]),
        ("kind: entitlement, points: стаж", []),
        ("kind: prize, best: факт, above: 400, ties: all, amount: 9", ["unmet <факт > 400 300>"]),
        ("kind: prize, best: факт, ties: all, amount: 9", ["prize_shared 300 10/9"]),
        ("kind: prize, best: -факт, ties: all, amount: 9", ["prize_lost 250 -50 -300 2"]),
        ("kind: prize, best: стаж, from: 2, ties: all, amount: 9", ["prize_lost 3 5 2 9"]),
        ("kind: prize, best: факт, then: стаж, ties: all, amount: 9", ["prize_lost_by_next 0 300 300 9"]),
        ("kind: prize, best: факт, then: -стаж, ties: all, amount: 9", ["prize_won_by_next 0 9 300 300"]),
        ("kind: prize, best: -стаж, when: стаж > 1, ties: all, amount: 9", ["prize_won 3 9 -5 -2"]),
        ("kind: prize, best: факт, when: not да, ties: all, amount: 9", ["prize_alone 300"]),
        ("kind: pool, amount: 100, by: стаж", ["pool 25.00 2 8 100"]),
        ("kind: pool, amount: 90, by: equal", ["pool_equal 30.00 3 90"]),
        ("kind: pool, amount: 90, by: equal, when: да", ["unmet <да False>"]),
        ("kind: deduction, amount: 2 * стаж, from: [оклад]", ["deduction 70 4 4 оклад", "owed <2 * стаж 2>"]),
        ("kind: deduction, amount: 100, from: [оклад], limit: 50%", ["deduction 3500 35 100 оклад"]),
        ("kind: deduction, amount: 100, from: [оклад], when: да", ["unmet <да False>"]),
        ("kind: deduction, amount: 5, from: [оклад], when: not да", ["deduction 70 5 5 оклад"]),
    ],
)
def test_what_is_told_of_a_line(line: str, expected: list[str]) -> None:
    assert [each.replace(".00", "") for each in told(line)] == [each.replace(".00", "") for each in expected]


def test_a_pool_of_nothing_says_why_there_is_nothing() -> None:
    line = "kind: pool, among: team, amount: if цель > 1 then 5 else 0, by: equal"

    assert told(line, 2) == ["unmet <team.цель > 1 0>", "pool_equal 0 1 0"]


def test_a_fund_tells_all_claims_and_the_own_one() -> None:
    rest = "limits: {funds: {ф: {lines: [п], among: company, max: 325}}}\n"
    line = "kind: variable, amount: факт"

    assert told(line, rest=rest) == ["fund 150.00 300.00 650.00 150.00 325.00"]
    assert told(line, rest=rest.replace("325", "999")) == []


def test_the_people_of_a_window_are_looked_at_once() -> None:
    found = break_down(settled("kind: pool, amount: 8, by: стаж"), range(3))

    assert [said(each.lines[-1].notes[0]) for each in found] == [
        "pool 2.00 2 8 8",
        "pool 5.00 5 8 8",
        "pool 1.00 1 8 8",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "kind: prize, best: факт, ties: all, amount: 9",
        "kind: prize, best: стаж, when: факт > 1, ties: all, amount: 9",
        "kind: pool, amount: 9, by: факт",
        "kind: deduction, amount: факт, from: [оклад]",
    ],
)
def test_nothing_is_told_where_there_is_no_amount(line: str) -> None:
    people = [{**each, "факт": ""} for each in PEOPLE]

    assert told(line, people=people) == []


def test_what_was_not_kept_is_computed_again() -> None:
    kept = settled("kind: prize, best: факт, above: 100, then: стаж, ties: all, amount: 9")
    again = settle(kept.program, kept.facts, keep_all=False)

    assert list(break_down(again, range(3))) == list(break_down(kept, range(3)))


def test_what_a_line_is_made_of_is_no_line() -> None:
    found = explain(settled("kind: prize, best: факт, above: 1, ties: all, amount: 9"), 0, "п")

    assert found.role is Role.PAY_LINE
    assert [(each.name, each.role, each.kind) for each in found.children] == [
        ("п.winner", Role.VALUE, Kind.FLAG)
    ]


def test_counted_rows_are_named_and_without_a_condition_have_no_value() -> None:
    deals = HEAD + "  deals: {key: Клиент, columns: {сумма: money}}\n"
    amount = "count(deals) * 1 + sum(deals.сумма) + sum(deals.сумма * 2)"
    text = f"{deals}pay: {{п: {{kind: fixed, amount: {amount}}}}}\n"
    found = explain(
        settle_rows(
            text, teams=[{"key": "Юг"}], employees=PEOPLE[:1], deals=[{"key": "К1", "of": "10", "сумма": "5"}]
        ),
        0,
        "п",
    )
    rows = [each.children[0] for each in found.children]

    assert [(each.name, each.value) for each in rows] == [("К1", None), ("сумма", 5), ("сумма * 2", 10)]
    assert [[said(note) for note in each.notes] for each in rows] == [[], ["of_row К1"], ["of_row К1"]]


@pytest.mark.parametrize("amount", ["T(x)", "days_between(a, a) * 5"])
def test_what_no_condition_made_nothing_has_no_condition_to_tell(amount: str) -> None:
    text = f"""
facts: {{employees: {{x: number, a: date}}}}
tables: {{T: {{mode: lookup, bands: [{{from: 0, value: 0}}]}}}}
pay: {{п: {{kind: variable, amount: "{amount}"}}}}
"""
    settlement = settle_rows(text, employees=[{"key": "1", "x": "5", "a": "2026-03-01"}])

    assert [each.key for each in explain(settlement, 0, "п").notes if each.key in {"met", "unmet"}] == []
