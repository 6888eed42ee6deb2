"""What is known to be printed wrongly in regulations is found, and the proposed mends make it right."""

from __future__ import annotations

import pytest

from tests.analysis.proofs.builders import apply_mends, codes_of, find_problems, place_of

AS_PRINTED = """facts: {employees: {индекс: {type: ratio, min: 0%}}}
tables:
  коэффициент:
    mode: lookup
    bands:
      - {below: 70%, value: 0}
      - {from: 70%, to: 80%, value: 0.6}
      - {from: 80%, to: 89%, value: 0.7}
      - {from: 90%, to: 95%, value: 0.8}
      - {from: 96%, to: 98%, value: 0.9}
      - {from: 99%, to: 101%, value: 1}
      - {from: 102%, to: 105%, value: 1.3}
      - {from: 106%, to: 109%, value: 1.4}
      - {above: 110%, value: 1.5}
pay: {премия: {kind: variable, amount: 24_000, factors: [коэффициент(индекс)]}}
"""

K4_FACTS = """facts: {employees: {ПДЗ: {type: ratio, min: 0%}}}
pay: {премия: {kind: variable, amount: 24_000, factors: [К4]}}
"""
K4 = [
    "values: {К4: if ПДЗ < 10% then 1 else if ПДЗ > 10% then 0.9 else 0}\n",
    "values: {К4: if ПДЗ > 10% then 0.9 else if 10% > ПДЗ then 1 else 0}\n",
    "values: {К4: (if ПДЗ < 10% then 1 else 0) + (if ПДЗ > 10% then 0.9 else 0)}\n",
    "rules: {К4: {hit: first, rules: [{when: ПДЗ < 10%, value: 1}, {when: ПДЗ > 10%, value: 0.9}]}}\n",
    "rules: {К4: {hit: sum, rules: [{when: ПДЗ < 10%, value: 1}, {when: 10% < ПДЗ, value: 0.9}]}}\n",
    "rules: {К4: {hit: first, rules: [{when: ПДЗ < 10%, value: 1}, {when: ПДЗ >= 20%, value: 0.9}]}}\n",
    "rules: {К4: {hit: max, rules: [{when: ПДЗ <= 10%, value: 1}, {when: 20% < ПДЗ, value: 0.9}]}}\n",
]

DEVIATIONS = """facts: {employees: {факт: money, план: money, К1: ratio, К2: ratio, К3: ratio, К4: ratio}}
values:
  KPI1: факт - план / 100%
  KPI2: (факт - план / 100%)
  К: К1 + К2 + К3 + К4 / 4
pay: {премия: {kind: variable, amount: KPI1 + KPI2, factors: [К], min: 0}}
"""


def test_all_holes_and_the_double_bound_of_the_printed_table_are_found() -> None:
    found = [
        (each.code, place_of(each).line, place_of(each).column, dict(each.params)["mend"])
        for each in find_problems(AS_PRINTED)
    ]

    assert found == [
        ("KPI302", 11, 9, "above: 80%"),
        ("KPI301", 12, 9, "above: 89%"),
        ("KPI301", 13, 9, "above: 95%"),
        ("KPI301", 14, 9, "above: 98%"),
        ("KPI301", 15, 9, "above: 101%"),
        ("KPI301", 16, 9, "above: 105%"),
        ("KPI301", 17, 9, "above: 109%"),
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (AS_PRINTED, ["KPI302", *["KPI301"] * 6]),
        *((K4_FACTS + choice, ["KPI340"]) for choice in K4),
        (DEVIATIONS, ["KPI312", "KPI312", "KPI312"]),
    ],
)
def test_a_scheme_is_clean_with_its_mends(text: str, codes: list[str]) -> None:
    assert codes_of(text) == codes
    assert codes_of(apply_mends(text)) == []


def test_the_mends_of_a_hole_begin_where_the_condition_below_ends() -> None:
    mended = [apply_mends(K4_FACTS + choice).partition("pay")[2].partition("\n")[2] for choice in K4]

    assert mended == [
        "values: {К4: if ПДЗ < 10% then 1 else if ПДЗ >= 10% then 0.9 else 0}\n",
        "values: {К4: if ПДЗ >= 10% then 0.9 else if 10% > ПДЗ then 1 else 0}\n",
        "values: {К4: (if ПДЗ < 10% then 1 else 0) + (if ПДЗ >= 10% then 0.9 else 0)}\n",
        "rules: {К4: {hit: first, rules: [{when: ПДЗ < 10%, value: 1}, {when: ПДЗ >= 10%, value: 0.9}]}}\n",
        "rules: {К4: {hit: sum, rules: [{when: ПДЗ < 10%, value: 1}, {when: 10% <= ПДЗ, value: 0.9}]}}\n",
        "rules: {К4: {hit: first, rules: [{when: ПДЗ < 10%, value: 1}, {when: ПДЗ >= 10%, value: 0.9}]}}\n",
        "rules: {К4: {hit: max, rules: [{when: ПДЗ <= 10%, value: 1}, {when: 10% < ПДЗ, value: 0.9}]}}\n",
    ]
