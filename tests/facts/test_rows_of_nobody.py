"""Rows that name nobody, and people below the table of whom nobody would read: both are told."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kpicalc.model.facts import RowsSkipped
from kpicalc.model.writing import PrintedTotals, RowRules
from tests.facts.builders import bind, bound, codes, places, receipt, write_xlsx
from tests.facts.test_row_kinds import HEAD, NOSOV, PLAN, SOMOV, ZUEV, Row, ruled, skipped

NOBODY = ["(пусто)", "(blank)", "<...>", "не указан", "БЕЗ ОТВЕТСТВЕННОГО", "[Не назначено]", "Unassigned"]


@pytest.mark.parametrize("label", [*NOBODY, "N/A", "none", "#", "???", "Нет сотрудника", "Not set", "Тест"])
def test_a_row_that_names_nobody_is_asked_about(tmp_path: Path, label: str) -> None:
    rows = [HEAD, SOMOV, ZUEV, [label, 90, 80], ["Итого", 1190, 1080]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert codes(bind(PLAN, path).diagnostics) == ["KPI483"]
    assert bound(ruled(PLAN, RowRules(keep=(label,))), path).frames["employees"].size == 3
    left = ruled(PLAN, RowRules(skip=(label,), total=PrintedTotals.IGNORE))
    assert receipt(bound(left, path)).skipped == (
        RowsSkipped("skipped", (4,), label, 1),
        RowsSkipped("total", (5,)),
    )


@pytest.mark.parametrize(
    "name", ["Blank", "Ли Нет", "Система А. А.", "Tess Null", "Test-Bell Ann", "Пустовойт И. И."]
)
def test_people_are_called_nearly_like_nobody(tmp_path: Path, name: str) -> None:
    rows = [HEAD, SOMOV, ZUEV, [name, 90, 80]]
    facts = bound(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert list(facts.frames["employees"].keys)[-1] == name


def test_a_person_called_like_nobody_is_not_dropped_for_the_mean_of_the_others(tmp_path: Path) -> None:
    rows = [HEAD, ["Somov A.", 100, 10], ["Zuev B.", 300, 30], ["Unknown", 200, 20]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert codes(bind(PLAN, path).diagnostics) == ["KPI483"]


def test_stars_before_a_sum_are_no_number(tmp_path: Path) -> None:
    rows = [["Таб. №", *HEAD], ["01", *SOMOV], ["02", *ZUEV], ["*", "", 1100, 1000], ["**", "", 1100, 1000]]
    assert skipped(tmp_path, rows) == (RowsSkipped("group", (4, 5)),)


@pytest.mark.parametrize(
    "words", ["Перенос на следующую страницу", "Перенесено", "Carried forward", "Übertrag"]
)
def test_sums_carried_over_to_the_next_page_are_no_people(tmp_path: Path, words: str) -> None:
    rows = [["Таб. №", *HEAD], ["01", *SOMOV], *[[words, "", *SOMOV[1:]]] * 2, ["02", *ZUEV]]
    assert skipped(tmp_path, rows) == (RowsSkipped("group", (3, 4)),)


def test_the_words_that_name_a_row_can_be_put_into_a_scheme(tmp_path: Path) -> None:
    rows = [HEAD, SOMOV, ZUEV, ["Отдел \"Юг'", 90, 80]]
    (found,) = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows})).diagnostics
    written = dict(found.params)["patterns"]
    assert yaml.safe_load(str(written)) == ["Отдел \"Юг'"]


PEOPLE: list[Row] = [SOMOV, ZUEV, NOSOV, ["Орлов Пётр", 90, 80], ["Ким Ен-Ир", 60, 75]]
NUMBERED: list[Row] = [["Таб. №", *HEAD], *([f"0{at}", *who] for at, who in enumerate(PEOPLE, 1))]


@pytest.mark.parametrize(
    "rows",
    [
        *([HEAD, *PEOPLE, [words, 92, 85]] for words in ("Рабочих дней", "Бонусный фонд", "Курс доллара")),
        *([HEAD, *PEOPLE, [], [words, 92, 85]] for words in ("Курс USD", "Скидка", "% выполнения")),
        *([HEAD, *PEOPLE, [words, 0, 85]] for words in ("Доплата Иванову И. И.", "Аванс", "Correction Bell")),
        *([*NUMBERED, [words, None, 92, 85]] for words in ("План отдела", "Курс USD", "новый")),
        # As many of them as people.
        [*NUMBERED[:3], ["На начало", None, 92, 85], ["На конец", None, 92, 85]],
    ],
)
def test_figures_beside_words_that_name_no_person_are_asked_about(tmp_path: Path, rows: list[Row]) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert codes(bind(PLAN, path).diagnostics) == ["KPI483"]


@pytest.mark.parametrize(
    "row",
    [
        *(
            [who, 92, 85]
            for who in ("Иванова Анна (декрет)", "Орлова А.А. совм.", "van der Berg Jan", "Анна")
        ),
        *(
            [who, 92, 85]
            for who in ("МАРИЯ ПЕТРОВА", "елкин и. и.", "глеб дуб", "Гасанов Али оглы", "Абу Бакр ибн Али")
        ),
        *(
            ["06", None, 92, 85],
            ["б/н", "Зуев Б. Б.", 92, 85],
            ["A-7", None, 92, 85],
            ["стажёр", "Ли С.", 92, 85],
        ),
    ],
)
def test_people_in_other_words_are_people(tmp_path: Path, row: Row) -> None:
    rows = [*(NUMBERED if len(row) > len(HEAD) else [HEAD, *PEOPLE]), row]
    facts = bound(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert facts.frames["employees"].size == len(PEOPLE) + 1


@pytest.mark.parametrize("heading", ["Сотрудник", "ФИО", "Фамилия, имя, отчество"])
def test_another_list_of_people_below_the_table_is_told(tmp_path: Path, heading: str) -> None:
    table = [["Таб. №", *HEAD], ["01", *SOMOV], ["02", *ZUEV], []]
    rows: list[Row] = [*table, ["Разовые премии"], [heading, "Премия"], ["Якин В. В.", 600]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert (codes(found := bind(PLAN, path).diagnostics), places(found)) == (["KPI485"], ["a.xlsx!Март!A6"])
    ended = ruled(PLAN, RowRules(end_at=("Разовые*",)))
    assert bound(ended, path).frames["employees"].size == 2
    signed: list[Row] = [*table, [heading, "Подпись"], ["Якин В. В.", "____"]]
    assert bound(PLAN, write_xlsx(tmp_path / "b.xlsx", {"Март": signed})).frames["employees"].size == 2


@pytest.mark.parametrize(
    ("heading", "gap", "names", "told"),
    [
        ("Сотрудник", "", ("Якин В. В.", "Юдин Э. Э."), True),
        ("Сотрудник", "", ("Сомов А. А.", "Зуева Б. Б."), False),
        ("Сотрудник", "Отдел", ("Якин В. В.", "Юдин Э. Э."), False),
        ("Клиент", "", ("Якин В. В.", "Юдин Э. Э."), False),
    ],
)
def test_another_list_of_people_beside_the_table_is_told(
    tmp_path: Path,
    heading: str,
    gap: str,
    names: tuple[str, str],
    told: bool,  # noqa: FBT001 - of a table
) -> None:
    rows: list[Row] = [
        [*HEAD, gap, heading, "Премия"],
        [*SOMOV, None, names[0], 5],
        [*ZUEV, None, names[1], 7],
    ]
    found = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows})).diagnostics
    assert (codes(found), places(found)) == (["KPI485"] * told, ["a.xlsx!Март!E2"] * told)
