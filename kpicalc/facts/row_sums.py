"""Find rows whose numbers are the sums of the rows next to them."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge
from itertools import accumulate, compress, islice, repeat
from math import ceil, floor, gcd, isnan, log2
from operator import add, itemgetter, mod, mul

from kpicalc.facts.figures import FigureColumn
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import pack_integers

# More rows are deals, in which sums arise by chance; a grain is known from 500 numbers, and 200 chance hits
# or six columns tell no more.
LONGEST = 20_000
_SAMPLE = 500
_MOST_HITS = 200
_MOST_COLUMNS = 6
_MOST_SEEN = 3  # so many rows beside each are looked at first
_GRAIN = 10_000  # numbers are compared to a ten-thousandth
_BYTE, _BITS = 256, 8
_AT_ONCE = 1 << 14
# Three bits of a lane are left for the sum of two numbers, for what is allowed, and for the answer.
_SPARE = 3
_ANSWERED = bytes(each >= _BYTE // 2 for each in range(_BYTE))
_LITTLE = 1 / 1000
# How far a printed sum may be from that of numbers which were rounded to be shown.
_EXACT, SHOWN, MOST_SHOWN = 1 / 2000, 51 / 10_000, 51 / 100

Columns = Mapping[int, FigureColumn]


def find_sums(columns: Columns, rows: Sequence[int], least: float) -> list[int]:
    """Return the rows that are the sum of two or more rows next above or below, in one column at least.

    Only rows whose agreeing columns together are as improbable as `least` (in powers of two) count: among
    whole hours a sum by chance stands on every page.
    """
    units = measure(columns)
    grained = [_in_grains(cells, rows, units[column]) for column, cells in columns.items()]
    likely = _find_likely(grained, least)
    if not any(map(any, likely)):
        return []
    found: set[int] = set()
    likely_places = [list(compress(range(len(rows)), each)) for each in likely]
    for column in islice(grained, _MOST_COLUMNS):
        places = map(column.narrow, (0, 1), likely_places)
        telling = (
            place
            for place, run in column.hits(*places)
            if sum(map(_bits, grained, repeat(place), repeat(run))) >= least
        )
        found.update(islice(telling, _MOST_HITS))
    return [rows[place] for place in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Grained:
    """The numbers of a column as whole numbers of grains, 0 for none; `unit` has so many grains.

    `most` is the greatest of them, whatever its sign. With `rising` none is negative, so that running sums
    never fall. `not_less` are two numbers with a byte for each row: 1 where the row may be the sum of those
    above it, for it is as much as the next two of them or not less than the next three, and where it may be
    that of those below.
    """

    values: Sequence[int]
    grain: int
    unit: float
    most: int
    rising: bool
    not_less: tuple[int, int]

    def narrow(self, side: int, places: Iterable[int]) -> Iterator[int]:
        """Yield those of some places that may be sums of what stands above (0) or below (1)."""
        flags = self.not_less[side].to_bytes(len(self.values), "little")
        return (place for place in places if flags[place])

    def hits(self, above: Iterable[int], below: Iterable[int]) -> Iterator[_Hit]:
        """Yield the places of numbers that are the sum of two or more above or below, with that run."""
        find = _meet_rising if self.rising else _meet_any
        begins, ends = find(self.values, above, up=True), find(self.values, below, up=False)
        upper = ((at, (begin, at)) for at, begin in begins if begin < at - 1)
        lower = ((at, (at + 1, end)) for at, end in ends if end > at + 2)
        yield from merge(upper, lower, key=itemgetter(0))


def _in_grains(cells: FigureColumn, rows: Sequence[int], unit: float) -> _Grained:
    """Return the numbers of some rows in ones where all are whole, else in the places that all have."""
    values, grain, least, most = _whole_grains(cells, rows) or _rounded_grains(take_numbers(cells, rows))
    size = len(values)
    rising = least >= 0
    flags = bytes([1]) * size, bytes([1]) * size
    # Lanes of four bytes are read in half the time; greater numbers take eight.
    if rising and size > _MOST_SEEN and isinstance(values, array):
        if most >= 1 << values.itemsize * _BITS - _SPARE:
            values = array("q", values)
        if most < 1 << values.itemsize * _BITS - _SPARE:
            flags = _compare_with_next(values, int(allowed_for(size) * grain) + (grain > 1))
    above, below = (int.from_bytes(each, "little") for each in flags)
    return _Grained(values, grain, unit * grain, max(most, -least), rising, (above, below))


_Grains = tuple[Sequence[int], int, int, int]  # the numbers, how many make one, and their bounds


def _whole_grains(cells: FigureColumn, rows: Sequence[int]) -> _Grains | None:
    found = cells.whole_numbers(rows)
    if found is None:
        return None
    numbers, grain, bounds = found.numbers, 10**found.places, (found.least, found.most)
    if grain == 1 or any(map(mod, numbers, repeat(grain))):
        return numbers, grain, *bounds
    return array("q", [each // grain for each in numbers]), 1, *(each // grain for each in bounds)


def _rounded_grains(numbers: array[float]) -> _Grains:
    whole = all(map(float.is_integer, numbers))
    grains = numbers if whole else map(add, map(mul, numbers, repeat(_GRAIN)), repeat(1 / 2))
    values = pack_integers(map(floor, grains))
    return values, 1 if whole else _GRAIN, min(values), max(values)


def take_numbers(cells: FigureColumn, rows: Sequence[int]) -> array[float]:
    """Return the numbers of some rows, 0 for none."""
    numbers = cells.floats
    if isinstance(rows, range):
        numbers = numbers[rows.start : rows.stop]
    else:
        numbers = array("d", map(numbers.__getitem__, rows))
    return array("d", map(as_number, numbers)) if any(map(isnan, numbers)) else numbers


def _compare_with_next(values: array[int], allowed: int) -> tuple[bytes, bytes]:
    """Say which numbers may be the sum of two or more above them, and of those below: a byte for each row.

    Where none is negative only these can be that are the sum of the next two or not less than that of the
    next three. What is rounded to be shown may be a little less, or more, than the sum. Some thousand numbers
    are one great number, each in a lane of its own: the highest bit of a lane stays where nothing had to be
    borrowed from it.
    """
    lane = values.itemsize
    bits = lane * _BITS
    # Of the rows at the ends the nearest have no two others beside them, the next no three.
    above, below = bytearray(b"\0\0\1"), bytearray()
    for start in range(0, len(values) - _MOST_SEEN, _AT_ONCE):
        part = values[start : start + _AT_ONCE + _MOST_SEEN]
        size = len(part) - _MOST_SEEN
        if sys.byteorder == "big":
            part.byteswap()
        numbers = int.from_bytes(part.tobytes(), "little")
        later = numbers >> bits
        ones, every = _one_in_each(lane, size), (1 << size * bits) - 1
        raised = (ones << bits - 1) + ones * allowed
        two = later + (numbers >> 2 * bits) & every
        three = two + numbers & every, two + (numbers >> 3 * bits) & every
        owns = numbers >> 3 * bits, numbers & every
        for side, own, more in zip((above, below), owns, three, strict=True):
            found = (raised + own - two & raised + two - own) | raised + own - more
            side.extend(found.to_bytes(size * lane, "little")[lane - 1 :: lane].translate(_ANSWERED))
    return bytes(above), bytes(below) + b"\1\0\0"


@lru_cache(maxsize=4)
def _one_in_each(lane: int, size: int) -> int:
    return int.from_bytes((b"\1" + bytes(lane - 1)) * size, "little")


def _find_likely(grained: Sequence[_Grained], least: float) -> tuple[bytes, bytes]:
    """Return where enough columns may agree on a sum of the rows above, and of those below: a byte a row.

    A column weighs what its greatest number could tell, and a little more.
    """
    size = len(grained[0].values)
    weights = [int(log2(1 + each.most / each.unit)) + 1 for each in grained]
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
    return above, below


def _bits(column: _Grained, place: int, run: tuple[int, int]) -> float:
    """Say how improbable it is by chance that a number is the sum of a run; 0 where it is not."""
    own = column.values[place]
    run_size = run[1] - run[0]
    agrees = abs(sum(column.values[slice(*run)]) - own) <= allowed_for(run_size) * column.grain
    return log2(1 + abs(own) / column.unit) if agrees else 0


def measure(columns: Columns) -> dict[int, float]:
    """Return for each column the unit in which its numbers are whole, as far as its first rows tell."""
    units: dict[int, float] = {}
    for column, cells in columns.items():
        sample = [abs(round(each * _GRAIN)) for each in islice(cells, _SAMPLE) if each and not isnan(each)]
        units[column] = (gcd(*sample) or 1) / _GRAIN
    return units


_Hit = tuple[int, tuple[int, int]]


def _meet_rising(values: Sequence[int], places: Iterable[int], *, up: bool) -> Iterator[tuple[int, int]]:
    """Yield where the longest run ends that comes to the number of a place, none of which is negative.

    Rows are looked at until they come to more. For each row these places have numbers that at least double
    from one to the next, so all together they are some ten times the rows at most.
    """
    step, stop = (-1, -1) if up else (1, len(values))
    for at in places:
        rest = values[at]
        for row in range(at + step, stop, step):
            if values[row] > rest:
                break
            rest -= values[row]
        else:
            row = stop
        if values[at] and not rest:
            yield at, row + up


def _meet_any(values: Sequence[int], places: Iterable[int], *, up: bool) -> Iterator[tuple[int, int]]:
    """Yield where the longest run ends that comes to the number of a place."""
    sums = pack_integers(accumulate(values, initial=0))
    # A number is the difference of two running sums: less it, and with it.
    filled = [at for at in places if values[at]]
    totals = {at: sums[at] - values[at] if up else sums[at + 1] + values[at] for at in filled}
    ends = range(len(sums) - 1, -1, -1) if up else range(len(sums))
    asked = set(totals.values())
    met = {sums[end]: end for end in ends if sums[end] in asked}
    yield from ((at, met[total]) for at, total in totals.items() if total in met)


def as_number(cell: float) -> float:
    """Return the number of a cell, 0 for none."""
    return 0 if isnan(cell) else cell


def allowed_for(size: int) -> float:
    """Return how far the printed sum of so many numbers may be from theirs, which are rounded to be shown."""
    return _EXACT + min(SHOWN * size, MOST_SHOWN)
