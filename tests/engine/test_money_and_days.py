"""Lines that leave something for later periods, and counts of days, computed and explained."""

from __future__ import annotations

import pytest

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.engine.notes import note, note_of_money
from kpicalc.model.result import Explanation, Settlement
from tests.engine.builders import Row, settle_rows, value_of

SCHEME = """
calendar: {holidays: [2026-02-23, 2026-03-09, 2026-05-01], workdays: [2026-03-14]}
facts:
  employees:
    columns: {факт: money, долг: money, с: date, по: {type: date, missing: allow}}
values:
  дней: days_within(с, по)
  рабочих: working_days_within(с, по)
  стаж: working_days_between(с, period.last_day)
pay:
  премия: {kind: variable, amount: факт, max: 100, over: carry}
  аванс: {kind: draw, amount: 80, of: [премия], recoverable: true, balance: долг}
"""


def settled(**cells: str) -> Settlement:
    row: Row = {"key": "1", "факт": "70", "долг": "5", "с": "2026-03-02", "по": "", **cells}
    return settle_rows(SCHEME, employees=[row])


def found(explanation: Explanation, name: str) -> Explanation:
    if explanation.name == name:
        return explanation
    return next(found(each, name) for each in explanation.children)


@pytest.mark.parametrize(
    ("earned", "debt", "expected"),
    [
        ("70", "5", {"премия": 70, "премия.carried": 0, "аванс": 10, "аванс.balance": 15}),
        ("90", "5", {"премия": 90, "аванс": -5, "аванс.recovered": 5, "аванс.balance": 0}),
        ("130", "50", {"премия": 100, "премия.carried": 30, "аванс": -20, "аванс.balance": 30}),
        ("-40", "0", {"премия": -40, "премия.carried": 0, "аванс": 120, "аванс.balance": 120}),
        ("80", "7", {"аванс": 0, "аванс.advance": 0, "аванс.balance": 7}),
        ("90", "-7", {"аванс": 0, "аванс.balance": 0}),
    ],
)
def test_what_is_paid_and_what_is_left(earned: str, debt: str, expected: dict[str, int]) -> None:
    settlement = settled(факт=earned, долг=debt)

    assert {name: value_of(settlement, name) for name in expected} == expected


def test_the_breakdown_shows_what_is_left() -> None:
    lines = next(break_down(settled(факт="130", долг="50"), [0])).lines

    assert [(line.name, line.left) for line in lines] == [("премия", 30), ("аванс", 30)]


def test_the_explanation_says_what_is_left() -> None:
    settlement = settled(факт="130", долг="50")

    assert explain(settlement, 0, "премия").notes == (note_of_money("carried", amount=30),)
    assert explain(settlement, 0, "аванс").notes == (note_of_money("debt", amount=30),)
    assert explain(settled(факт="90"), 0, "аванс").notes == ()


def test_days_are_counted_with_open_ends() -> None:
    counted = {name: value_of(settled(), name) for name in ("дней", "рабочих", "стаж")}
    ended = {name: value_of(settled(по="2026-03-15"), name) for name in ("дней", "рабочих")}

    assert counted == {"дней": 30, "рабочих": 22, "стаж": 22}
    assert ended == {"дней": 14, "рабочих": 10}


def test_the_explanation_names_the_days_that_differ() -> None:
    both = (note("days_off", days="2026-03-09"), note("days_worked", days="2026-03-14"))

    assert explain(settled(), 0, "рабочих").notes == both
    assert explain(settled(по="2026-03-10"), 0, "рабочих").notes == both[:1]
    assert explain(settled(с="2026-02-16"), 0, "рабочих").notes == both
    assert explain(settled(по="2026-05-20"), 0, "рабочих").notes == both
    assert explain(settled(с="2026-03-20"), 0, "стаж").notes == ()
    assert explain(settled(), 0, "дней").notes == ()
    assert explain(settled(с=""), 0, "рабочих").notes == ()
