"""With which facts an amount grows without limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.analysis.enclosure.box import Box, with_domain, with_rows
from kpicalc.analysis.enclosure.enclose import enclose
from kpicalc.analysis.extremes.branches import plain_bound
from kpicalc.analysis.extremes.search import Goal
from kpicalc.lab.behind import Behind
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
    held = _held(program, box)
    found = {
        goal: tuple(names) for goal, names in _unlimited(program, _freed(program, box, held), goals).items()
    }
    left = [goal for goal, names in found.items() if not names]
    by_rows = _unlimited(program, _more_rows(box, held), left) if left else {}
    return found | {goal: tuple(by_rows[goal]) or _all_open(program, box, goal) for goal in left}


def _unlimited(
    program: Program, freed: Iterator[tuple[str, Box]], goals: Sequence[Goal]
) -> Mapping[Goal, list[str]]:
    """Return for each goal what has only to be let go for it to have no limit."""
    found: dict[Goal, list[str]] = {goal: [] for goal in goals}
    for name, box in freed:
        enclosed = enclose(program, box)
        for goal in goals:
            if plain_bound(enclosed, goal.variable, goal.sign) is None:
                found[goal].append(name)
    return found


def _more_rows(box: Box, held: Box) -> Iterator[tuple[str, Box]]:
    for grain, rows in box.rows.items():
        if rows.most is None:
            yield grain, with_rows(held, grain, held.rows[grain].least, None)


def _freed(program: Program, box: Box, held: Box) -> Iterator[tuple[str, Box]]:
    for declared in program.inputs:
        key = declared.key
        domain = box.domains[key]
        if isinstance(domain, Interval) and held.domains[key] != domain:
            yield _name(declared), with_domain(held, key, _let_go(domain))


def _name(declared: Input) -> str:
    return declared.name if declared.grain == EMPLOYEES else f"{declared.grain}.{declared.name}"


def _held(program: Program, box: Box) -> Box:
    numbers = {each.key for each in program.inputs if each.kind in NUMERIC}
    domains = {
        key: _hold(domain) if key in numbers and isinstance(domain, Interval) else domain
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


def _hold(domain: Interval) -> Interval:
    """Hold a domain without end to usual sizes, and off a zero that it never reaches."""
    low, high = domain.low, domain.high
    if low is None:
        low = min(-_MOST, -_MOST if high is None else high)
    elif low == ZERO and domain.low_open and (high is None or high > _LEAST):
        low = _LEAST
    return replace(domain, low=low, high=max(_MOST, low) if high is None else high)


def _let_go(domain: Interval) -> Interval:
    """Let a fact grow, but not come nearer to a zero than usual."""
    held = _hold(domain)
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
