"""Domains: what they hold, and how they are joined, met and widened."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.model.domain import (
    ANY_NUMBER,
    ANY_TEXT,
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    above,
    below,
    counted,
    exactly,
    has_value,
    holds,
    join,
    make_interval,
    maybe_missing,
    meet,
    widen,
)
from kpicalc.model.kind import Scalar
from kpicalc.model.money import COUNTING

ONE, TWO, THREE, FOUR = map(Decimal, (1, 2, 3, 4))
THIRD = COUNTING.divide(ONE, THREE)

numbers = st.decimals(-100, 100, places=1)


@st.composite
def intervals(draw: st.DrawFn) -> Domain:
    low, high = sorted((draw(numbers), draw(numbers)))
    flags = {"low_open": draw(st.booleans()), "high_open": draw(st.booleans())}
    return make_interval(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])), **flags)


@given(intervals(), intervals(), numbers)
def test_join_and_meet_hold_what_they_should(first: Domain, second: Domain, number: Decimal) -> None:
    in_first, in_second = holds(first, number), holds(second, number)

    assert holds(meet(first, second), number) == (in_first and in_second)
    assert holds(join(first, second), number) or not (in_first or in_second)


@given(intervals(), numbers)
def test_widened_and_counted_domains_keep_what_they_hold(domain: Domain, number: Decimal) -> None:
    if holds(domain, number):
        assert holds(widen(domain), number)
        assert holds(counted(domain), COUNTING.plus(number))


@pytest.mark.parametrize(
    ("first", "second", "joined", "met"),
    [
        (exactly(value=True), exactly(value=False), EITHER, NOTHING),
        (exactly("A"), ANY_TEXT, ANY_TEXT, exactly("A")),
        (
            Choices(others=True, without=frozenset({"A", "B"})),
            exactly("A"),
            Choices(others=True, without=frozenset({"B"})),
            NOTHING,
        ),
        (
            Choices(others=True, without=frozenset({"A"})),
            Choices(others=True, without=frozenset({"B"})),
            ANY_TEXT,
            Choices(others=True, without=frozenset({"A", "B"})),
        ),
        (NOTHING, exactly(ONE), exactly(ONE), NOTHING),
        (exactly(ONE), NOTHING, exactly(ONE), NOTHING),
        (exactly(ONE), exactly("A"), NOTHING, NOTHING),
        (
            Interval(ONE, TWO, low_open=True, high_open=True),
            Interval(ONE, TWO),
            Interval(ONE, TWO),
            Interval(ONE, TWO, low_open=True, high_open=True),
        ),
        (Interval(ONE, TWO), Interval(THREE, FOUR), Interval(ONE, FOUR), NOTHING),
        (Interval(ONE, None), Interval(None, TWO), ANY_NUMBER, Interval(ONE, TWO)),
        (Interval(ONE, ONE, missing=True), exactly(TWO), Interval(ONE, TWO, missing=True), NOTHING),
    ],
)
def test_join_and_meet(first: Domain, second: Domain, joined: Domain, met: Domain) -> None:
    assert [join(first, second), join(second, first)] == [joined] * 2
    assert [meet(first, second), meet(second, first)] == [met] * 2


@pytest.mark.parametrize(
    ("domain", "value", "inside"),
    [
        (EITHER, True, True),
        (EITHER, ONE, False),
        (ANY_NUMBER, True, False),
        (ANY_NUMBER, "A", False),
        (Choices(others=True, without=frozenset({"A"})), "A", False),
        (ANY_TEXT, True, False),
        (exactly(date(2026, 3, 1)), date(2026, 3, 1), True),
        (exactly(date(2026, 3, 1)), date(2026, 3, 2), False),
    ],
)
def test_what_a_domain_holds(domain: Domain, value: Scalar, inside: bool) -> None:  # noqa: FBT001 - a column of the table
    assert holds(domain, value) == inside


def test_a_single_number_is_a_point() -> None:
    assert [Interval(ONE, ONE).point, Interval(ONE, TWO).point, ANY_NUMBER.point] == [ONE, None, None]


@pytest.mark.parametrize("ends", [(TWO, ONE, False), (ONE, ONE, True)])
def test_an_interval_without_numbers_is_nothing(ends: tuple[Decimal, Decimal, bool]) -> None:
    low, high, is_open = ends

    assert make_interval(low, high, low_open=is_open) == NOTHING


def test_a_missing_value_is_no_value() -> None:
    assert not has_value(maybe_missing(NOTHING))
    assert maybe_missing(NOTHING).missing
    assert maybe_missing(NOTHING, missing=False) is NOTHING


@pytest.mark.parametrize("number", [ONE, Decimal("0.8"), Decimal(-5), Decimal("1E+20"), Decimal("123.45")])
def test_a_hair_beside_counts_as_the_same(number: Decimal) -> None:
    assert below(number) < number < above(number)
    assert COUNTING.plus(below(number)) == number == COUNTING.plus(above(number))


def test_a_hair_beside_zero_is_zero() -> None:
    assert [below(Decimal(0)), above(Decimal(0))] == [Decimal(0), Decimal(0)]


def test_flags_and_texts_are_neither_counted_nor_widened() -> None:
    assert (counted(EITHER), widen(EITHER)) == (EITHER, EITHER)


def test_an_open_end_stays_open_only_at_zero() -> None:
    half_open = Interval(Decimal(0), ONE, low_open=True, high_open=True)

    assert counted(half_open) == Interval(Decimal(0), ONE, low_open=True)
    assert widen(half_open) == Interval(Decimal(0), above(ONE), low_open=True)


def test_ends_with_too_many_digits_are_counted() -> None:
    assert counted(Interval(Decimal(1) / Decimal(3), None)) == Interval(
        COUNTING.plus(Decimal(1) / Decimal(3)), None
    )
    assert counted(Interval(None, THIRD)) == Interval(None, THIRD)
    assert widen(ANY_NUMBER) == ANY_NUMBER
