"""Which scheme pays which employee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kpicalc.facts.assign import Assignment, assign_employees
from kpicalc.facts.workbook import RowBlock, Workbook
from kpicalc.model.diagnostic import Checked
from tests.facts.builders import (
    codes,
    column,
    grain,
    open_files,
    places,
    program,
    show,
    write_csv,
    write_xlsx,
)

SELLER = program(column("План"), applies_to=(("Должность", ("Продавец", "Старший продавец")),))
HEAD = program(column("Бюджет"), scheme="head", applies_to=(("Должность", ("Руководитель",)),))


def _rows(checked: Checked[Assignment]) -> dict[str, frozenset[int] | None]:
    """The rows of each scheme over all its sheets, None where it pays every row."""
    assert checked.value is not None, show(checked.diagnostics)
    return {
        scheme: None if people.rows is None else frozenset().union(*people.rows.values())
        for scheme, people in checked.value.people.items()
    }


def test_a_scheme_for_all_needs_no_look(tmp_path: Path) -> None:
    book = open_files(write_csv(tmp_path / "a.csv", "x"))
    assert _rows(assign_employees((program(column("План")),), book)) == {"seller": None}


def test_rows_go_to_the_scheme_that_applies(tmp_path: Path) -> None:
    lines = [
        "ФИО;Должность;План;Бюджет",
        "А; продавец;1;",
        "Б;РУКОВОДИТЕЛЬ;;2",
        "В;Старший  продавец;3;",
        "Итого;;4;2",
        ";;;",
    ]
    checked = assign_employees((SELLER, HEAD), open_files(write_csv(tmp_path / "a.csv", *lines)))
    assert _rows(checked) == {"seller": frozenset({2, 4}), "head": frozenset({3})}
    assert checked.diagnostics == ()


def test_a_scheme_that_applies_to_nobody_is_unused(tmp_path: Path) -> None:
    book = open_files(write_csv(tmp_path / "a.csv", "ФИО;Должность;План", "А;Продавец;1"))
    assert _rows(assign_employees((SELLER, HEAD), book)) == {
        "seller": frozenset({2}),
        "head": frozenset(),
    }


def test_an_employee_of_no_scheme_or_of_two_is_an_error_at_his_cell(tmp_path: Path) -> None:
    everyone = program(column("План"), scheme="all")
    book = open_files(
        write_csv(tmp_path / "a.csv", "ФИО;Должность;План", "А;Продавец;1", "Б;Кассир;1", "В;;1")
    )
    alone = assign_employees((SELLER,), book)
    assert (codes(alone.diagnostics), places(alone.diagnostics)) == (
        ["KPI460", "KPI460"],
        ["a.csv!B3", "a.csv!B4"],
    )
    assert show(alone.diagnostics) == [
        "Б: не оплачивает ни одна схема (Должность = `Кассир`); есть: seller",
        "В: не оплачивает ни одна схема (Должность = —); есть: seller",
    ]
    assert _rows(alone) == {"seller": frozenset({2})}
    both = assign_employees((SELLER, everyone), book)
    assert show(both.diagnostics) == ["этого сотрудника оплачивают сразу несколько схем: seller, all"]
    assert _rows(both) == {"seller": frozenset(), "all": frozenset({3, 4})}


def test_several_columns_must_all_match(tmp_path: Path) -> None:
    strict = program(column("План"), applies_to=(("Должность", ("Продавец",)), ("Разряд", ("1",))))
    rows = [["ФИО", "Должность", "Разряд", "План"], ["А", "Продавец", 1, 5], ["Б", "Продавец", True, 5]]
    checked = assign_employees((strict,), open_files(write_xlsx(tmp_path / "a.xlsx", {"Март": rows})))
    assert _rows(checked) == {"seller": frozenset({2})}
    assert codes(checked.diagnostics) == ["KPI460"]


def test_schemes_may_have_their_own_sheets(tmp_path: Path) -> None:
    own = (grain("employees", "company", sheet="Руководители"),)
    head = program(column("Бюджет"), scheme="head", grains=own)
    sheets = {"Март": [["ФИО", "План"], ["А", 1]], "Руководители": [["ФИО", "Бюджет"], ["Б", 2]]}
    checked = assign_employees(
        (program(column("План")), head), open_files(write_xlsx(tmp_path / "a.xlsx", sheets))
    )
    assert _rows(checked) == {"seller": frozenset({2}), "head": frozenset({2})}


def test_a_sheet_that_schemes_share_is_read_for_all_together(tmp_path: Path) -> None:
    lines = ["ФИО;Должность;План;Бюджет", "А;Продавец;1;", "Б;Руководитель;;2"]
    sheet = open_files(write_csv(tmp_path / "a.csv", *lines)).sheets[0]
    passes: list[int] = []

    def read_after(row: int) -> Iterator[RowBlock]:
        passes.append(row)
        return sheet.read_after(row)

    checked = assign_employees((SELLER, HEAD), Workbook((replace(sheet, read_after=read_after),)))
    assert _rows(checked) == {"seller": frozenset({2}), "head": frozenset({3})}
    assert passes == [1, 1]  # what the rows are, and whose


def test_schemes_that_know_people_otherwise_share_the_rows(tmp_path: Path) -> None:
    own = (grain("employees", "company", key=("Логин",)),)
    head = program(column("Бюджет"), scheme="head", grains=own, applies_to=HEAD.applies_to)
    lines = ["ФИО;Логин;Должность;План;Бюджет", "А;a;Продавец;1;", "Б;b;Руководитель;;2", "В;c;Кассир;;"]
    checked = assign_employees((SELLER, head), open_files(write_csv(tmp_path / "a.csv", *lines)))
    assert _rows(checked) == {"seller": frozenset({2}), "head": frozenset({3})}
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI460"], ["a.csv!C4"])
    assert dict(checked.diagnostics[0].params)["schemes"] == "seller, head"


def test_a_table_of_the_scheme_is_no_list_of_employees(tmp_path: Path) -> None:
    sales = (grain("sales", "employees"),)
    one = program(column("Amount", table="sales"), grains=sales, applies_to=(("Position", ("Seller",)),))
    book = open_files(
        write_csv(tmp_path / "sales.csv", "Employee ID,Position,Amount", "1,Seller,5", "1,Seller,6"),
        write_csv(tmp_path / "staff.csv", "Employee ID,Name,Position", "1,Ann,Seller"),
    )
    assert _rows(assign_employees((one,), book)) == {"seller": frozenset({2})}


def test_a_missing_sheet_or_column_is_named_once(tmp_path: Path) -> None:
    book = open_files(write_csv(tmp_path / "a.csv", "ФИО;План;Бюджет", "А;1;2"))
    checked = assign_employees((SELLER, HEAD), book)
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI415"])
    lost = program(
        column("План"), grains=(grain("employees", "company", sheet="Нет"),), applies_to=SELLER.applies_to
    )
    assert codes(assign_employees((lost,), book).diagnostics) == ["KPI428"]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    book = open_files(write_csv(tmp_path / "a.csv", "ФИО;Должность;План", "А;Продавец"))
    assert codes(assign_employees((SELLER,), book).diagnostics) == ["KPI411"]


def test_a_sheet_without_people_has_nobody_to_assign(tmp_path: Path) -> None:
    book = open_files(write_csv(tmp_path / "a.csv", "ФИО;Должность;План", ";;", "Итого;;5"))
    checked = assign_employees((SELLER,), book)
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI473"])


def test_a_sheet_without_keys_and_names_is_refused(tmp_path: Path) -> None:
    book = open_files(write_csv(tmp_path / "a.csv", "Должность;План", "Продавец;1"))
    assert codes(assign_employees((SELLER,), book).diagnostics) == ["KPI418"]


def test_signatures_and_remarks_below_the_people_are_nobody(tmp_path: Path) -> None:
    rows = [
        ["ФИО", "Должность", "План"],
        ["Иванов", "Продавец", 5],
        ["Петров", "Продавец"],
        ["Итого", None, 5],
        ["Без замечаний"],
        ["Главный бухгалтер ____________", "Сидорова А. А."],
    ]
    book = open_files(write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    checked = assign_employees((SELLER,), book)
    assert (_rows(checked), checked.diagnostics) == ({"seller": frozenset({2, 3})}, ())


def test_what_looks_like_a_signature_between_people_is_asked_about(tmp_path: Path) -> None:
    rows = [["ФИО", "Должность", "План"], ["Директор", "Штат"], ["Иванов", "Продавец", 5]]
    book = open_files(write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert codes(assign_employees((SELLER,), book).diagnostics) == ["KPI460"]
