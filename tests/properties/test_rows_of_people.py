"""Random lists of people: all of them are read, and no group, average, caption or footer with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.model.kind import Kind
from tests.facts.builders import bind, column, program, write_csv, write_xlsx
from tests.tries import tries

EXAMPLES = tries(60)
LABELS = [
    "Отдел сбыта",
    "Всього",
    "Suma",
    "Gesamt",
    "Viso",
    "Average",
    "Среднее по цеху",
    "TOTAL GENERAL",
    "Sales department",
    "Durchschnitt",
    "Kopā",
    "Toplam",
    "Ortalama",
    "Razem",
    "Summe Nord",
    "合计",
    "Media del equipo",
    "Grand total",
    "Moyenne",
    "Összesen",
    "Участок 4",
]
FOOTERS = [
    "End of report",
    "*** 2 records ***",
    "Generated 03-Apr-2026",
    "Сформировано 03.04.2026 10:11",
    "Конец отчёта",
    "Page 1 of 3",
]
SURNAMES = ("Сомов", "Зуев", "Носов", "Ершов", "Рыбин", "Котов", "Орлов", "Жуков")
NAMES, FAMILIES = ("Ann", "John", "Mary", "Peter", "Lucy"), ("Bell", "Reed", "Cook", "Hill")
WAYS = ("above", "below", "total", "average", "captions", "headings", "footer")

Row = list[object]


def _people(chance: Random, columns: int, count: int) -> list[Row]:
    amount = chance.choice(
        (lambda: chance.randint(1, 90) * 1000, lambda: chance.randint(1000, 9_000_000) / 100)
    )
    russian = chance.random() < 1 / 2
    return [
        [
            f"{at + 1:03d}",
            f"{SURNAMES[at % 8]} {'АБ'[at // 8]}. Е." if russian else f"{NAMES[at % 5]} {FAMILIES[at // 5]}",
            *(amount() for _ in range(columns)),
        ]
        for at in range(count)
    ]


def _summed(label: str, people: Sequence[Row], numbered: bool, divisor: int = 1) -> Row:  # noqa: FBT001 - a drawn fact
    sums = [round(sum(cells) / divisor, 2) for cells in zip(*(row[2:] for row in people), strict=True)]
    return [label, "", *sums] if numbered else ["", label, *sums]


def _table(chance: Random, people: list[Row], way: str, head: Row) -> list[Row]:
    """Put rows that are no people among them."""
    in_key = chance.random() < 1 / 2
    cut = chance.randint(1, len(people))
    rows: list[Row] = []
    for part in (people[:cut], people[cut:]):
        label = chance.choice(LABELS)
        if not part:
            continue
        rows += [[label, "", *[""] * (len(head) - 2)]] if way == "captions" else []
        rows += [_summed(label, part, in_key)] if way == "above" else []
        rows += [list(head)] if way == "headings" and rows else []
        rows += part
        rows += [_summed(label, part, in_key)] if way == "below" else []
    if way in {"average", "total"}:
        divisor = len(people) if way == "average" else 1
        rows.append(_summed(chance.choice(LABELS), people, in_key, divisor))
    if way == "footer":
        rows += [[""] * len(head), [chance.choice(FOOTERS), *[""] * (len(head) - 1)]]
    return rows


def _read(chance: Random, rows: list[Row], head: Row) -> list[str] | None:
    """Return who is read, or None when the run stops; numbers or names alone tell people apart by chance."""
    wanted = program(*(column(str(name), Kind.MONEY, fallback=0) for name in head[2:]))
    if chance.random() < 1 / 2:
        rows = [[*([row[1]] if row[1] else [row[0]]), *row[2:]] for row in rows]
        head = head[1:]
    with TemporaryDirectory() as folder:
        if chance.random() < 1 / 4:
            blank = [[None if cell == "" else cell for cell in row] for row in (head, *rows)]
            path = write_xlsx(Path(folder) / "a.xlsx", {"Март": blank})
        else:
            lines = [";".join(map(str, row)) for row in (head, *rows)]
            path = write_csv(Path(folder) / "a.csv", *lines)
        checked = bind(wanted, path)
    return list(checked.value.frames["employees"].labels) if checked.ok and checked.value else None


@settings(max_examples=EXAMPLES)
@given(st.randoms(use_true_random=False), st.sampled_from(WAYS), st.integers(2, 14))
def test_either_the_people_are_read_or_the_run_stops(chance: Random, way: str, count: int) -> None:
    head: Row = ["Таб. №", "ФИО", "План", "Факт"]
    people = _people(chance, 2, count)
    found = _read(chance, _table(chance, people, way, head), head)
    assert found in (None, [row[1] for row in people])


@settings(max_examples=EXAMPLES)
@given(st.randoms(use_true_random=False), st.integers(1, 14), st.integers(1, 2))
def test_people_alone_are_all_read(chance: Random, count: int, columns: int) -> None:
    whole: Row = ["Таб. №", "ФИО", "План", "Факт"]
    head = whole[: 2 + columns]
    people = _people(chance, columns, count)
    assert _read(chance, people, head) == [row[1] for row in people]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_is_tried(way: str) -> None:
    people = _people(Random(1), 2, 5)  # noqa: S311 - made-up facts
    assert len(_table(Random(1), people, way, ["a", "b", "c", "d"])) > 5  # noqa: S311 - likewise
