"""The reference row: plans met, figures inside their ranges, choices as they pay most."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext

import pytest

from kpicalc.analysis.levels import set_level
from kpicalc.analysis.reference import rest_at
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.lab.witnesses import values_of
from kpicalc.model.kind import Scalar
from kpicalc.model.money import CONTEXT, ONE
from kpicalc.model.program import EMPLOYEES, Program
from tests.engine.builders import compile_text


def at_rest(text: str, **pinned: Scalar) -> dict[str, Scalar | None]:
    """Return the facts of the reference row by name."""
    with localcontext(CONTEXT):
        keys = {(EMPLOYEES, name): value for name, value in pinned.items()}
        found = values_of(rest_at(prepare_laboratory(compile_text(text)), keys))
        return {name: value for (_, name), value in found.items()}


def attained(program: Program, level: str) -> list[Decimal]:
    with localcontext(CONTEXT):
        lab = prepare_laboratory(program)
        witness = rest_at(lab, {})
        facts = set_level(lab, witness, Decimal(level), frozenset())
        outcomes = lab.settle_changes(witness, [facts])
        values = [outcomes.named(kpi.attainment)[0] for kpi in program.kpis]
        return [each.quantize(Decimal("0.01")) for each in values if isinstance(each, Decimal)]


def test_figures_are_round_and_inside_their_ranges() -> None:
    text = """
facts:
  employees:
    salary: {type: money, above: 0}
    share: {type: ratio, min: 0%, max: 50%}
    bonus_days: {type: days, below: 10, above: 3}
    hours: {type: hours, above: 200}
    calls: {type: count, missing: 7}
pay:
  base: {kind: fixed, amount: "if hours > 0 and calls > 0 and bonus_days > 0 then salary * share else 0"}
"""
    assert at_rest(text) == {
        "salary": Decimal(100_000),
        "share": Decimal("0.5"),
        "bonus_days": Decimal(9),
        "hours": Decimal("200.01"),
        "calls": Decimal(10),
    }


def test_choices_are_those_that_pay_most() -> None:
    text = """
applies_to: {Position: [Junior, Senior]}
facts:
  employees:
    position: {type: text, column: Position}
    city: text
    warned: flag
    first_time: flag
    decided: {type: ratio, one_of: [0%, 50%, 100%]}
    shortage: {type: money, min: 0}
    hired: {type: date}
    paid_on: {type: date, in_period: true}
pay:
  base: {kind: fixed, amount: if position = "Senior" then 200 else 100}
  city_pay: {kind: variable, amount: if "Omsk" = city then 50 else 0}
  clean: {kind: variable, amount: (if warned then 0 else 1000) + (if first_time then 10 else 0)}
  decided_pay: {kind: variable, amount: 100 * decided}
  lost: {kind: deduction, amount: shortage, from: [clean]}
  service: {kind: variable, amount: 'if years_between(hired, paid_on) >= 2 then 5 else 0'}
"""
    assert at_rest(text) == {
        "position": "Senior",
        "city": "Omsk",
        "warned": False,
        "first_time": True,
        "decided": Decimal(1),
        "shortage": Decimal(0),
        "hired": date(2023, 3, 1),
        "paid_on": date(2026, 3, 1),
    }


def test_pinned_facts_stay() -> None:
    text = """
facts: {employees: {plan: {type: count, above: 0}, sold: {type: count, min: 0}}}
kpis: {sales: {weight: 100%, plan: plan, actual: sold}}
pay: {bonus: {kind: variable, amount: 100, factors: [index]}}
"""
    assert at_rest(text, sold=Decimal(30)) == {"plan": Decimal(100), "sold": Decimal(30)}


KPIS = """
facts:
  employees:
    plan: {type: money, above: 0}
    sold: {type: money, min: 0}
    costs: {type: money, min: 0}
    profit_plan: {type: money, above: 0}
    debts: {type: money, min: 0}
    calls: {type: count, min: 0}
    growth: ratio
kpis:
  sales: {weight: 20%, plan: plan, actual: sold}
  profit: {weight: 20%, plan: profit_plan, actual: sold - costs}
  debt: {weight: 20%, plan: 50_000, actual: debts, better: lower, formula: ratio}
  called: {weight: 20%, plan: 70, actual: calls, formula: deviation}
  grown: {weight: 20%, attainment: growth}
pay: {bonus: {kind: variable, amount: 1_000, factors: [index]}}
"""


def test_all_kpis_are_brought_to_their_plan() -> None:
    found = at_rest(KPIS)

    assert found["debts"] == Decimal(50_000)
    assert found["calls"] == Decimal(70)
    assert found["costs"] == 0


@pytest.mark.parametrize(
    ("level", "expected"),
    [("1", ["1.00", "1.00", "1.00", "0.00"]), ("0.8", ["0.80", "0.80", "0.80", "-0.20"])],
)
def test_all_kpis_stand_at_a_level(level: str, expected: list[str]) -> None:
    program = compile_text(KPIS.replace("sold - costs", "costs"))

    assert [str(each) for each in attained(program, level)][:4] == expected


def test_a_kpi_that_no_fact_moves_is_left_alone() -> None:
    text = """
facts: {employees: {plan: {type: money, above: 0}, sold: {type: money, min: 0, max: 0.01}, done: flag}}
kpis:
  fixed: {weight: 50%, plan: 100, actual: 50}
  sales: {weight: 25%, plan: plan, actual: sold * 0}
  made: {weight: 25%, plan: 1, actual: if done then 1 else 0}
pay: {bonus: {kind: variable, amount: 1_000, factors: [index]}}
"""
    lab = prepare_laboratory(compile_text(text))
    with localcontext(CONTEXT):
        assert set_level(lab, rest_at(lab, {}), ONE, frozenset()) == {}


def test_a_row_for_which_nothing_can_be_paid_is_still_a_row() -> None:
    text = """
facts: {employees: {flagged: flag, x: {type: count, min: 0, max: 0}}}
pay: {bonus: {kind: variable, amount: if flagged then 1 / x else 2 / x}}
"""
    assert at_rest(text) == {"flagged": True, "x": Decimal(0)}
