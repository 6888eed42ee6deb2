"""First rows of a witness: written for every table, read, and changed alone."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.lab.witnesses import number_at, put_values, values_of, write_rows
from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.program import EMPLOYEES
from tests.engine.builders import compile_text

TEXT = """
facts:
  company: {columns: {profit: {type: money, min: 0}}}
  employees: {x: {type: money, min: 0}}
  clients: {key: Client, columns: {y: money}}
  deals: {of: clients, columns: {z: money}}
pay: {a: {kind: variable, amount: x + sum(deals.z) + sum(clients.y) + profit}}
"""
VALUES = {
    ("company", "profit"): Decimal(1),
    (EMPLOYEES, "x"): Decimal(2),
    ("clients", "y"): None,
    ("deals", "z"): Decimal(4),
}


def test_values_are_written_as_one_row_of_each_table() -> None:
    witness = write_rows(compile_text(TEXT), VALUES)

    assert {row.grain for row in witness.rows} >= {"company", EMPLOYEES, "clients", "deals"}
    assert values_of(witness) == VALUES


def test_without_a_table_what_lies_below_it_is_left_out_too() -> None:
    witness = write_rows(compile_text(TEXT), VALUES, without="clients")

    assert {row.grain for row in witness.rows}.isdisjoint({"clients", "deals"})


def test_only_the_first_row_is_read_and_changed() -> None:
    rows = [FactRow("deals", (("z", Decimal(at)), ("w", None))) for at in (1, 2)]
    witness = Witness((FactRow(EMPLOYEES, ()), *rows), (0, 0, 0))

    changed = put_values(witness, {("deals", "z"): Decimal(9)})

    assert changed.parents == witness.parents
    assert [dict(row.values).get("z") for row in changed.rows] == [None, Decimal(9), Decimal(2)]
    assert (number_at(changed, ("deals", "z")), number_at(changed, ("deals", "w"))) == (
        Decimal(9),
        Decimal(1),
    )
