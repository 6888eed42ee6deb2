"""Whether an amount that was met far out goes on growing, or may be near a limit that was not proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from kpicalc.analysis.extremes.search import FAR, Goal, Met, Search, amount_of
from kpicalc.lab.candidate import Candidate, Slot, witness_of

# A figure is made so many times as great, or as near to zero; the amount has to grow by at least so much.
_MOVED = Decimal(1_000_000)
_GROWN = Decimal(1_000)


def is_unlimited(state: Search, goal: Goal, met: Met) -> bool:
    """Say whether an amount far out grows on with its facts: with one, with all, or with two of them."""
    if met.amount * goal.sign < FAR:
        return False
    slots = [slot for slot, value in met.candidate.values.items() if isinstance(value, Decimal) and value]
    alone = [(slot,) for slot in slots]
    return _grows(state, goal, met, alone) or _grows(
        state, goal, met, [tuple(slots), *combinations(slots, 2)]
    )


def _grows(state: Search, goal: Goal, met: Met, groups: Sequence[tuple[Slot, ...]]) -> bool:
    moved = [each for group in groups for each in _moved(state, met.candidate, group)]
    pays = state.lab.pay_all([witness_of(state.lab.program, each) for each in moved])
    return any(
        amount_of(pay[goal.variable]) * goal.sign >= met.amount * goal.sign * _GROWN
        for pay in pays
        if pay is not None
    )


def _moved(state: Search, candidate: Candidate, group: tuple[Slot, ...]) -> Iterator[Candidate]:
    """Yield the candidate with some of its figures much greater, and much nearer to zero, where allowed."""
    for factor in (_MOVED, 1 / _MOVED):
        values = dict(candidate.values)
        for slot in group:
            value = values[slot]
            further = value * factor if isinstance(value, Decimal) else value
            if further is not None and state.allows(slot, further):
                values[slot] = further
        yield Candidate(candidate.rows, values)
