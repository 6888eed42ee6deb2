"""Rounding: all modes, signs, ties and steps, held against integers; and the least units of currencies."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from kpicalc.model.money import (
    CONTEXT,
    COUNTING,
    SHOWN,
    Rounding,
    RoundingMode,
    common_step,
    minor_unit,
    round_to_step,
    rounding_moves,
    split_in_proportion,
)

STEPS = [Decimal(each) for each in ("0.01", "1", "100", "0.05", "0.001", "10", "0.5", "3")]
# In steps: whole, a little beside it, a tie, a little beside the tie, near the next.
PARTS = [Decimal(each) for each in ("0", "0.01", "0.49", "0.5", "0.51", "0.99")]
WHOLES = [Decimal(each) for each in range(4)]


def by_hand(amount: Fraction, step: Fraction, mode: RoundingMode) -> Fraction:
    """Round by counting whole steps of the amount without its sign."""
    steps = abs(amount) / step
    below = floor(steps)
    rest = steps - below
    match mode:
        case RoundingMode.DOWN:
            more = False
        case RoundingMode.UP:
            more = rest > 0
        case RoundingMode.HALF_UP:
            more = rest >= Fraction(1, 2)
        case RoundingMode.HALF_DOWN:
            more = rest > Fraction(1, 2)
        case _:
            more = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
    return (below + more) * step * (1 if amount >= 0 else -1)


@pytest.mark.parametrize("step", STEPS, ids=str)
@pytest.mark.parametrize("mode", RoundingMode)
def test_an_amount_is_rounded_to_a_step(mode: RoundingMode, step: Decimal) -> None:
    amounts = [(whole + part) * step * sign for whole in WHOLES for part in PARTS for sign in (1, -1)]
    rounded = [round_to_step(each, Rounding(step, mode)) for each in amounts]

    assert [Fraction(each) for each in rounded] == [
        by_hand(Fraction(each), Fraction(step), mode) for each in amounts
    ]
    assert [each for each in rounded if each.is_zero() and each.is_signed()] == []


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (RoundingMode.HALF_UP, "3 2 -2 -3"),
        (RoundingMode.HALF_DOWN, "2 1 -1 -2"),
        (RoundingMode.HALF_EVEN, "2 2 -2 -2"),
        (RoundingMode.DOWN, "2 1 -1 -2"),
        (RoundingMode.UP, "3 2 -2 -3"),
    ],
)
def test_ties_as_they_are_known(mode: RoundingMode, expected: str) -> None:
    ties = [Decimal(each) for each in ("2.5", "1.5", "-1.5", "-2.5")]

    assert " ".join(str(round_to_step(each, Rounding(Decimal(1), mode))) for each in ties) == expected


def test_a_rounding_of_columns_is_that_of_one_amount() -> None:
    for step in STEPS:
        for mode in RoundingMode:
            first, second = rounding_moves(Rounding(step, mode))
            amount = Decimal("-1234.565")
            assert second(first(amount, step)) == round_to_step(amount, Rounding(step, mode))


def test_nothing_is_known_of_no_steps() -> None:
    assert (common_step([]), common_step([None])) == (None, None)


def test_a_number_without_end_is_shown_with_fifty_digits() -> None:
    assert str(SHOWN.divide(Decimal(1), Decimal(3))) == "0." + "3" * 50


def test_amounts_are_compared_with_fewer_digits_than_they_are_computed_with() -> None:
    third = CONTEXT.divide(Decimal(1), Decimal(3))
    computed, compared = (len(each.as_tuple().digits) for each in (third, COUNTING.plus(third)))
    last = Decimal(10) ** (CONTEXT.prec - 1)

    assert (computed, compared < computed - 10) == (CONTEXT.prec, True)
    assert COUNTING.plus(CONTEXT.multiply(third, Decimal(3))) == 1
    # A tie beyond the last digit goes to the even one: no sum drifts upwards.
    assert CONTEXT.add(last, Decimal("0.5")) == last
    assert CONTEXT.add(last + 1, Decimal("0.5")) == last + 2


@pytest.mark.parametrize(
    ("whole", "weights", "expected"),
    [
        ("100", "1 1 1", "33.34 33.33 33.33"),
        ("0.05", "1 1", "0.03 0.02"),
        ("-100", "1 1 1", "-33.33 -33.33 -33.34"),
        ("0", "1 2", "0.00 0.00"),
        ("10", "0 1", "0.00 10.00"),
    ],
)
def test_a_whole_is_divided_to_the_last_step(whole: str, weights: str, expected: str) -> None:
    parts = split_in_proportion(Decimal(whole), [Decimal(each) for each in weights.split()], Decimal("0.01"))

    assert sum(parts) == Decimal(whole)
    assert sorted(map(str, parts)) == sorted(expected.split())


@pytest.mark.parametrize(
    ("currency", "unit"), [("RUB", "0.01"), ("USD", "0.01"), ("JPY", "1"), ("KWD", "0.001"), ("XXX", "0.01")]
)
def test_the_least_unit_of_a_currency(currency: str, unit: str) -> None:
    assert str(minor_unit(currency)) == unit
