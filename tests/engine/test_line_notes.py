"""What is said of pay lines beside their formulas: salary paid in full, limits that bite."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.formula.printer import print_formula
from kpicalc.model.result import Explanation, Line
from tests.engine.builders import settle_rows

SCHEME = """
official_salary_in_full: true
facts: {employees: {доля: ratio, факт: money}}
pay:
  мягкий: {kind: soft, amount: 10_000, share: доля}
  премия: {kind: variable, amount: факт, group: премии}
limits: {groups: {премии: {max: 5_000}}, total: {min: 9_000}}
"""


def lines_of(share: str, actual: str) -> dict[str, Line]:
    settlement = settle_rows(SCHEME, employees=[{"key": "1", "доля": share, "факт": actual}])
    return {line.name: line for line in next(break_down(settlement, [0])).lines}


def figures(line: Line) -> dict[str, object]:
    (told,) = line.notes
    return {"key": told.key, **dict(told.params)}


def test_a_salary_paid_in_full_says_what_was_earned_and_how() -> None:
    line = lines_of("50%", "7000")["мягкий"]

    assert line.value == 10_000
    assert figures(line) == {"key": "earned", "amount": 5000, "whole": 10_000}
    assert line.earned is not None
    assert print_formula(line.earned.expr, home="employees") == "10000 * доля"
    assert list(line.earned.operands.values()) == [Decimal("0.5")]


def test_what_was_not_earned_is_told_with_what_there_is_to_take_it_from() -> None:
    lines = lines_of("50%", "1000")

    assert figures(lines["official_salary"]) == {
        "key": "official_salary_taken",
        "unearned": 5000,
        "available": 1000,
        "change": 1000,
    }


def test_a_limit_says_what_the_lines_came_to_and_what_it_leaves() -> None:
    lines = lines_of("100%", "7000")

    assert figures(lines["limits.премии"]) == {
        "key": "limits_taken",
        "before": 7000,
        "after": 5000,
        "change": 2000,
    }
    assert lines["limits.total"].notes == ()
    assert lines["official_salary"].notes == ()


def test_a_lower_limit_adds() -> None:
    lines = lines_of("50%", "-2000")

    assert figures(lines["limits.total"]) == {
        "key": "limits_added",
        "before": 8000,
        "after": 9000,
        "change": 1000,
    }


def test_what_cannot_be_told_is_left_out() -> None:
    lines = lines_of("", "7000")

    assert lines["мягкий"].notes == ()
    assert lines["official_salary"].notes == ()


def test_the_explanation_goes_on_to_what_was_earned() -> None:
    settlement = settle_rows(SCHEME, employees=[{"key": "1", "доля": "50%", "факт": "100"}])

    found = explain(settlement, 0, "мягкий")

    assert [(each.name, each.value) for each in found.children] == [("мягкий.earned", 5000)]
    assert [each.key for each in found.notes] == ["earned"]


def test_a_value_of_another_table_with_the_name_of_a_line_is_no_line() -> None:
    scheme = """
facts: {employees: {доля: ratio}, deals: {columns: {сумма: money}, values: {возврат: 'min(сумма, 5)'}}}
pay:
  база: {kind: fixed, amount: 100}
  возврат: {kind: deduction, amount: sum(deals.возврат), from: [база]}
"""
    deals = [{"of": "1", "сумма": "7"}]
    found = explain(settle_rows(scheme, employees=[{"key": "1", "доля": "1"}], deals=deals), 0, "возврат")

    def notes(each: Explanation) -> list[str]:
        return [*(note.key for note in each.notes), *(key for part in each.children for key in notes(part))]

    assert (found.value, notes(found)) == (-5, ["deduction", "owed", "branch_else", "rows"])
