"""Arithmetic with domains: the value at any points of the operands lies in the result."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import product

import pytest

from kpicalc.model.domain import (
    ANY_NUMBER,
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    above,
    below,
    counted,
    exactly,
    holds,
    make_interval,
    maybe_missing,
)
from kpicalc.model.domain_operators import (
    MIRRORED,
    OPPOSITE,
    calculate,
    comparison_domain,
    drop_signs,
    move_ends,
    negate,
    take_greatest,
    take_least,
    values_beside,
)
from kpicalc.model.expr import ComparisonSign

COMPARED: dict[ComparisonSign, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
SIGNS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
ZERO, ONE, TWO = map(Decimal, (0, 1, 2))
POSITIVE = Interval(ZERO, None, low_open=True)
NEGATIVE = Interval(None, ZERO, high_open=True)


# So near to an open end, and so far out where there is no end: what comes of them tells open ends at 0 and
# ends without end from all others.
NEAR, FAR = Decimal("1E-9"), Decimal("1E+9")
ENDS = [Decimal(each) for each in (-2, 0, 1)]
BOUNDS = [(None, False), *product(ENDS, (False, True))]
INTERVALS = [
    interval
    for (low, low_open), (high, high_open) in product(BOUNDS, BOUNDS)
    if isinstance(interval := make_interval(low, high, low_open=low_open, high_open=high_open), Interval)
]


def samples(domain: Domain) -> list[Decimal]:
    """Return numbers of a domain at and near its ends, and on both sides of each end of others."""
    if not isinstance(domain, Interval):
        return []
    near = [each + side for each in (*ENDS, Decimal("0.5")) for side in (-NEAR, ZERO, NEAR)]
    return [each for each in (-FAR, *near, FAR) if holds(domain, each)]


def hull(results: Sequence[Decimal]) -> Domain:
    """Return the interval of results of samples; nothing is open but what nears 0 and does not reach it."""
    ends = []
    for end in (min(results), max(results)) if results else ():
        settled = None if abs(end) > FAR / 10 else round(end, 6)
        ends.append((settled, end != 0 == settled))
    if not ends:
        return NOTHING
    (low, low_open), (high, high_open) = ends
    return Interval(low and low.normalize(), high and high.normalize(), low_open, high_open)


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_what_is_reckoned_is_the_hull_of_its_samples(sign: str) -> None:
    reckon = SIGNS[sign]
    for left, right in product(INTERVALS, INTERVALS):
        results = [reckon(a, b) for a in samples(left) for b in samples(right) if sign != "/" or b]
        assert (left, right, calculate(sign, left, right)) == (left, right, hull(results))


def test_extremes_are_the_hull_of_their_samples() -> None:
    for left, right in product(INTERVALS, INTERVALS):
        pairs = list(product(samples(left), samples(right)))
        assert take_least([left, right]) == hull([min(each) for each in pairs])
        assert take_greatest([left, right]) == hull([max(each) for each in pairs])


def test_signs_are_turned_and_dropped_as_those_of_samples_are() -> None:
    for each in INTERVALS:
        assert drop_signs(each) == hull([abs(number) for number in samples(each)]), each
        inside = samples(each)
        assert [number for number in samples(ANY_NUMBER) if holds(negate(each), -number)] == inside


@pytest.mark.parametrize("sign", OPPOSITE)
def test_what_a_comparison_of_numbers_can_be(sign: ComparisonSign) -> None:
    """An end that is open counts as reached, but 0."""
    for left, right in product(INTERVALS, INTERVALS):
        pairs = list(product(samples(counted(left)), samples(counted(right))))
        flags = frozenset(COMPARED[sign](*each) for each in pairs)
        assert (left, right, comparison_domain(sign, left, right)) == (left, right, Choices(flags))


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


@pytest.mark.parametrize("sign", OPPOSITE)
def test_nothing_is_compared_with_nothing(sign: ComparisonSign) -> None:
    for m, n in product((False, True), repeat=2):
        sides = maybe_missing(exactly(ONE), missing=m), maybe_missing(NOTHING, missing=n)
        for left, right in (sides, sides[::-1]):
            assert comparison_domain(sign, left, right) == maybe_missing(NOTHING, missing=m or n)


A, B, C = exactly("A"), exactly("B"), Choices(others=True, without=frozenset({"A"}))
A_OR_B = Choices(frozenset({"A", "B"}))


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (A, A, {True}),
        (A, B, {False}),
        (A, A_OR_B, {True, False}),
        (A_OR_B, A_OR_B, {True, False}),
        (A, C, {False}),
        (B, C, {True, False}),
        (C, C, {True, False}),
        (exactly(value=True), exactly(value=False), {False}),
        (exactly(value=True), EITHER, {True, False}),
    ],
)
def test_what_a_comparison_of_choices_can_be(left: Domain, right: Domain, equal: set[bool]) -> None:
    for one, other in ((left, right), (right, left)):
        assert comparison_domain("=", one, other) == Choices(frozenset(equal))
        assert comparison_domain("!=", one, other) == Choices(frozenset(not each for each in equal))


UNDER, OVER = below(ONE), above(TWO)
HALF_OPEN = Interval(ZERO, TWO, low_open=True, high_open=True)


@pytest.mark.parametrize(
    ("other", "beside"),
    [
        (
            Interval(ONE, TWO, missing=True),
            {
                "<": Interval(None, TWO, high_open=True),
                "<=": Interval(None, OVER),
                ">": Interval(ONE, None, low_open=True),
                ">=": Interval(UNDER, None),
                "=": Interval(UNDER, OVER),
                "!=": ANY_NUMBER,
            },
        ),
        (
            HALF_OPEN,
            {
                "<": Interval(None, TWO, high_open=True),
                "<=": Interval(None, OVER),
                ">": POSITIVE,
                ">=": POSITIVE,
                "=": Interval(ZERO, OVER, low_open=True),
                "!=": ANY_NUMBER,
            },
        ),
        (ANY_NUMBER, dict.fromkeys(OPPOSITE, ANY_NUMBER)),
        (maybe_missing(A), {"=": A, "!=": C}),
        (A_OR_B, {"=": A_OR_B, "!=": Choices(EITHER.values, others=True)}),
        (exactly(value=True), {"=": exactly(value=True), "!=": exactly(value=False)}),
    ],
)
def test_what_can_stand_beside(other: Domain, beside: dict[ComparisonSign, Domain]) -> None:
    assert {sign: values_beside(sign, other) for sign in beside} == beside


def test_signs_are_turned() -> None:
    numbers = list(product((ZERO, ONE, TWO), repeat=2))
    for sign, compared in COMPARED.items():
        assert [COMPARED[OPPOSITE[sign]](*each) for each in numbers] == [
            not compared(*each) for each in numbers
        ]
        assert [COMPARED[MIRRORED[sign]](b, a) for a, b in numbers] == [compared(*each) for each in numbers]


def test_flags_have_no_sign_and_no_extreme() -> None:
    assert (negate(EITHER), drop_signs(EITHER), move_ends(EITHER, abs)) == (EITHER, EITHER, EITHER)
    assert take_greatest([EITHER, exactly(ONE)]) == NOTHING


def test_ends_are_moved() -> None:
    assert move_ends(Interval(ONE, None, missing=True), lambda end: end + 1) == Interval(
        TWO, None, missing=True
    )
    assert move_ends(Interval(None, ONE), lambda end: end + 1) == Interval(None, TWO)
