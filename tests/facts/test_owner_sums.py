"""A row of each owner that is the sum of his others is not counted beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.writing import Groups, RowRules
from tests.facts.builders import bind, bound, codes, column, grain, money, program, show, values, write_xlsx

OWNERS = ("Ильина В. О.", "Орлов Г. И.", "Юрьев П. Л.")
PEOPLE = [["Таб. №", "ФИО", "Оклад"], *([str(at), name, 1] for at, name in enumerate(OWNERS, start=1))]


def deals(seed: int, *, last: bool, size: int, step: float) -> tuple[list[list[object]], list[list[object]]]:
    """Draw deals for each owner; return them, and them with the sum of each owner before or behind them."""
    random = Random(seed)  # noqa: S311 - no secret
    plain: list[list[object]] = []
    summed: list[list[object]] = []
    for name in OWNERS:
        own: list[list[object]] = [
            [name, random.randrange(1, 90_000) * step] for _ in range(random.randrange(2, size))
        ]
        total: list[list[object]] = [[name, sum(float(str(amount)) for _, amount in own)]]
        plain += own
        summed += [*own, *total] if last else [*total, *own]
    return plain, summed


def read(folder: Path, rows: Sequence[Sequence[object]], rules: RowRules = RowRules()) -> list[object]:  # noqa: B008
    """Return the amounts of the deals, or the codes of what is wrong."""
    table = grain("deals", "employees", sheet="Сделки", rows=rules)
    wanted = program(column("Оклад"), column("Сумма", table="deals"), grains=(table,))
    path = write_xlsx(folder / "a.xlsx", {"Сотрудники": PEOPLE, "Сделки": [["Сотрудник", "Сумма"], *rows]})
    checked = bind(wanted, path)
    if not checked.ok:
        return [
            *codes(checked.diagnostics),
            *(["groups: none"] if "groups: none" in str(show(checked.diagnostics)) else []),
        ]
    return values(bound(wanted, path), "Сумма", "deals")


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(("seed", "size"), [(0, 6), (1, 6), (2, BLOCK_ROWS + 500)])
def test_sums_of_owners_are_left_out(tmp_path: Path, seed: int, size: int, *, last: bool) -> None:
    plain, summed = deals(seed, last=last, size=size, step=0.01)
    assert sum(map(float, map(str, read(tmp_path, summed)))) == pytest.approx(
        sum(float(str(row[1])) for row in plain)
    )


def test_where_chance_may_be_it_the_scheme_says(tmp_path: Path) -> None:
    rows = [[OWNERS[0], each] for each in (150, 100, 50)] + [[OWNERS[1], each] for each in (200, 120, 80)]
    assert read(tmp_path, rows)[0] == "KPI483"
    # Two rows of an owner say nothing: the second may be a deal of the same amount. The others speak.
    twice = [[OWNERS[0], each] for each in (1234.57, 1000.31, 234.26)] + [[OWNERS[1], 77.7]] * 2
    assert read(tmp_path, twice)[0] == "KPI483"
    assert list(map(str, read(tmp_path, rows, RowRules(groups=Groups.OUTLINE)))) == ["100", "50", "120", "80"]
    assert len(read(tmp_path, rows, RowRules(groups=Groups.NONE))) == 6


@pytest.mark.parametrize("seed", range(6))
def test_deals_without_sums_are_all_read(tmp_path: Path, seed: int) -> None:
    plain, _ = deals(seed, last=False, size=5, step=10)
    assert len(read(tmp_path, plain)) == len(plain)
    one = [
        [OWNERS[0], 300],
        [OWNERS[0], 200],
        [OWNERS[0], 100],
        [OWNERS[1], 500],
        [OWNERS[2], 500],
        [OWNERS[2], 500],
    ]
    assert len(read(tmp_path, one)) == len(one)


@pytest.mark.parametrize(
    ("owners", "caption", "told"),
    [
        (("1", "2"), "отдел продаж", []),
        (("1", "2"), "Отдел 7", ["KPI421"]),
        (OWNERS, "отдел продаж", ["KPI421"]),
        (OWNERS, "Отдел 7", ["KPI421"]),
    ],
)
def test_a_caption_among_deals_is_certain_where_owners_have_numbers(
    tmp_path: Path, owners: Sequence[str], caption: str, told: list[str]
) -> None:
    rows: list[list[object]] = [[owners[0], 5], [caption, ""], [owners[1], 6]]
    assert read(tmp_path, rows) == (told or money("5", "6"))
