"""Chance is the same everywhere, and its shapes are what they say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.lab.draws import LEVELS, draw_levels, find_normal_quantile, quantiles_of
from kpicalc.model.source import SourceText
from kpicalc.model.what_if import Draw, Shape

NOWHERE = SourceText("fact", "--draw", ((0, 1, 1),))


def shaped(shape: Shape, *numbers: str) -> Draw:
    return Draw(NOWHERE, shape, tuple(map(Decimal, numbers)), share=True)


def at_level(draw: Draw) -> Callable[[int], Decimal]:
    return lambda level: quantiles_of(draw, [level])[level]


def test_more_draws_only_add_to_the_first() -> None:
    assert draw_levels(7, "employees.sales", "1", 5)[:3] == draw_levels(7, "employees.sales", "1", 3)
    assert draw_levels(7, "employees.sales", "1", 3) == (23994, 18431, 10801)
    assert draw_levels(8, "employees.sales", "1", 3) != draw_levels(7, "employees.sales", "1", 3)


# Tables of the normal distribution.
@pytest.mark.parametrize(
    ("part", "quantile"),
    [
        ("0.5", "0"),
        ("0.975", "1.959964"),
        ("0.95", "1.644854"),
        ("0.999", "3.090232"),
        ("0.0001", "-3.719016"),
    ],
)
def test_the_normal_shape_is_that_of_tables(part: str, quantile: str) -> None:
    assert find_normal_quantile(Decimal(part)) == Decimal(quantile)


@given(level=st.integers(0, LEVELS - 1))
def test_shapes_keep_their_ends_and_their_middle(level: int) -> None:
    uniform = at_level(shaped(Shape.UNIFORM, "0.8", "1.2"))
    triangle = at_level(shaped(Shape.TRIANGLE, "0.8", "1", "1.2"))
    normal = at_level(shaped(Shape.NORMAL, "1", "0.1"))
    mirror = LEVELS - 1 - level

    for shape in (uniform, triangle, normal):
        assert abs(shape(level) + shape(mirror) - 2) <= Decimal("0.000002")
    assert Decimal("0.8") <= uniform(level) <= Decimal("1.2")
    assert Decimal("0.8") <= triangle(level) <= Decimal("1.2")


def test_a_triangle_may_lean_on_one_of_its_ends() -> None:
    leaning = at_level(shaped(Shape.TRIANGLE, "1", "1", "3"))

    # A quarter of it lies above 1 + 2 × (1 − √¼) = 2.
    assert abs(leaning(LEVELS * 3 // 4) - 2) < Decimal("0.0001")
