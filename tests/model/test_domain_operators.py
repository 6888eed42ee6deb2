"""Arithmetic with domains: the value at any points of the operands lies in the result."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpicalc.model.domain import (
    ANY_NUMBER,
    EITHER,
    NOTHING,
    Domain,
    Interval,
    exactly,
    holds,
    maybe_missing,
)
from kpicalc.model.domain_operators import (
    calculate,
    drop_signs,
    move_ends,
    negate,
    take_greatest,
    take_least,
)
from kpicalc.model.money import CONTEXT
from tests.model.test_domain import intervals, numbers

SIGNS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
ZERO, ONE, TWO = map(Decimal, (0, 1, 2))
POSITIVE = Interval(ZERO, None, low_open=True)
NEGATIVE = Interval(None, ZERO, high_open=True)


@given(st.sampled_from(sorted(SIGNS)), intervals(), intervals(), numbers, numbers)
def test_results_lie_in_the_domain(sign: str, left: Domain, right: Domain, a: Decimal, b: Decimal) -> None:
    assume(holds(left, a) and holds(right, b) and not (sign == "/" and b == 0))
    with localcontext(CONTEXT):
        result = SIGNS[sign](a, b)

    assert holds(calculate(sign, left, right), result)


@given(intervals(), intervals(), numbers, numbers)
def test_extremes_lie_in_the_domain(left: Domain, right: Domain, a: Decimal, b: Decimal) -> None:
    assume(holds(left, a) and holds(right, b))

    assert holds(take_least([left, right]), min(a, b))
    assert holds(take_greatest([left, right]), max(a, b))
    assert holds(drop_signs(left), abs(a))
    assert holds(negate(left), -a)


@pytest.mark.parametrize(
    ("sign", "left", "right", "result"),
    [
        ("+", Interval(ONE, TWO), Interval(ONE, None), Interval(TWO, None)),
        ("+", POSITIVE, POSITIVE, POSITIVE),
        ("-", Interval(ONE, TWO), Interval(ONE, TWO), Interval(-ONE, ONE)),
        ("*", POSITIVE, NEGATIVE, NEGATIVE),
        ("*", exactly(ZERO), ANY_NUMBER, exactly(ZERO)),
        ("*", Interval(ONE, TWO), Interval(-ONE, TWO), Interval(-TWO, Decimal(4))),
        ("/", exactly(ONE), POSITIVE, POSITIVE),
        ("/", exactly(ONE), NEGATIVE, NEGATIVE),
        ("/", Interval(ZERO, None), Interval(ZERO, None), Interval(ZERO, None)),
        ("/", exactly(ONE), Interval(-ONE, ONE), ANY_NUMBER),
        ("/", exactly(ONE), exactly(ZERO), NOTHING),
        ("/", POSITIVE, exactly(TWO), POSITIVE),
        ("/", Interval(ONE, TWO), Interval(TWO, None), Interval(ZERO, ONE, low_open=True)),
        ("+", Interval(ONE, TWO, high_open=True), exactly(-TWO), Interval(-ONE, ZERO, high_open=True)),
        ("+", exactly(-TWO), Interval(ONE, TWO, high_open=True), Interval(-ONE, ZERO, high_open=True)),
        ("+", EITHER, exactly(ONE), NOTHING),
        ("+", maybe_missing(exactly(ONE)), exactly(ONE), maybe_missing(exactly(TWO))),
        ("*", exactly(Decimal("1E+600")), exactly(Decimal("1E+600")), ANY_NUMBER),
    ],
)
def test_calculate(sign: str, left: Domain, right: Domain, result: Domain) -> None:
    assert calculate(sign, left, right) == result


def test_flags_have_no_sign_and_no_extreme() -> None:
    assert (negate(EITHER), drop_signs(EITHER), move_ends(EITHER, abs)) == (EITHER, EITHER, EITHER)
    assert take_greatest([EITHER, exactly(ONE)]) == NOTHING


def test_ends_are_moved() -> None:
    assert move_ends(Interval(ONE, None, missing=True), lambda end: end + 1) == Interval(
        TWO, None, missing=True
    )
    assert move_ends(Interval(None, ONE), lambda end: end + 1) == Interval(None, TWO)
