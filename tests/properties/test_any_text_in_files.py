"""No text in a file ends the program: whatever stands in a cell, it is paid, or refused with its place.

`KPICALC_TRIES=20 pytest …` tries twenty times as many.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpicalc.cli.commands import COMMANDS, run_command
from kpicalc.cli.options import ComputeOptions, ExplainOptions
from kpicalc.i18n.catalogue import Language
from kpicalc.validation import validate_text
from tests.tries import tries

EXAMPLES = tries(30)
HEADER = ["ID", "Name", "Plan", "Done", "Grade", "Hired", "Ready", "City"]
ROWS = [
    ["0001", "Anna Bell", "5", "90%", "senior", "2026-03-01", "yes", "Omsk"],
    ["0002", "John Reed", "7.5", "100%", "junior", "2026-03-31", "no", "Perm"],
]
SCHEME = """
kpicalc: 1
scheme: any
title: {title}
currency: USD
facts:
  employees: {{plan: money, done: ratio, grade: text, hired: date, ready: flag, city: text}}
  deals: {{columns: {{sum: money, place: text}}}}
pay:
  a: {{kind: variable, title: {title}, amount: plan, share: done, when: grade = {literal} or ready}}
  b: {{kind: variable, amount: sum(deals.sum where deals.place = city)}}
"""
CHARACTERS = "\0\x01\x07\x1b\x1c\x1f\x85\u2028\u200b\u202e\ufeff\ufffd\u0301\ud800\n\r\t ;,|\"'=+-@{}[]%$€#"
PIECES = (
    *("[red]", "{found}", "\U0001f468\u200d\U0001f469", "=1+1", '="1"', "Итого", "Total", "____", "0002"),
    *(
        "senior",
        "5\n6",
        "ﬁ",
        "İ",
        "ß",
        "ΐ",
        "Ａ",
        "٣",
        "½",
        "№",
        "_x0001_",
        "_xD800_",
        "1e5",
        "#N/A",
        "х" * 300,
    ),
)
SIGNS = st.sampled_from([*CHARACTERS, *PIECES]) | st.text(max_size=3)
LONG = st.sampled_from(["x" * 32_767, "\n" * 99, "9" * 400, "'" * 50])
TEXTS = st.lists(SIGNS, max_size=6).map("".join) | LONG
VERBS = ("files", "files", "receipt", "explain")
PLACES = st.tuples(st.integers(0, 2), st.integers(0, 10))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one example after the other: making one for each takes longer than computing."""
    return tmp_path_factory.mktemp("texts")


def write(folder: Path, sheets: dict[str, Sequence[Sequence[str]]], *, workbook: bool) -> list[Path]:
    """Write the sheets into one workbook, or each into a text file; return their paths."""
    if workbook:
        return [write_book(folder / "facts.xlsx", sheets)]
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    return [folder / f"{name}.csv" for name in sheets]


def write_book(path: Path, sheets: dict[str, Sequence[Sequence[str]]]) -> Path:
    """Write a workbook, control characters too; half a sign cannot stand there."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            cells = [(row, column) for row, line in enumerate(rows) for column in range(len(line))]
            for row, column in cells:
                sheet.write_string(row, column, rows[row][column].encode("utf-8", "replace").decode())
    return path


def spoil(rows: Sequence[Sequence[str]], row: int, column: int, text: str) -> list[list[str]]:
    """Return the rows with a text in the place of one cell."""
    return [
        [text if (at, place) == (row, column) else cell for place, cell in enumerate(cells)]
        for at, cells in enumerate(rows)
    ]


def run(folder: Path, facts: list[Path], verb: str) -> tuple[int, list[Path]]:
    """Compute or explain; return the exit code and the files that were written."""
    scheme, outputs = (
        folder / "scheme.yaml",
        [folder / f"pay.{each}" for each in ("csv", "json", "md", "html")],
    )
    compute, explain = (each for each in COMMANDS if each.name in {"compute", "explain"})
    for each in outputs:
        each.unlink(missing_ok=True)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if verb == "files":
            code = run_command(compute, ComputeOptions(facts, [scheme], "2026-03", out=outputs), Language.EN)
        elif verb == "receipt":
            code = run_command(compute, ComputeOptions(facts, [scheme], "2026-03", receipt=True), Language.RU)
        else:
            options = ExplainOptions(
                facts[0], "0001", "a", facts=facts[1:], scheme=[scheme], period="2026-03"
            )
            code = run_command(explain, options, Language.EN)
    return int(code), [each for each in outputs if each.exists()]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, place=PLACES, verb=st.sampled_from(VERBS), workbook=st.booleans(), titled=st.booleans())
def test_any_text_in_any_cell(
    folder: Path, text: str, place: tuple[int, int], verb: str, *, workbook: bool, titled: bool
) -> None:
    row, column = place
    people = [*([[text]] if titled else []), *spoil([HEADER, *ROWS], row, column, text)]
    deals = spoil([["ID", "Sum", "Place"], ["0001", "10", "Omsk"]], row % 2, column - 8, text)
    shown = json.dumps(text if text.isprintable() and text.strip() else "Any")
    scheme = SCHEME.format(title=shown, literal="'senior'")
    (folder / "scheme.yaml").write_text(scheme, encoding="utf-8", errors="replace")
    facts = write(folder, {"employees": people, "deals": deals}, workbook=workbook)
    code, written = run(folder, facts, verb)
    assert code in {0, 1, 2}
    for path in written:
        content = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".json":
            assert json.loads(content)["employees"]
        elif path.suffix == ".csv":
            assert len(set(map(len, csv.reader(io.StringIO(content, newline=""), delimiter=";")))) == 1
        else:
            assert content.startswith(("# Summary for March 2026\n", "<!DOCTYPE html>\n"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(text=TEXTS)
def test_any_text_in_a_scheme(text: str) -> None:
    shown = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    assert validate_text(SCHEME.format(title=shown, literal=shown), "a.yaml") is not None
