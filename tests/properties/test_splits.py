"""A whole divided in proportion, and rows placed among others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import permutations
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.model.expr import Compare, Expr, Number, Reference, Window
from kpicalc.model.money import CONTEXT, Rounding, round_to_step, split_in_proportion
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Program, Step
from kpicalc.model.source import Span
from tests.engine.builders import compile_text
from tests.properties.figures import Trouble, agrees
from tests.properties.random_rows import Rows
from tests.properties.second_evaluator import SecondEvaluator, understand
from tests.properties.settled import settle_program
from tests.tries import tries

amounts = st.integers(0, 10**9).map(lambda kopecks: Decimal(kopecks).scaleb(-3))
weights = st.lists(amounts, min_size=1, max_size=8).filter(any)
steps = st.sampled_from([Decimal(each) for each in ("0.01", "0.05", "1", "50", "1000")])

Function = Literal["before", "rank", "best", "split"]


@settings(max_examples=tries(100))
@given(amounts, weights, steps)
def test_the_parts_add_up_and_are_less_than_a_step_from_the_exact_share(
    whole: Decimal, shares: list[Decimal], step: Decimal
) -> None:
    parts = split_in_proportion(whole, shares, step)
    rounded = round_to_step(whole, Rounding(step))

    assert rounded == sum(parts)
    for part, share in zip(parts, shares, strict=True):
        exact = Fraction(rounded) * Fraction(share) / sum(map(Fraction, shares))
        assert abs(Fraction(part) - exact) < step
        assert Fraction(part) / Fraction(step) % 1 == 0


@settings(max_examples=tries(50))
@given(amounts, weights, steps)
def test_a_greater_weight_never_gets_less(whole: Decimal, shares: list[Decimal], step: Decimal) -> None:
    parts = split_in_proportion(whole, shares, step)

    for (share, part), (other, others_part) in permutations(zip(shares, parts, strict=True), 2):
        assert share <= other or part >= others_part


@settings(max_examples=tries(40))
@given(amounts, weights, steps, st.sampled_from(["0.001", "7", "1000000"]))
def test_only_the_proportion_of_the_weights_counts(
    whole: Decimal, shares: list[Decimal], step: Decimal, scale: str
) -> None:
    with localcontext(CONTEXT):
        scaled = [share * Decimal(scale) for share in shares]

    assert split_in_proportion(whole, shares, step) == split_in_proportion(whole, scaled, step)


HERE = Span("", 0, 0, 0, 0)
SALES = Reference(EMPLOYEES, "продажи", HERE)
FUND = Reference(COMPANY, "фонд", HERE)
HIRED = Reference(EMPLOYEES, "принят", HERE)
ENOUGH = Compare(">=", SALES, Number(Decimal(100), percent=False, span=HERE), HERE)
KOPECK = Number(Decimal("0.01"), percent=False, span=HERE)
ARGUMENTS: dict[Function, tuple[Expr, ...]] = {
    "before": (SALES, HIRED),
    "rank": (SALES,),
    "best": (SALES, HIRED),
    "split": (FUND, SALES, KOPECK),
}
SCHEME = """
facts:
  company: {фонд: money}
  teams: {columns: {план: money}}
  employees: {продажи: {type: money, missing: allow}, принят: date, число: money, флаг: flag}
pay:
  часть: {kind: variable, amount: число}
  право: {kind: entitlement, when: флаг}
"""


def _program(function: Function, within: str, condition: Expr | None) -> Program:
    """Put a window in the place of a column, and the step that finds it before all others."""
    program = compile_text(SCHEME)
    window = Window(function, EMPLOYEES, within, ARGUMENTS[function], condition, HERE)
    name = "право" if function == "best" else "часть"
    found = [
        replace(
            step,
            variables=tuple(
                replace(each, expr=window) if each.name == name else each for each in step.variables
            ),
        )
        for step in program.steps
    ]
    return replace(program, steps=(Step(EMPLOYEES, (), (window,)), *found))


@st.composite
def _people(draw: st.DrawFn) -> Rows:
    random = draw(st.randoms(use_true_random=False, note_method_calls=False))
    rows = [
        {
            "key": f"e{at}",
            "of": random.choice(("t1", "t2")),
            "продажи": random.choice(("0", "100", "100", "250.5", "99.99", "-1" if at == 3 else "7")),
            "принят": f"2026-01-{random.randint(1, 4):02}",
            "число": "0",
            "флаг": "нет",
        }
        for at in range(random.randint(1, 6))
    ]
    if random.random() < 0.1:
        rows[0]["продажи"] = ""
    random.shuffle(rows)
    fund = {"фонд": random.choice(("0", "1000", "33333.33", "0.05"))}
    return {
        "company": [fund],
        "teams": [{"key": key, "план": "0"} for key in ("t1", "t2")],
        "employees": rows,
    }


@pytest.mark.parametrize("within", [COMPANY, TEAMS])
@pytest.mark.parametrize(
    ("function", "condition"),
    [(each, None) for each in ARGUMENTS] + [(each, ENOUGH) for each in ARGUMENTS if each != "before"],
    ids=lambda each: each if isinstance(each, str) else "all" if each is None else "some",
)
@settings(max_examples=tries(15))
@given(rows=_people())
def test_both_evaluators_place_a_row_alike(
    function: Function, within: str, condition: Expr | None, rows: Rows
) -> None:
    settled = settle_program(_program(function, within, condition), rows)
    second = SecondEvaluator(settled.program, settled.facts)

    for row in range(settled.facts.frames[EMPLOYEES].size):
        for name in ("часть", "право"):
            value = settled.settlement.values.columns[EMPLOYEES, name][row]
            outcome = second.value(EMPLOYEES, name, row)
            assert understand(value) == outcome if isinstance(outcome, Trouble) else agrees(outcome, value)
            assert value == explain(settled.settlement, row, name).value


@pytest.mark.parametrize("within", [COMPANY, TEAMS])
@pytest.mark.parametrize("function", list(ARGUMENTS))
@settings(max_examples=tries(10))
@given(rows=_people())
def test_the_order_of_rows_gives_nobody_another_place(function: Function, within: str, rows: Rows) -> None:
    program = _program(function, within, None)
    reverse = {name: each[::-1] for name, each in rows.items()}

    assert settle_program(program, rows).pay() == settle_program(program, reverse).pay()


@settings(max_examples=tries(10))
@given(rows=_people())
def test_the_parts_of_a_fund_are_paid_out_to_the_kopeck(rows: Rows) -> None:
    settled = settle_program(_program("split", COMPANY, ENOUGH), rows)
    paid = list(break_down(settled.settlement, range(settled.facts.frames[EMPLOYEES].size)))
    totals = [each.total for each in paid if isinstance(each.total, Decimal)]

    assert sum(totals) in {Decimal(0), Decimal(rows["company"][0]["фонд"])}
