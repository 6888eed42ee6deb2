"""Goals: what their weights and scores become, and what they refuse."""

from __future__ import annotations

import pytest

from tests.compiler.builders import FACTS, PAY, formula, problems_of, program_of

TREE = """
goals:
  рост: {weight: 60%}
  люди: {}
  рынок: {of: рост}
kpis:
  а: {goal: рынок, weight: 30%, attainment: 1}
  б: {goal: рынок, attainment: 1}
  в: {goal: рынок, attainment: 1}
  г: {goal: люди, attainment: 1}
  д: {goal: люди, attainment: 1}
"""


def test_weights_are_products_of_shares_and_thirds_are_divided_last() -> None:
    program = program_of(FACTS + PAY + TREE)

    assert {
        name: formula(program, f"{name}.weight") for name in ("рост", "люди", "рынок", "а", "б", "г")
    } == {
        "рост": "60%",
        "люди": "1 - 60%",
        "рынок": "60%",
        "а": "60% * 30%",
        "б": "60% * (1 - 30%) / 2",
        "г": "(1 - 60%) / 2",
    }


def test_scores_are_means_by_the_shares() -> None:
    program = program_of(FACTS + PAY + TREE)

    assert {name: formula(program, f"{name}.score") for name in ("рост", "рынок", "люди")} == {
        "рост": "рынок.score",
        "рынок": "30% * а.score + (1 - 30%) * (б.score + в.score) / 2",
        "люди": "(г.score + д.score) / 2",
    }
    assert formula(program, "index") == "60% * рост.score + (1 - 60%) * люди.score"


def test_goals_stand_in_the_breakdown_above_their_kpis() -> None:
    program = program_of(FACTS + PAY + TREE)

    assert [(each.name, each.goal, each.attainment) for each in program.kpis[:4]] == [
        ("рост", "", ""),
        ("рынок", "рост", ""),
        ("люди", "", ""),
        ("а", "рынок", "а.attainment"),
    ]


def test_small_weights_are_dropped_and_their_weight_is_lost() -> None:
    text = TREE + "goal_weights: {drop_below: 20%, renormalise: false}\n"
    program = program_of(FACTS + PAY + text)

    assert formula(program, "г.share") == "(1 - 60%) / 2"
    assert formula(program, "г.weight") == "if г.share < 20% then 0 else г.share"
    assert formula(program, "люди.weight") == "1 - 60%"
    assert formula(program, "люди.score") == (
        "((if г.share < 20% then 0 else г.score) + (if д.share < 20% then 0 else д.score)) / 2"
    )


def test_what_stays_is_scaled_up() -> None:
    text = TREE + "goal_weights: {drop_below: 20%, renormalise: true}\n"
    program = program_of(FACTS + PAY + text)
    present = "(60% * рост.present + (1 - 60%) * люди.present)"

    assert formula(program, "г.weight") == f"(if г.share < 20% then 0 else г.share) / {present}"
    assert formula(program, "люди.weight") == f"(1 - 60%) * люди.present / {present}"
    assert formula(program, "люди.score") == "if люди.present = 0 then 0 else люди.sum / люди.present"
    assert formula(program, "index") == f"(60% * рост.sum + (1 - 60%) * люди.sum) / {present}"


def test_a_kpi_without_plan_leaves_the_tree() -> None:
    program = program_of(
        FACTS
        + PAY
        + """
goals: {рост: {}}
kpis:
  а: {goal: рост, plan: план, actual: факт, when_plan_zero: exclude}
  б: {weight: 40%, attainment: 1}
"""
    )

    assert formula(program, "рост.present") == "if а.plan = 0 then 0 else 1"
    assert (
        formula(program, "index")
        == "(40% * б.score + (1 - 40%) * рост.sum) / (40% * 1 + (1 - 40%) * рост.present)"
    )


def test_rounded_parts_are_added_up() -> None:
    program = program_of(
        FACTS
        + PAY
        + """
goals: {рост: {}}
kpis:
  а: {goal: рост, attainment: 1, round: {part: {step: 0.01}}}
  б: {goal: рост, attainment: 1}
"""
    )

    assert formula(program, "index") == "а.part + б.part"


def test_a_declared_index_takes_the_tree() -> None:
    program = program_of(FACTS + PAY + TREE + "indexes: {итог: {round: {step: 0.01}}}\n")

    assert formula(program, "итог") == 'round(60% * рост.score + (1 - 60%) * люди.score, 0.01, "half_up")'


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (("weight: 50%", "weight: 50%"), []),
        (("weight: 50%", ""), []),
        (("", ""), []),
        (("weight: 50%", "weight: 40%"), ["KPI280"]),
        (("weight: 1", ""), ["KPI281"]),
        (("weight: факт / план", "weight: 40%"), []),
    ],
)
def test_shares_add_up(shares: tuple[str, str], expected: list[str]) -> None:
    first, second = shares
    text = f"""
goals: {{рост: {{{first}}}, люди: {{{second}}}}}
kpis: {{а: {{goal: рост, attainment: 1}}, б: {{goal: люди, attainment: 1}}}}
"""

    assert [code for code, _ in problems_of(FACTS + PAY + text)] == expected


def test_a_goal_that_nobody_declares() -> None:
    text = "kpis: {а: {goal: рост, attainment: 1}}\n"

    assert problems_of(FACTS + PAY + text) == [("KPI283", {"name": "рост", "expected": ("—",)})]


def test_a_goal_has_several_values() -> None:
    problems = problems_of(FACTS + PAY + TREE + "values: {х: рост}\n")

    assert problems == [("KPI228", {"name": "рост", "values": ("рост.weight", "рост.score")})]
