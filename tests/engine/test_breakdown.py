"""The breakdown of one employee."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.engine.breakdown import break_down
from kpicalc.formula.printer import print_formula
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.result import Breakdown, FactorResult
from kpicalc.model.source import CellRef
from tests.engine.builders import Row, settle_rows

SCHEME = """
facts: {employees: {план: money, факт: money, звонки: count, взыскание: flag}}
kpis:
  выручка: {title: Выручка, weight: 0.6, plan: план, actual: факт, cap: 150%, stop: 50%, owner: КД}
  звонки: {weight: 0.4, attainment: звонки / 100}
stop_factors:
  D:
    title: Стоп-фактор
    lines: [премия]
    rules:
      - {kpis_stopped: any, factor: 0, title: Ниже порога}
      - {when: взыскание, factor: 50%}
pay:
  оклад: {kind: fixed, amount: 50_000}
  премия: {kind: variable, amount: 10_000, factors: [index], title: Премия}
  прайс: {kind: entitlement, when: факт > план}
  баллы: {kind: entitlement, points: звонки / 10}
limits: {total: {max: 58_000}}
"""


def broken_down(**cells: str) -> Breakdown:
    row: Row = {"key": "7", "план": "100", "факт": "120", "звонки": "50", "взыскание": "нет", **cells}
    settlement = settle_rows(SCHEME, employees=[row])
    return next(break_down(settlement, [0]))


def test_it_shows_kpis_with_their_figures() -> None:
    first, second = broken_down().kpis

    assert (first.label, first.owner, first.plan, first.actual) == ("Выручка", "КД", 100, 120)
    assert (first.attainment, first.weight, first.score, first.part) == (
        Decimal("1.2"),
        Decimal("0.6"),
        Decimal("1.2"),
        Decimal("0.72"),
    )
    assert (first.plan_kind, first.actual_kind) == (Kind.MONEY, Kind.MONEY)
    assert (second.plan, second.actual, second.plan_kind, second.actual_kind) == (None, None, None, None)


def test_it_shows_the_index_and_the_rule_that_fired() -> None:
    calm, stopped, punished = broken_down(), broken_down(факт="49"), broken_down(взыскание="да")

    assert [index.value for index in calm.indexes] == [Decimal("0.92")]
    assert calm.factors == (FactorResult("D", "Стоп-фактор", Decimal(1), Kind.RATIO, "", stop_factor=True),)
    assert (stopped.factors[0].value, stopped.factors[0].rule) == (0, "Ниже порога")
    assert (punished.factors[0].value, punished.factors[0].rule) == (Decimal("0.5"), "взыскание")


def test_a_line_shows_its_formula_before_rounding_and_its_operands() -> None:
    line = broken_down().lines[1]

    assert (line.label, line.value) == ("Премия", 9200)
    assert print_formula(line.expr, home="employees") == "10000 * index * D"
    assert list(line.operands.values()) == [Decimal("0.92"), Decimal(1)]
    assert line.unstopped is None


def test_a_stopped_line_says_what_would_have_been_paid() -> None:
    assert broken_down(взыскание="да").lines[1].unstopped == 9200


def test_one_of_two_stop_factors_is_enough() -> None:
    second = "stop_factors:\n  E: {lines: [премия], rules: [{when: звонки < 1, factor: 0}]}"
    row: Row = {"key": "7", "план": "100", "факт": "120", "звонки": "50", "взыскание": "да"}
    settlement = settle_rows(SCHEME.replace("stop_factors:", second), employees=[row])
    assert next(break_down(settlement, [0])).lines[1].unstopped == 9200


def test_entitlements_give_an_answer_or_a_count() -> None:
    lines = {line.name: line for line in broken_down().lines}

    assert (lines["прайс"].value, lines["прайс"].value_kind) == (True, Kind.FLAG)
    assert (lines["баллы"].value, lines["баллы"].value_kind) == (5, Kind.COUNT)


def test_a_limit_that_bites_is_a_line_and_the_total_is_the_sum_of_lines() -> None:
    pay = broken_down()

    assert [line.value for line in pay.lines if line.name == "limits.total"] == [-1200]
    assert pay.total == 58_000
    assert pay.place == CellRef("march.xlsx", "employees", 2, 0)


def test_the_total_is_withheld_when_an_entitlement_cannot_be_told() -> None:
    settlement = settle_rows(
        SCHEME, employees=[{"key": "7", "план": "100", "факт": "120", "звонки": "", "взыскание": "нет"}]
    )

    pay = next(break_down(settlement, [0]))

    assert isinstance(pay.total, Fault)
    assert [cause.code for cause in pay.total.causes] == ["KPI450"]


def test_the_formula_of_a_choice_is_the_branch_taken() -> None:
    text = """
facts: {employees: {x: money}}
pay: {премия: {kind: variable, amount: x * 2, when: x > 10}}
"""
    settlement = settle_rows(text, employees=[{"key": "1", "x": "5"}, {"key": "2", "x": "50"}])

    formulas = [
        print_formula(each.lines[0].expr, home="employees") for each in break_down(settlement, [0, 1])
    ]

    assert formulas == ["0", "x * 2"]
