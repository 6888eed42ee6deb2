"""What powers and roots can be, for what their arguments can be."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.formula.functions import FUNCTIONS
from kpicalc.formula.functions.powers import raise_value, take_root
from kpicalc.model.domain import ANY_NUMBER, Interval, exactly, holds, make_interval
from kpicalc.model.money import CONTEXT
from tests.tries import tries

BASES = st.decimals(min_value=0, max_value=50, places=2)
TIMES = st.integers(min_value=-6, max_value=6).map(Decimal)
DEGREES = st.integers(min_value=1, max_value=6).map(Decimal)
ZERO = Decimal(0)
TWO = exactly(Decimal(2))


@settings(max_examples=tries(100))
@given(BASES, BASES, TIMES, TIMES, st.sampled_from([None, Decimal(0), Decimal(3)]))
def test_a_power_lies_in_its_domain(
    low: Decimal, high: Decimal, least: Decimal, most: Decimal, digits: Decimal | None
) -> None:
    bases, times = (
        make_interval(min(low, high), max(low, high)),
        make_interval(min(least, most), max(least, most)),
    )
    last = [] if digits is None else [digits]
    domain = FUNCTIONS["power"].domain([bases, times, *map(exactly, last)])

    with localcontext(CONTEXT):
        for base, times_itself in product((low, high, (low + high) / 2), (least, most)):
            with suppress(ArithmeticError):
                assert holds(domain, FUNCTIONS["power"].meaning(base, times_itself, *last))


@settings(max_examples=tries(100))
@given(
    BASES,
    BASES,
    st.integers(min_value=1, max_value=6).map(Decimal),
    st.sampled_from([Decimal(0), Decimal(4)]),
)
def test_a_root_lies_in_its_domain(low: Decimal, high: Decimal, degree: Decimal, digits: Decimal) -> None:
    values = make_interval(min(low, high), max(low, high))
    domain = FUNCTIONS["root"].domain([values, make_interval(Decimal(1), degree), exactly(digits)])

    with localcontext(CONTEXT):
        for value in (low, high):
            for each in (Decimal(1), degree):
                assert holds(domain, FUNCTIONS["root"].meaning(value, each, digits))


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("power", (Interval(Decimal(-1), Decimal(2)), TWO), ANY_NUMBER),
        ("power", (Interval(Decimal(0)), TWO), Interval(Decimal(0))),
        ("power", (Interval(ZERO), Interval(Decimal(1), Decimal(2))), Interval(ZERO)),
        (
            "power",
            (Interval(Decimal(0), Decimal(2)), Interval(Decimal(-1), Decimal(1))),
            Interval(Decimal(0)),
        ),
        ("root", (TWO, Interval(Decimal(0), Decimal(2)), TWO), ANY_NUMBER),
    ],
)
def test_where_little_is_known_little_is_said(
    function: str, arguments: tuple[Interval, ...], expected: Interval
) -> None:
    assert FUNCTIONS[function].domain(arguments) == expected


def test_digits_that_no_root_can_have_widen_it_by_one() -> None:
    domain = FUNCTIONS["root"].domain((exactly(Decimal(4)), TWO, exactly(Decimal(40))))

    assert [holds(domain, Decimal(each)) for each in ("0.9", "1", "2", "3", "3.1")] == [
        False,
        True,
        True,
        True,
        False,
    ]


@settings(max_examples=tries(100))
@given(st.decimals(0, 10**9, places=4), st.integers(0, 12))
def test_a_square_root_is_the_nearest_number_of_so_many_digits(value: Decimal, digits: int) -> None:
    found = Fraction(take_root(value, Decimal(2), Decimal(digits)))
    half = Fraction(1, 2 * 10**digits)

    assert max(found - half, Fraction(0)) ** 2 <= Fraction(value) <= (found + half) ** 2


@pytest.mark.parametrize("base", ["2", "0.873345", "1234567.89", "144", "0.25"])
def test_a_square_root_is_the_power_of_a_half(base: str) -> None:
    value, digits = Decimal(base), Decimal(20)

    assert raise_value(value, Decimal("0.5"), digits) == take_root(value, Decimal(2), digits)
