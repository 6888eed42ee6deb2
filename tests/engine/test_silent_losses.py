"""Amounts that were easily cut without a word: deductions below 0, crossed bounds, half kopecks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.model.fault import Fault
from tests.engine.builders import Row, settle_rows, value_of

TAX = """
facts: {{employees: {{salary: money, delta: money}}}}
pay:
  base: {{kind: fixed, amount: salary}}
  tax:  {{kind: deduction, amount: salary * 20% + delta, from: [base]{more}}}
"""
BOUNDS = """
facts: {employees: {a: money, low: money, high: money}}
pay: {p: {kind: variable, amount: a, min: low, max: high, group: g}}
limits: {groups: {g: {min: low, max: high}}}
"""
FINE = """
facts: {employees: {a: money, most: money}}
pay: {p: {kind: variable, amount: a / 3, round: {step: 0.001}}}
limits: {total: {max: most / 3}}
"""
NEARLY = """
facts: {employees: {a: money}}
values: {nothing: a / 3 * 3 / a - 1, one: 1 + nothing}
pay: {p: {kind: variable, amount: a / (a / 3 / a - 1 / 6 - 1 / 6)},
  q: {kind: variable, amount: '100 * CHOSEN'}}
"""


def test_a_deduction_below_zero_is_refused_with_person_and_amount() -> None:
    tax = value_of(settle_rows(TAX.format(more=""), employees=[_paid("-500")]), "tax")

    assert isinstance(tax, Fault)
    assert [(each.code, dict(each.params)) for each in tax.causes] == [
        ("KPI513", {"amount": Decimal(-300), "name": "tax", "who": "e"})
    ]


@pytest.mark.parametrize(("delta", "paid"), [("-500", "300"), ("0", "-200"), ("-200", "0")])
def test_a_refund_that_is_said_is_paid_back(delta: str, paid: str) -> None:
    settlement = settle_rows(TAX.format(more=", refund: true, over: carry"), employees=[_paid(delta)])

    assert (value_of(settlement, "tax"), value_of(settlement, "tax.carried")) == (Decimal(paid), 0)


def _paid(delta: str) -> Row:
    return {"key": "e", "salary": "1000", "delta": delta}


def test_bounds_that_are_crossed_for_somebody_are_refused() -> None:
    row: Row = {"key": "e", "a": "450", "low": "500", "high": "400"}
    paid = value_of(settle_rows(BOUNDS, employees=[row]), "p")

    assert isinstance(paid, Fault)
    assert [each.code for each in paid.causes] == ["KPI514"]


def test_a_limit_is_held_where_a_line_is_rounded_finer() -> None:
    row: Row = {"key": "e", "a": "3000.015", "most": "3000"}

    assert value_of(settle_rows(FINE, employees=[row]), "total") == 1000


def test_a_bound_of_a_limit_is_rounded_as_an_amount_of_pay() -> None:
    row: Row = {"key": "e", "a": "3000.015", "most": "2000"}

    assert value_of(settle_rows(FINE, employees=[row]), "total") == Decimal("666.67")


@pytest.mark.parametrize(
    "chosen",
    [
        "(if nothing = 0 then 1 else 2)",
        "(if nothing >= 0 and nothing <= 0 then 1 else 2)",
        "ceil(one)",
        'round(one, 1, "up")',
        "floor(2 - one)",
        "clamp(1, one, 1)",
        "count_distinct(rows.share)",
    ],
)
def test_what_is_nothing_on_paper_decides_as_nothing(chosen: str) -> None:
    rows = "  rows: {columns: {x: money}, values: {share: x / 3 / x * 3 * 1}}"
    text = NEARLY.replace("CHOSEN", chosen).replace(
        "facts: {employees: {a: money}}", f"facts:\n  employees: {{a: money}}\n{rows}"
    )
    below = [{"key": str(at), "of": "e", "x": x} for at, x in enumerate(("7", "11.13", "0.09"))]
    settlement = settle_rows(text, employees=[{"key": "e", "a": "100.01"}], rows=below)
    divided = value_of(settlement, "p")

    assert value_of(settlement, "q") == 100
    assert isinstance(divided, Fault)
    assert [each.code for each in divided.causes] == ["KPI501"]
