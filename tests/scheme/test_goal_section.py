"""Goals and what becomes of small weights, as written."""

from __future__ import annotations

import pytest

from kpicalc.scheme.document import GoalScore
from tests.scheme.texts import document_with, problems_with


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("Рост", []),
        ("{}", []),
        ("{of: люди, weight: 40%, score: mean, title: Рост, owner: Директор}", []),
        ("{score: average}", ["KPI142 1:20"]),
        ("{off: люди}", ["KPI131 1:13"]),
        ("[рост]", ["KPI134 1:12"]),
    ],
)
def test_the_shape_of_a_goal_is_checked(goal: str, expected: list[str]) -> None:
    assert problems_with(f"goals: {{ц: {goal}}}\n") == expected


def test_a_bare_text_is_the_title() -> None:
    (goal,) = document_with("goals: {рост: Рост на рынке}\n").goals.values()

    assert (goal.title, goal.of, goal.weight, goal.score) == ("Рост на рынке", None, None, GoalScore.WEIGHTED)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{drop_below: 10%, renormalise: false}", []),
        ("{drop_below: 10%}", ["KPI157 1:16"]),
        ("{renormalise: true}", ["KPI133 1:15"]),
        ("{drop_below: 10%, renormalise: maybe}", ["KPI142 1:46"]),
    ],
)
def test_what_becomes_of_small_weights_must_be_said(rule: str, expected: list[str]) -> None:
    assert problems_with(f"goal_weights: {rule}\ngoals: {{рост: Рост}}\n") == expected


def test_a_rule_for_weights_needs_goals() -> None:
    assert problems_with("goal_weights: {drop_below: 10%, renormalise: true}\n") == ["KPI158 1:1"]
