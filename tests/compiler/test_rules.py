"""Rule tables as named formulas."""

from __future__ import annotations

import pytest

from kpicalc.model.kind import Kind
from tests.compiler.builders import FACTS, PAY, formula, problems_of, program_of, variable

TWO = "[{when: план > 5, value: 1, title: Много}, {when: факт > 5, value: 2}]"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            f"{{hit: first, rules: {TWO}, otherwise: 7}}",
            "if т.rule1 then т.value1 else if т.rule2 then т.value2 else 7",
        ),
        (f"{{hit: first, rules: {TWO}}}", "if т.rule1 then т.value1 else if т.rule2 then т.value2 else —"),
        (
            f"{{hit: max, rules: {TWO}}}",
            "max(if т.rule1 then т.value1 else т.first, if т.rule2 then т.value2 else т.first)",
        ),
        ("{hit: min, rules: [{when: план > 5, value: 1}]}", "if т.rule1 then т.value1 else —"),
        (
            f"{{hit: sum, rules: {TWO}, round: {{step: 5}}}}",
            'round((if т.rule1 then т.value1 else 0) + (if т.rule2 then т.value2 else 0), 5, "half_up")',
        ),
        ("{hit: count, rules: [{when: план > 5}]}", "if т.rule1 then 1 else 0"),
    ],
)
def test_a_rule_table_is_a_formula_over_its_rules(table: str, expected: str) -> None:
    assert formula(program_of(f"rules: {{т: {table}}}\n{FACTS}{PAY}"), "т") == expected


def test_each_rule_is_told_by_its_title_or_its_words() -> None:
    program = program_of(f"rules: {{т: {{hit: max, rules: {TWO}}}}}\n{FACTS}{PAY}")
    (outline,) = program.rules

    assert [(rule.label, rule.condition) for rule in outline.rules] == [
        ("Много", "т.rule1"),
        ("факт > 5", "т.rule2"),
    ]
    assert (outline.gives, outline.first_decides) == (("т.value1", "т.value2"), False)
    assert formula(program, "т.first") == "if т.rule1 then т.value1 else if т.rule2 then т.value2 else —"


def test_rules_that_are_counted_give_a_count() -> None:
    program = program_of(f"rules: {{т: {{hit: count, rules: [{{when: план > 5}}]}}}}\n{FACTS}{PAY}")

    assert variable(program, "т").kind is Kind.COUNT
    assert program.rules[0].gives == ()


def test_rules_of_a_table_that_is_not_there() -> None:
    problems = problems_of(f"rules: {{т: {{of: teems, hit: first, rules: {TWO}}}}}\n{FACTS}{PAY}")

    assert problems == [("KPI212", {"name": "teems", "expected": ("company", "employees")})]
