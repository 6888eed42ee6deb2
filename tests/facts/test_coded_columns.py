"""Columns of texts, flags and dates, and single cells of odd types."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from kpicalc.facts.cells import read_key
from kpicalc.facts.coded_column import read_date_cell
from kpicalc.facts.refusals import CellRefusal
from kpicalc.facts.refusals import show as show_cell
from kpicalc.facts.workbook import Broken, Percent, Raw
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.kind import Kind
from kpicalc.model.writing import NumberFormats, Writing
from tests.facts.builders import codes, receipt, show
from tests.facts.one_column import from_csv, from_xlsx, read

# A spreadsheet has no time zones.
MIDNIGHT = datetime(2026, 3, 31)  # noqa: DTZ001 - as above
NOON = datetime(2026, 3, 31, 12, 0)  # noqa: DTZ001 - as above
TRUTHS = (True, False)


def test_texts_that_became_numbers_are_counted(tmp_path: Path) -> None:
    checked = from_xlsx(tmp_path, Kind.MONEY, 5, "6", "7,50 руб.")
    assert checked.value is not None
    assert receipt(checked.value).columns[0].from_text == 2
    checked = from_csv(tmp_path, Kind.MONEY, "6", "7,50 руб.")
    assert checked.value is not None
    assert receipt(checked.value).columns[0].from_text == 1
    checked = from_xlsx(tmp_path, Kind.MONEY, "5", "6")
    assert checked.value is not None
    assert receipt(checked.value).columns[0].from_text == 2


def test_formats_that_show_something_else(tmp_path: Path) -> None:
    """A yes that is shown as a no, a day in whose place words stand; what is stored may be meant."""
    flags = ('"да";"да"', '"да";;"нет"', '"нет"', '[=0]"нет";[=1]"да"', '"сдано";;"не сдано"', '[=1]"нет"')
    cells = (0, 0, 1, 1, 0, 1)
    seen = from_xlsx(tmp_path, Kind.FLAG, *cells, formats=flags)
    assert read(seen) == [["KPI525"], False, ["KPI525"], True, False, ["KPI525"]]
    meant = from_xlsx(
        tmp_path, Kind.FLAG, *cells, formats=flags, writing=Writing(formats=NumberFormats.STORED)
    )
    assert read(meant) == [False, False, True, True, False, True]
    days = from_xlsx(tmp_path, Kind.DATE, 46100, 46100, 46100, formats=('"скоро"', "dd.mm.yyyy", '[=0]"";0'))
    assert read(days) == [["KPI525"], date(2026, 3, 19), date(2026, 3, 19)]
    zeros = from_xlsx(tmp_path, Kind.MONEY, 0, 0, 0, formats=('0;0;"5000"', '0;0;"-"', '0;-0;"5000"'))
    assert read(zeros) == [["KPI525"], 0, ["KPI525"]]


def test_flags(tmp_path: Path) -> None:
    checked = from_csv(
        tmp_path, Kind.FLAG, "да", "НЕТ", "+", "-", "1", "0", "yes", "False", "x", "", "#N/A", "—"
    )
    expected = [
        True,
        False,
        True,
        False,
        True,
        False,
        True,
        False,
        ["KPI438"],
        ["KPI451"],
        ["KPI433"],
        ["KPI451"],
    ]
    assert read(checked) == expected
    typed = from_xlsx(tmp_path, Kind.FLAG, *TRUTHS, 1, 0, 2, "=1>0", date(2026, 3, 1))
    assert read(typed) == [True, False, True, False, ["KPI438"], ["KPI434"], ["KPI438"]]
    assert read(from_xlsx(tmp_path, Kind.FLAG, *TRUTHS)) == [True, False]
    long = from_csv(tmp_path, Kind.FLAG, *["да", "нет"] * BLOCK_ROWS, "нет", "true")
    assert read(long) == [True, False] * BLOCK_ROWS + [False, True]


def test_texts(tmp_path: Path) -> None:
    cells = (" Альфа ", "нет", 12, 1.5, True, date(2026, 3, 1), "=A1", "", "н/д", "#ЗНАЧ!")
    expected = [
        "Альфа",
        "нет",
        "12",
        "1.5",
        ["KPI444"],
        ["KPI444"],
        ["KPI434"],
        ["KPI451"],
        ["KPI451"],
        ["KPI433"],
    ]
    assert read(from_xlsx(tmp_path, Kind.TEXT, *cells)) == expected


def test_dates(tmp_path: Path) -> None:
    checked = from_csv(
        tmp_path,
        Kind.DATE,
        "2026-03-31",
        "31.03.2026",
        "1.3.2026 г.",
        "31.02.2026",
        "02/03/2021",
        "",
        "#N/A",
        "x",
    )
    day = date(2026, 3, 31)
    refused = [["KPI440"], ["KPI494"], ["KPI451"], ["KPI433"], ["KPI439"]]
    assert read(checked) == [day, day, date(2026, 3, 1), *refused]
    cells = (day, MIDNIGHT, NOON, time(1, 0), timedelta(hours=30), True, "=1")
    typed = from_xlsx(tmp_path, Kind.DATE, *cells)
    assert read(typed) == [day, day, ["KPI497"], ["KPI439"], ["KPI439"], ["KPI439"], ["KPI434"]]


def test_bare_serial_numbers_are_dates_when_plausible_and_said(tmp_path: Path) -> None:
    checked = from_xlsx(tmp_path, Kind.DATE, 46112, 60, 46112.5)
    assert read(checked) == [date(2026, 3, 31), ["KPI439"], ["KPI497"]]
    assert codes(checked.diagnostics) == ["KPI439", "KPI497", "KPI453"]


def test_dates_must_lie_in_the_period_when_asked(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.DATE, "31.03.2026", "01.04.2026", in_period=True)
    assert read(checked) == [date(2026, 3, 31), ["KPI443"]]
    assert "2026-04-01 вне периода 2026-03-01 … 2026-03-31 (x, 101)" in show(checked.diagnostics)


def test_blank_texts_may_be_allowed_or_replaced(tmp_path: Path) -> None:
    assert read(from_csv(tmp_path, Kind.TEXT, "a", "", optional=True)) == ["a", ["KPI450"]]
    checked = from_csv(tmp_path, Kind.FLAG, "да", "", fallback=False)
    assert (read(checked), codes(checked.diagnostics)) == ([True, False], ["KPI454"])


def test_very_many_different_texts_do_not_pile_up(tmp_path: Path) -> None:
    size = 70 * BLOCK_ROWS
    assert (
        read(from_csv(tmp_path, Kind.TEXT, *[f"t{number}" for number in range(size)]))[-1] == f"t{size - 1}"
    )


def test_every_cell_is_shown_as_people_know_it() -> None:
    shown = [show_cell(each) for each in ("x", Broken("#REF!"), True, Percent(0.5), 1.5, date(2026, 3, 1))]
    assert shown == ["x", "#REF!", "TRUE", "50%", "1.5", "2026-03-01"]


def test_keys_of_odd_types_are_refused() -> None:
    cells: list[Raw] = [Broken("#REF!"), date(2026, 3, 1), Percent(0.5), float("inf"), "", "#Н/Д"]
    found = [read_key(each) for each in cells]
    assert [each.code if isinstance(each, CellRefusal) else each for each in found] == [
        "KPI433",
        "KPI446",
        "KPI446",
        "KPI446",
        "missing",
        "KPI433",
    ]
    assert (read_key(-5), read_key(7.0), isinstance(read_date_cell(Percent(0.5)), CellRefusal)) == (
        "-5",
        "7",
        True,
    )


def test_a_flag_column_of_numbers_in_percent_format_is_refused(tmp_path: Path) -> None:
    assert read(from_xlsx(tmp_path, Kind.FLAG, 1, formats=("0%",))) == [["KPI438"]]
    assert read(from_xlsx(tmp_path, Kind.DATE, 0.5, formats=("0%",))) == [["KPI439"]]
    assert read(from_xlsx(tmp_path, Kind.TEXT, 0.5, formats=("0%",))) == [["KPI444"]]
