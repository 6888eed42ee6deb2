"""Find rows whose numbers are the sum or another statistic of the rows beside them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate, compress, islice, repeat
from math import ceil, floor, gcd, isnan, log2
from operator import add, ge, mul

LONGEST = 20_000
_SAMPLE = 500
_MOST_HITS = 200
_MOST_COLUMNS = 6
_FEWEST = 2
_GRAIN = 10_000  # numbers are compared to a ten-thousandth
_BYTE = 256
_LITTLE = 1 / 1000
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
    units = measure(columns)
    grained = [_in_grains(cells, rows, units[column]) for column, cells in columns.items()]
    likely = _find_likely(grained, least)
    if not any(likely):
        return []
    running = [_compact(accumulate(each.values, initial=0)) for each in grained]
    found: set[int] = set()
    for column, sums in islice(zip(grained, running, strict=True), _MOST_COLUMNS):
        places = [
            _places_of(own & each, len(rows)) for own, each in zip(column.not_less, likely, strict=True)
        ]
        telling = (
            place
            for place, run in _hits(sums, column, *places)
            if sum(map(_bits, running, grained, repeat(place), repeat(run))) >= least
        )
        found.update(islice(telling, _MOST_HITS))
    return [rows[place] for place in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Grained:
    """The numbers of a column as whole numbers of grains, 0 for none; `unit` has so many grains.

    With `rising` none is negative, so that their running sum never falls. `not_less` are two numbers with a
    byte for each row: 1 where the row may be the sum of those above it, for it is not less than the next two
    of them, and where it may be that of those below.
    """

    values: Sequence[int]
    grain: int
    unit: float
    rising: bool
    not_less: tuple[int, int]


def _in_grains(cells: Sequence[float], rows: Sequence[int], unit: float) -> _Grained:
    """Return the numbers of some rows in ones where all are whole, else in ten-thousandths."""
    numbers = cells if len(rows) == len(cells) else list(map(cells.__getitem__, rows))
    if any(map(isnan, numbers)):
        numbers = list(map(float, map(_number, numbers)))
    grain = 1 if all(map(float.is_integer, numbers)) else _GRAIN
    whole = numbers if grain == 1 else map(add, map(mul, numbers, repeat(grain)), repeat(1 / 2))
    values = list(map(floor, whole))
    rising = min(values, default=0) >= 0
    return _Grained(
        _compact(values), grain, unit * grain, rising, _compare_with_pairs(values, grain, rising=rising)
    )


def _compare_with_pairs(values: Sequence[int], grain: int, *, rising: bool) -> tuple[int, int]:
    """Say which numbers are not less than the two above them, and than the two below.

    Where none is negative only these can be sums; else every one can be.
    """
    size = len(values)
    if size <= _FEWEST or not rising:
        every = int.from_bytes(b"\1" * size, "little")
        return every, every
    # What is rounded to be shown may be a little less than the sum.
    allowed = int(_allowed(size) * grain) + (grain > 1)
    raised = list(map(add, values, repeat(allowed))) if allowed else values
    pairs = list(map(add, values, islice(values, 1, None)))
    above = bytes(map(ge, islice(raised, _FEWEST, None), pairs))
    below = bytes(map(ge, raised, islice(pairs, 1, None)))
    return int.from_bytes(bytes(_FEWEST) + above, "little"), int.from_bytes(below, "little")


def _find_likely(grained: Sequence[_Grained], least: float) -> tuple[int, int]:
    """Return where enough columns may agree on a sum of the rows above, and of those below: a byte a row.

    A column weighs what its greatest number could tell, and a little more.
    """
    size = len(grained[0].values) if grained else 0
    weights = [int(log2(1 + max(map(abs, each.values), default=0) / each.unit)) + 1 for each in grained]
    wanted = max(ceil(least - _LITTLE), 1)
    if sum(weights) >= _BYTE:
        weights, wanted = [1] * _MOST_COLUMNS, 1
    table = bytes(weight >= wanted for weight in range(_BYTE))
    above, below = (
        sum(each.not_less[side] * weight for each, weight in zip(grained, weights, strict=False))
        .to_bytes(size, "little")
        .translate(table)
        for side in (0, 1)
    )
    return int.from_bytes(above, "little"), int.from_bytes(below, "little")


def _places_of(flags: int, size: int) -> list[int]:
    return list(compress(range(size), flags.to_bytes(size, "little")))


def _compact(numbers: Iterable[int]) -> Sequence[int]:
    """Keep whole numbers in eight bytes each, where they are not too great for that."""
    listed = list(numbers)
    try:
        return array("q", listed)
    except OverflowError:
        return listed


def _bits(sums: Sequence[int], column: _Grained, place: int, run: tuple[int, int]) -> float:
    """Say how improbable it is by chance that a number is the sum of a run; 0 where it is not."""
    own = sums[place + 1] - sums[place]
    agrees = abs(sums[run[1]] - sums[run[0]] - own) <= _allowed(run[1] - run[0]) * column.grain
    return log2(1 + abs(own) / column.unit) if agrees else 0


def measure(columns: Columns) -> dict[int, float]:
    """Return for each column the unit in which its numbers are whole, as far as its first rows tell."""
    units: dict[int, float] = {}
    for column, cells in columns.items():
        sample = [abs(round(each * _GRAIN)) for each in islice(cells, _SAMPLE) if each and not isnan(each)]
        units[column] = (gcd(*sample) or 1) / _GRAIN
    return units


def _hits(
    sums: Sequence[int], column: _Grained, above: Sequence[int], below: Sequence[int]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the places of numbers that are the sum of two or more above or below, with that run."""
    values = column.values
    found = {place: sums[place] - values[place] for place in above if values[place]}
    other = {place: sums[place + 1] + values[place] for place in below if values[place]}
    first, last = _find_totals(sums, {*found.values(), *other.values()}, rising=column.rising)
    for place in sorted(found.keys() | other.keys()):
        begin = first.get(found[place]) if place in found else None
        end = last.get(other[place]) if place in other else None
        if begin is not None and begin < place - 1:
            yield place, (begin, place)
        if end is not None and end > place + 2:
            yield place, (place + 1, end)


def _find_totals(
    sums: Sequence[int], wanted: AbstractSet[int], *, rising: bool
) -> tuple[dict[int, int], dict[int, int]]:
    """Return where some totals are first and last met among running sums."""
    if rising:
        places = {total: bisect_left(sums, total) for total in wanted}
        first = {total: at for total, at in places.items() if at < len(sums) and sums[at] == total}
        return first, {total: bisect_right(sums, total) - 1 for total in first}
    last = {total: place for place, total in enumerate(sums) if total in wanted}
    return {sums[place]: place for place in range(len(sums) - 1, -1, -1) if sums[place] in last}, last


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
