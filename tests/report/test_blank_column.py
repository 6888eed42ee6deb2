"""What is said of a column to fill in."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.report.views.blank_column import Form, usual_words, word_audience, word_column, word_row
from tests.facts.blank_sample import MARCH, USUAL, column_of, lay_out, program_of, sheet_of

RU = Form(Language.RU, MARCH)
EN = Form(Language.EN, MARCH)


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        (
            "{type: money, above: 0}",
            "Сумма, RUB. Больше 0,00. Заполняется обязательно: пустая ячейка не ноль.",
        ),
        ("{type: hours, min: 0, missing: 0}", "Часы. Не меньше 0 ч. Пусто значит 0 ч."),
        ("{type: text, missing: allow}", "Текст. Можно оставить пустым."),
        ("{type: ratio, one_of: [0%, 50%]}", "Процент: 97 % пишется как 97%. Одно из: 0 %; 50 %. Заполн"),
        ("{type: date, in_period: true}", "Дата. День с 01.03.2026 по 31.03.2026. Заполн"),
        ("{type: count, min: 1, below: 10}", "Количество. Не меньше 1. Меньше 10. Заполн"),
    ],
)
def test_the_rule_of_a_column(column: str, rule: str) -> None:
    (sheet,) = lay_out(program_of(f"  employees: {{x: {column}}}")).sheets
    said = word_column(sheet, column_of(sheet, "X"), RU).rule.replace("\u00a0", " ")

    assert said.startswith(rule)


def test_the_days_are_open_while_the_period_is() -> None:
    (sheet,) = lay_out(program_of("  employees: {x: {type: date, in_period: true}}")).sheets
    said = word_column(sheet, column_of(sheet, "X"), Form(Language.EN, None)).rule

    assert said == "A date. A day within the period. Must be filled in: a blank cell is not zero."


def test_the_note_tells_title_decider_and_line() -> None:
    facts = "  employees:\n    x: {type: flag, title: Порядок на складе, decided_by: Мастер}"
    (sheet,) = lay_out(program_of(facts)).sheets

    assert word_column(sheet, column_of(sheet, "X"), RU).note.split("\n") == [
        "Порядок на складе",
        "Да или нет.",
        "Заполняется обязательно: пустая ячейка не ноль.",
        "Решает: Мастер.",
        "sample.yaml, строка 6",
    ]


def test_the_note_tells_bounds_and_people_of_each_scheme() -> None:
    first = program_of("  employees: {x: {type: money, above: 0}}", "first", "applies_to: {Роль: А}")
    second = program_of("  employees: {x: money, y: money}", "second", "applies_to: {Роль: [Б, В]}")
    (sheet,) = lay_out(first, second).sheets
    x, y = (word_column(sheet, column_of(sheet, each), RU).note for each in "XY")

    assert "А: Больше 0,00." in x.split("\n")
    assert "Заполняется только для: Б, В." in y.split("\n")
    assert "Заполняется только для:" not in x


def test_a_scheme_that_pays_everybody_is_named_by_itself() -> None:
    first = program_of("  employees: {x: {type: money, above: 0}}", "first")
    second = program_of("  employees: {x: money}", "second")
    (sheet,) = lay_out(first, second).sheets

    assert "first: More than 0.00." in word_column(sheet, column_of(sheet, "X"), EN).note.split("\n")


def test_a_blank_that_schemes_take_differently_only_may_be() -> None:
    first = program_of("  employees: {x: {type: money, missing: 0}}", "first")
    second = program_of("  employees: {x: {type: money, missing: 5}}", "second")
    (sheet,) = lay_out(first, second).sheets

    assert word_column(sheet, column_of(sheet, "X"), EN).rule == "An amount, RUB. May be left blank."


def test_the_columns_that_tell_rows_apart() -> None:
    facts = (
        "  employees: {manager: Шеф, columns: {x: money}}\n"
        "  clients: {of: employees, key: Клиент, name: Имя, columns: {y: money}}"
    )
    workbook = lay_out(program_of(facts, more="applies_to: {Роль: А}"))
    employees, clients = workbook.sheets
    said = [word_column(employees, each, EN).rule for each in employees.columns]
    below = [word_column(clients, each, EN).rule for each in clients.columns]

    assert [each.partition(".")[0] for each in said] == [
        "The employee's number, written as text: leading zeros stay",
        "The full name",
        "It decides by which scheme somebody is paid",
        "An amount, RUB",
        "Who is the superior: a number or a name of the sheet “Сотрудники”",
    ]
    assert [each.partition(".")[0] for each in below] == [
        "The number or code of the row; it does not come twice",
        "The full name",
        "Whose row it is: the same as on the sheet “Сотрудники”",
        "An amount, RUB",
    ]


def test_a_link_to_teams_without_a_sheet_is_a_key() -> None:
    scheme = program_of("  teams: {derived: true, key: Бригада}\n  employees: {columns: {x: money}}")
    (sheet,) = lay_out(scheme).sheets

    assert word_column(sheet, column_of(sheet, "Бригада"), EN).rule.startswith(
        "The number or code of the row"
    )


def test_likely_texts_are_shown_up_to_a_dozen() -> None:
    conditions = " or ".join(f'x = "{letter}"' for letter in "abcdefghijklmn")
    scheme = program_of("  employees: {x: text}", more=f"values: {{any: '{conditions}'}}")
    (sheet,) = lay_out(scheme).sheets

    assert (
        "Usually: a; b; c; d; e; f; g; h; i; j; k; l; and others."
        in word_column(sheet, column_of(sheet, "X"), EN).rule
    )


def test_what_a_row_is() -> None:
    facts = (
        "  company: {x: money}\n"
        "  employees: {y: money}\n"
        "  clients: {of: employees, key: Клиент, columns: {z: money}}\n"
        "  owners:\n"
        "    of: employees\n"
        "    key: Клиент\n"
        "    valid: {from: c, to: по}\n"
        "    columns: {c: date, по: date, сумма: money}\n"
        "  deals: {columns: {w: money}}"
    )
    workbook = lay_out(program_of(facts))
    said = {each.title: word_row(each, EN) for each in workbook.sheets}

    assert said == {
        "Сотрудники": "One row for each employee.",
        "company": "One row for the whole company.",
        "clients": "One row for each record: “Клиент” does not come twice.",
        "owners": "One row for each record; somebody may have several rows, or none.",
        "deals": "One row for each record; somebody may have several rows, or none.",
    }
    assert sheet_of(workbook, "deals").columns[0].source == "Сотрудники"


def test_whom_a_scheme_pays() -> None:
    asked = program_of("  employees: {x: money}", more="applies_to: {Роль: [А, Б], ФИО: В}")

    everybody = program_of("  employees: {x: money}")
    assert (word_audience(asked, EN), word_audience(everybody, EN)) == ("А, Б; В", "")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{otherwise: true}", "all the rest"),
        ("{Роль: А, otherwise: true}", "all the rest: А"),
        ("{except: {ФИО: [А, Б]}}", "everybody; but not А, Б"),
        ("{Роль: А, except: [{ФИО: Б}, {Отдел: Юг, Роль: В}]}", "А; but not Б; but not Юг; В"),
    ],
)
def test_all_the_rest_and_exceptions(written: str, expected: str) -> None:
    asked = program_of("  employees: {x: money}", more=f"applies_to: {written}")

    assert word_audience(asked, EN) == expected


def test_the_usual_words_are_those_of_the_language() -> None:
    assert usual_words(Language.RU) == USUAL
