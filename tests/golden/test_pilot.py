"""The example `examples/pilot`, worked by hand: a pilot, all the rest, a transfer in mid-month, checks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kpicalc.api import Request, compute, employee_rows
from kpicalc.engine.settle import people_in_parts, sum_of_person
from kpicalc.model.fault import Value
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run, Settlement

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "pilot"
MARCH = Period(2026, 3, PeriodLength.MONTH)


def _run() -> tuple[Run, list[str]]:
    schemes = tuple(sorted((FOLDER / "schemes").glob("*.yaml")))
    checked = compute(Request(tuple(sorted(FOLDER.glob("*.csv"))), schemes, MARCH))
    assert checked.value is not None, checked.diagnostics
    return checked.value, [each.code for each in checked.diagnostics]


def _paid(settlement: Settlement, row: int) -> tuple[str, str, Value, Value, Value]:
    columns, number = settlement.values.columns, settlement.facts.frames[EMPLOYEES].keys[row]
    salary, fee, total = (columns[EMPLOYEES, name][row] for name in ("оклад", "процент", "total"))
    return number, settlement.program.scheme, salary, fee, total


def test_everybody_is_paid_by_the_scheme_that_names_him_or_by_the_rest() -> None:
    run, codes = _run()
    paid = [_paid(*place) for place in employee_rows(run)]

    assert paid == [
        # 30 000, and 6 % of 1 200 000, 500 000 and 1 000 000.
        ("01", "pilot", Decimal(30_000), Decimal(72_000), Decimal(102_000)),
        ("02", "pilot", Decimal(30_000), Decimal(30_000), Decimal(60_000)),
        ("03", "pilot", Decimal(30_000), Decimal(60_000), Decimal(90_000)),
        # 40 000, and 4 % of 600 000.
        ("04", "managers", Decimal(40_000), Decimal(24_000), Decimal(64_000)),
        # From the 11th on: 40 000 x 21 / 31 = 27 096.774, and 4 % of 300 000.
        ("05", "managers", Decimal("27096.77"), Decimal(12_000), Decimal("39096.77")),
        # Up to the 10th 40 000 x 10 / 31 = 12 903.226 and 4 % of 500 000.
        ("06", "managers", Decimal("12903.23"), Decimal(20_000), Decimal("32903.23")),
        # From the 11th on 62 000 x 21 / 31, and 2 % of 1 000 000.
        ("06", "seniors", Decimal(42_000), Decimal(20_000), Decimal(62_000)),
        # 10 % of 250 000.
        ("07", "seniors", Decimal(0), Decimal(25_000), Decimal(25_000)),
    ]
    # Burov's salary is half of his pay where the pilot means 40 % at most.
    assert codes == ["KPI554"]


def test_who_is_transferred_has_both_parts_together() -> None:
    run, _ = _run()
    people = people_in_parts(employee_rows(run))

    assert {number: sum_of_person(places) for number, places in people.items()} == {"06": Decimal("94903.23")}


def test_the_pilot_as_a_whole_keeps_its_budget() -> None:
    run, _ = _run()
    pilot = next(each for each in run.settlements if each.program.scheme == "pilot")

    # 102 000 + 60 000 + 90 000 = 252 000 of 260 000.
    assert list(pilot.values.columns["company", "checks.бюджет"]) == [True]
