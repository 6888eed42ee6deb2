"""Facts at which a difference becomes zero, found from its values at two points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from kpicalc.lab.candidate import Candidate, Slot, first_slot
from kpicalc.lab.roots import guess_roots
from kpicalc.lab.turns import Located
from kpicalc.lab.values import allowed_near, is_allowed, step_of
from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.money import ONE
from kpicalc.model.program import Input
from kpicalc.testing.batch import Seen, look_at_all
from kpicalc.testing.forks import Forks

_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()
_PROBES = (Decimal(2), Decimal("0.5"))


def solve_margins(forks: Forks, base: Candidate, margins: Sequence[Located]) -> Iterator[Candidate]:
    """Yield the base with one fact changed so that a difference is zero, or just on either side of it.

    Between two values of the fact the difference is taken for a straight line, then for one of its inverse:
    that is exact for sums, products and quotients.
    """
    currency = forks.program.currency
    inputs = [each for each in forks.program.inputs if each.kind in {*NUMERIC, Kind.DATE}]
    probes = {each.key: _move_fact(base, each, currency) for each in inputs}
    wanted = [base, *(each for each in probes.values() if each is not None)]
    seen = {id(each.candidate): each for each in look_at_all(forks, wanted, margins)}
    if id(base) not in seen:
        return
    for each in inputs:
        probe = probes[each.key]
        if probe is not None and id(probe) in seen:
            yield from _solve_pair(each, currency, (seen[id(base)], seen[id(probe)]))


def stand_on_edges(base: Candidate, solved: Iterable[Candidate]) -> Candidate:
    """Return the base with every fact at the first point found for it, so that all plans are just met."""
    values = dict(base.values)
    moved: set[Slot] = set()
    for candidate in solved:
        for slot, value in candidate.values.items():
            if slot not in moved and value != base.values[slot]:
                values[slot] = value
                moved.add(slot)
    return replace(base, values=values)


def _move_fact(base: Candidate, given: Input, currency: str) -> Candidate | None:
    """Return the base with a fact moved to another value that is allowed."""
    slot = first_slot(given)
    now = base.values[slot]
    if isinstance(now, date):
        return base.put(slot, date.fromordinal(now.toordinal() + (10 if now.day < 15 else -10)))
    if not isinstance(now, Decimal):
        return None
    step = step_of(given, currency)
    moved = [*(now * each for each in _PROBES), now + step, now - step, ONE]
    fitting = [each for each in moved if each != now and is_allowed(given, each)]
    return base.put(slot, fitting[0]) if fitting else None


def _solve_pair(given: Input, currency: str, pair: tuple[Seen, Seen]) -> Iterator[Candidate]:
    base, probe = pair
    slot = first_slot(given)
    ends = _fact_as_number(base.candidate.values[slot]), _fact_as_number(probe.candidate.values[slot])
    for differences in zip(base.values, probe.values, strict=True):
        for root in guess_roots(*zip(ends, differences, strict=True)):
            for value in _values_around(given, currency, root):
                yield base.candidate.put(slot, value)


def _fact_as_number(value: Scalar | None) -> Decimal:
    """Return a fact as a number, a date by the number of its day; only such facts are moved."""
    return Decimal(value.toordinal()) if isinstance(value, date) else cast("Decimal", value)


def _values_around(given: Input, currency: str, root: Decimal) -> Iterator[Scalar]:
    if given.kind is not Kind.DATE:
        yield from allowed_near(given, root, currency)
        return
    days = (int(root) - 1, int(root), int(root) + 1)
    yield from (date.fromordinal(day) for day in days if _FIRST_DAY < day < _LAST_DAY)
