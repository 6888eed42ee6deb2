"""`compute --formulas`: LibreOffice, which knows none of our results, computes the same amounts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kpicalc.i18n.catalogue import Language
from tests.cli.whole_month import OFFICE, ROOT, forget_results
from tests.typed import run_typed

MONTH = [str(ROOT / "examples" / "company" / "march.xlsx"), "--scheme", str(ROOT / "schemes")]


@pytest.fixture(name="book", scope="module")
def book_of_month(month: tuple[Path, str]) -> Path:
    """Return the workbook with live formulas."""
    return month[0] / "all.xlsx"


@cache
def figures(path: Path) -> dict[str, dict[str, Any]]:
    """Return the numbers of the cells of each sheet; the record tells the option itself."""
    return {
        sheet.title: {cell.coordinate: cell.value for cell in _cells(sheet) if _is_number(cell)}
        for sheet in load_workbook(path, data_only=True)
        if sheet.title != "Паспорт расчёта"
    }


@cache
def formulas(path: Path) -> dict[str, list[str]]:
    """Return which cells of each sheet are formulas."""
    return {
        sheet.title: [cell.coordinate for cell in _cells(sheet) if cell.data_type == "f"]
        for sheet in load_workbook(path)
    }


def _cells(sheet: Any) -> list[Any]:
    return [cell for row in sheet for cell in row]


def _is_number(cell: Any) -> bool:
    return isinstance(cell.value, int | float)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_the_office_computes_what_was_paid(book: Path, recomputed: Path, tmp_path: Path) -> None:
    forget_results(book, tmp_path / "bare.xlsx")

    assert figures(tmp_path / "bare.xlsx") != figures(book)
    ours, theirs = figures(book), figures(recomputed)
    differing = [
        (sheet, cell, value, theirs[sheet].get(cell))
        for sheet, cells in ours.items()
        for cell, value in cells.items()
        if abs(value - theirs[sheet].get(cell, value + 1)) > 1e-9
    ]
    assert differing == []


def test_amounts_and_sums_are_formulas_and_the_rest_is_not(book: Path) -> None:
    found = {sheet: len(cells) for sheet, cells in formulas(book).items()}

    assert {sheet: bool(count) for sheet, count in found.items()} == {
        "Ведомость RUB": True,
        "Ведомость USD": True,
        "Расшифровка": True,
        "Показатели": False,
        **{sheet: False for sheet in found if sheet.startswith("Строки")},
        "Проверки": False,
        "Свод RUB": False,
        "Свод USD": False,
        "Паспорт расчёта": False,
    }


def test_results_are_those_of_the_workbook_without_formulas(book: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    run_typed(Language.RU, ["compute", *MONTH, "--out", str(plain)])

    assert figures(book) == figures(plain)
    assert [cells for cells in formulas(plain).values() if cells] == []


def test_formulas_without_a_workbook_are_refused() -> None:
    done = run_typed(Language.EN, ["compute", *MONTH, "--formulas"])

    assert (done.exit_code, "--out statement.xlsx" in done.stderr) == (2, True)
