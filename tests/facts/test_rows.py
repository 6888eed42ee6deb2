"""Which rows and sheets count: totals, blanks, footers, hidden and merged ones."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpicalc.model.facts import ColumnRead, RowsSkipped
from kpicalc.model.kind import Kind
from kpicalc.model.source import CellRef
from kpicalc.model.writing import PrintedTotals, RowRules
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    grain,
    money,
    places,
    program,
    receipt,
    show,
    values,
    write_csv,
    write_xlsx,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PLAN = program(column("План"), column("Факт"))


def test_a_workbook_with_titles_and_a_total_is_read_with_its_receipt(tmp_path: Path) -> None:
    rows = [
        ["Ведомость за март 2026 г."],
        [],
        ["Таб. №", "ФИО", "План,\nруб.", "Факт, руб."],
        ["0001", "Иванов И.И.", 1000, 1100.5],
        ["0002", "Петров П.П.", 2000, "1 900,50"],
        [],
        ["Итого", None, 3000, 3001],
        ["", "", "", ""],
        [None, None, None, None, "Главный бухгалтер"],
    ]
    path = write_xlsx(tmp_path / "march.xlsx", {"Март": rows})
    checked = bind(PLAN, path)
    facts = checked.value
    assert facts is not None
    frame = facts.frames["employees"]
    assert (frame.size, list(frame.keys), list(frame.labels)) == (
        2,
        ["0001", "0002"],
        ["Иванов И.И.", "Петров П.П."],
    )
    assert values(facts, "Факт") == money("1100.5", "1900.50")
    assert frame.cell("Факт", 1) == CellRef(str(path), "Март", 5, 4)
    assert frame.cell("нет такого", 1) is None
    assert receipt(facts).columns == (
        ColumnRead("План", "План, руб.", 3, Decimal(3000), 0, Decimal(3000)),
        ColumnRead("Факт", "Факт, руб.", 4, Decimal("3001.00"), 1, Decimal("3001.00")),
    )
    assert receipt(facts).skipped == (
        RowsSkipped("blank", (6, 8)),
        RowsSkipped("footer", (9,)),
        RowsSkipped("total", (7,)),
    )
    assert receipt(facts).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (receipt(facts).header_row, receipt(facts).rows_read, receipt(facts).reader) == (3, 2, "calamine")
    assert codes(checked.diagnostics) == []


def test_the_company_is_there_without_a_sheet(tmp_path: Path) -> None:
    facts = bound(PLAN, write_csv(tmp_path / "a.csv", "ФИО;План;Факт", "Иванов;1;2"))
    company = facts.frames["company"]
    assert (company.size, list(company.parents), company.origin) == (1, [], None)
    assert list(facts.frames["employees"].parents) == [0]


def test_the_company_is_read_from_its_own_sheet(tmp_path: Path) -> None:
    wanted = program(column("План"), column("прибыль", table="company"))
    sheets = {
        "Март": [["ФИО", "План"], ["Иванов", 1]],
        "company": [
            ["Прибыль"],
            [500],
            [],
            [
                "Итого",
            ],
        ],
    }
    facts = bound(wanted, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert values(facts, "прибыль", "company") == money("500")


def test_a_company_with_two_rows_is_refused(tmp_path: Path) -> None:
    wanted = program(column("План"), column("прибыль", table="company"))
    sheets = {"Март": [["ФИО", "План"], ["Иванов", 1]], "Компания": [["Прибыль"], [500], [600]]}
    checked = bind(wanted, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert checked.value is None
    assert codes(checked.diagnostics) == ["KPI457"]


def test_a_printed_total_that_differs_is_an_error_at_its_cell(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;План;Факт", "1;10;20", "2;30;40", "Итого:;40;61")
    checked = bind(PLAN, path)
    assert not checked.ok
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI427"], ["a.csv!C4"])
    assert show(checked.diagnostics) == ["итог под `Факт` — 61, сумма строк — 60, разница — 1"]


def test_a_printed_figure_under_a_column_of_numbers_is_no_sum(tmp_path: Path) -> None:
    wanted = program(column("План"), column("Оценка", Kind.NUMBER))
    path = write_csv(tmp_path / "a.csv", "Таб. №;План;Оценка", "1;10;4", "2;30;5", "Итого:;40;4,5")

    assert codes(bind(wanted, path).diagnostics) == []


def test_subtotals_are_skipped_and_not_compared(tmp_path: Path) -> None:
    lines = ["Таб. №;План;Факт", "1;10;20", "Итого по отделу 1;10;999", "2;30;40", "Отдел 2 Итог;30;999"]
    facts = bound(PLAN, write_csv(tmp_path / "a.csv", *lines))
    assert receipt(facts).skipped == (RowsSkipped("total", (3, 5)),)
    assert values(facts, "Факт") == money("20", "40")


def test_a_total_that_cannot_be_read_is_not_compared(tmp_path: Path) -> None:
    facts = bound(PLAN, write_csv(tmp_path / "a.csv", "Таб. №;План;Факт", "1;1234;20", "Всего;1,234;-"))
    assert [each.printed_total for each in receipt(facts).columns] == [Decimal(1234), None]


def test_a_row_with_data_but_no_key_is_never_passed_over(tmp_path: Path) -> None:
    checked = bind(PLAN, write_csv(tmp_path / "a.csv", "Таб. №;План;Факт", "1;10;20", ";30;40", "-;50;60"))
    assert checked.value is None
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (
        ["KPI424", "KPI424"],
        ["a.csv!A3", "a.csv!A4"],
    )


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("12", "12", "KPI419"),
        ("0002", "2", "KPI420"),
        ("К-12", "K-12", "KPI420"),
        ("7 ", "7\u00a0", "KPI419"),
    ],
)
def test_keys_that_people_could_confuse_are_refused_with_both_cells(
    tmp_path: Path, first: str, second: str, code: str
) -> None:
    lines = ["Таб. №;План;Факт", f"{first};1;2", "9;1;2", f"{second};1;2"]
    checked = bind(PLAN, write_csv(tmp_path / "a.csv", *lines))
    assert checked.value is None
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == ([code], ["a.csv!A4"])
    assert [str(each.place)[-8:] for each in checked.diagnostics[0].others] == ["a.csv!A2"]


def test_integral_numbers_and_texts_make_the_same_key(tmp_path: Path) -> None:
    rows = [["Таб. №", "План", "Факт"], [124, 1, 2], ["00123", 1, 2]]
    facts = bound(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert list(facts.frames["employees"].keys) == ["124", "00123"]
    assert list(facts.frames["employees"].labels) == ["124", "00123"]


def test_a_number_too_long_for_a_spreadsheet_is_no_key(tmp_path: Path) -> None:
    rows = [["Таб. №", "План", "Факт"], [40817810000000000001, 1, 2], [1.5, 1, 2], [True, 1, 2]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert codes(checked.diagnostics) == ["KPI445", "KPI446", "KPI446"]


DEALS = (grain("sales", "employees"),)


@pytest.mark.parametrize("named", [{}, {"sheet": "Сделки"}, {"label": "Сделки"}])
def test_the_sheet_of_another_table_is_never_the_list_of_employees(
    tmp_path: Path, named: dict[str, str]
) -> None:
    wanted = program(column("Amount", table="sales"), grains=(grain("sales", "employees", **named),))
    sheets = {
        "Сделки" if named else "sales": [["Employee ID", "Name", "Amount"], [1, "Ann", 5], [1, "Ann", 6]],
        "staff": [["Employee ID", "Name"], [1, "Ann"]],
    }
    checked = bind(wanted, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert (show(checked.diagnostics), checked.value is None) == ([], False)
    assert checked.value is not None
    assert (receipt(checked.value).sheet, checked.value.frames["employees"].size) == ("staff", 1)


def test_without_a_list_of_employees_its_sheet_is_missing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "sales.csv", "Employee ID,Amount", "1,5")
    checked = bind(program(column("Amount", table="sales"), grains=DEALS), path)
    assert show(checked.diagnostics) == ["нет листа `employees`; есть: sales"]


def test_the_sheet_of_the_company_is_no_list_of_employees(tmp_path: Path) -> None:
    sheets = {"company": [["ФИО", "Фонд"], ["-", 5]], "Март": [["ФИО", "План"], ["А", 1]]}
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    facts = bound(program(column("План"), column("Фонд", table="company")), path)
    assert receipt(facts).sheet == "Март"


@pytest.mark.parametrize("word", ["Totals", "Grand total", "Grand Totals:", "Subtotal", "Sub-totals", "Sum"])
def test_english_words_of_totals(tmp_path: Path, word: str) -> None:
    facts = bound(program(column("Plan")), write_csv(tmp_path / "a.csv", "Name,Plan", "Ann,1", f"{word},1"))
    assert facts.frames["employees"].size == 1


def test_without_a_complete_sheet_the_nearest_one_is_explained(tmp_path: Path) -> None:
    sheets = {"Лист0": [["x"]], "Март": [["ФИО", "План", "Фактт"], ["А", 1, 2]]}
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert show(checked.diagnostics) == ["нет столбца `Факт`; ближайший заголовок: `Фактт`"]


def test_an_empty_sheet_is_said(tmp_path: Path) -> None:
    checked = bind(PLAN, write_csv(tmp_path / "a.csv", "ФИО;План;Факт"))
    assert show(checked.diagnostics) == ["на листе нет сотрудников"]
    deals = program(column("План"), column("Сумма", table="deals"), grains=(grain("deals", "employees"),))
    sheets = {"Март": [["ФИО", "План"], ["А", 1]], "deals": [["ФИО", "Сумма"]]}
    checked = bind(deals, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert (checked.ok, codes(checked.diagnostics)) == (True, ["KPI458"])


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    rows = [["ФИО", "План", "Факт"], ["А", 1, 2], ["Б", 3, 4]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, hide))
    assert checked.value is not None
    assert (show(checked.diagnostics), receipt(checked.value).hidden_rows) == (
        ["прочитаны и скрытые строки, всего 1: 3"],
        (3,),
    )


@pytest.mark.parametrize(
    ("area", "refused"), [("A2:A3", True), ("B2:C2", True), ("A4:C4", False), ("A1:C1", False)]
)
def test_merged_cells_over_data_are_refused(tmp_path: Path, area: str, *, refused: bool) -> None:
    rows = [["ФИО", "План", "Факт"], ["А", 1, 2], ["Б", 3, 4], ["Итого", 4, 6]]
    checked = bind(
        program(column("План")),
        write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, lambda sheet: sheet.merge_cells(area)),
    )
    assert ("KPI425" in codes(checked.diagnostics)) is refused


@pytest.mark.parametrize(("first", "second"), [(1, 8), (2, 9), (2, 7)])
def test_a_grand_total_may_be_that_of_the_last_part(tmp_path: Path, first: int, second: int) -> None:
    plans = [1000 + 7 * place**2 for place in range(11)]
    rows: list[list[object]] = [[str(place), f"Б{place}", plan] for place, plan in enumerate(plans)]
    for begin, end in ((0, first), (first + 1, second)):
        rows[end] = ["Итого", "", sum(plans[begin:end])]
    total = ["Всего", "", sum(plans[second + 1 :])]
    sheet = [["Таб. №", "ФИО", "План"], *rows, total]

    facts = bound(program(column("План")), write_xlsx(tmp_path / "a.xlsx", {"Март": sheet}))
    assert facts.frames["employees"].size == 9


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("1;10", "2;20", "Итого;35", "Всего;30"), ["4 35 30"]),
        (("1;10", "2;20", "Итого;30", "Всего;30"), []),
        (("1;10", "2;20", "Итого;35"), ["KPI427"]),
        (("1;10", "2;20", "Итого;30", "3;5", "4;6", "Итого;11", "Всего;41", "5;1", "Итого;42"), []),
        (("Итого;30", "1;10", "2;20", "Итого;11", "3;5", "4;6", "Всего;41"), []),
        (("1;10", "2;20", "Итого;33", "3;5", "4;6", "Итого;11", "Всего;41"), ["4 33 30"]),
        (("1;10", "Итого по А;11", "2;20", "Итого по Б;20", "3;5", "4;6", "Итого по В;11"), ["3 11 10"]),
        (("1;10", "Итого по отделу 1;11", "2;20", "Итого по отделу 2;20", "Всего;30"), ["3 11 10"]),
        # Of one that fits, what the other is a total of is not known.
        (("1;10", "Итого за год;110", "2;20", "Итого по Б;20"), []),
        (("1;10", "2;20", "Итого за прошлый месяц;50", "Всего;30"), []),
    ],
)
def test_of_several_totals_each_is_a_sum(tmp_path: Path, lines: tuple[str, ...], told: list[str]) -> None:
    """Totals that contradict each other are told, whichever stands last, until the scheme says otherwise."""
    path = write_csv(tmp_path / "a.csv", "Таб. №;План", *lines)
    plan = program(column("План"))
    shown = [
        f"{place[-1]} {asked['printed']} {asked['total']}" if each.code == "KPI625" else each.code
        for each in bind(plan, path).diagnostics
        for place, asked in zip(places([each]), (dict(each.params),), strict=True)
    ]
    assert shown == told
    rules = grain("employees", "company", rows=RowRules(total=PrintedTotals.IGNORE))
    assert codes(bind(program(column("План"), grains=(rules,)), path).diagnostics) == []
