"""What formulas rest on, directly and through the rows of other tables."""

from __future__ import annotations

from kpicalc.lab.behind import Behind, parts_with_grain
from kpicalc.model.program import EMPLOYEES
from tests.engine.builders import compile_text

TEXT = """
facts:
  company: {columns: {profit: {type: money, min: 0}}}
  employees: {x: {type: money, min: 0}, y: {type: money, min: 0}}
  deals: {columns: {amount: {type: money, min: 0}, good: flag}}
values: {sold: sum(deals.amount where deals.good), shared: if profit > 10 then sold else x, idle: y}
pay: {a: {kind: variable, amount: shared}}
"""


def test_facts_are_found_through_values_and_other_tables() -> None:
    program = compile_text(TEXT)
    behind = Behind(program)

    assert behind.facts_of((EMPLOYEES, program.total)) == {
        ("company", "profit"),
        ("deals", "amount"),
        ("deals", "good"),
        (EMPLOYEES, "x"),
    }
    assert behind.facts_of((EMPLOYEES, program.total)) >= behind.facts_of((EMPLOYEES, "sold"))
    assert behind.facts_of((EMPLOYEES, "y")) == {(EMPLOYEES, "y")}
    idle = next(each for each in program.variables() if each.name == "idle")
    assert behind.facts(idle.expr) == {(EMPLOYEES, "y")}


def test_formulas_on_the_way_are_told_once() -> None:
    program = compile_text(TEXT)

    names = [each.name for each in Behind(program).formulas(program.total)]

    assert "sold" in names
    assert "idle" not in names
    assert len(set(names)) == len(names)


def test_what_stands_in_an_aggregate_belongs_to_its_rows() -> None:
    program = compile_text(TEXT)
    sold = next(each for each in program.variables() if each.name == "sold")

    assert [grain for _, grain in parts_with_grain(sold.expr, EMPLOYEES)] == [EMPLOYEES, "deals", "deals"]
