"""Factors that a pay line names, and values that depend on a column, for one employee."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.result import FactorResult
from tests.engine.builders import settle_rows, value_of


def test_named_factors_are_shown_with_their_values() -> None:
    text = """
parameters: {район: 1.15}
facts: {employees: {К5: {type: ratio, column: Документы}}}
pay: {премия: {kind: variable, amount: 1_000, factors: [район, К5]}}
"""
    pay = next(break_down(settle_rows(text, employees=[{"key": "1", "К5": "90%"}]), [0]))

    assert pay.factors == (
        FactorResult("район", "район", Decimal("1.15"), Kind.NUMBER, "", stop_factor=False),
        FactorResult("К5", "Документы", Decimal("0.9"), Kind.RATIO, "", stop_factor=False),
    )
    assert pay.total == Decimal("1035.00")


def test_a_stop_factor_that_a_line_names_is_shown_once() -> None:
    text = """
facts: {employees: {штраф: flag}}
stop_factors: {D: {lines: [премия], rules: [{when: штраф, factor: 50%}]}}
pay: {премия: {kind: variable, amount: 100}, доплата: {kind: variable, amount: 100, factors: [D]}}
"""
    pay = next(break_down(settle_rows(text, employees=[{"key": "1", "штраф": "да"}]), [0]))
    shown = [(each.name, each.value, each.stop_factor) for each in pay.factors]
    assert shown == [("D", Decimal("0.5"), True)]
    assert pay.total == 100


def test_a_parameter_by_grade() -> None:
    text = """
parameters: {ступень: {by: разряд, values: {А: 100, Б: {2025-01: 200, 2027-01: 300}}, type: money}}
facts: {employees: {разряд: text}}
pay: {оклад: {kind: fixed, amount: ступень}}
"""
    settlement = settle_rows(text, employees=[{"key": key, "разряд": key} for key in "АБВ"])

    assert [value_of(settlement, "оклад", row) for row in (0, 1)] == [100, 200]
    unknown = value_of(settlement, "оклад", 2)
    assert isinstance(unknown, Fault)
    assert [(each.code, dict(each.params)) for each in unknown.causes] == [
        ("KPI511", {"name": "ступень", "who": "В"})
    ]


def test_of_many_grades_only_the_one_found_is_told() -> None:
    text = """
parameters: {ступень: {by: разряд, values: {А: 100, Б: 200, В: 300}, otherwise: 50, type: money}}
facts: {employees: {разряд: text}}
pay: {оклад: {kind: fixed, amount: ступень}}
"""
    settlement = settle_rows(text, employees=[{"key": key, "разряд": key} for key in "АБВГ"])

    told = [
        [dict(each.params)["condition"] for each in explain(settlement, row, "ступень").notes]
        for row in range(4)
    ]

    assert told == [['разряд = "А"'], ['разряд = "Б"'], ['разряд = "В"'], ['разряд = "В"']]
    assert explain(settlement, 3, "ступень").notes[0].key == "branch_else"
