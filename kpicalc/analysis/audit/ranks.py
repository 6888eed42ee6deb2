"""Rank correlation in whole numbers: Spearman's with mean ranks, Kendall's tau-b."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal

from kpicalc.model.audit import Correlation


def rank_twice(values: Sequence[Decimal]) -> list[int]:
    """Return twice the rank of each value, from below; equal values share the mean of their ranks.

    >>> rank_twice([Decimal(5), Decimal(1), Decimal(5)])
    [5, 2, 5]
    """
    ordered = sorted(values)
    return [bisect_left(ordered, each) + bisect_right(ordered, each) + 1 for each in values]


def find_spearman(first: Sequence[int], second: Sequence[int]) -> Correlation | None:
    """Return the correlation of ranks; None where one side is all the same."""
    count = len(first)
    own = [count * sum(x * x for x in side) - sum(side) ** 2 for side in (first, second)]
    both = count * sum(x * y for x, y in zip(first, second, strict=True)) - sum(first) * sum(second)
    return Correlation(both, own[0] * own[1]) if own[0] and own[1] else None


def find_kendall(first: Sequence[int], second: Sequence[int]) -> Correlation | None:
    """Return tau-b: pairs that go together less those that do not, equal ones counted by neither."""
    pairs = sorted(zip(first, second, strict=True))
    every = _pairs(len(pairs))
    free = [every - _tied(side) for side in (first, second)]
    inverted, seen = 0, list[int]()
    for _, each in pairs:
        inverted += len(seen) - bisect_right(seen, each)
        insort(seen, each)
    over = free[0] + free[1] - every + _tied(pairs) - 2 * inverted
    return Correlation(over, free[0] * free[1]) if free[0] and free[1] else None


def _tied(values: Iterable[Hashable]) -> int:
    return sum(map(_pairs, Counter(values).values()))


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
