"""Units that a sheet shows: in headings, cells, titles and formats, against the scheme."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpicalc.facts.number_format import read_format
from kpicalc.facts.unit_text import money_words, read_unit, split_unit
from kpicalc.facts.units import Measured
from kpicalc.i18n.catalogue import Language
from kpicalc.model.kind import Kind
from kpicalc.model.writing import UNSAID, DecimalMark, Unit, Writing
from kpicalc.report.views.receipt import join_receipts, show_receipt_briefly, show_receipt_in_full
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    money,
    places,
    program,
    receipt,
    show,
    values,
    write_csv,
    write_xlsx,
)
from tests.facts.one_column import from_csv, from_xlsx, read

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

THOUSANDS = Writing(unit=Unit.THOUSAND)


@pytest.mark.parametrize(
    ("text", "measured", "currency", "factor"),
    [
        ("USD", Measured.MONEY, "USD", None),
        ("€", Measured.MONEY, "EUR", None),
        ("тенге", Measured.MONEY, "KZT", None),
        ("долл. США", Measured.MONEY, "USD", None),
        ("бел. руб.", Measured.MONEY, "BYN", None),
        ("руб./мес.", Measured.MONEY, "RUB", None),
        ("тыс. руб.", Measured.MONEY, "RUB", Unit.THOUSAND),
        ("т.р.", Measured.MONEY, "RUB", Unit.THOUSAND),
        ("TEUR", Measured.MONEY, "EUR", Unit.THOUSAND),
        ("USDm", Measured.MONEY, "USD", Unit.MILLION),
        ("k$", Measured.MONEY, "CAD", Unit.THOUSAND),
        ("$000", Measured.MONEY, "AUD", Unit.THOUSAND),
        ("in millions of EUR", Measured.MONEY, "EUR", Unit.MILLION),
        ("млрд", None, "", Unit.BILLION),
        ("TRY", Measured.MONEY, "TRY", None),
        ("Kč", Measured.MONEY, "CZK", None),
        ("шт.", Measured.COUNT, "", None),
        ("п.п.", Measured.PERCENT, "", None),
    ],
)
def test_what_a_unit_says(text: str, measured: Measured | None, currency: str, factor: Unit | None) -> None:
    found = read_unit(text)

    assert found is not None
    assert (found.measured, found.factor) == (measured, factor)
    assert currency in found.currencies or not currency


@pytest.mark.parametrize(
    "text", ["март", "all", "ALL", "try", "m", "т", "won", "€ $", "тыс. млн", "", "-", "ktry", "KALL"]
)
def test_what_is_no_unit(text: str) -> None:
    assert read_unit(text) is None


def test_units_at_the_end_of_a_heading() -> None:
    assert split_unit("Sales, USD, thousands") == ("Sales", ("thousands", "USD"))
    assert split_unit("План (тыс. руб.)") == ("План", ("тыс. руб.",))
    assert split_unit("План, март") == ("План, март", ())


def test_currencies_in_the_middle_of_a_heading() -> None:
    assert [each for each, _ in money_words("Salary in USD before tax")] == ["USD"]
    assert [each for each, _ in money_words("Оклад в евро")] == ["евро"]
    for plain in ("Сделки от 1 млн", "Won deals", "Сум. продаж", "CAD drawings", "Курс USD", "Real sales"):
        assert list(money_words(plain)) == []


@pytest.mark.parametrize(
    ("code", "measured", "factor", "scaled"),
    [
        ("#,##0.00 [$€-407]", Measured.MONEY, None, False),
        ('"$"#,##0', Measured.MONEY, None, False),
        ("#,##0.00 ₽", Measured.MONEY, None, False),
        ("[$USD] #,##0", Measured.MONEY, None, False),
        ("#,##0,", None, Unit.THOUSAND, True),
        ("0.0,,", None, Unit.MILLION, True),
        ('#,##0" тыс. руб."', Measured.MONEY, Unit.THOUSAND, False),
        ('0"%"', Measured.PERCENT, None, False),
        ("0.0%", Measured.PERCENT, None, True),
        ('0 "шт"', Measured.COUNT, None, False),
    ],
)
def test_what_a_format_shows(code: str, measured: Measured | None, factor: Unit | None, scaled: bool) -> None:  # noqa: FBT001 - a table of cases
    found = read_format(code)

    assert found is not None
    assert (found.mark.measured, found.mark.factor, found.scaled) == (measured, factor, scaled)


@pytest.mark.parametrize(
    "code", ["General", "#,##0.00", "dd.mm.yyyy", "[$-419]#,##0", "#,##0.00_₽", '0.0,"k"', '"№"0', "@"]
)
def test_a_format_without_a_unit(code: str) -> None:
    assert read_format(code) is None


@pytest.mark.parametrize("cell", ["5", "5 ₽", "5 руб.", "RUB 5", "5 р."])
def test_the_currency_of_the_scheme(tmp_path: Path, cell: str) -> None:
    assert read(from_csv(tmp_path, Kind.MONEY, cell)) == money("5")


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        (Kind.MONEY, "$900", "KPI488"),
        (Kind.MONEY, "900 тг", "KPI488"),
        (Kind.MONEY, "CHF 900", "KPI488"),
        (Kind.MONEY, "900 шт", "KPI489"),
        (Kind.MONEY, "900 ч", "KPI489"),
        (Kind.RATIO, "$5", "KPI489"),
        (Kind.COUNT, "5 ₽", "KPI489"),
        (Kind.HOURS, "5 дней", "KPI489"),
        (Kind.DAYS, "5 ч", "KPI489"),
        (Kind.HOURS, "5 тыс.", "KPI489"),
        (Kind.MONEY, "12 тыс. руб.", "KPI490"),
        (Kind.COUNT, "12k", "KPI490"),
    ],
)
def test_another_unit_in_a_cell(tmp_path: Path, kind: Kind, cell: str, code: str) -> None:
    checked = from_csv(tmp_path, kind, "1", cell)

    assert (codes(checked.diagnostics), places(checked.diagnostics)) == ([code], ["a.csv!B3"])
    assert len(show(checked.diagnostics)) == 1
    assert read(checked) == [Decimal(1), [code]]


@pytest.mark.parametrize(
    ("kind", "cell"), [(Kind.HOURS, "5 ч"), (Kind.DAYS, "5 дн."), (Kind.COUNT, "5 шт."), (Kind.NUMBER, "$5")]
)
def test_a_unit_that_fits(tmp_path: Path, kind: Kind, cell: str) -> None:
    assert read(from_csv(tmp_path, kind, cell)) == money("5")


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Оклад, USD", "KPI488"),
        ("Оклад, €", "KPI488"),
        ("Оклад (тенге)", "KPI488"),
        ("Оклад в долларах", "KPI488"),
        ("Оклад, у.е.", "KPI488"),
        ("Оклад, %", "KPI489"),
        ("Оклад, ч", "KPI489"),
        ("Оклад, шт", "KPI489"),
        ("Оклад, тыс. руб.", "KPI490"),
        ("Оклад, млн", "KPI490"),
        ("Оклад (тыс.)", "KPI490"),
    ],
)
def test_another_unit_in_a_heading(tmp_path: Path, heading: str, code: str) -> None:
    checked = from_csv(tmp_path, Kind.MONEY, "5", "7", heading=heading)

    assert (codes(checked.diagnostics), places(checked.diagnostics)) == ([code], ["a.csv!B1"])
    assert read(checked) == [[code], [code]]


@pytest.mark.parametrize(
    "heading",
    ["Оклад", "Оклад, руб.", "Оклад (₽)", "Оклад, руб./мес", "Оклад, RUB", "Оклад, р.", "Оклад, мес."],
)
def test_a_heading_in_the_currency_of_the_scheme(tmp_path: Path, heading: str) -> None:
    assert read(from_csv(tmp_path, Kind.MONEY, "5", heading=heading)) == money("5")


def test_thousands_are_converted_where_they_are_declared(tmp_path: Path) -> None:
    heading = "Оклад, тыс. руб."
    checked = from_csv(tmp_path, Kind.MONEY, "12,5", "3 тыс. руб.", "0", heading=heading, writing=THOUSANDS)
    assert (read(checked), checked.diagnostics) == (money("12500", "3000", "0"), ())
    assert checked.value is not None
    assert (receipt(checked.value).columns[0].unit, receipt(checked.value).columns[0].total) == (
        "thousand",
        Decimal(15500),
    )
    kept = from_csv(tmp_path, Kind.MONEY, "12", "", heading=heading, writing=THOUSANDS, fallback=Decimal(7))
    assert read(kept) == money("12000", "7")
    million = from_csv(tmp_path, Kind.MONEY, "12", heading="Оклад, млн руб.", writing=THOUSANDS)
    assert codes(million.diagnostics) == ["KPI491"]


def test_the_printed_total_is_counted_as_its_column(tmp_path: Path) -> None:
    wanted = program(column("План", writing=THOUSANDS))
    path = write_csv(tmp_path / "a.csv", "ФИО;План, тыс. руб.", "А;1,5", "Б;2", "Итого;3,5")
    assert receipt(bound(wanted, path)).columns[0].printed_total == Decimal(3500)


def read_as(
    tmp_path: Path, *formats: str, kind: Kind = Kind.MONEY, heading: str = "x", writing: Writing = UNSAID
) -> list[object]:
    """Read the number 12 000 from cells with some formats."""
    cells = [12000.0] * len(formats)
    return read(from_xlsx(tmp_path, kind, *cells, formats=formats, heading=heading, writing=writing))


def test_formats_of_number_cells(tmp_path: Path) -> None:
    whole = Decimal(12000)
    assert read_as(tmp_path, "General", "#,##0.00 ₽", '#,##0.00" р."') == [whole] * 3
    assert read_as(tmp_path, "0.00", "#,##0.00 [$€-407]", '"$"#,##0') == [whole, ["KPI488"], ["KPI488"]]
    assert read_as(tmp_path, '0.0,"k"', "#,##0,", '0" тыс."') == [whole, ["KPI490"], ["KPI490"]]
    assert read_as(tmp_path, "0%") == [["KPI437"]]
    assert read_as(tmp_path, '0"%"', "0 ₽", kind=Kind.COUNT) == [["KPI489"], ["KPI489"]]
    declared = read_as(tmp_path, "#,##0,", "0", '0" тыс."', writing=THOUSANDS)
    assert declared == [whole, whole * 1000, whole * 1000]
    assert read_as(tmp_path, "#,##0,", "#,##0,", heading="План, тыс. руб.") == [whole, whole]
    assert read_as(tmp_path, "#,##0,", "0", heading="План, тыс. руб.") == [whole, ["KPI490"]]


def test_a_percent_as_text_in_a_format_counts_points(tmp_path: Path) -> None:
    checked = from_xlsx(tmp_path, Kind.RATIO, 95.0, 0.5, formats=('0"%"', "0%"))
    assert (read(checked), checked.diagnostics) == (money("0.95", "0.5"), ())
    bare = from_xlsx(tmp_path, Kind.RATIO, 95.0, 0.5, formats=('0"%"', "0.00"))
    assert read(bare) == [Decimal("0.95"), ["KPI436"]]


def test_both_readers_see_formats(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "#,##0.00 [$€-407]"
        sheet.column_dimensions["A"].width = 3
        sheet["XFD1048576"] = 1  # so wide that the fast reader is left out

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": [["ФИО", "План"], ["А", 5]]}, change)
    checked = bind(program(column("План")), path)
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI488"], ["a.xlsx!Март!B2"])


@pytest.mark.parametrize(
    ("mark", "cell", "expected"),
    [
        (DecimalMark.COMMA, "700,000", Decimal(700)),
        (DecimalMark.POINT, "700,000", Decimal(700_000)),
        (DecimalMark.POINT, "-$1,234.50", ["KPI488"]),
        (DecimalMark.POINT, "1,00,000.50", Decimal("100000.5")),
        (DecimalMark.COMMA, "1.5", ["KPI491"]),
        (DecimalMark.POINT, "1,5", ["KPI491"]),
        (DecimalMark.COMMA, "1.234,5-", Decimal("-1234.5")),
        (DecimalMark.POINT, "12", Decimal(12)),
    ],
)
def test_a_declared_decimal_mark(tmp_path: Path, mark: DecimalMark, cell: str, expected: object) -> None:
    assert read(from_csv(tmp_path, Kind.MONEY, cell, writing=Writing(decimal=mark)))[0] == expected


def test_plain_columns_with_a_declared_mark_are_read_at_once(tmp_path: Path) -> None:
    comma = Writing(decimal=DecimalMark.COMMA)
    assert read(from_csv(tmp_path, Kind.MONEY, "1,234", "2,5", writing=comma)) == money("1.234", "2.5")
    assert read(from_csv(tmp_path, Kind.MONEY, "1.234", "2,5", writing=comma)) == money("1234", "2.5")
    assert values(
        bound(
            program(column("п", Kind.COUNT, writing=comma)),
            write_csv(tmp_path / "b.csv", "ФИО;п", "А;1,234", "Б;5,678"),
        ),
        "п",
    ) == money("1.234", "5.678")


def test_the_receipt_names_columns_counted_in_thousands(tmp_path: Path) -> None:
    wanted = program(column("План", writing=THOUSANDS))
    facts = bound(wanted, write_csv(tmp_path / "a.csv", "ФИО;План, тыс. руб.", "А;1,5"))
    sheets = join_receipts([("s", each) for each in facts.receipts])
    brief = "".join(f"{each}" for each in show_receipt_briefly(sheets, Language.EN).blocks)
    full = "".join(f"{each}" for each in show_receipt_in_full(sheets, Language.EN).blocks)

    assert "counted in thousands, read as ones: План, тыс. руб." in brief
    assert "План (unit: thousand)" in full
