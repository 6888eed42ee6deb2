"""What a file is, in which encoding it is read, and which files and sheets are left out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kpicalc.facts.read_files import read_workbook, sniff_kind
from kpicalc.model.facts import LeftOut
from kpicalc.model.settings import FileReading, Settings
from kpicalc.model.source import CellRef, FilePlace
from kpicalc.model.writing import UNSAID
from tests.facts.builders import write_csv, write_xlsx

ROWS = [["ФИО", "План"], ["Иванов", 10]]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        *(
            (b"a" + sign, "text")
            for sign in (b"\x08", b"\x0e", b"\x1a", b"\x09" * 9, b"\x0d" * 9, b"\x1b" * 9)
        ),
        *((b"a" + sign, "unknown") for sign in (b"\x08" * 2, b"\x0e" * 2, b"\x1a" * 2)),
        (b"a" * 47 + b"\x08" * 2, "unknown"),
        (b"a" * 48 + b"\x08" * 2, "text"),
        (b"a" * 47 + b"\x08" * 3, "unknown"),
        (b"a" * 96 + b"\x08" * 3, "unknown"),
        (b"a" * 97 + b"\x08" * 3, "text"),
    ],
)
def test_a_text_has_few_control_characters(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "a").write_bytes(content)

    assert sniff_kind(tmp_path / "a") == kind


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("XL/Workbook.xml", "xlsx"),
        ("XL/Workbook.bin", "xlsb"),
        ("CONTENT.XML", "ods"),
        ("word/document.xml", "unknown"),
    ],
)
def test_a_workbook_is_known_by_its_parts(tmp_path: Path, part: str, kind: str) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w") as target:
        target.writestr(part, "")

    assert sniff_kind(tmp_path / "a") == kind


@pytest.mark.parametrize(
    ("encoding", "declared", "read"),
    [("", "", "Жёлудь"), ("", "cp866", "╞╕ыєф№"), ("cp1251", "cp866", "Жёлудь")],
)
def test_the_encoding_that_is_asked_for_comes_before_that_of_the_settings(
    tmp_path: Path, encoding: str, declared: str, read: str
) -> None:
    (tmp_path / "a.csv").write_bytes("ФИО;План\nЖёлудь;5\n".encode("cp1251"))
    settings = Settings(reading=(FileReading("*.csv", UNSAID, declared),))

    sheets = read_workbook((tmp_path / "a.csv",), encoding, settings).value

    assert sheets is not None
    assert sheets.sheets[0].head[1] == [read, "5"]


def test_files_and_sheets_that_are_ignored_are_left_out(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", {"A": ROWS, "B": ROWS})
    write_csv(tmp_path / "b.csv", "ФИО;План", "А;1")
    settings = Settings(ignore=("a.xlsx!B", "b.csv"))

    read = read_workbook((tmp_path / "a.xlsx", tmp_path / "b.csv"), settings=settings).value

    assert read is not None
    assert [each.name for each in read.sheets] == ["A"]
    assert read.left_out == (
        LeftOut(CellRef(str(tmp_path / "a.xlsx"), "B", 0, 0), "ignored"),
        LeftOut(FilePlace(str(tmp_path / "b.csv")), "ignored"),
    )
