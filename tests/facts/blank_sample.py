"""Schemes from a few lines, and the workbook laid out for them."""

from __future__ import annotations

from kpicalc.compiler.passes import compile_scheme
from kpicalc.facts.blank_workbook import BlankColumn, BlankSheet, BlankWorkbook, UsualWords
from kpicalc.facts.lay_out_blank import lay_out_workbook
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import Program
from kpicalc.scheme.load import read_scheme

MARCH = Period(2026, 3, PeriodLength.MONTH)
USUAL = UsualWords("Сотрудники", "Таб. №", "ФИО", "Отдел")
ENGLISH = UsualWords("Employees", "Employee ID", "Full name", "Team")


def program_of(facts: str, name: str = "sample", more: str = "") -> Program:
    """Compile a scheme that reads some facts; `more` are lines of other sections."""
    text = f"kpicalc: 1\nscheme: {name}\ncurrency: RUB\nfacts:\n{facts}\n{more}\n"
    if "pay:" not in more:
        text += "pay: {оклад_строкой: {kind: fixed, amount: 1}}\n"
    document = read_scheme(text, f"{name}.yaml")
    assert document.value is not None, document.diagnostics
    program = compile_scheme(document.value, MARCH)
    assert program.value is not None, program.diagnostics
    return program.value


def lay_out(*programs: Program, usual: UsualWords = USUAL) -> BlankWorkbook:
    """Lay out the workbook for March."""
    return lay_out_workbook(programs, MARCH, usual)


def sheet_of(workbook: BlankWorkbook, title: str) -> BlankSheet:
    """Return a sheet by its title."""
    return next(each for each in workbook.sheets if each.title == title)


def column_of(sheet: BlankSheet, heading: str) -> BlankColumn:
    """Return a column by its heading."""
    return next(each for each in sheet.columns if each.heading == heading)


def headings_of(sheet: BlankSheet) -> list[str]:
    """Return the headings of a sheet."""
    return [each.heading for each in sheet.columns]
