"""Workbooks: what only the scan of the XML tells, and both readers held equal."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpicalc.facts.archive import open_archive
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.preflight import find_formats, inspect_workbook
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.read_xlsx import read_all_slowly
from kpicalc.facts.scan_sheet import Formats, SheetScan, scan_sheet
from kpicalc.facts.workbook import Broken, Merge, Percent, Sheet, Workbook
from kpicalc.model.diagnostic import Checked
from kpicalc.model.facts import BLOCK_ROWS, Facts
from kpicalc.model.kind import Kind
from kpicalc.model.program import Program
from tests.facts.builders import (
    bound,
    codes,
    column,
    edit_member,
    money,
    open_files,
    program,
    receipt,
    values,
    write_xlsx,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["ФИО", "План"], ["Иванов", 10], ["Петров", 20.5]]
PLAN = program(column("План"))


def slow_sheets(path: Path) -> tuple[Sheet, ...]:
    """Read a workbook through openpyxl, whatever it is."""
    archive = open_archive(path, str(path)).value
    assert archive is not None
    flight = inspect_workbook(archive, str(path)).value
    assert flight is not None
    sheets = read_all_slowly(flight, str(path))
    assert sheets.value is not None
    return sheets.value


def raw(sheet: Sheet) -> dict[int, list[object]]:
    """Return the non-blank rows of a sheet, with both spellings of a date made one."""
    rows: dict[int, list[object]] = {}
    for block in sheet.read_after(0):
        for offset, number in enumerate(block.numbers):
            shown = [_same(cell) for cell in block.row(offset)]
            while shown and shown[-1] == "":
                shown.pop()
            if shown:
                rows[number] = shown
    return rows


def _same(cell: object) -> object:
    if isinstance(cell, Percent):
        return ("percent", float(cell))
    if isinstance(cell, Broken):
        return ("broken", "" if cell.uncached else cell.text)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    return cell


def messy(sheet: Worksheet) -> None:
    """Put into a sheet whatever people put into sheets."""
    sheet["C2"] = "=B2*2"
    sheet["C3"] = "#N/A"
    sheet["C3"].data_type = "e"
    sheet["D2"], sheet["D2"].number_format = 0.5, "0.00%"
    sheet["D3"], sheet["D3"].number_format = 0.5, '0.00"%"'
    sheet["E2"] = date(2026, 3, 31)
    sheet["E3"] = datetime(2026, 3, 31, 12, 30)  # noqa: DTZ001 - a spreadsheet has no time zones
    sheet["F2"], sheet["F3"] = True, time(8, 30)
    sheet["G2"], sheet["G3"] = "  пробелы ", "строка\nвторая"
    sheet["H2"].number_format = "0%"
    sheet["AB4"] = "далеко"
    sheet["B6"], sheet["B7"] = 0, -1.5
    sheet.merge_cells("B6:C6")
    sheet.row_dimensions[3].hidden = True


def bind_sheets(wanted: Program, sheets: tuple[Sheet, ...]) -> Checked[Facts]:
    return bind_facts(wanted, Workbook(sheets), None)


def test_both_readers_see_the_same_cells(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS, "Пусто": [], "Второй": [["x"], [1]]}, messy)
    fast, slow = open_files(path).sheets, slow_sheets(path)
    assert [each.reader for each in (*fast, *slow)] == ["calamine"] * 3 + ["openpyxl"] * 3
    for quick, sure in zip(fast, slow, strict=True):
        assert raw(quick) == raw(sure)
        assert (quick.hidden_rows, quick.merges, quick.hidden) == (sure.hidden_rows, sure.merges, sure.hidden)
        assert (quick.name, quick.sha256, quick.file) == (sure.name, sure.sha256, sure.file)
    assert raw(fast[0])[2][2:4] == [("broken", ""), ("percent", 0.5)]
    assert raw(fast[0])[3][2:4] == [("broken", "#N/A"), 0.5]
    assert (fast[0].hidden_rows, fast[0].merges) == ((3,), (Merge(6, 2, 6, 3),))


def test_both_readers_give_the_same_facts(tmp_path: Path) -> None:
    wanted = program(
        column("План"),
        column("Доля", Kind.RATIO),
        column("Дата", Kind.DATE),
        column("Сдан", Kind.FLAG),
        column("Код", Kind.TEXT),
    )
    rows = [
        ["Март 2026"],
        ["ФИО", "План", "Доля", "Дата", "Сдан", "Код"],
        *[[f"Сотрудник {n}", n * 1.1, n / 700, date(2026, 3, 1 + n % 31), n % 2 == 0, n] for n in range(500)],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    fast, slow = bound(wanted, path), bind_sheets(wanted, slow_sheets(path)).value
    assert slow is not None
    for name, cells in fast.frames["employees"].columns.items():
        assert list(cells) == list(slow.frames["employees"].columns[name])
    assert fast.digest == slow.digest
    assert [each.columns for each in fast.receipts] == [each.columns for each in slow.receipts]
    assert [each.header_row for each in slow.receipts] == [2]


def test_a_formula_that_gives_an_empty_text_is_blank_not_broken(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": [*ROWS, ["Котов", "=1"]]})
    edit_member(
        path,
        SHEET,
        lambda xml: xml.replace(
            b'<c r="B4"><f>1</f><v /></c>', b'<c r="B4" t="str"><f>""</f><v></v></c>'
        ).replace(b'<c r="B4"><f>1</f><v></v></c>', b'<c r="B4" t="str"><f>""</f><v></v></c>'),
    )
    for sheet in (open_files(path).sheets[0], slow_sheets(path)[0]):
        assert raw(sheet)[4] == ["Котов"]


def test_a_cached_formula_is_a_plain_value(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": [*ROWS, ["Котов", "=1"]]})
    cached = b"<f>1</f><v>7</v>"
    edit_member(
        path, SHEET, lambda xml: xml.replace(b"<f>1</f><v />", cached).replace(b"<f>1</f><v></v>", cached)
    )
    for sheet in (open_files(path).sheets[0], slow_sheets(path)[0]):
        assert raw(sheet)[4] == ["Котов", 7.0]


@pytest.mark.parametrize(
    "edit",
    [
        lambda xml: xml.replace(b'<row r="3"', b"<row"),
        lambda xml: xml.replace(b'<c r="B3"', b"<c"),
        lambda xml: xml.replace(b"<sheetData>", b"<!-- x --><sheetData>"),
        lambda xml: xml.replace(b'<c r="B3" t="n"', b"<c r='B3' t='n'"),
        lambda xml: xml.replace(b'<c r="B3" t="n"', b"<c r=\"B3\" t='n'"),
    ],
)
def test_unusual_xml_is_left_to_the_slow_reader(tmp_path: Path, edit: object) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    facts = bound(PLAN, edit_member(path, SHEET, edit))  # type: ignore[arg-type]
    assert (values(facts, "План"), receipt(facts).reader) == (money("10", "20.5"), "openpyxl")


def test_the_address_of_a_row_may_stand_behind_other_attributes(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    facts = bound(
        PLAN, edit_member(path, SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row ht="9" r="3"'))
    )
    assert (values(facts, "План"), receipt(facts).reader) == (money("10", "20.5"), "calamine")


def test_a_wrong_dimension_loses_nobody(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    edit_member(path, SHEET, lambda xml: xml.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"'))
    assert values(bound(PLAN, path), "План") == money("10", "20.5")
    assert raw(slow_sheets(path)[0]) == raw(open_files(path).sheets[0])


def test_a_stray_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    def stray(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = 1

    facts = bound(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}, stray))
    assert (values(facts, "План"), receipt(facts).reader) == (money("10", "20.5"), "openpyxl")


def test_a_sheet_of_charts_is_passed_over(tmp_path: Path) -> None:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - openpyxl reads no charts back

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Март")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Март!$B$2:$B$3"})
        book.add_chartsheet("График").set_chart(chart)
    assert [each.name for each in open_files(path).sheets] == ["Март"]
    assert values(bound(PLAN, path), "План") == money("10", "20.5")


def test_a_sheet_that_is_listed_but_not_there_is_damage(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS, "Второй": [["x"]]})
    edit_member(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"sheet2.xml", b"gone.xml"))
    assert codes(read_workbook((path,)).diagnostics) == ["KPI403"]


def test_parts_may_be_named_relatively_and_hold_a_prefix(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    edit_member(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"/xl/worksheets", b"worksheets"))
    assert receipt(bound(PLAN, path)).reader == "calamine"
    edit_member(
        path,
        SHEET,
        _add_prefix,
    )
    facts = bound(PLAN, path)
    assert (values(facts, "План"), receipt(facts).reader) == (money("10", "20.5"), "openpyxl")


def _add_prefix(xml: bytes) -> bytes:
    named = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", xml)
    return named.replace(b"<x:worksheet xmlns=", b"<x:worksheet xmlns:x=")


def test_percents_and_errors_outside_the_columns_read_do_no_harm(tmp_path: Path) -> None:
    def far(sheet: Worksheet) -> None:
        sheet["D9"].number_format = "0%"
        sheet["D9"] = None
        sheet["E2"] = "=1+1"

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}, far)
    edit_member(path, SHEET, lambda xml: xml.replace(b'<c r="D9"', b'<c r="ZZ9"'))
    assert values(bound(PLAN, path), "План") == money("10", "20.5")


def test_a_million_blank_formatted_rows_cost_little(tmp_path: Path) -> None:
    blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(4, 40_000))
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    edit_member(path, SHEET, lambda xml: xml.replace(b"</sheetData>", blank + b"</sheetData>"))
    facts = bound(PLAN, path)
    assert (values(facts, "План"), receipt(facts).skipped) == (money("10", "20.5"), ())


def test_long_slow_sheets_come_in_blocks(tmp_path: Path) -> None:
    size = BLOCK_ROWS + 3
    rows = [["ФИО", "План"], *[[f"k{number}", number] for number in range(size)]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    edit_member(path, SHEET, lambda xml: xml.replace(b'<row r="3"', b"<row"))
    assert values(bound(PLAN, path), "План") == list(map(int, range(size)))


def test_the_scan_works_on_any_cut_of_the_stream() -> None:
    xml = (
        b'<worksheet><sheetData><row r="1"><c r="A1" s="2"><v>1</v></c></row>'
        b'<row r="2" hidden="1"><c r="AA2" t="e"><v>#REF!</v></c><c r="AB2"><f>1</f></c></row>'
        b'<row r="3" hidden="true"><c r="A3"><f t="shared" si="0"/><v>1</v></c></row></sheetData>'
        b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
    ) + b" " * 2000
    whole = scan_sheet([xml], Formats(frozenset({2})))
    for size in (1, 7, 64, 500):
        parts = [xml[start : start + size] for start in range(0, len(xml), size)]
        assert scan_sheet(parts, Formats(frozenset({2}))) == whole
    assert (whole.regular, whole.cells, whole.last_row, whole.last_column) == (True, 4, 3, 28)
    assert (whole.errors, whole.uncached, whole.hidden) == ([(2, 27, "#REF!")], [(2, 28)], [2, 3])
    assert whole.merges == [Merge(1, 1, 2, 2)]
    assert {key: list(rows) for key, rows in whole.percents.items()} == {1: [1]}


def test_an_empty_part_is_scanned_to_nothing() -> None:
    assert scan_sheet([], Formats()) == SheetScan(regular=False)


def test_percent_styles() -> None:
    styles = (
        b'<styleSheet xmlns="x"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/>'
        b'<numFmt numFmtId="165" formatCode="0&quot;%&quot;"/></numFmts>'
        b"<cellXfs>"
        b'<xf numFmtId="0"/><xf numFmtId="9"/>'
        b'<xf numFmtId="164"/><xf numFmtId="165"/><xf/></cellXfs></styleSheet>'
    )
    assert find_formats(styles).percents == frozenset({1, 2})
    assert find_formats(b"") == Formats()
