"""`kpicalc partition`: from which files parts are made, whereto, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import fsspec
import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from kpicalc.i18n.catalogue import Language
from tests.typed import run_typed

SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
facts:
  teams: {plan: money}
  employees: {link: team, columns: {sales: money}}
pay: {bonus: {kind: variable, amount: "if sales > teams.plan then 10 else 5"}}
"""
PEOPLE = (("ID", "Name", "team", "sales"), *((str(at), f"P{at}", "A", str(at)) for at in range(1, 6)))
TEAMS = (("team", "plan"), ("A", "3"))


def write_table(name: str, rows: tuple[tuple[str, ...], ...]) -> str:
    """Write rows in the format of the name, into the store where one is named; return the name."""
    suffix = name.rpartition(".")[2]
    if suffix == "csv":
        with fsspec.open(name, "w", encoding="utf-8") as file:
            file.write("".join(f"{','.join(row)}\n" for row in rows))
    elif suffix == "parquet":
        figures = [tuple(int(each) if each.isdigit() else each for each in row) for row in rows]
        parquet.write_table(
            pa.table(dict(zip(rows[0], map(list, zip(*figures[1:], strict=True)), strict=True))), name
        )
    else:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = name.partition(".")[0]
        for row in rows:
            sheet.append([int(each) if each.isdigit() else each for each in row])
        book.save(name)
    return name


def list_files() -> Mapping[str, int]:
    """Return the files of the folder of parts, with the number of lines of a text."""
    made = sorted(each for each in Path("made").rglob("*") if each.is_file())
    return {
        each.relative_to("made").as_posix(): each.read_bytes().count(b"\n") * (each.suffix == ".csv")
        for each in made
    }


@pytest.fixture(name="in_folder")
def entered_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


IN_TWO = {"part=00000/people.csv": 5, "part=00001/people.csv": 2}
BINARY = {"part=00000/people.parquet": 0, "part=00001/people.parquet": 0}
MADE = "made: employees 5, parts 2, from 1 to 4 employees in a part"
REFUSED = "error: `{}` cannot be dealt out: only CSV and Parquet can; save the table as one of them"


@pytest.mark.parametrize(
    ("people", "teams", "told", "made"),
    [
        ("people.csv", "teams.csv", MADE, {**IN_TWO, "teams.csv": 2}),
        ("people.csv", "teams.xlsx", MADE, {**IN_TWO, "teams.xlsx": 0}),
        ("people.parquet", "teams.csv", MADE, {**BINARY, "teams.csv": 2}),
        ("people.xlsx", "teams.csv", REFUSED.format("people.xlsx"), {}),
        ("memory://people.csv", "teams.csv", REFUSED.format("memory://people.csv"), {}),
        ("people.csv", "memory://teams.csv", REFUSED.format("memory://teams.csv"), {}),
    ],
)
def test_files_that_parts_are_made_of(
    people: str, teams: str, told: str, made: dict[str, int], in_folder: Path
) -> None:
    (in_folder / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (in_folder / "made").mkdir()
    facts = [write_table(people, PEOPLE), write_table(teams, TEAMS)]
    asked = ("--scheme", "seller.yaml", "--period", "2026-03", "--parts", "2", "--to", "made")
    done = run_typed(Language.EN, ("partition", *facts, *asked), 200)

    assert (done.output.strip(), list_files()) == (told, made)
