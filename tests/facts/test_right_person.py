"""Whose row it is: the column of superiors is never taken for the employee, and doubts are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.facts.headings import AMBIGUOUS_HEADINGS, KEY_HEADINGS, NAME_HEADINGS, TEAM_HEADINGS
from kpicalc.model.kind import Kind
from kpicalc.model.program import Program
from kpicalc.model.writing import OwnerNames, RowRules
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    grain,
    places,
    program,
    receipt,
    values,
    write_csv,
    write_xlsx,
)

PLAN = column("План")


def _with_superior(heading: str) -> Program:
    superior = column("manager", Kind.TEXT, headings=(heading,), optional=True)
    return program(PLAN, superior, grains=(grain("employees", "company", superior="manager"),))


def _with_deals(**more: object) -> Program:
    employees = grain("employees", "company", **more)
    return program(PLAN, column("Сумма", table="deals"), grains=(employees, grain("deals", "employees")))


@pytest.mark.parametrize("heading", AMBIGUOUS_HEADINGS)
def test_the_column_of_superiors_is_not_the_name(heading: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", f"Таб. №;{heading};План", "1;;1", "2;1;2")

    facts = bound(_with_superior(heading), path)

    assert list(facts.frames["employees"].labels) == ["1", "2"]
    assert [(each.role, each.heading, each.obvious) for each in receipt(facts).roles] == [
        ("key", "Таб. №", True),
        ("manager", heading, True),
    ]


@pytest.mark.parametrize("heading", AMBIGUOUS_HEADINGS)
def test_the_column_of_superiors_is_not_the_key(heading: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", f"{heading};План", ";1", "Орлов;2")

    assert codes(bind(_with_superior(heading), path).diagnostics) == ["KPI418"]


def test_the_column_of_superiors_may_have_a_heading_above_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", "Кто;;Что", "Таб. №;Менеджер;План", "1;;1", "2;1;2")

    facts = bound(_with_superior("Кто / Менеджер"), path)

    assert list(facts.frames["employees"].labels) == ["1", "2"]


def test_the_column_of_teams_is_not_the_name(tmp_path: Path) -> None:
    teams = grain("teams", "company", derived=True)
    staff = grain("employees", "teams", link=("Менеджер",))
    path = write_csv(tmp_path / "e.csv", "Таб. №;Менеджер;План", "1;Орлов;1", "2;Орлов;2")

    facts = bound(program(PLAN, grains=(teams, staff)), path)

    assert list(facts.frames["employees"].labels) == ["1", "2"]
    assert [each.role for each in receipt(facts).roles] == ["key", "link"]


def test_a_column_of_numbers_is_not_the_name(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", "Таб. №;Менеджер", "1;10", "2;20")

    facts = bound(program(column("Менеджер", Kind.COUNT)), path)

    assert list(facts.frames["employees"].labels) == ["1", "2"]


@pytest.mark.parametrize("better", [each for each in NAME_HEADINGS if each not in AMBIGUOUS_HEADINGS])
@pytest.mark.parametrize("other", ["Менеджер", "Manager"])
def test_a_heading_of_the_employee_alone_wins(better: str, other: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", f"{other};{better};План", "Орлов;Гусев;1", "Гусев;Белов;2")

    facts = bound(program(PLAN), path)

    assert list(facts.frames["employees"].keys) == ["Гусев", "Белов"]


@pytest.mark.parametrize("heading", AMBIGUOUS_HEADINGS)
def test_alone_it_is_the_name_and_the_receipt_says_so(heading: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", f"{heading};Город;План", "Орлов;Орёл;1", "Гусев;Белов;2")

    facts = bound(program(PLAN), path)

    assert values(facts, "План") == [1, 2]
    assert [(each.role, each.column, each.obvious) for each in receipt(facts).roles] == [("name", 1, False)]


def test_a_deal_of_an_uncertain_name_is_refused(tmp_path: Path) -> None:
    people = write_csv(
        tmp_path / "employees.csv", "Таб. №;Пекарь;Менеджер;План", "1;Гусев;Орлов;1", "2;Белов;Гусев;1"
    )
    deals = write_csv(tmp_path / "deals.csv", "Сотрудник;Сумма", "Орлов;1", "Гусев;2", "2;3")

    checked = bind(_with_deals(), people, deals)

    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI530"], ["deals.csv!A3"])


def test_a_name_that_the_scheme_says_is_certain(tmp_path: Path) -> None:
    people = write_csv(
        tmp_path / "employees.csv", "Таб. №;Пекарь;Менеджер;План", "1;Гусев;Орлов;1", "2;Белов;Гусев;1"
    )
    deals = write_csv(tmp_path / "deals.csv", "Сотрудник;Сумма", "Гусев;2")

    assert list(bound(_with_deals(title=("Пекарь",)), people, deals).frames["deals"].parents) == [0]
    assert list(bound(_with_deals(title=("Менеджер",)), people, deals).frames["deals"].parents) == [1]


def test_without_numbers_an_uncertain_name_is_refused_in_its_own_row(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "e.csv", "Пекарь;Менеджер;План", "Гусев;Орлов;1", "Белов;Гусев;1")

    checked = bind(program(PLAN), people)

    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI530"], ["e.csv!B3"])


def test_an_uncertain_name_is_told_where_its_own_sheet_has_it(tmp_path: Path) -> None:
    north = write_csv(tmp_path / "north.csv", "Менеджер;Пекарь;План", "Орлов;Гусев;1")
    south = write_csv(tmp_path / "south.csv", "План;Пекарь;Менеджер", "1;Белов;Гусев")

    checked = bind(program(PLAN), north, south)

    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI530"], ["south.csv!C2"])


def test_a_name_repeated_in_its_own_row_is_certain(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "e.csv", "Менеджер;Контакт;План", "Гусев;Гусев;1", "Белов;Белов;1")

    assert list(bound(program(PLAN), people).frames["employees"].keys) == ["Гусев", "Белов"]


@pytest.mark.parametrize("heading", KEY_HEADINGS)
def test_every_heading_of_numbers_is_found(heading: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", f"Менеджер;{heading};План", "Орлов;7;1")

    facts = bound(program(PLAN), path)

    assert (list(facts.frames["employees"].keys), list(facts.frames["employees"].labels)) == (
        ["7"],
        ["Орлов"],
    )


@pytest.mark.parametrize("heading", NAME_HEADINGS)
def test_every_heading_of_names_is_found(heading: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", f"{heading};План", "Орлов;1")

    assert list(bound(program(PLAN), path).frames["employees"].labels) == ["Орлов"]


@pytest.mark.parametrize("heading", TEAM_HEADINGS)
def test_every_heading_of_teams_is_found(heading: str, tmp_path: Path) -> None:
    teams = grain("teams", "company", derived=True)
    path = write_csv(tmp_path / "e.csv", f"Таб. №;{heading};План", "1;Север;1")

    facts = bound(program(PLAN, grains=(teams, grain("employees", "teams"))), path)

    assert list(facts.frames["teams"].keys) == ["Север"]


def test_rows_under_id_with_the_same_names_may_be_deals(tmp_path: Path) -> None:
    deals = write_csv(tmp_path / "a.csv", "ID;Ответственный;План", "101;Анна;5", "102;Иван;6", "103;анна;7")
    found = bind(program(column("План")), deals).diagnostics
    assert (codes(found), places(found)) == (["KPI532"], ["a.csv!B4"])
    keyed = grain("employees", "company", key=("ID",), label="Сотрудники")
    assert bound(program(column("План"), grains=(keyed,)), deals).frames["employees"].size == 3
    names = [f"{at};Анна {at};5" for at in range(20)]
    namesakes = write_csv(tmp_path / "b.csv", "ID;ФИО;План", *names, "99;Анна 3;5")
    assert bound(program(column("План")), namesakes).frames["employees"].size == 21


SEVERAL = [
    "Иванов И.И., Петров П.П.",
    "Иванов И. И. Петров П. П.",
    "И.И. Иванов / П.П. Петров",
    "Bell A. J. & Reed T. P.",
]
SEVERAL += [
    "Иванов и Петров",
    "Иванов Пётр; Петров Иван",
    "Ann Bell and Tom Reed",
    "Лось Ян Ильич Лось Ада Ильинична",
]
ONE = [
    "Smith, John",
    "García López, María José",
    "Smith & Sons",
    "Петрович Анна Ильинична",
    "Мамин-Сибиряк Д. Н.",
]
ONE += [
    "Иванова (Петрова) А. А.",
    "Петрович, Анна Ильинична",
    "Кассир и продавец",
    "Али Мамед оглы",
    "Иванов И.И. (д/о)",
]


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize(
    ("name", "number", "asked"),
    [
        *((each, "17", True) for each in SEVERAL),
        *((each, "17", False) for each in ONE),
        *(("Юдин Ян", each, True) for each in ("17; 18", "17, 18", "К-17 и К-18", "017+018")),
        *(("Юдин Ян", each, False) for each in ("17/18", "17-18", "1 718", "К-17")),
    ],
)
def test_several_people_in_one_row_are_asked_about(
    tmp_path: Path, name: str, number: str, *, asked: bool, numbered: bool
) -> None:
    """A row pays one of them; `keep` says that it is one."""
    if not numbered and name == "Юдин Ян":
        return
    cells = [number] * numbered + [name]
    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"Л": [["Таб. №"] * numbered + ["ФИО", "План"], ["1"] * numbered + ["Зуев Ян", 5], [*cells, 7]]},
    )
    found = bind(program(PLAN), path).diagnostics
    assert codes(found) == ["KPI622"] * asked
    rows = RowRules(keep=(name, number))
    assert values(bound(program(PLAN, grains=(grain("employees", "company", rows=rows),)), path), "План") == [
        5,
        7,
    ]


_LISTED = (
    "Таб. №;ФИО",
    "1;Абрамова (Ким) Алла Ивановна",
    "2;Буров Б. И.",
    "3;Буров Семён",
    "4;4",
    "5;Лис Ян",
)


@pytest.mark.parametrize(
    ("head", "rows", "told"),
    [
        ("Таб. №;ФИО", ("1;Буров Борис", "1;Буров Борис", "2;Буров Борис", "1;"), ["KPI623 B2"]),
        ("Таб. №;Продавец", ("3;Буров Б.", "5;Абрамова"), ["KPI623 B2", "KPI623 B3"]),
        ("Таб. №;ФИО", ("1;А. Абрамова", "1;Ким А.", "3;Семен Буров", "4;Лев", "5;-"), []),
        ("Таб. №;ФИО", ("5;Зуев", "4;Лис Ян"), ["KPI623 B3", "KPI624 B2"]),
        ("Таб. №;ФИО", ("5;Зуев", "5;Лис", "2;Буров Семен", "2;Дёмин"), ["KPI623 B4", "KPI624 B2"]),
        # Superiors, or clients, may stand there: most names have to fit.
        ("Таб. №;Менеджер", ("1;Буров Б.", "3;Буров Б."), []),
        ("Таб. №;Менеджер", ("1;Ким", "1;Ким А.", "3;Буров Б."), ["KPI623 B4"]),
        ("Таб. №;Продавец", ("1;Альфа", "2;Бета"), []),
        # The link that the scheme names may be that of somebody else.
        ("Наставник;ФИО", ("1;Буров Б.", "3;Лис Ян"), []),
        ("Наставник;ФИО", ("1;Ким А.", "5;Лис Ян", "3;Лис Ян"), ["KPI623 B4"]),
        ("Наставник;Таб. №", ("Лис Ян;5", "Буров Б. И.;2", "Лис Ян;3", "Лис Ян;77"), ["KPI623 B4"]),
    ],
)
@pytest.mark.parametrize("names", OwnerNames)
def test_number_and_name_of_a_row_are_one_persons(
    tmp_path: Path, head: str, rows: tuple[str, ...], told: list[str], names: OwnerNames
) -> None:
    """The number pays the row; where the name beside it is another's the two contradict each other."""
    people = write_csv(tmp_path / "e.csv", *_LISTED)
    deals = write_csv(tmp_path / "deals.csv", f"{head};Сумма", *(f"{each};10" for each in rows))
    link = (head.split(";", maxsplit=1)[0],) if head.startswith("Наставник") else ()
    below = grain("deals", "employees", link=link, rows=RowRules(names=names))
    specs = program(column("Сумма", table="deals"), grains=(grain("employees", "company"), below))
    found = bind(specs, people, deals).diagnostics
    seen = [f"{each.code} {place.rsplit('!')[-1]}" for each, place in zip(found, places(found), strict=True)]
    assert seen == (told if names is OwnerNames.CHECK else [])
