"""Tell groups that stand one below another above their people, down to a post with one person in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import isnan, log2
from operator import eq

from kpicalc.facts.row_findings import PARTICLES, RowFindings, is_certain_name, is_strange
from kpicalc.facts.row_sums import Columns, find_statistic, measure

_CENTS = 10_000
_STEPS = 400_000
_FEWEST = 2


def find_stacked(
    findings: RowFindings, columns: Columns, active: Sequence[int], least: float, *, sums: bool
) -> set[int]:
    """Return rows that are sums of groups below them, where so much cannot be chance.

    A company of departments of posts of people: the same numbers stand there two or three times, so no row
    is the sum of rows that stand next to it. `sums` says that other sums were found.
    """
    found = _find_trees(columns, active, least) if sums or _repeats(columns) else set[int]()
    if findings.people and not findings.numbered:
        found |= _find_posts(findings, columns, active, least)
    return found


def _find_trees(columns: Columns, active: Sequence[int], least: float) -> set[int]:
    """Read each row as the sum of what follows, groups in groups; return those of improbable trees."""
    rows = list(zip(*(_in_cents(cells, active) for cells in columns.values()), strict=True))
    if any(min(row) < 0 for row in rows):
        return set()
    units = [max(round(unit * _CENTS), 1) for unit in measure(columns).values()]
    ends = list(range(1, len(rows) + 1))
    bits = [0 * log2(1)] * len(rows)
    nested = [False] * len(rows)
    steps = _STEPS
    for place in range(len(rows) - 1, -1, -1):
        children, at, total = 0, place + 1, (0,) * len(units)
        while at < len(rows) and steps > 0 and total != rows[place] and _may_grow(total, rows[place]):
            total = tuple(map(int.__add__, total, rows[at]))
            children, at, steps = children + 1, ends[at], steps - 1
        if children and total == rows[place] and any(total):
            members = range(place + 1, at)
            nested[place] = any(ends[each] > each + 1 for each in members)
            own = sum(log2(1 + each / unit) for each, unit in zip(total, units, strict=True))
            bits[place] = (own if children >= _FEWEST else 0) + sum(bits[each] for each in members)
            ends[place] = at
    roots = [place for place in _roots(ends) if nested[place] and bits[place] >= least]
    return {active[each] for root in roots for each in range(root, ends[root]) if ends[each] > each + 1}


def _may_grow(total: Sequence[int], wanted: Sequence[int]) -> bool:
    return all(map(int.__le__, total, wanted))


def _roots(ends: Sequence[int]) -> Iterator[int]:
    at = 0
    while at < len(ends):
        yield at
        at = ends[at]


def _in_cents(cells: Sequence[float], active: Sequence[int]) -> list[int]:
    return [0 if isnan(cells[index]) else round(cells[index] * _CENTS) for index in active]


def _repeats(columns: Columns) -> bool:
    """Say quickly whether in every column a number stands twice, one below the other."""
    return all(
        any(map(eq, cells, islice(cells, 1, None)))
        for cells in columns.values()
        if not any(map(isnan, cells))
    )


def _find_posts(findings: RowFindings, columns: Columns, active: Sequence[int], least: float) -> set[int]:
    """Return the rows that name nobody if every one of them is the sum of the people right below it."""
    people = [index for index in active if _names_person(findings.label(index))]
    others = sorted({*active}.difference(people))
    if len(others) < _FEWEST or len(people) < _FEWEST:
        return set()
    bits = 0 * log2(1)
    for index in others:
        found = find_statistic(columns, index, [each for each in people if each > index])
        if found is None or found.strange or not found.summed or not found.agreeing:
            return set()
        bits += found.bits
    return set(others) if bits >= least else set()


def _names_person(text: str) -> bool:
    """Say whether a text has the form of a name of two words or more."""
    words = [word for word in text.replace(",", " ").split() if word.casefold() not in PARTICLES]
    capital = all(word[:1].isupper() and not word.isupper() for word in words)
    return is_certain_name(text) or (len(words) >= _FEWEST and capital and not is_strange(text))
