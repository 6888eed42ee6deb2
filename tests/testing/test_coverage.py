"""What tests reach: bands, branches, rules, limits; only what is computed counts."""

from __future__ import annotations

import pytest

from kpicalc.testing.forks import find_forks
from tests.testing.builders import SELLER, cover, one, say, scheme_of, settle_tests, with_tests


def test_a_band_is_reached_by_the_value_that_falls_into_it() -> None:
    coverage = one(SELLER, "{employees: {план: 100, факт: 80}}")

    assert sorted(say(coverage.reached)) == ["band: 80% <= x < 100%, К", "band_end: 80%, К"]
    assert say(coverage.unreached) == [
        "band: 0% <= x < 80%, К",
        "band: 100% <= x, К",
        "band_end: 100%, К",
    ]
    assert (coverage.percent, coverage.unreached[0].span.line) == (40, 6)


def test_a_value_inside_a_band_does_not_reach_its_end() -> None:
    coverage = one(SELLER, "{employees: {план: 1000, факт: 801}}")

    assert say(coverage.reached) == ["band: 80% <= x < 100%, К"]


def test_what_replaces_a_missing_fact_is_counted() -> None:
    scheme = scheme_of("x: {type: money, missing: allow}", '"if_missing(x, 7)"')

    assert say(one(scheme, "{employees: {x: 1}}").unreached) == ["missing: x, п"]
    assert say(one(scheme, "{employees: {x: }}").unreached) == ["there: x, п"]


def test_a_scheme_without_forks_is_covered() -> None:
    assert one(scheme_of("x: money", "x"), "{employees: {x: 1}}").percent == 100


def test_only_the_branch_that_is_taken_is_reached() -> None:
    scheme = scheme_of("x: money", "if x > 10 then (if x > 100 then 3 * x else 2 * x) else x")

    assert say(one(scheme, "{employees: {x: 5}}").reached) == ["fails: x > 10, п"]
    assert sorted(say(one(scheme, "{employees: {x: 50}}").reached)) == [
        "fails: x > 100, п",
        "holds: x > 10, п",
    ]


def test_the_right_side_counts_only_when_the_left_does_not_decide() -> None:
    scheme = scheme_of("x: money", "x", "values: {в: 'x > 0 and (if x > 5 then true else false)'}\n")

    assert say(one(scheme, "{employees: {x: 0}}").reached) == []
    assert say(one(scheme, "{employees: {x: 6}}").reached) == ["holds: x > 5, в"]
    either = scheme.replace(" and ", " or ")
    assert say(one(either, "{employees: {x: 6}}").reached) == []


def test_what_facts_cannot_change_is_no_fork() -> None:
    rest = "parameters: {a: 5}\nvalues: {в: 'if a > 3 then max(a, 4) else 2'}\n"

    assert one(scheme_of("x: money", "x * в", rest), "{employees: {x: 1}}").points == ()


def test_a_chain_of_questions_ends_in_one_other_way() -> None:
    rest = "parameters: {ставка: {by: роль, values: {А: 1%, Б: 2%}, otherwise: 3%}}\n"
    scheme = scheme_of("роль: text, x: money", "x * ставка", rest)

    coverage = one(scheme, "{employees: {роль: Б, x: 1}}")

    assert len(coverage.points) == 3
    assert len(coverage.reached) == 1
    closed = one(scheme.replace(", otherwise: 3%", ""), "{employees: {роль: Б, x: 1}}")
    assert len(closed.points) == 2


def test_limits_cut_or_leave_free() -> None:
    scheme = scheme_of("x: money, y: money", '"min(max(x, 10), 100) + max(x, y) + clamp(x, 0, 50)"')

    assert sorted(say(one(scheme, "{employees: {x: 5, y: 7}}").reached)) == [
        "decides: max(x, y), y, п",
        "limit_cuts: 10, п",
        "limit_free: 0, 50, п",
        "limit_free: 100, п",
    ]


@pytest.mark.parametrize(
    ("x", "reached"),
    [
        (9, ["decides: max(x, 3 * y), x, п", "limit_cuts: 10, п"]),
        (10, ["decides: max(x, 3 * y), x, п", "limit_free: 10, п"]),
        (6, ["limit_cuts: 10, п"]),
    ],
)
def test_a_limit_that_is_just_met_does_not_cut(x: int, reached: list[str]) -> None:
    scheme = scheme_of("x: money, y: money", '"max(x, 10) + max(x, 3 * y)"')

    assert sorted(say(one(scheme, f"{{employees: {{x: {x}, y: 2}}}}").reached)) == reached


def test_rules_of_a_stop_factor() -> None:
    rest = (
        "stop_factors:\n  С:\n    lines: [п]\n    rules:\n"
        "      - {when: x < 5, factor: 0, title: мало}\n"
        "      - {when: x < 10, factor: x / 10}\n"
    )
    scheme = scheme_of("x: number", "100 * x", rest)

    assert say(one(scheme, "{employees: {x: 7}}").reached) == ["rule: С, x < 10"]
    assert say(one(scheme, "{employees: {x: 12}}").reached) == ["no_rule: С"]
    assert say(one(scheme, "{employees: {x: 1}}").reached) == ["rule: С, мало"]


def test_rules_of_a_rule_table() -> None:
    rules = "[{when: x > 5, value: 1%}, {when: x > 9, value: 2%}]"
    rest = f"rules: {{ставка: {{hit: max, otherwise: 0%, rules: {rules}}}}}\n"
    scheme = scheme_of("x: money", "x * ставка", rest)

    reached = say(one(scheme, "{employees: {x: 7}}").reached)

    assert "rule: ставка, x > 5" in reached
    assert "rule: ставка, x > 9" not in reached


def test_conditions_on_rows() -> None:
    scheme = (
        "facts:\n  employees: {}\n  deals: {columns: {сумма: money, возврат: flag}}\n"
        "pay: {п: {kind: variable, amount: sum(deals.сумма where not deals.возврат)}}\n"
    )

    assert say(one(scheme, "{deals: {сумма: 1, возврат: true}}").reached) == ["left_out: not возврат, п"]
    assert say(one(scheme, "{deals: {сумма: 1, возврат: false}}").reached) == ["counted: not возврат, п"]
    assert say(one(scheme, "{}").reached) == []


def test_only_people_who_have_a_superior_count_below_heads() -> None:
    scheme = (
        "facts: {employees: {manager: Руководитель, columns: {x: money}}}\n"
        "pay: {п: {kind: variable, amount: sum(reports.x where reports.x > 5)}}\n"
    )

    assert say(one(scheme, "{employees: {x: 9}}").reached) == []
    pair = "- name: а\n  given: {employees: [{id: а, x: 9}, {id: б, x: 2, manager: а}]}\n"
    reached = cover(scheme, f"{pair}  expect: {{а: {{total: 0}}}}\n").reached
    assert say(reached) == ["left_out: x > 5, п"]


def test_an_aggregate_that_stands_in_two_formulas_is_looked_at_once() -> None:
    scheme = (
        "facts:\n  employees: {}\n"
        "  deals: {columns: {сумма: money}, values: {бонус: if сумма > 10 then сумма else 0}}\n"
        "values: {всего: sum(deals.бонус) * count(deals)}\n"
        "pay: {п: {kind: variable, amount: sum(deals.бонус)}}\n"
    )

    assert say(one(scheme, "{deals: [{сумма: 11}]}").reached) == ["holds: сумма > 10, бонус"]


def test_kpis_and_rights() -> None:
    scheme = (
        "facts: {employees: {план: {type: money, above: 0}, факт: money}}\n"
        "kpis: {К: {weight: 1, plan: план, actual: факт, threshold: 80%, stop: 50%, cap: 120%}}\n"
        "stop_factors: {С: {lines: [п], rules: [{kpis_stopped: any, factor: 0}]}}\n"
        "pay:\n  п: {kind: variable, amount: 100, factors: [index]}\n"
        "  право: {kind: entitlement, when: факт > 100}\n"
    )

    assert sorted(say(one(scheme, "{employees: {план: 100, факт: 40}}").reached)) == [
        "holds: К.attainment < 80%, К",
        "limit_free: 120%, К",
        "no_right: право",
        "rule: С, any",
        "stopped: К",
    ]


def test_prizes_and_places_are_looked_into() -> None:
    scheme = (
        "facts: {employees: {x: money}}\n"
        "values: {y: if x > 5 then x else 0}\n"
        "pay:\n"
        "  приз: {kind: prize, best: 'if y > 7 then y else 1', among: company, ties: split, amount: 100}\n"
    )

    assert sorted(say(one(scheme, "{employees: {x: 9}}").reached)) == [
        "holds: x > 5, y",
        "holds: y > 7, приз",
        "holds: приз.winner, приз",
    ]


def test_deductibles_count_and_floors_of_the_language_do_not() -> None:
    scheme = (
        "facts: {employees: {x: money, штраф: money}}\n"
        "pay:\n  п: {kind: variable, base: x, deductible: 10, rate: 5%}\n"
        "  у: {kind: deduction, amount: штраф, from: [п]}\n"
    )
    coverage = one(scheme, "{employees: {x: 20, штраф: 1}}")

    assert [each for each in say(coverage.points) if not each.startswith("decides")] == [
        "above_zero: x - 10, п",
        "below_zero: x - 10, п",
    ]
    assert "above_zero: x - 10, п" in say(coverage.reached)
    assert "below_zero: x - 10, п" in say(one(scheme, "{employees: {x: 9, штраф: 0}}").reached)


def test_a_debt_below_zero_is_no_limit_of_the_author() -> None:
    line = "{kind: draw, amount: 9, of: [п], recoverable: true, balance: долг}"
    scheme = scheme_of("x: money, долг: money", "x").rstrip() + f"\n  д: {line}\n"
    points = say(one(scheme.replace("pay: {п:", "pay:\n  п:").replace("x}}", "x}"), "{}").points)

    assert [each for each in points if each.startswith(("limit", "below_zero"))] == [
        "below_zero: п - 9, д.recovered",
        "below_zero: 9 - п, д.advance",
    ]


@pytest.mark.parametrize("hit", ["max, otherwise: 0%", "min, otherwise: 0%", "first, otherwise: 0%", "sum"])
def test_the_way_in_which_rules_are_joined_is_no_fork_of_its_own(hit: str) -> None:
    rules = "[{when: x > 5, value: 1%}, {when: x > 9, value: 2%}]"
    scheme = scheme_of("x: money", "x * с", f"rules: {{с: {{hit: {hit}, rules: {rules}}}}}\n")
    covered = one(scheme, "{employees: {x: 7}}")

    assert [each for each in say(covered.points) if "rule" not in each] == []
    # Each rule, and what stands beside them: `otherwise`, or no rule at all.
    assert len(covered.points) == 3


def test_formulas_that_stand_in_two_places_are_looked_at_once() -> None:
    scheme = (
        "facts:\n  employees: {x: money, а: date, б: date}\n"
        "  deals: {columns: {сумма: money}}\n"
        "pay:\n  п: {kind: variable, amount: sum(deals.сумма) + x, max: 100, over: carry}\n"
        "  приз:\n    {kind: prize, best: x, when: 'min(а, б) < 2026-02-01', among: company,"
        " ties: all, amount: 1}\n"
    )
    reached = say(
        one(scheme, "{employees: {x: 9, а: 2026-01-01, б: 2026-01-02}, deals: [{сумма: 5}]}").reached
    )

    assert "limit_free: 100, п" in reached
    assert [each for each in reached if each.startswith("decides")] == ["decides: min(а, б), а, приз"]


def test_tests_of_two_periods_reach_the_same_points() -> None:
    tests = (
        "- name: а\n  period: 2026-01\n  given: {employees: {план: 100, факт: 80}}\n  expect: {total: 0}\n"
        "- name: б\n  period: 2026-02\n  given: {employees: {план: 100, факт: 100}}\n  expect: {total: 0}\n"
    )

    assert cover(SELLER, tests).percent == 80


def test_points_stand_in_the_order_of_the_file() -> None:
    document = with_tests(
        SELLER, "- name: а\n  given: {employees: {план: 1, факт: 1}}\n  expect: {total: 0}\n"
    )
    (settlement,) = settle_tests(document)

    assert [each.span.column for each in find_forks(settlement.program).points()] == [36, 60, 60, 85, 85]


@pytest.mark.parametrize(
    ("columns", "amount", "given", "reached"),
    [
        # A value that cannot be computed decides nothing, is there nowhere and compares with nothing.
        ("x: money, y: money", "'max(x, x * (x / y))'", "{x: 5, y: 0}", []),
        ("x: money, y: money", "'if x > x * (x / y) then 1 else 2'", "{x: 5, y: 0}", []),
        ("x: money, y: count", "if x > 3 then x / y else 2", "{x: 5, y: 0}", ["holds: x > 3, п"]),
    ],
)
def test_what_cannot_be_computed_reaches_nothing(
    columns: str, amount: str, given: str, reached: list[str]
) -> None:
    assert say(one(scheme_of(columns, amount), f"{{employees: {given}}}").reached) == reached


def test_the_end_of_a_band_that_does_not_belong_to_it_lies_below() -> None:
    table = "tables: {T: {mode: lookup, gives: money, below: zero, bands: [{above: 10, value: 1}]}}\n"
    coverage = one(scheme_of("x: money", "T(x)", table), "{employees: {x: 10}}")

    assert sorted(say(coverage.reached)) == ["band_end: 10, T", "below: T"]


def test_a_right_that_no_fact_decides_is_no_fork() -> None:
    scheme = scheme_of("x: money", "x").replace("pay: {", "pay: {в: {kind: entitlement, when: д > 3}, ")

    assert one(f"parameters: {{д: 5}}\n{scheme}", "{employees: {x: 1}}").points == ()
