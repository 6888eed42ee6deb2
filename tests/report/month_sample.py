"""A small month that is really computed: two schemes in two currencies, with all that is worth a look."""

from __future__ import annotations

from contextlib import chdir
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kpicalc import api
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.result import Run
from kpicalc.report.book.month import output_columns

SELLER = """\
kpicalc: 1
scheme: seller
title: Продавец
currency: RUB
applies_to: {Должность: [Продавец, =Стажёр]}
facts:
  employees:
    оклад:     money
    план:      {type: money, column: План продаж, above: 0}
    продажи:   {type: money, column: Продажи}
    взыскание: flag
    простой:   {type: money, column: Удержание за простой}
  receipts: {сумма: money}
kpis:
  выручка: {weight: 1, plan: план, actual: продажи, threshold: 80%, cap: 120%, title: Выручка}
tables:
  ставка: {mode: lookup, bands: [{from: 0, value: 1%}, {from: 500, value: 2%}]}
stop_factors:
  дисциплина:
    lines: [премия]
    rules: [{when: взыскание, factor: 50%, title: Взыскание}]
pay:
  постоянная: {kind: fixed, amount: оклад, title: Оклад}
  премия:     {kind: variable, amount: 1000 * index, title: Премия}
  сделки:     {kind: variable, amount: "sum(receipts.сумма * ставка(сумма))", title: С оплат}
  удержание:  {kind: deduction, from: [постоянная], amount: простой, title: Удержание за простой}
  парковка:   {kind: entitlement, when: index >= 100%, title: Место на стоянке}
limits:
  total: {max: 4000}
"""
HEAD = """\
kpicalc: 1
scheme: head
title: Head of office
currency: USD
applies_to: {Должность: [Head]}
facts: {employees: {оклад: money}}
pay:
  salary: {kind: fixed, amount: оклад, title: Salary}
"""
PEOPLE = """\
Таб. №;ФИО;Должность;Отдел;Оклад;План продаж;Продажи;Взыскание;Удержание за простой
001;Ёлкин Ян Ильич;Продавец;Север;2000,00;1000;1000;нет;0
002;=Эрн Ада;=Стажёр;Север;3500,50;1000;1300;нет;0
003;Жукова Инна;Продавец;Юг;1000,00;1000;900;да;100,25
004;Smith Ann;Head;Office;700,00;;;;
0005;Цой Ким;Продавец;Юг;0,00;1000;700;нет;0
"""
DEALS = """\
Таб. №;Сумма, руб.
001;400,10
001;900
0005;0,50
"""
PERIOD = Period(2026, 3, PeriodLength.MONTH)


def lay_out_month(folder: Path, people: str = PEOPLE) -> api.Request:
    """Write the schemes and the facts into a folder; return what asks for the month."""
    for name, text in {
        "seller.yaml": SELLER,
        "head.yaml": HEAD,
        "Сотрудники.csv": people,
        "receipts.csv": DEALS,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    facts = (folder / "Сотрудники.csv", folder / "receipts.csv")
    return api.Request(facts, (folder / "seller.yaml", folder / "head.yaml"), PERIOD, allow_partial=True)


@cache
def compute_month(people: str = PEOPLE) -> Run:
    """Return the month as it is computed."""
    # From within the folder: the files are named the same wherever it is.
    with TemporaryDirectory() as folder, chdir(folder):
        checked = api.compute(replace(lay_out_month(Path(), people), columns=output_columns()))
    assert checked.value is not None, checked.diagnostics
    return checked.value
