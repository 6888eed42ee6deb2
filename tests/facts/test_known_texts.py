"""Texts that select pay: what looks like a text of the scheme is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.facts.bind import bind_facts
from kpicalc.model.diagnostic import Diagnostic
from tests.compiler.builders import program_of
from tests.facts.builders import codes, open_files, places, show, write_csv

SCHEME = """
facts: {employees: {grade: %s}}
values: {level: grade}
pay: {bonus: {kind: variable, amount: 500, when: level = "senior" or "А" = grade}}
"""


def test_what_a_text_calls_itself_may_lack_on_one_side(tmp_path: Path) -> None:
    scheme = SCHEME.replace('"senior"', '"Магазин 1"')
    for cell, expected in (("Офис 1", []), ("1", ["KPI520"])):
        file = write_csv(tmp_path / "a.csv", "ID;Grade", "1;Магазин 1", f"2;{cell}")
        checked = bind_facts(program_of(scheme % "text"), open_files(file), None)
        assert codes(checked.diagnostics) == expected


def read(tmp_path: Path, *cells: str, column: str = "text") -> tuple[Diagnostic, ...]:
    """Bind a sheet whose grades are given."""
    lines = [f'{number};"{cell}"' for number, cell in enumerate(cells, start=1)]
    file = write_csv(tmp_path / "a.csv", "ID;Grade", *lines)
    checked = bind_facts(program_of(SCHEME % column), open_files(file), None)
    assert show(checked.diagnostics) is not None
    return checked.diagnostics


@pytest.mark.parametrize(
    "cell",
    [
        "Senior",
        "SENIOR",
        "sеnior",
        "senior.",
        "«senior»",
        "séniór",
        "senoir",
        "seniors",
        "senor",
        "A",
        "а",
        "Ａ",
        "grade: senior",
        "Senior (acting)",
        "Grade А",
        "группа А",
        "кат. А",
        "кат.А",
        "Senior level",
    ],
)
def test_a_text_that_looks_like_one_of_the_scheme_is_refused(tmp_path: Path, cell: str) -> None:
    found = read(tmp_path, "senior", cell)
    assert (codes(found), places(found)) == (["KPI520"], ["a.csv!B3"])


@pytest.mark.parametrize(
    "cell",
    [
        "senior",
        " senior\u00a0",
        "se\u00adnior",
        "А",
        "junior",
        "А+",
        "А1",
        "Б",
        "PRщик",
        "old",
        "А/Б",
        "(А)+",
    ],
)
def test_a_text_that_is_the_same_or_another_one_is_read(tmp_path: Path, cell: str) -> None:
    assert read(tmp_path, cell) == ()


@pytest.mark.parametrize(("cell", "code"), [("Cтарший", "KPI521"), ("Ст\ufffdрший", "KPI468")])
def test_a_text_with_mixed_or_lost_letters_is_refused(tmp_path: Path, cell: str, code: str) -> None:
    assert codes(read(tmp_path, cell)) == [code]


def test_what_the_scheme_names_is_right_as_it_stands(tmp_path: Path) -> None:
    column = "{type: text, others: [Senior, Cтарший]}"
    assert read(tmp_path, "Senior", "senior", "Cтарший", column=column) == ()


def test_allowed_values_are_compared_by_their_looks_too(tmp_path: Path) -> None:
    found = read(tmp_path, "junior", "Junior", "other", column="{type: text, one_of: [junior, senior, А]}")
    assert codes(found) == ["KPI520", "KPI442"]


def test_columns_that_are_compared_with_each_other(tmp_path: Path) -> None:
    program = program_of(
        """
facts: {employees: {city: text}, deals: {columns: {place: text, sum: money}}}
pay: {bonus: {kind: variable, amount: sum(deals.sum where deals.place = city)}}
"""
    )
    people = write_csv(tmp_path / "people.csv", "ID;City", "1;Orel", "2;Omsk")
    deals = write_csv(tmp_path / "deals.csv", "ID;Place;Sum", "1;orel;5", "2;Omsk;5", "2;Perm;5")
    found = bind_facts(program, open_files(people, deals), None).diagnostics
    assert (codes(found), places(found)) == (["KPI522"], ["deals.csv!B2"])


def test_names_with_letters_of_two_alphabets_or_lost_ones_are_told(tmp_path: Path) -> None:
    program = program_of("facts: {employees: {plan: money}}\npay: {a: {kind: fixed, amount: plan}}")
    lines = ["ID;Name;Plan", "1;Иванoв;5", "2;Петр\ufffdв;5", "О3;Kim PRщик;5", "4;Анна;5", "5;Зоо;5"]
    checked = bind_facts(program, open_files(write_csv(tmp_path / "a.csv", *lines)), None)
    assert (codes(checked.diagnostics), checked.ok) == (["KPI469", "KPI469", "KPI468"], True)
    broken = bind_facts(program, open_files(write_csv(tmp_path / "b.csv", "ID;Plan", "\ufffd1;5")), None)
    assert (codes(broken.diagnostics), broken.value) == (["KPI468"], None)
