"""A column of currencies beside the amounts: what is not of the scheme's currency is never paid as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.facts.bind import bind_facts
from kpicalc.facts.read_files import read_workbook
from kpicalc.model.diagnostic import Checked
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.settings import FileReading, Settings
from kpicalc.model.writing import UNSAID, Unit, Writing
from tests.facts.builders import (
    bind,
    codes,
    column,
    money,
    places,
    program,
    show,
    values,
    write_csv,
    write_xlsx,
)

_THOUSANDS = Writing(unit=Unit.THOUSAND)


def pay(tmp_path: Path, heading: str, *cells: str, writing: Writing = UNSAID) -> Checked[Facts]:
    """Bind a column of amounts with another column beside it."""
    spec = column("x", headings=("Оклад",), writing=writing)
    lines = [f"{number};{number * 10};{cell}" for number, cell in enumerate(cells, start=1)]
    return bind(program(spec), write_csv(tmp_path / "a.csv", f"Таб. №;Оклад;{heading}", *lines))


def paid(checked: Checked[Facts]) -> list[bool]:
    """Say of each row whether its amount is read."""
    assert checked.value is not None, show(checked.diagnostics)
    return [not isinstance(each, Fault) for each in values(checked.value, "x")]


@pytest.mark.parametrize(
    "heading", ["Валюта", "Код валюты", "Валюта договора", "Currency", "CCY", "Währung", "cur", "Примечание"]
)
@pytest.mark.parametrize("other", ["USD", "$", "евро", "Доллар США", "тенге", "бел. руб."])
def test_another_currency_beside_an_amount(tmp_path: Path, heading: str, other: str) -> None:
    checked = pay(tmp_path, heading, "RUB", other, "руб.")

    assert paid(checked) == [True, False, True]
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI488"], ["a.csv!C3"])


def test_a_currency_among_remarks(tmp_path: Path) -> None:
    checked = pay(tmp_path, "Примечание", "премия в апреле", "", " usd", "$", "Usd ")

    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (
        ["KPI488"] * 3,
        ["a.csv!C4", "a.csv!C5", "a.csv!C6"],
    )


@pytest.mark.parametrize(
    "cells",
    [
        ("RUB", "руб.", "₽", "Российский рубль", "рубли (безнал)", "", "—"),
        ("643", "810", "643"),
    ],
)
def test_the_currency_of_the_scheme_beside_an_amount(tmp_path: Path, cells: tuple[str, ...]) -> None:
    assert pay(tmp_path, "Валюта", *cells).diagnostics == ()


@pytest.mark.parametrize(("cell", "good"), [("840", False), ("рубли или евро", False), ("не знаю", False)])
def test_a_currency_that_is_not_known_to_fit(tmp_path: Path, cell: str, *, good: bool) -> None:
    assert paid(pay(tmp_path, "Валюта", "RUB", cell)) == [True, good]


def test_a_currency_by_its_number(tmp_path: Path) -> None:
    rows = [["Таб. №", "Оклад", "Валюта"], [1, 10, 643], [2, 20, 840], [3, 30, 36.0], [4, 40, 810]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})

    assert paid(bind(program(column("x", headings=("Оклад",))), path)) == [True, False, False, True]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Курс валюты", ("1", "1,00")),
        ("Курс, USD", ("USD", "нет")),
        ("Примечание", ("оплата USD по договору", "премия в долларах", "USD 100 за март")),
        ("Пол", ("м", "м")),
        ("Ед. изм.", ("шт", "%")),
        ("Валютная выручка", ("10", "20")),
        ("Валюта", ("", "")),
    ],
)
def test_a_column_that_says_nothing_of_the_amounts(
    tmp_path: Path, heading: str, cells: tuple[str, ...]
) -> None:
    assert pay(tmp_path, heading, *cells).diagnostics == ()


@pytest.mark.parametrize(
    ("writing", "cells", "found"),
    [
        (UNSAID, ("руб.", "тыс. руб."), ["KPI490"]),
        (_THOUSANDS, ("тыс. руб.", "руб."), ["KPI491"]),
        (_THOUSANDS, ("тыс. руб.", "тыс. руб."), []),
        (_THOUSANDS, ("руб.", "руб."), []),
        (UNSAID, ("руб.", "тыс. $"), ["KPI488"]),
        (UNSAID, ("руб.", "шт."), ["KPI489"]),
        (UNSAID, ("%", "руб.", ""), ["KPI489"]),
    ],
)
def test_thousands_beside_an_amount(
    tmp_path: Path, writing: Writing, cells: tuple[str, ...], found: list[str]
) -> None:
    assert codes(pay(tmp_path, "Ед. изм.", *cells, writing=writing).diagnostics) == found


def test_nothing_is_in_no_currency(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;Оклад;Премия;Валюта", "1;10;0;USD", "2;0;0;USD")
    wanted = program(column("x", headings=("Оклад",)), column("y", headings=("Премия",)))

    assert places(bind(wanted, path).diagnostics) == ["a.csv!D2"]


def test_a_column_that_the_scheme_reads_is_its_own(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;Оклад;Валюта", "1;10;USD")
    wanted = program(column("x", headings=("Оклад",)), column("y", Kind.TEXT, headings=("Валюта",)))

    assert bind(wanted, path).diagnostics == ()


def test_a_currency_beside_a_day_that_the_scheme_reads(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;Оклад;Принят;Дата;Валюта", "1;10;01.03.2026;02.03.2020;USD")
    wanted = program(column("x", headings=("Оклад",)), column("y", Kind.DATE, headings=("Принят",)))

    assert places(bind(wanted, path).diagnostics) == ["a.csv!E2"]


def test_rows_that_are_left_out_say_nothing(tmp_path: Path) -> None:
    rows = [["Таб. №", "Оклад", "Валюта"], ["k1", 10, "RUB"], ["Итого", 10, "USD"], ["", "", "EUR"]]
    checked = bind(program(column("x", headings=("Оклад",))), write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))

    assert "KPI488" not in codes(checked.diagnostics)
    assert checked.value is not None
    assert values(checked.value, "x") == money("10")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Sales USD", ["KPI488"]),
        ("RUB", []),
        ("Курс USD", []),
        ("RUB+USD", []),
        ("sales_usd", ["KPI488"]),
        ("top_all", []),
        ("Евро-Строй", ["KPI488"]),
    ],
)
def test_the_name_of_a_sheet_or_workbook(tmp_path: Path, title: str, found: list[str]) -> None:
    rows, wanted = [["Таб. №", "Оклад"], ["k1", 10]], program(column("x", headings=("Оклад",)))

    for path, sheet in ((tmp_path / "a.xlsx", title), (tmp_path / f"{title}.xlsx", "М")):
        assert codes(bind(wanted, write_xlsx(path, {sheet: rows})).diagnostics) == found


@pytest.mark.parametrize(
    ("name", "sheet", "found"),
    [
        ("Евро-Строй", "М", []),
        ("Sales USD", "М", ["KPI488"]),
        ("sales_usd", "М", ["KPI488"]),
        ("Евро-Строй", "Евро", ["KPI488"]),
        ("Евро", "Евро", ["KPI488"]),
    ],
)
def test_a_word_in_the_name_of_a_file_that_counts_in_ones(
    tmp_path: Path, name: str, sheet: str, found: list[str]
) -> None:
    path = write_xlsx(tmp_path / f"{name}.xlsx", {sheet: [["Таб. №", "Оклад"], ["k1", 10]]})
    settings = Settings(reading=(FileReading("*", Writing(unit=Unit.ONE)),))
    workbook = read_workbook((path,), settings=settings)
    assert workbook.value is not None

    wanted = program(column("x", headings=("Оклад",)))

    assert codes(bind_facts(wanted, workbook.value, None).diagnostics) == found
