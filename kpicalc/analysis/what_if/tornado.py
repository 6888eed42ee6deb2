"""Which fact moves pay most: each fact of everybody a part less, then a part more, all others as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.analysis.what_if.movers import Mover
from kpicalc.analysis.what_if.pays import Crowd, pay_again, replays_of
from kpicalc.analysis.what_if.targets import Target, every_cell, name_fact
from kpicalc.facts.refusals import find_breach
from kpicalc.lab.behind import Behind
from kpicalc.lab.values import is_fixed
from kpicalc.model.kind import NUMERIC
from kpicalc.model.money import ONE
from kpicalc.model.program import EMPLOYEES, Key
from kpicalc.model.what_if import TornadoBar, total_with


def move_each(crowd: Crowd, part: Decimal) -> Iterator[TornadoBar]:
    """Yield the facts by how far they move all pay, the furthest first; of those that move nothing none."""
    bars: list[TornadoBar] = []
    met: set[tuple[int, Key]] = set()
    for at, settlement in enumerate(crowd.settlements):
        program = settlement.program
        behind = Behind(program).facts_of((EMPLOYEES, program.total))
        numeric = [
            each
            for each in program.inputs
            if each.key in behind
            and each.kind in NUMERIC
            and not each.one_of
            and not each.run
            and not is_fixed(program, each)
            and each.name in settlement.facts.frames[each.grain].columns
        ]
        for given in numeric:
            targets = every_cell(crowd.settlements, at, given)
            if (at, given.key) not in met:
                bars.append(_move(crowd, targets, part))
            frames = settlement.facts.frames
            met |= {(at, each.key) for each in targets if len(each.rows) == frames[each.given.grain].size}
    moved = (bar for bar in bars if bar.swing)
    yield from sorted(moved, key=lambda bar: (-bar.swing, bar.scheme, bar.fact))


def _move(crowd: Crowd, targets: Sequence[Target], part: Decimal) -> TornadoBar:
    at, given = targets[0].settlement, targets[0].given
    settlement = crowd.settlements[at]
    mover = Mover(crowd.settlements, tuple(targets), share=True)
    moves = [
        {each.key: mover.column_at(each, number) for each in targets} for number in (ONE - part, ONE + part)
    ]
    columns = [each[given.key] for each in moves]
    down, up = pay_again(crowd, replays_of(crowd, {at: [each.key for each in targets]}), lambda _: moves)
    period = settlement.program.period
    outside = sum(find_breach(value, given, period) is not None for column in columns for value in column)
    unpaid = sum(each is None for each in (*down, *up))
    low, high = total_with(crowd.people, down), total_with(crowd.people, up)
    scheme, title = settlement.program.scheme, settlement.program.title
    return TornadoBar(scheme, name_fact(given, settlement), low, high, outside, unpaid, title)
