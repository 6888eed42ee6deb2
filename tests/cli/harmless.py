"""What makes a file harmless, whatever the texts in it; each check returns all that the file says."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl import load_workbook

from tests.cli.pay_month import read_pdf

# Codes of a terminal, and marks that turn the direction of what stands behind them.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?[\d\u00a0 ]*[.,]?\d*")


def read_html(path: Path) -> str:
    """Assert that a page is well formed and has no code but its own; return its text."""
    page = path.read_text(encoding="utf-8")
    assert [each for each in re.findall(r"<script[^>]*>.{12}", page) if each != "<script>'use strict'"] == []
    assert re.search(r"<(img|iframe|object|a|link|form)\b", page) is None
    assert HIDDEN.search(page) is None
    body = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL).split("<body>")[1]
    closed = re.sub(r"<(input[^>]*|br)>", r"<\1/>", f"<body>{body.split('</body>')[0]}</body>")
    tree = ET.fromstring(closed.replace(" hidden>", ' hidden="">'))  # noqa: S314 - our own page
    assert [name for each in tree.iter() for name in each.keys() if name.startswith("on")] == []  # noqa: SIM118
    return " ".join(tree.itertext())


def read_markdown(path: Path) -> str:
    """Assert that no text is a mark of the page."""
    page = path.read_text(encoding="utf-8")
    assert re.search(r"(?<!\\)(<(?!br>)|\[(?!x\]))", page) is None
    assert HIDDEN.search(page) is None
    return page.replace("\\", "")


def read_csv(path: Path) -> str:
    """Assert that a spreadsheet takes no cell for a formula."""
    text = path.read_bytes().decode("utf-8-sig")
    delimiter = max(";,\t", key=text.splitlines()[0].count)
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row]
    assert [
        cell for cell in cells if cell.startswith(_RUN_BY_SPREADSHEETS) and not _NUMBER.fullmatch(cell)
    ] == []
    return " ".join(cells)


def read_json(path: Path) -> str:
    """Assert that the document is one."""
    return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)


def read_book(path: Path) -> str:
    """Assert that no cell is a formula or a link."""
    book = load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    return " ".join(str(cell.value) for cell in cells)


def read_docx(path: Path) -> str:
    """Assert that the document has neither fields nor links out of it."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    assert ("instrText" in text, "<w:hyperlink" in text, 'TargetMode="External"' in links) == (False,) * 3
    assert HIDDEN.search(text) is None
    return " ".join(ET.fromstring(text).itertext())  # noqa: S314 - our own file


def read_parquet(path: Path) -> str:
    """Return what the columns hold: no spreadsheet opens such a file."""
    from pyarrow import parquet  # noqa: PLC0415 - only where such a file is read

    return str(parquet.read_table(path).to_pylist())


READ: dict[str, Callable[[Path], str]] = {
    ".html": read_html,
    ".md": read_markdown,
    ".csv": read_csv,
    ".json": read_json,
    ".xlsx": read_book,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".parquet": read_parquet,
}
