"""Advice on how schemes are built: where it is asked for once, or in the settings of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.stand_in import invoke

SCHEME = """
kpicalc: 1
scheme: seller
currency: USD
facts: {employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}}}
kpis: {revenue: {weight: 100%, plan: plan, actual: sales}}
pay: {bonus: {kind: variable, amount: 1_000, factors: [index]}}
"""
COMPUTE = ("compute", "march.csv", "--scheme", "seller.yaml", "--period", "2026-03", "--summary")


@pytest.fixture(name="project", autouse=True)
def open_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a scheme of one KPI that nobody owns."""
    (tmp_path / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "march.csv").write_text("Employee ID,Plan,Sales\n1,100,90\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", [COMPUTE, ("validate", "seller.yaml")])
@pytest.mark.parametrize("in_settings", [True, False])
def test_it_is_told_where_it_is_asked_for(
    project: Path, command: tuple[str, ...], *, in_settings: bool
) -> None:
    quiet = invoke(*command)
    if in_settings:
        (project / "kpicalc.yaml").write_text("advice: true\n", encoding="utf-8")
    told = invoke(*command, *([] if in_settings else ["--advice"]))

    assert (quiet.exit_code, told.exit_code) == (0, 0)
    assert [code for code in ("KPI601", "KPI602") if code in quiet.output] == []
    assert [code for code in ("KPI601", "KPI602") if code in told.output] == ["KPI601", "KPI602"]
