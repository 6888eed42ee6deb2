"""Schemes that share a sheet: a quick look at a block finds what a look at its every row finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpicalc.api import load_facts
from kpicalc.facts import bind_sheet
from kpicalc.facts.bind_sheet import pick_own_rows
from kpicalc.facts.read_files import read_workbook
from tests.facts.builders import column, pays, program, write_csv

if TYPE_CHECKING:
    import pytest

    from kpicalc.facts.sheet_draft import SheetDraft
    from kpicalc.facts.workbook import RowBlock

GROUPS = ("а", "б", "в", "г", "д")
SCHEMES = tuple(
    program(column("План"), column("Факт"), scheme=f"s{at}", applies_to=pays(Группа=each))
    for at, each in enumerate(GROUPS)
)
# What else stands among people: totals, signatures, blanks, people without a number or without figures.
ODD = (
    "Итого;;;;900;900",
    ";;;;;",
    "Главный бухгалтер;____;;;;",
    ";Без номера;а;;1;2",
    "77;Пётр;б;;;",
    "-;;;;;",
)


def _bound(path: Path) -> object:
    workbook = read_workbook((path,)).value
    assert workbook is not None
    found = load_facts(SCHEMES, workbook)
    pairs = [
        (facts.receipts, [(each.keys, each.labels, each.origin) for each in facts.frames.values()])
        for _, facts in found.value or ()
    ]
    return pairs, found.diagnostics


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.sampled_from(GROUPS), min_size=1, max_size=12),
    odd=st.lists(st.sampled_from(ODD), max_size=2),
)
def test_the_same_is_read_as_by_looking_at_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str], odd: list[str]
) -> None:
    people = [f"{at};Имя {at};{group};х;{at * 10},5;{at}" for at, group in enumerate(rows, 1)]
    path = write_csv(tmp_path / "people.csv", "Таб. №;ФИО;Группа;Заметка;План;Факт", *people, *odd)
    actual = _bound(path)
    with monkeypatch.context() as patched:
        patched.setattr(bind_sheet, "pick_own_rows", lambda *_: None)
        expected = _bound(path)
    assert actual == expected


def test_rows_of_others_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [f"{at};Имя {at};{GROUPS[at % 5]};х;{at},5;{at}" for at in range(1, 41)]
    path = write_csv(tmp_path / "people.csv", "Таб. №;ФИО;Группа;Заметка;План;Факт", *people)
    seen: list[int] = []

    def pick(draft: SheetDraft, block: RowBlock) -> list[int] | None:
        own = pick_own_rows(draft, block)
        assert own is not None
        seen.append(len(own))
        return own

    monkeypatch.setattr(bind_sheet, "pick_own_rows", pick)
    _bound(path)
    assert seen == [8] * len(GROUPS)
