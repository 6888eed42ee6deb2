"""What rule tables give, and how rules and tables of two axes are explained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.engine.explain import explain
from kpicalc.model.fault import Fault
from kpicalc.model.result import Explanation, Settlement
from tests.engine.builders import settle_rows, value_of

SCHEME = """
facts:
  employees: {x: number, y: number, d: date}
  deals: {columns: {сумма: money}}
rules:
  первое:
    hit: first
    rules: [{when: x > 10, value: 100 / (x - 11), title: Больше десяти}, {when: x > 5, value: y}]
  большее:
    hit: max
    rules: [{when: x > 10, value: 3}, {when: x > 5, value: y}]
    otherwise: 0
    round: {step: 5}
  меньшее: {hit: min, rules: [{when: x > 10, value: 3}, {when: x > 5, value: y}]}
  всё: {hit: sum, rules: [{when: x > 10, value: 3}, {when: x > 5, value: y}]}
  число: {hit: count, rules: [{when: x > 10}, {when: x > 5}]}
  по_сделке: {of: deals, hit: first, rules: [{when: сумма > 100, value: 10%}]}
tables:
  М: {mode: matrix, rows: [{from: 0}, {from: 10}], columns: {bounds: [0%, 50%], snap: {step: 10%}},
      below: zero, values: [[1, 2], [3, 4]]}
  Р: {mode: matrix, rows: [2026-01, 2026-03], columns: [0], values: [[1], [2]]}
values:
  сетка: "М(x, y / 100 * 100%)"
  по_дате: "Р(d, y)"
  с_ошибкой: "М(первое, 0%)"
  ошибка_в_колонке: "Р(d, -1)"
pay: {премия: {kind: variable, amount: sum(deals.сумма * deals.по_сделке)}}
"""


def settled(x: str, y: str = "7") -> Settlement:
    """Settle the scheme for one employee with a big and a small deal."""
    return settle_rows(
        SCHEME,
        employees=[{"key": "1", "x": x, "y": y, "d": "2026-03-31"}],
        deals=[{"of": "1", "сумма": "200"}, {"of": "1", "сумма": "50"}],
    )


def told(settlement: Settlement, name: str) -> list[tuple[str, dict[str, object]]]:
    """Return the notes of a value, and those of what it is made of."""
    return list(_notes(explain(settlement, 0, name)))


def _notes(node: Explanation) -> list[tuple[str, dict[str, object]]]:
    own = [(note.key, dict(note.params)) for note in node.notes]
    return own + [note for child in node.children for note in _notes(child) if "." not in child.name]


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ("12", {"первое": 100, "большее": 5, "меньшее": 3, "всё": 10, "число": 2}),
        ("6", {"первое": 7, "большее": 5, "меньшее": 7, "всё": 7, "число": 1}),
        ("5", {"первое": "KPI510", "большее": 0, "меньшее": "KPI510", "всё": 0, "число": 0}),
        ("11", {"первое": "KPI501", "большее": 5}),
    ],
)
def test_a_rule_table_gives(x: str, expected: dict[str, object]) -> None:
    settlement = settled(x)
    values = {name: value_of(settlement, name) for name in expected}

    assert {
        name: value.causes[0].code if isinstance(value, Fault) else value for name, value in values.items()
    } == expected


def test_each_row_without_a_rule_has_its_own_fault() -> None:
    value = value_of(settled("1"), "премия")

    assert isinstance(value, Fault)
    (cause,) = value.causes
    assert (cause.code, dict(cause.params)["name"]) == ("KPI510", "по_сделке")
    assert [str(label.place) for label in cause.others] == ["march.xlsx!deals!3"]


def test_the_first_rule_that_holds_is_told() -> None:
    assert told(settled("12"), "первое") == [("rule_holds", {"rule": "Больше десяти", "value": Decimal(100)})]


def test_every_rule_that_counts_is_told_with_what_it_gives() -> None:
    assert told(settled("12"), "большее") == [
        ("rule_holds", {"rule": "x > 10", "value": Decimal(3)}),
        ("rule_holds", {"rule": "x > 5", "value": Decimal(7)}),
        (
            "rounded",
            {"from": Decimal(7), "to": Decimal(5), "step": Decimal(5), "mode": "half_up"},
        ),
    ]


def test_rules_that_are_counted_are_told_without_a_value() -> None:
    assert told(settled("6"), "число") == [("rule_counted", {"rule": "x > 5"})]


def test_it_is_told_that_no_rule_holds() -> None:
    assert told(settled("5"), "всё") == [("no_rule", {})]


def test_the_row_and_the_column_of_a_matrix_are_told() -> None:
    assert told(settled("12", "47"), "сетка") == [
        ("snapped", {"from": "47%", "to": "50%"}),
        (
            "cell",
            {"table": "М", "row": "10 <= x", "column": "50% <= x", "value": "4"},
        ),
    ]


def test_outside_a_matrix_that_gives_zero_there_is_no_cell() -> None:
    assert told(settled("-1", "50"), "сетка") == [("below_bands", {"table": "М", "value": "-1"})]


def test_a_date_stands_in_the_row_that_is_told() -> None:
    assert told(settled("1"), "по_дате") == [
        ("cell", {"table": "Р", "row": "2026-03-01 <= x", "column": "0 <= x", "value": "2"})
    ]


@pytest.mark.parametrize("name", ["с_ошибкой", "ошибка_в_колонке"])
def test_a_matrix_asked_with_a_fault_tells_nothing_of_a_cell(name: str) -> None:
    assert "cell" not in {key for key, _ in told(settled("5"), name)}


EXCLUSIVE = """
facts: {{employees: {{n: count}}}}
rules:
  x:
    hit: {hit}
    rules:
      - {{when: n > 5, value: {values[0]}, title: more}}
      - {{when: n > 7, value: {values[1]}, title: much}}
      - {{when: n < 2, value: {values[2]}, title: few}}
pay: {{p: {{kind: entitlement, when: n > 0}}}}
"""


@pytest.mark.parametrize(
    ("hit", "values", "n", "expected"),
    [
        ("unique", ("1", "2", "3"), "6", Decimal(1)),
        ("unique", ("1", "2", "3"), "1", Decimal(3)),
        ("unique", ("1", "1", "3"), "8", ("KPI546", ("more", "much"))),
        ("unique", ("1", "2", "3"), "4", ("KPI510", None)),
        ("any", ("1", "2", "3"), "6", Decimal(1)),
        ("any", ("1", "1", "3"), "8", Decimal(1)),
        ("any", ("1", "2", "3"), "8", ("KPI546", ("more", "much"))),
        ("any", ("1", "2", "3"), "4", ("KPI510", None)),
        ("any", ("true", "n > 5", "false"), "8", True),
        ("unique", ("2026-03-01", "2026-03-02", "2026-03-03"), "1", date(2026, 3, 3)),
    ],
)
def test_rules_of_which_one_may_hold(
    hit: str, values: tuple[str, str, str], n: str, expected: object
) -> None:
    found = value_of(
        settle_rows(EXCLUSIVE.format(hit=hit, values=values), employees=[{"key": "1", "n": n}]), "x"
    )
    told = found
    if isinstance(found, Fault):
        (cause,) = found.causes
        told = cause.code, dict(cause.params).get("rules")  # type: ignore[assignment]

    assert told == expected
