"""What each construct becomes in named formulas."""

from __future__ import annotations

import pytest

from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.writing import DecimalMark, Unit, Writing
from tests.compiler.builders import FACTS, PAY, formula, program_of, variable

KPI = "kpis: {{а: {{{keys}}}}}\n"
PLAN = "plan: план, actual: факт"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (PLAN, "а.actual / а.plan"),
        (f"{PLAN}, better: lower, formula: ratio", "а.plan / а.actual"),
        (f"{PLAN}, better: lower, formula: mirror", "2 - а.actual / а.plan"),
        (f"{PLAN}, better: lower, formula: span, base: 500", "(500 - а.actual) / (500 - а.plan)"),
        (f"{PLAN}, better: target", "1 - abs(а.actual - а.plan) / а.plan"),
        (f"{PLAN}, when_plan_zero: zero", "if а.plan = 0 then 0 else а.actual / а.plan"),
        (f"{PLAN}, when_plan_zero: full", "if а.plan = 0 then 1 else а.actual / а.plan"),
        ("attainment: факт / план", "факт / план"),
        (f"{PLAN}, round: {{attainment: {{step: 0.01}}}}", 'round(а.actual / а.plan, 0.01, "half_up")'),
    ],
)
def test_attainment(keys: str, expected: str) -> None:
    program = program_of(FACTS + KPI.format(keys=keys) + PAY)

    assert formula(program, "а.attainment") == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (PLAN, "а.attainment"),
        (f"{PLAN}, cap: 120%", "а.counted"),
        (f"{PLAN}, threshold: 80%", "if а.attainment < 80% then 0 else а.attainment"),
        (f"{PLAN}, floor: 0, threshold: 80%", "if а.attainment < 80% then 0 else а.counted"),
        (f'{PLAN}, cap: 200%, score: "min(attainment, 1) * attainment"', "min(а.counted, 1) * а.counted"),
        (f"{PLAN}, round: {{score: {{step: 1, mode: up}}}}", 'round(а.attainment, 1, "up")'),
    ],
)
def test_score(keys: str, expected: str) -> None:
    assert formula(program_of(FACTS + KPI.format(keys=keys) + PAY), "а.score") == expected


def test_floor_and_cap_hold_the_attainment() -> None:
    program = program_of(FACTS + KPI.format(keys=f"{PLAN}, floor: 10%, cap: 120%") + PAY)

    assert formula(program, "а.counted") == "min(max(а.attainment, 10%), 120%)"


def test_a_kpi_without_weight_and_stop_has_no_part_and_no_stop() -> None:
    program = program_of(FACTS + KPI.format(keys=PLAN) + PAY)

    assert {each.name for each in program.variables() if each.name.startswith("а.")} == {
        "а.plan",
        "а.actual",
        "а.attainment",
        "а.score",
    }
    assert program.indexes == ()
    assert (program.kpis[0].weight, program.kpis[0].part) == ("", "")


def test_a_kpi_that_may_be_left_out_gives_its_weight_to_the_others() -> None:
    program = program_of(
        FACTS
        + """
kpis:
  а: {weight: 60%, plan: план, actual: факт, when_plan_zero: exclude, stop: 50%}
  б: {weight: 40%, plan: план, actual: факт}
stop_factors: {D: {lines: [оклад], rules: [{kpis_stopped: any, factor: 0}]}}
"""
        + PAY
    )

    assert formula(program, "а.weight") == "if а.plan = 0 then 0 else 60%"
    assert formula(program, "а.stopped") == "а.plan != 0 and а.attainment < 50%"
    assert formula(program, "index") == "(а.part + б.part) / (а.weight + б.weight)"


def test_a_declared_index_is_rounded_before_it_is_bounded() -> None:
    program = program_of(
        FACTS
        + "kpis: {а: {weight: 1, plan: план, actual: факт}}\n"
        + "indexes: {и: {kpis: [а], round: {step: 0.01}, floor: 10%, cap: 150%}}\n"
        + PAY
    )

    assert formula(program, "и") == 'min(max(round(а.part, 0.01, "half_up"), 10%), 150%)'
    assert program.indexes == ("и",)


def test_the_first_rule_that_holds_decides() -> None:
    program = program_of(
        FACTS
        + """
stop_factors:
  D:
    lines: [премии]
    rules:
      - {when: взыскание, factor: 0, title: Взыскание}
      - {when: касания < 10, factor: касания / 10}
    otherwise: 90%
pay:
  премия: {kind: variable, amount: 1_000, group: премии, min: 100, max: 900}
"""
    )

    assert formula(program, "D") == (
        "if D.rule1 then 0 else if D.rule2 then clamp(касания / 10, 0, 1) else 90%"
    )
    assert [each.label for each in program.factors[0].rules] == ["Взыскание", "касания < 10"]
    assert formula(program, "премия") == 'round(min(max(1000 * D, 100), 900), 0.01, "half_up")'
    assert program.pay_lines[0].stop_factors == ("D",)


def test_an_earned_line_is_amount_times_share_times_factors() -> None:
    program = program_of(
        FACTS
        + "pay:\n"
        + "  а: {kind: soft, amount: план, share: 50%, factors: [0.9, 2], when: взыскание, round: {step: 1}}"
    )

    assert formula(program, "а") == 'round(if взыскание then план * 50% * 0.9 * 2 else 0, 1, "half_up")'


@pytest.mark.parametrize(("currency", "unit"), [("RUB", "0.01"), ("JPY", "1"), ("KWD", "0.001")])
def test_a_line_is_rounded_to_the_minor_unit(currency: str, unit: str) -> None:
    program = program_of(FACTS + PAY, currency=currency)

    assert formula(program, "оклад") == f'round(50000, {unit}, "half_up")'


def test_entitlements_have_no_money() -> None:
    program = program_of(
        FACTS
        + """
pay:
  прайс: {kind: entitlement, when: факт > план}
  баллы: {kind: entitlement, points: касания * 2}
  призы: {kind: entitlement, points: касания, when: взыскание}
"""
    )

    assert [variable(program, each).kind for each in ("прайс", "баллы")] == [Kind.FLAG, Kind.COUNT]
    assert formula(program, "призы") == "if взыскание then касания else 0"
    assert formula(program, "total") == "0"


FOLLOWING = """
official_salary_in_full: true
pay:
  штраф: {kind: deduction, amount: касания * 100, from: [премии], limit: 50%}
  штраф2: {kind: deduction, amount: 5, from: [оклад, премия], when: взыскание}
  оклад: {kind: soft, amount: 10_000, share: 50%}
  премия: {kind: variable, amount: факт * 1%, group: премии}
limits:
  groups: {премии: {max: 5_000}}
  total: {min: 1_000}
"""


def test_lines_that_follow_come_in_their_order() -> None:
    program = program_of(FACTS + FOLLOWING)

    assert [(line.name, line.kind) for line in program.pay_lines] == [
        ("оклад", LineKind.SOFT),
        ("премия", LineKind.VARIABLE),
        ("limits.премии", LineKind.ADJUSTMENT),
        ("official_salary", LineKind.ADJUSTMENT),
        ("штраф", LineKind.DEDUCTION),
        ("штраф2", LineKind.DEDUCTION),
        ("limits.total", LineKind.ADJUSTMENT),
    ]
    assert formula(program, "total") == (
        "оклад + премия + limits.премии + official_salary + штраф + штраф2 + limits.total"
    )


def test_lines_that_follow_look_at_those_before_them() -> None:
    program = program_of(FACTS + FOLLOWING)

    assert formula(program, "limits.премии.before") == "премия"
    assert formula(program, "limits.премии") == ("min(limits.премии.before, 5000) - limits.премии.before")
    assert formula(program, "official_salary.unearned") == "оклад - оклад.earned"
    assert formula(program, "official_salary.available") == "max(0, премия + limits.премии)"
    assert formula(program, "official_salary") == "-min(official_salary.unearned, official_salary.available)"
    assert (
        formula(program, "штраф.owed") == 'round(if штраф.asked < 0 then — else штраф.asked, 0.01, "half_up")'
    )
    assert formula(program, "штраф.available") == "max(0, (премия + limits.премии) * 50% + official_salary)"
    assert formula(program, "штраф") == 'round(-min(штраф.owed, штраф.available), 0.01, "down")'
    assert formula(program, "штраф2.owed") == (
        'round(if штраф2.asked < 0 then — else штраф2.asked, 0.01, "half_up")'
    )
    assert formula(program, "штраф2.available") == (
        "max(0, оклад + премия + limits.премии + official_salary + штраф)"
    )


def test_an_official_salary_line_is_no_longer_multiplied_by_a_stop_factor() -> None:
    program = program_of(
        FACTS
        + """
official_salary_in_full: true
stop_factors: {D: {lines: [оклад], rules: [{when: взыскание, factor: 0}]}}
pay: {оклад: {kind: soft, amount: 10_000}}
"""
    )

    assert formula(program, "оклад.earned") == 'round(10000 * D, 0.01, "half_up")'
    assert formula(program, "оклад") == 'round(10000, 0.01, "half_up")'
    assert program.pay_lines[0].stop_factors == ()


@pytest.mark.parametrize(("period", "expected"), [("2025-01", "12%"), ("2025-12", "12%"), ("2026-01", "10%")])
def test_the_value_in_force_is_the_last_that_has_begun(period: str, expected: str) -> None:
    text = "parameters: {лимит: {2026-01: 10%, 2025-01-01: 12%}}\n" + FACTS + PAY

    assert formula(program_of(text, period), "лимит", "company") == expected


def test_the_period_has_its_values() -> None:
    program = program_of(FACTS + PAY)

    names = ("first_day", "last_day", "days", "month", "year")
    assert [formula(program, f"period.{name}", "company") for name in names] == [
        "2026-03-01",
        "2026-03-31",
        "31",
        "3",
        "2026",
    ]


def test_a_quarter_is_compiled_for_a_quarter() -> None:
    program = program_of("period: quarter\n" + FACTS + PAY, "2026-Q1")

    assert formula(program, "period.days", "company") == "90"


def test_parents_and_sheets_of_tables() -> None:
    program = program_of("""
facts:
  teams: {derived: true, key: Отдел}
  employees: {sheet: Люди, columns: {план: money}}
  clients: {name: Клиент, columns: {имя: text}}
  orders: {of: company, columns: {сумма: money}}
pay: {оклад: {kind: fixed, amount: 50_000}}
""")

    assert {name: (grain.parent, grain.sheet) for name, grain in program.grains.items()} == {
        "company": (None, ""),
        "teams": ("company", "teams"),
        "employees": ("teams", "Люди"),
        "clients": ("employees", "clients"),
        "orders": ("company", "orders"),
    }
    assert program.ancestors("clients") == ("clients", "employees", "teams", "company")


def test_what_is_declared_of_cells_reaches_tables_and_columns() -> None:
    program = program_of(
        "facts: {employees: {reading: {decimal: comma}, columns: {план: {type: money, unit: thousand}}}}\n"
        + PAY
    )

    assert program.grains["employees"].writing == Writing(decimal=DecimalMark.COMMA)
    assert [each.writing for each in program.inputs] == [Writing(unit=Unit.THOUSAND)]
