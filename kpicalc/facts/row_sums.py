"""Find rows whose numbers are the sums of the rows next to them."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
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
_FEWEST = 2
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
    if not any(likely):
        return []
    found: set[int] = set()
    for column in islice(grained, _MOST_COLUMNS):
        places = [
            _places_of(own & each, len(rows)) for own, each in zip(column.not_less, likely, strict=True)
        ]
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

    They are kept as running `sums` from 0 on; `most` is the greatest of them, whatever its sign. With
    `rising` none is negative. `not_less` are two numbers with a byte for each row: 1 where the row may be the
    sum of those above it, for it is not less than the next two of them, and where it may be that of those
    below.
    """

    sums: Sequence[int]
    grain: int
    unit: float
    most: int
    rising: bool
    not_less: tuple[int, int]

    def value(self, place: int) -> int:
        """Return the number of a row."""
        return self.sums[place + 1] - self.sums[place]

    def hits(self, above: Sequence[int], below: Sequence[int]) -> Iterator[_Hit]:
        """Yield the places of numbers that are the sum of two or more above or below, with that run."""
        sums = self.sums
        # A number is the difference of two running sums: less it, and with it.
        wanted = (
            ((at, 2 * sums[at] - sums[at + 1]) for at in above if sums[at] != sums[at + 1]),
            ((at, 2 * sums[at + 1] - sums[at]) for at in below if sums[at] != sums[at + 1]),
        )
        find = _meet_rising if self.rising else _meet_any
        begins, ends = (
            find(sums, each, first=first) for each, first in zip(wanted, (True, False), strict=True)
        )
        upper = ((at, (begin, at)) for at, begin in begins if begin < at - 1)
        lower = ((at, (at + 1, end)) for at, end in ends if end > at + 2)
        yield from merge(upper, lower, key=itemgetter(0))


def _in_grains(cells: FigureColumn, rows: Sequence[int], unit: float) -> _Grained:
    """Return the numbers of some rows in ones where all are whole, else in the places that all have."""
    values, grain = _whole_grains(cells, rows) or _rounded_grains(take_numbers(cells, rows))
    least, most = min(values, default=0), max(values, default=0)
    size = len(values)
    rising = least >= 0
    flags = bytes([1]) * size, bytes([1]) * size
    # Lanes of four bytes are read in half the time; greater numbers take eight.
    if rising and size > _FEWEST and isinstance(values, array):
        if values.itemsize < array("q").itemsize and most >= 1 << values.itemsize * _BITS - _SPARE:
            values = array("q", values)
        if most < 1 << values.itemsize * _BITS - _SPARE:
            flags = _compare_with_pairs(values, int(allowed_for(size) * grain) + (grain > 1))
    sums = pack_integers(accumulate(values, initial=0))
    above, below = (int.from_bytes(each, "little") for each in flags)
    return _Grained(sums, grain, unit * grain, max(most, -least), rising, (above, below))


def _whole_grains(cells: FigureColumn, rows: Sequence[int]) -> tuple[array[int], int] | None:
    found = cells.whole_numbers(rows)
    if found is None:
        return None
    numbers, grain = found[0], 10 ** found[1]
    if grain == 1 or any(map(mod, numbers, repeat(grain))):
        return numbers, grain
    return array("q", [each // grain for each in numbers]), 1


def _rounded_grains(numbers: array[float]) -> tuple[Sequence[int], int]:
    if all(map(float.is_integer, numbers)):
        return pack_integers(map(floor, numbers)), 1
    return pack_integers(map(floor, map(add, map(mul, numbers, repeat(_GRAIN)), repeat(1 / 2)))), _GRAIN


def take_numbers(cells: FigureColumn, rows: Sequence[int]) -> array[float]:
    """Return the numbers of some rows, 0 for none."""
    numbers = cells.floats
    if isinstance(rows, range):
        numbers = numbers[rows.start : rows.stop]
    elif len(rows) != len(cells):
        numbers = array("d", map(numbers.__getitem__, rows))
    return array("d", map(as_number, numbers)) if any(map(isnan, numbers)) else numbers


def _compare_with_pairs(values: array[int], allowed: int) -> tuple[bytes, bytes]:
    """Say which numbers are not less than the two above them, and than the two below: a byte for each row.

    Where none is negative only these can be sums. What is rounded to be shown may be a little less than the
    sum. Some thousand numbers are one great number, each in a lane of its own: the highest bit of a lane
    stays where nothing had to be borrowed from it.
    """
    lane = values.itemsize
    above, below = bytearray(_FEWEST), bytearray()
    for start in range(0, len(values) - _FEWEST, _AT_ONCE):
        part = values[start : start + _AT_ONCE + _FEWEST]
        size = len(part) - _FEWEST
        if sys.byteorder == "big":
            part.byteswap()
        numbers = int.from_bytes(part.tobytes(), "little")
        pairs = numbers + (numbers >> lane * _BITS)
        ones = _one_in_each(lane, size)
        raised, every = (ones << lane * _BITS - 1) + ones * allowed, (1 << size * lane * _BITS) - 1
        later = raised + (numbers >> _FEWEST * lane * _BITS) - (pairs & every)
        earlier = raised + (numbers & every) - (pairs >> lane * _BITS & every)
        for side, found in ((above, later), (below, earlier)):
            side.extend(found.to_bytes(size * lane, "little")[lane - 1 :: lane].translate(_ANSWERED))
    return bytes(above), bytes(below) + bytes(_FEWEST)


@lru_cache(maxsize=4)
def _one_in_each(lane: int, size: int) -> int:
    return int.from_bytes((b"\1" + bytes(lane - 1)) * size, "little")


def _find_likely(grained: Sequence[_Grained], least: float) -> tuple[int, int]:
    """Return where enough columns may agree on a sum of the rows above, and of those below: a byte a row.

    A column weighs what its greatest number could tell, and a little more.
    """
    size = len(grained[0].sums) - 1 if grained else 0
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
    return int.from_bytes(above, "little"), int.from_bytes(below, "little")


def _places_of(flags: int, size: int) -> list[int]:
    return list(compress(range(size), flags.to_bytes(size, "little")))


def _bits(column: _Grained, place: int, run: tuple[int, int]) -> float:
    """Say how improbable it is by chance that a number is the sum of a run; 0 where it is not."""
    own = column.value(place)
    agrees = (
        abs(column.sums[run[1]] - column.sums[run[0]] - own) <= allowed_for(run[1] - run[0]) * column.grain
    )
    return log2(1 + abs(own) / column.unit) if agrees else 0


def measure(columns: Columns) -> dict[int, float]:
    """Return for each column the unit in which its numbers are whole, as far as its first rows tell."""
    units: dict[int, float] = {}
    for column, cells in columns.items():
        sample = [abs(round(each * _GRAIN)) for each in islice(cells, _SAMPLE) if each and not isnan(each)]
        units[column] = (gcd(*sample) or 1) / _GRAIN
    return units


_Hit = tuple[int, tuple[int, int]]


def _meet_rising(
    sums: Sequence[int], wanted: Iterable[tuple[int, int]], *, first: bool
) -> Iterator[tuple[int, int]]:
    """Yield where among running sums that never fall the total that a place wants is first, or last, met."""
    for at, total in wanted:
        met = bisect_left(sums, total) if first else bisect_right(sums, total) - 1
        if met < len(sums) and sums[met] == total:
            yield at, met


def _meet_any(
    sums: Sequence[int], wanted: Iterable[tuple[int, int]], *, first: bool
) -> Iterator[tuple[int, int]]:
    totals = dict(wanted)
    places = range(len(sums) - 1, -1, -1) if first else range(len(sums))
    asked = set(totals.values())
    met = {sums[place]: place for place in places if sums[place] in asked}
    yield from ((at, met[total]) for at, total in totals.items() if total in met)


def as_number(cell: float) -> float:
    """Return the number of a cell, 0 for none."""
    return 0 if isnan(cell) else cell


def allowed_for(size: int) -> float:
    """Return how far the printed sum of so many numbers may be from theirs, which are rounded to be shown."""
    return _EXACT + min(SHOWN * size, MOST_SHOWN)
