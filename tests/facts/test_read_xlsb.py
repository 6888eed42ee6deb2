"""Workbooks of binary parts: what their formats may say and no reader tells is refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kpicalc.facts import read_calamine
from kpicalc.facts.read_files import read_workbook
from tests.facts.binary_workbook import record, sheet_part, styles, write_sheets, write_xlsb
from tests.facts.builders import bind, bound, codes, column, money, open_files, program, show, values
from tests.facts.corpus.workbooks import tell_read

ROWS: list[list[str | float]] = [["ФИО", "План"], ["Иванов", 10.5], ["Петров", 20.0]]
PLAN = program(column("План"))


def test_numbers_and_texts_are_read(tmp_path: Path) -> None:
    path = write_xlsb(tmp_path / "a.xlsb", ROWS, styles(["0.0%", "dd.mm.yyyy", "#,##0.00"]))

    assert values(bound(PLAN, path), "План") == money("10.5", "20")


@pytest.mark.parametrize("code", ["[$$-409]#,##0.00", '#,##0" тыс."', "#,##0,", "0000"])
def test_formats_that_say_more_than_the_number_are_refused(tmp_path: Path, code: str) -> None:
    checked = read_workbook((write_xlsb(tmp_path / "a.xlsb", ROWS, styles(["0.0", code])),))

    assert codes(checked.diagnostics) == ["KPI516"]
    assert show(checked.diagnostics) == [
        f"в файле этого формата не видно, у каких ячеек числовой формат `{code}`"
    ]


def test_a_format_that_no_cell_can_have_says_nothing(tmp_path: Path) -> None:
    unused = record(44, b"\xa4\0\x01\0\0\0$\0") + styles([])

    assert open_files(write_xlsb(tmp_path / "a.xlsb", ROWS, unused)).sheets[0].reader == "calamine"


@pytest.mark.parametrize("part", [b"\x2c", b"\x2c\x02\x01", record(44, b"\xa4\0\x01\0\0\0\x00\xd8")])
def test_a_part_of_styles_that_is_cut_off_is_damage(tmp_path: Path, part: bytes) -> None:
    assert codes(read_workbook((write_xlsb(tmp_path / "a.xlsb", ROWS, part),)).diagnostics) == ["KPI403"]


def test_a_blank_cell_may_be_an_error_and_is_not_trusted(tmp_path: Path) -> None:
    optional = program(column("План", optional=True))
    rows: list[list[str | float]] = [["ФИО", "План", "Сдан"], ["Иванов", "", "да"]]
    checked = bind(optional, write_xlsb(tmp_path / "a.xlsb", rows, styles([])))

    assert show(checked.diagnostics) == [
        "ячейка пустая, но этот формат файла не показывает ошибок формул (План, Иванов)"
    ]


WHOLE, CHART = sheet_part(ROWS), ("Chart", 0, "chartsheets/sheet1", b"")


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ([], ["KPI403 a: {}"]),
        ([CHART], ["KPI403 a: {}"]),
        ([("A", 0, "worksheets/a", WHOLE), ("B", 0, "worksheets/b", WHOLE[:40])], ["KPI403 a: {}"]),
        ([("A", 0, "worksheets/a", WHOLE), ("a", 0, "worksheets/b", WHOLE)], ["KPI403 a: {}"]),
        (
            [("A", 0, "worksheets/a", WHOLE), CHART, ("B", 1, "worksheets/b", sheet_part([["", "x"]]))],
            [
                "A: calamine, 3 rows above",
                *(
                    "A!1: 'ФИО'; 'План'",
                    "A!2: 'Иванов'; 10.5",
                    "A!3: 'Петров'; 20.0",
                    "errors as blanks: True",
                ),
                "day 0: None",
                *("B: calamine hidden, 1 rows above", "B!1: ; 'x'", "errors as blanks: True", "day 0: None"),
            ],
        ),
    ],
)
def test_all_sheets_of_cells_are_read_or_none(
    tmp_path: Path, sheets: list[tuple[str, int, str, bytes]], told: list[str]
) -> None:
    assert list(tell_read(read_workbook((write_sheets(tmp_path / "a.xlsb", sheets, styles([])),)))) == told


def test_a_workbook_that_the_reader_gives_up_on_is_damaged(tmp_path: Path) -> None:
    sheets = [("A", 0, "macrosheets/sheet1", WHOLE)]

    assert codes(read_workbook((write_sheets(tmp_path / "a.xlsb", sheets, styles([])),)).diagnostics) == [
        "KPI403"
    ]


def test_only_styles_of_cells_say_what_cells_show(tmp_path: Path) -> None:
    used = record(47, struct.pack("<HH", 0, 164) + bytes(12))
    shown = record(
        44, struct.pack("<H", 164) + struct.pack("<I", 65) + f'0{" " * 57}" руб."'.encode("utf-16-le")
    )
    begin, end = record(617, struct.pack("<I", 1)), record(618)
    plain = record(47, bytes(16))

    def read(*parts: bytes) -> list[str]:
        path = write_xlsb(tmp_path / "a.xlsb", ROWS, record(278) + b"".join(parts) + record(279))
        return codes(read_workbook((path,)).diagnostics)

    told = read(shown, begin, record(5, bytes(128)), used, end)
    assert len(told) == 1
    assert read(shown, used, begin, plain, end) == []
    assert read(shown, begin, plain, end, used) == []
    assert read(shown, begin, plain, record(44, bytes(6)), end) == []


def test_a_sheet_that_the_reader_cannot_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_calamine, "open_whole_sheet", lambda _book, _name: "fault")
    path = write_xlsb(tmp_path / "a.xlsb", ROWS, styles([]))

    assert codes(read_workbook((path,)).diagnostics) == ["KPI403"]


@pytest.mark.parametrize("number", [1e12, -1e12, 1e300])
def test_a_length_of_time_without_end_is_damage(tmp_path: Path, number: float) -> None:
    rows: list[list[str | float]] = [*ROWS, ["Сомов", number]]
    path = write_xlsb(tmp_path / "a.xlsb", rows, styles(["[h]:mm"]), style=1)

    assert codes(read_workbook((path,)).diagnostics) == ["KPI403"]
