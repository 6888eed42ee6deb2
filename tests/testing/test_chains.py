"""Tests of several periods: each begins with what the one before it left; published figures come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.testing.builders import check, run, with_tests

DRAW = """\
facts: {employees: {продажи: {type: money, min: 0}}}
history: {аванс.balance: {first: 0, since: 2026-01}}
pay:
  процент: {kind: variable, amount: продажи}
  аванс: {kind: draw, amount: 2_000, of: [процент], recoverable: true}
"""


def chain(tests: str, scheme: str = DRAW) -> list[tuple[str, bool]]:
    """Run tests; return their names and whether they passed."""
    return [(each.name, each.passed) for each in run(scheme, tests)]


def months(
    figures: Sequence[tuple[object, Mapping[str, object]]], column: str = "продажи", start: str = "2026-01"
) -> str:
    """Write a test of several months: what is sold in each, and what is expected."""
    listed = [(sold, ", ".join(f"{k}: {v}" for k, v in wanted.items())) for sold, wanted in figures]
    steps = [f"given: {{employees: {{{column}: {sold}}}}}, expect: {{{wanted}}}" for sold, wanted in listed]
    then = "".join(f"\n    - {{{each}}}" for each in steps[1:])
    given, expect = steps[0].split(", expect: ")
    return f"- name: months\n  period: {start}\n  {given}\n  expect: {expect}\n  then:{then}\n"


def passed(scheme: str, tests: str) -> list[str]:
    """Return what the tests do not meet."""
    return [
        f"{trial.name}: {each.name} {each.actual}"
        for trial in run(scheme, tests)
        for each in trial.comparisons
        if not each.passed
    ] + [str(each) for trial in run(scheme, tests) for each in trial.problems]


def test_a_recoverable_draw_over_six_months() -> None:
    # Siebel Incentive Compensation Administration Guide, «Recoverable Draw Scenario».
    sold = [2750, 3000, 1500, 2375, 3000, 2750]
    paid = [2750, 3000, 2000, 2000, 2875, 2750]
    owed = [0, 0, 500, 125, 0, 0]

    figures = [(s, {"total": p, "аванс.balance": o}) for s, p, o in zip(sold, paid, owed, strict=True)]

    assert passed(DRAW, months(figures)) == []


def test_a_guarantee_that_is_recovered_only_later() -> None:
    # Oracle: G 1000, earned 500/700/400 give draws of 500/300/600 and debts of 500/800/1400. Recovered from
    # the fourth month on, earned 1600/1200/900 while the guarantee lasts: paid 1000 each, debts 800/600/700.
    scheme = DRAW.replace("2_000", "1_000").replace(
        "recoverable: true", "recoverable: true, recover: if period.month >= 4 then 100% else 0%"
    )
    earned = [500, 700, 400, 1600, 1200, 900]
    owed = [500, 800, 1400, 800, 600, 700]

    figures = [(e, {"total": 1000, "аванс.balance": o}) for e, o in zip(earned, owed, strict=True)]

    assert passed(scheme, months(figures)) == []


def test_tiers_of_the_year_to_date() -> None:
    # MrExcel 688389: 3 507 000 before, 1 500 000 now, tiers 0.1 % to 4 166 667 and 0.2 % above: 2 340.33.
    scheme = """\
facts: {employees: {продажи: {type: money, min: 0}}}
values: {с_начала: year_to_date(продажи)}
tables:
  Т: {mode: marginal, bands: [{from: 0, rate: 0.1%}, {from: 4_166_667, rate: 0.2%}], axis: money}
pay: {комиссия: {kind: variable, amount: "to_date(Т, с_начала - продажи, продажи)"}}
"""
    figures: list[tuple[object, dict[str, object]]] = [
        (3_507_000, {"комиссия": 3507}),
        (1_500_000, {"комиссия": 2340.33, "с_начала": 5_007_000}),
    ]

    assert passed(scheme, months(figures)) == []


def test_the_year_begins_anew() -> None:
    scheme = """\
facts: {employees: {продажи: {type: money, min: 0}}}
values: {год: year_to_date(продажи)}
history: {год: {first: 0, since: 2025-11}}
pay: {комиссия: {kind: variable, amount: год * 1%}}
"""
    figures: list[tuple[object, dict[str, object]]] = [
        (100, {"год": 100}),
        (200, {"год": 300}),
        (50, {"год": 50}),
        (60, {"год": 110}),
    ]

    assert passed(scheme, months(figures, start="2025-11")) == []


STREAK = """\
facts: {employees: {продажи: {type: money, min: 0}, болел: {type: flag, missing: false}}}
values: {подряд: streak(продажи >= 100)}
history: {подряд: {first: 0, since: 2026-01, skip: болел, after_payout: %s}}
pay: {постоянство: {kind: variable, amount: 5_000, when: подряд = 3}}
"""


@pytest.mark.parametrize(
    ("after", "expected"),
    [("continue", [1, 2, 3, 4, 0, 1]), ("reset, payout: подряд = 3", [1, 2, 3, 1, 0, 1])],
)
def test_constancy_is_paid_once_or_again(after: str, expected: list[int]) -> None:
    sold = [100, 150, 100, 120, 99, 100]

    figures = [(s, {"подряд": e}) for s, e in zip(sold, expected, strict=True)]

    assert passed(STREAK % after, months(figures)) == []


def test_a_month_on_leave_neither_counts_nor_breaks() -> None:
    tests = """\
- name: leave
  period: 2026-01
  given: {employees: {продажи: 100}}
  expect: {подряд: 1}
  then:
    - {given: {employees: {продажи: 0, болел: true}}, expect: {подряд: 1}}
    - {given: {employees: {продажи: 100, болел: false}}, expect: {подряд: 2}}
"""
    assert chain(tests, STREAK % "continue") == [("leave", True), ("leave → 2", True), ("leave → 3", True)]


def test_the_plan_is_the_mean_of_six_months_times_1_2() -> None:
    scheme = """\
facts: {employees: {клиенты: {type: count, min: 0}}}
values: {план: "avg(last(клиенты, 6, 1)) * 1.2"}
history: {клиенты: {first: 160, since: 2026-01}}
pay: {премия: {kind: variable, amount: 1_000, when: клиенты >= план}}
"""
    figures: list[tuple[object, dict[str, object]]] = [(150, {"план": 192})]
    figures += [(sold, {}) for sold in (170, 140, 180, 160)]
    figures.append((160, {}))
    figures.append((192, {"план": 192, "премия": 1000}))

    tests = months(figures, "клиенты").replace(", expect: {}", "")

    assert passed(scheme, tests) == []


def test_what_is_carried_on_is_paid_when_there_is_room() -> None:
    scheme = """\
facts: {employees: {продажи: {type: money, min: 0}, возвраты: {type: money, missing: 0}}}
history:
  процент.carried: {first: 0, since: 2026-01}
  возврат.carried: {first: 0, since: 2026-01}
pay:
  процент: {kind: variable, amount: продажи * 10%, max: 1_000, over: carry_on}
  возврат: {kind: deduction, amount: возвраты, from: [процент], limit: 50%, over: carry_on}
"""
    tests = """\
- name: carried
  period: 2026-01
  given: {employees: {продажи: 15_000, возвраты: 800}}
  expect: {процент: 1_000, процент.carried: 500, возврат: -500, возврат.carried: 300}
  then:
    - given: {employees: {продажи: 2_000, возвраты: 0}}
      expect: {процент: 700, процент.carried: 0, возврат: -300}
"""
    assert passed(scheme, tests) == []


def test_a_chain_is_checked_like_other_tests() -> None:
    tests = """\
- name: wrong
  given: {employees: {продажи: 1}}
  expect: {total: 2_000}
  then:
    - {given: {employees: {продаж: 1}}, expect: {нет: 1}}
"""
    assert check(DRAW, tests) == ["KPI704 11:30", "KPI705 11:52"]


def test_only_some_period_of_a_chain_must_expect_something() -> None:
    tests = "- {name: а, given: {employees: {продажи: 1}}, then: [{expect: {total: 2_000}}]}\n"

    assert [(each.name, each.after) for each in with_tests(DRAW, tests).tests] == [("а", ""), ("а → 2", "а")]
