"""Which fact moves pay most: each fact of everybody a part less, then a part more, all others as they are."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.analysis.what_if.movers import Mover
from kpicalc.analysis.what_if.pays import Crowd, pay_again, replays_of
from kpicalc.analysis.what_if.targets import Target, name_fact
from kpicalc.facts.refusals import find_breach
from kpicalc.lab.behind import Behind
from kpicalc.lab.values import is_fixed
from kpicalc.model.fault import Fault
from kpicalc.model.kind import NUMERIC
from kpicalc.model.money import ONE
from kpicalc.model.program import EMPLOYEES, Input
from kpicalc.model.result import Settlement
from kpicalc.model.what_if import TornadoBar, total_with


def move_each(crowd: Crowd, part: Decimal) -> Iterator[TornadoBar]:
    """Yield the facts by how far they move all pay, the furthest first; of those that move nothing none."""
    bars = [
        _move(crowd, at, given, part)
        for at, settlement in enumerate(crowd.settlements)
        for given in _numeric_facts(settlement)
    ]
    moved = (bar for bar in bars if bar.swing)
    yield from sorted(moved, key=lambda bar: (-bar.swing, bar.scheme, bar.fact))


def _numeric_facts(settlement: Settlement) -> list[Input]:
    program = settlement.program
    behind = Behind(program).facts_of((EMPLOYEES, program.total))
    return [
        each
        for each in program.inputs
        if each.key in behind
        and each.kind in NUMERIC
        and not each.one_of
        and not each.run
        and not is_fixed(program, each)
        and each.name in settlement.facts.frames[each.grain].columns
    ]


def _move(crowd: Crowd, at: int, given: Input, part: Decimal) -> TornadoBar:
    settlement = crowd.settlements[at]
    size = settlement.facts.frames[given.grain].size
    target = Target(at, given, tuple(range(size)))
    mover = Mover(crowd.settlements, (target,), share=True)
    columns = [mover.column_at(target, number) for number in (ONE - part, ONE + part)]
    replays = replays_of(crowd, {at: [given.key]})
    down, up = pay_again(crowd, replays, lambda _: [{given.key: column} for column in columns])
    period = settlement.program.period
    outside = sum(
        not isinstance(value, Fault) and find_breach(value, given, period) is not None
        for column in columns
        for value in column
    )
    unpaid = sum(each is None for each in (*down, *up))
    low, high = total_with(crowd.people, down), total_with(crowd.people, up)
    scheme = settlement.program.scheme
    return TornadoBar(scheme, name_fact(given), low, high, outside, unpaid)
