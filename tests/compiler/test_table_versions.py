"""Tables whose numbers are formulas over parameters: what they come to, and for whom."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.model.program import Program, Table
from tests.compiler.builders import PAY, compile_text, formula, place, problems_of, program_of

FACTS = "facts: {employees: {роль: text, район: text, факт: money, шаги: count, день: date}}\n"


def table_of(text: str, period: str = "2026-03") -> Table:
    """Return the only table of a scheme that asks nothing of it."""
    (table,) = program_of(text + FACTS + PAY, period).tables.values()
    return table


def bands_of(table: Table) -> list[tuple[Decimal | None, Decimal]]:
    """Return the lower bound and the value of each band."""
    return [(band.lower, band.value) for band in table.bands]


def test_formulas_come_to_the_numbers_of_the_period() -> None:
    text = """
parameters: {ставка: {2025-01: 4%, 2026-01: 5%}, шаг: {value: 100, type: money}}
tables: {T: {mode: slab, bands: [{from: 0, rate: ставка / 2}, {from: шаг * 3, rate: "max(ставка, 6%)"}]}}
"""
    now, before = table_of(text), table_of(text, "2025-12")

    assert bands_of(now) == [(Decimal(0), Decimal("0.025")), (Decimal(300), Decimal("0.06"))]
    assert bands_of(before)[0] == (Decimal(0), Decimal("0.02"))
    assert (now.axis_kind, now.value_kind) == ("money", "ratio")
    assert [[key for key, _ in band.formulas] for band in now.bands] == [["rate"], ["from", "rate"]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1/6", Decimal(1) / 6),
        ("-(2 - 3)", Decimal(1)),
        ("if шаг > 5 then 10 else 20", Decimal(10)),
        ("if not (шаг > 5 and шаг < 7) then 10 else 20", Decimal(10)),
        ("if шаг < 5 or шаг = 7 then 10 else 20", Decimal(10)),
        ("round(шаг / 2, 1)", Decimal(4)),
        ("period.month * 2", Decimal(6)),
        ("day - period.first_day", Decimal(14)),
        ("days_between(period.first_day, day + 1)", Decimal(15)),
        ("З1 + l0", Decimal(5)),
    ],
)
def test_what_a_formula_may_reckon_with(written: str, expected: Decimal) -> None:
    parameters = "parameters: {шаг: 7, day: 2026-03-15, З1: 2, l0: 3}\n"
    text = f"{parameters}tables: {{T: {{mode: lookup, bands: [{{from: 0, value: '{written}'}}]}}}}\n"

    assert round(table_of(text).bands[0].value, 20) == round(expected, 20)


def test_a_bound_may_be_a_day() -> None:
    text = """
parameters: {начало: {2026-01: 2026-03-10, 2026-04: 2026-04-20}}
tables: {T: {mode: lookup, bands: [{from: 2026-01, value: 1}, {from: начало + 5, value: 2}]}}
"""
    assert [band.lower for band in table_of(text).bands] == [Decimal(739617), Decimal(739690)]


BY_ROLE = """
parameters:
  ставка: {by: роль, values: {а: 5%, б: 7%}}
  порог:  {by: роль, values: {б: 200, в: 300}, otherwise: 100}
tables:
  T: {mode: slab, bands: [{from: 0, rate: 1%}, {from: порог, rate: ставка}]}
values: {премия: T(факт), тоже: T(факт) * 2}
"""


def by_role() -> Program:
    """Return a program that asks a table of several versions."""
    return program_of(BY_ROLE + FACTS + PAY)


def test_each_value_of_what_a_parameter_depends_on_makes_a_table() -> None:
    tables = by_role().tables

    assert {name: bands_of(each) for name, each in tables.items()} == {
        "T[а]": [(Decimal(0), Decimal("0.01")), (Decimal(100), Decimal("0.05"))],
        "T[б]": [(Decimal(0), Decimal("0.01")), (Decimal(200), Decimal("0.07"))],
    }
    assert {each.written_name for each in tables.values()} == {"T"}
    assert {each.label for each in tables.values()} == {"T"}


def test_the_row_decides_which_of_them_is_asked() -> None:
    program = by_role()

    assert formula(program, "премия") == "T(факт)"
    assert formula(program, "T(факт)") == (
        'if роль = "а" then T[а](факт) else if роль = "б" then T[б](факт) else if роль = "в" then — else —'
    )


def test_parameters_of_two_columns_make_a_table_for_each_pair() -> None:
    text = """
parameters:
  ставка: {by: роль, values: {а: по_району, б: 7%}, otherwise: 9%}
  по_району: {by: район, values: {с: 1%}, otherwise: 2%}
tables: {T: {mode: lookup, bands: [{from: 0, value: ставка}]}}
values: {премия: T(факт)}
"""
    program = program_of(text + FACTS + PAY)

    assert {name: table.bands[0].value for name, table in program.tables.items()} == {
        "T[а, с]": Decimal("0.01"),
        "T[а, *]": Decimal("0.02"),
        "T[б]": Decimal("0.07"),
        "T[*]": Decimal("0.09"),
    }
    assert formula(program, "T(факт)") == (
        'if роль = "а" and район = "с" then T[а, с](факт) else if роль = "а" then T[а, *](факт) '
        'else if роль = "б" then T[б](факт) else T[*](факт)'
    )


def test_keys_may_be_numbers_flags_and_months() -> None:
    text = """
parameters:
  сезон: {by: period.month, values: {1: 1, 3: 3}, otherwise: 2}
  разряд: {by: шаги, values: {4: 40, 5: 50}}
tables: {T: {mode: lookup, bands: [{from: 0, value: сезон * разряд}]}}
values: {премия: T(факт)}
"""
    program = program_of(text + FACTS + PAY)

    assert [table.bands[0].value for table in program.tables.values()] == [40, 50, 120, 150, 80, 100]


def test_a_long_list_goes_on_in_another_formula() -> None:
    keys = ", ".join(f"р{number}: {number}" for number in range(41))
    text = f"""
parameters: {{ставка: {{by: роль, values: {{{keys}}}}}}}
tables: {{T: {{mode: lookup, bands: [{{from: 0, value: ставка}}]}}}}
values: {{премия: T(факт)}}
"""
    program = program_of(text + FACTS + PAY)

    assert formula(program, "T(факт)").endswith('роль = "р19" then T[р19](факт) else T(факт) 1')
    assert formula(program, "T(факт) 2") == 'if роль = "р40" then T[р40](факт) else —'


def test_functions_of_tables_ask_the_version_of_the_row() -> None:
    text = BY_ROLE.replace("slab", "marginal").replace(
        "T(факт), тоже: T(факт) * 2", '"in_band(T, факт, 2)", тоже: "to_date(T, 10, факт)"'
    )
    program = program_of(text + FACTS + PAY)

    assert formula(program, "in_band(T, факт, 2)").startswith(
        'if роль = "а" then max(факт - 100, 0) else if роль = "б" then max(факт - 200, 0)'
    )
    assert formula(program, "to_date(T, 10, факт)").startswith(
        'if роль = "а" then T[а](10 + факт) - T[а](10) else if'
    )


def test_a_matrix_may_have_formulas_on_both_axes_and_in_its_cells() -> None:
    text = """
parameters: {шаг: {value: 100, type: money}, ставка: 5%}
tables:
  M: {mode: matrix, rows: [0, шаг], columns: {bounds: [1, 1 + 1]}, values: [[ставка, 1%], [2%, ставка * 2]]}
"""
    table = table_of(text)

    assert table.cells == ((Decimal("0.05"), Decimal("0.01")), (Decimal("0.02"), Decimal("0.10")))
    assert [[expr is None for expr in row] for row in table.cell_formulas] == [[False, True], [True, False]]


def test_holes_are_told_of_the_version_that_has_them() -> None:
    text = """
parameters: {порог: {by: роль, type: money, values: {а: 100, б: 200, в: 300}}}
tables: {T: {mode: lookup, bands: [{from: 0, to: 200, value: 1}, {above: порог, value: 2}]}}
"""
    found = problems_of(text + FACTS + PAY)

    assert [(code, params["table"]) for code, params in found] == [("KPI301", "T[в]"), ("KPI302", "T[а]")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("факт", "KPI255"),
        ("company.шаг", "KPI255"),
        ("sum(employees.факт)", "KPI255"),
        ("working_days(period.first_day, period.last_day)", "KPI255"),
        ("if_missing(шаг, 5)", "KPI255"),
        ("шаг / 0", "KPI256"),
        ("шаг + день", "KPI242"),
        ('"много"', "KPI256"),
        ("шаг > 5", "KPI256"),
        ("день", "KPI258"),
        ("шаг *", "KPI183"),
    ],
)
def test_what_cannot_be_computed_is_refused(number: str, code: str) -> None:
    parameters = "parameters: {шаг: {value: 7, type: money}, день: 2026-03-15}\n"
    text = f"{parameters}tables: {{T: {{mode: lookup, bands: [{{from: 0, value: '{number}'}}]}}}}\n"
    problems = [each for each in compile_text(text + FACTS + PAY).diagnostics if each.code != "KPI214"]

    assert [each.code for each in problems] == [code]
    assert place(problems[0])[0] == 5


def test_a_circle_of_parameters_is_told_once() -> None:
    text = """
parameters: {а: б, б: а}
tables: {T: {mode: lookup, bands: [{from: 0, value: а}]}}
values: {премия: T(факт)}
"""
    assert [code for code, _ in problems_of(text + FACTS + PAY)] == ["KPI250"]


def test_a_wrong_call_of_such_a_table_is_told_once() -> None:
    text = BY_ROLE.replace("T(факт), тоже", '"T(1, 2, 3)", тоже')

    assert [code for code, _ in problems_of(text + FACTS + PAY)] == ["KPI225"]


def test_a_slope_may_end_at_a_point_of_its_own() -> None:
    bands = "[{from: 0, value: 1, slope: 2}, {from: 3}, {from: 5, value: 9}]"
    text = f"tables: {{T: {{mode: interpolate, bands: {bands}}}}}\n"

    assert bands_of(table_of(text)) == [
        (Decimal(0), Decimal(1)),
        (Decimal(3), Decimal(7)),
        (Decimal(5), Decimal(9)),
    ]


@pytest.mark.parametrize("end", ["", ", to: 100"])
def test_a_step_that_comes_to_nothing_is_refused(end: str) -> None:
    text = f"""
parameters: {{шаг: 0}}
tables: {{T: {{mode: lookup, beyond: last, bands: [{{from: 0, adds: 1, every: шаг{end}}}]}}}}
"""
    assert [code for code, _ in problems_of(text + FACTS + PAY)] == ["KPI152"]


def test_what_a_version_depends_on_must_be_in_reach_of_the_call() -> None:
    text = BY_ROLE.replace("values: {премия: T(факт), тоже: T(факт) * 2}", "")
    facts = "facts: {company: {columns: {всего: money}, values: {доля: T(всего)}}, employees: {роль: text}}\n"
    problems = compile_text(text + facts + PAY).diagnostics

    assert [(each.code, place(each)) for each in problems] == [("KPI204", (11, 59))]


@pytest.mark.parametrize("more", [0, 1])
def test_ladders_and_versions_have_a_bound(more: int) -> None:
    roles = ", ".join(f"р{number}: {number}" for number in range(499 + more))
    ladder = f"{{from: 0, value: 0}}, {{from: 1, below: {1002 + more}, adds: 1, every: 1}}"
    text = f"""
parameters: {{п: {{by: роль, values: {{{roles}}}, otherwise: 0}}}}
tables:
  Т: {{mode: lookup, bands: [{{from: 0, value: п}}]}}
  Л: {{mode: lookup, beyond: last, bands: [{ladder}]}}
"""
    told = [("KPI257", {"table": "Т", "limit": 500}), ("KPI323", {"limit": 1000})]

    assert problems_of(text + FACTS + PAY) == (told if more else [])
