"""Texts of the facts are texts in every file: no markup, no formula, no code of a terminal, none cut off."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.pay_month import lay_out_month, read_pdf
from tests.cli.stand_in import invoke

LONG = "Я" * 300
NAMES = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "[red]x[/red]",
    "a\x1b[31mb",
    "a\u202eb",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; & co",
    "| a | b |",
    "</details></style>",
    "<r>a & b</r>",
    LONG,
)
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def calm_html(path: Path) -> None:
    """Assert that the names are texts of the page, and that the page has no code but its own."""
    page = path.read_text(encoding="utf-8")
    assert (page.count("<script"), "<img" in page, "onerror=alert(1)>" in page) == (
        int("roster" in page and "<script>'use strict'" in page),
        False,
        False,
    )
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&amp;lt;b&amp;gt; &amp; co" in page
    body = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL).split("<body>")[1]
    ET.fromstring(  # noqa: S314 - our own page
        re.sub(
            r"<(input[^>]*|br)>",
            r"<\1/>",
            f"<body>{body.split('</body>')[0]}</body>".replace(" hidden>", ' hidden="">'),
        )
    )


def calm_markdown(path: Path) -> None:
    """Assert that no name is markup of the page."""
    page = path.read_text(encoding="utf-8")
    assert re.search(r"(?<!\\)(<(?!br>)|\[red)", page) is None
    assert "\\| a \\| b \\|" in page
    assert "\\<script\\>" in page


def calm_csv(path: Path) -> None:
    """Assert that a spreadsheet takes no name for a formula."""
    text = path.read_text(encoding="utf-8-sig")
    assert re.search(r'(?:^|[;"])=cmd', text, flags=re.MULTILINE) is None
    assert "'=cmd|" in text


def calm_json(path: Path) -> None:
    """Assert that the names are those of the facts."""
    names = [each["name"] for each in json.loads(path.read_text(encoding="utf-8"))["employees"]]
    assert [name for name in NAMES if not HIDDEN.search(name) and name not in names] == []


def calm_pdf(path: Path) -> None:
    """Assert that the names can be read, the long one too."""
    text = read_pdf(path)
    assert "<script>alert(1)</script>" in text
    assert text.count("Я") >= len(LONG)


def calm_xlsx(path: Path) -> None:
    """Assert that no cell that holds a name is a formula."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only where a workbook is read

    book = load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" and "cmd" in str(cell.value)] == []
    assert "<r>a & b</r>" in {cell.value for cell in cells}


def calm_parquet(path: Path) -> None:
    """Assert that the names are those of the facts: no spreadsheet opens such a file."""
    from pyarrow import parquet  # noqa: PLC0415 - only where such a file is read

    names = parquet.read_table(path).column("name").to_pylist()
    assert [name for name in NAMES if not HIDDEN.search(name) and name not in names] == []


CALM: dict[str, Callable[[Path], None]] = {
    ".html": calm_html,
    ".md": calm_markdown,
    ".csv": calm_csv,
    ".json": calm_json,
    ".pdf": calm_pdf,
    ".xlsx": calm_xlsx,
    ".parquet": calm_parquet,
}


@pytest.fixture(name="month", autouse=True)
def open_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder in which everybody has a hostile name."""
    quoted = ['"' + name.replace('"', '""') + '"' for name in NAMES]
    lay_out_month(
        tmp_path, [f"{100 + at};{name};100000;{90000 + at};50%;нет" for at, name in enumerate(quoted)]
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def formats_offered() -> list[str]:
    """Return the formats of `compute`."""
    refused = invoke("compute", "march.csv", "--out", "a.none").stderr
    return re.findall(r"(?<=[ ,])[.]\w+", refused)


def test_files_of_a_month_hold_texts_only(month: Path) -> None:
    suffixes = formats_offered()
    outputs = [part for suffix in suffixes for part in ("--out", f"a{suffix}")]

    done = invoke("compute", "march.csv", "--period", "2026-03", *outputs)

    assert (done.exit_code, set(suffixes) - set(CALM)) == (0, set())
    assert HIDDEN.search(done.stdout) is None
    for suffix in suffixes:
        CALM[suffix](month / f"a{suffix}")


@pytest.mark.parametrize("suffix", ["html", "md", "pdf"])
def test_a_book_of_sheets_holds_texts_only(month: Path, suffix: str) -> None:
    done = invoke("sheets", "march.csv", "--period", "2026-03", "--to", "out", "--book", "--format", suffix)

    assert done.exit_code == 0
    CALM[f".{suffix}"](month / "out" / f"2026-03_book.{suffix}")


def test_the_screen_shows_texts_only() -> None:
    done = invoke("compute", "march.csv", "--period", "2026-03", "--details")

    assert (done.exit_code, HIDDEN.search(done.stdout)) == (0, None)
    assert "[red]x[/red]" in done.stdout


def test_the_mailing_list_holds_texts_only(month: Path) -> None:
    done = invoke("sheets", "march.csv", "--period", "2026-03", "--to", "out", "--format", "md")

    assert done.exit_code == 0
    calm_csv(month / "out" / "2026-03_list.csv")


@pytest.mark.parametrize("suffix", ["html", "md", "pdf"])
def test_the_middle_of_a_month_holds_texts_only(month: Path, suffix: str) -> None:
    scheme = month / "schemes" / "seller.yaml"
    told = scheme.read_text(encoding="utf-8").replace("column: Факт}", "column: Факт, grows: days}")
    scheme.write_text(told.replace("column: Балл,", "column: Балл, grows: at_end,"), encoding="utf-8")
    typed = ("progress", "march.csv", "--period", "2026-03", "--as-of", "2026-03-15")

    done = invoke(*typed, "--out", f"a.{suffix}", "--to", "sheets", "--sheets", suffix)

    assert (done.exit_code, HIDDEN.search(done.stdout)) == (0, None)
    assert len(list((month / "sheets").iterdir())) == len(NAMES)
    CALM[f".{suffix}"](month / f"a.{suffix}")


def test_live_formulas_are_none_of_the_facts(month: Path) -> None:
    done = invoke("compute", "march.csv", "--period", "2026-03", "--out", "a.xlsx", "--formulas")

    assert done.exit_code == 0
    calm_xlsx(month / "a.xlsx")


def test_a_copy_with_marked_cells_holds_texts_only(month: Path) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415 - only where a workbook is read

    facts = (month / "march.csv").read_text(encoding="utf-8").replace(";90000;", ";=1+1;")
    (month / "march.csv").write_text(facts, encoding="utf-8")

    done = invoke("compute", "march.csv", "--period", "2026-03", "--annotate", "a.xlsx")

    assert done.exit_code == 1
    calm_xlsx(month / "a.xlsx")
    cells = [cell for row in load_workbook(month / "a.xlsx").worksheets[0] for cell in row]
    assert {each for each in NAMES if not HIDDEN.search(each)} <= {cell.value for cell in cells}
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
