"""`kpicalc compute --out march.xlsx`: one set with other files, the people asked for, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpicalc import api
from kpicalc.i18n.catalogue import Language
from kpicalc.model.result import Settlement
from kpicalc.report.book.month import PaidLines
from tests.cli.stand_in import invoke
from tests.report.month_sample import lay_out_month

FACTS = ("Сотрудники.csv", "receipts.csv", "--period", "2026-03")


@pytest.fixture(name="month", autouse=True)
def open_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the small month."""
    lay_out_month(tmp_path)
    (tmp_path / "schemes").mkdir()
    for name in ("seller.yaml", "head.yaml"):
        (tmp_path / name).rename(tmp_path / "schemes" / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts(path: Path) -> set[object]:
    """Return all values of a workbook."""
    return {
        cell for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row
    }


def test_position_and_department_are_read_for_the_workbook(month: Path) -> None:
    done = invoke("compute", *FACTS, "--out", "march.xlsx", language=Language.RU)

    assert (done.exit_code, done.stderr) == (0, "")
    sheet = load_workbook(month / "march.xlsx")["Ведомость RUB"]
    assert [cell.value for cell in sheet[5]][1:5] == ["001", "Ёлкин Ян Ильич", "Продавец", "Север"]
    overview = [row[0] for row in load_workbook(month / "march.xlsx")["Свод RUB"].iter_rows(values_only=True)]
    assert {"По отделам", "Север", "Юг"} <= set(overview)


def test_a_workbook_of_one_person_holds_nobody_else(month: Path) -> None:
    invoke("compute", *FACTS, "--out", "one.xlsx", "--employee", "003")

    found = texts(month / "one.xlsx")
    assert {"003", "Жукова Инна"} <= found
    assert found & {"001", "002", "0005", "Ёлкин Ян Ильич", 3022, 4000} == set()


def test_it_is_written_in_one_set_with_the_other_files(month: Path) -> None:
    done = invoke("compute", *FACTS, "--out", "a.csv", "--out", "a.xlsx", "--out", "a.json")

    assert done.stdout.count("written: ") == 3
    assert {path.name for path in month.iterdir()} >= {"a.csv", "a.xlsx", "a.json"}


@pytest.mark.parametrize("fails_at", [0, 1])
def test_a_failure_on_the_way_leaves_all_files_as_they_were(
    month: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    break_down, left = api.break_down_lines, [fails_at]

    def fail(settlement: Settlement, rows: Iterable[int]) -> Iterator[PaidLines]:
        for each in break_down(settlement, rows):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            yield each

    for name in ("a.csv", "a.xlsx"):
        (month / name).write_text("old", encoding="utf-8")
    before = {path.name for path in month.iterdir()}
    monkeypatch.setattr(api, "break_down_lines", fail)

    done = invoke("compute", *FACTS, "--out", "a.csv", "--out", "a.xlsx")

    assert done.exit_code == 130
    assert {(month / name).read_text(encoding="utf-8") for name in ("a.csv", "a.xlsx")} == {"old"}
    assert {path.name for path in month.iterdir()} == before


def test_it_is_never_written_over_the_facts_or_beside_them_in_their_folder(month: Path) -> None:
    folder = month / "facts"
    folder.mkdir()
    for name in ("Сотрудники.csv", "receipts.csv"):
        (month / name).rename(folder / name)

    done = invoke("compute", "facts", "--period", "2026-03", "--out", "facts/march.xlsx")

    assert (done.exit_code, (folder / "march.xlsx").exists()) == (2, False)


def test_its_writer_is_loaded_only_for_it() -> None:
    code = "import sys; from kpicalc.cli import compute; print('xlsxwriter' in sys.modules, end=' ');"
    code += "print('kpicalc.report.book.make_book' in sys.modules)"

    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stdout == "False False\n"
