"""A closed month of the book in place of files of facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.stand_in import invoke

SCHEME = """\
kpicalc: 1
scheme: seller
currency: USD
facts: {employees: {sales: {type: money, min: 0}}}
pay: {fee: {kind: variable, amount: sales * 10%}}
"""


@pytest.fixture(autouse=True)
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "march.csv").write_text("ID,Name,Sales\n1,Ann,1000\n2,Bob,2000\n", encoding="utf-8")
    done = invoke("close", "march.csv", "--scheme", "old.yaml", "--period", "2026-03")
    assert done.exit_code == 0, done.output
    (tmp_path / "march.csv").unlink()


def test_a_closed_month_is_compared_without_its_files(tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(SCHEME.replace("10%", "11%"), encoding="utf-8")
    done = invoke("compare", "old.yaml", "new.yaml", "2026-03", "--lang", "en")

    assert done.exit_code == 0, done.output
    assert "+30.00\xa0USD (+10%)" in done.stdout


@pytest.mark.parametrize("command", ["audit", "budget"])
def test_other_commands_read_it_too(command: str) -> None:
    assert invoke(command, "2026-03", "--scheme", "old.yaml").exit_code == 0


@pytest.mark.parametrize("typed", ["2026-02", "2026-03.csv"])
def test_a_month_that_is_not_closed_is_told(typed: str) -> None:
    assert invoke("budget", typed, "--scheme", "old.yaml").exit_code == 2


def test_departments_of_a_month_are_read_together(tmp_path: Path) -> None:
    """Two departments closed by files of one name: 100 and 300 of April."""
    for department, sales in (("North", 1000), ("South", 3000)):
        folder = tmp_path / department
        folder.mkdir()
        (folder / "f.csv").write_text(f"ID,Name,Sales\n{sales},P,{sales}\n", encoding="utf-8")
        typed = ("--scheme", "old.yaml", "--period", "2026-04", "--department", department)
        done = invoke("close", f"{department}/f.csv", *typed)
        assert done.exit_code == 0, done.output
        (folder / "f.csv").unlink()

    assert "400.00" in invoke("budget", "2026-04", "--scheme", "old.yaml", "--lang", "en").stdout
    for department, paid in (("South", "300.00"), ("North", "100.00")):
        (tmp_path / "kpicalc.yaml").write_text(f"department: {department}\n", encoding="utf-8")
        assert paid in invoke("explain", "2026-04", "P", "--lang", "en").stdout


def test_a_month_is_read_again_in_the_encoding_it_was_closed_with(tmp_path: Path) -> None:
    (tmp_path / "april.csv").write_bytes("ID,Name,Sales\n9,Őry,1000\n".encode("cp1250"))
    typed = ("close", "april.csv", "--scheme", "old.yaml", "--period", "2026-04")
    assert [invoke(*typed, *more).exit_code for more in ((), ("--encoding", "cp1250"))] == [1, 0]

    assert invoke("budget", "2026-04", "--scheme", "old.yaml").exit_code == 0
