"""Prints for how many employees a result file differs from the pay worked out in fractions.

python benchmarks/check_pay.py reference RESULTS EMPLOYEES
python benchmarks/check_pay.py deals RESULTS EMPLOYEES DEALS
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from jobs import deals, deals_pay, employees, reference_pay


def wrong_employees(results: Path, expected: dict[int, int]) -> int:
    """Count the employees whose total is another one or missing, and the rows that nobody expects."""
    paid = _paid(results)
    return sum(paid.get(number) != pay for number, pay in expected.items()) + len(
        paid.keys() - expected.keys()
    )


def expected_pay(job: str, employee_count: int, deal_count: int = 0) -> dict[int, int]:
    """Return the pay of every employee of a job, in kopecks, by number."""
    people = employees(employee_count)
    if job == "reference":
        return {employee.number: reference_pay(employee) for employee in people}
    salaries = {employee.number: employee.salary for employee in people}
    return deals_pay(salaries, deals(deal_count, employee_count))


def _paid(results: Path) -> dict[int, int]:
    with results.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return {int(row["Таб. №"].removeprefix("T")): _kopecks(row["Итого"]) for row in rows}


def _kopecks(text: str) -> int:
    whole, _, fraction = text.replace("\u00a0", "").replace(",", ".").partition(".")
    return int(whole + fraction.ljust(2, "0"))


if __name__ == "__main__":
    print(wrong_employees(Path(sys.argv[2]), expected_pay(sys.argv[1], *map(int, sys.argv[3:]))))
