"""Tell sums that stand among what they sum up: groups in groups, the row of an owner among his deals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from math import isnan, log2
from operator import eq

from kpicalc.facts.row_findings import RowFindings, names_person
from kpicalc.facts.row_sums import Columns, find_statistic, measure
from kpicalc.facts.workbook import RowKind
from kpicalc.model.plain_text import fold_text
from kpicalc.model.row_rules import Groups

_CENTS = 10_000
_STEPS = 400_000
_FEWEST, _CENT = 2, 1 / 200


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
    # How improbable the groups are, and how many there are, from a row to the last one.
    bits = [0 * log2(1)] * (len(rows) + 1)
    groups = [0] * (len(rows) + 1)
    steps = _STEPS
    for place in range(len(rows) - 1, -1, -1):
        children, at, total = 0, place + 1, (0,) * len(units)
        while at < len(rows) and steps > 0 and total != rows[place] and _may_grow(total, rows[place]):
            total = tuple(map(int.__add__, total, rows[at]))
            children, at, steps = children + 1, ends[at], steps - 1
        bits[place], groups[place] = bits[place + 1], groups[place + 1]
        if children and total == rows[place] and any(total):
            own = sum(log2(1 + each / unit) for each, unit in zip(total, units, strict=True))
            bits[place] += own if children >= _FEWEST else 0
            groups[place] += 1
            ends[place] = at
    roots = [
        place
        for place in _roots(ends)
        if groups[place] - groups[ends[place]] > 1 and bits[place] - bits[ends[place]] >= least
    ]
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
    people = [index for index in active if names_person(findings.label(index))]
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


# How improbable (in powers of two) it must be that every owner's first deal is the sum of his others.
_CERTAIN, _ASKED = 30, 8


def settle_owner_sums(findings: RowFindings) -> None:
    """Leave out the first, or the last, row of every owner when all of them are sums of the rest."""
    survey = findings.survey
    if not findings.owned or findings.rules.groups is Groups.NONE or not survey.led:
        return
    rows = [each for each in range(len(survey.numbers)) if findings.is_open(each)]
    rows = [each for each in rows if each not in findings.totals]
    runs = [list(run) for _, run in groupby(rows, key=lambda index: fold_text(findings.label(index)))]
    owners = {findings.label(run[0]) for run in runs}
    if len(owners) != len(runs) or any(len(run) < _FEWEST for run in runs):
        return
    columns = survey.figures
    for place in (0, -1):
        bits = _weigh(columns, runs, place)
        sums = [run[place] for run in runs] if bits >= _ASKED else []
        if bits >= _CERTAIN or findings.rules.groups is Groups.OUTLINE:
            for index in sums:
                findings.leave(index, RowKind.GROUP)
        else:
            findings.owners += sums
        if sums:
            return


def _weigh(columns: Columns, runs: Sequence[Sequence[int]], place: int) -> float:
    """Say how improbable it is that one row of every run is the sum of the others by chance; else 0."""
    units = measure(columns)
    bits = 0 * log2(1)
    for run in runs:
        found = list(_agree(columns, units, run[place], [each for each in run if each != run[place]]))
        if not any(found) or any(each < 0 for each in found):
            return 0 * bits
        bits += sum(found) if len(run) > _FEWEST else 0
    return bits


def _agree(columns: Columns, units: dict[int, float], index: int, rest: Sequence[int]) -> Iterator[float]:
    """Yield for each column with a number in a row how improbable it is as a sum, -1 where it is none."""
    for column, cells in columns.items():
        if not isnan(cells[index]) and cells[index]:
            total = sum(cells[each] for each in rest if not isnan(cells[each]))
            yield log2(1 + abs(total) / units[column]) if abs(total - cells[index]) < _CENT else -1
