"""How wide a sheet is that is read cell by cell: a stray cell far to the right is not of the table."""

from __future__ import annotations

import pytest

from kpicalc.facts import read_openpyxl
from kpicalc.facts.read_openpyxl import SlowSheet, slow_blocks, slow_head


@pytest.mark.parametrize(
    ("spare", "last", "width"), [(2000, 1030, 1030), (1999, 1030, 1024), (0, 100, 100), (0, 1024, 1024)]
)
def test_a_sheet_is_as_wide_as_its_cells_pay_for(
    monkeypatch: pytest.MonkeyPatch, spare: int, last: int, width: int
) -> None:
    monkeypatch.setattr(read_openpyxl, "_SPARE_CELLS", spare)
    sheet = SlowSheet({1: {1: 7.0}, 2: {1: 8.0, last: 9.0}}, (), (), frozenset(), {})

    assert [len(row) for row in slow_head(sheet)] == [width, width]
    assert [len(block.columns) for block in slow_blocks(sheet, 0)] == [width]
