"""Conditions: holes between them, those that are never asked, those that are always true."""

from __future__ import annotations

import pytest

from tests.analysis.proofs.builders import codes_of, find_problems, told_of

FACTS = """
parameters: {лимит: 10%, включено: true, порог: 5}
facts:
  employees:
    x: ratio
    y: ratio
    счёт: {type: count, min: 0, max: 40}
    день: {type: date, in_period: true}
    да: flag
    слово: text
"""


def scheme(formula: str) -> str:
    """Return a scheme whose only line is paid by a formula."""
    return f"{FACTS}values:\n  К: '{formula}'\npay: {{премия: {{kind: variable, amount: К * 100, min: 0}}}}\n"


def of_condition(formula: str) -> list[str]:
    """Return the codes that speak of conditions."""
    return [code for code in codes_of(scheme(formula)) if code in {"KPI340", "KPI342", "KPI343", "KPI353"}]


@pytest.mark.parametrize(
    ("formula", "hole"),
    [
        ("if x < 10% then 1 else if x > 10% then 0.9 else 0", "x = 10%"),
        ("if x < 10% then 1 else if x > лимит then 0.9 else 0", "x = лимит"),
        ("if 10% > x then 1 else if 10% < x then 0.9 else 0", "x = 10%"),
        ("if x < y then 1 else if x > y then 0.9 else 0", "x = y"),
        ("if y > x then 1 else if y < x then 0.9 else 0", "x = y"),
        ("if not (x >= 10%) then 1 else if x > 10% and x > 0% then 0.9 else 0", None),
        ("round(if x < 10% then 1 else if x > 10% then 0.9 else 0, 0.1)", "x = 10%"),
        ("min(if x < 10% then 1 else 5, if x > 10% then 0.9 else 5)", "x = 10%"),
        ("max(if x < 10% then 1 else 0, if x > 10% then 0.9 else 0)", "x = 10%"),
        ("(if x < 10% then 1 else 0) + (if x > 10% then 0.9 else 0)", "x = 10%"),
    ],
)
def test_a_point_that_meets_no_condition_is_found(formula: str, hole: str | None) -> None:
    assert [each["hole"] for each in told_of(scheme(formula), "KPI340")] == ([hole] if hole else [])


@pytest.mark.parametrize(
    "formula",
    [
        "if x < 100% then 0.9 else if x > 100% then 1.1 else 1",
        "if x < 100% then 0.9 else if x > 100% then 0.9 else 1",
        "if x < 10% then 1 else if x >= 10% then 0.9 else 0",
        "if x = 10% then 5 else if x < 10% then 1 else 2",
        "if x != 10% then 1 else 2",
        "if x < 10% then x else if x > 10% then x * 2 else 0",
        "if x < 10% then 1 else if y > 10% then 0.9 else 0",
        "if да then 1 else 0",
        "if x < 10% or да then 1 else if x > 10% then 0.9 else 0",
        "if x <= 10% then 1 else if x < 10% then 2 else 3",
        "if x < 10% then 1 else if x <= 10% then 5 else 2",
        "(if x < 10% then x else 0) + (if x > 10% then 0.9 else 0)",
        "min(x, y)",
    ],
)
def test_what_may_be_meant_is_no_hole(formula: str) -> None:
    assert told_of(scheme(formula), "KPI340") == []


def rules(hit: str, *conditions: str, otherwise: str = "") -> str:
    """Return a scheme paid by a rule table that gives 1, 2, 3 and so on."""
    listed = ", ".join(f"{{when: {each}, value: {at}}}" for at, each in enumerate(conditions, 1))
    table = f"rules: {{К: {{hit: {hit}, rules: [{listed}]{otherwise}}}}}\n"
    return f"{FACTS}{table}pay: {{премия: {{kind: variable, amount: К * 100, min: 0}}}}\n"


@pytest.mark.parametrize("hit", ["first", "max", "min"])
@pytest.mark.parametrize(
    ("conditions", "hole", "mend"),
    [
        (("x < 10%", "x > 20%"), "10% <= x <= 20%", "x >= 10%"),
        (("x <= 10%", "x >= 20%"), "10% < x < 20%", "x > 10%"),
        (("x < 10%", "20% <= x"), "10% <= x < 20%", "10% <= x"),
        (("x <= 10%", "20% < x"), "10% < x <= 20%", "10% < x"),
        (("x < 10%", "x > 10%"), "x = 10%", "x >= 10%"),
    ],
)
def test_a_stretch_without_a_rule_is_found(
    hit: str, conditions: tuple[str, ...], hole: str, mend: str
) -> None:
    found = told_of(rules(hit, *conditions), "KPI340")

    assert [(each["hole"], each["mend"], each["name"]) for each in found] == [(hole, mend, "К")]


@pytest.mark.parametrize(
    ("hit", "conditions", "otherwise"),
    [
        ("first", ("x < 10%", "x > 20%"), ", otherwise: 0"),
        ("first", ("x >= 10%", "x >= 20%"), ""),
        ("first", ("x = 10%", "x = 20%"), ""),
        ("first", ("x < 10%", "x = 15%", "x > 20%"), ""),
        ("first", ("x < 10%", 'слово = "А"'), ""),
        ("first", ("not (x >= 10%)", "not (x <= 10%)"), ""),
        ("first", ("x < 10%", "да", "x > 10%"), ""),
    ],
)
def test_what_lies_outside_the_rules_is_no_hole(
    hit: str, conditions: tuple[str, ...], otherwise: str
) -> None:
    assert told_of(rules(hit, *conditions, otherwise=otherwise), "KPI340") == []


@pytest.mark.parametrize(
    ("formula", "codes"),
    [
        ("if x >= 5% then 1 else if x >= 20% then 2 else 3", ["KPI353"]),
        ("if x < 5% or x >= 5% then 1 else 2", ["KPI343"]),
        ("if x < 5% then 1 else if x >= 5% then 2 else 3", []),
        ("if счёт > 40 then 1 else 2", ["KPI353"]),
        ("if счёт <= 40 then 1 else 2", ["KPI343"]),
        ("if счёт > 5 and счёт < 3 then 1 else 2", ["KPI353"]),
        ("if x >= 80% then (if x >= 50% then 1 else 2) else 3", []),
        ("if включено then 1 else 2", []),
        ("if порог > 3 then 1 else 2", []),
        ("if period.month = 12 then 1 else 2", []),
        ("if день < 2026-02-01 then 1 else 2", []),
        ('if слово = "А" then 1 else 2', []),
    ],
)
def test_conditions_that_decide_nothing_are_found(formula: str, codes: list[str]) -> None:
    assert of_condition(formula) == codes


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        (rules("first", "x >= 10%", "x >= 20%", otherwise=", otherwise: 0"), ["x >= 20%"]),
        (rules("max", "x >= 10%", "x >= 20%", otherwise=", otherwise: 0"), []),
        (rules("first", "счёт < 0", "x > 0%", otherwise=", otherwise: 0"), ["счёт < 0"]),
        (rules("min", "x > 0%", "счёт < 0", otherwise=", otherwise: 0"), ["счёт < 0"]),
        (rules("first", "x < 10%", "x >= 10%", "x >= 20%"), ["x >= 20%"]),
        (rules("first", "x < 10%", "да", "x >= 10%"), []),
        (rules("first", "x >= 10%", "y > 0%", "x >= 20%", otherwise=", otherwise: 0"), ["x >= 20%"]),
    ],
)
def test_rules_that_never_decide_are_found(text: str, conditions: list[str]) -> None:
    found = told_of(text, "KPI342")

    assert [each["condition"] for each in found] == conditions
    assert {each["name"] for each in found} <= {"К"}


def test_a_shadowed_rule_shows_what_was_asked_before_it() -> None:
    text = rules("first", "x >= 10%", "x >= 20%", otherwise=", otherwise: 0")
    found = next(each for each in find_problems(text) if each.code == "KPI342")

    assert [label.note for label in found.others] == ["asked_before"]


def test_a_forgotten_case_of_a_parameter_is_told_by_its_keys_alone() -> None:
    text = """
parameters: {оклад: {by: разряд, type: money, values: {А: 1, Б: 2}}}
facts: {employees: {разряд: {type: text, one_of: [А, Б]}}}
pay: {оклад_месяца: {kind: fixed, amount: оклад}}
"""
    assert codes_of(text) == []
