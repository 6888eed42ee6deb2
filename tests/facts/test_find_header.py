"""The header: found by its headings, whatever stands above and however it is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpicalc.facts.headings import normalise_heading, trim_unit
from kpicalc.facts.unit_text import says_percent
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
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

PLAN = program(column("план_продаж", headings=("План продаж", "Plan")))


@pytest.mark.parametrize(
    "heading",
    [
        "План продаж",
        "ПЛАН  ПРОДАЖ",
        "План\nпродаж",
        "План\u00a0продаж:",
        "План продаж, руб.",
        "План продаж (руб.)",
        "План продаж [₽]",
        "План продаж руб",
        "*План продаж",
        "plan",
    ],
)
def test_spelling_of_a_heading_does_not_matter(tmp_path: Path, heading: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": [["Ф.И.О.", heading], ["А", 5]]})
    assert values(bound(PLAN, path), "план_продаж") == money("5")


@pytest.mark.parametrize(
    ("heading", "code"), [("План продаж, тыс. вагонов", "KPI413"), ("Плaн продаж", "KPI416"), ("Z", "KPI415")]
)
def test_what_is_not_the_heading_is_refused_with_a_hint(tmp_path: Path, heading: str, code: str) -> None:
    checked = bind(PLAN, write_csv(tmp_path / "a.csv", f"ФИО;{heading}", "А;5"))
    assert (checked.value, codes(checked.diagnostics)) == (None, [code])
    assert len(show(checked.diagnostics)) == 1


def test_two_columns_that_fit_are_an_error_with_both_cells(tmp_path: Path) -> None:
    checked = bind(PLAN, write_csv(tmp_path / "a.csv", "ФИО;План продаж;Plan", "А;5;6"))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI417"], ["a.csv!B1"])
    assert str(checked.diagnostics[0].others[0].place).endswith("a.csv!C1")


def test_the_unit_decides_only_between_columns_that_differ_in_it(tmp_path: Path) -> None:
    wanted = program(column("p", headings=("План, руб.",)))
    path = write_csv(tmp_path / "a.csv", "ФИО;План, шт;План, руб.", "А;5;6")
    assert values(bound(wanted, path), "p") == money("6")
    vague = program(column("p", headings=("План",)))
    assert codes(bind(vague, path).diagnostics) == ["KPI417"]


def test_the_first_of_the_usual_key_headings_decides(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ID;Таб. №;ФИО;Сотрудник;План продаж", "9;1;А;Б;5")
    frame = bound(PLAN, path).frames["employees"]
    assert (list(frame.keys), list(frame.labels)) == (["1"], ["А"])


def test_a_key_may_be_named_by_the_scheme(tmp_path: Path) -> None:
    from tests.facts.builders import grain  # noqa: PLC0415 - only here

    wanted = program(column("План"), grains=(grain("employees", "company", key=("Логин",)),))
    path = write_csv(tmp_path / "a.csv", "Таб. №;ФИО;Логин;План", "1;Иванов;ivanov;5")
    frame = bound(wanted, path).frames["employees"]
    assert (list(frame.keys), list(frame.labels)) == (["ivanov"], ["Иванов"])


def test_a_header_of_two_rows_with_merged_parents(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for area in ("A2:A3", "B2:C2", "D2:E2"):
            sheet.merge_cells(area)

    rows = [
        ["Ведомость"],
        ["ФИО", "Выручка", None, "Маржа", None, "Часы"],
        [None, "План", "Факт", "План", "Факт", None],
        ["А", 1, 2, 3, 4, 5],
    ]
    wanted = program(
        column("a", headings=("Выручка / План",)),
        column("b", headings=("Маржа / Факт",)),
        column("c", headings=("Часы",)),
    )
    for change in (merge, None):
        facts = bound(wanted, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, change))
        assert [values(facts, name) for name in "abc"] == [money("1"), money("4"), money("5")]
        assert receipt(facts).header_row == 3
        assert [each.heading for each in receipt(facts).columns] == ["Выручка / План", "Маржа / Факт", "Часы"]


@pytest.mark.parametrize(("heading", "found"), [("Маржа / План", []), ("Маржа / Факт", ["KPI415"])])
def test_beside_merged_parents_one_that_is_not_names_its_own_column_alone(
    tmp_path: Path, heading: str, found: list[str]
) -> None:
    rows = [
        ["ФИО", "Выручка", None, "Маржа", None],
        [None, "План", "Факт", "План", "Факт"],
        ["А", 1, 2, 3, 4],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, lambda sheet: sheet.merge_cells("B1:C1"))

    assert codes(bind(program(column("b", headings=(heading,))), path).diagnostics) == found


@pytest.mark.parametrize(
    ("area", "found"),
    [("C1:C2", []), ("C2:C3", []), ("C2:D2", []), ("B2:B3", ["KPI425"]), ("B2:C2", ["KPI425"])],
)
def test_merged_cells_do_harm_in_columns_that_are_read(tmp_path: Path, area: str, found: list[str]) -> None:
    rows = [["ФИО", "План", "Прим.", "Ещё"], ["А", 1, "x", "y"], ["Б", 2, "x", "y"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, lambda sheet: sheet.merge_cells(area))

    assert codes(bind(program(column("План")), path).diagnostics) == found


def test_headings_merged_down_end_the_header_where_they_end(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for area in ("A1:A2", "B1:C1", "D1:D2"):
            sheet.merge_cells(area)

    rows = [["ФИО", "Выручка", None, "Часы"], [None, "План", "Факт", None], ["А", 1, 2, 5]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, merge)

    facts = bound(program(column("часы", headings=("Часы",))), path)

    assert receipt(facts).header_row == 2
    assert values(facts, "часы") == money("5")


def test_the_lower_heading_alone_is_enough_when_it_is_unique(tmp_path: Path) -> None:
    rows = [["ФИО", "Продажи", None], [None, "План", "Факт"], ["А", 1, 2]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert values(bound(program(column("Факт")), path), "Факт") == money("2")


def test_a_header_far_below_is_not_looked_for(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", *[";"] * 30, "ФИО;План продаж", "А;5")
    assert codes(bind(PLAN, path).diagnostics) == ["KPI414"]


@pytest.mark.parametrize(
    "heading",
    [
        "Payroll no",
        "PAYROLL  Number",
        "Employee No.",
        "Employee number",
        "EmployeeID",
        "Emp ID",
        "emp_id",
        "Emp. No",
        "Staff ID",
        "Staff-No",
        "Personnel No",
        "Worker ID",
        "Salesperson ID",
        "Таб. No",
        "Таб. N°",
        "Таб.\u200b №",
        "\ufeffТаб. №",
        "Персональный номер",
        "Personalnummer",
    ],
)
def test_usual_headings_of_keys(tmp_path: Path, heading: str) -> None:
    path = write_csv(tmp_path / "a.csv", f"ID,{heading},Name,Plan", "9,007,Ann,5")
    assert list(bound(PLAN, path).frames["employees"].keys) == ["007"]


@pytest.mark.parametrize("heading", ["Salesperson", "Employee name", "Worker", "STAFF"])
def test_usual_headings_of_names(tmp_path: Path, heading: str) -> None:
    path = write_csv(tmp_path / "a.csv", f"ID,{heading},Plan", "9,Ann,5")
    assert list(bound(PLAN, path).frames["employees"].labels) == ["Ann"]


def test_a_hyphen_in_a_heading_is_a_space(tmp_path: Path) -> None:
    wanted = program(column("first_year_commission"))
    for heading in ("First-year commission", "first year\u2011commission"):
        path = write_csv(tmp_path / "a.csv", f"ID,{heading}", "9,5")
        assert values(bound(wanted, path), "first_year_commission") == money("5")


def test_forms_of_headings() -> None:
    assert normalise_heading("№ п/п") == "п/п"
    assert normalise_heading("Ｐｌａｎ_продаж*") == "plan продаж"
    assert trim_unit("Отработано, ч.") == "отработано"
    assert trim_unit("Выполнение%") == "выполнение"
    assert [says_percent(each) for each in ("Доля (% )", "Доля [ % ]", "Доля ( % ) ")] == [True, True, True]
    assert [says_percent(each) for each in ("Доля, %", "(в %)", "% плана", "Доля", "Рост % к плану")] == [
        True,
        True,
        True,
        False,
        True,
    ]


def test_numbers_and_dates_are_headings(tmp_path: Path) -> None:
    wanted = program(
        column("год", headings=("2026",)),
        column("день", headings=("1",)),
        column("срок", headings=("2026-03-01",)),
    )
    rows = [["ФИО", 2025, 2026, 1, date(2026, 3, 1)], ["Котов", 1, 2, 2026, 4], ["Львов", 5, 6, 7, 8]]
    facts = bound(wanted, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert [values(facts, name) for name in ("год", "день", "срок")] == [
        money("2", "6"),
        money("2026", "7"),
        money("4", "8"),
    ]


def test_a_date_is_found_in_any_spelling(tmp_path: Path) -> None:
    wanted = program(column("a", headings=("01.03.2026",)), column("b", headings=("План / 2 марта 2026",)))
    path = write_csv(tmp_path / "a.csv", ";;План", "ФИО;2026-03-01;02.03.2026", "Котов;1;2")
    facts = bound(wanted, path)
    assert (values(facts, "a"), values(facts, "b")) == (money("1"), money("2"))


def test_numbers_stand_under_merged_headings(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B1:C1")

    wanted = program(column("x", headings=("Январь / 2026",)), column("y", headings=("Февраль / 2026",)))
    rows = [
        ["ФИО", "Январь", None, "Февраль", None],
        [None, 2025, 2026, 2025, 2026],
        ["Котов", 1, 2, 3, 4],
    ]

    def merge_all(sheet: Worksheet) -> None:
        merge(sheet)
        sheet.merge_cells("D1:E1")

    facts = bound(wanted, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, merge_all))
    assert (values(facts, "x"), values(facts, "y")) == (money("2"), money("4"))


def test_a_row_of_data_is_no_heading_for_the_sake_of_a_number(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Таб. №", "План", "Прочее"], [1, 10, 3], [2, 20, 4]]
    for path in (
        write_xlsx(tmp_path / "a.xlsx", {"Март": rows}),
        write_csv(tmp_path / "b.csv", *[";".join(map(str, row)) for row in rows]),
    ):
        checked = bind(program(column("План"), column("x", headings=("3",))), path)
        assert codes(checked.diagnostics) == ["KPI415"]


def test_a_message_lists_numbers_among_the_headings(tmp_path: Path) -> None:
    rows = [["ФИО", 2025, date(2026, 3, 1)], ["Котов", 1, 2]]
    checked = bind(program(column("x", headings=("Выручка",))), write_xlsx(tmp_path / "a.xlsx", {"М": rows}))
    assert show(checked.diagnostics) == ["нет столбца `Выручка`; на листе есть: ФИО; 2025; 2026-03-01"]


def test_a_row_with_a_number_under_a_heading_is_no_second_line(tmp_path: Path) -> None:
    rows = [["Должность", "План продаж"], ["Продавец", 100], ["Кассир", 200]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"М": rows}))
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI418"])
