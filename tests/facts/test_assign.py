"""Which scheme pays which employee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpicalc.facts.assign import Assignment, People, assign_employees, join_people
from kpicalc.facts.workbook import RowBlock, Workbook
from kpicalc.model.audience import EVERYBODY
from kpicalc.model.diagnostic import Checked
from tests.facts.builders import (
    codes,
    column,
    grain,
    open_files,
    pays,
    places,
    program,
    show,
    write_csv,
    write_xlsx,
)

SELLER = program(column("План"), applies_to=pays(Должность=("Продавец", "Старший продавец")))
HEAD = program(column("Бюджет"), scheme="head", applies_to=pays(Должность="Руководитель"))


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
    assert show(both.diagnostics) == [
        "А (Должность = `Продавец`): оплачивают сразу несколько схем — seller, all"
    ]
    assert _rows(both) == {"seller": frozenset(), "all": frozenset({3, 4})}


def test_several_columns_must_all_match(tmp_path: Path) -> None:
    strict = program(column("План"), applies_to=pays(Должность="Продавец", Разряд="1"))
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
    one = program(column("Amount", table="sales"), grains=sales, applies_to=pays(Position="Seller"))
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


def test_headings_are_looked_for_down_to_the_thirtieth_row(tmp_path: Path) -> None:
    def found(name: str, before: int) -> Checked[Assignment]:
        lines = [*["Отчёт;;"] * before, "ФИО;Должность;План", "А;Продавец;1"]
        return assign_employees((SELLER,), open_files(write_csv(tmp_path / name, *lines)))

    assert _rows(found("last.csv", 29)) == {"seller": frozenset({31})}
    assert codes(found("below.csv", 30).diagnostics) == ["KPI414"]


def test_people_on_a_sheet_that_lacks_a_heading_are_still_those_of_the_scheme(tmp_path: Path) -> None:
    book = open_files(write_csv(tmp_path / "a.csv", "ФИО;Должность;Прочее", "А;Продавец;1", "Б;Кассир;2"))
    checked = assign_employees((SELLER,), book)

    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI460"], ["a.csv!B3"])


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


PILOT = program(column("План"), scheme="pilot", applies_to=pays(ФИО=("Ёлкин А. А.", "Буров Б. Б.")))
REST = program(column("План"), scheme="rest", applies_to=replace(pays(Роль="Менеджер"), otherwise=True))


def test_all_the_rest_are_those_whom_nobody_names(tmp_path: Path) -> None:
    lines = ["ФИО;Роль;План", "елкин а. а.;Менеджер;1", "Вяз В. В.;менеджер;2", "Буров Б. Б.;Глава;3"]
    checked = assign_employees((REST, PILOT), open_files(write_csv(tmp_path / "a.csv", *lines)))
    assert _rows(checked) == {"rest": frozenset({3}), "pilot": frozenset({2, 4})}
    assert checked.diagnostics == ()


def test_all_the_rest_over_several_files(tmp_path: Path) -> None:
    files = [
        write_csv(tmp_path / "a.csv", "ФИО;Роль;План", "Ёлкин А. А.;Менеджер;1", "Вяз В. В.;Менеджер;2"),
        write_csv(tmp_path / "b.csv", "ФИО;Роль;План", "Буров Б. Б.;Менеджер;3", "Ива И. И.;Менеджер;4"),
    ]
    checked = assign_employees((PILOT, REST), open_files(*files))
    assert checked.value is not None
    rows = {
        scheme: {Path(file).stem: set(numbers) for (file, _), numbers in (people.rows or {}).items()}
        for scheme, people in checked.value.people.items()
    }
    assert rows == {"pilot": {"a": {2}, "b": {2}}, "rest": {"a": {3}, "b": {3}}}


def test_exceptions_are_paid_by_nobody_unless_another_scheme_names_them(tmp_path: Path) -> None:
    left_out = replace(EVERYBODY, exceptions=(pays(ФИО="Вяз В. В.").named, pays(Роль="Глава").named))
    most = program(column("План"), scheme="most", applies_to=left_out)
    lines = ["ФИО;Роль;План", "Вяз В. В.;Менеджер;1", "Буров Б. Б.;Глава;2", "Ива И. И.;Менеджер;3"]
    book = open_files(write_csv(tmp_path / "a.csv", *lines))
    checked = assign_employees((most, PILOT), book)
    assert _rows(checked) == {"most": frozenset({4}), "pilot": frozenset({3})}
    assert show(checked.diagnostics) == [
        "Вяз В. В.: не оплачивает ни одна схема (ФИО = `Вяз В. В.`; Роль = `Менеджер`); есть: most, pilot"
    ]


def test_a_signature_is_none_of_the_rest(tmp_path: Path) -> None:
    everybody = program(column("План"), scheme="all", applies_to=replace(EVERYBODY, otherwise=True))
    lines = ["ФИО;Роль;План", "Вяз В. В.;Менеджер;1", "Составил: Громова;;"]
    checked = assign_employees((everybody, PILOT), open_files(write_csv(tmp_path / "a.csv", *lines)))
    assert _rows(checked) == {"all": frozenset({2}), "pilot": frozenset()}


@pytest.mark.parametrize(
    "cell", ["Буров Б.Б.", "Бурров Б. Б.", "Бypов Б. Б.", "Буров Б. Б", "«Буров» Б. Б.", "буров б.  б ."]
)
def test_a_slip_in_a_name_is_no_reason_to_pay_by_the_rest(cell: str, tmp_path: Path) -> None:
    lines = ["ФИО;Роль;План", "Ёлкин А. А.;Менеджер;1", f"{cell};Менеджер;2"]
    checked = assign_employees((PILOT, REST), open_files(write_csv(tmp_path / "a.csv", *lines)))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI550"], ["a.csv!A3"])


@pytest.mark.parametrize(("number", "cell"), [("7", "007"), ("K-7", "К-7"), ("7", "7.0")])
def test_a_slip_in_a_number_is_none_either(number: str, cell: str, tmp_path: Path) -> None:
    pilot = program(column("План"), scheme="pilot", applies_to=pays(**{"Таб. №": number}))
    lines = ["Таб. №;Роль;План", f"{cell};Менеджер;1", "12;Менеджер;2"]
    checked = assign_employees((pilot, REST), open_files(write_csv(tmp_path / "a.csv", *lines)))
    assert codes(checked.diagnostics) == ["KPI550"]


def test_somebody_who_is_not_there_is_a_warning_a_post_that_nobody_has_is_none(tmp_path: Path) -> None:
    book = open_files(write_csv(tmp_path / "a.csv", "ФИО;Роль;План", "Ёлкин А. А.;Менеджер;1"))
    assert codes(assign_employees((PILOT, REST), book).diagnostics) == ["KPI551"]
    head = program(column("План"), scheme="head", applies_to=pays(Роль="Руководитель отдела"))
    assert assign_employees((head, REST), book).diagnostics == ()
    assert codes(assign_employees((PILOT,), book).diagnostics) == []


def test_two_schemes_for_one_person_are_told_with_what_decides(tmp_path: Path) -> None:
    named = program(column("План"), scheme="role", applies_to=pays(Роль="Менеджер"))
    book = open_files(write_csv(tmp_path / "a.csv", "ФИО;Роль;План", "Буров Б. Б.;Менеджер;1"))
    assert show(assign_employees((PILOT, named), book).diagnostics) == [
        "Буров Б. Б. (ФИО = `Буров Б. Б.`; Роль = `Менеджер`): оплачивают сразу несколько схем — pilot, role"
    ]


def test_who_is_paid_by_one_of_two_schemes_is_paid_by_both_together(tmp_path: Path) -> None:
    one, two = (open_files(write_csv(tmp_path / name, "ФИО")).sheets[0] for name in ("a.csv", "b.csv"))
    first = People((one,), {(one.file, ""): frozenset({2})}, (("1", "А"),))
    second = People((one, two), {(one.file, ""): frozenset({3}), (two.file, ""): frozenset({4})})
    everybody = People((two,))

    joined = {(one.file, ""): frozenset({2, 3}), (two.file, ""): frozenset({4})}
    assert join_people(first, second) == People((one, two), joined, (("1", "А"),))
    assert join_people(first, everybody) == People((one, two))
    assert join_people(everybody, second) == People((two, one))
