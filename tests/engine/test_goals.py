"""Goals computed and taken apart: exact at the bounds, with what falls out of the index."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.engine.breakdown import break_down
from kpicalc.model.fault import Fault
from tests.engine.builders import settle_rows, value_of

NAMES = "абвгдежз"
FACTS = f"facts: {{employees: {{{', '.join(f'ф{name}: ratio' for name in NAMES)}, план: money}}}}\n"
PAY = "pay: {премия: {kind: variable, amount: 100, factors: [index]}}\n"


def row(score: str, plan: str = "1") -> dict[str, str]:
    return {"key": "1", "план": plan, **{f"ф{name}": score for name in NAMES}}


@pytest.mark.parametrize("score", ["100%", "80%", "99.5%", "33%"])
@pytest.mark.parametrize("rule", ["", "goal_weights: {drop_below: 1%, renormalise: true}\n"])
@pytest.mark.parametrize("count", [3, 6, 7])
def test_equal_scores_give_exactly_that_score(score: str, rule: str, count: int) -> None:
    kpis = "".join(
        f"  {name}: {{goal: ц{at % 3}, attainment: ф{name}}}\n" for at, name in enumerate(NAMES[:count])
    )
    settlement = settle_rows(
        f"{FACTS}goals: {{ц0: {{}}, ц1: {{}}, ц2: {{}}}}\n{rule}kpis:\n{kpis}{PAY}", employees=[row(score)]
    )

    assert value_of(settlement, "index") == Decimal(score[:-1]) / 100


def test_a_weight_at_the_limit_stays() -> None:
    text = f"""{FACTS}
goals: {{ц: {{weight: 30%}}}}
goal_weights: {{drop_below: 10%, renormalise: false}}
kpis:
  а: {{goal: ц, attainment: фа}}
  б: {{goal: ц, attainment: фб}}
  в: {{goal: ц, attainment: фв}}
  г: {{weight: 70%, attainment: фг}}
{PAY}"""

    assert value_of(settle_rows(text, employees=[row("100%")]), "index") == 1


def test_what_is_dropped_for_its_weight_stays_in_the_sum_where_another_falls_out() -> None:
    text = f"""{FACTS}
goals: {{ц: {{weight: 20%}}}}
goal_weights: {{drop_below: 15%, renormalise: RENORMALISE}}
kpis:
  а: {{goal: ц, attainment: фа}}
  б: {{goal: ц, attainment: фб}}
  в: {{weight: 40%, attainment: фв}}
  г: {{weight: 40%, plan: план, actual: 100, when_plan_zero: exclude}}
{PAY}"""
    kept, shared = (
        value_of(settle_rows(text.replace("RENORMALISE", each), employees=[row("90%", plan="0")]), "index")
        for each in ("false", "true")
    )

    # Of 60 % that stay, 20 % bring nothing; or the other 40 % are all there is.
    assert kept == Decimal("0.4") * Decimal("0.9") / Decimal("0.6")
    assert shared == Decimal("0.9")


LEFT_OUT = f"""{FACTS}
goals: {{рост: {{title: Рост}}, люди: {{}}}}
kpis:
  а: {{goal: рост, plan: план, actual: 100, when_plan_zero: exclude}}
  б: {{goal: люди, attainment: фб}}
{PAY}"""


def test_a_kpi_without_plan_gives_its_weight_to_the_others() -> None:
    settlement = settle_rows(
        LEFT_OUT, employees=[row("60%", plan="0"), row("60%", plan="100") | {"key": "2"}]
    )

    assert [value_of(settlement, "index", at) for at in (0, 1)] == [Decimal("0.6"), Decimal("0.8")]
    assert [value_of(settlement, "рост.weight", at) for at in (0, 1)] == [0, Decimal("0.5")]
    assert [value_of(settlement, "рост.score", at) for at in (0, 1)] == [0, 1]
    assert [value_of(settlement, "б.weight", at) for at in (0, 1)] == [1, Decimal("0.5")]


def test_an_index_of_nothing_has_no_value() -> None:
    text = LEFT_OUT.replace("  б: {goal: люди, attainment: фб}\n", "").replace(", люди: {}", "")

    index = value_of(settle_rows(text, employees=[row("60%", plan="0")]), "index")

    assert isinstance(index, Fault)
    assert [each.code for each in index.causes] == ["KPI544"]


def test_goals_are_shown_with_their_weight_and_score_and_kpis_name_their_goal() -> None:
    settlement = settle_rows(LEFT_OUT, employees=[row("60%", plan="100")])

    first, *_, last = next(break_down(settlement, [0])).kpis

    assert (first.label, first.goal, first.weight, first.score, first.attainment) == (
        "Рост",
        "",
        Decimal("0.5"),
        1,
        None,
    )
    assert (last.label, last.goal) == ("б", "люди")


@pytest.mark.parametrize(("weights", "expected"), [("30%, 70%", 1), ("30%, 60%", None)])
def test_weights_by_role_add_up_to_one_for_everybody(weights: str, expected: int | None) -> None:
    first, second = weights.split(", ")
    text = f"""
parameters: {{вес: {{by: роль, values: {{а: {first}}}}}}}
facts: {{employees: {{роль: text}}}}
kpis: {{к1: {{weight: вес, attainment: 1}}, к2: {{weight: {second}, attainment: 1}}}}
{PAY}"""
    index = value_of(settle_rows(text, employees=[{"key": "1", "роль": "а"}]), "index")

    assert (None if isinstance(index, Fault) else index) == expected
    assert not isinstance(index, Fault) or [each.code for each in index.causes] == ["KPI512"]


ONE_GOAL = (
    "goals: {ц: {}}\n"
    "kpis: {к1: {goal: ц, weight: в1, attainment: 1%s}, к2: {goal: ц, weight: в2, attainment: 1}%s}"
)
WAYS = {
    "plain": "kpis: {к1: {weight: в1, attainment: 1}, к2: {weight: в2, attainment: 1}}",
    "excluded": "kpis: {к1: {weight: в1, plan: план, actual: 1, when_plan_zero: exclude},"
    " к2: {weight: в2, attainment: 1}}",
    "goal": ONE_GOAL % ("", ""),
    "parts": ONE_GOAL % (", round: {part: {step: 0.01, mode: half_up}}", ""),
    "dropped": "goal_weights: {drop_below: 1%, renormalise: true}\n" + ONE_GOAL % ("", ""),
    "rest": ONE_GOAL % ("", ", к3: {goal: ц, attainment: 1}"),
    "top": "goals: {ц1: {weight: в1}, ц2: {weight: в2}}\n"
    "kpis: {к1: {goal: ц1, attainment: 1}, к2: {goal: ц2, attainment: 1}}",
}


@pytest.mark.parametrize(
    ("first", "second", "code"), [("130%", "-30%", "KPI515"), ("60%", "30%", "KPI512"), ("60%", "40%", "")]
)
@pytest.mark.parametrize("way", WAYS)
def test_weights_by_role_are_checked_whatever_becomes_of_them(
    first: str, second: str, code: str, way: str
) -> None:
    roles = f"в1: {{by: роль, values: {{а: {first}}}}}, в2: {{by: роль, values: {{а: {second}}}}}"
    text = f"parameters: {{{roles}}}\nfacts: {{employees: {{роль: text, план: number}}}}\n{WAYS[way]}\n{PAY}"
    index = value_of(settle_rows(text, employees=[{"key": "1", "роль": "а", "план": "1"}]), "index")

    found = [each.code for each in index.causes] if isinstance(index, Fault) else []
    # What the written shares leave goes to the third KPI.
    expected = [code] if code and (way, code) != ("rest", "KPI512") else []
    assert (found[:1], isinstance(index, Fault)) == (expected, bool(expected))
