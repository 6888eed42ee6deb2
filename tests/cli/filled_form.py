"""Fill in a workbook that `kpicalc template` wrote: as a person would type it."""

from __future__ import annotations

from copy import copy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kpicalc.facts.blank_workbook import BlankColumn, BlankSheet, BlankWorkbook, ColumnPart
from kpicalc.model.kind import Kind
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Program
from kpicalc.report.writers.form_cells import FIRST_ROW

LONG_AGO = date(2020, 1, 15)
IN_MARCH = date(2026, 3, 10)


def fill_form(path: Path, blank: BlankWorkbook, rows: int = 1) -> None:
    """Type valid values into every sheet: for each scheme some employees and what belongs to them.

    Cells that may stay blank, and columns of employees that are only for other schemes, are left blank.
    """
    book = load_workbook(path)
    people = [*blank.programs] * rows
    for sheet in blank.sheets:
        chosen = [(at, each) for at, each in enumerate(people) if _reads(each, sheet)]
        for row, (person, program) in enumerate(chosen[:1] if sheet.grain == COMPANY else chosen):
            _fill_row(book[sheet.title], sheet, FIRST_ROW + 1 + row, (person, program))
    book.save(path)


def _fill_row(page: Any, sheet: BlankSheet, row: int, who: tuple[int, Program]) -> None:
    person, program = who
    for number, column in enumerate(sheet.columns, start=1):
        if sheet.grain != EMPLOYEES or _reads(program, column):
            _type(page, (row, number), _value(column, person, program))


def _reads(program: Program, part: BlankSheet | BlankColumn) -> bool:
    return any(each.scheme == program.scheme for each in part.programs)


def _type(page: Any, place: tuple[int, int], value: Any) -> None:
    """Write a value as Excel does: the cell takes the format of its column."""
    if value is None:
        return
    cell = page.cell(*place)
    cell._style = copy(page.column_dimensions[get_column_letter(place[1])]._style)  # noqa: SLF001 - no other way
    cell.value = value


def _value(column: BlankColumn, person: int, program: Program) -> Any:
    asked = [each.values[0] for each in program.applies_to.named if each.heading == column.heading]
    if asked:
        return str(asked[0])
    if column.readers and column.choices:
        first = column.choices[0]
        return float(first) if isinstance(first, Decimal) else first
    if column.readers:
        return _fact(column.readers[0].spec, person)
    return f"Name {person + 1}" if column.part is ColumnPart.NAME else f"00{person + 1}"


def _fact(spec: Input, row: int) -> Any:
    if spec.optional:
        return None
    match spec.kind:
        case Kind.FLAG:
            return "да"
        case Kind.TEXT:
            return f"text {row}"
        case Kind.DATE:
            return IN_MARCH if spec.in_period else LONG_AGO
        case Kind.RATIO:
            return 1
        case _:
            return _number(spec)


def _number(spec: Input) -> float:
    """Return a number within the bounds, not far from a hundred."""
    least, most = spec.minimum, spec.maximum
    low = least if least is not None else spec.above
    high = most if most is not None else spec.below
    if low is not None and low > 50:
        return float(low) + 1
    return min(100, float(high) - 1 if high is not None else 100)
