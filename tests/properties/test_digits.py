"""What the cut digits of a quotient do to decisions, and other places where figures go astray."""

from __future__ import annotations

from decimal import Decimal

from tests.engine.builders import Row, compile_text, settle_rows, value_of

THIRDS = """
facts: {employees: {план: money, первый: money, второй: money, третий: money}}
tables: {Т: {mode: lookup, bands: [{from: 0%, value: 0.5}, {from: 100%, value: 1}]}}
kpis:
  п1: {weight: 0.25, plan: план, actual: первый}
  п2: {weight: 0.25, plan: план, actual: второй}
  п3: {weight: 0.5, plan: план, actual: третий}
pay: {премия: {kind: variable, amount: 1_000, factors: [Т(index)]}}
"""
SHARE_OF_DAYS = """
facts: {employees: {дней: days, норма: days, ставка: money}}
pay: {оклад: {kind: fixed, amount: дней / норма * ставка, round: {step: 1, mode: down}}}
"""
EQUAL_WEIGHTS = """
facts: {employees: {план: money, факт: money}}
kpis:
  п1: {weight: 1/3, plan: план, actual: факт}
  п2: {weight: 1/3, plan: план, actual: факт}
  п3: {weight: 1/3, plan: план, actual: факт}
pay: {премия: {kind: variable, amount: 1_000, factors: [index]}}
"""
DATES = """
facts: {employees: {с: date, по: date}}
values: {дней: по - с}
pay: {оклад: {kind: fixed, amount: 1}}
"""


def test_an_index_of_exactly_one_reaches_the_band_from_one() -> None:
    row: Row = {"key": "e", "план": "3", "первый": "2", "второй": "4", "третий": "3"}

    assert Decimal(1000) == value_of(settle_rows(THIRDS, employees=[row]), "премия")


def test_a_third_of_a_whole_number_is_not_rounded_away() -> None:
    row: Row = {"key": "e", "дней": "7", "норма": "21", "ставка": "30000"}

    assert Decimal(10000) == value_of(settle_rows(SHARE_OF_DAYS, employees=[row]), "оклад")


def test_three_weights_of_a_third_make_an_index() -> None:
    assert compile_text(EQUAL_WEIGHTS).indexes == ("index",)


def test_the_days_between_dates_by_subtraction() -> None:
    row: Row = {"key": "e", "с": "2026-03-01", "по": "2026-03-31"}

    assert Decimal(30) == value_of(settle_rows(DATES, employees=[row]), "дней")
