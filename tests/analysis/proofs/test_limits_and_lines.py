"""Limits that change nothing, lines that pay nothing, and factors of heads below 0."""

from __future__ import annotations

import pytest

from tests.analysis.proofs.builders import codes_of, told_of

FACTS = """
parameters: {предел: {value: 100, type: money}}
facts:
  employees:
    x: {type: ratio, min: 0%, max: 50%}
    y: {type: ratio, min: -50%}
    z: {type: ratio, min: 0%, missing: allow}
"""


def idle(text: str) -> list[object]:
    """Return the names of the limits that change nothing."""
    return [each["name"] for each in told_of(FACTS + text, "KPI347")]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("factors: [x], max: 60, min: 0", ["п.max", "п.min"]),
        ("factors: [x], max: 40, min: 1", []),
        ("factors: [y], max: 60, min: 0", []),
        ("factors: [z], min: 0", []),
        ("factors: ['max(x, 0%)']", []),
        ("max: 100", ["п.max"]),
        ("max: предел", []),
        ("factors: ['min(x, 80%)']", ["80%"]),
        ("factors: ['min(x, 40%)']", []),
        ("factors: ['min(y, x, 80%)']", ["80%"]),
        ("factors: ['max(x, 0%)', 'clamp(x, 0%, 80%)']", ["80%"]),
        ("factors: ['min(z, 80%)']", []),
        ("factors: ['min(max(x, y), 80%)']", []),
    ],
)
def test_limits_of_a_line(line: str, names: list[str]) -> None:
    assert idle(f"pay: {{п: {{kind: variable, amount: 100, {line}}}}}\n") == names


def test_limits_of_kpis_indexes_and_groups() -> None:
    text = """
kpis: {К: {weight: 1, attainment: x, floor: 0%, cap: 40%}}
indexes: {И: {floor: 10%, cap: 90%}}
pay: {п: {kind: variable, amount: 100, factors: [И], group: г}}
limits: {groups: {г: {min: 1, max: 30}}}
"""
    assert idle(text) == ["К.floor", "И.cap", "г.min"]


def test_limits_of_the_total() -> None:
    text = "pay: {п: {kind: variable, amount: 100, factors: [x]}}\nlimits: {total: {min: 0, max: 50}}\n"

    assert idle(text) == ["limits.total.min", "limits.total.max"]


@pytest.mark.parametrize("total", ["", "limits: {total: {max: 10}}\n", "limits: {groups: {г: {max: 10}}}\n"])
def test_limits_that_cut_are_left_alone(total: str) -> None:
    assert idle(f"pay: {{п: {{kind: variable, amount: 100, factors: [x], group: г}}}}\n{total}") == []


def codes(lines: str) -> list[str]:
    """Return the codes that speak of lines."""
    return [code for code in codes_of(FACTS + lines) if code in {"KPI348", "KPI354"}]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{kind: variable, amount: 100, when: x > 60%}", ["KPI348"]),
        ("{kind: variable, amount: 100, factors: ['max(x - 50%, 0%)']}", ["KPI348"]),
        ("{kind: variable, amount: 0}", ["KPI348"]),
        ("{kind: entitlement, when: x > 60%}", ["KPI348"]),
        ("{kind: variable, amount: 100, factors: [x / (x - x * 1)]}", []),
        ("{kind: variable, amount: 100, when: period.month = 12}", []),
        ("{kind: variable, amount: 100, factors: [z]}", []),
        ("{kind: variable, amount: 100, factors: [Т(x)]}", ["KPI354"]),
    ],
)
def test_lines_that_pay_nothing_are_found(line: str, expected: list[str]) -> None:
    tables = "tables: {Т: {mode: lookup, bands: [{from: 60%, value: 1}]}}\n"

    assert codes(f"{tables}pay: {{п: {line}, оклад: {{kind: fixed, amount: 5}}}}\n") == expected


def test_the_line_of_a_limit_may_well_be_nothing() -> None:
    text = "pay: {п: {kind: variable, amount: 100, factors: [x]}}\nlimits: {total: {max: 100_000}}\n"

    assert codes(text) == []


HEADS = """
facts:
  employees: {manager: Руководитель, columns: {план: {type: money, above: 0}, факт: {type: money, min: 0}}}
pay:
  п:
    kind: variable
    amount: 1_000
    factors: [3 - план / 500_000 RUB]
    when: sum(reports.факт) >= 2_000_000
"""


def test_factors_below_zero_of_a_head_are_found() -> None:
    found = [each["row"] for each in told_of(HEADS, "KPI349")]

    assert found == ["count(reports) = 1, план = 2000000"]
