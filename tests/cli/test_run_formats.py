"""`kpicalc compute --format`: what other programs read, also where the run is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft7Validator

from tests.cli.stand_in import invoke
from tests.report.month_sample import PEOPLE, lay_out_month

ROOT = Path(__file__).resolve().parents[2]
FACTS = ("Сотрудники.csv", "receipts.csv", "--period", "2026-03")
BROKEN = PEOPLE.replace("2000,00", "две тысячи")


@pytest.fixture(name="month", autouse=True)
def open_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the small month."""
    lay_out_month(tmp_path)
    (tmp_path / "schemes").mkdir()
    for name in ("seller.yaml", "head.yaml"):
        (tmp_path / name).rename(tmp_path / "schemes" / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def break_month(month: Path) -> None:
    """Put a word in the place of an amount."""
    (month / "Сотрудники.csv").write_text(BROKEN, encoding="utf-8")


def checked(text: str, schema: str) -> Any:
    """Return a document that keeps to a published schema."""
    rules = json.loads((ROOT / "json-schema" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(rules)
    document = json.loads(text)
    assert [each.message for each in Draft7Validator(rules).iter_errors(document)] == []
    return document


@pytest.mark.parametrize("asked", [("--format", "json"), ("--out", "-")])
def test_the_whole_run_on_stdout_and_nothing_else(asked: tuple[str, ...]) -> None:
    done = invoke("compute", *FACTS, *asked)

    document = checked(done.stdout, "run")
    assert (done.exit_code, document["status"]) == (0, "complete")
    assert [each["employee"] for each in document["employees"]] == ["001", "002", "003", "004", "0005"]


def test_stdout_has_what_the_file_has(month: Path) -> None:
    done = invoke("compute", *FACTS, "--out", "-", "--out", "pay.json")

    assert done.stdout == (month / "pay.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("more", [(), ("--summary",), ("--out", "pay.csv"), ("--employee", "003")])
def test_the_document_is_whole_whatever_else_is_asked_for(more: tuple[str, ...]) -> None:
    document = checked(invoke("compute", *FACTS, "--format", "json", *more).stdout, "run")

    totals = {each["employee"]: each["total"]["value"] for each in document["employees"]}
    assert totals["003"] == "1349.75"


def test_a_refused_run_says_so_and_leaves_files_alone(month: Path) -> None:
    break_month(month)
    (month / "pay.json").write_text("old", encoding="utf-8")

    done = invoke("compute", *FACTS, "--format", "json", "--out", "pay.json")

    document = checked(done.stdout, "run")
    assert (done.exit_code, document["status"]) == (1, "refused")
    assert [(each["code"], each["place"]["cell"]) for each in document["problems"]] == [("KPI430", "E2")]
    assert (month / "pay.json").read_text(encoding="utf-8") == "old"


def test_a_run_of_a_part_says_so(month: Path) -> None:
    break_month(month)

    done = invoke("compute", *FACTS, "--format", "json", "--allow-partial")

    document = checked(done.stdout, "run")
    assert (done.exit_code, document["status"]) == (1, "partial")
    assert sorted(each for scheme in document["schemes"] for each in scheme["unpaid"]) == ["001"]


def test_each_file_is_a_case_of_junit(month: Path) -> None:
    fine = ET.fromstring(invoke("compute", *FACTS, "--format", "junit").stdout)  # noqa: S314 - our own
    break_month(month)
    done = invoke("compute", *FACTS, "--format", "junit")
    root = ET.fromstring(done.stdout)  # noqa: S314 - our own

    failed = [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None]
    assert (fine.get("failures"), root.get("failures"), done.exit_code) == ("0", "1", 1)
    assert failed == ["Сотрудники.csv"]


def test_github_shows_the_line_of_a_text_file(month: Path) -> None:
    break_month(month)

    done = invoke("compute", *FACTS, "--format", "github")

    assert done.exit_code == 1
    assert done.stdout.startswith("::error file=Сотрудники.csv,line=2,title=KPI430::Сотрудники.csv!E2: ")
    assert "error[KPI430]" in done.stderr


def test_problems_of_schemes_keep_to_their_schema(month: Path) -> None:
    (month / "schemes" / "seller.yaml").write_text("kpicalc: 1\nscheme: seller\npey: 1\n", encoding="utf-8")

    document = checked(invoke("validate", "schemes", "--format", "json").stdout, "problems")
    assert (document["failed"], document["counts"]["error"] > 0) == (True, True)


def test_the_example_company_keeps_to_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    document = checked(invoke("compute", "examples/company/march.xlsx", "--out", "-").stdout, "run")
    assert len(document["employees"]) > 50
