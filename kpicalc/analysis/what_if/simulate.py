"""What a run pays with other facts: scenarios, grids, each fact moved in turn, draws and their spread."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext
from itertools import repeat
from operator import mul
from typing import cast

from kpicalc.analysis.what_if.grid import prepare_grid, refuse_too_many
from kpicalc.analysis.what_if.movers import (
    Drawn,
    Mover,
    drawn_breaches,
    keys_moved,
    lay_over,
    make_mover,
    prepare_draws,
)
from kpicalc.analysis.what_if.other_schemes import Schemes
from kpicalc.analysis.what_if.past_draws import PastDrawn, prepare_past
from kpicalc.analysis.what_if.pays import Crowd, gather_people, pay_again, pay_alone, replays_of
from kpicalc.analysis.what_if.shocks import apply_shocks
from kpicalc.analysis.what_if.tornado import move_each
from kpicalc.lab.replay import OtherColumns
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.facts import pack_integers
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT, ONE, minor_unit
from kpicalc.model.period import Period
from kpicalc.model.program import Key
from kpicalc.model.result import Settlement
from kpicalc.model.what_if import (
    QUANTILES,
    Distribution,
    Pays,
    PaySpread,
    Scenario,
    ScenarioPay,
    Shape,
    Simulation,
    WhatIf,
)


def simulate_pay(
    places: Sequence[tuple[Settlement, int]], period: Period, asked: WhatIf
) -> Checked[Simulation]:
    """Return what everybody is paid as the facts are, and in every other way that was asked for.

    With a problem in what was asked there is no result. Where somebody cannot be paid with other facts the
    reasons stand beside the result.
    """
    crowd = gather_people(places)
    schemes = Schemes(crowd.settlements)
    problems: list[Diagnostic] = []
    with localcontext(CONTEXT):
        scenarios = [_pay_scenario(crowd, schemes, each) for each in asked.scenarios]
        grid = prepare_grid(crowd, schemes, asked.sweeps)
        movers = [make_mover(crowd.settlements, each) for each in asked.draws]
        for found in (scenarios, [grid], movers):
            problems += (each for one in found for each in one.diagnostics)
        if problems or grid.value is None:
            return Checked(None, tuple(dict.fromkeys(problems)))
        drawn = [each.value for each in movers if each.value is not None]
        points = grid.value.pay(crowd, schemes) if asked.sweeps else Checked(())
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
        axes=grid.value.axes,
        points=points.value or (),
        distribution=spread.value,
        tornado=asked.tornado,
        bars=bars,
    )
    return Checked(simulation, tuple(crowd.causes))


def _pay_scenario(crowd: Crowd, schemes: Schemes, scenario: Scenario) -> Checked[ScenarioPay]:
    """Pay a scenario: first by the schemes with other numbers, then the facts that are others under them."""
    found = [schemes.find(each.target) for each in scenario.shocks]
    pairs = list(zip(scenario.shocks, (each.value for each in found), strict=True))
    numbers = [(shock, number) for shock, number in pairs if number is not None]
    changed = schemes.change(crowd, [number.written(shock.formula) for shock, number in numbers])
    problems = (*(each for one in found for each in one.diagnostics), *changed.diagnostics)
    if changed.value is None or problems:
        return Checked(None, problems)
    crowd = changed.value
    shocked = apply_shocks(crowd.settlements, [shock for shock, number in pairs if number is None])
    if shocked.value is None:
        return Checked(None, shocked.diagnostics)
    columns, counts, breaches = shocked.value
    paid = next(pay_again(crowd, replays_of(crowd, columns), lambda at: [columns[at]]), None)
    moved = iter(counts)
    told = tuple(
        (
            f"{shock.target.text} = {shock.formula.text}",
            next(moved) if number is None else sum(map(len, number.nodes.values())),
            "rows" if number is None else "numbers",
        )
        for shock, number in pairs
    )
    return Checked(ScenarioPay(scenario.name, told, paid or crowd.pay_as_is(), breaches))


@dataclass(frozen=True, slots=True)
class _DrawnFacts:
    """All facts that are drawn, as columns of a draw, or as what one row has in all of them."""

    drawn: Sequence[Drawn | PastDrawn]

    def columns(self, settlement: int) -> Iterator[OtherColumns]:
        """Yield the columns of a settlement in each draw."""
        own = [each for each in self.drawn if each.target.settlement == settlement]
        for columns in zip(*(each.columns() for each in own), strict=True):
            moved: dict[Key, Sequence[Value]] = {}
            for each, column in zip(own, columns, strict=True):
                lay_over(moved, each.target, column)
            yield moved

    def columns_of(self, settlement: int, row: int) -> dict[str, Sequence[Value]]:
        """Return the facts of one row in all draws."""
        return {
            each.target.given.name: each.column_of(place)
            for each in self.drawn
            if each.target.settlement == settlement and (place := each.target.place_of(row)) is not None
        }


def _pay_draws(crowd: Crowd, movers: Sequence[Mover], asked: WhatIf) -> Checked[Distribution]:
    replays = replays_of(crowd, keys_moved(movers))
    rows = sum(each.rows for each in replays.values())
    refused = refuse_too_many(asked.draws, asked.times, rows)
    if refused is not None:
        return Checked(None, (refused,))
    moved = list(zip(movers, asked.draws, strict=True))
    shaped = [each for each in moved if each[1].shape is not Shape.PAST]
    drawn = prepare_draws(shaped, asked.seed, asked.times)
    past = prepare_past([each for each in moved if each[1].shape is Shape.PAST], asked)
    if past.value is None:
        return Checked(None, past.diagnostics)
    again, strangers = past.value
    facts = _DrawnFacts([*drawn, *again])
    breaches = [*drawn_breaches(crowd.settlements, drawn)]
    breaches += [breach for each in again if (breach := each.breach()) is not None]
    unit_of = crowd.settlements[0].program.currency
    alone = pay_alone(crowd, replays, facts.columns_of, asked.times)
    if alone is None:
        units = count_by_draw(pay_again(crowd, replays, facts.columns), unit_of)
    else:
        units = [count_units(each, unit_of) for each in alone]
    spread = spread_pay(units, unit_of)
    months = tuple(each.period for each in asked.past) if again else ()
    return Checked(Distribution(asked.times, asked.seed, *spread, tuple(breaches), months, strangers))


# As many bars as stand legibly beside each other at 80 columns and on a page.
_BARS = 20
# The total, each person, the bars of the total (from, to, draws), and in how many draws somebody is unpaid.
Spreads = tuple[PaySpread | None, tuple[PaySpread | None, ...], tuple[tuple[Decimal, Decimal, int], ...], int]
# Stands for a person who cannot be paid in a draw.
_UNPAID = -(1 << 63)


def count_units(pays: Iterable[Decimal | None], currency: str) -> Sequence[int]:
    """Return amounts in the smallest unit of the currency, half up; packed where eight bytes hold each."""
    each_unit, half_up = repeat(ONE / minor_unit(currency)), repeat(ROUND_HALF_UP)
    listed = list(pays)
    with localcontext(CONTEXT):
        if set(map(type, listed)) == {Decimal}:
            counted = map(mul, cast("Sequence[Decimal]", listed), each_unit)
            return pack_integers(map(int, map(Decimal.to_integral_value, counted, half_up)))
        return pack_integers(
            _UNPAID if pay is None else int((pay * unit).to_integral_value(ROUND_HALF_UP))
            for pay, unit in zip(listed, each_unit, strict=False)
        )


def count_by_draw(paid: Iterable[Pays], currency: str) -> list[Sequence[int]]:
    """Return of each person the amounts of all draws, which come draw by draw."""
    every: array[int] | list[int] = array("q")
    count = 0
    for pays in paid:
        count = len(pays)
        units = count_units(pays, currency)
        if not isinstance(units, array):
            every = list(every)
        every.extend(units)
    return [every[at::count] for at in range(count)]


def spread_pay(units: Sequence[Sequence[int]], currency: str) -> Spreads:
    """Return how the total and the pay of each person are spread, by the units that each has in each draw.

    A draw in which somebody cannot be paid has no total.
    """
    unit = minor_unit(currency)
    lost = {draw for each in units if _UNPAID in each for draw, pay in enumerate(each) if pay == _UNPAID}
    sums = map(sum, zip(*units, strict=True))
    totals = [each for draw, each in enumerate(sums) if draw not in lost] if lost else list(sums)
    with localcontext(CONTEXT):
        each = tuple(None if _UNPAID in own else _spread(own, unit) for own in units)
        return _spread(totals, unit), each, tuple(_bars(totals, unit)), len(lost)


def _spread(units: Sequence[int], unit: Decimal) -> PaySpread | None:
    if not units:
        return None
    ordered, count = sorted(units), len(units)
    at = [int((part * count).to_integral_value(ROUND_CEILING)) - 1 for part in QUANTILES]
    mean = (Decimal(sum(ordered)) / count).quantize(ONE, ROUND_HALF_UP)
    quantiles = tuple(ordered[max(0, each)] * unit for each in at)
    return PaySpread(ordered[0] * unit, ordered[-1] * unit, mean * unit, quantiles)


def _bars(units: Sequence[int], unit: Decimal) -> list[tuple[Decimal, Decimal, int]]:
    """Return stretches of equal width from the least to the greatest, with the draws in each."""
    if not units:
        return []
    least, greatest = min(units), max(units)
    width = max(1, -(-(greatest - least + 1) // _BARS))
    counts = [0] * _BARS
    for each in units:
        counts[(each - least) // width] += 1
    bars = [
        ((least + at * width) * unit, (least + (at + 1) * width) * unit, count)
        for at, count in enumerate(counts)
    ]
    while not bars[-1][2]:
        bars.pop()
    return bars
