"""Constants: the same number for everybody, whatever the way to it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.compiler.draft import constant_of
from kpicalc.formula.parser import parse_formula
from kpicalc.model.diagnostic import ToldShare
from kpicalc.model.expr import Reference
from kpicalc.model.source import SourceText, Span
from tests.compiler.builders import FACTS, PAY, problems_of

KPI = "kpis: {{а: {{weight: {weight}, plan: план, actual: факт}}}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", "2"),
        ("-2", "-2"),
        ("50% + 1", "1.5"),
        ("1 - 0.25", "0.75"),
        ("2 * 3", "6"),
        ("1 / 4", "0.25"),
        ("1 / 0", None),
        ("-план", None),
        ("план + 1", None),
        ("1 + план", None),
        ("min(1, 2)", None),
    ],
)
def test_arithmetic_over_numbers_is_a_constant(text: str, expected: str | None) -> None:
    read = parse_formula(SourceText(text, "test", ((0, 1, 1),))).value
    assert read is not None

    assert constant_of({}, read) == (None if expected is None else Decimal(expected))


def test_a_name_is_a_constant_when_its_formula_is() -> None:
    span = Span("test", 1, 1, 1, 2)
    known = {("company", "а"): Decimal(2)}

    assert constant_of(known, Reference("company", "а", span)) == 2
    assert constant_of(known, Reference("employees", "а", span)) is None


def test_weights_may_be_parameters_made_of_parameters() -> None:
    chain = (
        "parameters: {в0: 1, " + ", ".join(f"в{n}: в{n - 1} / 2 + в{n - 1} / 2" for n in range(1, 80)) + "}\n"
    )

    assert problems_of(chain + FACTS + KPI.format(weight="в79") + PAY) == []
    assert problems_of(chain + FACTS + KPI.format(weight="в79 / 2") + PAY) == [
        ("KPI310", {"index": "index", "total": ToldShare(Decimal("0.5"))})
    ]


def test_weights_that_come_from_facts_are_not_judged() -> None:
    assert problems_of(FACTS + KPI.format(weight="факт / план") + PAY) == []
