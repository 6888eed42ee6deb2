"""How rows find the rows above them, and who is left out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kpicalc.model.facts import BLOCK_ROWS, RowsSkipped
from kpicalc.model.kind import Kind
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
DEALS = program(
    column("План"),
    column("Сумма", table="deals"),
    column("Клиент", Kind.TEXT, "deals"),
    grains=(grain("deals", "employees", sheet="Сделки"),),
)


def test_a_broken_key_is_named_with_its_error(tmp_path: Path) -> None:
    checked = bind(PLAN, write_csv(tmp_path / "a.csv", "Таб. №;План;Факт", "#Н/Д;10;20"))
    assert (codes(checked.diagnostics), checked.value) == (["KPI433"], None)


def test_namesakes_without_a_number_are_refused(tmp_path: Path) -> None:
    lines = ["ФИО;План;Факт", "Семёнов И. И.;1;2", "семенов и.и.;1;2"]
    assert codes(bind(PLAN, write_csv(tmp_path / "a.csv", *lines)).diagnostics) == ["KPI420"]


def test_detail_rows_find_their_employee_by_number(tmp_path: Path) -> None:
    sheets = {
        "Март": [["Таб. №", "ФИО", "План"], ["01", "Иванов", 1], ["02", "Петров", 2]],
        "Сделки": [
            ["Клиент", "Таб. номер", "Сумма"],
            ["А", "02", 10],
            ["Б", "01", 20],
            ["А", "02 ", 30],
            ["Итого", None, 60],
            [None, None, None],
        ],
    }
    facts = bound(DEALS, write_xlsx(tmp_path / "a.xlsx", sheets))
    deals = facts.frames["deals"]
    assert (list(deals.parents), list(deals.keys), list(deals.labels)) == ([1, 0, 1], [], [])
    assert values(facts, "Сумма", "deals") == money("10", "20", "30")
    assert receipt(facts, "deals").columns[0].printed_total == Decimal(60)


def test_detail_rows_find_their_employee_by_a_unique_name(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "a.csv", "Таб. №;ФИО;План", "1;Семёнов  И.И.;1", "2;Петров;2")
    deals = write_csv(tmp_path / "Сделки.csv", "Менеджер;Клиент;Сумма", "петров;А;10", "Семенов И. И.;Б;20")
    assert list(bound(DEALS, people, deals).frames["deals"].parents) == [1, 0]


def test_people_known_only_by_name_are_joined_by_the_name_column(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "a.csv", "ФИО;План", "Иванов;1", "Петров;2")
    deals = write_csv(tmp_path / "Сделки.csv", "ID;Сотрудник;Клиент;Сумма", "77;Петров;А;10")
    assert list(bound(DEALS, people, deals).frames["deals"].parents) == [1]


def test_a_name_of_two_employees_joins_nobody(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "a.csv", "Таб. №;ФИО;План", "1;Иванов;1", "2;Иванов;2")
    deals = write_csv(tmp_path / "Сделки.csv", "Менеджер;Клиент;Сумма", "Иванов;А;10")
    checked = bind(DEALS, people, deals)
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI423"])


def test_strangers_among_detail_rows_are_errors_with_a_hint(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "a.csv", "Таб. №;План", "0002;1")
    lines = ["Таб. №;Клиент;Сумма", "2;А;10", "77;Б;20", ";В;30", "#Н/Д;Г;1"]
    checked = bind(DEALS, people, write_csv(tmp_path / "Сделки.csv", *lines))
    assert checked.value is None
    assert codes(checked.diagnostics) == ["KPI422", "KPI421", "KPI424", "KPI433"]
    assert str(checked.diagnostics[0].others[0].place).endswith("a.csv!A2")


def test_rows_of_another_scheme_and_their_details_are_left_out(tmp_path: Path) -> None:
    people = write_csv(
        tmp_path / "a.csv", "Таб. №;ФИО;План", "1;Иванов;1", "2;Петров;x", "3;Котов;3", "Итого;;9"
    )
    lines = ["Таб. №;Клиент;Сумма", "2;А;10", "3;Б;20", "4;В;1"]
    deals = write_csv(tmp_path / "Сделки.csv", *lines)
    checked = bind(DEALS, people, deals, rows=frozenset({2, 4}))
    assert codes(checked.diagnostics) == ["KPI421"]
    deals = write_csv(tmp_path / "Сделки.csv", *lines[:3], "Петров;Г;5")
    checked = bind(DEALS, people, deals, rows=frozenset({2, 4}))
    assert checked.ok
    assert checked.value is not None
    assert list(checked.value.frames["employees"].keys) == ["1", "3"]
    assert list(checked.value.frames["deals"].parents) == [1]
    assert receipt(checked.value).skipped == (RowsSkipped("other_scheme", (3,)), RowsSkipped("total", (5,)))
    assert receipt(checked.value, "deals").skipped == (RowsSkipped("other_scheme", (2, 4)),)
    assert receipt(checked.value).columns[0].printed_total is None


def test_a_look_alike_of_another_schemes_employee_has_no_cell_to_show(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "a.csv", "Таб. №;План", "1;1", "002;2")
    deals = write_csv(tmp_path / "Сделки.csv", "Таб. №;Клиент;Сумма", "2;А;10")
    checked = bind(DEALS, people, deals, rows=frozenset({2}))
    assert (codes(checked.diagnostics), checked.diagnostics[0].others) == (["KPI422"], ())


def test_details_need_a_way_to_their_parent(tmp_path: Path) -> None:
    wanted = program(column("План"), grains=(grain("clients", "employees"), grain("purchases", "clients")))
    sheets = {
        "Март": [["Таб. №", "План"], ["1", 1]],
        "clients": [["Таб. №", "x"], ["1", 1]],
        "purchases": [["Клиент"], ["Бета"]],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    assert codes(bind(wanted, path).diagnostics) == ["KPI414"]
    detail = program(column("План"), column("Сумма", table="deals"), grains=(grain("deals", "employees"),))
    files = (
        write_csv(tmp_path / "a.csv", "ФИО;План", "А;1"),
        write_csv(tmp_path / "deals.csv", "Сумма;B", "1;2"),
    )
    assert codes(bind(detail, *files).diagnostics) == ["KPI448"]


def test_details_of_the_company_need_no_link(tmp_path: Path) -> None:
    wanted = program(column("План"), column("Сумма", table="costs"), grains=(grain("costs", "company"),))
    people = write_csv(tmp_path / "a.csv", "ФИО;План", "А;1")
    costs = write_csv(
        tmp_path / "costs.csv", "Статья;Сумма", "Аренда;5", "Связь;6", "Итого;11", "Подпись;", ";"
    )
    facts = bound(wanted, people, costs)
    assert list(facts.frames["costs"].parents) == [0, 0]
    assert receipt(facts, "costs").skipped == (RowsSkipped("footer", (5,)), RowsSkipped("total", (4,)))
    assert receipt(facts, "costs").columns[0].printed_total == Decimal(11)


def test_children_are_still_checked_when_the_parent_cannot_be_read(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "a.csv", "Таб. №;План", "1;1", "1;2")
    deals = write_csv(tmp_path / "Сделки.csv", "Таб. №;Сумма", "1;1")
    checked = bind(DEALS, people, deals)
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI419", "KPI415"])
    deals = write_csv(tmp_path / "Сделки.csv", "Таб. №;Клиент;Сумма", "1;а;1")
    assert codes(bind(DEALS, people, deals).diagnostics) == ["KPI419"]


def test_sheets_are_found_by_name_and_missing_ones_listed(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "a.csv", "Таб. №;План", "1;1")
    checked = bind(DEALS, people)
    assert show(checked.diagnostics) == ["нет листа `Сделки`; есть: a"]


def test_employees_need_a_column_that_identifies_them(tmp_path: Path) -> None:
    checked = bind(PLAN, write_csv(tmp_path / "a.csv", "Кто;План;Факт", "А;1;2"))
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI418"])


def test_hidden_sheets_count_only_when_named(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"

    sheets = {
        "Март": [["ФИО", "План", "Факт"], ["А", 1, 2]],
        "Второй": [["ФИО", "План", "Факт"], ["Б", 1, 2]],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets, hide)
    assert list(bound(PLAN, path).frames["employees"].keys) == ["Б"]
    named = program(column("План"), column("Факт"), grains=(grain("employees", "company", sheet="март"),))
    assert list(bound(named, path).frames["employees"].keys) == ["А"]


def test_a_ragged_row_stops_the_sheet_and_all_are_named(tmp_path: Path) -> None:
    checked = bind(
        PLAN, write_csv(tmp_path / "a.csv", "ФИО;План;Факт;", "А;1;2", "Б;1", "В;1;2;;", "Г;1;2;3;4")
    )
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI411", "KPI411"])
    assert places(checked.diagnostics) == ["a.csv!3", "a.csv!5"]


def test_the_digest_names_the_files_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План;Факт", "А;1;2")
    first = bound(PLAN, path).digest
    assert bound(PLAN, path).digest == first
    write_csv(path, "ФИО;План;Факт", "А;1;3")
    assert bound(PLAN, path).digest != first


def test_long_detail_sheets_are_joined_block_by_block(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "a.csv", "Таб. №;План", "1;1", "2;2")
    lines = [f"{int(number > BLOCK_ROWS) + 1};А;{number}" for number in range(BLOCK_ROWS + 10)]
    lines += [f"1;А;{number}" for number in range(BLOCK_ROWS)]
    lines += [";;"] * (3 * BLOCK_ROWS)
    facts = bound(DEALS, people, write_csv(tmp_path / "Сделки.csv", "Таб. №;Клиент;Сумма", *lines))
    deals = facts.frames["deals"]
    assert (list(deals.parents), deals.size) == (
        [0] * (BLOCK_ROWS + 1) + [1] * 9 + [0] * BLOCK_ROWS,
        2 * BLOCK_ROWS + 10,
    )
    assert receipt(facts, "deals").skipped == ()


def test_numbers_and_texts_name_the_same_employee(tmp_path: Path) -> None:
    sheets = {
        "Март": [["Таб. №", "План"], [1, 1], ["2", 2]],
        "Сделки": [["Таб. №", "Клиент", "Сумма"], ["1", "А", 5], [2, "Б", 6], [True, "В", 7]],
    }
    checked = bind(DEALS, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert codes(checked.diagnostics) == ["KPI446"]


def test_names_shown_to_people_may_be_named_by_the_scheme(tmp_path: Path) -> None:
    wanted = program(
        column("План"),
        column("Сумма", table="deals"),
        grains=(
            grain("employees", "company", title=("Псевдоним",)),
            grain("clients", "employees", key=("Код",), title=("Клиент",)),
            grain("deals", "employees", title=("Договор",)),
        ),
    )
    sheets = {
        "Март": [["Таб. №", "ФИО", "Псевдоним", "План"], ["1", "Иванов", "Лис", 1]],
        "clients": [["Код", "Клиент", "Таб. №"], ["7", "Альфа", "1"], ["8", None, "1"]],
        "deals": [["Договор", "Таб. №", "Сумма"], ["Д-1", "1", "x"], [None, "1", 5]],
    }
    checked = bind(wanted, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert checked.value is not None
    frames = checked.value.frames
    assert [list(frames[each].labels) for each in ("employees", "clients", "deals")] == [
        ["Лис"],
        ["Альфа", "8"],
        ["Д-1", ""],
    ]
    assert show(checked.diagnostics) == ["вместо числа стоит `x` (Сумма, Д-1)"]
