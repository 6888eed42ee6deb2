"""Of the XML of a sheet the scan tells exactly what stands in it, whatever is unusual there."""

from __future__ import annotations

from array import array

import pytest

from kpicalc.facts.number_format import FormatMark
from kpicalc.facts.scan_sheet import Formats, SheetScan, scan_sheet
from kpicalc.facts.units import Measured, UnitMark
from kpicalc.facts.workbook import Merge, ShownFormat
from kpicalc.model.writing import Unit

MARK = FormatMark(UnitMark(Measured.MONEY, factor=Unit.THOUSAND), scaled=True)
LOOKS = Formats(
    percents=frozenset({1, 2}), shapes={3: "000", 4: "000"}, days=frozenset({9}), units={2: ("0,%", MARK)}
)
STYLED = b'<row r="%d"><c r="A%d" s="%d"><v>1</v></c><c r="AB%d" s="%d"><v>1</v></c></row>'


def put_in(rows: bytes, behind: bytes = b"") -> bytes:
    return b"<worksheet><sheetData>" + rows + b"</sheetData>" + behind + b"</worksheet>"


def styles(*numbers: tuple[int, int]) -> bytes:
    """Make rows with two cells of some styles."""
    rows = enumerate(numbers, start=1)
    return b"".join(STYLED % (row, row, first, row, second) for row, (first, second) in rows)


@pytest.mark.parametrize(
    ("xml", "scan"),
    [
        (
            put_in(styles((1, 3), (2, 4), (1, 3))),
            SheetScan(
                cells=6,
                last_row=3,
                last_column=28,
                percents={1: array("l", [1, 2, 3])},
                shapes={(28, "000"): array("l", [1, 2, 3])},
                units={1: (ShownFormat("0,%", MARK.mark, array("l", [2]), scaled=True),)},
            ),
        ),
        (
            put_in(b'<row hidden="1" outlineLevel="1"><c t="e"><v>#N/A</v></c></row>'),
            SheetScan(regular=False, errors=[(0, 0, "#N/A")]),
        ),
        (
            put_in(b'<row r="2" hidden="1" outlineLevel="2"><c r="B2"><v>1</v></c></row>'),
            SheetScan(cells=1, last_row=2, hidden=[2], levels={2: 2}),
        ),
        (
            put_in(b'<row r="1"><c r="A1" t="inlineStr"><is><t>x=\'y\'</t></is></c></row>'),
            SheetScan(cells=1, last_row=1),
        ),
        (put_in(b"<row r='1'><c r='A1'><v>1</v></c></row>"), SheetScan(regular=False)),
        (put_in(b'<row a:r="1"><c r="A1"><v>1</v></c></row>'), SheetScan(regular=False, cells=1)),
        (
            put_in(b'<row r="1"><c r="A1"><f>B1</f><v></v></c><c r="B1" t="e"><v>#REF!</v></c></row>'),
            SheetScan(cells=2, last_row=1, errors=[(1, 2, "#REF!")], uncached=[(1, 1)]),
        ),
        (
            put_in(b'<row r="1"><c r="A1" s="9"><v>-0.5</v></c></row>'),
            SheetScan(regular=False, cells=1, last_row=1),
        ),
        (
            put_in(b"", b'<mergeCells><mergeCell ref="A1:C2"/></mergeCells>'),
            SheetScan(merges=[Merge(1, 1, 2, 3)]),
        ),
    ],
)
def test_the_scan_tells_what_stands_there(xml: bytes, scan: SheetScan) -> None:
    assert scan_sheet([xml], LOOKS) == scan


@pytest.mark.parametrize(("rows", "cells", "sparse"), [(76930, 9, 0), (76931, 9, 1), (76930, 8, 1)])
def test_a_sheet_is_sparse_where_most_of_its_rectangle_is_bare(rows: int, cells: int, sparse: int) -> None:
    assert SheetScan(last_row=rows, cells=cells).sparse == sparse
