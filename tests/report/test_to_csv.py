"""The statement as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest

from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.result import Run, Settlement
from kpicalc.report.formats import CsvDialect
from kpicalc.report.writers.plain import write_amount, write_amounts, write_number, write_plainly
from kpicalc.report.writers.to_csv import write_statement
from tests.report.program_sample import FAULT, PERIOD, PROGRAM, pay_line
from tests.report.run_sample import HEADS, ONE_SCHEME, ORDER, RUN, SELLERS, frame, money, settlement

EXCEL, RFC = CsvDialect.EXCEL_RU, CsvDialect.RFC4180


def statement(run: Run, order: Sequence[tuple[Settlement, int]], dialect: CsvDialect) -> str:
    """Return the whole statement."""
    return b"".join(write_statement(run, order, dialect)).decode()


def test_two_schemes_for_excel() -> None:
    assert statement(RUN, ORDER, EXCEL) == (
        "\ufeffТаб. №;Сотрудник;Схема;Оклад;Премия за результат;Вознаграждение;Предел итога;Партнёрская цена;"
        "Баллы;Итого;Валюта\r\n"
        "001;Иванов Иван Иванович;seller;50000,00;18928,00;1000,05;-500,00;да;;69428,05;RUB\r\n"
        "002;Петров Пётр;head;80000,00;;;;;12;80000,00;RUB\r\n"
        "003;'=Сидоров;seller;50000,00;не рассчитано;0,00;0,00;нет;;не рассчитано;RUB\r\n"
    )


def test_one_scheme_for_programs() -> None:
    assert statement(ONE_SCHEME, ORDER, RFC) == (
        "employee_id,name,scheme,оклад,премия,сделки,limits.total,прайс,total,currency\r\n"
        "001,Иванов Иван Иванович,seller,50000.00,18928.00,1000.05,-500.00,true,69428.05,RUB\r\n"
        "003,'=Сидоров,seller,50000.00,not computed,0.00,0.00,false,not computed,RUB\r\n"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+7", "'+7"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\0x", "'\0x"),
        ('О"Нил; Ян, мл.', 'О"Нил; Ян, мл.'),
        ("два\nряда", "два\nряда"),
        ("a=b", "a=b"),
    ],
)
@pytest.mark.parametrize("dialect", CsvDialect)
def test_a_hostile_name_stays_one_text(name: str, expected: str, dialect: CsvDialect) -> None:
    facts = replace(SELLERS.facts, frames={"employees": frame(["1", "2"], [name, "б"], [5, 9])})
    run = replace(ONE_SCHEME, settlements=(replace(SELLERS, facts=facts),))
    delimiter = ";" if dialect is EXCEL else ","

    rows = list(csv.reader(StringIO(statement(run, (), dialect), newline=""), delimiter=delimiter))

    assert (expected, "б") == (rows[1][1], rows[2][1])
    assert {len(rows[0])} == {len(row) for row in rows}


def test_lines_of_equal_title_in_one_scheme_stay_apart() -> None:
    lines = (pay_line("а", "Премия"), pay_line("б", "Премия", LineKind.FIXED))
    program = replace(PROGRAM, pay_lines=lines, steps=())
    twice = settlement(
        program, frame(["1"], [""], [5]), {"а": money("1.00"), "б": money("2.00"), "total": money("3.00")}
    )

    text = statement(Run(PERIOD, (twice,), (), ()), (), EXCEL)

    assert (text.splitlines()) == [
        "\ufeffТаб. №;Сотрудник;Схема;Премия;Премия;Итого;Валюта",
        "1;;seller;1,00;2,00;3,00;RUB",
    ]


def test_the_order_of_the_sheet_over_many_blocks() -> None:
    size = BLOCK_ROWS + 3
    faults: list[Value] = [FAULT] * size
    columns = {"оклад": money("1.00") * size, "баллы": faults, "total": money("1.00") * size}
    many = settlement(
        HEADS.program, frame([f"x{row}" for row in range(size)], [""] * size, [0] * size), columns
    )
    run = Run(PERIOD, (many, SELLERS), (), ())
    order = [(SELLERS, 0), *((many, row) for row in range(size)), (SELLERS, 1)]

    rows = statement(run, order, RFC).splitlines()

    assert ["001", *(f"x{row}" for row in range(size)), "003"] == [row.split(",")[0] for row in rows[1:]]
    assert rows[7] == "x5,,head,1.00,not computed,,,,,1.00,RUB"


def test_nobody_gives_headings_only() -> None:
    none = settlement(HEADS.program, frame([], [], []), {"оклад": [], "баллы": [], "total": []})

    assert (
        statement(Run(PERIOD, (none,), (), ()), (), RFC)
        == "employee_id,name,scheme,оклад,баллы,total,currency\r\n"
    )


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1400", "RUB", "1400.00"),
        ("1E+3", "RUB", "1000.00"),
        ("0.125", "RUB", "0.125"),
        ("-0", "RUB", "0.00"),
        ("5", "JPY", "5"),
        ("1E+60", "RUB", "1" + "0" * 60 + ".00"),
        ("1E+210", "RUB", "1" + "0" * 210),
    ],
)
def test_an_amount_keeps_every_digit(amount: str, currency: str, expected: str) -> None:
    assert expected == write_amount(Decimal(amount), currency)
    assert [expected] == write_amounts([Decimal(amount)], currency, "?")


def test_a_block_with_a_fault() -> None:
    assert write_amounts([Decimal(1), FAULT, Decimal("0.125")], "RUB", "?") == ["1.00", "?", "0.125"]


def test_numbers_have_one_spelling() -> None:
    assert [write_number(Decimal(text)) for text in ("0.50", "1E+3", "-0.00", "-3.0", "100")] == [
        "0.5",
        "1000",
        "0",
        "-3",
        "100",
    ]


def test_values_for_other_programs() -> None:
    assert [
        write_plainly(value, kind, "RUB")
        for value, kind in (
            (FAULT, Kind.MONEY),
            (Decimal(1), Kind.MONEY),
            (Decimal(1), Kind.COUNT),
            (True, Kind.FLAG),
            ("x", Kind.TEXT),
        )
    ] == [None, "1.00", "1", True, "x"]
    assert write_plainly(PERIOD.first_day, Kind.DATE, "RUB") == "2026-03-01"


@pytest.mark.parametrize(
    ("dialect", "headings"),
    [
        (EXCEL, "Премия;Аванс;Итого;Валюта;переносится: Премия;долг после периода: Аванс"),
        (RFC, "а,б,total,currency,а.carried,б.balance"),
    ],
)
def test_what_lines_leave_for_later_stands_behind_the_total(dialect: CsvDialect, headings: str) -> None:
    lines = (
        replace(pay_line("а", "Премия"), left="а.carried"),
        replace(pay_line("б", "Аванс", LineKind.DRAW), left="б.balance"),
    )
    program = replace(PROGRAM, pay_lines=lines, steps=())
    figures = {"а": "1.00", "б": "2.00", "total": "3.00", "а.carried": "4.00", "б.balance": "5.00"}
    columns = {name: money(amount) for name, amount in figures.items()}
    run = Run(PERIOD, (settlement(program, frame(["1"], [""], [5]), columns),), (), ())

    first, second = statement(run, (), dialect).splitlines()

    assert first.endswith(headings)
    assert second.replace(",", ".").replace(";", ".").endswith("1.00.2.00.3.00.RUB.4.00.5.00")
