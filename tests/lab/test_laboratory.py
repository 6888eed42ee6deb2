"""Many witnesses settled at once are settled as each alone."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.engine.evaluate import evaluate
from kpicalc.lab.laboratory import EACH_COMPANY, facts_of, pay_of, prepare_laboratory
from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.expr import Binary, Reference
from kpicalc.model.fault import Fault
from kpicalc.model.program import COMPANY, EMPLOYEES
from tests.engine.builders import compile_text

# Company facts, company values with and without rows, teams, superiors, prizes, constants.
MET = """
facts:
  company:
    columns: {rate: {type: ratio, min: 0%}}
    values: {all_sold: {formula: sum(employees.x)}, double: {formula: rate * 2}}
  teams: {key: Team, columns: {goal: {type: money, min: 0}}}
  employees:
    link: Team
    manager: Head
    columns: {x: {type: money, min: 0}, note: {type: money, missing: 3}, z: {type: money, missing: allow}}
  deals: {columns: {amount: {type: money, min: 0}}}
parameters: {base: 100}
values:
  part: 'if_missing(z, x) * rank(x)'
pay:
  share: {kind: variable, amount: all_sold * double + team.goal / 10 + base}
  prize: {kind: prize, best: x, among: company, above: 0, ties: split, amount: 50}
  own: {kind: variable, amount: sum(reports.x) + part + note + sum(deals.amount) * rate}
"""


def witness(rate: str, *amounts: int, deals: int = 1) -> Witness:
    """Return a company of two teams; the second employee stands in the second team and below the first."""
    people = [
        FactRow(EMPLOYEES, (("x", Decimal(x)), ("note", None), ("z", None), ("manager", "1" if at else None)))
        for at, x in enumerate(amounts)
    ]
    rows = (
        FactRow(COMPANY, (("rate", Decimal(rate)),)),
        *(FactRow("teams", (("goal", Decimal(goal)),)) for goal in (100, 200)),
        *people,
        *(FactRow("deals", (("amount", Decimal(7)),)) for _ in range(deals)),
    )
    return Witness(rows, (0, 0, 0, *range(len(people)), *[0] * deals))


WITNESSES = [witness("0.1", 10, 20), witness("0.2", 30, deals=0), witness("0", 20, 20, deals=2)]


def test_everybody_is_paid_as_in_a_company_of_his_own() -> None:
    program = compile_text(MET)

    pays = prepare_laboratory(program).pay_all(WITNESSES)

    assert pays == [pay_of(program, each) for each in WITNESSES]
    assert [pay and pay[program.total] for pay in pays] == [
        Decimal("159.70"),
        Decimal("205.00"),
        Decimal("178.00"),
    ]


def test_any_formula_is_told_at_the_first_row_of_its_table() -> None:
    program = compile_text(MET)

    outcomes = prepare_laboratory(program).settle_all(WITNESSES)

    for variable in program.variables():
        alone = [evaluate(program, facts_of(program, each)).columns for each in WITNESSES]
        if variable.grain in {COMPANY, "teams", EMPLOYEES}:
            expected = [columns[variable.key][0] for columns in alone]
            assert outcomes.values(variable.expr, variable.grain) == expected
        if variable.grain == EMPLOYEES:
            assert outcomes.named(variable.name) == expected


def test_a_row_that_is_not_there_is_a_missing_value() -> None:
    program = compile_text(MET)
    outcomes = prepare_laboratory(program).settle_all(WITNESSES)
    amount = Reference("deals", "amount", program.grains["deals"].span)
    doubled = Binary("+", amount, amount, amount.span)

    first, missing, third = outcomes.values(doubled, "deals")

    assert (first, third) == (Decimal(14), Decimal(14))
    assert isinstance(missing, Fault)
    assert missing.missing


def test_what_is_the_same_for_all_stays_at_the_company() -> None:
    program = compile_text(MET)

    spread = prepare_laboratory(program).spread

    moved = {name for grain, name in spread.own if grain == COMPANY}
    assert {"rate", "double", "all_sold"} <= moved
    assert not {name for name in moved if name.startswith(("period.", "base"))}
    places = {each.name: each.grain for each in spread.program.variables()}
    assert (places["double"], places["period.days"]) == (EACH_COMPANY, COMPANY)


def test_who_cannot_be_paid_has_no_pay() -> None:
    program = compile_text(
        "facts: {employees: {x: {type: count, min: 0}}}\npay: {a: {kind: variable, amount: 1 / x}}"
    )
    made = [Witness((FactRow(EMPLOYEES, (("x", each),)),)) for each in (Decimal(0), Decimal(4), None)]

    pays = prepare_laboratory(program).pay_all(made)

    assert [each and each["a"] for each in pays] == [None, Decimal("0.25"), None]
    assert pay_of(program, made[0]) is None


def test_facts_of_one_witness_are_changed_for_each_outcome() -> None:
    program = compile_text(MET)
    changes = [{}, {(EMPLOYEES, "x"): Decimal(100)}, {(COMPANY, "rate"): Decimal(1)}]

    outcomes = prepare_laboratory(program).settle_changes(WITNESSES[0], changes)

    assert outcomes.named("share") == [Decimal("116.00"), Decimal("134.00"), Decimal("170.00")]
