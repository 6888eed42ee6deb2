"""Tell what a row is of those beside it: their sum or mean, of groups in groups, of an owner's deals."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from math import isnan, log2
from operator import eq

from kpicalc.facts.row_findings import RowFindings, is_certain_name, names_person
from kpicalc.facts.row_sums import (
    LONGEST,
    MOST_SHOWN,
    SHOWN,
    Columns,
    allowed_for,
    as_number,
    measure,
    take_numbers,
)
from kpicalc.facts.workbook import RowKind
from kpicalc.model.dataclass import dataclass
from kpicalc.model.plain_text import fold_text
from kpicalc.model.writing import Groups

_CENTS = 10_000
_STEPS = 400_000  # about a second; a sheet of forty thousand rows needs fewer
_MOST_SEEN = 40_000  # where all have the plan 1 000, each run of rows has the mean of each row
_FEWEST, _CENT = 2, 0.005


@dataclass(frozen=True, slots=True)
class Statistic:
    """What a row is of `count` rows beside it.

    `agreeing` columns have the same sum (or mean …) exactly, in `strange` ones it is neither that nor a value
    between those of the rows; `bits` say how improbable it is that this is chance.
    """

    count: int
    agreeing: int
    strange: int
    bits: float
    summed: bool


def find_statistic(
    columns: Columns, index: int, beside: Iterable[int], longest: int = LONGEST
) -> Statistic | None:
    """Return what a row is of the rows beside it, nearest first: the shortest run that explains it."""
    own = {column: cells[index] for column, cells in columns.items() if not isnan(cells[index])}
    main = max(own, key=lambda column: abs(own[column]))
    if not own[main]:
        return None
    run: list[int] = []
    best: Statistic | None = None
    total, numbers, seen = 0.0, columns[main].floats, 0
    for size, other in enumerate(islice(beside, longest), start=1):
        run.append(other)
        total += as_number(numbers[other])
        if abs(total - own[main]) <= allowed_for(size) or (
            size > 1 and abs(total - own[main] * size) <= size * MOST_SHOWN
        ):
            found = _explain(columns, own, run) if seen < _MOST_SEEN else None
            seen += size
            best = found if best is None or (found and found.strange < best.strange) else best
            if best is not None and not best.strange:
                return best
    return best or _extreme(columns, own, run)


def find_mean(columns: Columns, index: int, rows: Sequence[int]) -> Statistic | None:
    """Return what a row is if every number of it is the mean of all of some rows, None if one is not."""
    own = {column: cells[index] for column, cells in columns.items() if not isnan(cells[index])}
    for cells, value in ((columns[column], value) for column, value in own.items()):
        whole = cells.whole_numbers(rows)
        members, one = (whole.numbers, 10**whole.places) if whole else (take_numbers(cells, rows), 1)
        far = abs(sum(members) / one / len(members) - value) > _allowed_of_mean(value)
        # Of a hundred thousand rows the first column tells nearly always that this is no mean.
        if (far or not value) and any(map(members[0].__ne__, members)):
            return None
    found = _compare(columns, own, rows, summed=False)
    return None if found.strange else found


def _explain(columns: Columns, own: Mapping[int, float], run: Sequence[int]) -> Statistic | None:
    found = [_compare(columns, own, run, summed=summed) for summed in (True, False)]
    known = [each for each in found if each.agreeing]
    return min(known, key=lambda each: (each.strange, -each.agreeing), default=None)


def _compare(columns: Columns, own: Mapping[int, float], run: Sequence[int], *, summed: bool) -> Statistic:
    agreeing = strange = 0
    bits = 0.0
    units = measure({column: columns[column] for column in own})
    for column, value in own.items():
        members = take_numbers(columns[column], run)
        wanted = sum(members) if summed else sum(members) / len(members)
        allowed = allowed_for(len(run)) if summed else _allowed_of_mean(value)
        if abs(wanted - value) <= allowed:
            telling = value and (summed or min(members) != max(members))
            agreeing += bool(telling)
            bits += log2(1 + abs(value) / units[column]) if telling else 0
        elif not min(members) <= value <= max(members):
            strange += 1
    return Statistic(len(run), agreeing, strange, bits, summed)


def _extreme(columns: Columns, own: Mapping[int, float], run: Sequence[int]) -> Statistic | None:
    """Say whether a row is the least, the greatest or the number of all rows beside it, column by column."""
    if len(run) < _FEWEST:
        return None
    members = {column: take_numbers(columns[column], run) for column in own}
    kinds = (min, max, len, _middle)
    if any(all(kind(members[column]) == value for column, value in own.items()) for kind in kinds):
        return Statistic(len(run), len(own), 0, 0.0, summed=False)
    return None


def _middle(numbers: Sequence[float]) -> float:
    ordered = sorted(numbers)
    size = len(ordered)
    return (ordered[(size - 1) // 2] + ordered[size // 2]) / 2


def _allowed_of_mean(value: float) -> float:
    return MOST_SHOWN if value.is_integer() and abs(value) > 50 else SHOWN


def find_stacked(
    findings: RowFindings, columns: Columns, active: Sequence[int], least: float, *, sums: bool
) -> set[int]:
    """Return rows that are sums of groups below them, where so much cannot be chance.

    A company of departments of posts of people: the same numbers stand there two or three times, so no row
    is the sum of rows that stand next to it. `sums` says that other sums were found.
    """
    found = (
        _find_trees(columns, active, least)
        if sums or _repeats(columns, findings.survey.compared)
        else set[int]()
    )
    if findings.people and not findings.numbered:
        found |= _find_posts(findings, columns, active, least)
    return found


def _find_trees(columns: Columns, active: Sequence[int], least: float) -> set[int]:
    """Read each row as the sum of what follows, groups in groups; return those of improbable trees."""
    rows = list(zip(*(_in_cents(cells.floats, active) for cells in columns.values()), strict=True))
    if any(min(row) < 0 for row in rows):
        return set()
    units = [max(round(unit * _CENTS), 1) for unit in measure(columns).values()]
    ends = list(range(1, len(rows) + 1))
    # How improbable the groups are, and how many there are, from a row to the last one.
    bits = [0.0] * (len(rows) + 1)
    groups = [0] * (len(rows) + 1)
    steps = _STEPS
    for place in range(len(rows) - 1, -1, -1):
        children, at, total = 0, place + 1, (0,) * len(units)
        while at < len(rows) and steps > 0 and total != rows[place] and _may_grow(total, rows[place]):
            total = tuple(map(int.__add__, total, rows[at]))
            children, at, steps = children + 1, ends[at], steps - 1
        bits[place], groups[place] = bits[place + 1], groups[place + 1]
        if total == rows[place] and any(total):
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


def _repeats(columns: Columns, compared: int | None) -> bool:
    """Say quickly whether in every column a number stands twice, one below the other."""
    wholes = ((cells, cells.whole_numbers(range(len(cells)))) for cells in columns.values())
    kept = (whole.numbers if whole else cells.floats[:compared] for cells, whole in wholes)
    return all(any(map(eq, cells, islice(cells, 1, None))) or any(map(isnan, cells)) for cells in kept)


def _find_posts(findings: RowFindings, columns: Columns, active: Sequence[int], least: float) -> set[int]:
    """Return the rows that name nobody if every one of them is the sum of the people right below, or above.

    Beside names with initials or patronymics numbers that differ are enough.
    """
    people = [index for index in active if names_person(findings.label(index))]
    others = sorted({*active}.difference(people))
    if not people:
        return _find_tiles(columns, active)
    if len(others) < _FEWEST or len(people) < _FEWEST:
        return set()
    named = all(is_certain_name(findings.label(index)) for index in people)
    differ = any(len({as_number(cells[index]) for index in others}) > 1 for cells in columns.values())
    parted = [(index, bisect(people, index)) for index in others]
    below = [(index, people[at:]) for index, at in parted]
    above = [(index, people[:at][::-1]) for index, at in parted]
    for runs in (below, above):
        found = [_find_sum(columns, index, run) for index, run in runs]
        if None not in found and (sum(filter(None, found)) >= least or (named and differ)):
            return set(others)
    return set()


def _find_tiles(columns: Columns, active: Sequence[int]) -> set[int]:
    """Return the sums of a table of one-word names that is nothing but sums, each beside its rows.

    Not all of them may be the same, as equal plans are.
    """
    rows = list(zip(*(_in_cents(cells.floats, active) for cells in columns.values()), strict=True))
    for order in (1, -1):
        ordered, heads, at = rows[::order], list[int](), 0
        while at < len(ordered):
            total, end = (0,) * len(columns), at + 1
            while end < len(ordered) and total != ordered[at] and _may_grow(total, ordered[at]):
                total, end = tuple(map(int.__add__, total, ordered[end])), end + 1
            if total != ordered[at] or not any(total):
                break
            heads.append(at)
            at = end
        if at == len(ordered) and len({ordered[head] for head in heads}) > 1:
            return {active[::order][head] for head in heads}
    return set()


def _find_sum(columns: Columns, index: int, people: Sequence[int]) -> float | None:
    """Say how improbable it is by chance that a row is the sum of people next to it; None if it is none."""
    found = find_statistic(columns, index, people)
    return None if found is None or found.strange or not found.summed else found.bits


# How improbable (in powers of two) it must be that every owner's first deal is the sum of his others.
_CERTAIN, _ASKED = 30, 8


def settle_owner_sums(findings: RowFindings) -> None:
    """Leave out the first, or the last, row of every owner when all of them are sums of the rest."""
    survey = findings.survey
    if findings.rules.groups is Groups.NONE:
        return
    open_rows = filter(findings.is_open, range(len(survey.numbers)))
    rows = [each for each in open_rows if each not in findings.totals]
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
    bits = 0.0
    for run in runs:
        found = list(_agree(columns, units, run[place], run))
        if not found or None in found:
            return 0.0
        bits += sum(filter(None, found)) if len(run) > _FEWEST else 0
    return bits


def _agree(
    columns: Columns, units: dict[int, float], index: int, run: Sequence[int]
) -> Iterator[float | None]:
    """Yield for each column with a number in a row how improbable it is as a sum, None where it is none."""
    for column, figures in columns.items():
        cells = figures.floats
        if not isnan(cells[index]) and cells[index]:
            total = sum(take_numbers(figures, run)) - cells[index]
            yield log2(1 + abs(total) / units[column]) if abs(total - cells[index]) < _CENT else None
