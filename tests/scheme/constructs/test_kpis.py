"""KPIs and goals as written."""

from __future__ import annotations

import pytest

from kpicalc.scheme.document import GoalScore
from tests.scheme.texts import document_with, params_of, problems_with, read_with


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("{plan: п, actual: ф}", []),
        ("{attainment: х, score: т(attainment)}", []),
        ("{plan: п, actual: ф, better: target}", []),
        ("{plan: п, actual: ф, better: lower, formula: mirror}", []),
        ("{plan: п, actual: ф, better: lower, formula: span, base: 5}", []),
        ("{plan: п, actual: ф, formula: deviation}", []),
        ("{plan: п, actual: ф, better: lower, formula: deviation, when_plan_zero: zero}", []),
        ("{plan: п, actual: ф, better: target, formula: deviation}", ["KPI158 2:43"]),
        ("{plan: п, actual: ф, formula: deviation, when_plan_zero: full}", ["KPI150 2:47"]),
        ("{attainment: х, enough: звонки >= 5}", []),
        ("{attainment: х, enough: {when: звонки >= 5, otherwise: full}}", []),
        ("{attainment: х, enough: {when: звонки >= 5, otherwise: skip}}", ["KPI142 2:61"]),
        ("{attainment: х, enough: {otherwise: zero}}", ["KPI133 2:22"]),
        (
            "{plan: п, actual: ф, formula: deviation, enough: {when: а, otherwise: full}}",
            ["KPI150 2:47"],
        ),
        ("{}", ["KPI151 2:6"]),
        ("{weight: 1}", ["KPI151 2:6"]),
        ("{plan: п}", ["KPI157 2:7"]),
        ("{actual: ф}", ["KPI157 2:7"]),
        ("{plan: п, actual: ф, attainment: х}", ["KPI150 2:7", "KPI150 2:16"]),
        ("{attainment: х, better: higher, when_plan_zero: error}", ["KPI150 2:22", "KPI150 2:38"]),
        ("{plan: п, actual: ф, better: lower}", ["KPI157 2:27"]),
        ("{plan: п, actual: ф, formula: ratio}", ["KPI158 2:27"]),
        ("{plan: п, actual: ф, better: target, formula: ratio}", ["KPI158 2:43"]),
        ("{plan: п, actual: ф, better: lower, formula: span}", ["KPI157 2:42"]),
        ("{plan: п, actual: ф, better: lower, formula: ratio, base: 5}", ["KPI158 2:58"]),
        ("{plan: п, actual: ф, better: less}", ["KPI142 2:35"]),
        ("{plan: п, actual: ф, wieght: 1}", ["KPI131 2:27"]),
        ("{plan: п, actual: ф, round: {scor: {step: 1}}}", ["KPI131 2:35"]),
        ("{plan: п, actual: ф, round: {xyz: {step: 1}, part: {step: a}}}", ["KPI130 2:35", "KPI140 2:64"]),
        ("{plan: п, actual: ф, round: {step: 1}}", ["KPI134 2:41", "KPI130 2:35"]),
        ("{plan: п, actual: ф, title: [a], owner: }", ["KPI136 2:34", "KPI138 2:45"]),
    ],
)
def test_the_shape_of_a_kpi_is_checked(kpi: str, expected: list[str]) -> None:
    assert sorted(problems_with(f"kpis:\n  к: {kpi}\n")) == sorted(expected)


KPIS = "kpis: {а: {plan: п, actual: ф}, б: {attainment: х, cap: 150%, threshold: 0%}}\n"


def test_what_a_kpi_does_not_say_is_that_of_all() -> None:
    defaults = "{cap: 120%, threshold: 50%, when_plan_zero: exclude, round: {part: {step: 0.1}}, stop: 10%}"
    document = document_with(f"kpi_defaults: {defaults}\n{KPIS}")
    shown = [
        (kpi.cap, kpi.threshold, kpi.when_plan_zero, sorted(kpi.round), kpi.stop, kpi.score)
        for kpi in document.kpis.values()
    ]
    texts = [(getattr(cap, "text", ""), getattr(bound, "text", "")) for cap, bound, *_ in shown]

    assert texts == [("120%", "50%"), ("150%", "0%")]
    assert [each[2:4] for each in shown] == [("exclude", ["part"]), ("error", ["part"])]
    assert [getattr(stop, "text", "") for *_, stop, _ in shown] == ["10%", "10%"]


@pytest.mark.parametrize(
    ("defaults", "kpi", "expected"),
    [
        ("{cap: 120%}", "{plan: п, actual: ф}", []),
        ("{}", "{plan: п, actual: ф}", []),
        ("{weight: 1}", "{plan: п, actual: ф}", ["KPI130 1:16"]),
        ("{when_plan_zero: full}", "{plan: п, actual: ф, formula: deviation}", ["KPI150 1:16"]),
        ("{when_plan_zero: full}", "{attainment: х}", []),
        ("{enough: {when: а, otherwise: full}}", "{plan: п, actual: ф, formula: deviation}", ["KPI150 1:16"]),
        ("{cap: 120%}", "{plan: п}", ["KPI157 2:12"]),
    ],
)
def test_defaults_clash_with_what_a_kpi_says(defaults: str, kpi: str, expected: list[str]) -> None:
    assert problems_with(f"kpi_defaults: {defaults}\nkpis: {{к: {kpi}}}\n") == expected


def test_defaults_need_kpis() -> None:
    assert problems_with("kpi_defaults: {cap: 120%}\n") == ["KPI158 1:1"]


def test_what_is_needed_is_named() -> None:
    section = "kpis: {к: {plan: п, actual: ф, better: lower}}\n"

    assert params_of(read_with(section).diagnostics[0]) == {"setting": "better: lower", "key": "formula"}


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ("{kpis: []}", ["KPI137 1:23"]),
        ("{kpis: all}", ["KPI135 1:23"]),
        ("{kpis: [a b]}", ["KPI143 1:24"]),
        ("{kpi: [a]}", ["KPI131 1:17"]),
        ("{cap: 150%, round: {step: 0.001}}", []),
    ],
)
def test_the_shape_of_an_index_is_checked(index: str, expected: list[str]) -> None:
    assert problems_with(f"indexes: {{инд: {index}}}\n") == expected


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

    assert (goal.title, goal.of, goal.weight, goal.score) == ("Рост на рынке", (), None, GoalScore.WEIGHTED)


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
