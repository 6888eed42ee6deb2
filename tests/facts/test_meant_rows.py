"""What is refused says what may be meant, and the words that settle it do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kpicalc.facts.join import ParentIndex
from kpicalc.i18n.catalogue import Language
from kpicalc.model.source import CellRef
from kpicalc.model.writing import RowRules
from tests.facts.builders import bind, bound, column, grain, money, program, values, write_xlsx
from tests.problem_texts import fill_strictly

KEYS = ("0001", "12-345", "7", "123456789012", "14")
NAMES = ("Семёнов Пётр Ильич", "Королёва Алёна", "Bell, Anna", "Ли Сяо", "Bell, John")
HEADS = ["Таб. №", "ФИО", "План"]
PEOPLE = [["1", "Яковлева", 100], ["2", "Юдин", 200]]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("№7", "7"),
        ("N 7", "7"),
        ("7,0", "7"),
        ("7 Bell", "7"),
        ("Anna Bell (7)", "7"),
        ("12–345", "12-345"),
        ("1.23457E+11", "123456789012"),
        ("1,2345679E+11", "123456789012"),
        ("Семенов П. И.", "Семёнов Пётр Ильич"),
        ("П.И. Семёнов", "Семёнов Пётр Ильич"),
        ("Алёна Королёва", "Королёва Алёна"),
        ("Королева Алена Львовна", "Королёва Алёна"),
        ("A. Bell", "Bell, Anna"),
        ("Bell", None),
        ("Семёнов К. И.", None),
        ("99", None),
        ("№99", None),
        ("1.23E+5", None),
        ("-", None),
    ],
)
def test_the_row_that_may_be_meant(text: str, meant: str | None) -> None:
    index = ParentIndex(KEYS, NAMES, (), named=False, place=lambda row: CellRef("", "", row, 1))
    index.find(text)
    assert index.propose(text) == meant


def test_a_stranger_is_told_with_the_row_that_may_be_meant(tmp_path: Path) -> None:
    wanted = program(
        column("План"), column("Сумма", table="deals"), grains=(grain("deals", "employees", sheet="Сделки"),)
    )
    deals = [["Сотрудник", "Сумма"], ["№ 1", 5]]
    checked = bind(wanted, write_xlsx(tmp_path / "a.xlsx", {"Март": [HEADS, *PEOPLE], "Сделки": deals}))
    assert [fill_strictly(each, Language.EN)[1] for each in checked.diagnostics] == [
        "`1` may be meant: write it as it stands there, or add `№ 1` to that sheet"
    ]


@pytest.mark.parametrize("row", [["", "Проверка", 7], ["", "Бюджет отдела", 900]])
def test_a_row_of_nobody_is_left_out_by_the_words_that_are_told(
    tmp_path: Path, row: Sequence[object]
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": [HEADS, *PEOPLE, row]})
    checked = bind(program(column("План")), path)
    told = [fill_strictly(each, Language.EN)[1] for each in checked.diagnostics]
    assert [f'`rows: {{skip: ["{row[1]}"]}}`' in each for each in told] == [True]
    rules = RowRules(skip=(str(row[1]),))
    wanted = program(column("План"), grains=(grain("employees", "company", rows=rules),))
    assert values(bound(wanted, path), "План") == money("100", "200")


def test_a_key_on_two_sheets_names_the_sheet_that_may_be_ignored(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Лист1": [HEADS, *PEOPLE], "Лист1 (2)": [HEADS, PEOPLE[0]]})
    told = [fill_strictly(each, Language.EN)[1] for each in bind(program(column("План")), path).diagnostics]
    assert ['ignore: ["a.xlsx!Лист1 (2)"]' in each for each in told] == [True]


def test_dashes_of_another_kind_make_no_other_person(tmp_path: Path) -> None:
    rows = [HEADS, ["12-345", "Яковлева", 100], ["12–345", "Юдин", 200]]
    checked = bind(program(column("План")), write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert [each.code for each in checked.diagnostics] == ["KPI420"]
