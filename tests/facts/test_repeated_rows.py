"""A price list that stands in the workbook of each department is one list; where two differ, it is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kpicalc.model.kind import Kind
from kpicalc.model.program import Program
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    grain,
    money,
    program,
    values,
    write_csv,
    write_xlsx,
)

PRICES: list[list[object]] = [["Артикул", "Цена", "Вид"], ["K-1", 10, "книга"], ["K-2", 20, "книга"]]
MORE: list[list[object]] = [
    ["Цена", "Вид", "Артикул"],
    [20, "книга", "K-2"],
    ["10,00", "книга", "K-1"],
    [7.5, "ручка", "P-9"],
]


def wanted(parent: str = "company") -> Program:
    """A list of goods below the company, or goods that belong to people."""
    goods = grain("goods", parent, sheet="Товары*", key=("Артикул",))
    return program(
        column("План"),
        column("Цена", table="goods"),
        column("Вид", Kind.TEXT, table="goods"),
        grains=(goods,),
    )


def books(folder: Path, *prices: Sequence[Sequence[object]]) -> list[Path]:
    """Write a workbook for each department, each with a list of goods."""
    people = [[["Таб. №", "План"], [f"{at}", 100]] for at in range(len(prices))]
    return [
        write_xlsx(folder / f"{at}.xlsx", {"Люди": people[at], "Товары": rows})
        for at, rows in enumerate(prices)
    ]


def test_the_same_list_in_two_workbooks_is_one(tmp_path: Path) -> None:
    facts = bound(wanted(), *books(tmp_path, PRICES, MORE, PRICES))
    assert values(facts, "Цена", "goods") == money("10", "20", "7.5")
    assert list(facts.frames["goods"].keys) == ["K-1", "K-2", "P-9"]
    said = [each for each in facts.receipts if each.grain == "goods"]
    assert [each.rows_read for each in said] == [2, 1, 0]
    assert [(each.reason, each.rows) for each in said[1].skipped] == [("repeated", (2, 3))]


def test_a_text_file_says_the_same_as_a_workbook(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "Товары юг.csv", "Артикул;Вид;Цена", "K-2;книга;20,00", "P-9;ручка;7,50")
    facts = bound(wanted(), *books(tmp_path, PRICES), path)
    assert values(facts, "Цена", "goods") == money("10", "20", "7.50")


@pytest.mark.parametrize("changed", [["K-1", 11, "книга"], ["K-1", 10, "ручка"], ["k-1", 10, "книга"]])
def test_lists_that_differ_are_told(tmp_path: Path, changed: list[object]) -> None:
    checked = bind(wanted(), *books(tmp_path, PRICES, [PRICES[0], changed]))
    assert codes(checked.diagnostics) == ["KPI420" if changed[0] == "k-1" else "KPI419"]


def test_a_row_twice_in_one_sheet_is_told(tmp_path: Path) -> None:
    checked = bind(wanted(), *books(tmp_path, PRICES, [*MORE, MORE[1]]))
    assert set(codes(checked.diagnostics)) == {"KPI419"}


def test_what_belongs_to_people_is_never_dropped(tmp_path: Path) -> None:
    rows = [["Таб. №", *PRICES[0]], ["0", *PRICES[1]]]
    checked = bind(wanted("employees"), *books(tmp_path, rows, rows))
    assert set(codes(checked.diagnostics)) == {"KPI419"}
