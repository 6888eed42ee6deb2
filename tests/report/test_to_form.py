"""The workbook to fill in, as a spreadsheet program reads it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import Program
from kpicalc.report.views.blank_column import Form
from kpicalc.report.writers.form_cells import cut
from kpicalc.report.writers.to_form import write_form
from tests.facts.blank_sample import MARCH, lay_out, program_of

ROWS = 20


def book_of(*programs: Program, period: bool = True, language: Language = Language.RU) -> Any:
    """Write the form of some schemes and open it."""
    form = Form(language, MARCH if period else None)
    return openpyxl.load_workbook(BytesIO(write_form(lay_out(*programs), form, ROWS)))


def check_of(column: str, more: str = "") -> Any:
    """Return the check of the cells of one column of facts."""
    page = book_of(program_of(f"  employees: {{x: {column}}}", more=more))["Сотрудники"]
    return next(each for each in page.data_validations.dataValidation if str(each.sqref).startswith("C4"))


@pytest.mark.parametrize(
    ("column", "check"),
    [
        ("money", ("decimal", "between", "-999999999999999", "999999999999999")),
        ("{type: money, above: 0}", ("decimal", "greaterThan", "0", None)),
        ("{type: count, min: 1}", ("decimal", "greaterThanOrEqual", "1", None)),
        ("{type: number, max: 5.5}", ("decimal", "lessThanOrEqual", "5.5", None)),
        ("{type: ratio, below: 50%}", ("decimal", "lessThan", "0.50", None)),
        ("{type: ratio, min: 0%, max: 100%}", ("decimal", "between", "0.00", "1.00")),
        ("{type: days, above: 0, max: 31}", ("custom", None, "AND(ISNUMBER(C4),C4<=31,C4>0)", None)),
        ("{type: date, in_period: true}", ("date", "between", "46082", "46112")),
        ("date", ("date", "between", "32874", "73050")),
        ("flag", ("list", None, '"да,нет"', None)),
        ("{type: text, one_of: [А, Б]}", ("list", None, "'Списки'!$A$1:$A$2", None)),
        ("text", (None, None, None, None)),
    ],
)
def test_what_is_checked(column: str, check: tuple[str | None, ...]) -> None:
    found = check_of(column)
    shown = (found.type, found.operator if found.formula1 else None, found.formula1, found.formula2)

    # openpyxl shows `between`, the default, as nothing.
    between = found.type in {"decimal", "date"} and found.operator is None
    assert (shown[0], "between" if between else shown[1], *shown[2:]) == check


def test_what_is_said_when_a_value_does_not_pass() -> None:
    strict, loose = check_of("{type: text, one_of: [А]}"), check_of("text", "values: {y: 'x = \"А\"'}")

    assert (strict.errorStyle, strict.error.split(".")[0]) == (None, "Недопустимое значение")
    assert (loose.errorStyle, loose.error.split(".")[0]) == ("warning", "В схеме такого значения нет")
    assert (strict.promptTitle, strict.prompt.split(".")[0]) == ("X", "Текст")


def test_bounds_that_schemes_do_not_share_are_not_checked() -> None:
    first = program_of("  employees: {x: {type: money, above: 0}}", "first")
    second = program_of("  employees: {x: money}", "second")
    checks = book_of(first, second)["Сотрудники"].data_validations.dataValidation

    assert [each.formula1 for each in checks if str(each.sqref).startswith("C4")] == ["-999999999999999"]


def test_links_are_chosen_among_the_rows_they_name() -> None:
    book = book_of(program_of("  employees: {x: money}\n  deals: {sheet: Сделки '26, columns: {y: money}}"))
    (link, *_) = book["Сделки '26"].data_validations.dataValidation

    assert (link.formula1, str(link.sqref)) == ("'Сотрудники'!$A$4:$A$23", "A4:A23")


def test_equal_lists_are_written_once() -> None:
    column = "{type: ratio, one_of: [0%, 12.5%]}"
    book = book_of(program_of(f"  employees: {{x: {column}, y: {column}, z: {{type: text, one_of: [А]}}}}"))
    lists = book["Списки"]

    assert lists.sheet_state == "hidden"
    assert [[cell.value for cell in row] for row in lists.iter_rows()] == [[0, "А"], [0.125, None]]
    assert lists["A2"].number_format == "0.00%"


def test_cells_have_the_format_of_their_kind() -> None:
    facts = "  employees: {a: money, b: ratio, c: count, d: hours, e: date, f: text, g: flag}"
    page = book_of(program_of(facts, more="applies_to: {Роль: А}"))["Сотрудники"]
    found = [page.column_dimensions[letter].number_format for letter in "ABCDEFGHIJ"]

    assert found == [
        "@",
        "@",
        "@",
        "#,##0.00",
        "0.00%",
        "#,##0",
        "General",
        "dd.mm.yyyy",
        "@",
        "General",
    ]


def test_headings_are_locked_and_cells_are_not() -> None:
    page = book_of(program_of("  employees: {x: {type: money, missing: 0}}"))["Сотрудники"]

    assert (page.protection.sheet, page.protection.password) == (True, None)
    assert (page.protection.insertRows, page.protection.sort, page.protection.autoFilter) == (
        False,
        False,
        False,
    )
    assert (page["A3"].protection.locked, page["B2"].protection.locked) == (True, False)
    assert page.column_dimensions["C"].protection.locked is False
    assert (page["A3"].fill.fgColor.rgb, page["C3"].fill.fgColor.rgb) == ("FFDDEBF7", "FFEDEDED")


def test_the_page_is_ready_to_be_used_and_printed() -> None:
    page = book_of(program_of("  employees: {x: money}"))["Сотрудники"]

    assert (page.freeze_panes, page.auto_filter.ref) == ("C4", "A3:C23")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$1:$3"
    assert page["C3"].comment.text.startswith("Сумма, RUB.")


def test_a_note_is_as_high_as_its_lines() -> None:
    form = Form(Language.RU, MARCH)
    parts = ZipFile(BytesIO(write_form(lay_out(program_of("  employees: {x: money}")), form, ROWS)))
    words, frames = (
        parts.read(f"xl/{each}").decode() for each in ("comments1.xml", "drawings/vmlDrawing1.vml")
    )

    assert set(re.findall("<author>.*?</author>|<sz .*?/>", words)) == {
        "<author>kpicalc</author>",
        '<sz val="9"/>',
    }
    assert re.findall("width:[^;]*;height:[^;]*", frames) == [
        f"width:225pt;height:{each}pt" for each in ("69", "55.5", "69")
    ]


def test_the_period_stands_on_the_first_sheet_alone() -> None:
    schemes = program_of("  employees: {x: money}\n  deals: {columns: {y: money}}")
    named, open_still = book_of(schemes), book_of(schemes, period=False)

    assert (named["Сотрудники"]["B2"].value, named["deals"]["B2"].value) == ("март 2026", None)
    assert open_still["Сотрудники"]["B2"].value is None


def test_a_year_is_written_as_it_is_read() -> None:
    year = Form(Language.EN, Period(2026, 1, PeriodLength.YEAR))
    content = write_form(lay_out(program_of("  employees: {x: money}")), year, ROWS)

    assert openpyxl.load_workbook(BytesIO(content))["Сотрудники"]["B2"].value == "year 2026"


def test_the_guide_tells_every_column_and_scheme() -> None:
    scheme = program_of("  employees: {x: money}", more="applies_to: {Роль: А}")
    rows = [[cell.value for cell in row] for row in book_of(scheme)["Как заполнить"].iter_rows()]

    assert [
        "«Сотрудники»",
        "«X»",
        "Сумма, RUB.",
        "Нельзя.",
    ] in rows
    assert ["sample", "sample.yaml", "А", None] in rows


def test_a_scheme_for_everybody_says_so() -> None:
    rows = [
        [cell.value for cell in row] for row in book_of(program_of("  employees: {x: money}")).worksheets[0]
    ]

    assert ["sample", "sample.yaml", "всем", None] in rows


def test_sheets_of_our_own_give_way() -> None:
    facts = "  employees: {x: {type: text, one_of: [А]}}\n  deals: {sheet: списки, columns: {y: money}}"

    assert book_of(program_of(facts)).sheetnames == ["Как заполнить", "Сотрудники", "списки", "Списки_"]


@pytest.mark.parametrize(("heading", "choice"), [("=1+1", "=2+2"), ("<r>a & b</r>", "<r></r>")])
def test_text_stays_text(heading: str, choice: str) -> None:
    book = book_of(
        program_of(f'  employees: {{x: {{type: text, column: "{heading}", one_of: ["{choice}"]}}}}')
    )

    assert (book["Сотрудники"]["C3"].data_type, book["Списки"]["A1"].data_type) == ("s", "s")
    assert (book["Сотрудники"]["C3"].value, book["Списки"]["A1"].value) == (heading, choice)


def test_long_text_is_cut() -> None:
    assert (cut("abc", 3), cut("abcd", 3)) == ("abc", "ab…")
