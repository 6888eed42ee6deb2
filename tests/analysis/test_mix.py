"""The mix of pay at threshold, target and excellence."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from kpicalc.analysis.mix import find_mixes
from kpicalc.analysis.reference import rest_at
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.model.money import CONTEXT
from tests.engine.builders import compile_text

SOLD = """
facts: {{employees: {{plan: {{type: money, above: 0}}, sold: {{type: money, min: 0}}}}}}
kpis: {{sales: {{weight: 100%, plan: plan, actual: sold{kpi}}}}}
pay:
  salary: {{kind: fixed, amount: 60_000}}
  bonus: {{kind: variable, amount: 40_000, factors: [index]}}
"""


def mixes(text: str) -> list[tuple[str, str, str, str, str]]:
    lab = prepare_laboratory(compile_text(text))
    with localcontext(CONTEXT):
        found = find_mixes(lab, rest_at(lab, {}), frozenset(), Decimal("0.05"))
    return [
        (each.level, str(each.attainment), str(each.fixed), str(each.variable), str(each.leverage))
        for each in found
    ]


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        (
            ", threshold: 83%, cap: 137%",
            [
                ("threshold", "0.83", "60000.00", "33200.00", "0.83"),
                ("target", "1", "60000.00", "40000.00", "1"),
                ("excellence", "1.37", "60000.00", "54800.00", "1.37"),
            ],
        ),
        (
            "",
            [
                ("target", "1", "60000.00", "40000.00", "1"),
                ("excellence", "1.20", "60000.00", "48000.00", "1.2"),
            ],
        ),
        (
            ", score: if attainment >= 90% then 0 else 0",
            [("target", "1", "60000.00", "0.00", "None"), ("excellence", "1.20", "60000.00", "0.00", "None")],
        ),
    ],
)
def test_levels_are_found_where_pay_begins_and_ends_to_grow(
    kpi: str, expected: list[tuple[str, ...]]
) -> None:
    assert mixes(SOLD.format(kpi=kpi)) == expected


def test_without_kpis_the_reference_is_the_target() -> None:
    text = """
facts: {employees: {sold: {type: money, min: 0}}}
pay: {fee: {kind: variable, base: sold, rate: 5%}}
"""
    assert mixes(text) == [("target", "None", "0", "5000.00", "1")]


def test_where_nothing_is_paid_there_is_no_mix() -> None:
    text = """
facts: {employees: {sold: {type: money, min: 0, max: 0}}}
pay: {fee: {kind: variable, amount: 1 / sold * sold}}
"""
    assert mixes(text) == []
