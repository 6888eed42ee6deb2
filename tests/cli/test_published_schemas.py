"""Every JSON document that a command prints keeps to its published schema; GitHub is told of failed tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpicalc.cli.commands import COMMANDS
from kpicalc.report.writers.atomically import WriteRefused
from tests.cli.stand_in import invoke
from tests.cli.test_run_formats import checked

SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
parameters: {part: 5%}
facts: {employees: {sales: {type: money, min: 0}, grade: text}}
pay:
  fee: {kind: variable, amount: if sales > 1000 then sales * part else 0}
  car: {kind: entitlement, when: sales > 5000}
checks: {enough: fee <= 400}
tests:
  - {name: right, period: 2026-03, given: {employees: {sales: 2000, grade: a}}, expect: {fee: 100}}
  - {name: "wrong, 100%", period: 2026-03, given: {employees: {sales: 2000, grade: a}}, expect: {fee: 101}}
  - {name: refused, period: 2026-03, given: {employees: {sales: -1, grade: a}}, expect: {fee: 0}}
"""
FIRM = ("march.csv", "--scheme", "old.yaml", "--period", "2026-03", "--format", "json")
PAID = ("--facts", "march.csv", "--period", "2026-03", "--format", "json")
STATEMENT = "ID;Name;fee\n1;a;60\n2;b;151\n9;z;1\n"
JOBS = "schemes: old.yaml\nout: '{job}.json'\nperiod: 2026-03\njobs: {all: march.csv, none: damaged.csv}\n"
FACTS = "ID;sales;grade\n1;1200;a\n2;3000;b\n3;7000;c\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(SCHEME.replace("part: 5%", "part: 4%"), encoding="utf-8")
    for name, text in (
        ("march.csv", FACTS),
        ("damaged.csv", FACTS.replace("1200", "many")),
        ("paid.csv", STATEMENT),
        ("jobs.yaml", JOBS),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "schema"),
    [
        (("test", "old.yaml", "--format", "json", "--coverage"), "test"),
        (("test", "old.yaml", "--format", "json"), "test"),
        (("analyse", "old.yaml", "--format", "json"), "analysis"),
        (
            ("compare", "old.yaml", "new.yaml", "march.csv", "--period", "2026-03", "--format", "json"),
            "comparison",
        ),
        (("audit", "march.csv", "--scheme", "old.yaml", "--period", "2026-03", "--format", "json"), "audit"),
        (("validate", "old.yaml", "--format", "json"), "problems"),
        (("simulate", *FIRM, "--set", "sales = sales * 0.9"), "simulation"),
        (("simulate", *FIRM, "--vary", "sales = 80%..120% step 20%"), "simulation"),
        (("simulate", *FIRM, "--draw", "sales = normal(100%, 50%)", "--times", "20"), "simulation"),
        (("simulate", *FIRM, "--tornado", "10%"), "simulation"),
        (("calibrate", "old.yaml", "--solve", "part", "--so-that", "sum(total) = 500", *PAID), "calibration"),
        (("calibrate", "old.yaml", "--solve", "part", "--so-that", "sum(total) = -5", *PAID), "calibration"),
        (("budget", *FIRM, "--of", "sales", "--at-most", "5%", "--cap", "200", "--greatest"), "budget"),
        (("budget", *FIRM, "--fund", "100", "--floor", "10%"), "budget"),
        (("budget", *FIRM, "--year", "2027", "--fund", "100"), "year-budget"),
        (("budget", *FIRM, "--year", "2026", "--season", "3=2"), "year-budget"),
        (("plan", *FIRM, "--of", "sales", "--funnel", "sales > sales", "--want", "20"), "plan"),
        (("reconcile", *FIRM, "--against", "paid.csv"), "reconciliation"),
        (("batch", "jobs.yaml", "--workers", "1", "--format", "json"), "batch"),
    ],
)
def test_a_document_keeps_to_its_schema(command: tuple[str, ...], schema: str) -> None:
    document: Any = checked(invoke(*command).stdout, schema)

    assert document["kpicalc"]["version"]


@pytest.mark.parametrize(
    "name",
    # `sheets` has a format of files, `validate` writes a document of problems in any case, `diff` needs git.
    [
        each.name
        for each in COMMANDS
        if "format" in each.options.__annotations__ and each.name not in {"sheets", "validate", "diff"}
    ],
)
def test_what_is_refused_is_a_document_too(name: str, folder: Path) -> None:
    damage = ("damaged.csv", *FIRM[1:])
    more = {
        "compare": ("broken.yaml", "new.yaml", "damaged.csv", *FIRM[3:]),
        "progress": (*damage, "--as-of", "2026-03-15"),
        "analyse": ("broken.yaml", "--format", "json"),
        "test": ("broken.yaml", "--format", "json"),
        "simulate": (*damage, "--set", "sales = sales * 0.9"),
        "calibrate": ("broken.yaml", "--solve", "part", "--so-that", "sum(total) = 500", *PAID),
        "plan": (*damage, "--of", "sales"),
        "reconcile": (*damage, "--against", "paid.csv"),
        "batch": ("broken.yaml", "--format", "json"),
        "months": ("--book", "broken.yaml", "--format", "json"),
        "show": ("2026-03", "--book", "broken.yaml", "--format", "json"),
    }
    (folder / "broken.yaml").write_text(SCHEME + "strange: 1\n", encoding="utf-8")

    done = invoke(name, *more.get(name, damage))

    document: Any = checked(done.stdout, "run")
    assert (done.exit_code, document["status"]) == (1, "refused")
    assert document["problems"][0]["code"] in done.stderr


def test_a_file_that_cannot_be_written_is_told_to_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = WriteRefused(Path("pay.csv"), "denied", "")
    monkeypatch.setattr("kpicalc.cli.deliver.write_atomically", lambda *_: refused)

    done = invoke("compute", "march.csv", "--scheme", "old.yaml", *FIRM[3:], "--out", "pay.csv")

    document: Any = checked(done.stdout, "run")
    assert (done.exit_code, [each["code"] for each in document["problems"]]) == (1, ["output.denied"])


def test_failed_tests_are_told_to_github_at_their_lines() -> None:
    done = invoke("test", "old.yaml", "--format", "github")

    first, second = done.stdout.splitlines()
    assert first.startswith(
        "::error file=old.yaml,line=12,endLine=12,col=12,endColumn=24,title=kpicalc test%3A wrong%2C 100%25::"
    )
    assert "fee: expected 101.00" in first
    assert (done.exit_code, "%0A" in second, "KPI441" in second) == (1, True, True)


@pytest.mark.parametrize(
    ("form", "sign"), [("github", "::error file=broken.yaml,line="), ("junit", "<failure ")]
)
def test_a_scheme_that_cannot_be_read_is_told_to_programs_too(folder: Path, form: str, sign: str) -> None:
    text = (folder / "old.yaml").read_text(encoding="utf-8")
    (folder / "broken.yaml").write_text(text + "strange: 1\n", encoding="utf-8")

    done = invoke("test", "broken.yaml", "--format", form)

    assert (done.exit_code, sign in done.stdout, "KPI13" in done.stdout) == (1, True, True)


def test_the_book_of_months_keeps_to_its_schemas(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")
    typed = (*FIRM[:-2], "--book", "a.kpibook")
    assert invoke("close", *typed).exit_code == 0
    (folder / "march.csv").write_text(FACTS.replace("3000", "4000"), encoding="utf-8")
    assert invoke("correct", *typed, "--reason", "typing error").exit_code == 0

    listed: Any = checked(invoke("months", "--book", "a.kpibook", "--format", "json").stdout, "months")
    shown: Any = checked(invoke("show", "2026-03", "--book", "a.kpibook", "--format", "json").stdout, "month")
    assert [each["act"] for each in listed["records"]] == ["close", "correct"]
    assert [each["amount"] for each in shown["differences"]] == ["50.00"]
