"""Pay with facts that are moved a little or by parts: of everybody at once, or one person after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from kpicalc.analysis.audit.results import Audited
from kpicalc.analysis.what_if.movers import as_in_a_cell
from kpicalc.lab.people import owners_of_rows
from kpicalc.lab.replay import prepare_replay
from kpicalc.lab.values import is_allowed, step_of
from kpicalc.model.audit import Slope
from kpicalc.model.fault import Value
from kpicalc.model.program import EMPLOYEES, Input

MOST_ROWS = 2_000_000
"""Rows that are computed for one fact where people are tried one after another."""
_BUMP = Decimal("0.05")

# How a number of a fact becomes another; None where it cannot.
Move = Callable[[Decimal], Decimal | None]
# What each row of the audit is paid, None where its fact does not move or it cannot be paid.
MovedPay = list[Decimal | None]


def pay_moved(audit: Audited, given: Input, moves: Sequence[Move]) -> list[MovedPay] | None:
    """Return for each move what each person is paid with his own fact moved; None where that is too much.

    Where one person's facts move the pay of others, each is tried alone.
    """
    replay = prepare_replay(audit.settlement, frozenset([given.key]), [(EMPLOYEES, audit.program.total)])
    alone = audit.crosses_people(frozenset([given.key]))
    if alone and replay.rows * len(audit.rows) * len(moves) > MOST_ROWS:
        return None
    now = list(audit.world.whole_column(given.key))
    owners = owners_of_rows(audit.world, given.grain)
    results: list[MovedPay] = []
    for move in moves:
        moved = [_moved(value, given, move) for value in now]
        able = {owner for owner, value in zip(owners, moved, strict=True) if value is not None}
        able -= {
            owner
            for owner, value, was in zip(owners, moved, now, strict=True)
            if value is None and isinstance(was, Decimal)
        }
        groups = [{row} for row in audit.rows if row in able] if alone else [able]
        columns = (_columns(now, moved, owners, group) for group in groups)
        paid: dict[int, Decimal] = {}
        for group, found in zip(groups, replay.pay_all({given.key: each} for each in columns), strict=True):
            totals = next(iter(found.values()))
            paid.update((row, value) for row in group if isinstance(value := totals[row], Decimal))
        results.append([paid.get(row) for row in audit.rows])
    return results


def _columns(
    now: Sequence[Value], moved: Sequence[Decimal | None], owners: Sequence[int], who: set[int]
) -> list[Value]:
    return [
        value if other is None or owner not in who else other
        for value, other, owner in zip(now, moved, owners, strict=True)
    ]


def _moved(value: Value, given: Input, move: Move) -> Decimal | None:
    other = move(value) if isinstance(value, Decimal) else None
    return other if other is not None and is_allowed(given, other) else None


def find_slopes(audit: Audited) -> Iterator[Slope | str]:
    """Yield for each fact that people move how many of them 5 % more pays more, nothing, or less.

    The name of a fact stands for one that was not looked at.
    """
    for given in audit.facts:
        if EMPLOYEES not in audit.program.ancestors(given.grain):
            continue
        found = pay_moved(audit, given, [partial(_bump, audit, given)])
        if found is None:
            yield given.label
            continue
        pairs = [
            (audit.total[row], then)
            for row, then in zip(audit.rows, found[0], strict=True)
            if then is not None
        ]
        more, less = (sum(then > now for now, then in pairs), sum(then < now for now, then in pairs))
        yield Slope(given.label, more, len(pairs) - more - less, less, *given.key)


def _bump(audit: Audited, given: Input, value: Decimal) -> Decimal:
    """Return a number 5 % greater, at least by the smallest difference that people write."""
    step = step_of(given, audit.program.currency)
    return as_in_a_cell(value + max(abs(value) * _BUMP, step), audit.settlement, given)
