"""The row below the headings that numbers the columns is nobody's, in whatever way it is written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from kpicalc.facts.head_rows import Numbering, read_numbering
from kpicalc.facts.workbook import Raw
from kpicalc.model.facts import RowsSkipped
from kpicalc.model.kind import Kind
from kpicalc.model.program import Program
from kpicalc.model.writing import RowRules, Shaded
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    grain,
    money,
    places,
    program,
    receipt,
    show,
    values,
    write_xlsx,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHARE = program(column("План"), column("Факт"), column("Доля", Kind.NUMBER))

HEADS = ["Таб. №", "ФИО", "План", "Факт", "Доля"]
PEOPLE = [["101", "Яковлева", 100, 90, 2], ["102", "Юдин", 200, 210, 3], ["103", "Эмин", 300, 310, 5]]
WAYS: list[list[object]] = [
    [1, 2, 3, 4, 5],
    ["1", "2", "3", "4", "5"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ["1.", "2.", "3.", "4.", "5."],
    ["А", "Б", 1, 2, 3],
    ["a", "b", "c", "d", "e"],
    ["гр. 1", "гр. 2", "гр. 3", "гр. 4", "гр. 5"],
    [1, 2, 3, 4, "5=4/3*100"],
    [1, 2, 3, 4, "5 (гр. 4 : гр. 3)"],
    ["x", "x", 1, 2, 3],
    ["", 1, 2, 3, 4],
    [7, 8, 9, 10, 11],
]


def read(folder: Path, rows: Sequence[Sequence[object]], wanted: Program = SHARE) -> list[object]:
    """Return the plans that are read."""
    return values(bound(wanted, write_xlsx(folder / "a.xlsx", {"Март": rows})), "План")


@pytest.mark.parametrize("numbers", WAYS, ids=str)
def test_numbers_of_columns_are_left_out(tmp_path: Path, numbers: list[object]) -> None:
    assert read(tmp_path, [HEADS, numbers, *PEOPLE]) == money("100", "200", "300")
    assert read(tmp_path, [HEADS, [], numbers, *PEOPLE]) == money("100", "200", "300")
    assert read(tmp_path, [HEADS, *PEOPLE[:2], HEADS, numbers, *PEOPLE[2:]]) == money("100", "200", "300")


def test_the_receipt_names_them(tmp_path: Path) -> None:
    facts = bound(SHARE, write_xlsx(tmp_path / "a.xlsx", {"Март": [HEADS, WAYS[4], *PEOPLE]}))
    assert [(each.reason, each.rows) for each in receipt(facts).skipped] == [("numbering", (2,))]


@pytest.mark.parametrize(
    "row",
    [["1", "Иванов", 2, 3, 4], ["1", "Иванов", 3, 4, 5], ["101", "Яковлева", 102, 103, 104], [1, 2, 4, 5, 6]],
)
def test_a_person_is_no_numbering(tmp_path: Path, row: list[object]) -> None:
    assert len(read(tmp_path, [HEADS, row, *PEOPLE[1:]])) == 3


def test_without_names_it_is_asked_about_and_the_scheme_settles_it(tmp_path: Path) -> None:
    rows = [[HEADS[0], *HEADS[2:]], [1, 2, 3, 4], *([each[0], *each[2:]] for each in PEOPLE)]
    checked = bind(SHARE, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert (codes(checked.diagnostics), len(show(checked.diagnostics))) == (["KPI483"], 1)


@pytest.mark.parametrize("people", [[["А", 1, 2], ["Б", 3, 4]], [["А", 1, 2]], [[1, 2, 3], [2, 3, 5]]])
def test_people_who_are_called_by_letters_or_numbers_are_people(
    tmp_path: Path, people: list[list[object]]
) -> None:
    assert len(read(tmp_path, [["ФИО", "План", "Факт"], *people], program(column("План")))) == len(people)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ([1.0, 2.0], Numbering.PERHAPS),
        ([1.0], Numbering.NONE),
        (["A", 1.0, 2.0], Numbering.PERHAPS),
        ([1.0, "A"], Numbering.NONE),
        (["А", "Б", 1.0], Numbering.CERTAIN),
        (["(1)", "(2)"], Numbering.CERTAIN),
        ([True, 2, 3], Numbering.NONE),
        ([1.5, 2.5, 3.5], Numbering.NONE),
        (["a", "c", 1], Numbering.NONE),
        (["-", "-", "-"], Numbering.NONE),
        (["x", 1.0, ""], Numbering.NONE),
        ([], Numbering.NONE),
    ],
)
def test_what_is_a_numbering(row: list[Raw], found: Numbering) -> None:
    assert read_numbering(row) is found


def ruled(**said: Shaded) -> Program:
    rows = RowRules(**said)  # type: ignore[arg-type] # of all rules two
    return program(column("План"), grains=(grain("employees", "company", rows=rows),))


@pytest.mark.parametrize("shared", [False, True])
def test_texts_of_which_a_part_is_struck_out(tmp_path: Path, *, shared: bool) -> None:
    """1000 was struck out and 1500 written behind it: read as one number it would be 10001500."""

    def strike(sheet: Worksheet) -> None:
        sheet["C2"] = CellRichText(
            TextBlock(InlineFont(strike=True), "1000"), TextBlock(InlineFont(), "1500")
        )

    path = write_xlsx(tmp_path / "a.xlsx", {"Март": [["Таб. №", "ФИО", "План"], ["1", "Юдин", 20]]}, strike)
    if shared:
        _share_texts(path)
    assert codes(bind(ruled(), path).diagnostics) == ["KPI619"]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("slow", [False, True])
def test_a_raised_digit_is_no_digit_of_the_number(tmp_path: Path, *, slow: bool, inside: bool) -> None:
    """1000 with a footnote 2 was read as 10002; a name with one is that of the person as it is shown."""

    def raise_digit(sheet: Worksheet) -> None:
        sheet["C2"] = CellRichText("1000", TextBlock(InlineFont(vertAlign="superscript"), "2"))
        if slow:
            sheet["E2"] = "=1+1"

    path = write_xlsx(
        tmp_path / "a.xlsx", {"Март": [["Таб. №", "ФИО", "План"], ["1", "Юдин", 20]]}, raise_digit
    )
    if not inside:
        _share_texts(path)
    found = bind(ruled(), path).diagnostics
    assert (codes(found), places(found)) == (["KPI430"], ["a.xlsx!Март!C2"])
    assert "1000²" in show(found)[0]


MAIN = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def _share_texts(path: Path) -> None:
    """Move the text of a cell where Excel keeps it: to the texts that all sheets share."""
    with zipfile.ZipFile(path) as book:
        members = {name: book.read(name) for name in book.namelist()}
    name, texts = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
    found = re.search(rb'<c r="C2"([^>]*) t="inlineStr"><is>(.*?)</is></c>', members[name])
    assert found is not None
    shared = members.get(texts, MAIN + b"</sst>").replace(b"</sst>", b"<si>" + found[2] + b"</si></sst>")
    members[texts], at = shared, shared.count(b"<si>") - 1
    members[name] = members[name].replace(found[0], b'<c r="C2" t="s"><v>%d</v></c>' % at)
    with zipfile.ZipFile(path, "w") as book:
        for member, content in members.items():
            book.writestr(member, content)


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("struck_cell", ["A3", "B3", "C3"])
def test_rows_that_are_struck_out_or_hidden(tmp_path: Path, struck_cell: str, *, slow: bool) -> None:
    """What becomes of them the scheme says; a blank cell that would be struck out says nothing."""

    def strike(sheet: Worksheet) -> None:
        sheet[struck_cell].font = sheet["D4"].font = Font(strike=True)
        sheet.row_dimensions[4].hidden = True
        if slow:
            sheet["E1"].value, sheet["E1"].number_format = -0.25, "h:mm"

    rows = [["Таб. №", "ФИО", "План", "Прим"], ["1", "Яковлева", 10], ["2", "Юдин", 20], ["3", "Эмин", 30]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, strike)
    plain, keep, skip = ruled(), Shaded.KEEP, Shaded.SKIP
    asked = bind(plain, path)
    assert codes(asked.diagnostics) == ["KPI619", "KPI426"]
    assert show(asked.diagnostics)[0] == "на листе есть зачёркнутые строки: 3 `2 Юдин`"
    for struck, hidden, expected, left in (
        (keep, keep, money("10", "20", "30"), ()),
        (skip, keep, money("10", "30"), (RowsSkipped("struck", (3,)),)),
        (keep, skip, money("10", "20"), (RowsSkipped("hidden", (4,)),)),
    ):
        facts = bound(ruled(struck=struck, hidden=hidden), path)
        assert (values(facts, "План"), receipt(facts).skipped) == (expected, left)
