"""Bounds of schemes whose tables are made of formulas, go on by themselves, or are picked by texts."""

from __future__ import annotations

import pytest

from tests.analysis.extremes.test_bounds import Ends, ends_of, total_of

SCHEME = """
parameters:
  base: {value: 5%}
  boost: {by: role, values: {a: 1, b: 2}}
facts: {employees: {role: {type: text, one_of: [a, b]}, x: {type: money, min: 0, max: 1000}}}
tables:
  tiers: {mode: slab, bands: [{from: 0, rate: base}, {from: 500, rate: base * boost}]}
  stairs: {mode: lookup, gives: money, bands: [{from: 0, value: 0}, {from: 100, adds: 10, every: 100}]}
  grid: {mode: matrix, gives: money, rows: [a, b], columns: [0, 500], values: [[1, 2], [3, 40]]}
pay: {line: {kind: variable, amount: "FORMULA"}}
"""


@pytest.mark.parametrize(
    ("formula", "ends"),
    [
        ("tiers(x)", ("0.00", "100.00")),
        ("stairs(x)", ("0.00", "100.00")),
        ("grid(role, x)", ("1.00", "40.00")),
    ],
)
def test_the_total_runs_from_end_to_end(formula: str, ends: Ends) -> None:
    assert ends_of(total_of(SCHEME.replace("FORMULA", formula)))[0] == ends
