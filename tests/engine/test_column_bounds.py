"""Bounds of columns that each row has values for: what keeps them is paid, what breaks them is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.model.diagnostic import KindedValue, Listing
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.source import CellRef
from tests.engine.builders import Row, compile_text, settle_rows, value_of

BOUND = """
facts:
  employees:
    salary: {{type: money, min: 0}}
    bonus: {{type: money, {key}: salary * 10%, title: Bonus of the head{more}}}
pay:
  base: {{kind: fixed, amount: salary}}
  extra: {{kind: variable, amount: bonus}}
"""
DEALS = """
facts:
  employees: {salary: money}
  deals: {of: employees, columns: {sum: money, prize: {type: money, missing: allow, max: sum * 5%}}}
pay:
  extra: {kind: variable, amount: "sum(if_missing(deals.prize, 7)) + salary"}
"""


@pytest.mark.parametrize(
    ("key", "right", "wrong", "sign"),
    [
        ("max", "100", "100.01", "≤"),
        ("min", "100", "99.99", "≥"),
        ("below", "99.99", "100", "<"),
        ("above", "100.01", "100", ">"),
    ],
)
def test_a_bound_of_the_row_is_kept_or_refused(key: str, right: str, wrong: str, sign: str) -> None:
    rows: list[Row] = [{"key": each, "salary": "1000", "bonus": each} for each in (right, wrong)]
    settlement = settle_rows(BOUND.format(key=key, more=""), employees=rows)
    paid, refused = (value_of(settlement, "extra", row) for row in (0, 1))

    assert paid == Decimal(right)
    assert isinstance(refused, Fault)
    (problem,) = refused.causes
    found = KindedValue(Decimal(wrong), Kind.MONEY)
    expected = Listing((sign, KindedValue(Decimal(100), Kind.MONEY)), " ")
    told = {"who": wrong, "what": "Bonus of the head", "found": found, "expected": expected}
    assert (problem.code, dict(problem.params)) == ("KPI539", told)
    assert [each.place for each in problem.others] == [CellRef("march.xlsx", "employees", 3, 3)]


def test_what_a_blank_cell_stands_for_keeps_any_bound() -> None:
    text = BOUND.format(key="min", more=", missing: 0")

    assert value_of(settle_rows(text, employees=[{"key": "e", "salary": "1000", "bonus": "0"}]), "extra") == 0


@pytest.mark.parametrize(("prize", "paid"), [("5", "5"), ("", "7")])
def test_rows_of_details_have_bounds_of_their_own(prize: str, paid: str) -> None:
    deal: Row = {"of": "e", "sum": "100", "prize": prize}

    assert value_of(settle_rows(DEALS, employees=[{"key": "e", "salary": "0"}], deals=[deal]), "extra") == (
        Decimal(paid)
    )


def test_forms_know_the_formulas() -> None:
    given = {each.name: each.row_bounds for each in compile_text(BOUND.format(key="max", more="")).inputs}

    assert given == {"salary": (), "bonus": (("max", "salary * 10%"),)}


def test_two_bounds_may_both_depend_on_the_row() -> None:
    text = BOUND.format(key="max", more=", min: salary * 1%")
    rows: list[Row] = [{"key": each, "salary": "1000", "bonus": each} for each in ("10", "9", "101")]
    settlement = settle_rows(text, employees=rows)

    assert [isinstance(value_of(settlement, "extra", row), Fault) for row in range(3)] == [False, True, True]
