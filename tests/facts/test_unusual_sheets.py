"""Sheets that no spreadsheet program writes: places twice, out of order, unusual beside usual."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.workbook import Broken
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    edit_member,
    money,
    open_files,
    places,
    program,
    receipt,
    show,
    values,
    write_xlsx,
)
from tests.facts.test_read_xlsx import messy, raw, slow_sheets

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["ФИО", "План"], ["Иванов", 10], ["Петров", 20.5]]
PLAN = program(column("План"))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b"</row></sheetData>", b'<c r="B3"><v>7</v></c></row></sheetData>', "Март!B3"),
        (b"</row></sheetData>", b'<c r="C3"/><c r="C3"/></row></sheetData>', "Март!C3"),
        (b"</sheetData>", b'<row r="3"><c r="D3"><v>7</v></c></row></sheetData>', "Март!3"),
        (b"</sheetData>", b'<row r="2"><c r="D2"><v>7</v></c></row></sheetData>', "Март!2"),
        (b'<c r="B3"', b'<c r="A3"', "Март!A3"),
        (b'<row r="3"', b'<row r="2"', "Март!2"),
        (b'<c r="B3"', b'<c/><c r="B3"', "Март!B3"),
    ],
)
def test_a_place_that_stands_twice_is_named(tmp_path: Path, old: bytes, new: bytes, place: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS, "Второй": [["x"]]})
    edit_member(path, SHEET, lambda xml: xml.replace(old, new))
    problems = read_workbook((path,)).diagnostics
    assert (codes(problems), places(problems)) == (["KPI527"], [f"a.xlsx!{place}"])
    assert len(show(problems)) == 1


def test_a_cell_in_another_row_is_damage(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    edit_member(path, SHEET, lambda xml: xml.replace(b'<c r="B3"', b'<c r="B4"'))
    assert codes(read_workbook((path,)).diagnostics) == ["KPI403"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"main", b"other"),
        (b'<c r="B3" t="n"><v>20.5', b'<c r="B3"><v>2_0'),
        (b'<c r="B3" t="n"><v>20.5', b'<c r="B3" t="s"><v>-1'),
        (b'<c r="B3" t="n"', b'<c r="B3" t="x"'),
        (b'<c r="A3" t="inlineStr"', b'<c r="A3" t="n"'),
    ],
)
def test_what_the_slow_reader_would_misread_is_damage(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    edit_member(path, SHEET, lambda xml: xml.replace(old, new).replace(b'<row r="2"', b"<row"))
    assert codes(read_workbook((path,)).diagnostics) == ["KPI403"]


@pytest.mark.parametrize(
    ("number", "reader", "shown"),
    [
        (b"9", "openpyxl", ("percent", 20.5)),
        (b"21", "openpyxl", datetime(1900, 1, 20, 12)),  # noqa: DTZ001 - a spreadsheet has no time zones
        (b"46", "openpyxl", timedelta(hours=492)),
        (b"2", "calamine", 20.5),
    ],
)
def test_a_cell_without_a_style_has_the_first_one(
    tmp_path: Path, number: bytes, reader: str, shown: object
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    styles = b'<cellXfs><xf numFmtId="' + number + b'" />'
    edit_member(path, "xl/styles.xml", lambda xml: re.sub(rb"<cellXfs[^>]*><xf[^>]*/>", styles, xml))
    sheet = open_files(path).sheets[0]
    assert (sheet.reader, raw(sheet)[3]) == (reader, ["Петров", shown])
    assert raw(slow_sheets(path)[0]) == raw(sheet)


@pytest.mark.parametrize(
    ("code", "reader", "shown"),
    [
        ("[H]:MM", "calamine", timedelta(hours=30)),
        ("[Red][h]:mm", "calamine", timedelta(hours=30)),
        ("d [h]:mm", "openpyxl", timedelta(hours=30)),
        ("*d0", "openpyxl", 1.25),
        ('0.00"d"', "calamine", 1.25),
        ("General\\d", "calamine", 1.25),
        ("_-* #,##0.00_d", "calamine", 1.25),
        ("h:mm A/P", "openpyxl", datetime(1900, 1, 1, 6)),  # noqa: DTZ001 - as above
        ("[Blue]h:mm AM/PM", "calamine", datetime(1900, 1, 1, 6)),  # noqa: DTZ001 - as above
    ],
)
def test_both_readers_know_days_lengths_of_time_and_numbers(
    tmp_path: Path, code: str, reader: str, shown: object
) -> None:
    def timed(sheet: Worksheet) -> None:
        sheet["B2"], sheet["B2"].number_format = 1.25, code

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}, timed)
    sheet = open_files(path).sheets[0]
    assert (sheet.reader, raw(sheet)[2][1]) == (reader, shown)
    assert raw(slow_sheets(path)[0]) == raw(sheet)


def test_a_format_without_a_number_belongs_to_no_style(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    formats = b'<numFmts><numFmt formatCode="yyyy"/></numFmts><fonts'
    edit_member(path, "xl/styles.xml", lambda xml: xml.replace(b"<fonts", formats, 1))
    assert raw(slow_sheets(path)[0]) == raw(open_files(path).sheets[0]) == dict(enumerate(ROWS, start=1))


def test_a_cell_with_a_small_letter_in_its_address_keeps_its_format(tmp_path: Path) -> None:
    def shared(sheet: Worksheet) -> None:
        sheet["B2"], sheet["B2"].number_format = 0.125, "0%"

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}, shared)
    edit_member(path, SHEET, lambda xml: xml.replace(b'r="B2"', b'r="b2"'))
    sheet = open_files(path).sheets[0]
    assert (sheet.reader, raw(sheet)[2]) == ("openpyxl", ["Иванов", ("percent", 0.125)])


def test_rows_out_of_order_are_put_in_order(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    edit_member(path, SHEET, lambda xml: re.sub(rb'(<row r="2".*?</row>)(<row.*</row>)', rb"\2\1", xml))
    facts = bound(PLAN, path)
    assert (values(facts, "План"), receipt(facts).reader) == (money("10", "20.5"), "openpyxl")


def test_an_unusual_sheet_leaves_the_others_to_the_fast_reader(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS, "Второй": [["x"], [1]]})
    edit_member(path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace(b'<row r="2"', b"<row"))
    assert [each.reader for each in open_files(path).sheets] == ["calamine", "openpyxl"]


def test_two_sheets_of_one_name_are_damage(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS, "План": ROWS})
    edit_member(path, "xl/workbook.xml", lambda xml: xml.replace("План".encode(), "Март".encode()))
    assert codes(read_workbook((path,)).diagnostics) == ["KPI403"]


def test_a_sheet_saved_as_strict_is_read_by_both(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}, messy)
    usual = raw(open_files(path).sheets[0])
    names = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    edit_member(path, SHEET, lambda xml: xml.replace(*names))
    assert [raw(open_files(path).sheets[0]), raw(slow_sheets(path)[0])] == [usual, usual]


def test_a_reader_that_gives_up_like_a_crash_leaves_the_file_to_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import python_calamine  # noqa: PLC0415 - only to be broken

    panic = type("PanicException", (BaseException,), {})

    def give_up(_: object) -> None:
        raise panic

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", SimpleNamespace(from_filelike=give_up))
    facts = bound(PLAN, path)
    assert (values(facts, "План"), receipt(facts).reader) == (money("10", "20.5"), "openpyxl")
    panic.__name__ = "KeyboardInterrupt"
    with pytest.raises(panic):
        read_workbook((path,))


@pytest.mark.parametrize("serial", [2_958_466, 3_000_000.5, 1e12])
@pytest.mark.parametrize("code", ["dd.mm.yyyy", "mm-dd-yy", "h:mm", '[$-419]d mmmm yyyy" г.";@'])
def test_a_day_behind_the_last_year_is_an_error_at_its_cell(tmp_path: Path, serial: float, code: str) -> None:
    def far(sheet: Worksheet) -> None:
        sheet["B2"], sheet["B2"].number_format = serial, code

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}, far)
    (sheet,) = open_files(path).sheets
    assert sheet.head[1][1] == Broken("#####")
    problems = bind(PLAN, path).diagnostics
    assert (codes(problems), places(problems)) == (["KPI433"], ["a.xlsx!Март!B2"])


@pytest.mark.parametrize("code", ["[h]:mm", "[ss]", "[mm]:ss", "[h]:mm;@", "h:mm", "dd.mm.yyyy"])
@pytest.mark.parametrize("number", [1e9, -1e9, 1e12, -1e12, 1e300])
def test_a_length_of_time_without_end_is_an_error_at_its_cell(
    tmp_path: Path, code: str, number: float
) -> None:
    def shown_as_time(sheet: Worksheet) -> None:
        sheet["B3"] = number
        sheet["B3"].number_format = code

    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}, shown_as_time))

    assert places(checked.diagnostics) == ["a.xlsx!Март!B3"]


@pytest.mark.parametrize("written", [b"inf", b"+1e12"])
def test_a_length_of_time_written_as_no_program_does_is_damage(tmp_path: Path, written: bytes) -> None:
    def shown_as_time(sheet: Worksheet) -> None:
        sheet["B3"] = 7777
        sheet["B3"].number_format = "[h]:mm"

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}, shown_as_time)
    edit_member(path, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"<v>7777<", b"<v>%b<" % written))
    assert codes(read_workbook((path,)).diagnostics) == ["KPI403"]
