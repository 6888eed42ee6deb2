"""`kpicalc sheets`: into a folder that has sheets already, and what was missing to the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.pay_month import lay_out_month
from tests.cli.stand_in import invoke

ROWS = ("101;Анна;100000;90000;50%;нет", "102;Борис;100000;95000;50%;нет")
TYPED = ("sheets", "march.csv", "--period", "2026-03", "--to", "out", "--format", "md")
TO_NEXT = ("--scheme", "a.yaml", "--to", "o", "--format", "md", "--to-next", "--lang", "en")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_sheets_of_who_has_left_are_told(tmp_path: Path) -> None:
    lay_out_month(tmp_path, ROWS)
    first = invoke(*TYPED)
    lay_out_month(tmp_path, ROWS[:1])

    second, one = invoke(*TYPED), invoke(*TYPED, "--employee", "101")

    assert "remain in the folder" not in first.stdout
    assert "not in the list: 1 (2026-03_102.md)" in second.stdout
    assert "remain in the folder" not in one.stdout
    assert (tmp_path / "out" / "2026-03_102.md").is_file()


def test_who_competes_is_told_the_step_that_pays_in_the_end(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    facts, schemes = str(root / "examples" / "company" / "march.xlsx"), ("--scheme", str(root / "schemes"))
    told = ("--to", str(tmp_path), "--format", "md", "--to-next", "--employee", "00202", "--lang", "en")
    invoke("sheets", facts, *schemes, *told)

    sheet = (tmp_path / "2026-03_00202.md").read_text(encoding="utf-8")
    explained = invoke("explain", facts, "00202", "total", *schemes, "--to-next", "--lang", "en").stdout
    # The nearer step of 200 000 is none: the guarantee takes off again what the line gains.
    for text in (sheet, explained):
        assert ("811,600.00" in text, "81,200.00" in text) == (True, True)
    assert sheet.count(" needed, ") == 1
    assert "Prizes and parts of pools stay here as they are" in sheet


def test_a_curve_needs_a_fact_that_the_person_moves(tmp_path: Path) -> None:
    tables = "employees: {salary: {type: money}, sales: {type: money, min: 0}}, deals: {amount: money}"
    head = f"kpicalc: 1\nscheme: a\ncurrency: RUB\nfacts: {{{tables}}}\n"
    fee = "pay: {base: {kind: fixed, amount: salary}, fee: {kind: variable, amount: FEE}}\n"
    (tmp_path / "people.csv").write_text("ID;salary;sales\n1;100;70\n", encoding="utf-8")
    # Nobody has a deal: a table without rows.
    (tmp_path / "deals.csv").write_text("ID;amount\n", encoding="utf-8")
    curves = []
    for amount in ("(if sales > 90 then 50 else 0) + sum(deals.amount)", "salary * 10%"):
        (tmp_path / "a.yaml").write_text(head + fee.replace("FEE", amount), encoding="utf-8")
        invoke("sheets", "people.csv", "deals.csv", "--period", "2026-03", *TO_NEXT)
        sheet = (tmp_path / "o" / "2026-03_1.md").read_text(encoding="utf-8")
        curves.append("Where you stand on the payout curve" in sheet)

    assert curves == [True, False]


@pytest.mark.parametrize(("then", "shown"), [("979.99", False), ("980", False), ("990", True)])
def test_a_step_that_brings_nothing_is_not_shown(tmp_path: Path, then: str, *, shown: bool) -> None:
    """Pay falls with what is lost, and jumps at fifty: the sheet tells of it where that is more than now."""
    head = "kpicalc: 1\nscheme: a\ncurrency: RUB\nfacts: {employees: {lost: {type: money, max: 60}}}\n"
    pay = f"pay: {{fee: {{kind: variable, amount: if lost >= 50 then {then} else 1_000 - lost}}}}\n"
    (tmp_path / "a.yaml").write_text(head + pay, encoding="utf-8")
    (tmp_path / "people.csv").write_text("ID;Name;lost\n1;Ann;20\n", encoding="utf-8")
    invoke("sheets", "people.csv", "--period", "2026-03", *TO_NEXT)
    sheet = (tmp_path / "o" / "2026-03_1.md").read_text(encoding="utf-8")

    assert ("To the next step" in sheet, "990.00" in sheet) == (shown, shown)
