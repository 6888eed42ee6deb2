"""Candidates: changed in one place, and written out as rows."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.lab.witnesses import Candidate, witness_of
from kpicalc.model.program import COMPANY, EMPLOYEES
from tests.engine.builders import compile_text

TEXT = """
facts:
  employees: {manager: Head, columns: {x: {type: money, min: 0}}}
  deals: {columns: {y: {type: money, min: 0}}}
pay: {a: {kind: variable, amount: x + sum(deals.y) + sum(reports.x)}}
"""
START = Candidate(
    {EMPLOYEES: 1, "deals": 1},
    {(EMPLOYEES, "manager", 0): None, (EMPLOYEES, "x", 0): Decimal(1), ("deals", "y", 0): Decimal(2)},
)


def test_a_second_row_is_like_the_first_but_for_what_it_has_of_its_own() -> None:
    program = compile_text(TEXT)
    candidate = START.with_rows("deals", 3).put(("deals", "y", 1), Decimal(5))

    witness = witness_of(program, candidate)

    deals = [dict(row.values)["y"] for row in witness.rows if row.grain == "deals"]
    assert deals == [Decimal(2), Decimal(5), Decimal(2)]
    assert START.rows["deals"] == 1


def test_every_further_employee_stands_below_the_first() -> None:
    witness = witness_of(compile_text(TEXT), START.with_rows(EMPLOYEES, 2))

    assert [dict(row.values)["manager"] for row in witness.rows if row.grain == EMPLOYEES] == [None, "1"]


def test_a_company_without_facts_needs_no_row() -> None:
    witness = witness_of(compile_text(TEXT), START)

    assert COMPANY not in {row.grain for row in witness.rows}
