"""What holds for every scheme: nobody's pay hangs on others, lines add up, explanations tell the truth."""

from __future__ import annotations

import pickle
from decimal import ROUND_UP, Context, Decimal, Inexact, localcontext
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.model.fault import Fault
from kpicalc.model.outline import LineKind
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Breakdown, Explanation
from tests.engine.builders import compile_text
from tests.properties.random_rows import shuffle_rows, without_employee
from tests.properties.random_schemes import Case, cases
from tests.properties.second_evaluator import understand
from tests.properties.settled import Settled, settle_case, settle_program
from tests.tries import tries


@settings(max_examples=tries(40))
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(case: Case, random: Random) -> None:
    settled = settle_case(case)
    other = settle_program(settled.program, shuffle_rows(random, case.rows))

    assert settled.pay() == other.pay()


@settings(max_examples=tries(40))
@given(cases(teams=False))
def test_another_employee_changes_nobody_elses_pay(case: Case) -> None:
    everybody = settle_case(case)
    key = case.rows["employees"][0]["key"]
    others = settle_program(everybody.program, without_employee(case.rows, key))

    assert others.pay() == {who: pay for who, pay in everybody.pay().items() if who != key}


@settings(max_examples=tries(40))
@given(cases())
def test_the_callers_decimal_context_changes_nothing(case: Case) -> None:
    settled = settle_case(case)
    told = _tell(settled)
    with localcontext(Context(prec=3, rounding=ROUND_UP, Emin=-9, Emax=9, traps=[Inexact])):
        compile_text.cache_clear()
        hostile = settle_case(case)
        told_there = _tell(hostile)

    assert settled.settlement == hostile.settlement
    assert told == told_there


def _tell(settled: Settled) -> tuple[Breakdown | Explanation, ...]:
    """Return the breakdown and the explanation of the first employee."""
    return (*break_down(settled.settlement, [0]), explain(settled.settlement, 0, settled.program.total))


@settings(max_examples=tries(40))
@given(cases())
def test_the_lines_add_up_to_the_total_and_a_breakdown_shows_them(case: Case) -> None:
    settled = settle_case(case)

    for row in range(settled.facts.frames[EMPLOYEES].size):
        _check_sum(settled, row)
    _check_breakdowns(settled)


def _check_sum(settled: Settled, row: int) -> None:
    columns = settled.settlement.values.columns
    lines = [line for line in settled.program.pay_lines if line.kind is not LineKind.ENTITLEMENT]
    amounts = [columns[EMPLOYEES, line.variable][row] for line in lines]
    total = columns[EMPLOYEES, settled.program.total][row]
    numbers = [amount for amount in amounts if isinstance(amount, Decimal)]
    faults = [amount for amount in amounts if isinstance(amount, Fault)]

    assert isinstance(total, Fault) == bool(faults)
    assert faults or total == sum(numbers, Decimal(0))
    assert not faults or row in settled.settlement.unpaid


def _check_breakdowns(settled: Settled) -> None:
    size = settled.facts.frames[EMPLOYEES].size

    for breakdown in break_down(settled.settlement, range(size)):
        paid = settled.pay_of(breakdown.employee)
        assert {line.name: understand(line.value) for line in breakdown.lines} == {
            name: value for name, value in paid.items() if name != settled.program.total
        }
        # An entitlement that cannot be told holds the total back, which the lines of money do not.
        held_back = any(isinstance(line.value, Fault) for line in breakdown.lines)
        assert held_back == isinstance(breakdown.total, Fault)
        assert held_back or understand(breakdown.total) == paid[settled.program.total]


@settings(max_examples=tries(40))
@given(cases())
def test_an_explanation_tells_what_is_paid_by_computed_figures_and_changes_nothing(case: Case) -> None:
    settled = settle_case(case)
    before = pickle.dumps(settled.settlement)

    for row, key in enumerate(settled.facts.frames[EMPLOYEES].keys):
        for name, paid in settled.pay_of(key).items():
            value = explain(settled.settlement, row, name).value
            assert value is not None
            assert paid == understand(value)
    _check_figures(settled)
    assert before == pickle.dumps(settled.settlement)


def _check_figures(settled: Settled) -> None:
    columns = settled.settlement.values.columns
    total = settled.program.total

    for row in range(settled.facts.frames[EMPLOYEES].size):
        told = {each.name: each for each in _whole(explain(settled.settlement, row, total)) if each.role}
        own = {name: node for name, node in told.items() if (EMPLOYEES, name) in columns}
        assert {name: columns[EMPLOYEES, name][row] for name in own} == {
            name: node.value for name, node in own.items()
        }


def _whole(explanation: Explanation) -> list[Explanation]:
    return [explanation, *(each for child in explanation.children for each in _whole(child))]
