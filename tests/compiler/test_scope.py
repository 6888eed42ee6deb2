"""What a formula of a row sees: the row, what stands above it, and rows below only inside an aggregate."""

from __future__ import annotations

import pytest

from kpicalc.formula.printer import print_formula
from tests.compiler.builders import formula, problems_of, program_of, variable

TEXT = """
parameters: {{общее: 5}}
facts:
  company: {{columns: {{прибыль: money}}, values: {{к: {company}}}}}
  teams: {{derived: true, key: Отдел, values: {{т: {team}}}}}
  employees: {{columns: {{план: money, имя: text}}, values: {{с: {employee}}}}}
  receipts: {{columns: {{сумма: money, имя_клиента: text}}, values: {{п: {receipt}}}}}
  visits: {{columns: {{часы: hours}}}}
pay: {{оклад: {{kind: fixed, amount: 1}}}}
"""
QUIET = {"company": "1", "team": "1", "employee": "1", "receipt": "1"}


@pytest.mark.parametrize(
    ("grain", "written", "expected"),
    [
        ("receipt", "сумма", "сумма"),
        ("receipt", "receipts.сумма", "сумма"),
        ("receipt", "план", "employee.план"),
        ("receipt", "employee.план", "employee.план"),
        ("receipt", "employees.план", "employee.план"),
        ("receipt", "teams.т + team.т", "team.т + team.т"),
        ("receipt", "прибыль + company.прибыль", "прибыль + прибыль"),
        ("employee", "общее * period.days", "общее * period.days"),
        ("team", "sum(employees.план)", "sum(employees.план)"),
        ("team", "sum(employee.план)", "sum(employees.план)"),
        ("company", "sum(receipts.сумма)", "sum(receipts.сумма)"),
        (
            "company",
            "count(employees where employees.план > прибыль)",
            "count(employees where employees.план > прибыль)",
        ),
        (
            "employee",
            "sum(receipts.сумма where receipts.сумма > план)",
            "sum(receipts.сумма where receipts.сумма > план)",
        ),
        ("employee", "count(receipts) / max(count(visits), 1)", "count(receipts) / max(count(visits), 1)"),
    ],
)
def test_what_is_seen(grain: str, written: str, expected: str) -> None:
    program = program_of(TEXT.format(**{**QUIET, grain: written}))
    name, home = {
        "company": ("к", "company"),
        "team": ("т", "teams"),
        "employee": ("с", "employees"),
        "receipt": ("п", "receipts"),
    }[grain]

    assert formula(program, name, home) == expected


@pytest.mark.parametrize(
    ("grain", "written", "expected"),
    [
        ("company", "план", "KPI204"),
        ("company", "team.т", "KPI204"),
        ("employee", "часы", "KPI204"),
        ("receipt", "часы", "KPI205"),
        ("receipt", "visits.часы", "KPI205"),
        ("employee", "receipts", "KPI238"),
        ("employee", "company", "KPI238"),
        ("employee", "period.week", "KPI207"),
        ("employee", "склад.остаток", "KPI201"),
        ("employee", "employee.фонд_времени", "KPI201"),
        ("employee", "общеe", "KPI206"),
        ("employee", "total", "KPI201"),
        ("employee", "sum(receipts.сумма + часы)", "KPI205"),
        ("employee", "count(receipts where visits.часы > 1)", "KPI221"),
        ("employee", "sum(план where count(receipts) > 1)", "KPI220"),
        ("employee", "?", "KPI"),
    ],
)
def test_what_is_not(grain: str, written: str, expected: str) -> None:
    problems = problems_of(TEXT.format(**{**QUIET, grain: f'"{written}"'}))

    assert [code.startswith(expected) for code, _ in problems] == [True]


def test_the_nearest_of_equal_names_is_meant() -> None:
    nearest = """
parameters: {ставка: 5}
facts:
  teams: {derived: true, key: Отдел, values: {ставка: 4, у_команды: ставка}}
  employees: {columns: {план: money}, values: {ставка: 3}}
  receipts:
    columns: {сумма: money}
    values: {своя: ставка, общая: company.ставка}
values: {итого: sum(receipts.сумма * ставка), команды: team.ставка}
pay: {оклад: {kind: fixed, amount: 1}}
"""
    program = program_of(nearest)
    meant = {
        (home, name): print_formula(variable(program, name, home).expr, home="nobody")
        for home, name in (
            ("teams", "у_команды"),
            ("receipts", "своя"),
            ("receipts", "общая"),
            ("employees", "команды"),
        )
    }

    assert meant == {
        ("teams", "у_команды"): "team.ставка",
        ("receipts", "своя"): "employee.ставка",
        ("receipts", "общая"): "ставка",
        ("employees", "команды"): "team.ставка",
    }


def test_no_written_function_means_an_unreadable_formula() -> None:
    assert [code for code, _ in problems_of(TEXT.format(**{**QUIET, "employee": "unreadable(план)"}))] == [
        "KPI251"
    ]
