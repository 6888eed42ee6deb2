"""Writes the fact files of the benchmarks, the same bytes for the same sizes.

python benchmarks/make_files.py xlsx FILE EMPLOYEES
python benchmarks/make_files.py csv FILE EMPLOYEES
python benchmarks/make_files.py groups FILE EMPLOYEES GROUPS
python benchmarks/make_files.py deals FILE DEALS EMPLOYEES
python benchmarks/make_files.py formulas FILE EMPLOYEES
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from jobs import BANDS, DEAL_HEADINGS, EMPLOYEE_HEADINGS, PLANS, WEIGHTS, Employee, deals, employees

CREATED = datetime(2026, 3, 31)  # noqa: DTZ001 - a workbook has no time zones
FORMULA_HEADINGS = ("KPI 1", "KPI 2", "KPI 3", "KPI 4", "KPI 5", "Индекс", "Коэффициент", "Стоп", "Премия")
FORMULA_HEADINGS_OF_PAY = ("Удержание", "Итого")


def write_workbook(path: Path, count: int) -> None:
    """Write the employees of the reference job as XLSX."""
    headings = EMPLOYEE_HEADINGS
    _write_sheet(path, headings, (_cells(employee) for employee in employees(count)))


def write_live_workbook(path: Path, count: int) -> None:
    """Write the reference job as XLSX with a formula in every computed cell."""
    headings = EMPLOYEE_HEADINGS + FORMULA_HEADINGS + FORMULA_HEADINGS_OF_PAY
    rows = ((*_cells(employee), *_formulas(row)) for row, employee in enumerate(employees(count), 2))
    _write_sheet(path, headings, rows)


def write_csv(path: Path, count: int) -> None:
    """Write the employees of the reference job as CSV, the way a Russian Excel saves it."""
    rows = ([str(cell).replace(".", ",") for cell in _cells(employee)] for employee in employees(count))
    _write_rows(path, EMPLOYEE_HEADINGS, rows)


def write_groups(path: Path, count: int, groups: int) -> None:
    """Write the employees as CSV, each of one of some groups: as many schemes pay a part of them each."""
    rows = (
        [*(str(cell).replace(".", ",") for cell in _cells(employee)), f"г{employee.number % groups}"]
        for employee in employees(count)
    )
    _write_rows(path, (*EMPLOYEE_HEADINGS, "Группа"), rows)


def write_deals(path: Path, count: int, employee_count: int) -> None:
    """Write the deals of the deals job as CSV."""
    rows = (
        [_number(deal.employee), f"{deal.amount // 100},{deal.amount % 100:02}", deal.category]
        for deal in deals(count, employee_count)
    )
    _write_rows(path, DEAL_HEADINGS, rows)


def _cells(employee: Employee) -> tuple[str | int | float, ...]:
    return (
        _number(employee.number),
        f"Сотрудник {_number(employee.number)}",
        employee.salary / 100,
        employee.revenue / 100,
        employee.margin / 100,
        employee.deals,
        employee.calls,
        employee.complaints,
    )


def _number(number: int) -> str:
    return f"T{number:07}"


def _formulas(row: int) -> Iterator[str]:
    attainments = [f"{column}{row}/{plan}" for column, plan in zip("DEFG", PLANS, strict=False)]
    attainments.append(f"(2-H{row}/{PLANS[4]})")
    yield from (f"=IF({each}<0.7,0,MIN({each},1.5))" for each in attainments)
    parts = (f"{weight.numerator / weight.denominator}*{column}{row}" for weight, column in _weighted())
    yield "=" + "+".join(parts)
    yield f"=LOOKUP(N{row},{{{_array(0)}}},{{{_array(1)}}})"
    yield f"=IF({attainments[0]}<0.4,0,IF(H{row}>45,0.5,1))"
    yield f"=ROUND(C{row}*0.4*O{row}*P{row},2)"
    yield f"=MIN(MAX(0,H{row}-25)*150,Q{row})"
    yield f"=C{row}+Q{row}-R{row}"


def _weighted() -> Iterator[tuple[Fraction, str]]:
    return zip(WEIGHTS, "IJKLM", strict=True)


def _array(side: int) -> str:
    return ",".join(str(band[side] / 100) for band in BANDS)


def _write_sheet(
    path: Path, headings: tuple[str, ...], rows: Iterable[tuple[str | int | float, ...]]
) -> None:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - only workbooks need it

    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    workbook.set_properties({"created": CREATED})
    sheet = workbook.add_worksheet("Сотрудники")
    sheet.write_row(0, 0, headings)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    workbook.close()


def _write_rows(path: Path, headings: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows(rows)


def main(kind: str, path: str, *sizes: str) -> None:
    """Write one file."""
    writers: dict[str, Callable[..., None]] = {
        "xlsx": write_workbook,
        "csv": write_csv,
        "formulas": write_live_workbook,
        "groups": write_groups,
        "deals": write_deals,
    }
    writers[kind](Path(path), *map(int, sizes))


if __name__ == "__main__":
    main(*sys.argv[1:])
