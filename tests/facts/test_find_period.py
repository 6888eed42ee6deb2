"""The period of the facts: found in titles, sheet names and file names, or asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpicalc.facts.find_period import find_period, read_periods
from kpicalc.facts.workbook import Workbook
from tests.facts.builders import codes, open_files, show, write_csv, write_xlsx

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Март 2026", ["2026-03"]),
        ("Ведомость за март 2026 г.", ["2026-03"]),
        ("за мАй 2026", ["2026-05"]),
        ("03.2026", ["2026-03"]),
        ("3.2026", ["2026-03"]),
        ("2026-03", ["2026-03"]),
        ("facts_2026_03", ["2026-03"]),
        ("facts_03_2026", ["2026-03"]),
        ("март_2026", ["2026-03"]),
        ("March 2026", ["2026-03"]),
        ("Mar-2026", ["2026-03"]),
        ("Lohn März 2026", ["2026-03"]),
        ("Nómina de septiembre 2026", ["2026-09"]),
        ("Відомість за березень 2026", ["2026-03"]),
        ("1–15 marca 2026", ["2026-03-01..2026-03-15"]),
        ("Data set 2026", []),
        ("1 квартал 2026", ["2026-Q1"]),
        ("II кв. 2026 г.", ["2026-Q2"]),
        ("2026-Q1", ["2026-Q1"]),
        ("Q4 2026", ["2026-Q4"]),
        ("1 полугодие 2026", ["2026-H1"]),
        ("2026-H2", ["2026-H2"]),
        ("H1 2026", ["2026-H1"]),
        ("за 2026 год", ["2026"]),
        ("с 01.03.2026 по 31.03.2026", ["2026-03"]),
        ("01.01.2026 - 31.12.2026", ["2026"]),
        ("с 02.03.2026 по 30.03.2026", ["2026-03-02..2026-03-30"]),
        ("Приказ от 15.02.2026", []),
        ("15 марта 2026", []),
        ("2026-03-15", []),
        ("Заказ 1303.2026", []),
        ("план 2026", []),
        ("март и апрель 2026", ["2026-04"]),
        ("январь 2026, февраль 2026", ["2026-01", "2026-02"]),
        ("99.99.2026 00.00.2026", []),
    ],
)
def test_what_texts_say(text: str, periods: list[str]) -> None:
    assert [str(each) for each in read_periods(text)] == periods


def test_a_title_a_sheet_and_a_file_may_agree(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "facts_2026-03.xlsx", {"Март 2026": [["за март 2026", 5], ["ФИО", "План", "Факт"]]}
    )
    found = find_period(open_files(path)).value
    assert found is not None
    assert (str(found[0]), str(found[1])) == ("2026-03", f"{path}!Март 2026!A1")


def test_no_period_is_asked_for(tmp_path: Path) -> None:
    checked = find_period(open_files(write_csv(tmp_path / "march.csv", "ФИО;План;Факт")))
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI470"])
    assert codes(find_period(Workbook(())).diagnostics) == ["KPI470"]


def test_two_periods_are_asked_about(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "facts_2026-04.xlsx", {"Лист": [["за март 2026"], ["ФИО", "План", "Факт"]]})
    checked = find_period(open_files(path))
    assert show(checked.diagnostics) == ["названы разные периоды: 2026-03, 2026-04; здесь 2026-03"]
    assert [str(each.place) for each in checked.diagnostics[0].others] == [str(path)]


def test_data_and_hidden_sheets_name_no_period(tmp_path: Path) -> None:
    def hide(sheet: object) -> None:
        sheet.sheet_state = "hidden"  # type: ignore[attr-defined]

    rows = [["ФИО", "План", "Комментарий"], ["А", 1, "за март 2026"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Июнь 2026": [["x"]], "Лист": rows, "Ещё": [["Май 2026"]]}, hide)
    found = find_period(open_files(path)).value
    assert found is not None
    assert str(found[0]) == "2026-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-08-26_2026-09-25", ["2026-08-26..2026-09-25"]),
        ("зарплата_20260826-20260925", ["2026-08-26..2026-09-25"]),
        ("20260826_20260925", ["2026-08-26..2026-09-25"]),
        ("2026-03-01_2026-03-31", ["2026-03"]),
        ("2026-03-01..2026-03-31", ["2026-03"]),
        ("с 26.08.26 по 25.09.26", ["2026-08-26..2026-09-25"]),
        ("01.03.26-31.03.26", ["2026-03"]),
        ("26/08/2026 to 25/09/2026", ["2026-08-26..2026-09-25"]),
        ("08/26/2026 - 09/25/2026", ["2026-08-26..2026-09-25"]),
        ("01/03/2026 - 31/03/2026", ["2026-03"]),
        # Which is the day cannot be told; one day, a number of an account or of a paragraph is no period.
        ("01/03/2026 - 12/03/2026", []),
        ("отчёт 20260331", []),
        ("отчёт 2026-03-31", []),
        ("40817810099910004312", []),
        ("пункты 1.5.10-2.5.12", []),
    ],
)
def test_days_of_a_period_in_other_writings(text: str, expected: list[str]) -> None:
    assert [str(each) for each in read_periods(text)] == expected


def test_a_hidden_sheet_says_nothing_of_a_period_that_is_not_named(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"

    rows = {"a": [["Месяц"], ["ID", "x", "y"]], "b": [["Отчёт за период"], ["ID", "x", "y"]]}
    path = write_xlsx(tmp_path / "x.xlsx", rows, hide)

    (problem,) = find_period(open_files(path)).diagnostics
    assert dict(problem.params)["found"] == "Отчёт за период"
