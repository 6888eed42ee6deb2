"""Goals: what their weights and scores become, and what they refuse."""

from __future__ import annotations

import pytest

from kpicalc.scheme.load import read_scheme
from tests.compiler.builders import FACTS, HEAD, PAY, formula, problems_of, program_of

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

    assert [(each.name, each.goals, each.attainment) for each in program.kpis[:4]] == [
        ("рост", (), ""),
        ("рынок", ("рост",), ""),
        ("люди", (), ""),
        ("а", ("рынок",), "а.attainment"),
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


MAP = """
goals:
  рост: {weight: 60%}
  люди: {weight: 40%}
  опыт: {of: {рост: 30%, люди: 50%}}
kpis:
  а: {goal: {рост: 70%}, attainment: 1}
  б: {goal: люди, weight: 50%, attainment: 1}
  в: {goal: опыт, weight: 40%, plan: план, actual: факт}
  г: {goal: [опыт], weight: 60%, attainment: 1}
"""


def test_what_serves_several_goals_weighs_what_it_has_in_each() -> None:
    program = program_of(FACTS + PAY + MAP)

    assert formula(program, "опыт.weight") == "60% * 30% + 40% * 50%"
    assert formula(program, "в.weight") == "60% * 30% * 40% + 40% * 50% * 40%"
    assert formula(program, "опыт.score") == "40% * в.score + 60% * г.score"
    assert [each.goals for each in program.kpis[1:4]] == [("рост", "люди"), (), ("рост",)]


def test_what_is_left_out_leaves_every_goal_that_it_serves() -> None:
    text = MAP.replace("actual: факт", "actual: факт, when_plan_zero: exclude")
    program = program_of(FACTS + PAY + text)

    assert formula(program, "рост.present") == "30% * опыт.present + 70% * 1"
    assert formula(program, "люди.present") == "50% * опыт.present + 50% * 1"


def test_equal_parts_of_several_goals() -> None:
    text = """
goals: {а: {}, б: {}}
kpis: {в: {goal: [а, б], attainment: 1}, г: {goal: а, attainment: 1}, д: {goal: б, attainment: 1}}
"""
    program = program_of(FACTS + PAY + text)

    assert formula(program, "в.weight") == "1 / 4 + 1 / 4"


@pytest.mark.parametrize(
    ("skills", "more", "expected"),
    [
        ("{рост: 30%, люди: 40%}", "", [("KPI280", "люди")]),
        ("{рост: 30%, люди: 50%}", ", weight: 10%", [("KPI150", "")]),
        ("{рост: 30%, люид: 50%}", "", [("KPI283", "")]),
    ],
)
def test_shares_of_several_goals_are_checked(skills: str, more: str, expected: list[tuple[str, str]]) -> None:
    text = MAP.replace("{рост: 30%, люди: 50%}}", f"{skills}{more}}}")
    found = read_scheme(HEAD.format("RUB") + FACTS + PAY + text, "test.yaml").diagnostics
    told = [(each.code, "") for each in found] or [
        (code, str(params.get("goal", ""))) for code, params in problems_of(FACTS + PAY + text)
    ]

    assert [each for each in told if each in expected] == expected


def test_a_goal_is_named_once_among_those_it_serves() -> None:
    text = "goals: {а: {}}\nkpis: {в: {goal: [а, а], attainment: 1}}\n"

    assert [each.code for each in read_scheme(HEAD.format("RUB") + FACTS + PAY + text, "t").diagnostics] == [
        "KPI120"
    ]


@pytest.mark.parametrize(
    ("goals", "path"),
    [
        ("а: {of: [в, б]}, б: {of: а}, в: {}", "а → б → а"),
        ("в: {}, а: {of: [в, а]}", "а → а"),
        ("в: {}, а: {of: [в, г]}, б: {of: а}, г: {of: {б: 10%}}", "а → г → б → а"),
    ],
)
def test_a_circle_beside_another_way_is_told_as_a_path(goals: str, path: str) -> None:
    text = f"goals: {{{goals}}}\nkpis: {{к: {{goal: а, attainment: 1}}, л: {{goal: в, attainment: 1}}}}\n"
    circles = [params for code, params in problems_of(FACTS + PAY + text) if code == "KPI284"]

    assert circles == [{"path": path}]


def test_more_ways_than_can_be_added_up_are_refused() -> None:
    levels = ["а0: {}, б0: {}"]
    for at in range(1, 40):
        above = f"{{of: [а{at - 1}, б{at - 1}]}}"
        levels.append(f"а{at}: {above}, б{at}: {above}")
    text = f"goals: {{{', '.join(levels)}}}\nkpis: {{к: {{goal: [а39, б39], attainment: 1}}}}\n"
    codes = {code for code, _ in problems_of(FACTS + PAY + text)}

    assert "KPI229" in codes
