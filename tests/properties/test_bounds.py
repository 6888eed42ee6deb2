"""Just below a bound, at it and just above: every table and threshold decides as it is written."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.engine.settle import settle
from kpicalc.model.fault import Fault, Value
from tests.engine.builders import compile_text, make_facts, value_of
from tests.properties.random_schemes import write_flow
from tests.tries import tries

HAIR = Decimal("0.000000000001")
bounds = st.lists(st.integers(-50, 3000), min_size=2, max_size=6, unique=True).map(sorted)
ends = st.lists(st.booleans(), min_size=6, max_size=6)

ASKING = """
facts: {employees: {x: number}}
values: {y: T(x)}
pay: {оклад: {kind: fixed, amount: 1}}
"""

_compile_once = cache(compile_text)


def _asked(table: object, *numbers: Decimal) -> list[Value]:
    """Ask a table of the given bands with some numbers."""
    program = _compile_once(ASKING + f"tables: {{T: {write_flow(table)}}}")
    rows = [{"key": f"e{at}", "x": f"{number:f}"} for at, number in enumerate(numbers)]
    settlement = settle(program, make_facts(program, {"employees": rows}))
    return [value_of(settlement, "y", at) for at in range(len(rows))]


@settings(max_examples=tries(20))
@given(bounds)
def test_a_band_begins_at_its_bound(starts: list[int]) -> None:
    bands = [{"from": str(start), "value": str(at)} for at, start in enumerate(starts)]
    table = {"mode": "lookup", "bands": bands, "below": "zero"}

    for at, start in enumerate(starts):
        around = _asked(table, start - HAIR, Decimal(start), start + HAIR)
        assert [Decimal(max(at - 1, 0)), Decimal(at), Decimal(at)] == around


@settings(max_examples=tries(20))
@given(bounds, ends)
def test_a_printed_bound_belongs_to_the_band_that_includes_it(
    points: list[int], included: list[bool]
) -> None:
    """At 10 `to: 10` meets `above: 10`, and it is the lower band's; `below: 10` meets `from: 10`."""
    bands: list[dict[str, str]] = [{"value": "0"}]
    for at, (point, lower_has_it) in enumerate(zip(points, included, strict=False), 1):
        bands[-1]["to" if lower_has_it else "below"] = str(point)
        bands.append({"above" if lower_has_it else "from": str(point), "value": str(at)})

    for at, (point, lower_has_it) in enumerate(zip(points, included, strict=False)):
        around = _asked({"mode": "lookup", "bands": bands}, point - HAIR, Decimal(point), point + HAIR)
        assert [Decimal(at), Decimal(at + 1 - lower_has_it), Decimal(at + 1)] == around


@settings(max_examples=tries(20))
@given(bounds, st.booleans())
def test_a_closed_table_ends_where_it_says(points: list[int], included: bool) -> None:  # noqa: FBT001 - drawn
    first, *_, last = points
    band = {"from": str(first), ("to" if included else "below"): str(last), "value": "1"}
    table = {"mode": "lookup", "bands": [band], "beyond": "error"}

    outside = [isinstance(each, Fault) for each in _asked(table, last - HAIR, Decimal(last), last + HAIR)]
    assert [False, not included, True] == outside
    assert isinstance(_asked(table, first - HAIR)[0], Fault)


@settings(max_examples=tries(20))
@given(bounds)
def test_slices_meet_without_a_step_and_whole_amounts_with_one(starts: list[int]) -> None:
    rates = [Decimal(at) / 100 for at in range(1, len(starts) + 1)]
    bands = [
        {"from": str(start - starts[0]), "rate": f"{rate}"} for start, rate in zip(starts, rates, strict=True)
    ]

    for at in range(1, len(starts)):
        point = Decimal(starts[at] - starts[0])
        below, there = _asked({"mode": "marginal", "bands": bands}, point - HAIR, point)
        assert _gap(below, there) == HAIR * rates[at - 1]
        below, there = _asked({"mode": "slab", "bands": bands}, point - HAIR, point)
        assert _gap(below, there) == point * rates[at] - (point - HAIR) * rates[at - 1]


@settings(max_examples=tries(20))
@given(bounds, st.data())
def test_a_line_passes_through_its_points(starts: list[int], data: st.DataObject) -> None:
    values = [data.draw(st.integers(-100, 100)) for _ in starts]
    bands = [{"from": str(x), "value": f"{y}"} for x, y in zip(starts, values, strict=True)]
    table = {"mode": "interpolate", "bands": bands}

    assert list(map(Decimal, values)) == _asked(table, *map(Decimal, starts))
    assert isinstance(_asked(table, starts[-1] + HAIR)[0], Fault)


THRESHOLDS = """
facts: {employees: {план: money, факт: money}}
kpis: {к: {weight: 1, plan: план, actual: факт, threshold: 80%, stop: 60%, cap: 120%, floor: 70%}}
stop_factors: {D: {lines: [премия], rules: [{kpis_stopped: any, factor: 25%}]}}
pay: {премия: {kind: variable, amount: 1_000}}
"""


@pytest.mark.parametrize(
    ("bound", "below", "there", "above"),
    [
        ("0.6", ("0", "250"), ("0", "1000"), ("0", "1000")),
        ("0.8", ("0", "1000"), ("0.8", "1000"), ("near", "1000")),
        ("1.2", ("near", "1000"), ("1.2", "1000"), ("1.2", "1000")),
    ],
)
@settings(max_examples=tries(10))
@given(plan=st.integers(1, 10**7))
def test_a_threshold_is_met_at_its_bound(
    plan: int, bound: str, below: tuple[str, str], there: tuple[str, str], above: tuple[str, str]
) -> None:
    program = _compile_once(THRESHOLDS)
    for expected, hair in ((below, -HAIR), (there, 0), (above, HAIR)):
        actual = plan * Decimal(bound) + hair
        rows = [{"key": "e", "план": str(plan), "факт": f"{actual:f}"}]
        settlement = settle(program, make_facts(program, {"employees": rows}))
        score = value_of(settlement, "к.attainment" if expected[0] == "near" else "к.score")
        wanted = value_of(settlement, "к.score") if expected[0] == "near" else Decimal(expected[0])
        assert (wanted, Decimal(expected[1])) == (score, value_of(settlement, "премия"))


def _gap(below: Value, there: Value) -> Decimal:
    assert isinstance(below, Decimal)
    assert isinstance(there, Decimal)
    return there - below
