"""`compute --annotate`: copies in which the doubtful cells are filled and commented."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook as NewBook  # type: ignore[import-untyped]

from kpicalc.api import Request
from kpicalc.cli.annotate import annotate_problems
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import error
from kpicalc.model.problem import Problem
from kpicalc.model.source import CellRef
from tests.typed import Result, run_typed

SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
facts:
  employees: {sales: {type: money, min: 0}}
  deals: {amount: {type: money, min: 0}}
pay: {fee: {kind: variable, amount: sales * 5% + sum(deals.amount) * 1%}}
"""
RED, NAME = "00FFC7CE", "=cmd|' /C calc'!A0"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    return tmp_path


def write_book(path: Path) -> None:
    """Write a workbook with a look of its own, a remark, and two cells that are no numbers."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "People"
    for row in (("ID", "Name", "sales"), ("1", "Ann", "1O0"), ("2", "Bob", 200)):
        page.append(row)
    page["C2"].comment = Comment("look at this", "Eve")
    page["A1"].font = Font(bold=True)
    page["E9"] = "=C3*2"
    deals = book.create_sheet("deals")
    for deal in (("ID", "amount"), ("1", "many"), ("2", 5)):
        deals.append(deal)
    book.save(path)


def compute(*options: str) -> Result:
    typed = ["compute", *options, "--scheme", "scheme.yaml", "--period", "2026-03"]
    return run_typed(Language.EN, typed)


def marked(path: Path) -> dict[str, tuple[Any, str, str]]:
    """Return the cells that have a remark: their value, fill and text."""
    return {
        f"{page.title}!{cell.coordinate}": (cell.value, cell.fill.fgColor.rgb, cell.comment.text)
        for page in load_workbook(path)
        for row in page
        for cell in row
        if cell.comment is not None
    }


def test_a_workbook_keeps_its_look_and_its_remarks(folder: Path) -> None:
    write_book(folder / "march.xlsx")
    before = (folder / "march.xlsx").read_bytes()

    done = compute("march.xlsx", "--annotate", "problems.xlsx")

    assert (done.exit_code, "problems.xlsx, cells marked: 2" in done.stdout) == (1, True)
    found = marked(folder / "problems.xlsx")
    assert {place: (value, fill) for place, (value, fill, _) in found.items()} == {
        "People!C2": ("1O0", RED),
        "deals!B2": ("many", RED),
    }
    assert found["People!C2"][2].startswith("look at this\n\nerror KPI412: ")
    copy = load_workbook(folder / "problems.xlsx")["People"]
    assert (copy["A1"].font.bold, copy["E9"].value) == (True, "=C3*2")
    assert (folder / "march.xlsx").read_bytes() == before


def test_each_of_several_files_has_its_copy_and_texts_stay_texts(folder: Path) -> None:
    (folder / "people.csv").write_text(f'ID;Name;sales\n1;{NAME};1O0\n2;"a\nb\tc\x07";1\n', encoding="utf-8")
    (folder / "deals.csv").write_text("ID;amount\n1;many\n", encoding="utf-8")

    (folder / "b").mkdir()
    (folder / "b" / "people.csv").write_text("ID;Name;sales\n3;Eve;1O0\n", encoding="utf-8")

    done = compute("people.csv", "deals.csv", "b/people.csv", "--annotate", "problems.xlsx")

    assert done.exit_code == 1
    copies = sorted(each.name for each in folder.glob("*.xlsx"))
    assert copies == ["problems-deals.xlsx", "problems-people-2.xlsx", "problems-people.xlsx"]
    assert list(marked(folder / "problems-people.xlsx")) == ["people!C2"]
    cells = [load_workbook(folder / "problems-people.xlsx")["people"][each] for each in ("B2", "B3")]
    assert [(each.value, each.data_type) for each in cells] == [(NAME, "s"), ("a\nb\tc", "s")]


def test_a_text_like_the_number_of_a_sign_is_written_as_it_is(folder: Path) -> None:
    (folder / "people.csv").write_text("ID;Name;sales\n1;a_x0041_b;1O0\n", encoding="utf-8")

    compute("people.csv", "--annotate", "problems.xlsx")

    with ZipFile(folder / "problems.xlsx") as parts:
        sheet, comments = (
            parts.read(each).decode() for each in ("xl/worksheets/sheet1.xml", "xl/comments/comment1.xml")
        )
    assert ("<t>a_x005F_x0041_b</t>" in sheet, "a_x005F_x0041_b" in comments) == (True, True)


def test_the_copy_of_a_workbook_has_its_texts(folder: Path) -> None:
    rows = [["ID", "Name", "sales"], ["1", "_x0041_", "1O0"], ["2", "0x005F_ a_x005f_", "1"], ["3", "A", "1"]]
    with NewBook(folder / "people.xlsx", {"strings_to_numbers": False}) as book:
        page = book.add_worksheet("people")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    compute("people.xlsx", "--annotate", "problems.xlsx")

    assert CalamineWorkbook.from_path(folder / "problems.xlsx").get_sheet_by_index(0).to_python() == rows


def test_without_doubt_nothing_is_written(folder: Path) -> None:
    (folder / "people.csv").write_text("ID;sales\n1;100\n", encoding="utf-8")
    (folder / "deals.csv").write_text("ID;amount\n1;5\n", encoding="utf-8")

    done = compute("people.csv", "deals.csv", "--annotate", "problems.xlsx")

    assert (done.exit_code, "no cell is in doubt" in done.stdout) == (0, True)
    assert list(folder.glob("*.xlsx")) == []


def test_cells_of_a_file_that_is_gone_are_left_alone(folder: Path) -> None:
    gone = error(Problem.BOOK_ABSENT, CellRef("gone.csv", "", 2, 3), book="b")

    said = annotate_problems([gone], Request((), (), None), folder / "p.xlsx", Language.EN)

    assert said == ["no cell is in doubt: no copy was written"]


@pytest.mark.parametrize("name", ["march.xlsx", "problems.csv", "scheme.yaml"])
def test_it_is_never_written_over_an_input_nor_as_something_else(folder: Path, name: str) -> None:
    write_book(folder / "march.xlsx")
    before = (folder / "march.xlsx").read_bytes()

    assert compute("march.xlsx", "--annotate", name).exit_code == 2
    assert (folder / "march.xlsx").read_bytes() == before
    assert (folder / "scheme.yaml").read_text(encoding="utf-8") == SCHEME
