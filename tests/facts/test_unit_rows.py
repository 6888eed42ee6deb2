"""The row below the headings that says what the columns are counted in is read with them, and is nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from kpicalc.facts.head_rows import read_unit_row
from kpicalc.model.kind import Kind
from kpicalc.model.program import Program
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    money,
    program,
    receipt,
    values,
    write_csv,
    write_xlsx,
)

HEADS = ["Таб. №", "ФИО", "План", "Факт"]
PEOPLE: list[list[str | int]] = [
    ["101", "Яковлева", 100, 90],
    ["102", "Юдин", 200, 210],
    ["103", "Эмин", 300, 310],
]
WANTED = program(column("План"), column("Факт"))
ROWS: list[list[object]] = [
    ["", "", "руб.", "руб."],
    ["№", "", "(руб.)", "руб. без НДС"],
    ["-", "—", "RUB", "₽"],
    ["х", "ед. изм.", "руб.", ""],
    ["", "", "", "рублей (с НДС)"],
]


def read(folder: Path, rows: Sequence[Sequence[object]], wanted: Program = WANTED) -> list[object]:
    """Return the plans that are read."""
    return values(bound(wanted, write_xlsx(folder / "a.xlsx", {"Март": rows})), "План")


@pytest.mark.parametrize("units", ROWS, ids=str)
def test_units_of_columns_are_left_out(tmp_path: Path, units: list[object]) -> None:
    numbering = [1, 2, 3, 4]
    assert read(tmp_path, [HEADS, units, *PEOPLE]) == money("100", "200", "300")
    assert read(tmp_path, [HEADS, [], units, *PEOPLE]) == money("100", "200", "300")
    assert read(tmp_path, [HEADS, units, numbering, *PEOPLE]) == money("100", "200", "300")
    assert read(tmp_path, [HEADS, units, *PEOPLE[:2], HEADS, units, *PEOPLE[2:]]) == money(
        "100", "200", "300"
    )


@pytest.mark.parametrize("numbering", [[1, 2, 3, 4], ["А", "Б", 1, 2], ["(1)", "(2)", "(3)", "(4)"]], ids=str)
def test_units_below_the_numbers_of_the_columns(tmp_path: Path, numbering: list[object]) -> None:
    assert read(tmp_path, [HEADS, numbering, ["", "", "руб.", "руб."], *PEOPLE]) == money("100", "200", "300")
    people = [[key, plan, fact] for key, _, plan, fact in PEOPLE]
    nameless: Sequence[Sequence[object]] = [
        ["Таб. №", "План", "Факт"],
        numbering[:3],
        ["", "руб.", "руб."],
        *people,
    ]
    assert read(tmp_path, nameless) == money("100", "200", "300")
    thousands = write_xlsx(
        tmp_path / "b.xlsx", {"Март": [HEADS, numbering, ["", "", "тыс. руб.", ""], *PEOPLE]}
    )
    assert codes(bind(WANTED, thousands).diagnostics) == ["KPI490"]


def test_the_receipt_names_the_row_and_the_units(tmp_path: Path) -> None:
    said = receipt(bound(WANTED, write_csv(tmp_path / "a.csv", "Таб. №;План;Факт", ";руб.;", "1;5;6")))
    assert [(each.reason, each.rows) for each in said.skipped] == [("units", (2,))]
    assert [each.heading for each in said.columns] == ["План (руб.)", "Факт"]


@pytest.mark.parametrize(
    ("unit", "code"),
    [("USD", "KPI488"), ("$", "KPI488"), ("%", "KPI489"), ("шт.", "KPI489"), ("тыс. руб.", "KPI490")],
)
def test_a_unit_that_contradicts_the_scheme_is_refused(tmp_path: Path, unit: str, code: str) -> None:
    rows = [HEADS, ["", "", unit, "руб."], *PEOPLE]
    checked = bind(WANTED, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert codes(checked.diagnostics) == [code]


def test_percent_below_a_heading_makes_points(tmp_path: Path) -> None:
    wanted = program(column("План", Kind.RATIO))
    rows: list[list[object]] = [[*HEADS[:3]], ["", "", "%"], ["1", "Юдин", 95]]
    assert read(tmp_path, rows, wanted) == money("0.95")


def test_headings_merged_down_over_their_units(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    heads: list[list[str | int]] = [
        ["Таб. №", "ФИО", "Продажи", ""],
        ["", "", "План", "Факт"],
        ["", "", "руб.", "руб."],
    ]
    for row in (*heads, *PEOPLE):
        sheet.append(row)
    for area in ("A1:A3", "B1:B3", "C1:D1"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    assert values(bound(WANTED, tmp_path / "a.xlsx"), "План") == money("100", "200", "300")


@pytest.mark.parametrize(
    "row", [["", "Юдин", "руб.", "руб."], ["", "", "руб.", 5], ["", "", "", ""], ["", "", "да", "руб."]]
)
def test_a_row_that_says_more_is_none(row: list[str | float]) -> None:
    assert read_unit_row(row) == {}


def test_a_column_of_currencies_is_no_row_of_units(tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADS, "Валюта"], ["", "", "", "", "RUB"], ["102", "Юдин", 200, 210, "RUB"]]
    assert read(tmp_path, rows) == money("200")


@pytest.mark.parametrize(
    ("remark", "code"),
    [
        (["Все суммы в тыс. руб."], "KPI490"),
        (["* суммы в долларах США"], "KPI488"),
        (["Amounts in USD."], "KPI488"),
        (["Примечание: данные в копейках"], "KPI489"),
        (["", "Итого, тыс. руб.", 600, 610], "KPI490"),
        (["Итого, USD", "", 600, 610], "KPI488"),
    ],
)
def test_a_remark_below_the_table_speaks_of_its_amounts(
    tmp_path: Path, remark: list[object], code: str
) -> None:
    checked = bind(WANTED, write_xlsx(tmp_path / "a.xlsx", {"Март": [HEADS, *PEOPLE, [], remark]}))
    assert codes(checked.diagnostics) == [code, code]
    places = [each.primary.place for each in checked.diagnostics if each.primary is not None]
    assert {str(place).rpartition("!")[2][1:] for place in places} == {"6"}


@pytest.mark.parametrize(
    "remark",
    [["Все суммы в рублях"], ["", "Итого, руб.", 600, 610], ["Курс: 92,5 руб."], ["Сумма прописью: сто"]],
)
def test_a_remark_that_agrees_or_says_more_is_passed_over(tmp_path: Path, remark: list[object]) -> None:
    assert read(tmp_path, [HEADS, *PEOPLE, [], remark]) == money("100", "200", "300")


@pytest.mark.parametrize("heading", ["План, коп.", "План (копеек)", "План, cents", "План, ¢"])
def test_hundredths_are_no_money(tmp_path: Path, heading: str) -> None:
    rows = [[*HEADS[:2], heading, "Факт"], *PEOPLE]
    checked = bind(WANTED, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert codes(checked.diagnostics) == ["KPI489"]


def test_a_sheet_may_be_called_by_its_unit(tmp_path: Path) -> None:
    checked = bind(WANTED, write_xlsx(tmp_path / "a.xlsx", {"План млн руб": [HEADS, *PEOPLE]}))
    assert set(codes(checked.diagnostics)) == {"KPI490"}


@pytest.mark.parametrize("amount", ["1000", "1 000", "1000 RUB"])
def test_an_amount_is_no_row_of_units(tmp_path: Path, amount: str) -> None:
    wanted = program(column("Фонд", table="company"), column("План"))
    company, people = (
        write_csv(tmp_path / "company.csv", "Фонд", amount),
        write_csv(tmp_path / "employees.csv", "Таб. №;План", "1;1000", "2;1000"),
    )
    assert values(bound(wanted, company, people), "План") == money("1000", "1000")
