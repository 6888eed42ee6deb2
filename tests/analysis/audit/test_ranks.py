"""Rank correlation: figures worked by hand, and every pair looked at."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.analysis.audit.audit import find_kendall, find_spearman, rank_twice
from kpicalc.model.audit import Correlation
from tests.tries import tries


def ranks(*values: int) -> list[int]:
    return rank_twice(list(map(Decimal, values)))


@pytest.mark.parametrize(
    ("first", "second", "spearman", "kendall"),
    [
        # 1 - 6·4 / (5·24), and (8 - 2) / 10.
        ((1, 2, 3, 4, 5), (2, 1, 4, 3, 5), "0.8000", "0.6000"),
        # 4.5 / √(4.5·5), and 5 / √(5·6).
        ((1, 2, 2, 3), (1, 3, 2, 4), "0.9487", "0.9129"),
        ((1, 2, 3), (30, 20, 10), "-1.0000", "-1.0000"),
    ],
)
def test_coefficients_worked_by_hand(
    first: tuple[int, ...], second: tuple[int, ...], spearman: str, kendall: str
) -> None:
    found = [measure(ranks(*first), ranks(*second)) for measure in (find_spearman, find_kendall)]

    assert [str(each.value) for each in found if each is not None] == [spearman, kendall]


def test_where_all_are_alike_there_is_none() -> None:
    assert find_spearman(ranks(1, 1), ranks(1, 2)) is None
    assert find_kendall(ranks(1, 2), ranks(3, 3)) is None


def test_a_coefficient_is_told_exactly() -> None:
    assert [Correlation(6, 100).exact, Correlation(5, 30).exact] == ["6/10", "5/√30"]


@settings(max_examples=tries(100), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=9))
def test_kendall_looks_at_every_pair(pairs: list[tuple[int, int]]) -> None:
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    signs = [
        ((one[0] > other[0]) - (one[0] < other[0])) * ((one[1] > other[1]) - (one[1] < other[1]))
        for one, other in combinations(pairs, 2)
    ]
    free = [sum(one != other for one, other in combinations(side, 2)) for side in (first, second)]
    expected = Correlation(sum(signs), free[0] * free[1]) if free[0] and free[1] else None

    assert find_kendall(ranks(*first), ranks(*second)) == expected
