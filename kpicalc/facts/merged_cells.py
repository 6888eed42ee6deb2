"""Refuse merged cells over keys, links or inputs: only their first cell holds the value."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.facts.sheet_draft import Reading
from kpicalc.facts.workbook import Merge
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.source import column_letters


def find_merged_data(reading: Reading) -> list[Diagnostic]:
    """Report areas that reach down over several rows of data in a column that is read."""
    return [
        _merged(reading, each)
        for each in _over_data(reading)
        if each.bottom > max(each.top, reading.header.row)
    ]


def find_merged_rows(reading: Reading, kept: Sequence[int]) -> list[Diagnostic]:
    """Report areas inside one row that is read; in rows of totals and footers they do no harm."""
    flat = [each for each in _over_data(reading) if each.top == each.bottom]
    rows = set(kept) if flat else set()
    return [_merged(reading, each) for each in flat if each.top in rows]


def _over_data(reading: Reading) -> list[Merge]:
    columns = {reading.key_column, reading.link_column, *reading.input_columns} - {0}
    return [
        each
        for each in reading.sheet.merges
        if each.bottom > reading.header.row and any(each.left <= column <= each.right for column in columns)
    ]


def _merged(reading: Reading, merge: Merge) -> Diagnostic:
    area = f"{column_letters(merge.left)}{merge.top}:{column_letters(merge.right)}{merge.bottom}"
    return error("KPI425", reading.sheet.cell(merge.top, merge.left), area=area)
