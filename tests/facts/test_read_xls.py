"""Workbooks of Excel 97: nothing that a cell shows is lost, and what is no workbook is refused."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.workbook import Broken, Merge, Percent, Shown, ShownFormat
from tests.facts.builders import codes, open_files
from tests.facts.old_workbook import old_workbook


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the place of a workbook with all that cells can hold."""
    made = tmp_path_factory.mktemp("old") / "march.xls"
    made.write_bytes(old_workbook())
    return made


def test_cells_are_what_they_show(path: Path) -> None:
    sheet = open_files(path).sheets[0]
    days = timedelta(hours=176, minutes=30)

    assert [tuple(row[:8]) for row in sheet.head[1:]] == [
        (7, "Иванов", 1000, 0.5, date(2026, 3, 2), days, True, time(8, 15)),
        (8, "Петров", Broken("#DIV/0!"), 0.9, "", "", False, time(20)),
        (9, "Орлов", 12000, 1.1, date(2025, 1, 9), timedelta(hours=8), True, ""),
    ]
    number, share = sheet.head[1][0], sheet.head[1][3]
    assert (isinstance(number, Shown) and number.text, type(share)) == ("0007", Percent)


def test_formats_with_units_are_told_by_column(path: Path) -> None:
    (shown,) = open_files(path).sheets[0].formats.values()

    assert [(each.text, list(each.rows), each.scaled) for each in shown] == [
        ("[$$-409]#,##0.00", [2], False),
        ("#,##0,", [4], True),
    ]
    assert [type(each) for each in shown] == [ShownFormat, ShownFormat]


def test_hidden_rows_levels_and_merges(path: Path) -> None:
    first, second = open_files(path).sheets

    assert (first.hidden_rows, first.levels, first.merges) == ((4,), {3: 1}, (Merge(1, 10, 2, 11),))
    assert ([first.hidden, second.hidden], first.hides_errors) == ([False, True], False)


def test_rows_below_a_row(path: Path) -> None:
    (block,) = open_files(path).sheets[0].read_after(2)

    assert (list(block.numbers), block.columns[1]) == ([3, 4], ("Петров", "Орлов"))


@pytest.mark.parametrize("at", [0x200, 0x400, 0x600, 0x900, 0xC00])
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, at: int) -> None:
    content = bytearray(old_workbook())
    content[at : at + 64] = bytes(64)
    broken = tmp_path / "march.xls"
    broken.write_bytes(content)

    assert codes(read_workbook((broken,)).diagnostics) in ([], ["KPI403"])


def test_one_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    cut = tmp_path / "march.xls"
    cut.write_bytes(old_workbook()[:2048] + "Workbook".encode("utf-16-le"))

    assert codes(read_workbook((cut,)).diagnostics) == ["KPI403"]
