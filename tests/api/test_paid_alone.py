"""Who is paid many times with other facts of his own gets what he gets beside all others, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kpicalc.analysis.what_if import grid, pays
from kpicalc.analysis.what_if import simulate as whole
from kpicalc.api import Request, simulate
from kpicalc.model.period import parse_period
from kpicalc.model.what_if import Draw, Shape, Simulation, Sweep, WhatIf
from kpicalc.scheme.more_formulas import typed_source

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
PARTS = (Decimal("0.5"), Decimal("1.5"))
# Counts and shares, one of them once more for one person; hours, amounts, rules and a matrix; quotients of
# two facts that are both drawn.
ASKED = (
    ("client-manager", ("касания", "00201.касания", "отчёты", "план_месяца")),
    ("salary-actions-bonus", ("продажи", "часы_простоя")),
    ("manager-regulation", ("прибыль_план", "прибыль_факт", "рентабельность_факт")),
)
TIMES = 260


def test_alone_as_beside_others(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [(name, *_ask(facts)) for name, facts in ASKED]
    with monkeypatch.context() as patched:
        patched.setattr(whole, "pay_again", None)
        patched.setattr(grid, "pay_again", None)
        alone = [_simulate(*each) for each in asked]
    monkeypatch.setattr(pays, "MANY_ROWS", TIMES * TIMES)
    beside = [_simulate(*each) for each in asked]

    assert alone == beside
    assert all(each.distribution is not None and each.distribution.unpaid < TIMES for each in alone)


def _ask(facts: Sequence[str]) -> tuple[tuple[Draw, ...], tuple[Sweep, ...]]:
    targets = [typed_source(each, "--draw") for each in facts]
    return (
        tuple(Draw(each, Shape.UNIFORM, PARTS, share=True) for each in targets),
        (Sweep(targets[0], PARTS[0], PARTS[1], (PARTS[1] - PARTS[0]) / TIMES, share=True),),
    )


def _simulate(name: str, draws: tuple[Draw, ...], sweeps: tuple[Sweep, ...]) -> Simulation:
    facts, scheme = ROOT / "examples" / name / "march.xlsx", ROOT / "schemes" / f"{name}.yaml"
    request = Request((facts,), (scheme,), parse_period("2026-03"))
    found = simulate(request, WhatIf(sweeps=sweeps, draws=draws, times=TIMES))
    assert found.value is not None, found.diagnostics
    return found.value


def test_amounts_that_eight_bytes_do_not_hold_are_spread_like_others() -> None:
    most = Decimal(10**18)
    draws: list[tuple[Decimal | None, ...]] = [(most, Decimal("0.01")), (-most, None), (most * 3, Decimal(1))]
    alone = [whole.count_units(each, "RUB") for each in zip(*draws, strict=True)]
    beside = whole.count_by_draw(draws, "RUB")

    assert [list(each) for each in alone] == [list(each) for each in beside]
    total, (spread, none), _, unpaid = whole.spread_pay(beside, "RUB")
    assert total is not None
    assert spread is not None
    assert (total.greatest, spread.least, none, unpaid) == (most * 3 + 1, -most, None, 1)
