"""The workbook to fill in has the sheets and headings that the reader looks for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.facts.blank_workbook import ColumnPart, UsualWords
from kpicalc.facts.headings import KEY_HEADINGS, NAME_HEADINGS, TEAM_HEADINGS, normalise_heading
from kpicalc.model.kind import Kind
from tests.facts.blank_sample import ENGLISH, USUAL, column_of, headings_of, lay_out, program_of, sheet_of

DEALS = "  employees: {план: money}\n  deals: {sheet: Сделки, columns: {сумма: money}}"
TEAMS = "  teams: {sheet: Отделы, columns: {план_отдела: money}}\n  employees: {columns: {план: money}}"


@pytest.mark.parametrize("usual", [USUAL, ENGLISH])
def test_the_usual_words_are_known_to_the_reader(usual: UsualWords) -> None:
    known = [set(map(normalise_heading, each)) for each in (KEY_HEADINGS, NAME_HEADINGS, TEAM_HEADINGS)]
    words = [normalise_heading(each) for each in (usual.number, usual.name, usual.team)]

    assert [word in names for word, names in zip(words, known, strict=True)] == [True, True, True]


def test_identity_stands_before_facts() -> None:
    scheme = program_of("  employees: {план_продаж: money}", more="applies_to: {Должность: [Б, А]}")
    (sheet,) = lay_out(scheme).sheets

    assert [(each.heading, each.part) for each in sheet.columns] == [
        ("Таб. №", ColumnPart.NUMBER),
        ("ФИО", ColumnPart.NAME),
        ("Должность", ColumnPart.AUDIENCE),
        ("План продаж", ColumnPart.FACT),
    ]
    assert (sheet.columns[2].choices, sheet.columns[2].strict) == (("Б", "А"), True)


def test_detail_rows_name_their_employee() -> None:
    workbook = lay_out(program_of(DEALS))
    deals = sheet_of(workbook, "Сделки")

    assert [each.title for each in workbook.sheets] == ["Сотрудники", "Сделки"]
    assert [(each.heading, each.source) for each in deals.columns] == [
        ("Таб. №", "Сотрудники"),
        ("Сумма", ""),
    ]


def test_employees_name_their_team() -> None:
    workbook = lay_out(program_of(TEAMS))

    assert headings_of(workbook.sheets[0]) == ["Таб. №", "ФИО", "Отдел", "План"]
    assert column_of(workbook.sheets[0], "Отдел").source == "Отделы"
    assert headings_of(sheet_of(workbook, "Отделы")) == ["Отдел", "План отдела"]


def test_derived_teams_have_no_sheet_but_a_column() -> None:
    scheme = program_of("  teams: {derived: true, key: Бригада}\n  employees: {columns: {план: money}}")
    (sheet,) = lay_out(scheme).sheets

    assert (headings_of(sheet)[2], sheet.columns[2].source) == ("Бригада", "")


def test_the_company_has_a_sheet_only_where_it_is_read() -> None:
    read = program_of("  company: {прибыль: money}\n  employees: {план: money}")
    unread = program_of("  company: {values: {сумма: sum(employees.план)}}\n  employees: {план: money}")

    assert [each.title for each in lay_out(read).sheets] == ["Сотрудники", "company"]
    assert [each.title for each in lay_out(unread).sheets] == ["Сотрудники"]


def test_a_superior_is_chosen_among_the_employees() -> None:
    scheme = program_of("  employees: {manager: Руководитель, columns: {план: money}}")
    (sheet,) = lay_out(scheme).sheets

    assert column_of(sheet, "Руководитель").source == "Сотрудники"


def test_columns_of_several_schemes_are_shared() -> None:
    first = program_of("  employees: {план: {type: money, column: [Верх / план, «План, верх»]}}", "first")
    second = program_of("  employees: {цель: {type: money, column: [Цель, Верх / план]}}", "second")
    (sheet,) = lay_out(first, second).sheets

    # The one heading that both accept, although the first has a plainer one.
    assert headings_of(sheet) == ["Таб. №", "ФИО", "Верх / план"]
    assert [each.program.scheme for each in sheet.columns[2].readers] == ["first", "second"]


def test_the_plainest_heading_is_taken() -> None:
    scheme = program_of('  employees: {план: {type: money, column: [Верх / план, "Верх, план"]}}')

    assert headings_of(lay_out(scheme).sheets[0])[2] == "Верх, план"


def test_a_named_sheet_of_employees_serves_the_others_too() -> None:
    plain = program_of("  employees: {план: money}", "plain")
    named = program_of("  employees: {sheet: Штат, columns: {факт: money}}", "named")
    titled = program_of("  employees: {title: Продавцы, columns: {факт: money}}", "titled")

    assert [each.title for each in lay_out(plain, named).sheets] == ["Штат"]
    assert [(each.title, each.label) for each in lay_out(titled).sheets] == [("Продавцы", "Продавцы")]


def test_a_column_that_the_reader_would_take_for_the_name_comes_after_it() -> None:
    # «Продавец» comes before "Full name" in the reader's list, but not before «ФИО».
    scheme = program_of("  employees: {продавец: text}")

    assert headings_of(lay_out(scheme, usual=ENGLISH).sheets[0]) == ["Employee ID", "ФИО", "Продавец"]


def test_a_scheme_may_name_its_key() -> None:
    scheme = program_of("  employees: {key: [Код, Номер], name: Работник, columns: {план: money}}")

    assert headings_of(lay_out(scheme).sheets[0]) == ["Код", "Работник", "План"]


def test_choices_are_the_allowed_values() -> None:
    scheme = program_of("  employees: {доля: {type: ratio, one_of: [0%, 50%]}}")
    column = column_of(lay_out(scheme).sheets[0], "Доля")

    assert (column.choices, column.strict) == ((Decimal(0), Decimal("0.5")), True)


def test_other_values_are_read_where_one_scheme_allows_them() -> None:
    strict = program_of("  employees: {доля: {type: ratio, one_of: [0%, 50%]}}", "strict")
    free = program_of("  employees: {доля: ratio}", "free")
    column = column_of(lay_out(strict, free).sheets[0], "Доля")

    assert (column.choices, column.strict) == ((Decimal(0), Decimal("0.5")), False)


@pytest.mark.parametrize(
    ("named", "title"), [("Сделки *", "Сделки"), ("_Сделки - *", "Сделки"), ("*", "deals")]
)
def test_a_pattern_of_titles_names_the_sheet(named: str, title: str) -> None:
    scheme = program_of(
        f"  employees: {{план: money}}\n  deals: {{sheet: '{named}', columns: {{сумма: money}}}}"
    )

    assert [each.title for each in lay_out(scheme).sheets] == ["Сотрудники", title]


def test_choices_may_be_the_texts_of_the_formulas() -> None:
    more = """values: {один: 'группа = "А"', другой: '"Б" != группа', третий: 'план > 0'}"""
    scheme = program_of("  employees: {группа: text, план: money}", more=more)
    column = column_of(lay_out(scheme).sheets[0], "Группа")

    assert (column.choices, column.strict) == (("А", "Б"), False)


def test_an_audience_is_no_rule_where_a_scheme_does_not_ask_it() -> None:
    first = program_of("  employees: {план: money}", "first", "applies_to: {Должность: Продавец}")
    second = program_of("  employees: {план: money}", "second", "applies_to: {Группа: А}")
    sheet = lay_out(first, second).sheets[0]

    assert [(each.heading, each.choices, each.strict) for each in sheet.columns[2:4]] == [
        ("Должность", ("Продавец",), False),
        ("Группа", ("А",), False),
    ]


def test_names_are_a_list_only_where_every_scheme_asks_for_them() -> None:
    pilot = program_of("  employees: {план: money}", "pilot", "applies_to: {ФИО: [А, Б]}")
    other = program_of("  employees: {план: money}", "other", "applies_to: {Должность: Продавец}")

    assert column_of(lay_out(pilot).sheets[0], "ФИО").choices == ("А", "Б")
    assert column_of(lay_out(pilot, other).sheets[0], "ФИО").choices == ()


def test_the_kind_of_a_column_on_which_schemes_differ_is_a_text() -> None:
    first = program_of("  employees: {план: money}", "first")
    second = program_of("  employees: {план: {type: count, missing: allow}}", "second")
    column = column_of(lay_out(first, second).sheets[0], "План")

    assert (column.kind, column.may_be_blank) == (Kind.TEXT, False)


def test_a_cell_may_be_blank_where_no_scheme_minds() -> None:
    scheme = program_of(
        "  employees: {а: {type: money, missing: 0}, б: {type: text, missing: allow}, в: text}"
    )
    sheet = lay_out(scheme).sheets[0]

    assert [(each.heading, each.may_be_blank) for each in sheet.columns] == [
        ("Таб. №", False),
        ("ФИО", True),
        ("А", True),
        ("Б", True),
        ("В", False),
    ]


def test_a_word_that_the_reader_does_not_know_is_not_used() -> None:
    workbook = lay_out(program_of(TEAMS), usual=UsualWords("Leute", "Nummer", "Wer", "Gruppe?"))

    assert headings_of(workbook.sheets[0])[:3] == [KEY_HEADINGS[0], NAME_HEADINGS[0], TEAM_HEADINGS[0]]


def test_a_run_of_columns_is_laid_out_column_by_column() -> None:
    scheme = program_of("  employees: {дни: {type: hours, columns: 1..3, codes: {от: leave}}}")
    (sheet,) = lay_out(scheme).sheets

    assert headings_of(sheet) == ["Таб. №", "ФИО", "1", "2", "3"]
    assert column_of(sheet, "1").kind is Kind.TEXT


@pytest.mark.parametrize(("missing", "blank"), [("", [False, True]), (", missing: allow", [True, True])])
def test_a_name_may_be_blank_where_no_scheme_reads_it(missing: str, blank: list[bool]) -> None:
    reading = program_of(f"  employees: {{ФИО: {{type: text{missing}}}, план: money}}")
    columns = [column_of(lay_out(each).sheets[0], "ФИО") for each in (reading, program_of(DEALS))]

    assert [(each.part, each.may_be_blank) for each in columns] == [(ColumnPart.NAME, each) for each in blank]
