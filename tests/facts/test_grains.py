"""Teams, derived tables and chains of details."""

from __future__ import annotations

from pathlib import Path

from kpicalc.facts.bind import order_grains
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    grain,
    money,
    places,
    program,
    show,
    values,
    write_csv,
    write_xlsx,
)


def test_teams_may_be_known_only_by_a_column(tmp_path: Path) -> None:
    teams = grain("teams", "company", derived=True)
    employees = grain("employees", "teams", link=("Отдел",))
    wanted = program(column("План"), grains=(teams, employees))
    lines = ["ФИО;Отдел;План", "А;Юг;1", "Б;Север;2", "В;Юг ;3", "Г;Запад;4"]
    checked = bind(wanted, write_csv(tmp_path / "a.csv", *lines), rows=frozenset({3, 4, 5}))
    assert checked.ok
    assert checked.value is not None
    frame = checked.value.frames["teams"]
    assert (list(frame.keys), list(frame.parents), frame.origin) == (
        ["Север", "Юг", "Запад"],
        [0, 0, 0],
        None,
    )
    assert list(checked.value.frames["employees"].parents) == [0, 1, 2]


def test_two_spellings_of_one_team_are_an_error_with_both_cells(tmp_path: Path) -> None:
    wanted = program(
        column("План"),
        grains=(grain("teams", "company", derived=True), grain("employees", "teams", link=("Отдел",))),
    )
    checked = bind(wanted, write_csv(tmp_path / "a.csv", "ФИО;Отдел;План", "А;Юг;1", "Б;ЮГ;2"))
    assert checked.value is None
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI420"], ["a.csv!B3"])


def test_an_employee_without_a_team_is_an_error(tmp_path: Path) -> None:
    wanted = program(
        column("План"),
        grains=(grain("teams", "company", derived=True), grain("employees", "teams", link=("Отдел",))),
    )
    lines = ["ФИО;Отдел;План", "А;Юг;1", "Б;;2", "В;#Н/Д;3"]
    checked = bind(wanted, write_csv(tmp_path / "a.csv", *lines))
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI447", "KPI433"])


def test_teams_from_their_own_sheet(tmp_path: Path) -> None:
    wanted = program(
        column("План"),
        column("Цель", table="teams"),
        grains=(grain("teams", "company"), grain("employees", "teams")),
    )
    sheets = {
        "Март": [["ФИО", "Отдел", "План"], ["А", "Юг", 1], ["Б", "Север", 2]],
        "Teams": [["Отдел", "Цель"], ["Север", 10], ["Юг", 20]],
    }
    facts = bound(wanted, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert list(facts.frames["employees"].parents) == [1, 0]
    assert (list(facts.frames["teams"].labels), values(facts, "Цель", "teams")) == (
        ["Север", "Юг"],
        money("10", "20"),
    )


def test_a_second_sheet_below_derived_teams_uses_the_same_teams(tmp_path: Path) -> None:
    wanted = program(
        column("План"),
        column("Сумма", table="costs"),
        grains=(
            grain("costs", "teams", link=("Отдел",)),
            grain("teams", "company", derived=True),
            grain("employees", "teams", link=("Отдел",)),
        ),
    )
    people = write_csv(tmp_path / "a.csv", "ФИО;Отдел;План", "А;Юг;1", "Б;Север;2")
    costs = write_csv(tmp_path / "costs.csv", "Отдел;Сумма", "Север;5")
    assert [each.name for each in order_grains(wanted)] == ["employees", "teams", "costs"]
    assert list(bound(wanted, people, costs).frames["costs"].parents) == [1]


def test_a_derived_table_needs_children_directly_above_employees(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План", "А;1")
    childless = program(column("План"), grains=(grain("teams", "company", derived=True),))
    assert codes(bind(childless, path).diagnostics) == ["KPI459"]
    deep = program(column("План"), grains=(grain("clients", "employees", derived=True),))
    assert codes(bind(deep, path).diagnostics) == ["KPI459"]


def test_a_derived_table_is_silent_when_its_children_failed(tmp_path: Path) -> None:
    wanted = program(
        column("План"),
        grains=(grain("teams", "company", derived=True), grain("employees", "teams", link=("Отдел",))),
    )
    assert codes(bind(wanted, write_csv(tmp_path / "a.csv", "ФИО;План", "А;1")).diagnostics) == ["KPI415"]


def test_chains_of_details(tmp_path: Path) -> None:
    wanted = program(
        column("План"),
        column("Цена", table="purchases"),
        grains=(
            grain("purchases", "clients"),
            grain("clients", "employees", key=("Клиент",)),
        ),
    )
    sheets = {
        "Март": [["Таб. №", "План"], ["1", 1], ["2", 2]],
        "clients": [["Клиент", "Таб. №"], ["Альфа", "2"], ["Бета", "1"]],
        "purchases": [["Клиент", "Цена"], ["Бета", 7], ["Альфа", None]],
    }
    checked = bind(wanted, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert checked.value is not None
    assert list(checked.value.frames["purchases"].parents) == [1, 0]
    assert list(checked.value.frames["clients"].parents) == [1, 0]
    assert show(checked.diagnostics) == ["в ячейке нет значения (Цена, Альфа)"]
