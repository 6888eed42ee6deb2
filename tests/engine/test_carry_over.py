"""Differences of earlier months: whose they are, in which scheme, and who is told of those that stay due."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.engine.carry_over import carry_over
from kpicalc.model.month import CarriedAmount
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import EMPLOYEES
from tests.engine.builders import compile_text, make_facts

FEBRUARY = Period(2026, 2, PeriodLength.MONTH)
SCHEME = "facts: {employees: {x: money}}\npay: {p: {kind: variable, amount: x}}"


def due(employee: str, currency: str = "RUB", amount: str = "5", department: str = "") -> CarriedAmount:
    """Return a difference of the line p; one of nobody's scheme has no title."""
    label = "" if employee == "9" else "Bonus"
    return CarriedAmount(FEBRUARY, employee, "p", label, currency, Decimal(amount), department)


@pytest.mark.parametrize(
    ("differences", "department", "paid", "told"),
    [
        ([due("1"), due("2")], "", [[Decimal(5), Decimal(0)], [Decimal(5)]], []),
        ([due("1"), due("1", amount="7")], "", [[Decimal(12), Decimal(0)], None], []),
        ([due("2", "USD")], "", [None, None], [("2", "Bonus", "USD")]),
        ([due("9")], "", [None, None], [("9", "p", "RUB")]),
        ([due("9", department="South")], "", [None, None], [("9", "p", "RUB")]),
        ([due("9", department="South")], "South", [None, None], [("9", "p", "RUB")]),
        ([due("9", department="South"), due("9")], "North", [None, None], [("9", "p", "RUB")]),
    ],
)
def test_a_difference_is_paid_to_the_first_row_of_its_person(
    differences: list[CarriedAmount],
    department: str,
    paid: list[list[Decimal] | None],
    told: list[tuple[str, str, str]],
) -> None:
    program = compile_text(SCHEME)
    rows = ([{"key": "1", "x": "1"}, {"key": "1", "x": "2"}], [{"key": "2", "x": "3"}])
    pairs = [(program, make_facts(program, {EMPLOYEES: each})) for each in rows]

    carried = carry_over(pairs, differences, "book", department)

    added = [facts.frames[EMPLOYEES].columns.get(f"{due('1').name}.") for _, facts in carried.pairs]
    assert added == paid
    assert carried.paid == tuple(
        each for each in differences if each.employee != "9" and each.currency == "RUB"
    )
    told_of = [dict(each.params) for each in carried.diagnostics]
    assert [(each["employee"], each["line"], each["currency"]) for each in told_of] == told
