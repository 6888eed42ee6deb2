"""Blocks of plain numbers: the same texts, numbers and sums as cell by cell."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from decimal import Decimal
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.facts import sheet_draft
from kpicalc.facts.packed import (
    PackedNumbers,
    WholeBlock,
    pack_floats,
    read_plain_cells,
    read_written_numbers,
)
from kpicalc.facts.sheet_draft import PackedColumn
from kpicalc.facts.workbook import Percent, RowBlock
from tests.tries import tries

AMOUNTS = st.decimals(-(10**9), 10**9, places=2).map(str)
WRITTEN = st.from_regex(r"-?(0|[1-9][0-9]{0,14})([.,]([0-9]{1,4}))?", fullmatch=True) | AMOUNTS
ODD = st.sampled_from(
    ["", "007", "-0", "-0.00", "1.234", "1e5", "5.", ".5", "1 000", "1\n2", "+1", "９", "nan"]
)
STORED = st.floats(-(10**16), 10**16, allow_nan=False) | st.integers(-(10**12), 10**12).map(
    lambda each: each / 100
)


def one_by_one(cells: Sequence[str]) -> list[str]:
    return [each.replace(",", ".") for each in cells]


@settings(max_examples=tries(200))
@given(st.lists(WRITTEN, min_size=1, max_size=60) | st.lists(WRITTEN | ODD, min_size=1, max_size=20))
def test_texts_are_read_as_they_stand(cells: list[str]) -> None:
    plain = read_written_numbers(cells)
    if plain is None:
        return
    packed = PackedNumbers([plain.block], len(cells))
    numbers, places, most = packed.whole_numbers(range(len(cells))) or ([], -1, -1)

    assert plain.block.text().split("\n") == one_by_one(cells)
    assert list(plain.block.floats()) == list(map(float, one_by_one(cells)))
    assert [Decimal(each).scaleb(-places) for each in numbers] == list(map(Decimal, one_by_one(cells)))
    assert most == max(map(abs, numbers))
    assert list(packed.lines()) == one_by_one(cells)
    assert list(map(str, packed)) == one_by_one(cells)


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        (["1", "-20"], ""),
        (["1.50", "2"], "."),
        (["1,5", "0,25"], ","),
        (["1,5", "2.5"], ",."),
        (["0.1234"], "."),
    ],
)
def test_plain_texts_are_taken(cells: list[str], marks: str) -> None:
    plain = read_written_numbers(cells)

    assert plain is not None
    assert plain.marks == set(marks)


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [""],
        ["007"],
        ["-0"],
        ["1", "-0,0"],
        ["1.234"],
        ["1\n2"],
        ["1e5"],
        ["5."],
        [".5"],
        ["٣"],
        [1, "2"],
        ["1", 2.5],
        ["9" * 15 + ".5"],
        ["9" * 15 + "." + "9" * 10],
        ["1", "2 "],
    ],
)
def test_what_is_not_plain_is_left_to_a_closer_look(cells: list[str]) -> None:
    assert read_written_numbers(cells) is None


@settings(max_examples=tries(200))
@given(st.lists(STORED, min_size=1, max_size=60))
def test_stored_numbers_are_shown_with_fifteen_digits(cells: list[float]) -> None:
    block = pack_floats(cells)
    shown = ["%.15g" % (each or 0) for each in cells]
    if block is None:
        assert len(set(map(len, shown))) > 1 or any("e" in each or "." in each for each in shown)
        return
    assert block.text().split("\n") == shown


def test_cents_and_percents_are_packed() -> None:
    cents, percents = pack_floats([1.5, 2.25, -3.0]), pack_floats([Percent(0.972), Percent(1)])

    assert cents is not None
    assert (cents.numbers.tolist(), cents.places, cents.text()) == ([150, 225, -300], 2, "1.5\n2.25\n-3")
    assert percents is not None
    assert percents.text() == "0.972\n1"


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), 1e300, 1e-7, 0.1 + 0.2, 1e15, 1 / 3])
def test_unusual_stored_numbers_are_left_to_a_closer_look(odd: float) -> None:
    assert pack_floats([1.5] * 40 + [odd]) is None


def test_the_greatest_is_compared_whatever_its_sign() -> None:
    block = read_written_numbers(["1.99", "-0.5"])

    assert block is not None
    assert (block.block.is_below(2), block.block.is_below(1)) == (True, False)
    assert not WholeBlock(block.block.numbers[:1], 0, b"", 0, 199).is_below(199)


def test_numbers_below_zero_are_the_least() -> None:
    assert pack_floats([-1.5, 2.0]) == WholeBlock(array("i", [-15, 20]), 1, b"", -15, 20)


def test_a_column_is_read_once() -> None:
    block = RowBlock(range(2, 4), [["1,5", "2"], ["x", "y"]])

    assert read_plain_cells(block, 1) is read_plain_cells(block, 1)
    assert read_plain_cells(block, 2) is None


@pytest.mark.parametrize(
    "cut",
    [(0, 3), (1, 3), (4096, 8192), (4096, 8193), (0, 5000), (4000, 5000), (8192, 9000), (0, 9000, 7)],
)
def test_a_slice_of_a_packed_column_is_that_of_a_list(cut: tuple[int, ...]) -> None:
    cells = [str(each) for each in range(9000)]
    with mock.patch.object(sheet_draft, "_MOST_OPEN", 1):
        column = PackedColumn(cells)
        assert list(column[slice(*cut)]) == cells[slice(*cut)]
        assert [column[at] for at in (0, 8999, 4096, 1, -1)] == ["0", "8999", "4096", "1", "8999"]
