"""Employee numbers as programs and people spoil them: one person, or an error, never two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.facts.archive import open_archive
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.join import twin_forms
from kpicalc.facts.preflight import Preflight, inspect_workbook
from kpicalc.facts.read_xlsx import read_all_slowly
from kpicalc.facts.select_rows import read_keys
from kpicalc.facts.workbook import Workbook
from kpicalc.model.plain_text import clean_text, clean_texts
from tests.facts.builders import bind, bound, codes, column, grain, program, values, write_csv, write_xlsx

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PLAN = program(column("План"))
DEALS = program(column("Сумма", table="deals"), grains=(grain("deals", "employees", sheet="deals"),))


@pytest.mark.parametrize(
    "other",
    ["0002", "00\u200b02", "00\u00ad02", "\u200e0002", "00\ufe0f02", "\x1f0002", '=""0002""', "'0002"],
)
def test_a_number_with_what_is_not_seen_is_the_same_number(tmp_path: Path, other: str) -> None:
    file = write_csv(tmp_path / "a.csv", "Таб. №;План", "0002;5", f'"{other}";7')
    assert codes(bind(PLAN, file).diagnostics) == ["KPI419"]


@pytest.mark.parametrize("other", ["О002", "0O02", "０００２", "2", "2.0", "00\n02", "٠٠٠٢", "00 02"])
def test_a_number_in_another_writing_is_asked_about(tmp_path: Path, other: str) -> None:
    file = write_csv(tmp_path / "a.csv", "Таб. №;План", "0002;5", f'"{other}";7')
    assert "KPI420" in codes(bind(PLAN, file).diagnostics)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("30611.0", []),
        ('=""30611""', []),
        ("\ufeff30611", []),
        ("030611", ["KPI422"]),
        ("'30611", []),
        ("r005", ["KPI422"]),
        ("30612", ["KPI421"]),
        ("30611.5", ["KPI421"]),
    ],
)
def test_a_row_finds_its_employee_or_names_the_likeness(
    tmp_path: Path, written: str, expected: list[str]
) -> None:
    people = write_csv(tmp_path / "people.csv", "Таб. №;ФИО", "30611;Анна", "R005;Иван")
    deals = write_csv(tmp_path / "deals.csv", "Таб. №;Сумма", f'"{written}";10')
    assert codes(bind(DEALS, people, deals).diagnostics) == expected


def test_a_line_break_in_a_number_of_an_employee_is_a_space(tmp_path: Path) -> None:
    facts = bound(PLAN, write_csv(tmp_path / "a.csv", "Таб. №;ФИО;План", '"00\n02";"Анна\r\nБелл";5'))
    assert (facts.frames["employees"].keys, facts.frames["employees"].labels) == (["00 02"], ["Анна Белл"])


def test_a_line_break_in_an_amount_does_not_shift_the_amounts(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", "Таб. №;План", '1;"5\n6"', '2;"7\n"', "3;8")
    checked = bind(PLAN, file)
    assert codes(checked.diagnostics) == ["KPI430"]
    assert checked.value is not None
    assert list(map(str, values(checked.value, "План")[1:])) == ["7", "8"]


def test_both_readers_read_a_number_as_its_cell_shows_it(tmp_path: Path) -> None:
    formats = ["0000", '"E-"000', "000-000", "0", "General"]
    rows = [["Таб. №", "План"], *([at, 100] for at in range(2, 7))]

    def shape(sheet: Worksheet) -> None:
        for at, each in enumerate(formats, start=2):
            sheet.cell(at, 1).number_format = each

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, shape)
    facts = bound(PLAN, path)
    slow = read_all_slowly(inspect(path), str(path))
    bound_slowly = bind_facts(PLAN, Workbook(slow.value or ()), None)
    assert facts.frames["employees"].keys == ["0002", "E-003", "000-004", "5", "6"]
    assert bound_slowly.value is not None
    assert bound_slowly.value.frames["employees"].keys == facts.frames["employees"].keys


def inspect(path: Path) -> Preflight:
    """Look through a workbook as the reader does."""
    archive = open_archive(path, str(path))
    assert archive.value is not None
    flight = inspect_workbook(archive.value, str(path))
    assert flight.value is not None
    return flight.value


@given(st.lists(st.text()))
def test_texts_are_cleaned_alike_one_by_one_and_together(texts: list[str]) -> None:
    assert list(clean_texts(texts)) == [clean_text(each) for each in texts]


@given(st.text())
def test_a_clean_text_is_clean(text: str) -> None:
    clean = clean_text(text)
    assert (clean_text(clean), clean.encode("utf-8").decode()) == (clean, clean)


@pytest.mark.parametrize("dash", ["-", "—", "–", "−"])
def test_a_dash_is_no_number(dash: str) -> None:
    assert (read_keys(["1", dash]), read_keys([1, dash])) == (["1", ""], ["1", ""])


@given(st.lists(st.text(max_size=5) | st.text("0O.1'\n ", max_size=4)))
def test_keys_are_compared_alike_one_by_one_and_together(keys: list[str]) -> None:
    assert twin_forms(keys) == [twin_forms([each])[0] for each in keys]


def test_a_number_that_is_no_value_is_told_with_its_heading(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"М": [["Таб. №", "План"], ["01", 5], ["=1+1", 6], ["#N/A", 7]]})
    found = bind(PLAN, path).diagnostics
    assert [(each.code, dict(each.params)["what"]) for each in found] == [
        ("KPI434", "Таб. №"),
        ("KPI433", "Таб. №"),
    ]
