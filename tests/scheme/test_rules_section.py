"""Rule tables and the mistakes in their shape."""

from __future__ import annotations

import pytest

from tests.scheme.texts import problems_with


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("{hit: first, rules: [{when: план > 0, value: 1}], otherwise: 0}", []),
        ("{hit: count, of: deals, rules: [{when: план > 0, title: План}], round: {step: 1}}", []),
        ("{hit: count, rules: [{when: план > 0, value: 1}]}", ["KPI158 2:44"]),
        ("{hit: sum, rules: [{when: план > 0, value: 1}], otherwise: 1}", ["KPI158 2:54"]),
        ("{hit: max, rules: [{when: план > 0}]}", ["KPI133 2:25"]),
        ("{hit: any, rules: [{when: план > 0, value: 1}]}", ["KPI142 2:12"]),
        ("{rules: [{value: 1}]}", ["KPI133 2:3", "KPI133 2:15"]),
        ("{hit: first, rules: []}", ["KPI137 2:26"]),
    ],
)
def test_the_shape_of_a_rule_table_is_checked(table: str, expected: list[str]) -> None:
    assert problems_with(f"rules:\n  т: {table}\n") == expected
