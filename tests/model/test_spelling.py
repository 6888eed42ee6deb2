"""What an unknown name may have been meant to be."""

from __future__ import annotations

import pytest

from kpicalc.model.spelling import find_nearest


def test_the_nearest_name_is_found_among_few() -> None:
    assert find_nearest("выполнеие", ["план", "выполнение", "факт"]) == "выполнение"


def test_nothing_is_proposed_where_nothing_is_near() -> None:
    assert find_nearest("бонус", ["план", "факт"]) is None


def test_among_very_many_names_the_neighbours_in_the_alphabet_are_compared() -> None:
    known = [f"значение_{number}" for number in range(5_000)]

    assert find_nearest("значение_4999а", known) == "значение_4999"
    assert find_nearest("аванс", known) is None


@pytest.mark.parametrize("written", ["apy", "pya", "pey", "py", "paay"])
def test_one_slip_in_a_short_name_is_seen(written: str) -> None:
    assert find_nearest(written, ["pay", "sum"]) == "pay"


@pytest.mark.parametrize("written", ["yap", "apyo", "pio", "pyoa"])
def test_two_slips_in_a_short_name_are_another_name(written: str) -> None:
    assert find_nearest(written, ["pay", "sum"]) is None
