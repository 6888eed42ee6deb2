"""Sums, counts and their like over the rows below."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.formula.functions import AGGREGATES
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Fault
from tests.engine.builders import settle_rows, value_of

SCHEME = """
facts:
  company: {values: {оборот: sum(employees.продажи), людей: count(employees)}}
  teams: {key: Отдел, derived: true, values: {продажи_отдела: sum(employees.продажи)}}
  employees: {columns: {цена: {type: money, missing: allow}}}
  deals: {columns: {сумма: {type: money, missing: allow}, клиент: text, возврат: flag, дата: date}}
  payments: {of: deals, columns: {оплата: money}, values: {доля: оплата / deals.сумма}}
values:
  продажи: sum(deals.сумма)
  x: FORMULA
pay: {оклад: {kind: fixed, amount: 1}}
"""

TEAMS = [{"key": "Опт"}, {"key": "Розница"}]
PEOPLE = [
    {"key": "1", "of": "Опт", "цена": "100"},
    {"key": "2", "of": "Опт", "цена": ""},
    {"key": "3", "of": "Розница", "цена": "7"},
]
DEALS = [
    {"key": "d1", "of": "1", "сумма": "10", "клиент": "А", "возврат": "нет", "дата": "2026-03-01"},
    {"key": "d2", "of": "2", "сумма": "20", "клиент": "Б", "возврат": "да", "дата": "2026-03-02"},
    {"key": "d3", "of": "1", "сумма": "30", "клиент": "А", "возврат": "нет", "дата": "2026-03-03"},
]
PAYMENTS = [
    {"of": "d1", "оплата": "5"},
    {"of": "d3", "оплата": "15"},
    {"of": "d3", "оплата": "3"},
]


def column(formula: str) -> list[object]:
    """Return what a formula gives for the three people; a fault as its code."""
    settlement = settle_rows(
        SCHEME.replace("FORMULA", formula), teams=TEAMS, employees=PEOPLE, deals=DEALS, payments=PAYMENTS
    )
    values = settlement.values.columns["employees", "x"]
    return [value.causes[0].code if isinstance(value, Fault) else value for value in values]


GIVEN: list[tuple[str, list[object]]] = [
    ("sum(deals.сумма)", [40, 20, 0]),
    ("sum(deals.сумма where not deals.возврат)", [40, 0, 0]),
    ("count(deals)", [2, 1, 0]),
    ("count(deals where возврат)", [0, 1, 0]),
    ("count_distinct(deals.клиент)", [1, 1, 0]),
    ("avg(deals.сумма)", [20, 20, "KPI505"]),
    ("min(deals.сумма)", [10, 20, "KPI505"]),
    ("max(deals.сумма)", [30, 20, "KPI505"]),
    ("if_missing(max(deals.сумма), 0)", [30, 20, 0]),
    ("days_between(min(deals.дата), max(deals.дата))", [2, 0, "KPI505"]),
    ("sum(payments.оплата)", [23, 0, 0]),
    ("sum(payments.доля)", [Decimal("1.1"), 0, 0]),
    ("sum(deals.сумма where sum(payments.оплата) > 10)", [30, 0, 0]),
    ("sum(deals.сумма where deals.сумма > employee.цена / 5)", [30, "KPI450", 0]),
    ("продажи / team.продажи_отдела", [Decimal(2) / 3, Decimal(1) / 3, "KPI501"]),
    ("продажи / company.оборот", [Decimal(2) / 3, Decimal(1) / 3, 0]),
    ("company.людей", [3, 3, 3]),
]


@pytest.mark.parametrize(("formula", "expected"), GIVEN)
def test_an_aggregate_gives_for_each_person(formula: str, expected: list[object]) -> None:
    shown = [Decimal(f"{value:.20f}") if isinstance(value, Decimal) else value for value in column(formula)]
    wanted = [Decimal(f"{value:.20f}") if isinstance(value, Decimal) else value for value in expected]

    assert shown == wanted


def test_every_aggregate_is_asked() -> None:
    assert {formula.partition("(")[0] for formula, _ in GIVEN} >= set(AGGREGATES)


def test_a_missing_value_in_a_row_holds_up_its_own_person_only() -> None:
    deals = [{**DEALS[0], "сумма": ""}, DEALS[1], DEALS[2]]
    settlement = settle_rows(
        SCHEME.replace("FORMULA", "count(deals)"), teams=TEAMS, employees=PEOPLE, deals=deals
    )

    sums = settlement.values.columns["employees", "продажи"]
    assert isinstance(sums[0], Fault)
    assert sums[0].missing
    assert sums[1:] == [20, 0]
    assert settlement.values.columns["employees", "x"] == [2, 1, 0]


def test_rows_of_several_blocks_are_folded_together() -> None:
    deals = [{**DEALS[0], "сумма": "0.01", "of": str(at % 3 + 1)} for at in range(BLOCK_ROWS * 2 + 1)]
    settlement = settle_rows(
        SCHEME.replace("FORMULA", "count(deals)"), teams=TEAMS, employees=PEOPLE, deals=deals
    )

    assert sum(value_of(settlement, "x", row) for row in range(3)) == BLOCK_ROWS * 2 + 1  # type: ignore[misc]
    assert settlement.values.columns["company", "оборот"] == [Decimal(BLOCK_ROWS * 2 + 1).scaleb(-2)]


def test_values_of_detail_rows_are_kept_only_where_another_step_needs_them() -> None:
    settlement = settle_rows(
        SCHEME.replace("FORMULA", "sum(payments.доля)"),
        teams=TEAMS,
        employees=PEOPLE,
        deals=DEALS,
        payments=PAYMENTS,
    )

    assert ("payments", "доля") not in settlement.values.columns


def test_a_block_without_a_row_that_meets_the_condition_adds_nothing() -> None:
    assert column("sum(deals.сумма where deals.сумма > 1000)") == [0, 0, 0]
