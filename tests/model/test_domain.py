"""Domains: what they hold, and how they are joined, met and widened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, product

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

ZERO, ONE, TWO, THREE, FOUR = map(Decimal, range(5))
THIRD = COUNTING.divide(ONE, THREE)

numbers = st.decimals(-100, 100, places=1)


@st.composite
def intervals(draw: st.DrawFn) -> Domain:
    low, high = sorted((draw(numbers), draw(numbers)))
    flags = {"low_open": draw(st.booleans()), "high_open": draw(st.booleans())}
    return make_interval(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])), **flags)


# Places that tell intervals with ends at 0 and 1 apart, and values that tell choices of A and B apart.
PLACES = [Decimal(each) for each in ("-1", "0", "0.5", "1", "2")]
LOWS = [(None, False), (ZERO, False), (ZERO, True), (ONE, False), (ONE, True)]
HIGHS = [(ZERO, True), (ZERO, False), (ONE, True), (ONE, False), (None, False)]
CHOSEN: list[bool | str] = [True, False, "A", "B", "C"]


def stretch(places: Iterable[int], *, missing: bool = False) -> Domain:
    """Return the interval from the first of some places to the last of them."""
    listed = sorted(places)
    if not listed:
        return Choices(missing=missing)
    (low, low_open), (high, high_open) = LOWS[listed[0]], HIGHS[listed[-1]]
    return Interval(low, high, low_open, high_open, missing)


def choice(places: Iterable[int], *, missing: bool = False) -> Domain:
    """Return some of the values; C stands for any text that is not named."""
    chosen = {CHOSEN[each] for each in places}
    if "C" not in chosen:
        return Choices(frozenset(chosen), missing=missing)
    return Choices(
        frozenset(chosen - {"A", "B", "C"}),
        others=True,
        missing=missing,
        without=frozenset({"A", "B"} - chosen),
    )


STRETCHES = [frozenset(range(first, last)) for first in range(5) for last in range(first, 6)]
SETS = [frozenset(each) for size in range(6) for each in combinations(range(5), size)]
FLAGS = list(product((False, True), repeat=2))


def test_intervals_are_the_sets_of_their_places() -> None:
    for one, other in product(STRETCHES, STRETCHES):
        both = range(min(one | other), max(one | other) + 1) if one and other else one | other
        for m, n in FLAGS:
            first, second = stretch(one, missing=m), stretch(other, missing=n)
            assert meet(first, second) == stretch(one & other, missing=m and n)
            assert join(first, second) == stretch(both, missing=m or n)


def test_choices_are_the_sets_of_their_values() -> None:
    for one, other in product(SETS, SETS):
        for m, n in FLAGS:
            first, second = choice(one, missing=m), choice(other, missing=n)
            assert meet(first, second) == choice(one & other, missing=m and n)
            assert join(first, second) == choice(one | other, missing=m or n)


@pytest.mark.parametrize(("sets", "make", "values"), [(STRETCHES, stretch, PLACES), (SETS, choice, CHOSEN)])
def test_a_domain_holds_its_own(
    sets: list[frozenset[int]], make: Callable[..., Domain], values: Sequence[Scalar]
) -> None:
    for each, missing in product(sets, (False, True)):
        domain = make(each, missing=missing)
        assert [holds(domain, value) for value in values] == [at in each for at in range(5)]
        assert has_value(domain) == bool(each)
        assert [maybe_missing(domain, missing=flag) for flag in (True, False)] == [
            make(each, missing=flag) for flag in (True, False)
        ]


def test_an_interval_is_made_of_its_ends() -> None:
    for (first, low), (last, high) in product(enumerate(LOWS), enumerate(HIGHS)):
        made = make_interval(low[0], high[0], low_open=low[1], high_open=high[1])
        assert made == stretch(range(first, last + 1))
    assert make_interval(None, None, low_open=True, high_open=True) == ANY_NUMBER


@given(intervals(), numbers)
def test_widened_and_counted_domains_keep_what_they_hold(domain: Domain, number: Decimal) -> None:
    if holds(domain, number):
        assert holds(widen(domain), number)
        assert holds(counted(domain), COUNTING.plus(number))


def test_numbers_and_texts_have_nothing_in_common() -> None:
    for m, n in FLAGS:
        number, text = maybe_missing(exactly(ONE), missing=m), maybe_missing(exactly("A"), missing=n)
        for first, second in ((number, text), (text, number)):
            assert (join(first, second), meet(first, second)) == (NOTHING, Choices(missing=m and n))


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


@pytest.mark.parametrize("number", [ONE, Decimal("0.8"), Decimal(-5), Decimal("1E+20"), Decimal("123.45")])
def test_a_hair_beside_counts_as_the_same(number: Decimal) -> None:
    assert below(number) < number < above(number)
    assert COUNTING.plus(below(number)) == number == COUNTING.plus(above(number))


def test_a_hair_beside_zero_is_zero() -> None:
    assert [below(Decimal(0)), above(Decimal(0))] == [Decimal(0), Decimal(0)]


def test_flags_and_texts_are_neither_counted_nor_widened() -> None:
    assert (counted(EITHER), widen(EITHER)) == (EITHER, EITHER)


def test_an_open_end_stays_open_only_at_zero() -> None:
    long = Decimal(1) / Decimal(3)
    ends = [None, ZERO, ONE, -long, long]
    flags = product((False, True), repeat=3)
    for (low, high), (low_open, high_open, missing) in product(product(ends, ends), flags):
        at_low, at_high = low_open and low is not None, high_open and high is not None
        interval = Interval(low, high, at_low, at_high, missing)
        stays = Interval(None, None, at_low and low == 0, at_high and high == 0, missing)
        cut = [None if each is None else COUNTING.plus(each) for each in (low, high)]
        moved = None if low is None else below(low), None if high is None else above(high)
        assert counted(interval) == replace(stays, low=cut[0], high=cut[1])
        assert widen(interval) == replace(stays, low=moved[0], high=moved[1])
