"""Numbers that had another name in closed periods: what was theirs is not taken over in silence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from kpicalc.model.kind import Kind
from kpicalc.model.writing import RowRules
from tests.facts.builders import bind as read
from tests.facts.builders import column, grain, places, program, write_csv
from tests.facts.test_take_over import HEAD, bind, debt, month, seen

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = [HEAD, (1, "Ким (Абрамова) З. В.", 10), (2, "Буров", 20), (3, None, 5)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"02": ("Абрамова Зоя", "Буров Л. А.", "3")}, [5, 6, 7]),
        ({"02": ("Зуева З. В.", "Лис", "Лис")}, ["KPI626", "KPI626", 7]),
        ({"02": ("Ким", "2", "")}, [5, 6, 7]),
        ({"01": ("Абрамова", "Лис", "3"), "02": ("Ким", "Буров", "3")}, [5, 6, 7]),
        # The month between tells that the name changed: once in brackets is enough.
        ({"01": ("Ким", "Лис", "3"), "02": ("Ким", "Буров (Лис)", "3")}, [5, 6, 7]),
    ],
)
@pytest.mark.parametrize("said", [False, True])
def test_a_number_of_another_name_is_asked_about(
    tmp_path: Path, names: dict[str, tuple[str, ...]], expected: list[object], *, said: bool
) -> None:
    """A sheet of opening values says what the new one begins with."""
    rows = {"1": Decimal(5), "2": Decimal(6), "3": Decimal(7)}
    closed = [month(f"2026-{at}", rows, labels={"employees": each}) for at, each in names.items()]
    sheets = {"Люди": PEOPLE}
    if said:
        asked = [(row, None, 0) for row, each in enumerate(expected, start=1) if each == "KPI626"]
        sheets["Остатки на начало"] = [("Таб. №", "ФИО", "debt at start"), *asked, (9, "Никто", 1)]
    facts = bind(tmp_path, debt(), *closed, sheets=sheets)
    assert seen(facts) == [0 if said and each == "KPI626" else each for each in expected]


@pytest.mark.parametrize(
    ("between", "expected"), [("Буров", "KPI626"), ("Буров (Лис)", 1), ("Лис", "KPI626")]
)
def test_what_was_longer_ago_follows_the_names(tmp_path: Path, between: str, expected: object) -> None:
    months = [
        month(f"2026-{at}", {"2": Decimal(1)}, labels={"employees": (name,)})
        for at, name in (("01", "Лис"), ("02", between))
    ]
    facts = bind(tmp_path, debt(ago=2), *months, sheets={"Люди": [HEAD, (2, "Буров", 20)]})
    assert seen(facts, "previous(debt, 2)") == [expected]


@pytest.mark.parametrize(
    ("head", "lines", "told"),
    [
        ("Таб. №;ФИО", ("1;Ким З. В.", "1;Зоя Ким", "1;", "2;Лис Ян"), []),
        ("Таб. №;ФИО", ("1;Ким З. В.", "1;Лис Ян", "2;Ким"), ["KPI854 B3 B2"]),
        ("ФИО", ("Ким Зоя Викторовна", "Лис Ян", "Ким З. В."), ["KPI855 A4 A2"]),
        ("ФИО", ("Ким Зоя Викторовна", "Ким З. И.", "Ким З.", "Кимов З. В."), []),
        ("Таб. №;ФИО", ("1;Ким Зоя", "2;Ким З."), []),
    ],
)
def test_rows_of_one_number_and_names_alone(
    tmp_path: Path, head: str, lines: tuple[str, ...], told: list[str]
) -> None:
    """A number is one person's, and a person without a number is paid once."""
    path = write_csv(tmp_path / "e.csv", f"{head};С;По;План", *(f"{each};;;5" for each in lines))
    columns = [column("План"), *(column(each, Kind.DATE, optional=True) for each in ("С", "По"))]
    segmented = head != "ФИО"
    for keep, expected in ((), told), (("Ким*",), []):
        people = grain("employees", "company", segmented=segmented, rows=RowRules(keep=keep))
        found = read(program(*columns, grains=(people,)), path).diagnostics
        shown = [
            f"{each.code} {place[-2:]} {dict(each.params)['second']}"
            for each, place in zip(found, places(found), strict=True)
        ]
        assert [f"{each[:9]} {each[-2:]}" for each in shown] == expected
