"""Several sheets and files of one kind are one table, and every place leads to the right one of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.kind import Kind
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    grain,
    places,
    program,
    values,
    write_csv,
    write_xlsx,
)

PLAN = program(column("План"), column("Факт"))
DEALS = program(
    column("План"), column("Сумма", table="deals"), grains=(grain("deals", "employees", sheet="Сделки"),)
)
FIRST = [["За март"], ["Таб. №", "ФИО", "План", "Факт"], ["1", "А", 1, 2], ["Итого", "", 1, 2]]
SECOND = [["Факт, руб.", "План", "ФИО", "Таб. №"], [30, 10, "Б", "2"], [31, 11, "В", "3"]]


def test_two_sheets_with_columns_in_any_order_are_one_table(tmp_path: Path) -> None:
    facts = bound(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Продажи": FIRST, "Сервис": SECOND}))
    employees = facts.frames["employees"]
    assert (employees.keys, employees.labels, employees.size) == (["1", "2", "3"], ["А", "Б", "В"], 3)
    assert (values(facts, "План"), values(facts, "Факт")) == ([1, 10, 11], [2, 30, 31])
    cells = [str(employees.cell("Факт", row)).rpartition("/")[2] for row in range(3)]
    assert cells == ["a.xlsx!Продажи!D3", "a.xlsx!Сервис!A2", "a.xlsx!Сервис!A3"]
    with pytest.raises(IndexError):
        employees.cell("Факт", 3)


def test_each_sheet_has_its_own_receipt_and_total(tmp_path: Path) -> None:
    wrong = [*SECOND, [60, 21, "", "Итого"]]
    facts = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Продажи": FIRST, "Сервис": wrong}))
    assert (codes(facts.diagnostics), places(facts.diagnostics)) == (["KPI427"], ["a.xlsx!Сервис!A4"])
    assert facts.value is not None
    read = [(each.sheet, each.header_row, each.rows_read) for each in facts.value.receipts]
    assert read == [("Продажи", 2, 1), ("Сервис", 1, 2)]
    sums = [[(each.total, each.printed_total) for each in sheet.columns] for sheet in facts.value.receipts]
    first, second = (
        [(Decimal(1), Decimal(1)), (Decimal(2), Decimal(2))],
        [
            (Decimal(21), Decimal(21)),
            (Decimal(61), None),
        ],
    )
    assert sums == [first, second]


def test_files_of_one_folder_are_one_table(tmp_path: Path) -> None:
    paths = [write_csv(tmp_path / f"{name}.csv", "ФИО;План;Факт", f"{name};1;2") for name in "вба"]
    facts = bound(PLAN, *paths)
    assert facts.frames["employees"].keys == ["в", "б", "а"]
    assert [Path(each.file).name for each in facts.receipts] == ["в.csv", "б.csv", "а.csv"]


def test_deals_of_several_workbooks_find_the_people_of_all(tmp_path: Path) -> None:
    north = {"Люди": [["Таб. №", "ФИО", "План"], ["1", "А", 1]], "Сделки": [["Таб. №", "Сумма"], ["2", 5]]}
    south = {"Люди": [["Таб. №", "ФИО", "План"], ["2", "Б", 1]], "сделки": [["Сумма", "ФИО"], [7, "А"]]}
    facts = bound(DEALS, write_xlsx(tmp_path / "n.xlsx", north), write_xlsx(tmp_path / "s.xlsx", south))
    deals = facts.frames["deals"]
    assert (list(deals.parents), values(facts, "Сумма", "deals")) == ([1, 0], [5, 7])
    assert [Path(str(deals.cell("Сумма", row))).name for row in (0, 1)] == [
        "n.xlsx!Сделки!B2",
        "s.xlsx!сделки!A2",
    ]


def test_a_cell_is_refused_in_its_own_sheet(tmp_path: Path) -> None:
    bad = [*SECOND, ["сто", "?", "Г", "4"]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Продажи": FIRST, "Сервис": bad}))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (
        ["KPI430", "KPI430"],
        ["a.xlsx!Сервис!B4", "a.xlsx!Сервис!A4"],
    )
    assert [dict(each.params)["what"] for each in checked.diagnostics] == ["План, Г", "Факт, Г"]


def test_many_rows_are_packed_in_full_blocks(tmp_path: Path) -> None:
    size = 2 * BLOCK_ROWS + 551
    lines = [f"{number};{number};{number if number % (size // 3) else 'х'}" for number in range(1, size)]
    one = bind(PLAN, write_csv(tmp_path / "one.csv", "ФИО;План;Факт", *lines))
    cuts = [(0, 700), (700, BLOCK_ROWS), (BLOCK_ROWS, BLOCK_ROWS + 1), (BLOCK_ROWS + 1, size)]
    parts = [
        write_csv(tmp_path / f"part-{at}.csv", "ФИО;План;Факт", *lines[start:end])
        for at, (start, end) in enumerate(cuts)
    ]
    several = bind(PLAN, *parts)
    assert one.value is not None
    assert several.value is not None
    assert values(several.value, "План") == values(one.value, "План")
    assert [str(each)[:9] for each in values(several.value, "Факт")] == [
        str(each)[:9] for each in values(one.value, "Факт")
    ]
    assert len(several.diagnostics) == len(one.diagnostics) == 3
    column_of = several.value.frames["employees"].columns["План"]
    second = slice(BLOCK_ROWS, 2 * BLOCK_ROWS)
    assert column_of[second] == values(one.value, "План")[second]


def test_one_person_in_two_files_is_an_error_at_both_places(tmp_path: Path) -> None:
    paths = [write_csv(tmp_path / f"{name}.csv", "Таб. №;ФИО;План;Факт", f"7;{name};1;2") for name in "аб"]
    checked = bind(PLAN, *paths)
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI419"])
    assert places(checked.diagnostics) == ["б.csv!A2"]
    assert [str(each.place).rpartition("/")[2] for each in checked.diagnostics[0].others] == ["а.csv!A2"]


def test_the_first_zeros_of_a_number_are_compared_over_files(tmp_path: Path) -> None:
    paths = [
        write_csv(tmp_path / f"{key}.csv", "Таб. №;ФИО;План;Факт", f"{key};А;1;2") for key in ("7", "07")
    ]
    assert codes(bind(PLAN, *paths).diagnostics) == ["KPI420"]


def test_the_digest_of_all_files_does_not_depend_on_their_order(tmp_path: Path) -> None:
    paths = [
        write_csv(tmp_path / f"{key}.csv", "Таб. №;ФИО;План;Факт", f"{key};{key};1;2") for key in ("А", "Б")
    ]
    one, other = (bind(PLAN, *each).value for each in (paths, reversed(paths)))
    assert one is not None
    assert other is not None
    assert (one.digest, one.receipts) == (other.digest, other.receipts[::-1])


def test_a_column_that_one_sheet_lacks_is_named_there(tmp_path: Path) -> None:
    named = program(column("План"), grains=(grain("employees", "company", sheet="Люди"),))
    book = {"Люди": [["Таб. №", "ФИО", "План"], ["1", "А", 1]]}
    other = {"люди": [["Таб. №", "ФИО", "Цель"], ["2", "Б", 1]]}
    checked = bind(named, write_xlsx(tmp_path / "a.xlsx", book), write_xlsx(tmp_path / "b.xlsx", other))
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI415"])
    assert places(checked.diagnostics) == ["b.xlsx!люди!1"]


def test_people_with_and_without_numbers_are_not_one_table(tmp_path: Path) -> None:
    named = program(column("План"), grains=(grain("employees", "company", sheet="Люди"),))
    book = {"Люди": [["Таб. №", "ФИО", "План"], ["1", "А", 1]]}
    other = {"люди": [["ФИО", "План"], ["А", 1]]}
    checked = bind(named, write_xlsx(tmp_path / "a.xlsx", book), write_xlsx(tmp_path / "b.xlsx", other))
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI481"])
    assert places(checked.diagnostics) == ["b.xlsx!люди!1"]


def test_a_department_without_people_is_an_error(tmp_path: Path) -> None:
    sheets = {"Продажи": FIRST, "Сервис": SECOND[:1]}
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI473"], ["a.xlsx!Сервис"])


def test_teams_are_made_of_the_rows_of_all_sheets(tmp_path: Path) -> None:
    teams = (
        grain("teams", "company", derived=True),
        grain("employees", "teams", link=("Отдел",), label="Сотрудники"),
    )
    wanted = program(column("План"), grains=teams)
    head = ["ФИО", "Отдел", "План"]
    sheets = {"1": [head, ["А", "Юг", 1], ["Б", "Север", 1]], "2": [head[::-1], [1, "Юг", "В"]]}
    facts = bound(wanted, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert list(facts.frames["teams"].keys) == ["Юг", "Север"]
    assert list(facts.frames["employees"].parents) == [0, 1, 0]
    alike = {**sheets, "2": [head[::-1], [1, "ЮГ ", "В"]]}
    checked = bind(wanted, write_xlsx(tmp_path / "b.xlsx", alike))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI420"], ["b.xlsx!2!B2"])


def test_superiors_stand_in_other_files(tmp_path: Path) -> None:
    people = grain("employees", "company", superior="Руководитель", label="Сотрудники")
    wanted = program(column("Руководитель", Kind.TEXT, optional=True), grains=(people,))
    head = "Таб. №;ФИО;Руководитель"
    first = write_csv(tmp_path / "a.csv", head, "1;А;2")
    second = write_csv(tmp_path / "b.csv", head, "2;Б;")
    assert list(bound(wanted, first, second).frames["employees"].superiors) == [1, -1]
    lost = write_csv(tmp_path / "c.csv", head, "2;Б;9")
    checked = bind(wanted, first, lost)
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI421"], ["c.csv!C2"])


def test_the_company_may_be_said_twice_but_not_differently(tmp_path: Path) -> None:
    wanted = program(column("План"), column("Фонд", table="company"))
    people = [["ФИО", "План"], ["А", 1]]
    one = write_xlsx(tmp_path / "a.xlsx", {"Март": people, "company": [["Фонд"], [5]]})
    same = write_xlsx(tmp_path / "b.xlsx", {"company": [["Фонд"], [5.0]]})
    facts = bound(wanted, one, same)
    assert (values(facts, "Фонд", "company"), [each.sheet for each in facts.receipts]) == (
        [5],
        ["company", "company", "Март"],
    )
    other = write_xlsx(tmp_path / "c.xlsx", {"company": [["Фонд"], [6]]})
    assert codes(bind(wanted, one, other).diagnostics) == ["KPI429"]


def test_an_unknown_person_is_nobody_of_any_file(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", "Таб. №;ФИО;План", "1;А;5")
    write_csv(tmp_path / "b.csv", "Таб. №;ФИО;План", "2;Б;5")
    write_csv(tmp_path / "Сделки.csv", "Таб. №;Сумма", "3;10", "02;5")
    checked = bind(DEALS, *sorted(tmp_path.iterdir()))
    assert codes(checked.diagnostics) == ["KPI421", "KPI422"]
    assert [str(each.place).rpartition("/")[2] for each in checked.diagnostics[1].others] == ["b.csv!A2"]


def test_where_no_sheet_has_all_headings_the_nearest_says_what_it_lacks(tmp_path: Path) -> None:
    sheets = {"Справка": [["ФИО"], ["А"]], "Март": [["ФИО", "План"], ["А", 1]]}
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI415"], ["a.xlsx!Март!1"])


def test_where_only_people_are_read_a_sheet_that_repeats_them_adds_nobody(tmp_path: Path) -> None:
    deals = (grain("deals", "employees", sheet="Сделки"),)
    wanted = program(column("Сумма", table="deals"), grains=deals)
    head, one, two = ["Таб. №", "ФИО"], ["1", "Иванов И. И."], ["2", "Б"]
    sheets = {
        "Отпуска": [[*head, "Дней"], [*one, 5]],
        "Люди": [head, one, two],
        "Ещё": [head, ["3", "В"]],
        "Сделки": [["Таб. №", "Сумма"], ["3", 5]],
    }
    facts = bound(wanted, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert facts.frames["employees"].keys == ["1", "2", "3"]
    other = {**sheets, "Отпуска": [[*head, "Дней"], ["1", "Другой", 5]]}
    assert codes(bind(wanted, write_xlsx(tmp_path / "b.xlsx", other)).diagnostics) == ["KPI419"]
    empty = {**sheets, "Отпуска": [[*head, "Дней"]]}
    assert codes(bind(wanted, write_xlsx(tmp_path / "c.xlsx", empty)).diagnostics) == ["KPI473"]


def test_a_broken_list_of_people_is_told_when_it_is_read(tmp_path: Path) -> None:
    first = write_csv(tmp_path / "a.csv", "ФИО;Дней", *[";"] * 60, 'А;"1')
    second = write_csv(tmp_path / "b.csv", "ФИО", "Б")
    assert codes(bind(program(), first, second).diagnostics) == ["KPI410"]
