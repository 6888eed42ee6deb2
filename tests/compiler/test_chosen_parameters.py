"""Parameters with a value for each of what a column may be."""

from __future__ import annotations

import pytest

from kpicalc.model.program import Role
from tests.compiler.builders import PAY, formula, problems_of, program_of, variable

FACTS = """
facts:
  teams: {derived: true, key: Отдел, values: {людей: count(employees)}}
  employees: {link: Отдел, columns: {разряд: text, факт: money}}
  deals: {columns: {товар: text, сумма: money}, values: {комиссия: сумма * ставка}}
"""


def test_a_value_for_each_grade_stands_at_the_employee() -> None:
    text = "parameters: {ступень: {by: разряд, values: {А: 1, Б: {2025-01: 2, 2026-01: 3}}, otherwise: 5}}\n"
    program = program_of(text + FACTS.replace("ставка", "1%") + PAY)

    assert formula(program, "ступень") == 'if разряд = "А" then 1 else if разряд = "Б" then 3 else 5'
    assert variable(program, "ступень").role is Role.PARAMETER


def test_a_column_that_one_table_alone_has_says_where_the_parameter_stands() -> None:
    text = """
parameters:
  ставка: {by: товар, values: {кухня: 3%}, otherwise: 0%}
  надбавка: {by: team.людей, values: {1: 10%}, otherwise: 0%}
"""
    program = program_of(text + FACTS + PAY)

    assert formula(program, "ставка", "deals") == 'if товар = "кухня" then 3% else 0%'
    assert formula(program, "надбавка", "teams") == "if людей = 1 then 10% else 0%"


@pytest.mark.parametrize("by", ["вид", "заявки.вид", "продал.вид"])
def test_a_row_of_two_people_has_the_parameter_in_every_role(by: str) -> None:
    text = f"""
parameters: {{ставка: {{by: {by}, values: {{ремонт: 3%}}, otherwise: 0%}}, вдвое: ставка * 2}}
facts:
  employees: {{факт: money}}
  заявки:
    roles: {{продал: Продал, сделал: Сделал}}
    columns: {{вид: text, сумма: money}}
    values: {{часть: сумма * вдвое}}
"""
    program = program_of(text + PAY)

    for role in ("продал", "сделал"):
        assert formula(program, "ставка", role) == 'if вид = "ремонт" then 3% else 0%'
        assert formula(program, "вдвое", role) == "ставка * 2"


def test_a_value_for_each_month_is_known_everywhere() -> None:
    text = (
        "parameters: {сезон: {by: period.month, values: {1: 80%, 3: 120%}, otherwise: 1}, вдвое: сезон * 2}\n"
    )
    program = program_of(text + FACTS.replace("ставка", "1%") + PAY)

    assert formula(program, "сезон", "company") == (
        "if period.month = 1 then 80% else if period.month = 3 then 120% else 1"
    )


def test_no_match_has_no_answer() -> None:
    text = "parameters: {ставка: {by: deals.товар, values: {кухня: 3%}}}\n"

    assert formula(program_of(text + FACTS + PAY), "ставка", "deals") == 'if товар = "кухня" then 3% else —'


def test_a_long_list_goes_on_in_another_formula() -> None:
    values = ", ".join(f"р{number}: {number}" for number in range(41))
    text = f"parameters: {{ступень: {{by: разряд, values: {{{values}}}, otherwise: 0}}}}\n"
    program = program_of(text + FACTS.replace("ставка", "1%") + PAY)

    assert formula(program, "ступень").endswith('разряд = "р19" then 19 else ступень.1')
    assert formula(program, "ступень.1").endswith('разряд = "р39" then 39 else ступень.2')
    assert formula(program, "ступень.2") == 'if разряд = "р40" then 40 else 0'


def test_a_column_without_a_list_of_values_is_not_doubted() -> None:
    text = "parameters: {ступень: {by: разряд, values: {А: 1}}}\n"

    assert problems_of(text + FACTS.replace("ставка", "1%") + PAY) == []


def test_a_forgotten_value_is_no_mistake_where_there_is_another_word_for_it() -> None:
    facts = "facts: {employees: {разряд: {type: text, one_of: [А, Б]}}}\n"
    text = "parameters: {ступень: {by: разряд, values: {А: 1}, otherwise: 0}}\n"

    assert problems_of(text + facts + PAY) == []


def test_a_scheme_without_employees_is_told_of_that() -> None:
    text = "parameters: {ступень: {by: разряд, values: {А: 1}}}\nfacts: {deals: {сумма: money}}\n"

    assert [code for code, _ in problems_of(text + PAY)] == ["KPI211", "KPI201"]


def test_a_value_of_the_month_may_be_a_column_of_the_employee() -> None:
    facts = """
facts:
  employees:
    columns:
      янв: money
      фев: money
      разряд: text
      дни: {type: hours, columns: 1..2, title: Дни, codes: {от: leave}}
"""
    values = ("янв", "employee.фев", "дни.от", "по_разряду", "продажи.score")
    for value in values:
        text = f"""
parameters:
  факт: {{by: period.month, values: {{1: 1, 3: {value}}}, otherwise: 0}}
  по_разряду: {{by: разряд, values: {{А: 1}}, otherwise: 0}}
"""
        kpis = "kpis: {продажи: {actual: янв, plan: фев, weight: 100%}}\n"
        program = program_of(text + facts + kpis + PAY)
        shown = value.removeprefix("employee.")

        assert (
            formula(program, "факт")
            == f"if period.month = 1 then 1 else if period.month = 3 then {shown} else 0"
        )


def test_a_formula_over_parameters_stands_where_the_deepest_of_them_is() -> None:
    text = """
parameters:
  района: {by: team.людей, values: {1: 2}, otherwise: 3}
  разряда: {by: разряд, values: {А: 10}, otherwise: 20}
  товара: {by: deals.товар, values: {кухня: 1%}, otherwise: 2%}
  сезон: {by: period.month, values: {3: 2}, otherwise: 1}
  обычное: 5
  вместе: района * разряда
  глубоко: вместе * товара + обычное / 100
  зимой: сезон * обычное
"""
    program = program_of(text + FACTS.replace("ставка", "глубоко") + PAY)
    found = {each.name: each.grain for each in program.variables() if each.role is Role.PARAMETER}

    assert {name: found[name] for name in ("вместе", "глубоко", "зимой", "обычное")} == {
        "вместе": "employees",
        "глубоко": "deals",
        "зимой": "company",
        "обычное": "company",
    }


def test_parameters_in_a_circle_and_by_a_formula_are_told_and_nothing_else() -> None:
    circle = "parameters: {а: б + 1, б: а + 1}\n"
    by_formula = "parameters: {а: {by: факт + 1, values: {1: 2}}, б: а * 2}\n"
    facts = FACTS.replace("ставка", "1%")

    assert {code for code, *_ in problems_of(circle + facts + PAY)} == {"KPI250"}
    assert "KPI204" not in {code for code, *_ in problems_of(by_formula + facts + PAY)}


def test_tables_that_stand_above_each_other_are_told_apart() -> None:
    text = """
parameters:
  округа: {by: districts.класс, values: {1: 2}, otherwise: 3}
  отдела: {by: team.вид, values: {1: 2}, otherwise: 3}
  вместе: округа * отдела
facts:
  districts: {of: company, key: Округ, columns: {класс: count}}
  teams: {of: districts, link: Округ, key: Отдел, columns: {вид: count}, values: {норма: вместе * 2}}
  employees: {link: Отдел, columns: {факт: money}}
"""

    grains = {each.name: each.grain for each in program_of(text + PAY).variables()}
    assert grains["вместе"] == "teams"


def test_a_long_chain_of_parameters_is_looked_through_once() -> None:
    chain = "".join(f"  p{at}: {{value: p{at - 1} + p{at - 2}, type: number}}\n" for at in range(2, 60))
    text = f"parameters:\n  p0: {{value: 1, type: number}}\n  p1: {{value: 1, type: number}}\n{chain}"

    grains = {each.grain for each in program_of(text + FACTS.replace("ставка", "p59") + PAY).variables()}
    assert {"company", "employees"} <= grains
