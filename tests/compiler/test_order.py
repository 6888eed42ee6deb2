"""Steps: everything is computed before it is used, in few passes over the rows."""

from __future__ import annotations

from kpicalc.model.expr import OverRows, walk
from kpicalc.model.program import Program
from tests.compiler.builders import program_of, steps_of

FACTS = """
facts:
  company: {values: {фонд: sum(employees.вклад)}}
  employees: {план: money}
  receipts:
    columns: {сумма: money}
    values: {доход: сумма * employee.ставка, доля: доход / employee.всего}
"""


def test_a_company_comes_first_and_one_pass_over_the_people_is_enough() -> None:
    program = program_of("""
parameters: {ставка: 10%}
facts: {employees: {план: money}}
values: {б: а * 2, а: план * ставка}
pay: {премия: {kind: variable, amount: б}}
""")

    assert steps_of(program) == ["company: ставка", "employees: а, б, премия, total"]


def test_an_aggregate_closes_after_the_pass_over_its_rows() -> None:
    program = program_of("""
facts:
  employees: {план: money}
  receipts:
    columns: {сумма: money}
    values: {доход: сумма * 10%}
values: {всего: sum(receipts.доход)}
pay: {премия: {kind: variable, amount: всего}}
""")

    assert steps_of(program) == [
        "company: ",
        "receipts: доход, sum(receipts.доход)",
        "employees: всего, премия, total",
    ]


def test_rows_are_passed_again_only_for_what_needs_their_own_sum() -> None:
    program = program_of(
        FACTS
        + """
values:
  ставка: if план > 100 then 1% else 2%
  всего: sum(receipts.доход)
  вклад: sum(receipts.сумма where receipts.доля > 10%)
  часть: вклад / фонд
pay: {премия: {kind: variable, amount: 1_000 * часть}}
"""
    )

    assert steps_of(program) == [
        "company: ",
        "employees: ставка",
        "receipts: доход, sum(receipts.доход)",
        "employees: всего",
        "receipts: доля, sum(receipts.сумма where receipts.доля > 10%)",
        "employees: вклад, sum(employees.вклад)",
        "company: фонд",
        "employees: часть, премия, total",
    ]
    assert_computed_before_used(program)


def test_aggregates_inside_aggregates_are_folded_from_the_inside() -> None:
    program = program_of("""
facts:
  employees: {план: money}
  clients: {key: Код, columns: {ставка: ratio}}
  purchases: {of: clients, columns: {сумма: money}}
values: {всего: sum(clients.ставка * sum(purchases.сумма where purchases.сумма > 0))}
pay: {премия: {kind: variable, amount: всего}}
""")

    assert steps_of(program) == [
        "company: ",
        "purchases: sum(purchases.сумма where purchases.сумма > 0)",
        "clients: sum(clients.ставка * sum(purchases.сумма where purchases.сумма > 0))",
        "employees: всего, премия, total",
    ]


def test_an_aggregate_that_stands_in_two_formulas_is_folded_once() -> None:
    program = program_of("""
facts:
  employees: {план: money}
  receipts: {сумма: money}
values: {а: sum(receipts.сумма), б: sum(receipts.сумма) * 2}
pay: {премия: {kind: variable, amount: а + б}}
""")

    assert [len(step.aggregates) for step in program.steps] == [0, 1, 0]


def assert_computed_before_used(program: Program) -> None:
    """A variable may use earlier ones of its own step; an aggregate only what an earlier step folded."""
    done = {(each.grain, each.name) for each in program.inputs}
    folded: set[object] = set()
    for step in program.steps:
        for each in step.variables:
            for part in walk(each.expr):
                assert not isinstance(part, OverRows) or part in folded
            done.add((each.grain, each.name))
        folded.update(step.aggregates)
    assert len(done) == len(program.variables()) + len(program.inputs)
