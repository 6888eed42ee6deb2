"""Kinds that follow from what the author means: a said type, a plan that is a bare number."""

from __future__ import annotations

import pytest

from kpicalc.formula.kinds import may_be_called
from kpicalc.model.kind import NUMERIC, Kind
from tests.compiler.builders import FACTS, PAY, formula, program_of, variable


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("plan: 100, actual: факт", (Kind.MONEY, Kind.MONEY)),
        ("plan: план, actual: 100", (Kind.MONEY, Kind.MONEY)),
        ("plan: 100, actual: касания", (Kind.COUNT, Kind.COUNT)),
        ("plan: 100, actual: 50", (Kind.NUMBER, Kind.NUMBER)),
        ("plan: план, actual: 50, better: lower, formula: ratio", (Kind.MONEY, Kind.MONEY)),
    ],
)
def test_a_bare_number_takes_the_kind_of_what_it_is_compared_with(
    written: str, expected: tuple[Kind, Kind]
) -> None:
    program = program_of(FACTS + f"kpis: {{к: {{{written}}}}}\n" + PAY)

    assert (variable(program, "к.plan").kind, variable(program, "к.actual").kind) == expected
    assert variable(program, "к.attainment").kind is Kind.RATIO


def test_a_value_is_what_it_is_said_to_be() -> None:
    program = program_of(FACTS + "values: {чеков: {formula: факт / план, type: count}}\n" + PAY)

    assert variable(program, "чеков").kind is Kind.COUNT


def test_no_unit_can_be_made_up() -> None:
    allowed = {(one, other) for one in Kind for other in Kind if one != other and may_be_called(one, other)}

    assert allowed == {
        *((Kind.NUMBER, kind) for kind in NUMERIC - {Kind.NUMBER}),
        *((kind, Kind.NUMBER) for kind in NUMERIC - {Kind.NUMBER}),
        (Kind.RATIO, Kind.COUNT),
        (Kind.COUNT, Kind.RATIO),
    }


@pytest.mark.parametrize(
    ("better", "expected"),
    [("higher", "(к.actual - к.plan) / к.plan"), ("lower", "(к.plan - к.actual) / к.plan")],
)
def test_a_deviation_is_good_above_zero(better: str, expected: str) -> None:
    text = f"kpis: {{к: {{plan: план, actual: факт, better: {better}, formula: deviation}}}}\n"

    assert formula(program_of(FACTS + text + PAY), "к.attainment") == expected
