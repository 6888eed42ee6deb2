"""Rule tables and stop-factors as written."""

from __future__ import annotations

import pytest

from tests.scheme.texts import params_of, problems_with, read_with


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("{hit: first, rules: [{when: план > 0, value: 1}], otherwise: 0}", []),
        ("{hit: count, of: deals, rules: [{when: план > 0, title: План}], round: {step: 1}}", []),
        ("{hit: count, rules: [{when: план > 0, value: 1}]}", ["KPI158 2:44"]),
        ("{hit: sum, rules: [{when: план > 0, value: 1}], otherwise: 1}", ["KPI158 2:54"]),
        ("{hit: max, rules: [{when: план > 0}]}", ["KPI133 2:25"]),
        ("{hit: all, rules: [{when: план > 0, value: 1}]}", ["KPI142 2:12"]),
        ("{rules: [{value: 1}]}", ["KPI133 2:3", "KPI133 2:15"]),
        ("{hit: first, rules: []}", ["KPI137 2:26"]),
    ],
)
def test_the_shape_of_a_rule_table_is_checked(table: str, expected: list[str]) -> None:
    assert problems_with(f"rules:\n  т: {table}\n") == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{kpis_stopped: any, factor: 0}", []),
        ("{kpis_stopped: [a, b], factor: 0}", []),
        ("{factor: 0}", ["KPI151 1:40"]),
        ("{kpis_stopped: any, when: x, factor: 0}", ["KPI150 1:60"]),
        ("{kpis_stopped: any}", ["KPI133 1:40"]),
        ("{kpis_stopped: выручка, factor: 0}", ["KPI142 1:55"]),
        ("{kpis_stopped: , factor: 0}", ["KPI138 1:54"]),
        ("{kpis_stopped: [], factor: 0}", ["KPI137 1:55"]),
        ("{kpis_stopped: {a: b}, factor: 0}", ["KPI135 1:55"]),
        ("{kpis_stopped: [a b], factor: 0}", ["KPI143 1:56"]),
        ("any", ["KPI134 1:40"]),
    ],
)
def test_the_shape_of_a_rule_is_checked(rule: str, expected: list[str]) -> None:
    assert problems_with(f"stop_factors: {{D: {{lines: [п], rules: [{rule}]}}}}\n") == expected


def test_one_kpi_is_proposed_as_a_list() -> None:
    section = "stop_factors: {D: {lines: [п], rules: [{kpis_stopped: к, factor: 0}]}}\n"

    assert params_of(read_with(section).diagnostics[0]) == {
        "text": "к",
        "options": ("any", "[к]"),
        "nearest": "[к]",
        "hint": "meant",
    }


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        ("{rules: [{when: x, factor: 0}]}", ["KPI133 1:16"]),
        ("{lines: [], rules: []}", ["KPI137 1:27", "KPI137 1:38"]),
        ("{lines: п, rules: [{when: x, factor: 0}]}", ["KPI135 1:27"]),
    ],
)
def test_the_shape_of_a_stop_factor_is_checked(factor: str, expected: list[str]) -> None:
    assert problems_with(f"stop_factors: {{D: {factor}}}\n") == expected
