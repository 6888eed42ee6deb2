"""Rows that are sums of the rows next to them, found quickly as by trying every run."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.facts import nested_sums, row_sums
from kpicalc.facts.figures import FigureColumn
from kpicalc.facts.packed import WholeBlock
from kpicalc.facts.row_sums import find_sums
from tests.tries import tries

# Of a sheet without rows no sums are looked for.
AMOUNTS = st.sampled_from([(0, 12), (-6, 6)]).flatmap(
    lambda ends: st.lists(st.integers(*ends), min_size=1, max_size=9)
)


def is_sum(values: Sequence[int], place: int) -> bool:
    """Try every run of two or more that ends above a place or begins below it."""
    above = (values[first:place] for first in range(place - 1))
    below = (values[place + 1 : last] for last in range(place + 3, len(values) + 1))
    return values[place] != 0 and any(sum(run) == values[place] for run in (*above, *below))


@settings(max_examples=tries(300))
@given(AMOUNTS, st.integers(1, 10), st.sampled_from([1, 10**8, 10**17]))
def test_sums_are_those_of_every_run(values: list[int], at_once: int, factor: int) -> None:
    numbers = [each * factor for each in values]
    packed = WholeBlock(
        array("i" if factor == 1 else "q", numbers), 2, b"\2", min(0, *numbers, 0), max(0, *numbers, 0)
    )
    with patch.object(row_sums, "_AT_ONCE", at_once):
        found = find_sums({1: FigureColumn([array("d", values)])}, range(len(values)), 0)
        found_packed = find_sums({1: FigureColumn([packed])}, range(len(values)), 0)

    assert found == [place for place in range(len(values)) if is_sum(values, place)]
    assert found_packed == found


def test_a_total_stands_below_or_above() -> None:
    assert find_sums({1: FigureColumn([[100, 200, 300, 7]])}, range(4), 0) == [2]
    assert find_sums({1: FigureColumn([[7, 300, 100, 200]])}, range(4), 0) == [1]


def test_where_all_have_one_plan_not_every_run_is_weighed() -> None:
    """Each run of rows has the mean of each row then: of ten thousand rows that took a minute."""
    columns = {1: FigureColumn([[1000] * 3001]), 2: FigureColumn([[900 + at % 7 for at in range(3000)], [1]])}
    with patch.object(nested_sums, "_explain", return_value=None) as weighed:
        assert nested_sums.find_statistic(columns, 3000, range(2999, -1, -1)) is None
    assert weighed.call_count < 300
