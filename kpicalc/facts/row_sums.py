"""Find rows whose numbers are the sums of the rows next to them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import accumulate, chain, compress, islice, repeat
from math import ceil, floor, gcd, isnan, log2
from operator import add, ge, itemgetter, mul

from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import pack_integers

LONGEST = 20_000
_SAMPLE = 500
_MOST_HITS = 200
_MOST_COLUMNS = 6
_FEWEST = 2
_GRAIN = 10_000  # numbers are compared to a ten-thousandth
_BYTE = 256
_AT_ONCE = 1 << 14
_LITTLE = 1 / 1000
# How far a printed sum may be from that of numbers which were rounded to be shown.
_EXACT, SHOWN, MOST_SHOWN = 1 / 2000, 51 / 10_000, 51 / 100

Columns = Mapping[int, "array[float]"]


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
            for place, run in _hits(column, *places)
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


def _in_grains(cells: array[float], rows: Sequence[int], unit: float) -> _Grained:
    """Return the numbers of some rows in ones where all are whole, else in ten-thousandths."""
    numbers = take_numbers(cells, rows)
    grain = 1 if all(map(float.is_integer, numbers)) else _GRAIN
    least, most = (_to_grains((function(numbers, default=0),), grain)[0] for function in (min, max))
    allowed = int(allowed_for(len(numbers)) * grain) + (grain > 1)
    sums: list[Sequence[int]] = [array("q", [0])]
    flags = bytearray(), bytearray()
    # Some rows at a time: all of a million numbers and of what they are compared with are not needed at once.
    for start in range(0, len(numbers), _AT_ONCE):
        before = min(start, _FEWEST)
        values = _to_grains(numbers[start - before : start + _AT_ONCE + _FEWEST], grain)
        own = values[before : before + _AT_ONCE]
        sums.append(pack_integers(islice(accumulate(own, initial=sums[-1][-1]), 1, None)))
        for side, found in zip(flags, _compare_with_pairs(values, before, allowed), strict=True):
            side.extend(found[: len(own)].ljust(len(own), b"\0"))
    if least < 0 or len(numbers) <= _FEWEST:
        flags = bytearray(b"\1" * len(numbers)), bytearray(b"\1" * len(numbers))
    above, below = (int.from_bytes(each, "little") for each in flags)
    return _Grained(_join(sums), grain, unit * grain, max(most, -least), least >= 0, (above, below))


def take_numbers(cells: array[float], rows: Sequence[int]) -> array[float]:
    """Return the numbers of some rows, 0 for none."""
    if isinstance(rows, range):
        numbers = cells[rows.start : rows.stop]
    else:
        numbers = cells if len(rows) == len(cells) else array("d", map(cells.__getitem__, rows))
    return array("d", map(as_number, numbers)) if any(map(isnan, numbers)) else numbers


def _to_grains(numbers: Iterable[float], grain: int) -> list[int]:
    whole = numbers if grain == 1 else map(add, map(mul, numbers, repeat(grain)), repeat(1 / 2))
    return list(map(floor, whole))


def _compare_with_pairs(values: Sequence[int], before: int, allowed: int) -> tuple[bytes, bytes]:
    """Say which numbers are not less than the two above them, and than the two below.

    Where none is negative only these can be sums. `before` numbers belong to rows that were looked at before.
    What is rounded to be shown may be a little less than the sum.
    """
    raised = list(map(add, values, repeat(allowed))) if allowed else values
    pairs = list(map(add, values, islice(values, 1, None)))
    above = bytes(map(ge, islice(raised, _FEWEST, None), pairs))
    below = bytes(map(ge, islice(raised, before, None), islice(pairs, before + 1, None)))
    return bytes(_FEWEST - before) + above, below


def _join(parts: Sequence[Sequence[int]]) -> Sequence[int]:
    if not all(isinstance(each, array) for each in parts):
        return list(chain.from_iterable(parts))
    joined = array("q")
    for each in parts:
        joined.extend(each)
    return joined


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


def _hits(column: _Grained, above: Sequence[int], below: Sequence[int]) -> Iterator[_Hit]:
    """Yield the places of numbers that are the sum of two or more above or below, with that run."""
    sums = column.sums
    # A number is the difference of two running sums: less it, and with it.
    wanted = (
        ((at, 2 * sums[at] - sums[at + 1]) for at in above if sums[at] != sums[at + 1]),
        ((at, 2 * sums[at + 1] - sums[at]) for at in below if sums[at] != sums[at + 1]),
    )
    find = _meet_rising if column.rising else _meet_any
    begins, ends = (find(sums, each, first=first) for each, first in zip(wanted, (True, False), strict=True))
    upper = ((at, (begin, at)) for at, begin in begins if begin < at - 1)
    lower = ((at, (at + 1, end)) for at, end in ends if end > at + 2)
    yield from merge(upper, lower, key=itemgetter(0))


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
