"""Relations that pay keeps when facts or scheme are changed in a known way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpicalc.engine.settle import settle
from kpicalc.model.fault import Value
from kpicalc.model.result import Settlement
from tests.engine.builders import Row, compile_text, make_facts, value_of
from tests.properties.figures import Figure
from tests.properties.random_schemes import Case, Section, cases
from tests.properties.settled import settle_case
from tests.tries import tries

amounts = st.integers(0, 10**8).map(lambda kopecks: Decimal(kopecks).scaleb(-2))
above_zero = st.integers(1, 10**8).map(lambda kopecks: Decimal(kopecks).scaleb(-2))
factors_of_scale = st.sampled_from([Decimal(each) for each in ("0.01", "0.37", "3", "7", "1000")])


@settings(max_examples=tries(30))
@given(cases(teams=False))
def test_a_stop_factor_never_raises_pay(case: Case) -> None:
    assume("stop_factors" in case.sections)
    stopped = settle_case(_never_below_zero(case))
    free = settle_case(_without_stops(_never_below_zero(case)))

    for key, pay in stopped.pay().items():
        total, without = pay["total"], free.pay_of(key)["total"]
        if isinstance(total, Figure) and isinstance(without, Figure):
            assert total.value <= without.value


def _never_below_zero(case: Case) -> Case:
    """Let every line earn something or nothing: half of a negative amount would be more than the whole.

    Deductions are rounded to the kopeck, since a coarser step may take less of more.
    """
    pay = {name: _earning_at_least_zero(line) for name, line in case.sections["pay"].items()}
    return Case({**case.sections, "pay": pay}, case.rows)


def _earning_at_least_zero(line: Section) -> Section:
    plain = {key: part for key, part in line.items() if key != "round"}
    if line["kind"] in {"deduction", "entitlement"}:
        return plain
    shares = {"share": f"max({line['share']}, 0%)"} if "share" in line else {}
    factors = [f"max({each}, 0%)" for each in line.get("factors", ())]
    return (
        plain | {"amount": f"max({line['amount']}, 0)"} | shares | ({"factors": factors} if factors else {})
    )


def _without_stops(case: Case) -> Case:
    sections = {name: section for name, section in case.sections.items() if name != "stop_factors"}
    if "kpis" in sections:
        sections["kpis"] = {
            name: {key: part for key, part in kpi.items() if key != "stop"}
            for name, kpi in sections["kpis"].items()
        }
    return Case(sections, case.rows)


DEALS = """
facts:
  employees: {план: money}
  deals: {of: employees, columns: {сумма: money, первый: flag}, values: {доля: сумма * 1.37%}}
tables:
  вся: {mode: slab, bands: [{from: 0, rate: 1%}, {from: 1000, rate: 2.5%}]}
  части: {mode: marginal, bands: [{from: 0, rate: 1%}, {from: 500, rate: 3%}, {from: 90_000, rate: 7%}]}
pay:
  по_ставке: {kind: variable, amount: sum(deals.сумма where not deals.первый) * 0.75%}
  по_сделкам: {kind: variable, amount: sum(deals.доля)}
  по_обороту: {kind: variable, amount: вся(sum(deals.сумма))}
  по_частям: {kind: variable, amount: части(sum(deals.сумма))}
  за_план: {kind: variable, amount: 5_000, when: sum(deals.сумма) >= план}
"""


@settings(max_examples=tries(40))
@given(amounts, amounts, amounts, st.booleans())
def test_a_deal_split_in_two_keeps_turnover_based_pay(
    first: Decimal,
    second: Decimal,
    plan: Decimal,
    new: bool,  # noqa: FBT001 - drawn
) -> None:
    def paid(*deals: Decimal) -> list[Value]:
        flag = "да" if new else "нет"
        rows = [{"of": "e", "сумма": str(deal), "первый": flag} for deal in deals]
        return _lines(_settle(DEALS, employees=[{"key": "e", "план": str(plan)}], deals=rows))

    assert paid(first + second) == paid(first, second)


DIRECTIONS = """
facts: {employees: {план: money, факт: money, база: money}}
kpis:
  выше: {plan: план, actual: факт, cap: 120%}
  цель: {plan: план, actual: факт, better: target}
  отношение: {plan: план, actual: факт, better: lower, formula: ratio}
  зеркало: {plan: план, actual: факт, better: lower, formula: mirror}
  отрезок: {plan: план, actual: факт, better: lower, formula: span, base: база}
pay: {оклад: {kind: fixed, amount: 1}}
"""


@settings(max_examples=tries(40))
@given(above_zero, above_zero, above_zero, factors_of_scale)
def test_scaling_plan_and_actual_alike_changes_no_attainment(
    plan: Decimal, actual: Decimal, base: Decimal, scale: Decimal
) -> None:
    def attained(by: Decimal) -> list[Value]:
        row = {"key": "e", "план": str(plan * by), "факт": str(actual * by), "база": str(base * by)}
        settlement = _settle(DIRECTIONS, employees=[row])
        return [value_of(settlement, f"{kpi.name}.attainment") for kpi in settlement.program.kpis]

    assume(base != plan)
    assert attained(Decimal(1)) == attained(scale)


RISING = """
facts: {employees: {план: money, факт: money, норма: count, сделано: count, простой: hours}}
tables:
  К: {mode: lookup, bands: [{below: 60%, value: 0}, {from: 60%, value: 0.7}, {from: 100%, value: 1.2}]}
  вся: {mode: slab, bands: [{from: 0, rate: 1%}, {from: 30_000, rate: 2%}]}
  части: {mode: marginal, bands: [{from: 0, rate: 5%}, {from: 30_000, rate: 1%}]}
  линия: {mode: interpolate, bands: [{from: 0%, value: 0}, {from: 80%, value: 0.5}], beyond: extend}
kpis:
  выручка: {weight: 0.7, plan: план, actual: факт, threshold: 70%, cap: 150%, stop: 40%}
  сделки: {weight: 0.3, plan: норма, actual: сделано, score: линия(attainment), round: {score: {step: 0.01}}}
indexes: {индекс: {round: {step: 0.001, mode: half_even}}}
stop_factors: {D: {lines: [премии], rules: [{kpis_stopped: any, factor: 30%}]}}
pay:
  оклад: {kind: soft, amount: 20_000, share: "min(выручка.attainment, 100%)"}
  премия: {kind: variable, amount: 40_000, factors: [индекс, К(выручка.attainment)], group: премии}
  оборот: {kind: variable, amount: вся(факт) + части(факт), max: 900_000, group: премии, round: {step: 10}}
  удержание: {kind: deduction, amount: простой * 100, from: [премии], limit: 50%}
official_salary_in_full: true
limits: {groups: {премии: {max: 500_000}}, total: {min: 10_000, max: 700_000}}
"""
counts = st.integers(0, 200)


@settings(max_examples=tries(60))
@given(above_zero, amounts, amounts, st.tuples(counts, counts, counts))
def test_a_better_actual_never_lowers_pay(
    plan: Decimal, actual: Decimal, more: Decimal, deals: tuple[int, int, int]
) -> None:
    norm, done, more_done = deals
    row = {"key": "e", "план": str(plan), "норма": str(norm + 1), "простой": "60"}
    actuals = [
        {"факт": str(actual + by), "сделано": str(done + by_deals)}
        for by, by_deals in ((Decimal(0), 0), (more, 0), (Decimal(0), more_done), (more, more_done))
    ]
    worse, *better = [_total(_settle(RISING, employees=[row | each])) for each in actuals]

    assert [total for total in better if total < worse] == []


FULL = """
facts: {employees: {план: money, база: money}}
parameters: {К1: 100%}
tables: {К2: {mode: lookup, bands: [{from: 0%, value: 0.5}, {from: 100%, value: 1}]}}
kpis:
  первый: {weight: 0.4, plan: план, actual: план}
  второй: {weight: 60%, plan: план, actual: план, better: lower, formula: mirror, threshold: 100%, stop: 100%}
stop_factors: {D: {lines: [премия], rules: [{kpis_stopped: any, factor: 0}]}}
pay:
  премия: {kind: variable, amount: база, share: 100%, factors: [К1, К2(первый.attainment), первый.score]}
"""


@settings(max_examples=tries(30))
@given(above_zero, amounts)
def test_factors_of_one_pay_the_base(plan: Decimal, base: Decimal) -> None:
    settlement = _settle(FULL, employees=[{"key": "e", "план": str(plan), "база": str(base)}])

    assert base == value_of(settlement, "премия")


_compile_once = cache(compile_text)


def _settle(text: str, **rows: Sequence[Row]) -> Settlement:
    program = _compile_once(text)
    return settle(program, make_facts(program, rows))


def _lines(settlement: Settlement) -> list[Value]:
    return [value_of(settlement, line.variable) for line in settlement.program.pay_lines]


def _total(settlement: Settlement) -> Decimal:
    total = value_of(settlement, settlement.program.total)
    assert isinstance(total, Decimal)
    return total
