"""Find rows whose numbers are the sum or another statistic of the rows beside them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, islice, repeat
from math import floor, gcd, isnan, log2
from operator import add, ge, mul

LONGEST = 20_000
_SAMPLE = 500
_MOST_HITS = 200
_MOST_COLUMNS = 6
_FEWEST = 2
_GRAIN = 10_000  # numbers are compared to a ten-thousandth
# How far a printed sum may be from that of numbers which were rounded to be shown.
_EXACT, _SHOWN, _MOST_SHOWN = 1 / 2000, 51 / 10_000, 51 / 100

Columns = Mapping[int, "array[float]"]


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
    main = max(own, key=lambda column: abs(own[column]), default=0)
    if not main or not own[main]:
        return None
    run: list[int] = []
    best: Statistic | None = None
    total = 0 * own[main]
    for other in islice(beside, longest):
        run.append(other)
        total += _number(columns[main][other])
        size = len(run)
        shown = _allowed(size)
        if abs(total - own[main]) <= shown or (
            size > 1 and abs(total - own[main] * size) <= size * _MOST_SHOWN
        ):
            found = _explain(columns, own, run)
            best = found if best is None or (found and found.strange < best.strange) else best
            if best is not None and not best.strange:
                return best
    return best or _extreme(columns, own, run)


def find_mean(columns: Columns, index: int, rows: Sequence[int]) -> Statistic | None:
    """Return what a row is if every number of it is the mean of all of some rows, None if one is not."""
    own = {column: cells[index] for column, cells in columns.items() if not isnan(cells[index])}
    if len(rows) < _FEWEST:
        return None
    differing = 0
    for column, value in own.items():
        members = _members(columns[column], rows)
        if min(members) == max(members):
            continue
        # Of a hundred thousand rows the first column tells nearly always that this is no mean.
        if not value or abs(sum(members) / len(members) - value) > _allowed_of_mean(value):
            return None
        differing += 1
    found = _compare(columns, own, rows, summed=False)
    return found if not found.strange and found.agreeing == differing else None


def find_sums(columns: Columns, rows: Sequence[int], least: float) -> list[int]:
    """Return the rows that are the sum of two or more rows next above or below, in one column at least.

    Only rows whose agreeing columns together are as improbable as `least` (in powers of two) count: among
    whole hours a sum by chance stands on every page.
    """
    values = {column: _compact(_in_grains(cells, rows)) for column, cells in columns.items()}
    likely = [column for column in list(values)[:_MOST_COLUMNS] if _may_be_sums(values[column])]
    if not likely:
        return []
    units = measure(columns)
    running = {column: _compact(accumulate(numbers, initial=0)) for column, numbers in values.items()}
    found: set[int] = set()
    for column in likely:
        telling = (
            place
            for place, run in _hits(running[column], values[column])
            if sum(_bits(running[each], place, run, units[each]) for each in columns) >= least
        )
        found.update(islice(telling, _MOST_HITS))
    return [rows[place] for place in sorted(found)]


def _in_grains(cells: Sequence[float], rows: Sequence[int]) -> list[int]:
    """Return the numbers of some rows in ten-thousandths, 0 for none."""
    numbers = cells if len(rows) == len(cells) else [cells[row] for row in rows]
    if any(map(isnan, numbers)):
        numbers = [_number(each) for each in numbers]
    return list(map(floor, map(add, map(mul, numbers, repeat(_GRAIN)), repeat(1 / 2))))


def _compact(numbers: Iterable[int]) -> Sequence[int]:
    """Keep whole numbers in eight bytes each, where they are not too great for that."""
    listed = list(numbers)
    try:
        return array("q", listed)
    except OverflowError:
        return listed


def _may_be_sums(values: Sequence[int]) -> bool:
    """Say quickly whether one of some numbers may be the sum of two or more others that stand together.

    Where all are positive the least of such sums is one of two; a number that is not makes it no greater
    than its neighbour.
    """
    return max(values, default=0) >= min(map(add, values, islice(values, 1, None)), default=0)


def _bits(sums: Sequence[int], place: int, run: tuple[int, int], unit: float) -> float:
    """Say how improbable it is by chance that a number is the sum of a run; 0 where it is not."""
    own = sums[place + 1] - sums[place]
    agrees = abs(sums[run[1]] - sums[run[0]] - own) <= _allowed(run[1] - run[0]) * _GRAIN
    return log2(1 + abs(own) / (unit * _GRAIN)) if agrees else 0


def measure(columns: Columns) -> dict[int, float]:
    """Return for each column the unit in which its numbers are whole, as far as its first rows tell."""
    units: dict[int, float] = {}
    for column, cells in columns.items():
        sample = [abs(round(each * _GRAIN)) for each in islice(cells, _SAMPLE) if each and not isnan(each)]
        units[column] = (gcd(*sample) or 1) / _GRAIN
    return units


def _hits(sums: Sequence[int], values: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the places of non-zero numbers that are the sum of two or more above or below, with that run."""
    known = set(sums)
    above, below = _not_below_neighbours(values)
    found = {place: sums[place] - values[place] for place in above if sums[place] - values[place] in known}
    other = {
        place: sums[place + 1] + values[place] for place in below if sums[place + 1] + values[place] in known
    }
    wanted = {*found.values(), *other.values()}
    last = {total: place for place, total in enumerate(sums) if total in wanted} if wanted else {}
    first = (
        {sums[place]: place for place in range(len(sums) - 1, -1, -1) if sums[place] in last}
        if wanted
        else {}
    )
    for place in sorted(found.keys() | other.keys()):
        if place in found and values[place] and first[found[place]] < place - 1:
            yield place, (first[found[place]], place)
        if place in other and values[place] and last[other[place]] > place + 2:
            yield place, (place + 1, last[other[place]])


def _not_below_neighbours(values: Sequence[int]) -> tuple[Iterable[int], Iterable[int]]:
    """Return the places of numbers that are not less than the two above, and than the two below them.

    Where no number is negative, only they can be the sum of those above, or of those below.
    """
    size = len(values)
    if min(values, default=0) < 0:
        return range(size), range(size)
    pairs = list(map(add, values, islice(values, 1, None)))
    above = compress(range(2, size), map(ge, islice(values, 2, None), pairs))
    return above, compress(range(size - 2), map(ge, values, islice(pairs, 1, None)))


def _explain(columns: Columns, own: Mapping[int, float], run: Sequence[int]) -> Statistic | None:
    found = [_compare(columns, own, run, summed=summed) for summed in (True, False)]
    known = [each for each in found if each.agreeing]
    return min(known, key=lambda each: (each.strange, -each.agreeing), default=None)


def _compare(columns: Columns, own: Mapping[int, float], run: Sequence[int], *, summed: bool) -> Statistic:
    agreeing = strange = 0
    bits = 0 * log2(1)
    units = measure({column: columns[column] for column in own})
    for column, value in own.items():
        members = _members(columns[column], run)
        wanted = sum(members) if summed else sum(members) / len(members)
        allowed = _allowed(len(run)) if summed else _allowed_of_mean(value)
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
    members = {column: _members(columns[column], run) for column in own}
    kinds = (min, max, len, _middle)
    if any(all(kind(members[column]) == value for column, value in own.items()) for kind in kinds):
        return Statistic(len(run), len(own), 0, 0 * log2(1), summed=False)
    return None


def _middle(numbers: Sequence[float]) -> float:
    ordered = sorted(numbers)
    size = len(ordered)
    return (ordered[(size - 1) // 2] + ordered[size // 2]) / 2


def _number(value: float) -> float:
    return 0 if isnan(value) else value


def _members(cells: Sequence[float], rows: Sequence[int]) -> list[float]:
    """Return the numbers of some rows, 0 for none."""
    numbers = list(map(cells.__getitem__, rows))
    return list(map(_number, numbers)) if any(map(isnan, numbers)) else numbers


def _allowed_of_mean(value: float) -> float:
    return _MOST_SHOWN if value.is_integer() and abs(value) > 50 else _SHOWN


def _allowed(size: int) -> float:
    return _EXACT + min(_SHOWN * size, _MOST_SHOWN)
