"""Every pay system of the examples: each pay line of the company's March, worked by hand, to the kopeck.

`expected.csv` of each system shows the arithmetic and the rule beside the amount.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from kpicalc.api import Request, compute
from kpicalc.model.fault import Value
from kpicalc.model.period import parse_period
from kpicalc.model.result import Run, Settlement

ROOT = Path(__file__).resolve().parents[2]
SYSTEMS = tuple(sorted(path.parent.name for path in Path(__file__).parent.glob("*/expected.csv")))
# Firms of their own, which are not in the books of the company.
APART = ("contact-centre", "sales-agent", "service-crew")
OF_COMPANY = tuple(system for system in SYSTEMS if system not in APART)
COMPANY_BOOK = (ROOT / "examples" / "company" / "march.xlsx",)
COMPANY_CSV = tuple(sorted((ROOT / "examples" / "company-csv").glob("*.csv")))

BLANK_TAKEN_AS_SAID = "KPI454"  # advice: «Простой» is blank for one person, which the scheme says is 0
FLAGS = {"да": True, "нет": False}
POINTS = " баллов"

Amounts = dict[tuple[str, str, str], Value]


@cache
def run_of(facts: tuple[Path, ...], systems: tuple[str, ...] = OF_COMPANY) -> Run:
    schemes = tuple(ROOT / "schemes" / f"{system}.yaml" for system in systems)
    checked = compute(Request(facts=facts, schemes=schemes, period=parse_period("2026-03")))
    assert checked.value is not None, checked.diagnostics
    assert {each.code for each in checked.diagnostics} <= {BLANK_TAKEN_AS_SAID}
    return checked.value


def amounts_of(facts: tuple[Path, ...], system: str, systems: tuple[str, ...] = OF_COMPANY) -> Amounts:
    """Return every pay line and the total of a system, by number, name and line."""
    run = run_of(facts, systems)
    settlement = next(each for each in run.settlements if each.program.scheme == system)
    lines = {line.name: line.variable for line in settlement.program.pay_lines}
    return _amounts(settlement, lines | {"total": settlement.program.total})


def _amounts(settlement: Settlement, lines: dict[str, str]) -> Amounts:
    people = settlement.facts.frames["employees"]
    columns = settlement.values.columns
    return {
        (key, name, line): columns["employees", variable][row]
        for row, (key, name) in enumerate(zip(people.keys, people.labels, strict=True))
        for line, variable in lines.items()
    }


def rows_by_hand(system: str) -> dict[tuple[str, str, str], str]:
    """Return what stands in `expected.csv`: an amount, да or нет, or a count of points."""
    path = Path(__file__).parent / system / "expected.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert all(row["how"] and row["rule"] for row in rows), "arithmetic and rule stand beside every amount"
    return {(row["employee"], row["name"], row["line"]): row["amount"] for row in rows}


def worked_by_hand(system: str) -> Amounts:
    return {place: _read(text) for place, text in rows_by_hand(system).items()}


def _read(text: str) -> Value:
    return FLAGS[text] if text in FLAGS else Decimal(text.removesuffix(POINTS))


@pytest.mark.parametrize("system", OF_COMPANY)
def test_the_company_is_paid_as_worked_by_hand(system: str) -> None:
    assert worked_by_hand(system) == amounts_of(COMPANY_BOOK, system)


@pytest.mark.parametrize("system", OF_COMPANY)
def test_the_csv_twin_gives_the_same_figures(system: str) -> None:
    assert amounts_of(COMPANY_BOOK, system) == amounts_of(COMPANY_CSV, system)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_workbook_of_one_group_gives_the_same_figures(system: str) -> None:
    own_book = (ROOT / "examples" / system / "march.xlsx",)

    assert worked_by_hand(system) == amounts_of(own_book, system, (system,))


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_arithmetic_by_hand_adds_up(system: str) -> None:
    expected = rows_by_hand(system)
    people = {(key, name) for key, name, _ in expected}

    for person in people:
        lines = {line: text for (*who, line), text in expected.items() if tuple(who) == person}
        total = Decimal(lines.pop("total"))
        money = [text for text in lines.values() if text not in FLAGS and not text.endswith(POINTS)]
        assert total == sum(map(Decimal, money))


def test_what_the_schemes_demand_of_their_pay_holds() -> None:
    checked = {
        (settlement.program.scheme, variable): column
        for settlement in run_of(COMPANY_BOOK).settlements
        for (_, variable), column in settlement.values.columns.items()
        if variable.startswith("checks.") and variable.count(".") == 1
    }

    assert checked == {
        ("commercial-director", "checks.выручка_по_продуктам"): [True] * 2,
        ("head-of-sales", "checks.доля_оклада"): [True] * 6,
        ("manager-regulation", "checks.премия_в_пределах"): [True] * 3,
    }


def test_every_scheme_has_its_pay_worked_by_hand() -> None:
    assert list(SYSTEMS) == sorted(path.stem for path in (ROOT / "schemes").glob("*.yaml"))


def test_the_published_figures_are_among_them() -> None:
    assert worked_by_hand("internet-marketer")["00101", "Орлова Анна Сергеевна", "total"] == Decimal("832.88")
    assert worked_by_hand("salary-actions-bonus")["00401", "Власов Кирилл Егорович", "total"] == Decimal(
        47000
    )


def test_pay_is_the_same_whatever_is_kept_in_memory() -> None:
    schemes = tuple(ROOT / "schemes" / f"{system}.yaml" for system in OF_COMPANY)
    lean = compute(Request(COMPANY_BOOK, schemes, parse_period("2026-03"), pay_only=True)).value
    assert lean is not None

    for few, all_kept in zip(lean.settlements, run_of(COMPANY_BOOK).settlements, strict=True):
        lines = {line.name: line.variable for line in few.program.pay_lines}
        lines["total"] = few.program.total
        assert _amounts(few, lines) == _amounts(all_kept, lines)
        assert few.values.columns.keys() <= all_kept.values.columns.keys()
    assert lean.totals == run_of(COMPANY_BOOK).totals
    assert lean.diagnostics == run_of(COMPANY_BOOK).diagnostics
