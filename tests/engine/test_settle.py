"""Who is paid, who is not, and what it adds up to."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest

from kpicalc.engine.explain import explain
from kpicalc.engine.settle import join_settlements, narrow_pairs, narrow_run, omit_unchosen, settle
from kpicalc.model.diagnostic import error, warning
from kpicalc.model.period import parse_period
from kpicalc.model.problem import Problem
from kpicalc.model.result import LineTotal
from tests.engine.builders import Row, compile_text, make_facts, settle_rows

SCHEME = """
facts: {employees: {оклад_: {type: money, missing: allow}, план: money, факт: money}}
kpis: {выручка: {weight: 1, plan: план, actual: факт}}
pay:
  оклад: {kind: fixed, amount: оклад_}
  премия: {kind: variable, amount: 1000, factors: [index]}
  прайс: {kind: entitlement, when: факт > 100}
"""

ROWS = [
    {"key": "1", "оклад_": "100", "план": "100", "факт": "50"},
    {"key": "2", "оклад_": "", "план": "0", "факт": "50"},
    {"key": "3", "оклад_": "100", "план": "300", "факт": "100"},
]


def test_an_employee_with_a_fault_in_a_line_is_unpaid_and_the_rest_are_paid() -> None:
    settlement = settle_rows(SCHEME, employees=ROWS)

    assert settlement.unpaid == (1,)


def test_totals_are_of_the_paid_only() -> None:
    period = parse_period("2026-03")
    assert period is not None

    run = join_settlements(period, [settle_rows(SCHEME, employees=ROWS)])

    assert run.totals == (
        LineTotal("test", "оклад", "оклад", Decimal("200.00"), 2),
        LineTotal("test", "премия", "премия", Decimal("833.33"), 2),
        LineTotal("test", "", "", Decimal("1033.33"), 2),
    )
    assert [problem.code for problem in run.diagnostics] == ["KPI450", "KPI501"]


def test_a_clean_run_has_no_problems() -> None:
    period = parse_period("2026-03")
    assert period is not None

    run = join_settlements(period, [settle_rows(SCHEME, employees=ROWS[:1])])

    assert run.diagnostics == ()
    assert run.settlements[0].unpaid == ()


def test_the_result_does_not_depend_on_the_callers_decimal_context() -> None:
    program = compile_text(SCHEME)
    facts = make_facts(program, {"employees": ROWS})
    usual = settle(program, facts)

    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP, traps=[])):
        hostile = settle(program, facts)

    assert hostile.values == usual.values


def test_total_is_the_sum_of_rounded_lines() -> None:
    text = """
facts: {employees: {x: money}}
pay:
  а: {kind: variable, amount: x / 3}
  б: {kind: variable, amount: x / 3}
  в: {kind: variable, amount: x / 3}
"""
    settlement = settle_rows(text, employees=[{"key": "1", "x": "100"}])

    assert settlement.values.columns["employees", "total"] == [Decimal("99.99")]


def test_a_deduction_never_takes_more_than_there_is_however_coarse_its_step() -> None:
    text = """
facts: {employees: {x: money}}
pay:
  премия: {kind: variable, amount: x}
  штраф: {kind: deduction, amount: 5000, from: [премия], limit: 33%, round: {step: 100, mode: up}}
"""
    settlement = settle_rows(text, employees=[{"key": "1", "x": "1050.05"}, {"key": "2", "x": "100000"}])

    assert settlement.values.columns["employees", "штраф"] == [Decimal("-346.51"), Decimal(-5000)]


def test_a_run_of_some_people_speaks_of_nobody_else() -> None:
    people = [{"key": str(key), "оклад_": "100", "план": "100", "факт": "50"} for key in range(10)]
    settlement = settle_rows(SCHEME, employees=people)
    run = join_settlements(settlement.program.period, [settlement])

    narrow = narrow_run(run, [(settlement, 8), (settlement, 1)])

    (kept,) = narrow.settlements
    assert (kept.shown, kept.facts.receipts) == ((1, 8), ())
    assert [(each.amount, each.employees) for each in narrow.totals if not each.line] == [
        (Decimal("1200.00"), 2)
    ]


@pytest.mark.parametrize("row", range(3))
def test_a_row_is_computed_alone_where_no_other_matters(row: int) -> None:
    program = compile_text(SCHEME)
    facts = make_facts(program, {"employees": ROWS})
    ((_, own),) = narrow_pairs(((program, facts),), lambda places: [places[row]])
    alone, whole = settle(program, own), settle(program, facts)

    assert (alone.rows, list(own.frames["employees"].keys)) == (range(1), [ROWS[row]["key"]])
    assert bool(alone.unpaid) == (row in whole.unpaid)
    for name in (program.total, "премия"):
        assert explain(alone, 0, name) == explain(whole, row, name)


def test_all_are_computed_where_others_matter_or_nobody_is_chosen() -> None:
    plain, ranked = compile_text(SCHEME), compile_text(f"{SCHEME}values: {{место: rank(факт)}}\n")
    pairs = tuple((each, make_facts(each, {"employees": ROWS})) for each in (plain, ranked))

    assert narrow_pairs(pairs, lambda _: ()) == pairs
    assert narrow_pairs(pairs, lambda places: [places[-1]]) == pairs[1:]


@pytest.mark.parametrize(("chosen", "told"), [([1], [1]), ([0, 2], [0, 2]), ([], [0, 1, 2])])
def test_of_others_errors_alone_are_told(chosen: list[int], told: list[int]) -> None:
    tables = "facts: {teams: {фонд: money}, deals: {n: count}, "
    program = compile_text(SCHEME.replace("facts: {", tables))
    people: list[Row] = [{**each, "of": "А"} for each in ROWS]
    deals: list[Row] = [{"of": each["key"], "n": "1"} for each in ROWS]
    teams: list[Row] = [{"key": "А", "фонд": "1"}]
    facts = make_facts(program, {"teams": teams, "employees": people, "deals": deals})
    rows = [facts.frames["employees"].row_place(row) for row in range(3)]
    remarks = tuple(warning(Problem.CHECK_NOT_MET, row) for row in rows)
    errors = (*(error(Problem.CHECK_NOT_MET, row) for row in rows), warning(Problem.CHECK_NOT_MET, None))

    kept = omit_unchosen(
        (*remarks, *errors), ((program, facts),), lambda places: [places[row] for row in chosen]
    )

    assert kept == (*(remarks[row] for row in told), *errors)
