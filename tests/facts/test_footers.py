"""Signatures and remarks below the rows are no people; people without figures are no signatures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpicalc.facts.row_words import is_footer
from kpicalc.model.facts import RowsSkipped
from kpicalc.model.kind import Kind
from tests.facts.builders import bind, bound, codes, column, grain, places, program, receipt, show, write_xlsx

PLAN = program(column("План"), column("Факт", optional=True))
HEAD = ["Таб. №", "ФИО", "План", "Факт"]
PEOPLE = [["0001", "Иванов И.И.", 10, 9], ["0002", "Петров П.П.", 20, None]]


@pytest.mark.parametrize(
    "row",
    [
        ["Руководитель отдела", "", "_________", "Иванов И.И."],
        ["Составил: Петрова"],
        ["Составлено 01.04.2026"],
        ["Главный бухгалтер"],
        ["И.о. директора", "Сидоров"],
        ["М.П."],
        ["Prepared by J. Smith"],
        ["", "Approved by:", "", "____"],
        ["____________ / Иванов /"],
        ["", "Исполнитель: Смирнова", "31.03.2026"],
        ["", "Утверждаю", "«31» марта 2026 г.", "«__» ______ 2026 г."],
        ["", "Дата составления:", date(2026, 3, 31)],
    ],
)
def test_a_signature_is_passed_over_below_the_rows(tmp_path: Path, row: list[object]) -> None:
    facts = bound(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": [HEAD, *PEOPLE, row]}))
    assert (facts.frames["employees"].size, receipt(facts).skipped) == (2, (RowsSkipped("footer", (4,)),))


@pytest.mark.parametrize(
    "row",
    [
        ["0003", "Директоров Павел"],
        ["0003", "Сидоров С.С.", "", ""],
        ["Директоров Павел"],
        ["0003", "Директор"],
    ],
)
def test_a_person_without_figures_is_never_passed_over(tmp_path: Path, row: list[str]) -> None:
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": [HEAD, *PEOPLE, row]}))
    if row == ["0003", "Директор"]:
        # The one writing that cannot be told from a signature; the receipt names the row.
        assert checked.ok
    else:
        asked = "KPI484" if row == ["Директоров Павел"] else "KPI451"
        assert codes(checked.diagnostics) == [asked]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Руководитель", "Иванов", "", 5], "KPI451"),
        (["", "Руководитель", "31.03.2026", 5], "KPI424"),
        (["", "Директоров Павел", "31.03.2026"], "KPI424"),
    ],
)
def test_what_has_figures_or_no_word_of_a_signature_is_a_row(
    tmp_path: Path, row: list[object], code: str
) -> None:
    rows = [HEAD, *PEOPLE, row]
    assert codes(bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows})).diagnostics) == [code]


def test_what_looks_like_a_signature_above_people_is_asked_about(tmp_path: Path) -> None:
    rows = [HEAD, PEOPLE[0], ["Руководитель", "Иванов"], PEOPLE[1]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert (checked.value, show(checked.diagnostics), places(checked.diagnostics)) == (
        None,
        ["строка похожа на подпись, но ниже неё есть строки с данными"],
        ["a.xlsx!Март!A3"],
    )


def test_below_the_grand_total_any_remark_is_passed_over(tmp_path: Path) -> None:
    rows = [HEAD, *PEOPLE, ["Итого", "", 30], ["Без замечаний"], ["", "", "Проверка пройдена"]]
    facts = bound(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert receipt(facts).skipped == (RowsSkipped("footer", (5, 6)), RowsSkipped("total", (4,)))


def test_below_the_grand_total_a_person_is_still_a_person(tmp_path: Path) -> None:
    rows = [HEAD, *PEOPLE, ["Итого", "", 30], ["0003", "Сидоров С.С."], ["", "Кто-то", "", "да", "нет"]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert codes(checked.diagnostics) == ["KPI424", "KPI451"]


def test_a_signature_among_details_is_no_unknown_person(tmp_path: Path) -> None:
    deals = program(
        column("План"),
        column("Сумма", table="deals"),
        column("Клиент", Kind.TEXT, "deals"),
        grains=(grain("deals", "employees"),),
    )
    rows = [["Таб. №", "Клиент", "Сумма"], ["0001", "Ромашка", 5], ["Исполнитель", "Иванов"], ["Иванов ____"]]
    sheets = {"Март": [HEAD, *PEOPLE], "deals": rows}
    facts = bound(deals, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert receipt(facts, "deals").skipped == (RowsSkipped("footer", (3, 4)),)


def test_too_many_texts_are_no_signature() -> None:
    row = ("Директор", "а", "б", "в", "г")
    assert not is_footer(row, (1,), below_total=True)
