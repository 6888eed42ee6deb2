"""Packed columns: the same values whichever way they are asked for."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from kpicalc.facts.packed import PackedNumbers, pack_numbers
from kpicalc.facts.sheet_draft import PackedColumn
from kpicalc.facts.workbook import Raw
from kpicalc.model.diagnostic import error
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Fault, Value

FAULT = Fault((error("KPI430", None, found="x", what="y"),))


def test_blocks_rows_and_slices_agree() -> None:
    numbers: list[Value] = [Decimal(each) / 4 for each in range(BLOCK_ROWS + 10)]
    packed = PackedNumbers(
        [pack_numbers(numbers[:BLOCK_ROWS]), pack_numbers(numbers[BLOCK_ROWS:])], len(numbers)
    )
    assert packed[0:BLOCK_ROWS] == numbers[:BLOCK_ROWS]
    assert packed[BLOCK_ROWS : 2 * BLOCK_ROWS] == numbers[BLOCK_ROWS:]
    assert packed[0:5] == numbers[:5]
    assert packed[BLOCK_ROWS - 2 : BLOCK_ROWS + 2] == numbers[BLOCK_ROWS - 2 : BLOCK_ROWS + 2]
    assert packed[::1000] == numbers[::1000]
    assert packed[5:5] == []
    assert (packed[-1], packed[BLOCK_ROWS], len(packed)) == (numbers[-1], numbers[BLOCK_ROWS], len(numbers))
    assert list(packed) == numbers
    assert list(pickle.loads(pickle.dumps(packed))) == numbers  # noqa: S301 - our own bytes
    with pytest.raises(IndexError):
        packed[len(numbers)]


def test_a_block_with_a_fault_stays_a_list() -> None:
    values: list[Value] = [Decimal("1E+3"), FAULT]
    packed = PackedNumbers([pack_numbers(values)], 2)
    assert packed[0:2] == values
    packed[0:2].clear()
    assert packed[1] is FAULT


def test_exponents_are_written_out() -> None:
    assert pack_numbers([Decimal("1E+3"), Decimal("1E-7")]) == "1000\n0.0000001"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("1.50\n-2.25", ([150, -225], 2, 225)),
        ("1\n-2", ([1, -2], 0, 2)),
        ("1.5\n2\n0.25", ([150, 200, 25], 2, 200)),
        ("-0.5\n0.125\n7", ([-500, 125, 7000], 3, 7000)),
        ("1.0\n" * 40 + "0.125", ([1000] * 40 + [125], 3, 1000)),
        ("1.\n.5", ([10, 5], 1, 10)),
        ("1E+3\n2", None),
    ],
)
def test_numbers_without_their_points(text: str, whole: tuple[list[int], int, int] | None) -> None:
    size = text.count("\n") + 1
    assert PackedNumbers([text], size).whole_numbers(range(size)) == whole


def test_whole_numbers_are_those_of_a_block() -> None:
    packed = PackedNumbers(["1.5\n2", [Decimal(1), FAULT]], BLOCK_ROWS + 2)

    assert packed.whole_numbers(range(1)) == ([15], 1, 20)
    assert packed.whole_numbers(range(1, 2)) is None
    assert packed.whole_numbers(range(BLOCK_ROWS, BLOCK_ROWS + 2)) is None


def test_a_packed_column_is_what_was_put_in() -> None:
    texts = [f"T{each}" for each in range(BLOCK_ROWS)]
    others: tuple[list[Raw], ...] = (
        [*texts, "end"],
        [*texts[1:], "a\nb", "end"],
        [*texts[1:], 1.5, *texts[:3]],
    )
    for cells in others:
        column = PackedColumn[Raw](cells)
        other = PackedColumn[Raw](cells)
        column.share(other)

        assert column == cells
        assert [*column.joined()][1:] == ["\n".join(map(str, cells[BLOCK_ROWS:]))]
        assert (column[-1], column[5], column[2:4], column[BLOCK_ROWS - 1 : BLOCK_ROWS + 1]) == (
            cells[-1],
            cells[5],
            cells[2:4],
            cells[BLOCK_ROWS - 1 : BLOCK_ROWS + 1],
        )
        column.keep([0, BLOCK_ROWS])
        assert list(column) == [cells[0], cells[BLOCK_ROWS]]
