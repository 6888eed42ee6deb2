"""Debits and credits, beside an amount or in a column of their own, have a sign only if one is declared."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.model.kind import Kind
from kpicalc.model.program import Input
from kpicalc.model.writing import CreditSign, Writing
from tests.facts.builders import bind, bound, codes, column, program, values, write_csv, write_xlsx

PLAIN = program(column("План"))
PLUS, MINUS = (program(column("План", writing=Writing(credit=each))) for each in CreditSign)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            ("100.00 CR", "100"),
            ("100,50 Кт", "100.5"),
            ("Cr. 100", "100"),
            ("К-т 100", "100"),
            ("5 RUB CR", "5"),
            ("CR 5 RUB", "5"),
        ),
        *(("100 DR", "-100"), ("Дт 1 234,50 руб.", "-1234.5"), ("100дебет", "-100"), ("0 DR", "0")),
    ],
)
def test_a_mark_beside_an_amount(tmp_path: Path, text: str, value: str) -> None:
    file = write_csv(tmp_path / "a.csv", "ФИО;План", f"А;{text}", "Б;7")
    assert codes(bind(PLAIN, file).diagnostics) == ["KPI533"]
    assert values(bound(PLUS, file), "План") == [Decimal(value), Decimal(7)]
    assert values(bound(MINUS, file), "План") == [-Decimal(value), Decimal(7)]


@pytest.mark.parametrize("text", ["-100 CR", "(100) CR", "CR 100 DR", "100 CR DR", "100 XX", "5% CR", "CR"])
def test_what_no_sign_can_settle(tmp_path: Path, text: str) -> None:
    file = write_csv(tmp_path / "a.csv", "ФИО;План", f"А;{text}", "Б;7")
    assert codes(bind(PLUS, file).diagnostics) == ["KPI430"]


@pytest.mark.parametrize(
    ("heading", "marks"),
    [("Дт/Кт", "ДККК"), ("D/C", "DCCC"), ("S/H", "SHHH"), ("Debit or credit", ["Dr", "Cr.", "CR", "cr"])],
)
def test_a_column_of_marks(tmp_path: Path, heading: str, marks: str) -> None:
    rows = [f"{name};{mark};5" for name, mark in zip("АБВГ", marks, strict=True)]
    file = write_csv(tmp_path / "a.csv", f"ФИО;{heading};План", *rows, "Итого;;10")
    assert codes(bind(program(column("План", writing=Writing())), file).diagnostics)[:1] == ["KPI533"]
    assert values(bound(PLUS, file), "План") == [-5, 5, 5, 5]


def test_marks_that_say_nothing_new(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "a.csv", "ФИО;D/C;План", "А;C;5", "Б;C;7")
    signed = write_csv(tmp_path / "b.csv", "ФИО;D/C;План", "А;C;5", "Б;D;-7")
    assert values(bound(PLAIN, one), "План") == [5, 7]
    assert values(bound(PLAIN, signed), "План") == [5, -7]
    assert values(bound(PLUS, signed), "План") == [5, -7]


def test_what_is_declared_holds_for_a_file_of_one_side_too(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "a.csv", "ФИО;D/C;План", "А;C;5", "Б;C;7")
    assert values(bound(PLUS, one), "План") == [5, 7]
    assert values(bound(MINUS, one), "План") == [-5, -7]


@pytest.mark.parametrize(
    "rows",
    [
        ("А;C;5", "Б;D;7", "В;D;-1"),
        ("А;C;5", "Б;C;-3", "В;D;7"),
        ("А;C;-5", "Б;D;-7", "В;C;1"),
    ],
)
def test_signs_that_are_not_those_of_the_sides_are_asked_about(tmp_path: Path, rows: tuple[str, ...]) -> None:
    file = write_csv(tmp_path / "a.csv", "ФИО;D/C;План", *rows)
    for wanted in (PLAIN, PLUS, MINUS):
        problems = bind(wanted, file).diagnostics
        assert codes(problems) == ["KPI533"]
        assert dict(problems[0].params)["hint"] == "signed"


def test_signs_against_what_is_declared_are_asked_about(tmp_path: Path) -> None:
    signed = write_csv(tmp_path / "b.csv", "ФИО;D/C;План", "А;C;5", "Б;D;-7")
    assert codes(bind(MINUS, signed).diagnostics) == ["KPI533"]


@pytest.mark.parametrize(
    ("heading", "said", "other"),
    [
        *(("Вид", each, "Продажа") for each in ("Возврат", "СТОРНО", "Отменён", "Возврат от покупателя 15")),
        *(("Stage", each, "Won") for each in ("Refund", "Cancelled", "Closed lost", "[deleted]", "Storno")),
        ("Статус", "Черновик", "Проведён"),
        *(("Примечание", each, "новый") for each in ("Дубль!", "не учитывать", "Duplicate")),
        ("Tipas", "Kreditinė sąskaita", "Sąskaita"),
        ("Показатель", "План", "Факт"),
        ("Scenario", "Budget", "Actual"),
        ("Этап", "Закрыто и не реализовано", "Успешно реализовано"),
        ("Стадия", "Сделка провалена", "Сделка успешна"),
        ("Статус", "Ожидает оплаты", "Оплачен"),
        ("Status", "In progress", "Won"),
        ("Оплачено", "нет", "да"),
        ("Проведён", "False", "True"),
        ("Согласовано", "нет", "да"),
        ("Статус счёта", "Просрочен", "Оплачен"),
        ("Paid", "0", "1"),
        ("Оплачено", "нет", "15 000"),
        *(("Возврат", each, "нет") for each in ("да", "+", "True")),
        *(("Is deleted", each, "no") for each in ("yes", "x", "1", "y")),
    ],
)
def test_amounts_of_rows_that_were_taken_back(tmp_path: Path, heading: str, said: str, other: str) -> None:
    def read_with(amount: str, *others: Input, beside: str = other) -> object:
        file = write_csv(tmp_path / "a.csv", f"ФИО;{heading};x", f"А;{beside};5", f"Б;{said};{amount}")
        checked = bind(program(column("x"), *others), file)
        return codes(checked.diagnostics) or values(bound(program(column("x"), *others), file), "x")

    assert read_with("7") == ["KPI456"]
    # Taken off already; of nothing; nothing but such rows; read by the scheme.
    assert (read_with("-7"), read_with("0"), read_with("7", beside=said)) == ([5, -7], [5, 0], [5, 7])
    assert read_with("7", column("y", Kind.TEXT, headings=(heading,), fallback="")) == [5, 7]


@pytest.mark.parametrize(
    "said", ["Возвратная тара", "удалённая работа", "Отмена скидки", "Lost & Found", "Void-Bell"]
)
def test_words_that_only_begin_like_a_return(tmp_path: Path, said: str) -> None:
    file = write_csv(tmp_path / "a.csv", "ФИО;Товар;x", "А;Стол;5", f"Б;{said};7")
    assert values(bound(program(column("x")), file), "x") == [5, 7]


@pytest.mark.parametrize("yes", [True, 1, 1.0])
def test_truth_values_and_figures_under_the_heading_of_a_return(tmp_path: Path, yes: object) -> None:
    no = type(yes)()
    rows = (("ФИО", "Возврат", "x"), ("А", no, 5), ("Б", yes, 7))
    marked = write_xlsx(tmp_path / "a.xlsx", {"Люди": rows})
    # What was given back, in pieces or in money, is no yes.
    counted = write_xlsx(tmp_path / "b.xlsx", {"Люди": (*rows, ("В", 3, 9))})

    assert codes(bind(program(column("x")), marked).diagnostics) == ["KPI456"]
    assert values(bound(program(column("x")), counted), "x") == [5, 7, 9]


def test_what_was_paid_of_it_is_no_word(tmp_path: Path) -> None:
    """An amount under «Оплачено» is none, nor is a state where nothing is done yet."""
    for heading, *said in (
        ("Оплачено", "0", "7"),
        ("Статус", "В работе", "Новый"),
        ("Тип", "Новый", "Старый"),
    ):
        rows = (f"{name};{each};5" for name, each in zip("АБ", said, strict=True))
        file = write_csv(tmp_path / "a.csv", f"ФИО;{heading};x", *rows)
        assert values(bound(program(column("x")), file), "x") == [5, 5]


@pytest.mark.parametrize(
    ("heading", "rate", "asked"),
    [
        *(
            (each, "92,5", True)
            for each in ("Курс", "Курс USD", "Курс валюты ЦБ РФ", "FX rate", "Exchange rate")
        ),
        *((("Курс", each, True)) for each in ("1.0825", "0,011", "90")),
        *((("Курс", each, False)) for each in ("1", "1,0000", "3", "", "-", "нет")),
        *((each, "92,5", False) for each in ("Курс обучения", "Rate", "Exchange", "Currency")),
    ],
)
def test_amounts_beside_a_rate_of_exchange(tmp_path: Path, heading: str, rate: str, *, asked: bool) -> None:
    file = write_csv(tmp_path / "a.csv", f"ФИО;{heading};x", "А;1;5", f"Б;{rate};7")
    found = codes(bind(program(column("x")), file).diagnostics)
    assert [each for each in found if each != "KPI488"] == ["KPI611"] * asked
    # A scheme that reads the rates, or no money, has its own reasons.
    other = column("y", Kind.TEXT, headings=(heading,), fallback="")
    assert values(bound(program(column("x"), other), file), "x") == [5, 7]
    assert values(bound(program(column("x", Kind.COUNT)), file), "x") == [5, 7]
