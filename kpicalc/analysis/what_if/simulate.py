"""What a run pays with other facts: scenarios, grids, draws, and each fact moved in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import localcontext
from itertools import product
from math import prod

from kpicalc.analysis.what_if.movers import Drawn, Mover, drawn_breaches, grid_of, make_mover, prepare_draws
from kpicalc.analysis.what_if.past_draws import PastDrawn, prepare_past
from kpicalc.analysis.what_if.pays import Crowd, gather_people, pay_again, replays_of
from kpicalc.analysis.what_if.shocks import apply_shocks
from kpicalc.analysis.what_if.spread import spread_pay
from kpicalc.analysis.what_if.tornado import move_each
from kpicalc.lab.replay import OtherColumns
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.money import CONTEXT
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import Key
from kpicalc.model.result import Settlement
from kpicalc.model.what_if import (
    Axis,
    Distribution,
    Draw,
    GridPoint,
    Scenario,
    ScenarioPay,
    Shape,
    Simulation,
    Sweep,
    WhatIf,
    total_with,
)

MOST_POINTS = 10_000
"""A grid has no more points."""
MOST_ROWS = 20_000_000
"""Rows that are computed for a grid or for draws in all: about a minute."""


def simulate_pay(
    places: Sequence[tuple[Settlement, int]], period: Period, asked: WhatIf
) -> Checked[Simulation]:
    """Return what everybody is paid as the facts are, and in every other way that was asked for.

    With a problem in what was asked there is no result. Where somebody cannot be paid with other facts the
    reasons stand beside the result.
    """
    crowd = gather_people(places)
    problems: list[Diagnostic] = []
    with localcontext(CONTEXT):
        scenarios = [_pay_scenario(crowd, each) for each in asked.scenarios]
        problems += (each for one in scenarios for each in one.diagnostics)
        asked_moves: list[Sweep | Draw] = [*asked.sweeps, *asked.draws]
        movers = [make_mover(crowd.settlements, each) for each in asked_moves]
        problems += (each for one in movers for each in one.diagnostics)
        if problems:
            return Checked(None, tuple(dict.fromkeys(problems)))
        moving = [each.value for each in movers if each.value is not None]
        swept, drawn = moving[: len(asked.sweeps)], moving[len(asked.sweeps) :]
        points = _pay_grid(crowd, swept, asked.sweeps) if swept else Checked(())
        spread = _pay_draws(crowd, drawn, asked) if drawn else Checked(None)
        problems += (*points.diagnostics, *spread.diagnostics)
        if problems:
            return Checked(None, tuple(problems))
        bars = tuple(move_each(crowd, asked.tornado)) if asked.tornado is not None else ()
    currency = crowd.settlements[0].program.currency
    simulation = Simulation(
        period=period,
        currency=currency,
        people=crowd.people,
        scenarios=tuple(each.value for each in scenarios if each.value is not None),
        axes=tuple(_axis(mover, sweep) for mover, sweep in zip(swept, asked.sweeps, strict=True)),
        points=points.value or (),
        distribution=spread.value,
        tornado=asked.tornado,
        bars=bars,
    )
    return Checked(simulation, tuple(crowd.causes))


def _pay_scenario(crowd: Crowd, scenario: Scenario) -> Checked[ScenarioPay]:
    shocked = apply_shocks(crowd.settlements, scenario.shocks)
    if shocked.value is None:
        return Checked(None, shocked.diagnostics)
    columns, counts, breaches = shocked.value
    replays = replays_of(crowd, columns)
    paid = next(pay_again(crowd, replays, lambda at: [columns[at]]), None)
    pays = paid or tuple(each.now for each in crowd.people)
    written = (f"{each.target.text} = {each.formula.text}" for each in scenario.shocks)
    told = tuple(zip(written, counts, strict=True))
    return Checked(ScenarioPay(scenario.name, told, pays, breaches))


def _axis(mover: Mover, sweep: Sweep) -> Axis:
    return Axis(sweep.target.text, mover.targets[0].given.kind, mover.share)


def _changed(movers: Iterable[Mover]) -> dict[int, set[Key]]:
    changed: dict[int, set[Key]] = {}
    for mover in movers:
        for target in mover.targets:
            changed.setdefault(target.settlement, set()).add(target.key)
    return changed


def _pay_grid(
    crowd: Crowd, movers: Sequence[Mover], sweeps: Sequence[Sweep]
) -> Checked[tuple[GridPoint, ...]]:
    count = prod(len(each.values) for each in sweeps)
    replays = replays_of(crowd, _changed(movers))
    refused = _too_many(sweeps, count, sum(each.rows for each in replays.values()))
    if refused is not None:
        return Checked(None, (refused,))
    paid = pay_again(crowd, replays, lambda at: grid_of(movers, sweeps, at))
    every = product(*(each.values for each in sweeps))
    return Checked(
        tuple(
            GridPoint(at, total_with(crowd.people, pays), sum(each is None for each in pays))
            for at, pays in zip(every, paid, strict=True)
        )
    )


def _pay_draws(crowd: Crowd, movers: Sequence[Mover], asked: WhatIf) -> Checked[Distribution]:
    replays = replays_of(crowd, _changed(movers))
    rows = sum(each.rows for each in replays.values())
    refused = _too_many(asked.draws, asked.times, rows)
    if refused is not None:
        return Checked(None, (refused,))
    moved = list(zip(movers, asked.draws, strict=True))
    shaped = [each for each in moved if each[1].shape is not Shape.PAST]
    drawn = prepare_draws(shaped, asked.seed, asked.times)
    past = prepare_past([each for each in moved if each[1].shape is Shape.PAST], asked)
    if past.value is None:
        return Checked(None, past.diagnostics)
    again, strangers = past.value

    def columns_of(at: int) -> Iterator[OtherColumns]:
        every: list[Drawn | PastDrawn] = [*drawn, *again]
        own = [each for each in every if each.target.settlement == at]
        keys = [each.target.key for each in own]
        for columns in zip(*(each.columns() for each in own), strict=True):
            yield dict(zip(keys, columns, strict=True))

    breaches = [*drawn_breaches(crowd.settlements, drawn)]
    breaches += [breach for each in again if (breach := each.breach()) is not None]
    unit_of = crowd.settlements[0].program.currency
    spread = spread_pay(pay_again(crowd, replays, columns_of), unit_of)
    months = tuple(each.period for each in asked.past) if again else ()
    return Checked(Distribution(asked.times, asked.seed, *spread, tuple(breaches), months, strangers))


def _too_many(moved: Sequence[Sweep | Draw], count: int, rows: int) -> Diagnostic | None:
    """Refuse what would take too long: points of a grid, or rows in all."""
    most = min(MOST_POINTS if isinstance(moved[0], Sweep) else MOST_ROWS, MOST_ROWS // max(1, rows))
    if count <= most:
        return None
    place = moved[0].target.span(0, len(moved[0].target.text))
    return error(Problem.WHAT_IF_SHAPE, place, hint="many", count=count, most=most)
