"""A person who is transferred in mid-month, as the commands show him; schemes named one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.stand_in import invoke

SCHEME = """\
kpicalc: 1
scheme: {name}
currency: USD
applies_to: {{Position: {name}}}
facts:
  employees:
    segments: {{from: begins, to: ends}}
    columns: {{begins: date, ends: {{type: date, missing: allow}}, salary: money}}
pay:
  salary_paid: {{kind: fixed, amount: salary, share: "days_within(begins, ends) / period.days"}}
"""
ROWS = """\
Employee ID,Name,Position,Begins,Ends,Salary
1,Ann Bell,seller,2026-03-01,2026-03-10,3100
1,Ann Bell,head,2026-03-11,,6200
2,Ben Cole,seller,2020-01-01,,3100
"""


@pytest.fixture(name="month")
def lay_out_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Work in a folder with two schemes, and return how they are named."""
    monkeypatch.chdir(tmp_path)
    for name in ("seller", "head"):
        (tmp_path / f"{name}.yaml").write_text(SCHEME.format(name=name), encoding="utf-8")
    (tmp_path / "march.csv").write_text(ROWS, encoding="utf-8")
    return ("--scheme", "seller.yaml", "--scheme", "head.yaml", "--period", "2026-03")


def test_both_rows_are_shown_with_their_sum(month: tuple[str, ...]) -> None:
    done = invoke("--lang", "en", "compute", "march.csv", *month, "--employee", "1")

    assert done.exit_code == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["2026-03-01", "–", "2026-03-10", "seller", "1,000.00", "USD"] in lines
    assert ["2026-03-11", "–", "2026-03-31", "head", "4,200.00", "USD"] in lines
    assert ["Together", "5,200.00", "USD"] in lines
    assert "Ben Cole" not in done.stdout


def test_the_document_for_programs_has_the_days_and_the_sum(month: tuple[str, ...]) -> None:
    done = invoke("compute", "march.csv", *month, "--out", "pay.json")

    assert done.exit_code == 0
    document = json.loads(Path("pay.json").read_text(encoding="utf-8"))
    assert [each["segment"] for each in document["employees"]][:2] == [
        {"from": "2026-03-01", "to": "2026-03-10"},
        {"from": "2026-03-11", "to": "2026-03-31"},
    ]
    assert [(each["employee"], each["total"]["value"]) for each in document["people"]] == [("1", "5200.00")]


def test_a_value_is_explained_in_each_row(month: tuple[str, ...]) -> None:
    done = invoke("--lang", "en", "explain", "march.csv", "Bell", "salary_paid", *month)

    assert done.exit_code == 0
    assert "2026-03-01 – 2026-03-10" in done.stdout
    assert "2026-03-11 – 2026-03-31" in done.stdout
    assert ["Together", "5,200.00", "USD"] in [line.split() for line in done.stdout.splitlines()]


def test_the_statement_has_the_days_of_each_row(month: tuple[str, ...]) -> None:
    done = invoke("--lang", "en", "compute", "march.csv", *month, "--out", "pay.xlsx", "--formulas")

    assert done.exit_code == 0
    _, _, _, heads, *rows = load_workbook("pay.xlsx")["Statement"].iter_rows(values_only=True)
    at = heads.index("Days")
    assert [(row[1], row[at]) for row in rows[:3]] == [
        ("1", "2026-03-01 – 2026-03-10"),
        ("1", "2026-03-11 – 2026-03-31"),
        ("2", "2026-03-01 – 2026-03-31"),
    ]
    assert heads[at + 1] == "Fixed"
