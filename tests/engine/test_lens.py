"""A row looked at closely: many rows together give what each gives by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.api import Request, break_down, break_down_lines, compute
from kpicalc.engine.lens import Lens, look_at_rows, world_of
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def company() -> Run:
    """Return a month of which only pay was kept: all else is computed when it is looked at."""
    schemes = tuple(sorted((ROOT / "schemes").glob("*.yaml")))
    facts = (ROOT / "examples" / "company" / "march.xlsx",)
    run = compute(Request(facts, schemes, None, pay_only=True)).value
    assert run is not None
    return run


def test_people_taken_apart_together_and_one_by_one_are_the_same(company: Run) -> None:
    together = [each for settled in company.settlements for each in break_down(settled, settled.rows)]
    alone = [next(break_down(settled, [row])) for settled in company.settlements for row in settled.rows]
    lines = [paid for settled in company.settlements for paid in break_down_lines(settled, settled.rows)]
    assert together == alone
    assert lines == [(each.lines, each.total) for each in together]


def test_a_formula_asked_for_again_gives_the_same(company: Run) -> None:
    for settled in company.settlements:
        world, rows = world_of(settled), list(settled.rows)
        total = world.variables[EMPLOYEES, settled.program.total].expr
        expected = [Lens(world, EMPLOYEES, row).value(total) for row in rows]
        lenses = list(look_at_rows(world, EMPLOYEES, reversed(rows)))
        for _ in range(2):
            assert [each.value(total) for each in lenses] == expected[::-1]
        assert [each.row for each in lenses] == rows[::-1]
