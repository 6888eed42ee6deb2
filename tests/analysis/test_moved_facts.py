"""Which facts of a person are moved, and what is told of each: small schemes, the whole answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kpicalc.analysis.next_steps import find_next_steps, find_own_curve, leave_own
from tests.engine.builders import settle_rows

_TEXT = """
facts:
  employees:
    plan: {{type: money, min: 0{plan}}}
    sales: money
    n: {{type: count, min: 0}}
    base: {{type: money, min: 0{base}}}
  rows: {{columns: {{x: {{type: money, min: 0}}}}}}
kpis: {{k: {{weight: 1, plan: plan, actual: sales}}}}
pay:
  f: {{kind: fixed, amount: base}}
  p: {{kind: variable, amount: '{amount}'}}
"""
_CELLS = {"key": "1", "plan": "100", "sales": "50", "n": "9", "base": "10"}
_ROWS = ({"of": "1", "x": "5"}, {"of": "1", "x": "70"}, {"of": "1", "x": "20"})


@pytest.mark.parametrize(
    ("amount", "said", "expected"),
    [
        # A cent more is told, but is no jump; two are one.
        ("if n >= 10 then 100.01 else 100", {}, ["base", "n 9 → 10: 110.00, 110.01"]),
        ("if n >= 10 then 100.02 else 100", {}, ["base", "n 9 → 10: 110.00, 110.02, a jump"]),
        ("if n >= 9 then 100 else 40", {}, ["base", "n 9 → 8: 110.00, 50.00"]),
        # A plan is set, unless people are said to move it.
        ("k.score * 100", {}, ["base", "sales"]),
        ("k.score * 100", {"plan": ", influenced: true"}, ["plan"]),
        ("sum(rows.x) * 2", {}, ["base", "x 70 → 70.01: 200.00, 200.02", "x 70 → 69.99: 200.00, 199.98"]),
    ],
)
def test_what_is_told_of_facts(amount: str, said: Mapping[str, str], expected: list[str]) -> None:
    """Of facts that only run along it is told that they do."""
    text = _TEXT.format(amount=amount, **{"plan": "", "base": "", **said})
    settlement = settle_rows(text, employees=[_CELLS], rows=_ROWS)
    steps = find_next_steps(settlement, 0, settlement.program.total)
    told = [
        f"{each.label} {each.now} → {each.then}: {each.paid_now}, {each.paid_then}{', a jump' * each.jump}"
        for each in steps
    ]
    shown = [each for each in told if each.startswith(("n ", "x "))]
    others = [each.partition(" ")[0] for each in told if each not in shown]
    assert [*dict.fromkeys(sorted(others)), *shown] == expected


@pytest.mark.parametrize(
    ("sales", "said", "expected"),
    [
        ("50", {}, ("sales", "50", "60.00")),
        # What fixed pay rests on is no result, unless people are said to move it.
        ("50", {"base": ", influenced: true"}, ("base", "10", "60.00")),
        # A curve that no column bounds begins at 0: who stands below it is not on it.
        ("-50", {}, None),
    ],
)
def test_the_curve_of_ones_own_fact(
    sales: str, said: Mapping[str, str], expected: tuple[str, str, str] | None
) -> None:
    text = _TEXT.format(amount="k.score * 100", **{"plan": "", "base": "", **said})
    own = leave_own(settle_rows(text, employees=[{**_CELLS, "sales": sales}], rows=_ROWS), 0)
    found = find_own_curve(own, 0, ())
    told = None if found is None else (found.study.curve.label, str(found.now), str(found.paid))
    assert told == expected
