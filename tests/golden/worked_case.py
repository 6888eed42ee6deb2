"""A worked example: a rule, a scheme in our language, facts, and the figures that must come out."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kpicalc.api import Request, compute
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.fault import Value
from kpicalc.model.period import parse_period
from kpicalc.model.program import Program
from kpicalc.model.result import Run, Settlement

FOLDER = Path(__file__).parent / "worked"


@dataclass(frozen=True, slots=True)
class Expected:
    """One figure: of an employee, or of the company when `employee` is ""."""

    name: str
    employee: str
    value: str
    equals: str


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One file of the folder `worked`; `facts` holds the rows of each table by heading."""

    identifier: str
    scheme: str
    period: str
    facts: Mapping[str, Sequence[Mapping[str, str]]]
    expected: tuple[Expected, ...]


@cache
def read_case(path: Path) -> WorkedCase:
    """Read a worked example; every scalar of the file is text."""
    written = read_as_texts(path.read_text(encoding="utf-8"))
    expected = tuple(
        Expected(name, each.get("employee", ""), each["value"], each["equals"])
        for name, each in written["expect"].items()
    )
    return WorkedCase(written["id"], written["scheme"], written["period"], written["facts"], expected)


def read_as_texts(text: str) -> Any:
    """Read YAML, every scalar of it as text, by the quicker reader where it is installed."""
    return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - makes text only


def differences(case: WorkedCase, folder: Path) -> list[str]:
    """Compute the case with its files in a folder; return what differs from the expected figures."""
    settlement, problems = settle(case.scheme, case.facts, folder, case.period)
    if settlement is None:
        return problems
    found = [(each, figure(settlement, each.value, each.employee)) for each in case.expected]
    return [
        f"{each.name}: expected {each.equals}, got {value}"
        for each, value in found
        if not _equal(each.equals, value)
    ]


def settle(
    scheme: str, facts: Mapping[str, Sequence[Mapping[str, str]]], folder: Path, period: str = "2026-03"
) -> tuple[Settlement | None, list[str]]:
    """Run a scheme over tables of facts; return the outcome, or the problems as `code params`."""
    checked = run_tables(scheme, facts, folder, period)
    problems = [_one_line(each) for each in checked.diagnostics]
    return (checked.value.settlements[0] if checked.value else None), problems


def run_tables(
    scheme: str, facts: Mapping[str, Sequence[Mapping[str, str]]], folder: Path, period: str
) -> Checked[Run]:
    """Write a scheme, `scheme.yaml`, and tables of facts into a folder, and run it over them."""
    paths = tuple(_write_table(folder / f"{table}.csv", rows) for table, rows in facts.items())
    scheme_path = folder / "scheme.yaml"
    scheme_path.write_text(scheme, encoding="utf-8")
    return compute(Request(facts=paths, schemes=(scheme_path,), period=parse_period(period)))


def figure(settlement: Settlement, name: str, employee: str = "") -> Value:
    """Return a pay line, the total or any named value; of the company when no employee is named."""
    columns = settlement.values.columns
    if not employee:
        return columns["company", name][0]
    row = list(settlement.facts.frames["employees"].keys).index(employee)
    return columns["employees", _variable(settlement.program, name)][row]


def _variable(program: Program, name: str) -> str:
    if name == "total":
        return program.total
    lines = {line.name: line.variable for line in program.pay_lines}
    return lines.get(name, name)


def _equal(written: str, value: Value) -> bool:
    if written in {"true", "false"}:
        return value is (written == "true")
    return isinstance(value, Decimal) and value == Decimal(written)


def _write_table(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _one_line(problem: Diagnostic) -> str:
    params = " ".join(f"{name}={value}" for name, value in problem.params)
    place = problem.primary.place if problem.primary else ""
    return f"{problem.code} {place} {params}"
