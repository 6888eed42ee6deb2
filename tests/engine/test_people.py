"""Rows among rows: orders, ranks, winners, parts, subordinates, and how they are explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from kpicalc.engine.explain import explain
from kpicalc.engine.faults import find_cautions
from kpicalc.engine.settle import join_settlements, settle
from kpicalc.model.fault import Fault
from kpicalc.model.result import Explanation, Settlement
from tests.engine.builders import Row, compile_text, make_facts, settle_rows, value_of

PEOPLE: Sequence[Row] = [
    {"key": "10", "of": "Юг", "факт": "300", "стаж": "2", "вес": "1"},
    {"key": "9", "of": "Юг", "факт": "300", "стаж": "5", "вес": "1"},
    {"key": "2", "of": "Север", "факт": "0", "стаж": "1", "вес": "1"},
]
TEAMS: Sequence[Row] = [{"key": "Юг"}, {"key": "Север"}]
FACTS = """
facts:
  teams: {key: Отдел, derived: true}
  employees: {columns: {факт: money, стаж: count, вес: number}}
  deals: {order: номер, columns: {номер: count, сумма: money}, values: {до: before(сумма)}}
"""


def pay(line: str, people: Sequence[Row] = PEOPLE, deals: Sequence[Row] = ()) -> Settlement:
    """Settle a scheme with one line of pay."""
    return settle_rows(f"{FACTS}pay: {{п: {{{line}}}}}\n", teams=TEAMS, employees=people, deals=deals)


def shown(settlement: Settlement, name: str = "п") -> list[str]:
    """Return a value of everybody, a fault as its code."""
    values = [value_of(settlement, name, row) for row in range(3)]
    return [each.causes[0].code if isinstance(each, Fault) else str(each) for each in values]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kind: prize, best: факт, above: 0, ties: split, amount: 100.01", ["50.00", "50.01", "0.00"]),
        ("kind: prize, best: факт, then: стаж, ties: all, amount: 100", ["0.00", "100.00", "0.00"]),
        ("kind: prize, best: факт, above: 300, ties: all, amount: 100", ["0.00", "0.00", "0.00"]),
        ("kind: prize, best: факт, from: 300, ties: all, amount: 100", ["100.00", "100.00", "0.00"]),
        ("kind: prize, best: -факт, ties: all, amount: 100", ["0.00", "0.00", "100.00"]),
        ("kind: prize, best: факт, among: team, ties: split, amount: факт", ["150.00", "150.00", "0.00"]),
        ("kind: prize, best: факт, when: стаж > 9, ties: split, amount: факт", ["0.00"] * 3),
        ("kind: pool, amount: 100, by: вес", ["33.33", "33.33", "33.34"]),
        ("kind: pool, amount: 0, by: стаж - стаж", ["0"] * 3),
        ("kind: pool, amount: 1, by: стаж - стаж", ["KPI507"] * 3),
        ("kind: pool, amount: 1, by: 1 - стаж", ["KPI508"] * 3),
        ("kind: pool, amount: -100, by: equal, step: 10", ["-40", "-30", "-30"]),
        ("kind: pool, amount: 100, by: equal, when: стаж > 9", ["0"] * 3),
    ],
)
def test_who_gets_what(line: str, expected: list[str]) -> None:
    assert shown(pay(line)) == expected


def test_what_is_left_over_goes_to_the_largest_rest() -> None:
    weights = ("10", "7", "3")
    people = [{**each, "вес": weight} for each, weight in zip(PEOPLE, weights, strict=True)]

    assert shown(pay("kind: pool, amount: 1.50, by: вес, step: 0.10", people)) == ["0.80", "0.50", "0.20"]


def test_a_weight_of_nothing_gives_a_plain_nothing() -> None:
    people = [{**each, "вес": "0"} for each in PEOPLE[:2]]

    assert shown(pay("kind: pool, amount: 10, by: вес / 3", [*people, PEOPLE[2]])) == [
        "0.00",
        "0.00",
        "10.00",
    ]


@pytest.mark.parametrize(
    ("when", "expected"), [("", ["KPI450"] * 3), (", when: стаж < 5", ["50.00", "0.00", "50.00"])]
)
def test_a_fault_holds_up_the_group_unless_it_is_kept_out(when: str, expected: list[str]) -> None:
    people = [PEOPLE[0], {**PEOPLE[1], "вес": ""}, PEOPLE[2]]
    found = shown(pay(f"kind: pool, amount: 100.00, by: вес{when}", people))

    assert [each if each.startswith("KPI") else f"{Decimal(each):.2f}" for each in found] == expected


def test_the_order_of_employees_does_not_matter() -> None:
    line = "kind: pool, amount: 100, by: вес"
    turned = pay(line, [PEOPLE[2], PEOPLE[0], PEOPLE[1]])

    assert shown(turned) == ["33.34", "33.33", "33.33"]


def test_rows_at_one_place_of_an_order_have_no_sum_before_them() -> None:
    deals = [{"of": "10", "номер": "1", "сумма": "5"}, {"of": "10", "номер": "1", "сумма": "6"}]

    assert shown(pay("kind: variable, amount: sum(deals.до)", deals=deals)) == ["KPI506", "0.00", "0.00"]


def remarks(node: Explanation) -> list[str]:
    """Return the remarks of a tree about other rows, in order."""
    own = [f"{each.key} {' '.join(_plain(value) for _, value in each.params)}" for each in node.notes]
    return [*own, *(remark for child in node.children for remark in remarks(child))]


def _plain(value: object) -> str:
    return "/".join(value) if isinstance(value, tuple) else str(value)


def test_a_winner_is_explained_with_the_margin() -> None:
    people = [*PEOPLE[:2], {**PEOPLE[2], "факт": "350"}]
    told = remarks(explain(pay("kind: prize, best: факт, ties: all, amount: 9", people), 0, "п"))

    assert told == [
        "prize_lost money 50 350 300 2",
        "branch_else п.winner",
        "among 3",
        "rival money 350 2",
        "rival money 300 10",
        "rival money 300 9",
        "ahead money 50 10 2",
    ]


def _told(line: str, row: int = 0, name: str = "п") -> list[str]:
    return remarks(explain(pay(line), row, name))


def test_equal_winners_are_named() -> None:
    assert "tied 10/9" in _told("kind: prize, best: факт, ties: all, amount: 9")


def test_a_winner_by_the_next_result_is_named() -> None:
    told = _told("kind: prize, best: факт, then: стаж, ties: all, amount: 9", 1)

    assert "ahead_by_next money 0 10 9" in told


def test_who_does_not_take_part_is_told() -> None:
    told = _told("kind: prize, best: факт, above: 0, ties: all, amount: 9", 2)

    assert "not_among 2" in told


def test_a_winner_without_rivals_has_no_margin() -> None:
    told = _told("kind: prize, best: факт, then: стаж, from: 300, when: стаж > 2, ties: all, amount: 9", 1)

    assert [each for each in told if each.startswith(("ahead", "tied"))] == []


def test_a_division_is_explained_part_by_part() -> None:
    assert _told("kind: pool, amount: 100, by: вес") == [
        "pool number 33.33 1 3 100",
        "among 3",
        "divided money 0.01 3 100",
        "part money 33.33 1 10",
        "part money 33.33 1 9",
        "part money 33.34 1 2",
    ]


def test_a_division_among_nobody_is_explained() -> None:
    told = _told("kind: pool, amount: 100, by: вес, when: стаж > 9")

    assert "not_among 0" in told
    assert not any(each.startswith("divided") for each in told)


def test_a_fault_in_a_group_leaves_only_its_size() -> None:
    told = _told("kind: pool, amount: 100, by: 1 - стаж")

    assert [each for each in told if each.startswith(("part", "divided"))] == []


def test_an_order_is_explained_by_what_is_earlier() -> None:
    deals = [{"of": "10", "номер": str(at), "сумма": "5"} for at in range(40)]
    told = remarks(explain(pay("kind: variable, amount: max(deals.до)", deals=deals), 0, "п"))

    assert "earlier_rows 0" in told
    assert "earlier_rows 39" in told
    assert "more_rows 9" in told


def test_earlier_rows_are_shown_in_their_order_not_in_that_of_the_file() -> None:
    deals = [{"of": "10", "номер": str(9 - at), "сумма": str(at)} for at in range(4)]
    told = remarks(explain(pay("kind: variable, amount: max(deals.до)", deals=deals), 0, "п"))

    assert [each.split()[2] for each in told if each.startswith("earlier money")][:3] == ["3", "2", "1"]


def test_a_large_group_shows_the_first_and_oneself() -> None:
    people = [{"key": str(at), "of": "Юг", "факт": str(at), "стаж": "1", "вес": "1"} for at in range(40)]
    text = f"{FACTS}values: {{м: rank(факт)}}\npay: {{п: {{kind: fixed, amount: 1}}}}\n"
    settlement = settle_rows(text, teams=TEAMS, employees=people)

    told = remarks(explain(settlement, 0, "м"))

    assert len([each for each in told if each.startswith("ranked")]) == 31
    assert told[-2:] == ["ranked money 40 0 0", "more_rows 10"]


REPORTS = """
facts: {employees: {manager: Начальник, columns: {факт: money}}}
values:
  все: sum(reports.факт)
  прямые: sum(direct_reports.факт)
  больше: count(reports where reports.факт > 5)
  среднее: avg(reports.факт)
pay: {п: {kind: variable, amount: все}}
"""


def hierarchy(*superiors: int) -> Settlement:
    """Settle four people: 1 over 2, 2 over 3; 4 stands alone."""
    program = compile_text(REPORTS)
    people = [{"key": str(at), "факт": str(at), "manager": ""} for at in (1, 5, 7, 9)]
    facts = make_facts(program, {"employees": people})
    frame = replace(facts.frames["employees"], superiors=superiors or (-1, 0, 1, -1))
    return settle(program, replace(facts, frames={**facts.frames, "employees": frame}))


def test_subordinates_count_for_all_above_them() -> None:
    settlement = hierarchy()

    found = {
        name: [value_of(settlement, name, row) for row in range(4)] for name in ("все", "прямые", "больше")
    }

    assert found == {
        "все": [Decimal(12), Decimal(7), Decimal(0), Decimal(0)],
        "прямые": [Decimal(5), Decimal(7), Decimal(0), Decimal(0)],
        "больше": [Decimal(1), Decimal(1), Decimal(0), Decimal(0)],
    }
    assert isinstance(value_of(settlement, "среднее", 3), Fault)


def test_where_nobody_has_a_superior_all_sums_are_0() -> None:
    settlement = hierarchy(-1, -1, -1, -1)

    assert [value_of(settlement, "все", row) for row in range(4)] == [Decimal(0)] * 4


def test_subordinates_are_explained_one_by_one() -> None:
    (total,) = explain(hierarchy(), 0, "все").children

    assert [child.value for child in total.children] == [Decimal(5), Decimal(7)]
    assert [str(child.cell) for child in total.children] == [
        "march.xlsx!employees!B3",
        "march.xlsx!employees!B4",
    ]


FUND = """
facts: {employees: {факт: money}}
pay:
  п: {kind: variable, amount: факт, min: 40}
  в: {kind: variable, amount: факт}
limits: {funds: {ф: {lines: [п, в], max: MOST}}}
"""


@pytest.mark.parametrize(
    ("most", "cuts", "warned"),
    [
        ("1_000", ["0", "0", "0"], []),
        ("280", ["0", "0", "0"], []),
        ("140", ["-100.00", "-20.00", "-20.00"], ["2", "3"]),
        ("100.01", ["-128.57", "-25.71", "-25.71"], ["1", "2", "3"]),
        ("-5", ["-200.00", "-40.00", "-40.00"], ["1", "2", "3"]),
    ],
)
def test_a_fund_cuts_everybody_alike(most: str, cuts: list[str], warned: list[str]) -> None:
    people = [{"key": "1", "факт": "100"}, {"key": "2", "факт": "0"}, {"key": "3", "факт": "0"}]
    settlement = settle_rows(FUND.replace("MOST", most), employees=people)
    run = join_settlements(settlement.program.period, [settlement])

    assert shown(settlement, "limits.ф") == cuts
    assert [dict(each.params)["who"] for each in run.diagnostics] == warned
    assert {each.code for each in run.diagnostics} <= {"KPI509"}


def test_where_only_some_are_shown_nobody_else_is_spoken_of() -> None:
    people = [{"key": "1", "факт": "100"}, {"key": "2", "факт": "0"}, {"key": "3", "факт": "0"}]
    settlement = replace(settle_rows(FUND.replace("MOST", "140"), employees=people), shown=(0, 2))

    assert [dict(each.params)["who"] for each in find_cautions(settlement)] == ["3"]
