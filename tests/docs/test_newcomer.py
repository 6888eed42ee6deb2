"""The newcomer's path in the README, walked from an empty folder."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from openpyxl import load_workbook

from kpicalc.i18n.catalogue import Language
from kpicalc.report.writers.form_cells import FIRST_ROW
from tests.typed import run_typed

ROOT = Path(__file__).resolve().parents[2]
# What is left out of the output that is shown.
REST = "…"


def path_of_the_newcomer() -> str:
    """Return the part of the README."""
    return (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- newcomer -->")[1]


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command that is shown, and the lines that it prints."""
    for block in re.findall(r"```text\n(.*?)\n```", text, re.DOTALL):
        for part in block.split("$ ")[1:]:
            command, *shown = part.rstrip("\n").split("\n")
            yield command, shown


def table(text: str) -> list[list[str]]:
    """Return the rows that are to be filled in, the headings first."""
    rows = [line.strip("|").split("|") for line in text.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if set("".join(row)) != {"-"}]


def fill_in(path: Path, rows: list[list[str]]) -> None:
    """Type the rows below the headings, figures as numbers."""
    book = load_workbook(path)
    page = book["Employees"]
    for row, cells in enumerate(rows[1:]):
        for column, (heading, text) in enumerate(zip(rows[0], cells, strict=True), start=1):
            assert page.cell(FIRST_ROW, column).value == heading
            as_text = heading == "Employee ID" or not text.isdigit()
            page.cell(FIRST_ROW + 1 + row, column).value = text if as_text else int(text)
    book.save(path)


def printed(command: str, folder: Path) -> str:
    """Return what the program prints in a terminal of 100 columns."""
    with chdir(folder):
        typed = shlex.split(command)[1:]
        done = run_typed(Language.EN, typed, env={"COLUMNS": "100"})
    assert done.exit_code == 0, done.output
    return done.stdout.replace("\u00a0", " ")


def test_the_path_leads_from_an_empty_folder_to_pay(tmp_path: Path) -> None:
    text, folder = path_of_the_newcomer(), tmp_path
    walked = list(steps(text))

    for command, shown in walked:
        if command.startswith("cd "):
            folder /= command.removeprefix("cd ")
            continue
        if command.startswith("kpicalc compute"):
            fill_in(folder / "facts.xlsx", table(text))
        expected = "\n".join(shown).partition(REST)[0].rstrip("\n").replace("\u00a0", " ")
        assert printed(command, folder).startswith(expected), command
    assert [command.split()[1] for command, _ in walked] == [
        "init",
        "pay",
        "validate",
        "test",
        "template",
        "compute",
    ]
