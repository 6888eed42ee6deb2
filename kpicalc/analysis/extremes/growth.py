"""With which facts an amount grows, and whether one met far out goes on growing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from kpicalc.analysis.enclosure.box import Box, with_rows
from kpicalc.analysis.enclosure.enclose import Enclosed, Enclosing, enclose
from kpicalc.analysis.extremes.branches import plain_bound
from kpicalc.analysis.extremes.trials import FAR, Goal, Met, Search, amount_of
from kpicalc.lab.behind import Behind
from kpicalc.lab.witnesses import Candidate, Slot, witness_of
from kpicalc.model.domain import Domain, Interval, Rows
from kpicalc.model.kind import NUMERIC
from kpicalc.model.money import ZERO
from kpicalc.model.program import EMPLOYEES, Input, Program

# While one fact is let go, all others are held to usual sizes, and tables to a few rows.
_MOST = Decimal(1_000_000)
_LEAST = Decimal("0.01")
_FEW = 3


def growing_facts(program: Program, box: Box, goals: Sequence[Goal]) -> Mapping[Goal, tuple[str, ...]]:
    """Return for each goal the facts that alone take it beyond any limit; where none does, all that may."""
    held = _hold_all(program, box)
    found = {
        goal: tuple(names)
        for goal, names in _find_unlimited(_free_in_turn(program, box, held), goals).items()
    }
    left = [goal for goal, names in found.items() if not names]
    by_rows = _find_unlimited(_more_rows(program, box, held), left) if left else {}
    return found | {goal: tuple(by_rows[goal]) or _all_open(program, box, goal) for goal in left}


def _find_unlimited(freed: Iterator[tuple[str, Enclosed]], goals: Sequence[Goal]) -> Mapping[Goal, list[str]]:
    """Return for each goal what has only to be let go for it to have no limit."""
    found: dict[Goal, list[str]] = {goal: [] for goal in goals}
    for name, enclosed in freed:
        for goal in goals:
            if plain_bound(enclosed, goal.variable, goal.sign) is None:
                found[goal].append(name)
    return found


def _more_rows(program: Program, box: Box, held: Box) -> Iterator[tuple[str, Enclosed]]:
    for grain, rows in box.rows.items():
        if rows.most is None:
            yield grain, enclose(program, with_rows(held, grain, held.rows[grain].least, None))


def _free_in_turn(program: Program, box: Box, held: Box) -> Iterator[tuple[str, Enclosed]]:
    enclosing = Enclosing(program, held)
    for declared in program.inputs:
        key = declared.key
        domain = box.domains[key]
        if isinstance(domain, Interval) and held.domains[key] != domain:
            yield _name(declared), enclosing.with_fact(key, _let_go(domain))


def _name(declared: Input) -> str:
    return declared.name if declared.grain == EMPLOYEES else f"{declared.grain}.{declared.name}"


def _hold_all(program: Program, box: Box) -> Box:
    numbers = {each.key for each in program.inputs if each.kind in NUMERIC}
    domains = {
        key: _hold_domain(domain) if key in numbers and isinstance(domain, Interval) else domain
        for key, domain in box.domains.items()
    }
    rows = {
        grain: Rows(min(each.least, _FEW), _FEW if each.most is None else each.most)
        for grain, each in box.rows.items()
    }
    return Box(
        domains,
        rows,
        Rows(min(box.reports.least, _FEW), _FEW if box.reports.most is None else box.reports.most),
    )


def _hold_domain(domain: Interval) -> Interval:
    """Hold a domain without end to usual sizes, and off a zero that it never reaches."""
    low, high = domain.low, domain.high
    if low is None:
        low = min(-_MOST, -_MOST if high is None else high)
    elif low == ZERO and domain.low_open and (high is None or high > _LEAST):
        low = _LEAST
    return replace(domain, low=low, high=max(_MOST, low) if high is None else high)


def _let_go(domain: Interval) -> Interval:
    """Let a fact grow, but not come nearer to a zero than usual."""
    held = _hold_domain(domain)
    return replace(
        held, low=None if domain.low is None else held.low, high=None if domain.high is None else held.high
    )


def _all_open(program: Program, box: Box, goal: Goal) -> tuple[str, ...]:
    """Return all facts without an end that the value rests on, be it through other rows."""
    behind = Behind(program).facts_of((EMPLOYEES, goal.variable))
    keys = {each.key: each for each in program.inputs}
    return tuple(_name(each) for key, each in keys.items() if key in behind and _is_open(box.domains[key]))


def _is_open(domain: Domain) -> bool:
    return isinstance(domain, Interval) and (domain.low is None or domain.high is None or domain.low_open)


# A figure is made so many times as great, or as near to zero; the amount has to grow by at least so much.
_MOVED = Decimal(1_000_000)
_GROWN = Decimal(1_000)


def is_unlimited(state: Search, goal: Goal, met: Met) -> bool:
    """Say whether an amount far out grows on with its facts: with one, with all, or with two of them."""
    if met.amount * goal.sign < FAR:
        return False
    slots = [slot for slot, value in met.candidate.values.items() if isinstance(value, Decimal) and value]
    alone = [(slot,) for slot in slots]
    return _grows_without_end(state, goal, met, alone) or _grows_without_end(
        state, goal, met, [tuple(slots), *combinations(slots, 2)]
    )


def _grows_without_end(state: Search, goal: Goal, met: Met, groups: Sequence[tuple[Slot, ...]]) -> bool:
    moved = [each for group in groups for each in _move_figures(state, met.candidate, group)]
    pays = state.lab.pay_all([witness_of(state.lab.program, each) for each in moved])
    return any(
        amount_of(pay[goal.variable]) * goal.sign >= met.amount * goal.sign * _GROWN
        for pay in pays
        if pay is not None
    )


def _move_figures(state: Search, candidate: Candidate, group: tuple[Slot, ...]) -> Iterator[Candidate]:
    """Yield the candidate with some of its figures much greater, and much nearer to zero, where allowed."""
    for factor in (_MOVED, 1 / _MOVED):
        values = dict(candidate.values)
        for slot in group:
            value = values[slot]
            further = value * factor if isinstance(value, Decimal) else value
            if further is not None and state.allows(slot, further):
                values[slot] = further
        yield Candidate(candidate.rows, values)
