"""Factors that pay lines name: what is shown in the breakdown, and what is shown elsewhere."""

from __future__ import annotations

from kpicalc.model.kind import Kind
from tests.compiler.builders import program_of

SCHEME = """
parameters: {район: 1.15}
facts: {employees: {план: money, факт: money, К5: {type: number, column: Документы}}}
values: {К3: {formula: if факт > план then 110% else 90%, title: Допродажи}}
kpis: {выручка: {weight: 1, plan: план, actual: факт}}
pay:
  а: {kind: variable, amount: 100, factors: [К3, index, выручка.score, 0.5, employee.К5]}
  б: {kind: variable, amount: 100, factors: [район, К3]}
"""


def test_each_is_shown_once_with_its_kind() -> None:
    factors = program_of(SCHEME).factors

    assert [(each.name, each.label, each.kind) for each in factors] == [
        ("К3", "Допродажи", Kind.RATIO),
        ("employee.К5", "Документы", Kind.NUMBER),
        ("район", "район", Kind.NUMBER),
    ]
    assert [each.source.grain for each in factors if each.source] == ["employees", "employees", "company"]
