"""Groups that stand one below another above their people are asked about, also where each has one person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from kpicalc.model.program import Program
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    program,
    receipt,
    show,
    values,
    write_xlsx,
)

Row = Sequence[object]
HEADS = ["Сотрудник", "План", "Факт"]
WANTED = program(column("План"), column("Факт"))
COMPANY: list[Row] = [
    ["ЗАО Клён", 45_170, 43_020],
    ["Закупки", 30_120, 27_010],
    ["Кладовщик", 10_040, 9_005],
    ["Ильина Вера Олеговна", 10_040, 9_005],
    ["Старший кладовщик", 20_080, 18_005],
    ["Орлов Глеб Ильич", 20_080, 18_005],
    ["Сервис", 15_050, 16_010],
    ["Инженер", 15_050, 16_010],
    ["Юрьев Пётр Львович", 15_050, 16_010],
]
GROUPS = [0, 1, 2, 4, 6, 7]


def asked(folder: Path, rows: Sequence[Row], wanted: Program = WANTED) -> tuple[list[str], str]:
    """Return the codes, and all that is said."""
    checked = bind(wanted, write_xlsx(folder / "a.xlsx", {"Март": [HEADS, *rows]}))
    return codes(checked.diagnostics), "\n".join(show(checked.diagnostics))


@pytest.mark.parametrize("dropped", [(), (0,), (1,), (0, 1), (0, 1, 4)])
def test_every_group_that_is_left_is_asked_about(tmp_path: Path, dropped: tuple[int, ...]) -> None:
    rows = [row for at, row in enumerate(COMPANY) if at not in dropped]
    found, told = asked(tmp_path, rows)
    assert found == ["KPI483"]
    named = [str(COMPANY[at][0]) for at in GROUPS if at not in dropped]
    assert [name for name in named if f"`{name}`" not in told] == []


def test_each_of_the_first_rows_has_its_place(tmp_path: Path) -> None:
    (found,) = bind(WANTED, write_xlsx(tmp_path / "a.xlsx", {"Март": [HEADS, *COMPANY]})).diagnostics
    cells = [each.place for each in (found.primary, *found.others) if each is not None]
    assert [str(each).rpartition("!")[2] for each in cells] == [f"A{at + 2}" for at in GROUPS[: len(cells)]]
    assert len(cells) > 2


def test_the_printed_total_settles_it(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": [HEADS, *COMPANY, ["Итого", 45_170, 43_020]]})
    assert len(values(bound(WANTED, path), "План")) == 3


def test_posts_without_a_company_above_them(tmp_path: Path) -> None:
    random = Random(8)  # noqa: S311 - no secret
    rows: list[Row] = []
    for at, name in enumerate(("Anna Bell", "John Reed", "Mary Lane", "Paul Stone")):
        figures = [random.randrange(1_000, 99_999), random.randrange(1_000, 99_999)]
        rows += [[f"Post of grade {at}", *figures], [name, *figures]]
    assert asked(tmp_path, rows)[0] == ["KPI483"]


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("figures", [(200_000, 100_000), (100_000, 100_000)])
def test_regions_of_one_person_each(tmp_path: Path, figures: tuple[int, int], *, below: bool) -> None:
    pairs = [
        [["Север", figures[0]], ["Ильин И. И.", figures[0]]],
        [["Юг", figures[1]], ["Орлов П. П.", figures[1]]],
    ]
    rows = [[*row, 1_000] for pair in pairs for row in (pair if below else pair[::-1])]
    # Where all have the same, a neighbour with the same figures says nothing.
    assert asked(tmp_path, rows)[0] == ["KPI483"] * (figures[0] != figures[1])
    named = [["Ильин И. И.", 5, 7], ["Орлов П. П.", 5, 7], ["Юрьев Л. Л.", 3, 8], ["Ким С. С.", 3, 8]]
    assert asked(tmp_path, named)[0] == []


@pytest.mark.parametrize("size", [6, 40])
def test_people_with_the_same_figures_are_no_groups(tmp_path: Path, size: int) -> None:
    # A plan for the team stands in the row of each of its people.
    names = ("Anna Bell", "John Reed", "Vera Petrova", "Ли Сяо", "Орлов Глеб Ильич")
    rows = [
        [f"{names[at % 5]} {chr(ord('А') + at % 29)}.", 1_000 * (at // 3 + 1), 900 * (at // 3 + 1)]
        for at in range(size)
    ]
    assert asked(tmp_path, rows)[0] == []


def test_a_total_without_a_number_is_left_out(tmp_path: Path) -> None:
    heads = ["Таб. №", "ФИО", "План", "Факт"]
    people = [["1", "Ильина В. О.", 100, 90], ["2", "Орлов Г. И.", 200, 180], ["3", "Юрьев П. Л.", 150, 160]]
    parts = [["", "Итого по закупкам", 300, 270], ["", "Итого по сервису", 150, 160], ["", "ИТОГО", 450, 430]]
    rows = [heads, *people[:2], parts[0], people[2], *parts[1:]]
    facts = bound(WANTED, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert [(each.reason, each.rows) for each in receipt(facts).skipped] == [("total", (4, 6, 7))]
    assert [each.printed_total for each in receipt(facts).columns] == [450, 430]


@pytest.mark.parametrize("first", [True, False])
def test_who_has_the_mean_of_everybody_at_an_end_is_asked_about(tmp_path: Path, first: bool) -> None:  # noqa: FBT001
    people: list[Row] = [
        ["Иванова Анна", 101_357.11, 90_211.07],
        ["Петров Борис", 83_411.53, 120_733.19],
        ["Сидоров Иван", 97_531.29, 101_777.45],
        ["Кравцов Пётр", 77_777.71, 99_000.13],
    ]
    mean: Row = ["Орлова Ольга", 90_019.41, 102_930.46]
    found, told = asked(tmp_path, [mean, *people] if first else [*people, mean])

    assert (found, "`Орлова Ольга`" in told) == (["KPI483"], True)
    assert asked(tmp_path, people)[0] == []


SALES, ANNA, SERVICE, BORIS = ["Продажи", 100, 90], ["Анна", 100, 90], ["Сервис", 350, 70], ["Борис", 200, 70]


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        ([SALES, ANNA, SERVICE, BORIS, ["Вера", 150, 0]], 2),
        ([["Вера", 150, 0], BORIS, SERVICE, ANNA, SALES], 2),
        ([SALES, ANNA, ["Тула", 200, 70], BORIS], 2),
        # All with the same figures, and a person who is no part of it.
        ([SALES, ANNA, ["Вера", 100, 90], ["Юлия", 100, 90]], 0),
        ([SALES, ANNA, ["Тула", 200, 70], BORIS, ["Юлия", 7, 7]], 0),
        ([SALES, ANNA, SERVICE, BORIS, ["Вера", 151, 0]], 0),
    ],
)
def test_one_word_names_that_are_nothing_but_sums(tmp_path: Path, rows: list[Row], heads: int) -> None:
    assert asked(tmp_path, rows)[0] == ["KPI483"] * (heads > 0)
