"""Circles through earlier rows are no circles; all others stay one."""

from __future__ import annotations

from itertools import permutations

import pytest

from kpicalc.model.kind import Kind
from tests.compiler.builders import problems_of, program_of, steps_of

WEEKS = """
facts:
  employees: {а: count}
  other: {order: [б], columns: {б: count}}
  weeks:
    order: [неделя]
    columns: {неделя: count, сумма: money, часы: hours, дни: days}
    values:
"""
PAY = "\npay: {оплата: {kind: variable, amount: sum(weeks.сумма)}}\n"


def values(*lines: str) -> str:
    return WEEKS + "".join(f"      {line}\n" for line in lines) + PAY


def test_what_runs_from_row_to_row_is_a_step_of_its_own() -> None:
    program = program_of(
        values(
            "итог: начало + доход",
            "начало: before(доход) / 2",
            "доход: сумма - начало * 10%",
            "ещё: итог * 2",
        )
    )

    assert [(each.running, each.grain) for each in program.steps if each.running] == [(True, "weeks")]
    assert "weeks: начало, доход, before(доход, employee)" in " | ".join(steps_of(program))


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (("x: before(x) + сумма",), {"x": Kind.MONEY}),
        (("x: before(x) + часы",), {"x": Kind.HOURS}),
        (("x: before(x) + дни",), {"x": Kind.DAYS}),
        (("x: before(x) * 2 + 1",), {"x": Kind.NUMBER}),
        (("x: before(y)", "y: сумма + x"), {"x": Kind.MONEY, "y": Kind.MONEY}),
        (("x: {formula: before(y) * 2, type: count}", "y: x + 1"), {"x": Kind.COUNT, "y": Kind.COUNT}),
        # What has a unit stands last, and each value takes it from the next.
        *(
            (order, dict.fromkeys("xyz", Kind.MONEY))
            for order in permutations(("x: y", "y: z", "z: before(x) + сумма"))
        ),
        (
            ("x: max(before(y), before(z))", "y: min(x, сумма)", "z: сумма - x"),
            {"x": Kind.MONEY, "y": Kind.MONEY, "z": Kind.MONEY},
        ),
    ],
)
def test_the_kinds_of_a_circle_follow_from_what_has_a_unit(
    lines: tuple[str, ...], kinds: dict[str, Kind]
) -> None:
    program = program_of(values(*lines))

    found = {each.name: each.kind for each in program.variables() if each.name in kinds}
    assert found == kinds


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (("x: y + 1", "y: before(x) * y"), ["KPI250"]),  # y needs itself at the same row
        (("x: before(сумма) + y", "y: x"), ["KPI250"]),
        (("x: before(x, company) + before(x)",), ["KPI250"]),  # two walks over the rows
        (("x: before(x) * сумма + сумма",), ["KPI269"]),
        (("x: before(y) + сумма", "y: x * сумма"), ["KPI269"]),
    ],
)
def test_other_circles_are_told(lines: tuple[str, ...], codes: list[str]) -> None:
    assert [code for code, _ in problems_of(values(*lines)) if code in {"KPI250", "KPI269"}] == codes


def test_a_balance_that_rests_on_its_own_sum_is_a_circle() -> None:
    scheme = values("x: before(x) + employee.z") + "values: {z: sum(weeks.x)}\n"

    assert "KPI250" in [code for code, _ in problems_of(scheme)]


def test_an_order_that_rests_on_the_balance_is_a_circle() -> None:
    scheme = """
facts:
  employees: {а: count}
  weeks:
    order: [место]
    columns: {неделя: count, сумма: money}
    values: {место: неделя + before(место)}
pay: {оплата: {kind: variable, amount: sum(weeks.сумма)}}
"""

    assert "KPI250" in [code for code, _ in problems_of(scheme)]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("max(previous(best), sales)", [("KPI242", None)]),
        ("previous(best) * sales + sales", [("KPI269", "best"), ("KPI242", None)]),
    ],
)
def test_a_clash_elsewhere_takes_no_kind_from_what_goes_on_over_periods(formula: str, told: object) -> None:
    scheme = (
        "facts: {employees: {sales: money, visits: count}}\n"
        f"values: {{best: '{formula}', odd: visits + sales}}\n"
        "pay: {fee: {kind: variable, amount: best * 1%}}\n"
    )
    assert [(code, each.get("name")) for code, each in problems_of(scheme)] == told
