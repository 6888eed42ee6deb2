"""`compute --formulas`: LibreOffice, which knows none of our results, computes the same amounts."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from kpicalc.cli.app import build_app
from kpicalc.i18n.catalogue import Language

ROOT = Path(__file__).resolve().parents[2]
MONTH = [str(ROOT / "examples" / "company" / "march.xlsx"), "--scheme", str(ROOT / "schemes")]
_RESULT = re.compile(rb"(</f>)<v>[^<]*</v>")
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "march.xlsx"
    done = CliRunner().invoke(build_app(Language.EN), ["compute", *MONTH, "--out", str(path), "--formulas"])
    assert done.exit_code == 0, done.output
    return path


def figures(path: Path) -> dict[str, dict[str, Any]]:
    """Return the numbers of the cells of each sheet; the record tells the option itself."""
    return {
        sheet.title: {cell.coordinate: cell.value for cell in _cells(sheet) if _is_number(cell)}
        for sheet in load_workbook(path, data_only=True)
        if sheet.title != "Record"
    }


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


def forget_results(path: Path, copy: Path) -> None:
    """Write a copy in which no formula has a result: whoever opens it must compute."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, _RESULT.sub(rb"\1", old.read(name)))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_the_office_computes_what_was_paid(book: Path, tmp_path: Path) -> None:
    bare, done = tmp_path / "bare.xlsx", tmp_path / "done"
    forget_results(book, bare)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    subprocess.run(  # noqa: S603 - our own arguments
        [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(done), str(bare)],
        check=True,
        capture_output=True,
        timeout=180,
    )

    assert figures(bare) != figures(book)
    ours, theirs = figures(book), figures(done / "bare.xlsx")
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
        "Statement RUB": True,
        "Statement USD": True,
        "Lines of pay": True,
        "KPIs": False,
        **{sheet: False for sheet in found if sheet.startswith("Rows")},
        "Checks": False,
        "Overview RUB": False,
        "Overview USD": False,
        "Record": False,
    }


def test_results_are_those_of_the_workbook_without_formulas(book: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    CliRunner().invoke(build_app(Language.EN), ["compute", *MONTH, "--out", str(plain)])

    assert figures(book) == figures(plain)
    assert [cells for cells in formulas(plain).values() if cells] == []


def test_formulas_without_a_workbook_are_refused() -> None:
    done = CliRunner().invoke(build_app(Language.EN), ["compute", *MONTH, "--formulas"])

    assert (done.exit_code, "--out statement.xlsx" in done.stderr) == (2, True)
