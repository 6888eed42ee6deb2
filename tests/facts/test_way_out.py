"""The help of a problem of facts is the one that fits what stands there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.facts.assign import assign_employees
from kpicalc.facts.find_period import find_period
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.kind import Kind, Scalar
from tests.facts.builders import bind, column, open_files, pays, places, program, write_csv, write_xlsx

PLAN = column("План")


def told(problems: tuple[Diagnostic, ...], code: str) -> tuple[str, str]:
    """Return the English help and sentence of the first problem of a code."""
    problem = next(each for each in problems if each.code == code)
    return sentence(problem, Language.EN), help_text(problem, Language.EN)


@pytest.mark.parametrize(
    ("kind", "fallback", "english", "russian"),
    [
        (Kind.FLAG, True, "yes", "да"),
        (Kind.FLAG, False, "no", "нет"),
        (Kind.RATIO, Decimal("0.00"), "0%", "0%"),
        (Kind.RATIO, Decimal("1.5"), "150%", "150%"),
        (Kind.MONEY, Decimal("1000.5"), "1,000.5", "1\u00a0000,5"),
        (Kind.TEXT, "нет", "нет", "нет"),
        (Kind.DATE, date(2026, 3, 5), "2026-03-05", "05.03.2026"),
    ],
)
def test_what_a_blank_cell_stands_for(
    kind: Kind, fallback: Scalar, english: str, russian: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "e.csv", "Таб. №;План", "1;")
    (problem,) = bind(program(column("План", kind, fallback=fallback)), path).diagnostics

    assert f"read as {english}, as" in sentence(problem, Language.EN)
    assert f" {russian}" in sentence(problem, Language.RU)


@pytest.mark.parametrize(("row", "short"), [("Конец отчёта", True), ("1;2;3;4", False)])
def test_a_line_with_too_few_fields_may_be_a_footer(row: str, short: bool, tmp_path: Path) -> None:  # noqa: FBT001
    path = write_csv(tmp_path / "e.csv", "Таб. №;План;Б", "1;1;1", "2;1;1", row)
    problems = bind(program(PLAN), path).diagnostics

    if problems and problems[0].code == "KPI411":
        assert ("footer" in told(problems, "KPI411")[1]) is short


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("Pay period 3/2", True),
        ("мрт 2026", True),
        ("Период: первая половина", True),
        ("Неделя 12", True),
        (date(2026, 4, 1), True),
        ("Ведомость", False),
    ],
)
def test_a_title_that_names_no_period_we_know_is_quoted(title: object, quoted: bool, tmp_path: Path) -> None:  # noqa: FBT001
    path = write_xlsx(tmp_path / "e.xlsx", {"Лист": [["", title], ["Таб. №", "ФИО", "План"], [1, "А", 2]]})
    checked = find_period(open_files(path))

    assert [each.code for each in checked.diagnostics] == ["KPI470"]
    assert places(checked.diagnostics) == (["e.xlsx!Лист!B1"] if quoted else ["e.xlsx"])
    assert (f"`{title}` stands here" in told(checked.diagnostics, "KPI470")[1]) is quoted


def test_the_label_of_a_period_is_quoted_rather_than_a_sentence_about_it(tmp_path: Path) -> None:
    sheets = {
        "Как заполнить": [["Период стоит на втором листе в ячейке B1"]],
        "Лист": [["Период", None], ["Таб. №", "ФИО", "План"], [1, "А", 2]],
    }
    checked = find_period(open_files(write_xlsx(tmp_path / "e.xlsx", sheets)))

    assert places(checked.diagnostics) == ["e.xlsx!Лист!A1"]


def test_whom_no_scheme_pays_is_named_with_what_would_fit(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", "Таб. №;ФИО;Должность;План", "1;Анна Б.;менежер;1")
    seller = program(PLAN, applies_to=pays(Должность=("Менеджер", "Старший менеджер")))
    head = program(PLAN, scheme="head", applies_to=pays(Должность="Руководитель"))
    said, helped = told(assign_employees((seller, head), open_files(path)).diagnostics, "KPI460")

    assert said == "no scheme pays Анна Б.: Должность = `менежер`; there are: seller, head"
    assert "Должность = Менеджер, Старший менеджер, Руководитель" in helped


def test_a_row_without_a_key_says_which_column_was_taken(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", "Таб. №;План", ";1", "2;2")
    said, helped = told(bind(program(PLAN), path).diagnostics, "KPI424")

    assert said == "`Сотрудники`: the row has data, but its cell under `Таб. №` is blank"
    assert "`key:`" in helped
