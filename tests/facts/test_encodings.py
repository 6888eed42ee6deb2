"""An encoding that is named is used, and checked to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.text_encoding import TextEncoding
from tests.facts.builders import codes, places, show, write_csv

LINES = ("ФИО;План", "Иванов;1,5")


@pytest.mark.parametrize("encoding", TextEncoding)
def test_a_named_encoding_is_used(tmp_path: Path, encoding: TextEncoding) -> None:
    path = write_csv(tmp_path / "a.csv", *LINES, encoding=encoding.codec)
    book = read_workbook((path,), encoding).value
    assert book is not None
    (sheet,) = book.sheets
    assert [list(row) for row in sheet.head] == [["ФИО", "План"], ["Иванов", "1,5"]]
    assert sheet.reader == f"csv {encoding.codec} ;"


def test_a_wrong_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "name;plan", "Иванов;1", encoding="cp1251")
    checked = read_workbook((path,), TextEncoding.UTF_8)
    assert (show(checked.diagnostics), places(checked.diagnostics)) == (
        ["строку 2 нельзя прочитать в кодировке utf-8"],
        ["a.csv!2"],
    )


def test_a_nul_is_found_in_any_encoding(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План", "А\0;1", encoding="cp1251")
    checked = read_workbook((path,), TextEncoding.CP1251)
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI409"], ["a.csv!2"])
