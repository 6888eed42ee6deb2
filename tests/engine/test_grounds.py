"""What the pay of one employee rests on: his facts, his rows, what decided; nothing of others."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.engine.grounds import find_grounds
from kpicalc.model.grounds import Grounds
from kpicalc.model.result import Settlement
from kpicalc.model.source import CellRef
from tests.engine.builders import settle_rows

SCHEME = """
facts:
  employees: {of: teams, columns: {план: money, факт: money, взыскание: flag, лишнее: number}}
  teams: {цель: money}
  deals: {of: employees, columns: {сумма: money, премиальная: flag}}
  company: {курс: number}
tables:
  шкала: {title: Шкала плана, mode: lookup, bands: [{from: 0%, value: 0}, {from: 80%, value: 100}]}
rules:
  надбавка:
    title: Надбавка
    hit: first
    rules: [{when: факт > план, value: 100, title: План выполнен}]
    otherwise: 0
values:
  доля: факт / план
  место: rank(факт)
pay:
  оклад: {kind: fixed, amount: 1000}
  премия: {kind: variable, amount: шкала(доля) * 10, title: Премия}
  сделки: {kind: variable, amount: sum(deals.сумма where deals.премиальная) * 1%}
  первому: {kind: variable, amount: if место = 1 then шкала(доля) * курс else 0}
  за_план: {kind: variable, amount: надбавка}
  команда: {kind: variable, amount: team.цель * 1%}
  право: {kind: entitlement, when: not взыскание}
"""


TEAM = [{"key": "т", "цель": "7000"}]


def settled() -> Settlement:
    people = [
        {"key": "1", "план": "100", "факт": "90", "взыскание": "нет", "лишнее": "1", "of": "т"},
        {"key": "2", "план": "100", "факт": "120", "взыскание": "да", "лишнее": "1", "of": "т"},
    ]
    deals = [
        {"of": "1", "сумма": "500", "премиальная": "да"},
        {"of": "2", "сумма": "700", "премиальная": "нет"},
        {"of": "1", "сумма": "300", "премиальная": "нет"},
    ]
    return settle_rows(SCHEME, employees=people, deals=deals, teams=TEAM, company=[{"курс": "2"}])


def grounds(row: int) -> Grounds:
    return list(find_grounds(settled(), [0, 1]))[row]


def test_facts_have_their_values_and_cells() -> None:
    found = {each.given.name: (each.value, each.cell) for each in grounds(0).facts}

    assert found["факт"] == (90, CellRef("march.xlsx", "employees", 2, 3))
    assert found["взыскание"] == (False, CellRef("march.xlsx", "employees", 2, 4))
    assert found["цель"] == (7000, CellRef("march.xlsx", "teams", 2, 2))
    assert found["курс"] == (2, None)


def test_a_fact_that_no_pay_depends_on_is_left_out() -> None:
    assert "лишнее" not in {each.given.name for each in grounds(0).facts}


def test_the_rows_of_an_employee_are_his_own() -> None:
    tables = [each.details for each in find_grounds(settled(), [0, 1])]

    assert [[row.values for row in table.rows] for (table,) in tables] == [
        [(500, True), (300, False)],
        [(700, False)],
    ]
    assert [column.name for column in tables[0][0].columns] == ["сумма", "премиальная"]
    assert tables[0][0].rows[1].place == CellRef("march.xlsx", "deals", 4, 0)


def test_an_employee_without_rows_has_no_table() -> None:
    people = [{"key": "1", "план": "100", "факт": "90", "взыскание": "нет", "лишнее": "1", "of": "т"}]
    settlement = settle_rows(SCHEME, employees=people, deals=[], teams=TEAM, company=[{"курс": "2"}])

    assert next(find_grounds(settlement, [0])).details == ()


def test_bands_and_rules_that_decided_are_told_once() -> None:
    below, above = (each.decisions for each in find_grounds(settled(), [0, 1]))

    assert [(each.label, each.value) for each in below] == [
        ("Шкала плана", 100),
        ("Надбавка", 0),
    ]
    assert [[note.key for note in each.notes] for each in above] == [["band"], ["rule_holds"]]
    assert [each.value for each in above] == [Decimal(100), Decimal(100)]
