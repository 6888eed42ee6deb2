"""Roundings of sums: the lines and the roundings add up to the total, and the limits hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.engine.breakdown import break_down
from kpicalc.model.fault import Fault
from tests.engine.builders import settle_rows, value_of
from tests.tries import tries

SCHEME = """
facts: {{employees: {{a: money, b: money, low: money, high: money}}}}
pay:
  p: {{kind: variable, amount: a, group: g}}
  q: {{kind: variable, amount: b / 3, group: g}}
  r: {{kind: variable, amount: g * 10%}}
limits:
  groups: {{g: {{min: low, max: high, round: {{step: {step}, mode: {mode}}}}}}}
  total: {{round: {{step: {step}, mode: {mode}}}}}
"""
AMOUNTS = st.integers(-20_000, 20_000).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=tries(100), deadline=None)
@given(
    amounts=st.tuples(AMOUNTS, AMOUNTS),
    bounds=st.tuples(AMOUNTS, AMOUNTS).map(sorted),
    step=st.sampled_from(["0.05", "1", "25"]),
    mode=st.sampled_from(["half_up", "half_down", "half_even", "up", "down"]),
)
def test_rounded_sums_are_multiples_within_their_limits(
    amounts: tuple[Decimal, Decimal], bounds: list[Decimal], step: str, mode: str
) -> None:
    row = dict(zip(("a", "b", "low", "high"), map(str, (*amounts, *bounds)), strict=True))
    settlement = settle_rows(SCHEME.format(step=step, mode=mode), employees=[{"key": "e", **row}])
    breakdown = next(break_down(settlement, [0]))
    group = value_of(settlement, "g")

    if isinstance(group, Fault):
        # No multiple of the step lies between the bounds.
        low, high = bounds
        assert (low // Decimal(step), [each.code for each in group.causes]) == (
            high // Decimal(step),
            ["KPI514"],
        )
        return
    assert isinstance(group, Decimal)
    assert group % Decimal(step) == 0
    assert bounds[0] <= group <= bounds[1]
    assert value_of(settlement, "total") % Decimal(step) == 0  # type: ignore[operator]
    assert sum(line.value for line in breakdown.lines) == breakdown.total  # type: ignore[misc]


@pytest.mark.parametrize(
    ("mode", "amount", "total", "told"),
    [
        ("up", "100.01", "101", "rounding_added"),
        ("down", "100.99", "100", "rounding_taken"),
        ("half_up", "-0.5", "-1", "rounding_taken"),
        ("half_up", "7", "7", ""),
    ],
)
def test_a_rounding_is_told_as_a_line(mode: str, amount: str, total: str, told: str) -> None:
    text = (
        "facts: {employees: {a: money}}\npay: {p: {kind: variable, amount: a}}\n"
        f"limits: {{total: {{round: {{step: 1, mode: {mode}}}}}}}\n"
    )
    settlement = settle_rows(text, employees=[{"key": "e", "a": amount}])
    line = next(break_down(settlement, [0])).lines[-1]

    assert (value_of(settlement, "total"), line.name) == (Decimal(total), "limits.total.rounding")
    assert [note.key for note in line.notes] == ([told] if told else [])


def test_parts_of_a_pool_follow_the_rounding_of_all_lines() -> None:
    text = (
        "round: {step: 1}\nfacts: {employees: {a: money}}\n"
        "pay: {p: {kind: pool, amount: 100, by: equal}, q: {kind: variable, amount: a}}\n"
    )
    settlement = settle_rows(text, employees=[{"key": key, "a": "0.5"} for key in "123"])

    assert settlement.values.columns["employees", "p"] == [34, 33, 33]
    assert settlement.values.columns["employees", "q"] == [1, 1, 1]
