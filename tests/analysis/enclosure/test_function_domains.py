"""What functions can give: the meaning at any points of the arguments lies in the domain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.analysis.enclosure.formula_domain import function_domain
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.model.domain import (
    ANY_DAY,
    ANY_NUMBER,
    ANY_TEXT,
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    exactly,
    holds,
    join,
    maybe_missing,
)
from kpicalc.model.kind import Scalar

ZERO, ONE, TWO, FIVE = map(Decimal, (0, 1, 2, 5))
WEEK = exactly("12345 -2026-03-09")

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
numbers = st.decimals(-1000, 1000, places=3)

SHAPES = {
    "min": "nn",
    "max": "nnn",
    "abs": "n",
    "floor": "ns",
    "ceil": "ns",
    "round": "nsm",
    "days_between": "dd",
    "months_between": "dd",
    "years_between": "dd",
    "add_months": "di",
    "days_within": "dddd",
    "working_days_within": "ddddw",
    "working_days_between": "ddw",
    "clamp": "n02",
    "power": "be",
    "root": "beg",
}


def test_every_function_of_values_that_are_there_has_a_shape() -> None:
    assert sorted(SHAPES) == sorted(
        name for name, each in FUNCTIONS.items() if each.if_missing is None and name != NO_ANSWER
    )


@given(st.sampled_from(sorted(SHAPES)), st.data())
def test_meanings_lie_in_the_domain(function: str, data: st.DataObject) -> None:
    domains: list[Domain] = []
    values: list[Scalar] = []
    for shape in SHAPES[function]:
        domain, value = _draw(shape, data)
        domains.append(domain)
        values.append(value)

    assert holds(function_domain(function, domains), FUNCTIONS[function].meaning(*values))


def _draw(shape: str, data: st.DataObject) -> tuple[Domain, Scalar]:
    """Draw a domain of two values, and one of them."""
    fixed: dict[str, st.SearchStrategy[Scalar]] = {
        "s": st.sampled_from([ONE, Decimal("0.01"), FIVE]),
        "m": st.sampled_from(["half_up", "half_down", "half_even", "down", "up"]),
        "w": st.just("12345 -2026-03-09"),
        "g": st.sampled_from([ZERO, FIVE]),
        "0": st.just(ZERO),
        "2": st.just(TWO),
    }
    if shape in fixed:
        only = data.draw(fixed[shape])
        return exactly(only), only
    drawn: dict[str, st.SearchStrategy[Scalar]] = {
        "d": days,
        "i": st.integers(-300, 300).map(Decimal),
        "b": st.decimals(0, 50, places=2),
        "e": st.integers(1, 6).map(Decimal),
    }
    figures = drawn.get(shape, numbers)
    first, second = data.draw(figures), data.draw(figures)
    return join(exactly(first), exactly(second)), data.draw(st.sampled_from([first, second]))


@pytest.mark.parametrize(
    ("function", "arguments", "result"),
    [
        ("round", [Interval(ONE, TWO), Interval(ONE, FIVE)], Interval(Decimal(-4), Decimal(7))),
        ("round", [Interval(None, TWO), Interval(ONE, FIVE)], Interval(None, Decimal(7))),
        ("round", [Interval(ONE, None), Interval(ONE, FIVE)], Interval(Decimal(-4), None)),
        ("round", [Interval(ONE, TWO), exactly(ONE), EITHER], Interval(ZERO, Decimal(3))),
        ("round", [exactly(ONE), ANY_NUMBER], ANY_NUMBER),
        ("round", [exactly(Decimal("1.5"))], exactly(TWO)),
        ("round", [exactly(ONE), exactly(ZERO)], NOTHING),
        ("round", [exactly(Decimal("1E+110"))], ANY_NUMBER),
        ("round", [NOTHING], NOTHING),
        ("days_between", [ANY_NUMBER, ANY_DAY], ANY_NUMBER),
        ("add_months", [ANY_DAY, exactly(ONE)], ANY_NUMBER),
        ("add_months", [exactly(date(2026, 1, 31)), EITHER], ANY_NUMBER),
        ("add_months", [exactly(date(9999, 1, 31)), exactly(Decimal(12))], ANY_NUMBER),
        ("add_months", [exactly(date(2026, 1, 31)), exactly(Decimal("0.5"))], NOTHING),
        ("days_between", [EITHER, ANY_DAY], ANY_NUMBER),
        ("working_days_between", [ANY_DAY, ANY_DAY, ANY_TEXT], ANY_NUMBER),
        ("if_missing", [maybe_missing(exactly(ONE)), exactly(TWO)], Interval(ONE, TWO)),
        ("if_missing", [exactly(ONE), exactly(TWO)], exactly(ONE)),
        ("is_missing", [maybe_missing(exactly(ONE))], EITHER),
        ("is_missing", [maybe_missing(NOTHING)], exactly(value=True)),
        ("is_missing", [exactly(ONE)], exactly(value=False)),
        ("is_missing", [NOTHING], NOTHING),
        ("abs", [maybe_missing(exactly(-ONE))], maybe_missing(exactly(ONE))),
        ("abs", [maybe_missing(NOTHING)], Choices(missing=True)),
        (NO_ANSWER, [], NOTHING),
    ],
)
def test_function_domain(function: str, arguments: list[Domain], result: Domain) -> None:
    assert function_domain(function, arguments) == result
