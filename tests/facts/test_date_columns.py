"""Columns of dates: what their cells prove of each other, what is declared, and workbooks of two systems."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kpicalc.facts.coded_column import read_date_cell
from kpicalc.facts.refusals import CellRefusal
from kpicalc.model.kind import Kind
from kpicalc.model.writing import DayOrder, TimeOfDay, Writing
from tests.facts.builders import (
    bind,
    codes,
    column,
    edit_member,
    places,
    program,
    show,
    write_csv,
    write_xlsx,
)
from tests.facts.one_column import from_csv, from_xlsx, read

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MARCH_4, APRIL_3, MARCH_14 = date(2026, 3, 4), date(2026, 4, 3), date(2026, 3, 14)
MDY, DROP = Writing(dates=DayOrder.MDY), Writing(time=TimeOfDay.DROP)


def test_a_cell_of_one_order_settles_those_with_the_same_sign(tmp_path: Path) -> None:
    assert read(from_csv(tmp_path, Kind.DATE, "3/4/2026", "3/14/2026", "3/4/2026")) == [
        MARCH_4,
        MARCH_14,
        MARCH_4,
    ]
    assert read(from_csv(tmp_path, Kind.DATE, "3/14/2026", "3/4/2026", "3/4/2026")) == [
        MARCH_14,
        MARCH_4,
        MARCH_4,
    ]
    assert read(from_csv(tmp_path, Kind.DATE, "14/03/2026", "3/4/2026")) == [MARCH_14, APRIL_3]
    other_sign = from_csv(tmp_path, Kind.DATE, "3-14-2026", "3/4/2026", "03.04.2026")
    assert read(other_sign) == [MARCH_14, ["KPI494"], APRIL_3]
    short = from_csv(tmp_path, Kind.DATE, "3/14/2026", "3/4/26")
    assert read(short) == [MARCH_14, ["KPI494"]]


def test_nothing_settles_a_date_that_stands_alone(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.DATE, "3/4/2026", "3/3/2026")
    assert read(checked) == [["KPI494"], date(2026, 3, 3)]
    assert show(checked.diagnostics) == ["`3/4/2026` — это 2026-04-03 или 2026-03-04 (x, 100)"]


def test_two_orders_in_one_column_are_an_error(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.DATE, "14/03/2026", "3/4/2026", "3/14/2026")
    assert read(checked) == [MARCH_14, ["KPI494"], ["KPI496"]]
    assert places(checked.diagnostics) == ["a.csv!B3", "a.csv!B4"]


def test_a_settled_date_keeps_to_the_period(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.DATE, "3/4/2026", "4/3/2026", "3/14/2026", in_period=True)
    assert read(checked) == [MARCH_4, ["KPI443"], MARCH_14]


def test_what_is_declared_counts(tmp_path: Path) -> None:
    cells = ("3/4/2026", "14.03.2026", "3/4/26")
    checked = from_csv(tmp_path, Kind.DATE, *cells, writing=MDY)
    assert read(checked) == [MARCH_4, ["KPI495"], MARCH_4]
    times = ("2026-03-14T10:11:12Z", "14.03.2026 10:11")
    assert read(from_csv(tmp_path, Kind.DATE, *times)) == [["KPI497"], ["KPI497"]]
    assert read(from_csv(tmp_path, Kind.DATE, *times, writing=DROP)) == [MARCH_14, MARCH_14]
    kept = Writing(time=TimeOfDay.REFUSE)
    assert read(from_csv(tmp_path, Kind.DATE, *times, writing=kept)) == [["KPI497"], ["KPI497"]]


def test_date_cells_with_a_time(tmp_path: Path) -> None:
    cells = (datetime(2026, 3, 14, 10, 11), MARCH_14, 46095.5)  # noqa: DTZ001 - a spreadsheet has no time zones
    assert read(from_xlsx(tmp_path, Kind.DATE, *cells)) == [["KPI497"], MARCH_14, ["KPI497"]]
    assert read(from_xlsx(tmp_path, Kind.DATE, *cells, writing=DROP)) == [MARCH_14, MARCH_14, MARCH_14]


def test_days_that_a_spreadsheet_may_have_swapped(tmp_path: Path) -> None:
    checked = from_xlsx(tmp_path, Kind.DATE, APRIL_3, "14/03/2026", date(2026, 5, 5))
    assert read(checked) == [["KPI494"], MARCH_14, date(2026, 5, 5)]
    declared = Writing(dates=DayOrder.DMY)
    assert read(from_xlsx(tmp_path, Kind.DATE, APRIL_3, "14/03/2026", writing=declared)) == [
        APRIL_3,
        MARCH_14,
    ]
    surely = MARCH_14.replace(day=13)
    plain = from_xlsx(tmp_path, Kind.DATE, APRIL_3, surely, "14/03/2026")
    assert read(plain) == [APRIL_3, surely, MARCH_14]
    assert read(from_xlsx(tmp_path, Kind.DATE, APRIL_3, "14.03.2026")) == [APRIL_3, MARCH_14]


def test_a_compact_date_may_be_a_number(tmp_path: Path) -> None:
    checked = from_xlsx(tmp_path, Kind.DATE, 20260314, 20261314)
    assert read(checked) == [MARCH_14, ["KPI439"]]
    assert codes(checked.diagnostics) == ["KPI439", "KPI453"]


@pytest.mark.parametrize("number", [0, 1, 59, 60, 0.5, -1])
def test_what_stands_before_march_1900_is_no_date(tmp_path: Path, number: float) -> None:
    checked = from_xlsx(tmp_path, Kind.DATE, number, formats=("dd.mm.yyyy",))
    assert read(checked) == [["KPI439"]]
    assert read(from_xlsx(tmp_path, Kind.DATE, 61, formats=("dd.mm.yyyy",))) == [date(1900, 3, 1)]


def in_1904(tmp_path: Path, *cells: object, slow: bool) -> Any:
    """Bind a workbook that counts from 1904, read by either reader."""

    def change(sheet: Worksheet) -> None:
        sheet.parent.epoch = datetime(1904, 1, 1)  # type: ignore[union-attr]  # noqa: DTZ001 - as above

    rows = [["Таб. №", "x"], *[[f"k{number}", cell] for number, cell in enumerate(cells)]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, change)
    if slow:
        edit_member(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<row r="2"', b"<row"))
    return read(bind(program(column("x", Kind.DATE)), path))


@pytest.mark.parametrize("slow", [False, True])
def test_a_workbook_that_counts_from_1904(tmp_path: Path, *, slow: bool) -> None:
    day = date(2020, 3, 15)
    assert in_1904(tmp_path, day, 42443, slow=slow) == [day, day]
    # Days of 1989 and 2100.
    assert in_1904(tmp_path, 31400, 71700, slow=slow) == [["KPI439"], ["KPI439"]]


def test_a_bare_number_is_no_date_where_the_system_is_not_known() -> None:
    found = read_date_cell(46095.0, day_zero=None)
    assert isinstance(found, CellRefusal)
    assert found.code == "KPI439"


def test_errors_and_blanks_are_told_from_dates(tmp_path: Path) -> None:
    lines = ("Таб. №;x", "1;нет", "2;#N/A", "3; - ")
    checked = bind(program(column("x", Kind.DATE, optional=True)), write_csv(tmp_path / "a.csv", *lines))
    assert read(checked) == [["KPI450"], ["KPI433"], ["KPI450"]]


@pytest.mark.parametrize("cell", ["05.03.2569", "2569-03-05", date(2569, 3, 5), "5 March 2569", "31.12.2569"])
def test_a_year_of_another_calendar_is_not_read(tmp_path: Path, cell: object) -> None:
    assert read(from_xlsx(tmp_path, Kind.DATE, cell, "31.12.9999")) == [["KPI439"], date(9999, 12, 31)]
