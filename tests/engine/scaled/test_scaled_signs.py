"""Sums, comparisons and choices of whole numbers are those of fractions."""

from __future__ import annotations

import operator
from fractions import Fraction

import pytest

from kpicalc.engine.formulas import COMPARISONS
from kpicalc.engine.scaled.scaled_column import ScaledColumn, share_value
from kpicalc.engine.scaled.scaled_signs import (
    CALCULATIONS,
    clamp,
    compare_scaled,
    drop_scaled_signs,
    join_by_flags,
    negate_scaled,
    pick_by_flags,
    take_greatest_scaled,
    take_least_scaled,
)

_HALVES = [Fraction(each, 6) for each in (-9, -2, 0, 1, 2, 3, 4, 12)]
# The same eight values, and others: of the scales 1/6 and -1/12, and one of all rows.
_COLUMNS = [
    ScaledColumn([int(each * 6) for each in _HALVES], Fraction(1, 6), 12),
    ScaledColumn([int(each * -12) for each in reversed(_HALVES)], Fraction(-1, 12), 24),
    share_value(Fraction(1, 3)),
    share_value(Fraction(-1, 7)),
    share_value(Fraction(0)),
]
_PAIRS = [(left, right) for left in _COLUMNS for right in _COLUMNS]


@pytest.mark.parametrize("sign", COMPARISONS)
def test_comparisons(sign: str) -> None:
    for left, right in _PAIRS:
        found = compare_scaled(sign, left, right)
        assert list(found.listed(8)) == list(map(COMPARISONS[sign], _values(left), _values(right)))


@pytest.mark.parametrize(("sign", "meaning"), [("+", operator.add), ("-", operator.sub), ("*", operator.mul)])
def test_calculations(sign: str, meaning: object) -> None:
    assert callable(meaning)
    for left, right in _PAIRS:
        found = CALCULATIONS[sign](left, right)
        assert _values(found) == list(map(meaning, _values(left), _values(right)))
        assert max(map(abs, found.ints)) <= found.most


def test_extremes_and_signs() -> None:
    for left, right in _PAIRS:
        assert _values(take_least_scaled(left, right)) == list(map(min, _values(left), _values(right)))
        assert _values(take_greatest_scaled(left, right)) == list(map(max, _values(left), _values(right)))
    for column in _COLUMNS:
        assert _values(negate_scaled(column)) == [-each for each in _values(column)]
        assert _values(drop_scaled_signs(column)) == [abs(each) for each in _values(column)]
        bounds = (share_value(Fraction(-1, 7)), share_value(Fraction(1, 3)))
        assert _values(clamp(column, *bounds)) == [
            min(max(each, Fraction(-1, 7)), Fraction(1, 3)) for each in _values(column)
        ]


def _values(column: ScaledColumn) -> list[Fraction]:
    ints = [column.ints[0]] * 8 if column.constant else column.ints
    return [each * column.scale for each in ints]


def test_what_was_cut_stays_so_on_whichever_side_it_stands() -> None:
    whole, third = ScaledColumn([1, 2], Fraction(1), 2), ScaledColumn([1, 2], Fraction(1), 2, cut=True)
    two_sided = [*CALCULATIONS.values(), take_least_scaled, take_greatest_scaled]
    flags = (True, False)

    for left, right in ((whole, third), (third, whole)):
        made = [calculate(left, right) for calculate in two_sided if calculate is not CALCULATIONS["/"]]
        made += [put(flags, left, right) for put in (pick_by_flags, join_by_flags)]
        made.append(CALCULATIONS["/"](left, share_value(Fraction(2), cut=right.cut)))
        assert [each.cut for each in made] == [True] * 8
    bounded = ((whole, whole, third), (whole, third, whole), (third, whole, whole), (whole, whole, whole))
    assert [clamp(*each).cut for each in bounded] == [True, True, True, False]
    assert not pick_by_flags(flags, whole, whole).cut
