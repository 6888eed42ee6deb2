"""Whole numbers times a fraction: what they are, and what they are not."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction

import pytest

from kpicalc.engine.scaled.deferred import DeferredColumn
from kpicalc.engine.scaled.scaled_column import (
    WIDEST,
    DoesNotFitError,
    ScaledColumn,
    align_scales,
    divide,
    in_places,
    share_number,
    share_value,
    to_decimals,
)
from kpicalc.engine.scaled.scaled_rounding import round_numbers
from kpicalc.model.fault import Value
from kpicalc.model.money import Rounding, RoundingMode

KOPECKS = ScaledColumn([150, -225], Fraction(1, 100), 225)


@pytest.mark.parametrize(("scale", "most"), [(Fraction(1, WIDEST + 1), 1), (Fraction(3), WIDEST // 2)])
def test_what_is_too_wide_is_left_to_decimals(scale: Fraction, most: int) -> None:
    with pytest.raises(DoesNotFitError):
        ScaledColumn([1], scale, most)
    assert ScaledColumn([1], Fraction(1, WIDEST), 1).value == Fraction(1, WIDEST)
    assert ScaledColumn([1], Fraction(5), WIDEST // 5).most == WIDEST // 5


@pytest.mark.parametrize("value", [True, "a", Decimal("1E+60"), Decimal("1E-60")])
def test_what_is_no_number_of_a_scheme_is_left_to_decimals(value: Value) -> None:
    with pytest.raises(DoesNotFitError):
        share_number(value)


@pytest.mark.parametrize("divisor", [KOPECKS, share_number(Decimal(0))])
def test_only_a_number_that_all_rows_share_divides(divisor: ScaledColumn) -> None:
    with pytest.raises(DoesNotFitError):
        divide(KOPECKS, divisor)


def test_a_quotient_knows_whether_its_decimals_end() -> None:
    divisors = ("8", "3", "0.75", "75")

    assert [divide(KOPECKS, share_number(Decimal(each))).cut for each in divisors] == [
        False,
        False,
        False,
        False,
    ]
    assert [divide(KOPECKS, share_number(Decimal(each))).cut for each in ("7", "2.25", "9")] == [
        True,
        True,
        True,
    ]


def test_decimals_have_the_places_asked_for_and_never_fewer_than_they_need() -> None:
    assert list(map(str, to_decimals(KOPECKS, 3).values)) == ["1.500", "-2.250"]
    with pytest.raises(DoesNotFitError):
        to_decimals(KOPECKS, 1)


def test_nothing_takes_the_scale_of_the_other() -> None:
    nothing = ScaledColumn([0, 0], Fraction(1, 7), 0)
    one, two = align_scales(KOPECKS, nothing)

    assert (one.ints, one.scale, two.ints, two.scale) == (
        [150, -225],
        Fraction(1, 100),
        [0, 0],
        Fraction(1, 100),
    )


@pytest.mark.parametrize("mode", list(RoundingMode))
@pytest.mark.parametrize("step", ["0.01", "1", "0.5", "3", "0.03"])
def test_ties_are_rounded_as_decimals_round_them(mode: RoundingMode, step: str) -> None:
    rounding = Rounding(Decimal(step), mode)
    fractions = [Fraction(each, 600) for each in range(-2_000, 2_000)]
    column = ScaledColumn(range(-2_000, 2_000), Fraction(1, 600), 2_000)
    rounded = round_numbers(column, rounding)

    assert [each * rounded.scale for each in rounded.ints] == [_round(each, rounding) for each in fractions]
    assert max(map(abs, rounded.ints)) <= rounded.most


def _round(value: Fraction, rounding: Rounding) -> Fraction:
    step = Fraction(rounding.step)
    below = abs(value) // step
    rest = abs(value) / step - below
    match rounding.mode:
        case RoundingMode.HALF_UP:
            raised = rest >= Fraction(1, 2)
        case RoundingMode.HALF_DOWN:
            raised = rest > Fraction(1, 2)
        case RoundingMode.HALF_EVEN:
            raised = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
        case RoundingMode.DOWN:
            raised = False
        case RoundingMode.UP:
            raised = rest > 0
    return (below + raised) * step * (1 if value >= 0 else -1)


def test_a_deferred_column_is_made_once_and_leaves_as_a_list() -> None:
    made: list[int] = []

    def make() -> list[Value]:
        made.append(1)
        return [Decimal(1), Decimal(2)]

    column = DeferredColumn()
    column.defer(2, make)

    assert (len(column), made) == (2, [])
    assert (column[-1], column[0:2], column[1:], column == [Decimal(1), Decimal(2)], column == 3) == (
        Decimal(2),
        [Decimal(1), Decimal(2)],
        [Decimal(2)],
        True,
        False,
    )
    assert column != [Decimal(1), Decimal(3)]
    assert DeferredColumn()[0:5] == []
    assert pickle.loads(pickle.dumps(column)) == [Decimal(1), Decimal(2)]  # noqa: S301 - our own bytes
    assert made == [1]


def test_a_deferred_column_keeps_whole_numbers_and_makes_decimals_of_them_anew() -> None:
    kopecks, one_for_all, great, hundreds = (
        in_places(KOPECKS, 3, 2),
        in_places(share_value(Fraction(1, 2)), 2, 2),
        in_places(ScaledColumn([2**70], Fraction(1), 2**70), 0, 1),
        in_places(ScaledColumn([3], Fraction(100), 3), -2, 1),
    )
    for block, shown, whole in (
        (kopecks, ["1.500", "-2.250"], ([1500, -2250], 3, 2250)),
        (one_for_all, ["0.50", "0.50"], ([50, 50], 2, 50)),
        (great, [str(2**70)], ([2**70], 0, 2**70)),
        (hundreds, ["3E+2"], None),
    ):
        column = DeferredColumn()
        column.round(block)

        assert [str(each) for each in column] == [str(column[at]) for at in range(len(column))] == shown
        assert column.whole_numbers(range(len(shown))) == whole
