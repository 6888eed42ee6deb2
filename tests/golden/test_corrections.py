"""Published figures of corrections: what was entered late is paid, or taken back, with the next month."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.months.book_file import read_book
from kpicalc.months.month_records import list_amounts, list_records
from tests.typed import run_typed

# x45: salary by level; tax and social insurance are shares of what is paid. Overtime is for full-timers.
LEVELS = """\
kpicalc: 1
scheme: part-time
currency: CHF
facts:
  employees:
    salary: {type: money, above: 0}
    level: {type: ratio, min: 0, max: 1}
    overtime_hours: {type: hours, min: 0}
values:
  hourly: salary / 160
pay:
  base: {kind: fixed, amount: salary, share: level}
  overtime: {kind: variable, base: overtime_hours, rate: hourly * 1.25, gate: {value: level, from: 100%}}
  tax: {kind: deduction, amount: (base + overtime) * 20%, from: [base, overtime]}
  social: {kind: deduction, amount: (base + overtime) * 8%, from: [base, overtime]}
"""
# x38: half of what was earned is taken back in a later month.
CLAWBACK = """\
kpicalc: 1
scheme: premium
currency: USD
facts:
  employees:
    earned: money
pay:
  premium: {kind: variable, amount: earned}
"""


@pytest.fixture(name="folder", autouse=True)
def work_in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _do(line: str) -> None:
    done = run_typed(Language.EN, line.split())
    assert done.exit_code == 0, done.output


def _paid() -> dict[tuple[str, str], str]:
    """Return what the newest record pays, by person and line."""
    found = read_book(Path("pay.kpibook"), lambda book: list_amounts(book, list_records(book)[-1].number))
    return {(each.employee, each.line): format(each.amount, "f") for each in found.value or ()}


def _correct_february(scheme: str, months: tuple[str, str, str]) -> dict[tuple[str, str], str]:
    """Close February, correct it, close March; return what March pays."""
    Path("scheme.yaml").write_text(scheme, encoding="utf-8")
    for name, text in zip(("february.csv", "mended.csv", "march.csv"), months, strict=True):
        Path(name).write_text(text, encoding="utf-8")
    _do("close february.csv --scheme scheme.yaml --period 2026-02")
    _do("correct mended.csv --period 2026-02")
    # Somebody who owes more than March pays him is told of, and paid so only if that is accepted.
    _do("close march.csv --scheme scheme.yaml --period 2026-03 --accept KPI517")
    return _paid()


def test_a_level_that_was_entered_late() -> None:
    head = "Employee ID,Salary,Level,Overtime hours\n"
    mark = "mark,5000,100%,8\n"
    february, mended = f"{head}anna,4800,80%,0\n{mark}", f"{head}anna,4800,60%,0\n{mark}"
    Path("scheme.yaml").write_text(LEVELS, encoding="utf-8")

    march = _correct_february(LEVELS, (february, mended, f"{head}anna,4800,60%,0\nmark,5000,100%,0\n"))

    assert march["anna", "base"] == "2880.00"
    assert march["anna", "retro 2026-02 base"] == "-960.00"
    # Less is taken off: 192 of tax, 76.80 of social insurance.
    assert march["anna", "retro 2026-02 tax"] == "192.00"
    assert march["anna", "retro 2026-02 social"] == "76.80"
    assert [line for who, line in march if who == "mark" and line.startswith("retro")] == []


def test_half_of_a_premium_taken_back() -> None:
    head = "Employee ID,Earned\n"

    march = _correct_february(CLAWBACK, (f"{head}1,10000\n", f"{head}1,5000\n", f"{head}1,0\n"))

    assert march["1", "retro 2026-02 premium"] == "-5000.00"
    assert march["1", "premium"] == "0.00"
