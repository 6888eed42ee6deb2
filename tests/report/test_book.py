"""The statement as a workbook, read back: figures, sums, texts that stay texts, the same bytes."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kpicalc import api
from kpicalc.cli.in_order import write_apart
from kpicalc.i18n.catalogue import Language
from kpicalc.model.kind import Kind
from kpicalc.model.result import Settlement
from kpicalc.report.book.make_book import make_book
from kpicalc.report.book.month import PaidLines, PaidMonth
from kpicalc.report.book.overview_sheet import overview_sheet
from kpicalc.report.book.sheets import BookCell, BookColumn, BookRow, fit_columns
from kpicalc.report.formats import CsvDialect
from kpicalc.report.writers.run_json import write_run
from kpicalc.report.writers.to_book import write_book
from kpicalc.report.writers.to_csv import write_statement
from tests.golden.worked_case import run_tables
from tests.report.month_sample import PEOPLE, compute_month

RU, EN = Language.RU, Language.EN
WORSE = PEOPLE + "006;Без Плана;Продавец;Юг;10;;5;нет;0\n007;Жукова Инна;Продавец;Юг;0;1000;0;нет;0\n"
HEADER = 4


def break_down(people: str) -> Iterator[tuple[Settlement, int, PaidLines]]:
    """Yield the pay of everybody in the month, taken apart."""
    for settlement, row in api.employee_rows(compute_month(people)):
        (paid,) = api.break_down_lines(settlement, [row])
        yield settlement, row, paid


def written(people: str = PEOPLE, language: Language = RU) -> bytes:
    """Return the bytes of the workbook of the month."""
    run = compute_month(people)
    options = (("--period", "2026-03"),)
    month = PaidMonth(run, api.employee_rows(run), partial(break_down, people), language, options)
    return b"".join(write_book(make_book(month)))


def opened(people: str = PEOPLE, language: Language = RU) -> Any:
    """Return the workbook of the month as openpyxl reads it."""
    return load_workbook(BytesIO(written(people, language)))


def records(sheet: Any) -> list[dict[str, Any]]:
    """Return the rows below the headings by heading."""
    headings = [cell.value for cell in sheet[HEADER]]
    rows = sheet.iter_rows(min_row=HEADER + 1, values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_the_sheets_in_both_languages() -> None:
    assert opened().sheetnames == [
        "Ведомость RUB",
        "Ведомость USD",
        "Расшифровка",
        "Показатели",
        "Строки receipts",
        "Проверки",
        "Свод RUB",
        "Свод USD",
        "Паспорт расчёта",
    ]
    assert opened(language=EN).sheetnames == [
        "Statement RUB",
        "Statement USD",
        "Lines of pay",
        "KPIs",
        "Rows receipts",
        "Checks",
        "Overview RUB",
        "Overview USD",
        "Record",
    ]


def test_every_sheet_names_the_period_and_is_set_up_for_print() -> None:
    for sheet in opened():
        assert (sheet["A2"].value, sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
            "март 2026",
            "landscape",
            9,
        )
        assert sheet.print_title_rows == "$1:$4"
        assert sheet.freeze_panes[1:] == "5"
        assert "март 2026" in sheet.oddFooter.left.text
        assert "Свод" in sheet.title or sheet.auto_filter.ref.startswith("A4:")


def test_the_statement_in_the_order_of_the_form() -> None:
    rows = records(opened()["Ведомость RUB"])

    assert list(rows[0].values()) == [
        1,
        "001",
        "Ёлкин Ян Ильич",
        "Продавец",
        "Север",
        2000,
        1022,
        3022,
        0,
        3022,
        1,
        None,
        "Продавец",
    ]
    assert list(rows[0]) == [
        "№ п/п",
        "Таб. №",
        "Сотрудник",
        "Должность",
        "Отдел",
        "Постоянная",
        "Переменная",
        "Всего начислено",
        "Удержано и снято пределами",
        "Итого, ₽",
        "Индекс",
        "Отметки",
        "Схема",
    ]
    assert [each["Итого, ₽"] for each in rows] == [3022, 4000, 1349.75, 0.01, 8371.76]
    assert rows[-1]["Таб. №"] == "Итого"


def test_amounts_have_the_format_of_their_currency_and_numbers_of_people_are_texts() -> None:
    sheet = opened()["Ведомость RUB"]

    assert [sheet.cell(HEADER + 1, at).number_format for at in (2, 6, 10, 11)] == [
        "@",
        "#,##0.00",
        "#,##0.00",
        "0.00%",
    ]
    assert sheet.cell(HEADER + 4, 2).value == "0005"


def test_what_looks_like_a_formula_is_a_text() -> None:
    cell = opened()["Ведомость RUB"].cell(HEADER + 2, 3)

    assert (cell.value, cell.data_type) == ("=Эрн Ада", "s")
    with zipfile.ZipFile(BytesIO(written())) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert [name for name in sheets if b"<f>" in archive.read(name)] == []


def test_totals_agree_with_the_other_files() -> None:
    run, book = compute_month(WORSE), opened(WORSE)
    places = api.employee_rows(run)
    text = b"".join(write_statement(run, places, CsvDialect.RFC4180)).decode()
    by_csv = {row["employee_id"]: row["total"] for row in csv.DictReader(text.splitlines())}
    by_json = {
        each["employee"]: each["total"]["value"]
        for each in json.loads(b"".join(write_run(run, write_apart(places))))["employees"]
    }
    people = [
        (each["Таб. №"], each[total])
        for name, total in (("Ведомость RUB", "Итого, ₽"), ("Ведомость USD", "Итого, $"))
        for each in records(book[name])
        if each["№ п/п"]
    ]

    assert len(people) == len(places)
    for number, total in people:
        if number == "006":
            assert (total, by_csv[number], by_json[number]) == ("не рассчитано", "not computed", None)
        else:
            assert f"{total:.2f}" == by_csv[number] == by_json[number]
    sums = {each.scheme: each.amount for each in run.totals if not each.line}
    assert Decimal(str(records(book["Ведомость RUB"])[-1]["Итого, ₽"])) == sums["seller"]


def test_every_line_with_its_formula_in_words_and_numbers() -> None:
    rows = [each for each in records(opened()["Расшифровка"]) if each["Таб. №"] == "003"]

    assert [(each["Начисление"], each["Сумма"], each["В числах"]) for each in rows[:3]] == [
        ("Оклад", 1000, "1\u00a0000"),
        ("Премия", 450, "1\u00a0000 × 90\u00a0% × 50\u00a0%"),
        ("С оплат", 0, "0"),
    ]
    assert rows[1]["Пояснения"] == "без стоп-фактора было бы 900,00\u00a0₽"
    assert (rows[-1]["Начисление"], rows[-1]["Сумма"]) == ("Итого", 1349.75)


def test_kpis_and_rows_with_what_they_earned() -> None:
    book = opened()

    assert [
        (each["Таб. №"], each["План"], each["Факт"], each["Выполнено"], each["Вес"])
        for each in records(book["Показатели"])
    ] == [
        ("001", 1000, 1000, 1, 1),
        ("002", 1000, 1300, 1.3, 1),
        ("003", 1000, 900, 0.9, 1),
        ("0005", 1000, 700, 0.7, 1),
    ]
    assert [(each["Таб. №"], each["Сумма"]) for each in records(book["Строки receipts"])] == [
        ("001", 400.1),
        ("001", 900),
        ("0005", 0.5),
    ]


def test_checks_name_every_exception_and_totals_in_and_out() -> None:
    checks = records(opened(WORSE)["Проверки"])
    found = {(each["Проверка"], each["Что"], each["Вывод"]) for each in checks}

    assert ("Сумма строк = итог", "Продавец", "сходится") in found
    assert ("Рассчитаны и названы все", "Продавец", "сходится") in found
    assert ("не рассчитано", "006 Без Плана", "посмотреть") in found
    assert ("ноль", "007 Жукова Инна", "посмотреть") in found
    assert ("Однофамильцы", "Жукова Инна: 003, 007", "посмотреть") in found
    assert any(each["Проверка"].startswith("ошибка KPI") and each["Где"] for each in checks)
    assert [each["Найдено"] for each in checks if each["Проверка"] == "Контрольная сумма"].count(1300.6) == 1


def test_the_overview_has_charts_over_its_own_cells() -> None:
    sheet = opened()["Свод RUB"]
    charts = sheet._charts  # noqa: SLF001 - openpyxl has no other way

    assert len(charts) == 5
    refs = [chart.series[0].val.numRef.f for chart in charts]
    assert all(ref.startswith("'Свод RUB'!") for ref in refs)
    attained = [row[1:5] for row in sheet.iter_rows(values_only=True) if row[0] == "Выручка"]
    assert attained == [(4, 0.975, 0.7, 1.3)]


def test_the_record_names_what_it_was_computed_from() -> None:
    record = {row["Реквизит"]: row["Значение"] for row in records(opened()["Паспорт расчёта"])}
    run = compute_month()

    assert record["Параметр запуска --period"] == "2026-03"
    assert record["Отпечаток схемы (SHA-256)"] in {each.program.digest for each in run.settlements}
    assert len([name for name in record if name.startswith("Файл ")]) == 2


def test_the_same_month_gives_the_same_bytes() -> None:
    assert written(WORSE) == written(WORSE)


@pytest.mark.parametrize(
    ("paid", "counted"),
    [
        (("-150", "40", "-20"), {"−150,00 – −125,00": 1, "−25,00 – 0,00": 1, "25,00 – 50,00": 1}),
        (("0", "0"), {"0,00 – 1,00": 2}),
    ],
)
def test_the_overview_counts_who_is_paid_from_one_round_amount_to_the_next(
    paid: Sequence[str], counted: Mapping[str, int], tmp_path: Path
) -> None:
    scheme = "kpicalc: 1\nscheme: s\ncurrency: RUB\nfacts: {employees: {x: money}}\n"
    rows = [{"Таб. №": str(at), "x": each} for at, each in enumerate(paid, 1)]
    run = run_tables(
        f"{scheme}pay: {{a: {{kind: variable, amount: x}}}}", {"employees": rows}, tmp_path, "2026-03"
    ).value
    assert run is not None

    rows_shown = overview_sheet(PaidMonth(run, api.employee_rows(run), lambda: iter(()), RU), "RUB").rows
    found = {str(row[0]): row[1] for row in rows_shown if row and " – " in str(row[0])}
    assert {name: count for name, count in found.items() if count} == counted


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    """By the longest word of a heading, if there is one, and by the longest cell, bold ones for more."""
    given = (("", Kind.TEXT, 3), ("a longest b", Kind.MONEY), ("x", Kind.COUNT), ("x", Kind.TEXT, 40))
    columns = [BookColumn(*each) for each in given]
    rows: list[BookRow] = [
        (None, Decimal(5), Decimal(1234567), BookCell("ABCDEF", strong=True)),
        ("long text", None, None, "abcdefgh"),
    ]

    assert [each.width for each in fit_columns(columns, rows)] == [3, 10, 11, 11]
