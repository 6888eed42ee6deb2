"""A run paid again with other facts gives what the engine gives for these facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api import Request, compute
from kpicalc.engine.settle import settle
from kpicalc.engine.world import World
from kpicalc.lab.replay import prepare_replay
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC
from kpicalc.model.period import parse_period
from kpicalc.model.program import EMPLOYEES, Key
from kpicalc.model.result import Settlement

ROOT = Path(__file__).parents[2]
# Detail rows, windows, teams, balances from row to row, funds.
SCHEMES = ("client-manager", "retail-seller", "partner", "profit-net-of-hours", "salary-actions-bonus")


def run_of(name: str) -> Settlement:
    facts, scheme = ROOT / "examples" / name / "march.xlsx", ROOT / "schemes" / f"{name}.yaml"
    run = compute(Request((facts,), (scheme,), parse_period("2026-03"))).value
    assert run is not None
    return run.settlements[0]


def doubled_columns(settlement: Settlement) -> Iterator[tuple[Key, list[Value]]]:
    """Yield each numeric fact with its figures doubled."""
    world = World(settlement.program, settlement.facts)
    for given in settlement.program.inputs:
        if given.kind in NUMERIC and given.name in world.frame(given.grain).columns and not given.run:
            now = world.whole_column(given.key)
            yield given.key, [each * 2 if isinstance(each, Decimal) else each for each in now]


@pytest.mark.parametrize("name", SCHEMES)
def test_a_replay_pays_what_the_engine_pays(name: str) -> None:
    settlement = run_of(name)
    total = (EMPLOYEES, settlement.program.total)
    before = list(settlement.values.columns[total])
    looked = 0
    for (grain, fact), column in doubled_columns(settlement):
        replay = prepare_replay(settlement, frozenset({(grain, fact)}), [total])
        found = [list(each[total]) for each in replay.pay_all([{(grain, fact): column}, {}])]

        frame = settlement.facts.frames[grain]
        frames = dict(settlement.facts.frames) | {
            grain: replace(frame, columns={**frame.columns, fact: column})
        }
        paid = settle(settlement.program, replace(settlement.facts, frames=frames))
        assert found == [list(paid.values.columns[total]), before]
        looked += 1
    assert looked


def test_a_parameter_may_be_another() -> None:
    settlement = run_of("client-manager")
    total, prize = (EMPLOYEES, settlement.program.total), ("company", "приз_месяца")
    replay = prepare_replay(settlement, frozenset({prize}), [total])

    (found,) = replay.pay_all([{prize: [Decimal(70_000)]}])

    # Only the winner of the prize gets more; it was 60 000.
    before = settlement.values.columns[total]
    changes = [now - then for now, then in zip(found[total], before, strict=True)]  # type: ignore[operator]
    assert sorted(changes) == [0, 0, 0, Decimal(10_000)]


def test_what_does_not_change_is_computed_once() -> None:
    settlement = run_of("client-manager")
    total = (EMPLOYEES, settlement.program.total)

    replay = prepare_replay(settlement, frozenset({(EMPLOYEES, "касания")}), [total])

    # The 39 receipts and the debts behind each person are no part of it.
    assert replay.rows == 5
    assert len(replay.program.variables()) < len(settlement.program.variables()) / 4
