"""The page of what runs stands as it is generated, and everything it names exists."""

from __future__ import annotations

import re

import pytest

from tests.golden.coverage import GOLDEN, PAGE, ROOT, Row, hand_rows, read_parts, render_page

ROWS = [row for part in read_parts() for row in part.rows]


def test_the_page_is_as_generated() -> None:
    assert render_page() == PAGE.read_text(encoding="utf-8"), "run: python tests/golden/coverage.py"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title[:40])
def test_what_a_row_names_exists(row: Row) -> None:
    assert row.runs or row.later
    assert not row.scheme or (ROOT / "schemes" / f"{row.scheme}.yaml").is_file()
    assert [each for each in row.worked if not (GOLDEN / "worked" / f"{each}.yaml").is_file()] == []
    assert [each for each in row.tests if not _is_a_test(each)] == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.scheme], ids=lambda row: row.title[:40])
def test_a_scheme_is_proved_by_its_pay_lines(row: Row) -> None:
    by_hand = {each["line"] for each in hand_rows(row.scheme)}

    assert row.lines
    assert row.construct
    assert set(row.lines) <= by_hand


def test_every_scheme_stands_for_a_row() -> None:
    assert {row.scheme for row in ROWS if row.scheme} == {
        path.stem for path in (ROOT / "schemes").glob("*.yaml")
    }


def test_every_founding_document_is_there() -> None:
    titles = [part.title.split(".")[0] for part in read_parts()]
    assert titles == ["S0", "S1", "S2", "S3", "What other regulations ask of the language"]


def _is_a_test(place: str) -> bool:
    path, _, name = place.partition("::")
    file = ROOT / path
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return re.search(rf"^def {name}\(", text, re.MULTILINE) is not None
