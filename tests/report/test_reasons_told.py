"""Remarks with formulas in them, parts of lines and counted rows, as they are said; values in JSON."""

from __future__ import annotations

import json

import pytest

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.engine.settle import join_settlements
from kpicalc.i18n.catalogue import Language
from kpicalc.model.period import parse_period
from kpicalc.model.result import Settlement
from kpicalc.report.views.breakdown import show_breakdown
from kpicalc.report.views.explanation import show_explanation
from kpicalc.report.views.wording import word_program
from kpicalc.report.writers.employee_json import write_employees
from kpicalc.report.writers.run_json import write_run
from tests.engine.builders import settle_rows
from tests.report.golden_files import draw

SCHEME = """
facts:
  employees: {columns: {факт: money, план: money, да: flag}, values: {выполнение: факт / план}}
  deals: {key: Клиент, columns: {сумма: money}}
pay:
  оклад: {kind: fixed, amount: 70 * count(deals) + план}
  премия: {kind: variable, amount: факт, when: выполнение >= 100%}
  чистота: {kind: variable, amount: 5, when: да}
  возврат: {kind: deduction, amount: план * 2, from: [оклад], title: Возврат}
  общее: {kind: pool, amount: 8, by: план}
  приз: {kind: prize, best: факт, above: 0, ties: all, amount: 9}
  право: {kind: entitlement, when: факт > 1}
  дни: {kind: entitlement, points: count(deals) * 2, when: 2 > 1}
"""


@pytest.fixture
def settled() -> Settlement:
    people = [{"key": "1", "факт": "3", "план": "4", "да": "нет"}]
    return settle_rows(SCHEME, employees=people, deals=[{"key": "К1", "of": "1", "сумма": "5"}])


def test_conditions_and_stories_are_said_with_their_figures(settled: Settlement) -> None:
    period = parse_period("2026-03")
    assert period is not None
    wording = word_program(settled.program, Language.RU)

    text = draw(show_breakdown(next(break_down(settled, [0])), period, wording), None)

    for expected in (
        "    условие не выполнено: выполнение >= 100 % (выполнение = 75 %)\n",
        "    условие не выполнено: да\n",
        "    к удержанию 8,00 ₽, взять можно не больше 74,00 ₽ (из строк: оклад): взято 8,00 ₽\n",
        "    к удержанию: план * 2 = 4 × 2\n",
        "    делится 8,00 ₽: свой вес 4,00 ₽ из 4,00 ₽, доля 8,00 ₽\n",
        "    победа: свой результат 3,00 ₽, других участников нет\n",
        "    условие выполнено: факт > 1 (факт = 3,00 ₽)\n",
        "    условие выполнено: 2 > 1\n    = ",
    ):
        assert expected in text.replace("\u00a0", " ")


def test_parts_of_lines_and_counted_rows_are_named(settled: Settlement) -> None:
    wording = word_program(settled.program, Language.RU)

    prize = draw(show_explanation("", explain(settled, 0, "приз"), wording, "employees"), None)
    salary = draw(show_explanation("", explain(settled, 0, "оклад"), wording, "employees"), None)

    assert "приз: победа (`приз.winner`) = да\n" in prize
    assert "─ К1\n" in salary


def test_every_named_value_stands_in_the_document(settled: Settlement) -> None:
    run = join_settlements(settled.program.period, [settled])
    written = b"".join(write_run(run, [(settled, 0, next(write_employees(settled, [0])))]))

    values = {each["name"]: each for each in json.loads(written)["employees"][0]["values"]}

    assert values["выполнение"] == {
        "grain": "employees",
        "name": "выполнение",
        "label": "выполнение",
        "kind": "ratio",
        "value": "0.75",
    }
    assert values["общее.pool"]["grain"] == "company"
    assert "премия" not in values
