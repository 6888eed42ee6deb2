"""Rows that are no people: groups, statistics, captions, headings, footers; and people who look like them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpicalc.model.facts import RowsSkipped
from kpicalc.model.program import Program
from kpicalc.model.writing import Groups, PrintedTotals, RowRules
from tests.facts.builders import (
    EMPLOYEES,
    bind,
    bound,
    codes,
    column,
    grain,
    places,
    program,
    receipt,
    show,
    values,
    write_csv,
    write_xlsx,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PLAN = program(column("План"), column("Факт"))
EXTRA = program(column("Разовая", fallback=0))
Row = list[object]
HEAD: Row = ["ФИО", "План", "Факт"]
SOMOV: Row = ["Сомов А. А.", 400, 310]
ZUEV: Row = ["Зуева Б. Б.", 700, 690]
NOSOV: Row = ["Носов В. В.", 250, 265]


def ruled(wanted: Program, rules: RowRules) -> Program:
    """Return a program whose employees have rules for rows."""
    employees = grain("employees", "company", label=EMPLOYEES.label, rows=rules)
    return program(*wanted.inputs, grains=(employees,))


def outline(*deeper: int) -> object:
    """Return what puts some rows a level deeper."""

    def change(sheet: Worksheet) -> None:
        for row in deeper:
            sheet.row_dimensions[row].outlineLevel = 1

    return change


def skipped(tmp_path: Path, rows: Sequence[Sequence[object]], wanted: Program = PLAN) -> object:
    """Return what is left out of a sheet, read alike from a workbook and from a text file."""
    book = receipt(bound(wanted, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))).skipped
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
    text = receipt(bound(wanted, write_csv(tmp_path / "b.csv", *lines))).skipped
    assert text == book
    return book


@pytest.mark.parametrize("label", ["Отдел снабжения", "Average group", "Zwischensumme", "Viso"])
def test_sums_of_groups_are_left_out_above_and_below(tmp_path: Path, label: str) -> None:
    above = [HEAD, [label, 1100, 1000], SOMOV, ZUEV, ["Цех 5", 250, 265], NOSOV]
    below = [HEAD, SOMOV, ZUEV, [label, 1100, 1000], NOSOV, ["Razem", 1350, 1265]]
    assert skipped(tmp_path, above) == (RowsSkipped("group", (2, 5)),)
    assert skipped(tmp_path, below) == (RowsSkipped("group", (4, 6)),)
    blank = [
        HEAD,
        [label, 1100, 1000],
        SOMOV,
        ZUEV,
        ["Цех 5", 250, 265],
        [NOSOV[0], "", 265],
        ["Цой В. В.", 250, ""],
    ]
    allowed = program(column("План", fallback=0), column("Факт", fallback=0))
    assert skipped(tmp_path, blank, allowed) == (RowsSkipped("group", (2, 5)),)


def test_averages_below_are_left_out(tmp_path: Path) -> None:
    rows = [HEAD, SOMOV, ZUEV, ["Ortalama", 550, 500], ["TOPLAM", 1100, 1000]]
    assert skipped(tmp_path, rows) == (RowsSkipped("group", (5,)), RowsSkipped("statistic", (4,)))


def test_a_row_called_like_a_statistic_without_proof_is_asked_about(tmp_path: Path) -> None:
    rows = [HEAD, SOMOV, ZUEV, ["Среднее за год", 500, 480]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI483"], ["a.xlsx!Март!A4"])
    (said,) = show(checked.diagnostics)
    assert said.endswith("группы других строк, на «никого» либо на номера граф: 4 `Среднее за год`")
    kept = ruled(PLAN, RowRules(keep=("среднее*",)))
    assert bound(kept, tmp_path / "a.xlsx").frames["employees"].size == 3


def test_a_lower_outline_level_and_a_sum_are_a_group_whatever_it_is_called(tmp_path: Path) -> None:
    rows = [HEAD, ["Снабжение", 1100, 1000], SOMOV, ZUEV, ["Сбыт", 250, 265], NOSOV]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, outline(3, 4, 6))  # type: ignore[arg-type]
    facts = bound(PLAN, path)
    assert receipt(facts).skipped == (RowsSkipped("group", (2, 5)),)
    odd = [HEAD, ["Снабжение", 1100, 7000], SOMOV, ZUEV]
    path = write_xlsx(tmp_path / "b.xlsx", {"Март": odd}, outline(3, 4))  # type: ignore[arg-type]
    assert codes(bind(PLAN, path).diagnostics) == ["KPI483"]
    assert receipt(bound(ruled(PLAN, RowRules(groups=Groups.OUTLINE)), path)).skipped == (
        RowsSkipped("group", (2,)),
    )
    assert receipt(bound(ruled(PLAN, RowRules(groups=Groups.NONE)), path)).skipped == ()


def test_a_head_whose_figures_are_those_of_his_people_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ["Таб. №", *HEAD],
        ["01", "Орлов Г. Г.", 1234567, 1198765.43],
        ["02", "Сомов А. А.", 700001, 650001.21],
        ["03", "Зуева Б. Б.", 534566, 548764.22],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert codes(bind(PLAN, path).diagnostics) == ["KPI483"]
    assert bound(ruled(PLAN, RowRules(keep=("01",))), path).frames["employees"].size == 3
    counted = [*rows, ["Итого", None, 2469134, 2397530.86]]
    assert bound(PLAN, write_xlsx(tmp_path / "b.xlsx", {"Март": counted})).frames["employees"].size == 3


@pytest.mark.parametrize(
    "rows",
    [
        [["Ann Bell", 5, 5], ["John Reed", 5, 5], ["Mary Cook", 5, 5]],
        [["Ann Bell", 0, 0], ["John Reed", 0, 0]],
        [["Ann Bell", 1, 1], ["John Reed", 1, 1], ["Mary Cook", 1, 1], ["Lucy Hill", 1, 1]],
        [["Ann Bell", 7, 8]],
        [["Ann Bell", 300, 1], ["John Reed", 100, 2], ["Mary Cook", 200, 3]],
        [["Anna van der Berg", 3, 4], ["Max Meyer", 9, 1], ["MARY COOK", 2, 2]],
        [["Отделкин А. А.", 3, 4], ["Итогин Б. Б.", 9, 1], ["Цехов В. В.", 8, 5]],
    ],
)
def test_ordinary_people_are_all_read(tmp_path: Path, rows: list[list[object]]) -> None:
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": [HEAD, *rows]}))
    assert (codes(checked.diagnostics), checked.ok) == ([], True)
    assert checked.value is not None
    assert checked.value.frames["employees"].size == len(rows)


def test_captions_are_asked_about_and_settled_by_the_scheme(tmp_path: Path) -> None:
    rows = [["ФИО", "Разовая"], ["Отдел сбыта", None], ["Сомов А. А.", 5], ["Зуева Б. Б.", None]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    checked = bind(EXTRA, path)
    assert (codes(checked.diagnostics)[0], places(checked.diagnostics)[0]) == ("KPI484", "a.xlsx!Март!A2")
    facts = bound(ruled(EXTRA, RowRules(skip=("Отдел*", "Цех*"))), path)
    assert receipt(facts).skipped == (RowsSkipped("skipped", (2,), "Отдел*"),)
    assert facts.frames["employees"].size == 2


def test_captions_in_the_column_of_numbers_are_left_out(tmp_path: Path) -> None:
    rows = [["Таб. №", "ФИО", "Разовая"], ["Отдел сбыта"], ["01", "Сомов А. А.", 5], ["02", "Зуев", None]]
    facts = bound(EXTRA, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert (list(facts.frames["employees"].keys), receipt(facts).skipped) == (
        ["01", "02"],
        (RowsSkipped("caption", (2,)),),
    )


def test_a_caption_merged_over_the_table_is_left_out(tmp_path: Path) -> None:
    rows = [["ФИО", "Разовая"], ["Север"], ["Сомов А. А.", 5], ["Зуева Б. Б.", 7]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, lambda sheet: sheet.merge_cells("A2:B2"))
    assert receipt(bound(EXTRA, path)).skipped == (RowsSkipped("caption", (2,)),)


def test_repeated_headings_are_left_out_and_moved_ones_refused(tmp_path: Path) -> None:
    rows: list[Row] = [HEAD, SOMOV, ["Ф.И.О.", "ПЛАН", "Факт"], ZUEV]
    assert skipped(tmp_path, rows) == (RowsSkipped("heading", (3,)),)
    moved = [HEAD, SOMOV, ["ФИО", "Факт", "План"], ZUEV]
    checked = bind(PLAN, write_xlsx(tmp_path / "c.xlsx", {"Март": moved}))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI485"], ["c.xlsx!Март!A3"])


@pytest.mark.parametrize("footer", ["*** End ***", "Сформировано 01.04.2026 в 10:00", "Page 1 of 2"])
def test_footers_after_a_blank_line_are_left_out(tmp_path: Path, footer: str) -> None:
    rows: list[Row] = [["ФИО", "Разовая"], ["Сомов А. А.", 5], [None, None], [footer, None]]
    assert skipped(tmp_path, rows, EXTRA) == (RowsSkipped("blank", (3,)), RowsSkipped("footer", (4,)))


def test_lines_of_one_field_at_the_end_of_a_text_file_are_footers(tmp_path: Path) -> None:
    lines = ["Таб. №;ФИО;Разовая", "01;Сомов А. А.;5", "", "Конец отчёта, строк: 1", "выгружено; 03.04.2026"]
    facts = bound(EXTRA, write_csv(tmp_path / "a.csv", *lines))
    assert receipt(facts).skipped == (RowsSkipped("blank", (3,)), RowsSkipped("footer", (4, 5)))
    signed = bound(EXTRA, write_csv(tmp_path / "c.csv", *lines[:3], "Главный бухгалтер ____ Иванова"))
    assert receipt(signed).skipped == (RowsSkipped("blank", (3,)), RowsSkipped("footer", (4,)))
    checked = bind(EXTRA, write_csv(tmp_path / "b.csv", *lines[:2], "02;Зуева Б. Б."))
    assert codes(checked.diagnostics) == ["KPI411"]


def test_a_title_of_another_page_is_left_out(tmp_path: Path) -> None:
    rule, head = "-" * 30, "|Таб. №|ФИО|План|Факт|"
    rows = ["Список ZHR01 Стр. 1", rule, head, rule, "|1|Ильин И. И.|5|7|", rule]
    path = write_csv(tmp_path / "a.txt", *rows, "Список ZHR01 Стр. 2", rule, head, rule, "|2|Ким П. П.|3|8|")
    assert values(bound(PLAN, path), "План") == [5, 3]


def test_the_table_ends_where_the_scheme_says(tmp_path: Path) -> None:
    rows = [HEAD, SOMOV, ["Справочно:", None, None], ZUEV]
    facts = bound(
        ruled(PLAN, RowRules(end_at=("справочно*",))), write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    )
    assert receipt(facts).skipped == (RowsSkipped("below_end", (3, 4), "справочно*", 1),)
    assert values(facts, "План") == [400]


def test_totals_and_sums_among_deals_are_no_deals(tmp_path: Path) -> None:
    deals = program(
        column("План"),
        column("Сумма", table="deals"),
        grains=(grain("deals", "employees"),),
    )
    people = [["Таб. №", "План"], ["01", 1], ["02", 2]]
    rows = [
        ["Таб. №", "Клиент", "Сумма"],
        ["Отдел сбыта"],
        ["01", "Ромашка", 50],
        ["01", "Лютик", 70],
        ["01", "Итого", 120],
        ["02", "Ромашка", 30],
        [None, None, 150],
    ]
    facts = bound(deals, write_xlsx(tmp_path / "a.xlsx", {"Март": people, "deals": rows}))
    assert values(facts, "Сумма", "deals") == [50, 70, 30]
    assert receipt(facts, "deals").skipped == (RowsSkipped("caption", (2,)), RowsSkipped("group", (5, 7)))


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ([1350, 1265], []),
        ([1350, 1266], ["KPI427"]),
        ([675, 1265], ["KPI486"]),
        ([450, 421.67], []),
        ([1100, 1000], []),
    ],
)
def test_a_printed_total_is_of_the_rows_or_known_to_be_of_something_else(
    tmp_path: Path, total: list[float], expected: list[str]
) -> None:
    rows = [HEAD, SOMOV, ZUEV, NOSOV, ["Итого", *total]]

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[4].hidden = True

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, hide if total == [1100, 1000] else None)
    found = [each for each in codes(bind(PLAN, path).diagnostics) if each != "KPI426"]
    assert found == expected
    assert codes(bind(ruled(PLAN, RowRules(total=PrintedTotals.IGNORE)), path).diagnostics)[:1] in (
        [],
        ["KPI426"],
    )


def test_a_total_for_each_block_is_of_its_block(tmp_path: Path) -> None:
    rows = [HEAD, SOMOV, ZUEV, ["Итого", 1100, 1000], NOSOV, ["Итого", 250, 265]]
    assert skipped(tmp_path, rows) == (RowsSkipped("total", (4, 6)),)


def test_what_stands_below_the_total_and_is_not_in_it_is_told(tmp_path: Path) -> None:
    rows = [HEAD, SOMOV, ZUEV, ["Итого", 1100, 1000], ["Доронин Д. Д.", 50, 500]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert codes(bind(PLAN, path).diagnostics) == ["KPI427", "KPI427"]
    settled = ruled(PLAN, RowRules(total=PrintedTotals.IGNORE))
    assert bound(settled, path).frames["employees"].size == 3


@pytest.mark.parametrize(
    "name", ["ООО Ромашка", "ТОО Лютик", "Acme Ltd", "Acme Ltd.", "Bau GmbH", "UAB Lietus"]
)
def test_a_company_among_people_is_asked_about(tmp_path: Path, name: str) -> None:
    rows = [["ФИО", "План"], ["Белов", 100], [name, 700], ["Орлова", 300]]
    found = bind(program(column("План")), write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert codes(found.diagnostics) == ["KPI483"]


@pytest.mark.parametrize("name", ["Тоо Ли", "Sia Furler", "Ltdov Ivan", "Анна Инк", "Incze Anna"])
def test_people_are_not_called_companies(tmp_path: Path, name: str) -> None:
    rows = [["ФИО", "План"], ["Белов", 100], [name, 700], ["Орлова", 300]]
    found = bound(program(column("План")), write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert values(found, "План") == [Decimal(100), Decimal(700), Decimal(300)]
