"""Hours as clocks write them: what is read in sixtieths, and what may be a number as well."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpicalc.facts.hours import read_clock
from kpicalc.facts.refusals import CellRefusal
from kpicalc.model.kind import Kind
from kpicalc.model.writing import HoursForm, Writing
from tests.facts.builders import (
    bind,
    codes,
    column,
    grain,
    money,
    program,
    receipt,
    show,
    write_csv,
    write_xlsx,
)
from tests.facts.one_column import from_csv, from_xlsx, read

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CLOCK, DIGITS, DECIMAL = (Writing(hours=each) for each in HoursForm)
THIRD = Decimal(25) / 3


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("176:30", "176.5"),
        ("8:15", "8.25"),
        ("08:15", "8.25"),
        (" 8:15:00 ", "8.25"),
        ("0:00:36", "0.01"),
        ("24:00", "24"),
        ("-1:30", "-1.5"),
        ("\u22120:30", "-0.5"),
        ("8h 15m", "8.25"),
        ("8 ч 15 мин.", "8.25"),
        ("8ч", "8"),
        ("45 минут", "0.75"),
        ("8 hours 15 minutes", "8.25"),
        ("90 min", "1.5"),
        ("8h30", "8.5"),
        ("8 ч 30", "8.5"),
        ("-8:30 ч.", "-8.5"),
    ],
)
def test_what_can_only_be_hours_and_minutes(text: str, hours: str) -> None:
    assert read_clock(text, None) == Decimal(hours)
    assert read_clock(text, HoursForm.DECIMAL) == Decimal(hours)
    assert read_clock(text, HoursForm.CLOCK) == Decimal(hours)


@pytest.mark.parametrize(
    "text", ["", "8", "8.30", "8:75", "8:5", "8:15:75", "1:2:3:4", ":30", "x", "15 шт", "-"]
)
def test_what_is_left_to_the_reader_of_numbers(text: str) -> None:
    assert read_clock(text, None) is None


@pytest.mark.parametrize(
    ("cell", "hours"), [("8.30", "8.5"), ("8,05", None), ("-8.30", "-8.5"), (8.3, "8.5"), (7.03, "7.05")]
)
def test_minutes_behind_a_point_where_it_is_declared(cell: str | float, hours: str | None) -> None:
    expected = Decimal(hours) if hours else Decimal(485) / 60
    found = read_clock(cell, HoursForm.CLOCK)
    assert isinstance(found, Decimal)
    assert round(found, 20) == round(expected, 20)


@pytest.mark.parametrize("cell", ["8.75", "8.3", "8,125", 8.75, 8.125])
def test_what_contradicts_the_minutes_is_refused(cell: str | float) -> None:
    found = read_clock(cell, HoursForm.CLOCK)
    assert isinstance(found, CellRefusal)
    assert found.code == "KPI498"


def test_numbers_among_clocks_are_doubtful(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.HOURS, "7:45", "8.30", "8", "8.75", "0.3125", "7.5", "7.125")
    refused = ["KPI498"]
    assert read(checked) == [*money("7.75"), refused, *money("8", "8.75"), refused, refused, *money("7.125")]
    assert show(checked.diagnostics)[0] == "`8.30` — это 8:18 или 8:30 (x, 101)"
    assert show(checked.diagnostics)[1] == "`0.3125` — это 0:19 или 7:30 (x, 104)"
    assert read(from_csv(tmp_path, Kind.HOURS, "7:45", "8.30", writing=DECIMAL)) == money("7.75", "8.3")
    assert read(from_csv(tmp_path, Kind.HOURS, "7:45", "8.30", "8", writing=CLOCK)) == money(
        "7.75", "8.5", "8"
    )
    assert read(from_csv(tmp_path, Kind.HOURS, "8.30", "8")) == money("8.30", "8")


@pytest.mark.parametrize(
    ("cell", "bare", "clock", "decimal"),
    [
        ("0830", ["KPI498"], "8.5", "830"),
        ("1730", ["KPI498"], ["KPI498"], "1730"),
        ("0875", ["KPI610"], ["KPI610"], "875"),
    ],
)
def test_hours_and_minutes_without_a_colon(
    tmp_path: Path, cell: str, bare: object, clock: object, decimal: object
) -> None:
    shown = [
        str(read(from_csv(tmp_path, Kind.HOURS, cell, writing=each))[0])
        for each in (Writing(), CLOCK, DECIMAL)
    ]
    assert shown == [str(bare), str(clock), str(decimal)]


ASKED = ["KPI498"]
BEYOND = ["KPI620"]
OF_MARCH = Decimal(744)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1730", "1815"), [ASKED, ASKED]),
        (("730", "815", "0"), [ASKED, ASKED, Decimal(0)]),
        (("168", "176", "1730"), [*money("168", "176"), BEYOND]),
        (("168", "10560"), [*money("168"), BEYOND]),
        (("176", "744"), money("176", "744")),
        (("1973", "1973"), [BEYOND, BEYOND]),
        (("15130", "17600"), [ASKED, ASKED]),
        (("300", "330", "345", "120"), money("300", "330", "345", "120")),
        (("168.5", "1730"), [*money("168.5"), BEYOND]),
        (("743", "141"), [ASKED, *money("141")]),
        (("168", "730", "176", "680"), [*money("168"), ASKED, *money("176", "680")]),
        (("743", *["141"] * 9), [ASKED, *money(*["141"] * 9)]),
    ],
)
def test_more_hours_than_there_are(tmp_path: Path, cells: tuple[str, ...], expected: list[object]) -> None:
    numbers = [float(each) for each in cells]
    assert read(from_csv(tmp_path, Kind.HOURS, *cells, available=OF_MARCH)) == expected
    assert read(from_xlsx(tmp_path, Kind.HOURS, *numbers, available=OF_MARCH)) == expected
    plain = [Decimal(each) for each in cells]
    assert read(from_xlsx(tmp_path, Kind.HOURS, *numbers, writing=DECIMAL)) == plain
    assert read(from_csv(tmp_path, Kind.HOURS, *cells, maximum=Decimal(20_000))) == plain


def test_more_days_than_there_are_and_more_hours_than_a_day_has(tmp_path: Path) -> None:
    for kind, available, most in ((Kind.DAYS, 31, "31"), (Kind.HOURS, 24, "24")):
        cells = (most, "40", "0")
        expected = [*money(most), BEYOND, *money("0")]
        assert read(from_csv(tmp_path, kind, *cells, available=Decimal(available))) == expected
        assert read(from_xlsx(tmp_path, kind, *map(float, cells), available=Decimal(available))) == expected


def test_parts_of_a_day_whose_format_was_lost(tmp_path: Path) -> None:
    """8:00 and 7:30 stand there as numbers: of all of them below 1 it is asked, where one has many digits."""
    # 8:00:30 is a time of day, too.
    for days in ((1 / 3, 0.3125), (0.33368055555555554, 0.25)):
        assert read(from_xlsx(tmp_path, Kind.HOURS, *days)) == [ASKED, ASKED]
    assert read(from_xlsx(tmp_path, Kind.HOURS, 0.00001)) == money("0.00001")
    assert read(from_xlsx(tmp_path, Kind.HOURS, 0.3125, 1.0)) == money("0.3125", "1")
    assert read(from_xlsx(tmp_path, Kind.HOURS, 0.25, 0.5)) == money("0.25", "0.5")
    assert read(from_xlsx(tmp_path, Kind.HOURS, 0.3125, writing=DECIMAL)) == money("0.3125")


def test_among_shifts_none_is_longer_than_a_day(tmp_path: Path) -> None:
    """Under a sheet of people stands another of their shifts; hours of projects may be more than a day."""
    shifts = grain("shifts", "employees", sheet="Смены")
    wanted = program(column("x", Kind.HOURS, "shifts"), grains=(shifts,))

    def told(*hours: float) -> list[str]:
        rows = [["Таб. №", "x"], *[["1", each] for each in hours]]
        return codes(bind(wanted, write_xlsx(tmp_path / "a.xlsx", {"М": PEOPLE, "Смены": rows})).diagnostics)

    assert told(8, 7.5, 730, 8) == ASKED
    assert told(8, 120, 30, 145) == told(8, 7.5, 680) == told(8, 744) == []
    assert told(8, 745) == ["KPI620"]


PEOPLE = [["Таб. №", "ФИО", "План"], ["1", "Петров П. П.", 5]]


def test_hours_and_minutes_declared_without_a_colon(tmp_path: Path) -> None:
    cells = ("1730", "830", "0045", "17630", "17:30", "0", "-0115")
    hours = money("17.5", "8.5", "0.75", "176.5", "17.5", "0", "-1.25")
    assert read(from_csv(tmp_path, Kind.HOURS, *cells, writing=DIGITS)) == hours
    assert read(from_xlsx(tmp_path, Kind.HOURS, 1730.0, 830.0, "0045", writing=DIGITS)) == hours[:3]
    doubtful = ("8", "45", "875", "8.5", "8,30")
    asked = from_csv(tmp_path, Kind.HOURS, *doubtful, writing=DIGITS)
    assert read(asked) == [ASKED] * 5
    assert show(asked.diagnostics)[::2] == [
        "`8` — это 8:00 или 0:08 (x, 100)",
        "`875` — это 875:00 или 8:75 (x, 102)",
        "`8,30` — это 8:18 или 8:30 (x, 104)",
    ]


def test_a_number_that_its_format_shows_as_hours(tmp_path: Path) -> None:
    formats = ("0000", "00\\:00")
    assert read(from_xlsx(tmp_path, Kind.HOURS, 830, 830, formats=formats)) == [["KPI498"], Decimal("8.5")]


def test_only_hours_are_read_as_clocks(tmp_path: Path) -> None:
    assert read(from_csv(tmp_path, Kind.DAYS, "8:15")) == [["KPI430"]]


CELLS = (
    (176.5 / 24, "[h]:mm", "176.5"),
    (8.25 / 24, "h:mm", "8.25"),
    (25 / 72, "h:mm:ss", None),
    (8.5, "0.00", "8.5"),
    (36 / 86400, "[h]:mm:ss", "0.01"),
    (-0.25, "[h]:mm", "-6"),
    (9 / 24, "[$-419]h:mm;@", "9"),
)


@pytest.mark.parametrize("slow", [False, True])
def test_cells_of_time(tmp_path: Path, *, slow: bool) -> None:
    def change(sheet: Worksheet) -> None:
        for row, (_, code, _) in enumerate(CELLS, start=2):
            sheet.cell(row, 2).number_format = code
        if slow:
            sheet.cell(1, 3).value = -0.25
            sheet.cell(1, 3).number_format = "h:mm"

    rows = [["Таб. №", "x"], *[[f"k{at}", value] for at, (value, _, _) in enumerate(CELLS)]]
    checked = bind(
        program(column("x", Kind.HOURS, writing=DECIMAL)),
        write_xlsx(tmp_path / "a.xlsx", {"М": rows}, change),
    )
    assert checked.value is not None
    assert receipt(checked.value).reader == ("openpyxl" if slow else "calamine")
    expected = [THIRD if hours is None else Decimal(hours) for _, _, hours in CELLS]
    found = read(checked)
    assert [round(each, 20) for each in found if isinstance(each, Decimal)] == [
        round(each, 20) for each in expected
    ]


def test_a_cell_that_shows_less_than_it_holds(tmp_path: Path) -> None:
    checked = from_xlsx(tmp_path, Kind.HOURS, 176.5 / 24, 1.0, formats=("h:mm", "h:mm"))
    assert read(checked) == [["KPI498"], ["KPI498"]]
    assert show(checked.diagnostics)[0] == "`8:30` — это 8:30 или 176:30 (x, k0)"
    full = from_xlsx(tmp_path, Kind.HOURS, 176.5 / 24, 1.0, formats=("h:mm", "h:mm"), writing=CLOCK)
    assert read(full) == money("176.5", "24")
    assert read(from_xlsx(tmp_path, Kind.HOURS, 46112.5, formats=("dd.mm.yyyy",))) == [["KPI432"]]


def test_a_time_below_zero_is_no_time_of_day(tmp_path: Path) -> None:
    assert read(from_xlsx(tmp_path, Kind.HOURS, -0.25, formats=("h:mm",))) == [["KPI432"]]


def test_sums_of_sixtieths_are_whole_again(tmp_path: Path) -> None:
    lines = ("Таб. №;x", "1;8:20", "2;8:20", "3;8:20", "Итого;25:00")
    facts = bind(program(column("x", Kind.HOURS)), write_csv(tmp_path / "a.csv", *lines))
    assert facts.value is not None
    assert (facts.diagnostics, receipt(facts.value).columns[0].total) == ((), Decimal(25))
    other = ("Таб. №;x", "1;8:20", "Итого;8:25")
    assert codes(
        bind(program(column("x", Kind.HOURS)), write_csv(tmp_path / "b.csv", *other)).diagnostics
    ) == ["KPI427"]


@pytest.mark.parametrize("cell", ["800:00", "744:01", "800 ч", "800 ч 30 мин", "2026"])
def test_more_hours_than_there_are_however_they_are_written(tmp_path: Path, cell: str) -> None:
    found = read(from_csv(tmp_path, Kind.HOURS, "176:30", cell, "744:00", available=OF_MARCH))

    assert found == [*money("176.5"), BEYOND, *money("744")]
