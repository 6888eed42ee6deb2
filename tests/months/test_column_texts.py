"""How the values of a column are kept, the shorter ways among them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.model.fault import Fault
from kpicalc.months.column_texts import write_column, write_cut_numbers, write_exact_numbers

# As long as what is kept whole, and one sign more.
LONG, LONGER = f"0.{'7' * 46}", f"0.{'7' * 47}"
CUT = f"0.{'7' * 22}8"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((), ""),
        (("1.50", "-2"), "1.50\n-2"),
        (("1.5", "1E+3", "2E-9"), "1.5\n1000\n0.000000002"),
        ((LONG, "1"), f"{LONG}\n1"),
        (("1", LONGER), f"1\n{CUT}"),
    ],
)
def test_a_column_of_numbers(numbers: tuple[str, ...], text: str) -> None:
    listed = [*map(Decimal, numbers)]

    assert write_column(listed).decode() == text
    assert write_column([*listed, Fault(())]).decode() == f"{text}\n?".lstrip("\n")
    assert write_cut_numbers(listed).decode() == text
    if LONGER not in numbers:
        assert write_exact_numbers(listed).decode() == text
