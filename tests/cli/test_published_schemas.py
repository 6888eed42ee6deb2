"""Every JSON document that a command prints keeps to its published schema; GitHub is told of failed tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.stand_in import invoke
from tests.cli.test_run_formats import checked

SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {sales: {type: money, min: 0}, grade: text}}
pay:
  fee: {kind: variable, amount: if sales > 1000 then sales * 5% else 0}
  car: {kind: entitlement, when: sales > 5000}
checks: {enough: fee <= 400}
tests:
  - {name: right, period: 2026-03, given: {employees: {sales: 2000, grade: a}}, expect: {fee: 100}}
  - {name: "wrong, 100%", period: 2026-03, given: {employees: {sales: 2000, grade: a}}, expect: {fee: 101}}
  - {name: refused, period: 2026-03, given: {employees: {sales: -1, grade: a}}, expect: {fee: 0}}
"""
FACTS = "ID;sales;grade\n1;1200;a\n2;3000;b\n3;7000;c\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(SCHEME.replace("5%", "4%"), encoding="utf-8")
    (tmp_path / "march.csv").write_text(FACTS, encoding="utf-8")
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
    ],
)
def test_a_document_keeps_to_its_schema(command: tuple[str, ...], schema: str) -> None:
    document: Any = checked(invoke(*command).stdout, schema)

    assert document["kpicalc"]["version"]


def test_failed_tests_are_told_to_github_at_their_lines() -> None:
    done = invoke("test", "old.yaml", "--format", "github")

    first, second = done.stdout.splitlines()
    assert first.startswith(
        "::error file=old.yaml,line=11,endLine=11,col=12,endColumn=24,title=kpicalc test%3A wrong%2C 100%25::"
    )
    assert "fee: expected 101.00" in first
    assert (done.exit_code, "%0A" in second, "KPI441" in second) == (1, True, True)
