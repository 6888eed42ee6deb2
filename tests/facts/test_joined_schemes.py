"""Several schemes and several files: each scheme takes its own sheets, and nobody is paid twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.api import load_facts
from kpicalc.facts.read_files import read_workbook
from kpicalc.model.diagnostic import Checked
from kpicalc.model.facts import Facts
from kpicalc.model.program import Program
from tests.facts.builders import codes, column, grain, pays, places, program, receipt, show, values, write_csv

SELLER = program(column("План"), applies_to=pays(Должность="Продавец"))
HEAD = program(column("Бюджет"), scheme="head", applies_to=pays(Должность="Руководитель"))


def load(folder: Path, *programs: Program) -> Checked[tuple[tuple[Program, Facts], ...]]:
    """Give the people of all files of a folder to schemes."""
    workbook = read_workbook((folder,))
    assert workbook.value is not None, show(workbook.diagnostics)
    return load_facts(programs, workbook.value)


def test_each_scheme_takes_its_own_files(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", "Таб. №;ФИО;Должность;План", "1;А;Продавец;5", "2;Б;продавец;6")
    write_csv(tmp_path / "b.csv", "Таб. №;ФИО;Бюджет;Должность", "3;В;7;Руководитель")
    loaded = load(tmp_path, SELLER, HEAD)
    assert loaded.value is not None, show(loaded.diagnostics)
    assert [(each.scheme, facts.frames["employees"].keys) for each, facts in loaded.value] == [
        ("seller", ["1", "2"]),
        ("head", ["3"]),
    ]
    assert [receipt(facts).file.rpartition("/")[2] for _, facts in loaded.value] == ["a.csv", "b.csv"]


def test_each_scheme_for_everybody_takes_the_sheets_with_its_headings(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", "Таб. №;ФИО;План", "1;А;5")
    write_csv(tmp_path / "b.csv", "Таб. №;ФИО;Бюджет", "3;В;7")
    loaded = load(tmp_path, program(column("План")), program(column("Бюджет"), scheme="head"))
    assert loaded.value is not None, show(loaded.diagnostics)
    assert [(each.scheme, facts.frames["employees"].keys) for each, facts in loaded.value] == [
        ("seller", ["1"]),
        ("head", ["3"]),
    ]


def test_people_of_a_scheme_stand_in_the_sheet_of_another_too(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", "Таб. №;ФИО;Должность;План", "1;А;Продавец;5", "2;Б;Руководитель;")
    write_csv(tmp_path / "b.csv", "Таб. №;ФИО;Бюджет;Должность", "3;В;7;Руководитель")
    loaded = load(tmp_path, SELLER, HEAD)
    assert (loaded.value, codes(loaded.diagnostics), places(loaded.diagnostics)) == (
        None,
        ["KPI415"],
        ["a.csv!1"],
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "Таб. №;ФИО;Должность;План\n1;А;Продавец;5",
            "Таб. №;ФИО;Должность;Бюджет\n1;Б;Руководитель;7",
            ["KPI419"],
        ),
        (
            "Таб. №;ФИО;Должность;План\n1;А;Продавец;5",
            "Таб. №;ФИО;Должность;Бюджет\n01;А;Руководитель;7",
            ["KPI420"],
        ),
        ("Таб. №;ФИО;Должность;План\n1;А;Продавец;5", "Таб. №;ФИО;Должность;Бюджет\n2;А;Руководитель;7", []),
        (
            "Таб. №;ФИО;Должность;План\n1;А Б;Продавец;5",
            "ФИО;Должность;Бюджет\nА  Б;Руководитель;7",
            ["KPI419"],
        ),
        ("ФИО;Должность;План\nА;Продавец;5", "ФИО;Должность;Бюджет\nБ;Руководитель;7", []),
    ],
)
def test_nobody_is_paid_by_two_schemes(tmp_path: Path, first: str, second: str, expected: list[str]) -> None:
    write_csv(tmp_path / "a.csv", *first.split("\n"))
    write_csv(tmp_path / "b.csv", *second.split("\n"))
    loaded = load(tmp_path, SELLER, HEAD)
    assert codes(loaded.diagnostics) == expected
    assert [each.rpartition("!")[0] for each in places(loaded.diagnostics)] == ["b.csv"] * len(expected)


def test_deals_of_people_whom_other_files_pay_are_left_to_their_scheme(tmp_path: Path) -> None:
    deals = (grain("deals", "employees", sheet="Сделки"),)
    seller = program(
        column("План"), column("Сумма", table="deals"), grains=deals, applies_to=SELLER.applies_to
    )
    write_csv(tmp_path / "a.csv", "Таб. №;ФИО;Должность;План", "1;А;Продавец;5")
    write_csv(tmp_path / "b.csv", "Таб. №;ФИО;Бюджет;Должность", "3;В;7;Руководитель")
    write_csv(tmp_path / "Сделки.csv", "Таб. №;Сумма", "1;10", "3;20", "1;30")
    loaded = load(tmp_path, seller, HEAD)
    assert loaded.value is not None, show(loaded.diagnostics)
    assert values(loaded.value[0][1], "Сумма", "deals") == [10, 30]
    assert [(each.reason, each.rows) for each in receipt(loaded.value[0][1], "deals").skipped] == [
        ("other_scheme", (3,))
    ]
