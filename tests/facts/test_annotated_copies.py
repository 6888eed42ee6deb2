"""Copies of files with remarks: where they stand, how they are filled, and what is kept of the rows."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from kpicalc.facts.annotate import CellNote, annotate_file
from kpicalc.model.diagnostic import Severity
from kpicalc.model.settings import NO_SETTINGS
from kpicalc.model.source import CellRef
from tests.facts.test_read_ods import cell, row, write_sheet

FILLS = {"00FFC7CE": Severity.ERROR, "00FFEB9C": Severity.WARNING, "00DDEBF7": Severity.ADVICE}
NUMBER = (
    "<number:number-style style:name='N'><number:number number:min-integer-digits='4'/></number:number-style>"
)
STYLES = f"{NUMBER}<style:style style:name='id' style:family='table-cell' style:data-style-name='N'/>"


def note(sheet: str, row: int, column: int, severity: Severity, text: str) -> CellNote:
    return CellNote(CellRef("a", sheet, row, column), severity, text)


def opened(path: Path, *notes: CellNote) -> Any:
    made = BytesIO(annotate_file(path, notes, "", NO_SETTINGS))
    with ZipFile(made) as archive:
        # Excel calls a book damaged that has a part of an untold type; openpyxl does not mind.
        told = archive.read("[Content_Types].xml").decode()
        assert [
            each for each in archive.namelist() if "sheets/sheet" in each and f'"/{each}"' not in told
        ] == []
    return load_workbook(made)


def remarks(book: Any) -> dict[str, tuple[Severity, str]]:
    """Return how the cells with a remark are filled, and the remarks."""
    cells = (each for page in book for line in page for each in line if each.comment is not None)
    return {
        f"{each.parent.title}!{each.coordinate}": (FILLS[each.fill.fgColor.rgb], each.comment.text)
        for each in cells
    }


def test_remarks_of_a_merged_area_stand_in_its_first_cell_and_the_gravest_fills_it(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "A"
    book.create_sheet("B").merge_cells("B2:C3")
    book.save(tmp_path / "a.xlsx")
    around = [(1, 2), (4, 3), (2, 1), (3, 4)]
    inside = [(2, 2), (2, 3), (3, 2), (3, 3)]
    severities = (Severity.ADVICE, Severity.WARNING, Severity.ERROR, Severity.ADVICE)

    done = opened(
        tmp_path / "a.xlsx",
        *(note("B", *place, Severity.WARNING, "around") for place in around),
        *(note("B", *place, each, each.value) for place, each in zip(inside, severities, strict=True)),
        note("", 0, 0, Severity.ADVICE, "of all"),
        note("gone", 5, 0, Severity.ERROR, "of a row"),
    )

    assert remarks(done) == {
        "A!A1": (Severity.ADVICE, "of all"),
        "A!A5": (Severity.ERROR, "of a row"),
        "B!B1": (Severity.WARNING, "around"),
        "B!B2": (Severity.ERROR, "advice\n\nwarning\n\nerror"),
        "B!C4": (Severity.WARNING, "around"),
        "B!A2": (Severity.WARNING, "around"),
        "B!D3": (Severity.WARNING, "around"),
    }


LONG = "Отдел розничных и оптовых продаж"
SHEETS = {f"{LONG} 1": "1", f"{LONG.upper()} 2": "2", "'a/b'": "3", ":": "4", "a b": "5"}


def test_sheets_with_names_that_a_workbook_forbids_keep_their_remarks(tmp_path: Path) -> None:
    tables = (f'<table:table table:name="{name}">{row(cell("", f"<text:p>{text}</text:p>"))}</table:table>'
              for name, text in SHEETS.items())  # fmt: skip
    path = write_sheet(tmp_path / "a.ods", row(), settings="".join(tables))

    done = opened(path, *(note(name, 1, 1, Severity.ERROR, name) for name in SHEETS))

    assert {title: text for title, (_, text) in remarks(done).items()} == {
        "Отдел розничных и оптовых прода!A1": f"{LONG} 1",
        "ОТДЕЛ РОЗНИЧНЫХ И ОПТОВЫХ (2)!A1": f"{LONG.upper()} 2",
        "a b!A1": "'a/b'",
        "kpicalc!A1": ":",
        "a b (2)!A1": "a b",
    }


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('office:value-type="string"', ("2", "s", "General")),
        ("", (None, "n", "General")),
        ('office:value-type="percentage" office:value="0.85"', (0.85, "n", "0.00%")),
        (
            'office:value-type="time" office:time-value="PT30H15M00S"',
            (timedelta(hours=30.25), "d", "[h]:mm"),
        ),
        ('office:value-type="float" office:value="7" table:style-name="id"', ("0007", "s", "General")),
        ('office:value-type="float" office:value="7"', (7, "n", "General")),
        ('table:formula="of:=1/0" office:value-type="string"', ("#DIV/0!", "s", "General")),
    ],
)
def test_cells_are_written_as_they_were_read(tmp_path: Path, written: str, kept: tuple[object, ...]) -> None:
    shown = "#DIV/0!" if "1/0" in written else "2"
    empty = cell(written, f"<text:p>{shown}</text:p>" if written else "")
    path = write_sheet(tmp_path / "a.ods", row(empty, cell("", "<text:p>x</text:p>")), styles=STYLES)

    found = opened(path).worksheets[0]["A1"]

    assert (found.value, found.data_type, found.number_format) == kept


DEALS = [[each, "7", "8"] for each in "БВГ" * 20]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ("ID;x\n1;2\n\n", [["ID", "x"], ["1", "2"]]),
        ("A\n\nID;x;y\n1;2;\n", [["A"], [], ["ID", "x", "y"], ["1", "2"]]),
        ("A\nID;x;y\n" + "Б;7;8\nВ;7;8\nГ;7;8\n" * 20, [["A"], ["ID", "x", "y"], *DEALS]),
        (
            "ID;x;y\n" + "\n" * 39 + "Б;7;8\n1;2;3;4\n",
            [["ID", "x", "y"], *[[]] * 39, DEALS[0], ["1", "2", "3;4"]],
        ),
        ("ID;x;y\n" + "Б;7;8\nВ;7;8\nГ;7;8\n" * 20 + '1;"2\n', [["ID", "x", "y"], *DEALS[:39]]),
        ("\n\n;\n", []),
    ],
)
def test_the_rows_of_a_text_file_are_copied_as_far_as_they_can_be_read(
    tmp_path: Path, lines: str, kept: list[list[str]]
) -> None:
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")

    rows = opened(tmp_path / "a.csv").worksheets[0].iter_rows(values_only=True)

    assert [[each for each in row if each] for row in rows] == kept


def test_remarks_of_a_file_that_cannot_be_read_stand_on_a_page_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"ID;x\n1;\0\n")

    done = opened(tmp_path / "a.csv", note("", 2, 0, Severity.ERROR, "NUL"))

    assert remarks(done) == {"kpicalc!A2": (Severity.ERROR, "NUL")}


def test_a_copy_of_texts_has_all_rows_and_bubbles_of_one_size_and_tells_no_hour(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("".join(f"{row};x\n" for row in range(1, 41)), encoding="utf-8")
    path, remark = tmp_path / "a.xlsx", note("", 40, 2, Severity.ERROR, "w" * 1501)

    path.write_bytes(annotate_file(tmp_path / "a.csv", [remark], "", NO_SETTINGS))

    with ZipFile(path) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core, comments, drawing = (
            "".join(archive.read(each).decode() for each in archive.namelist() if part in each)
            for part in ("core.xml", "comments/comment", "vml")
        )
    assert re.findall(">([0-9TZ:-]+)<", core) == ["2000-01-01T00:00:00Z"] * 2
    assert re.findall(">([a-z]+)<", comments) == ["kpicalc", "w" * 1500]
    assert re.findall("(?:width|height):[^;]+", drawing) == ["width:360px", "height:120px"]
    copied = load_workbook(path)["a"]
    assert [tuple(each.value for each in line) for line in copied] == [
        (str(row), "x") for row in range(1, 41)
    ]
