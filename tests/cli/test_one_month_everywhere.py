"""The month of the company in every format by one command: each file, read back, pays everybody the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.pay_month import read_pdf
from tests.cli.whole_month import OFFICE, run_in_russian

SUMS = {"RUB": Decimal("5873608.13"), "USD": Decimal("2954.00")}

Pay = dict[str, Decimal]


def amount(text: str) -> Decimal:
    """Read an amount as it is written for people."""
    return Decimal(re.sub(r"[^\d,.\u2212-]", "", text).replace("\N{MINUS SIGN}", "-").replace(",", "."))


def by_person(pairs: Iterable[tuple[str, Decimal]]) -> Pay:
    """Add up what several rows of a person come to."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for number, each in pairs:
        found[number] += each
    return dict(found)


def people_in_json(path: Path) -> Pay:
    """Return the totals for programs."""
    people = json.loads(path.read_text(encoding="utf-8"))["employees"]
    return {each["employee"]: Decimal(each["total"]["value"]) for each in people}


def people_in_csv(path: Path) -> Pay:
    """Return the last amounts of the rows."""
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";")
    return {row[0]: amount(row[-2]) for row in list(rows)[1:]}


def people_in_book(path: Path) -> Pay:
    """Return the column of totals of the statements."""
    found: Pay = {}
    for name in ("Ведомость RUB", "Ведомость USD"):
        sheet = load_workbook(path, data_only=True)[name]
        heads = [str(cell.value) for cell in sheet[4]]
        at = next(at for at, head in enumerate(heads) if head.startswith("Итого"))
        *people, sums = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1]]
        found |= {str(row[1]): Decimal(str(row[at])) for row in people}
        assert abs(Decimal(str(sums[at])) - SUMS[name[-3:]]) < Decimal("1e-6")
    return found


def people_in_html(path: Path) -> Pay:
    """Return the amounts by which the rows of the page are known."""
    rows = re.findall(r"<summary>(.*?)</summary>", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    cells = [re.findall(r'class="(who|key)[^>]*>([^<]*)<', row) for row in rows]
    return {row[0][1]: amount(unescape(row[2][1])) for row in cells}


def people_in_markdown(path: Path) -> Pay:
    """Return the totals of the tables that list everybody."""
    found: Pay = {}
    at = None
    for line in path.read_text(encoding="utf-8").split("\n## 00101")[0].splitlines():
        cells = [each.strip() for each in line.strip("|").split("|")]
        at = next((at for at, each in enumerate(cells) if each.startswith("Итого,")), at)
        if re.fullmatch(r"\d{5}", cells[0]) and at is not None:
            found[cells[0]] = amount(cells[at])
    return found


def people_in_pdf(path: Path) -> Pay:
    """Return the totals of the people, each read below his name."""
    text = read_pdf(path).replace("\N{NO-BREAK SPACE}", " ")
    parts = re.split(r"^(\d{5}) · .*$", text, flags=re.MULTILINE)
    return {
        number: amount(re.findall(r"^Итого\n?([^\n]*[₽$])$", told, flags=re.MULTILINE)[0])
        for number, told in zip(parts[1::2], parts[2::2], strict=True)
    }


def people_in_parquet(path: Path) -> Pay:
    """Return the typed totals."""
    from pyarrow import parquet  # noqa: PLC0415 - only where such a file is read

    rows = parquet.read_table(path).to_pylist()
    return {row["employee_id"]: row["total"] for row in rows}


READERS: dict[str, Callable[[Path], Pay]] = {
    ".xlsx": people_in_book,
    ".csv": people_in_csv,
    ".html": people_in_html,
    ".md": people_in_markdown,
    ".pdf": people_in_pdf,
    ".parquet": people_in_parquet,
}


def test_the_screen_and_the_file_for_programs_come_to_the_sums_of_the_month(month: tuple[Path, str]) -> None:
    folder, said = month
    people = json.loads((folder / "all.json").read_text(encoding="utf-8"))["employees"]
    sums = by_person((each["currency"], Decimal(each["total"]["value"])) for each in people)

    assert sums == SUMS
    told = said.replace("\N{NO-BREAK SPACE}", " ").split("Все схемы")[1]
    assert [amount(each) for each in re.findall(r"^Итого +(.*)$", told, flags=re.MULTILINE)] == [
        *SUMS.values()
    ]
    assert len(people) == 55


@pytest.mark.parametrize("suffix", READERS)
def test_everybody_has_the_same_total_in_every_file(month: tuple[Path, str], suffix: str) -> None:
    folder, _ = month

    found = READERS[suffix](folder / f"all{suffix}")

    assert {number: each.quantize(Decimal("0.01")) for number, each in found.items()} == people_in_json(
        folder / "all.json"
    )


def test_hand_offs_come_to_the_same(month: tuple[Path, str]) -> None:
    folder, said = month
    totals, codes = people_in_json(folder / "all.json"), people_in_csv(folder / "all.csv")
    _, *accruals = load_workbook(folder / "accruals.xlsx").worksheets[0].iter_rows(values_only=True)
    text = (folder / "indicators.csv").read_text(encoding="utf-8-sig")
    _, *indicators = csv.reader(io.StringIO(text), delimiter=";")
    earnings = list(csv.DictReader(io.StringIO((folder / "earnings.csv").read_text(encoding="utf-8-sig"))))

    in_rubles = {number: total for number, total in totals.items() if not number.startswith("001")}
    assert codes == totals
    assert by_person((str(row[0]), Decimal(str(row[3]))) for row in accruals) == in_rubles
    assert {row[0]: sum(map(amount, filter(None, row[3:]))) for row in indicators} == in_rubles
    assert by_person((row["employee_id"], Decimal(row["amount"])) for row in earnings) == totals
    assert said.replace("\N{NO-BREAK SPACE}", " ").count("контрольная сумма 5 873 608,13 ₽") == 2


def test_the_sheets_of_the_people_come_to_the_same(month: tuple[Path, str]) -> None:
    folder, _ = month

    done = run_in_russian(
        "sheets", str(folder / "march.xlsx"), "--to", str(folder / "sheets"), "--format", "md"
    )

    assert done.exit_code == 0
    found = {
        path.stem.partition("_")[2]: re.findall(r"\*\*Итого\*\*: (.*)", path.read_text(encoding="utf-8"))
        for path in (folder / "sheets").glob("*.md")
    }
    assert {number: [amount(each) for each in told] for number, told in found.items()} == {
        number: [total] for number, total in people_in_json(folder / "all.json").items()
    }


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_an_office_that_computes_the_workbook_itself_comes_to_the_same(
    month: tuple[Path, str], recomputed: Path
) -> None:
    found = people_in_book(recomputed)

    assert {number: each.quantize(Decimal("0.01")) for number, each in found.items()} == people_in_json(
        month[0] / "all.json"
    )
