"""Facts that move by numbers: a part of each fact, or a figure of its own; on a grid, or drawn by chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from operator import mul
from typing import cast

from kpicalc.analysis.what_if.targets import Target, find_targets, name_fact
from kpicalc.engine.faults import name_of_row
from kpicalc.engine.scaled.scaled_column import DoesNotFitError, ScaledColumn, multiply, share_number
from kpicalc.engine.scaled.scaled_rounding import round_numbers
from kpicalc.engine.world import World
from kpicalc.facts.refusals import find_breach
from kpicalc.lab.draws import LEVELS, QUANTILE_PLACES, draw_levels, quantiles_of
from kpicalc.lab.replay import OtherColumns
from kpicalc.lab.values import step_of
from kpicalc.lab.whole_column import WholeColumn, whole_column
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import Rounding, round_to_step, rounding_moves
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Input, Key
from kpicalc.model.result import Settlement
from kpicalc.model.what_if import Breach, Draw, Sweep

# A cell can hold no other amounts, counts and days.
_WHOLE_STEPS = frozenset({Kind.MONEY, Kind.COUNT, Kind.DAYS})
_PART = Fraction(1, 10**QUANTILE_PLACES)


def column_now(settlement: Settlement, key: Key) -> list[Value]:
    """Return a fact as it was read."""
    return list(World(settlement.program, settlement.facts).whole_column(key))


def as_in_a_cell(value: Decimal, settlement: Settlement, given: Input) -> Decimal:
    """Return a figure as a cell can hold it: amounts to the kopeck, counts and days whole, half up."""
    if given.kind not in _WHOLE_STEPS:
        return value
    return round_to_step(value, Rounding(step_of(given, settlement.program.currency)))


def who_has(settlement: Settlement, key: Key, row: int) -> str:
    """Return how people call a row: of a detail row the person it belongs to."""
    frames, chain = settlement.facts.frames, settlement.program.ancestors(key[0])
    home = EMPLOYEES if EMPLOYEES in chain else key[0]
    for below in chain[: chain.index(home)]:
        row = frames[below].parents[row]
    return name_of_row(frames[home], row)


@dataclass(frozen=True, slots=True)
class Mover:
    """Facts that move by numbers: at a number each of its rows is that part of itself, or the number."""

    settlements: Sequence[Settlement]
    targets: tuple[Target, ...]
    share: bool
    now: dict[tuple[int, Key], list[Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the facts once."""
        for each in self.targets:
            self.now[each.settlement, each.key] = column_now(self.settlements[each.settlement], each.key)

    def column_at(self, target: Target, number: Decimal) -> list[Value]:
        """Return the fact at one number in all rows that are meant."""
        return self.column(target, [number] * len(target.rows))

    def column(self, target: Target, numbers: Iterable[Decimal]) -> list[Value]:
        """Return the fact with other values in the rows that are meant, one number for each.

        What is missing stays so.
        """
        now = self.now[target.settlement, target.key]
        if len(target.rows) == len(now):  # rows are told in their order
            return self.move(target, now, numbers)
        column = list(now)
        moved = self.move(target, [now[row] for row in target.rows], numbers)
        for row, value in zip(target.rows, moved, strict=True):
            column[row] = value
        return column

    def move(self, target: Target, now: Sequence[Value], numbers: Iterable[Decimal]) -> list[Value]:
        """Return what becomes of values at numbers."""
        moved: Iterable[Value] = numbers
        if self.share and set(map(type, now)) == {Decimal}:
            moved = map(mul, cast("Sequence[Decimal]", now), numbers)
        elif self.share:
            pairs = zip(now, numbers, strict=True)
            moved = [each * by if isinstance(each, Decimal) else each for each, by in pairs]
        if target.given.kind not in _WHOLE_STEPS:
            return list(moved)
        step = step_of(target.given, self.settlements[target.settlement].program.currency)
        first, second = rounding_moves(Rounding(step))
        if isinstance(moved, list):
            return [second(first(each, step)) if isinstance(each, Decimal) else each for each in moved]
        return list(map(second, map(first, cast("Iterable[Decimal]", moved), repeat(step))))

    def move_exactly(self, target: Target, now: Value, numbers: ScaledColumn) -> WholeColumn | None:
        """Return what becomes of one value at many numbers; None for what are no whole numbers of parts."""
        if self.share and not isinstance(now, Decimal):
            return None
        try:
            moved = multiply(numbers, share_number(now)) if self.share else numbers
            if target.given.kind in _WHOLE_STEPS:
                step = step_of(target.given, self.settlements[target.settlement].program.currency)
                moved = round_numbers(moved, Rounding(step))
        except DoesNotFitError:
            return None
        return whole_column(moved, len(numbers.ints))


def make_mover(settlements: Sequence[Settlement], moved: Sweep | Draw) -> Checked[Mover]:
    """Return what moves the facts that a sweep or a draw names; only numbers move."""
    found = find_targets(settlements, moved.target)
    if found.value is None:
        return Checked(None, found.diagnostics)
    if any(each.given.kind not in NUMERIC for each in found.value):
        place = moved.target.span(0, len(moved.target.text))
        return Checked(None, (error(Problem.WHAT_IF_FACT_BOUND, place, name=moved.target.text, hint="kind"),))
    of_shares = any(each.given.kind is Kind.RATIO for each in found.value)
    share = not of_shares if moved.share is None else moved.share
    return Checked(Mover(settlements, found.value, share))


def keys_moved(movers: Iterable[Mover]) -> dict[int, set[Key]]:
    """Return for each settlement which of its facts move."""
    changed: dict[int, set[Key]] = {}
    for mover in movers:
        for target in mover.targets:
            changed.setdefault(target.settlement, set()).add(target.key)
    return changed


def lay_over(columns: dict[Key, Sequence[Value]], target: Target, column: Sequence[Value]) -> None:
    """Put a moved fact over what has moved it before: rows that are not meant stay as they were moved."""
    before = columns.get(target.key)
    if before is not None:
        meant = frozenset(target.rows)
        column = [column[row] if row in meant else before[row] for row in range(len(column))]
    columns[target.key] = column


@dataclass(frozen=True, slots=True)
class MovedOnGrid:
    """Facts that move along the sides of a grid, one mover a side, to each of its points."""

    movers: Sequence[Mover]
    points: Sequence[Sequence[Decimal]]

    def columns(self, settlement: int) -> Iterator[OtherColumns]:
        """Yield the columns of a settlement at each point."""
        cached: dict[tuple[Decimal, Target], list[Value]] = {}
        targets = list(self._targets(settlement))
        for at in self.points:
            point: dict[Key, Sequence[Value]] = {}
            for side, mover, target in targets:
                if (at[side], target) not in cached:
                    cached[at[side], target] = mover.column_at(target, at[side])
                lay_over(point, target, cached[at[side], target])
            yield point

    def columns_of(self, settlement: int, row: int) -> dict[str, Sequence[Value]]:
        """Return the facts of one row at all points."""
        found: dict[str, Sequence[Value]] = {}
        for side, mover, target in self._targets(settlement):
            if target.place_of(row) is not None:
                values = list(dict.fromkeys(at[side] for at in self.points))
                moved = mover.move(target, [mover.now[settlement, target.key][row]] * len(values), values)
                known = dict(zip(values, moved, strict=True))
                found[target.given.name] = [known[at[side]] for at in self.points]
        return found

    def _targets(self, settlement: int) -> Iterator[tuple[int, Mover, Target]]:
        for side, mover in enumerate(self.movers):
            yield from ((side, mover, each) for each in mover.targets if each.settlement == settlement)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A fact of one settlement that is drawn: for each of its rows the levels of all draws."""

    mover: Mover
    target: Target
    draw: Draw
    levels: tuple[tuple[int, ...], ...]
    known: dict[int, Decimal] = field(default_factory=dict)
    parts: list[int] = field(default_factory=lambda: [0] * LEVELS)

    def __post_init__(self) -> None:
        """Reckon each level once that is met."""
        self.known.update(quantiles_of(self.draw, set().union(*self.levels)))
        for level, quantile in self.known.items():
            self.parts[level] = int(quantile.scaleb(QUANTILE_PLACES))

    def columns(self) -> Iterator[list[Value]]:
        """Yield the fact in each of the draws."""
        for levels in zip(*self.levels, strict=True):
            yield self.mover.column(self.target, map(self.known.__getitem__, levels))

    def column_of(self, place: int) -> Sequence[Value]:
        """Return the fact of one of the rows that are meant in all the draws."""
        now = self.mover.now[self.target.settlement, self.target.key][self.target.rows[place]]
        levels = self.levels[place]
        parts = list(map(self.parts.__getitem__, levels))
        numbers = ScaledColumn(parts, _PART, max(abs(min(parts)), abs(max(parts))))
        exact = self.mover.move_exactly(self.target, now, numbers)
        return exact or self.mover.move(self.target, [now] * len(levels), map(self.known.__getitem__, levels))


def prepare_draws(moved: Iterable[tuple[Mover, Draw]], seed: int, times: int) -> list[Drawn]:
    """Return what gives the columns of each draw; the levels of a row hang on its fact and its key."""
    prepared = []
    for mover, draw in moved:
        for target in mover.targets:
            settlement = mover.settlements[target.settlement]
            first = target.first or target
            fact = f"{first.given.grain}.{first.given.name}"
            keys = ["" if draw.common else _key_of(settlement, first.key, row) for row in first.rows]
            streams = {key: draw_levels(seed, fact, key, times) for key in dict.fromkeys(keys)}
            prepared.append(Drawn(mover, target, draw, tuple(streams[key] for key in keys)))
    return prepared


def _key_of(settlement: Settlement, key: Key, row: int) -> str:
    """Return what tells a row from others, whatever stands above it in the file."""
    frame = settlement.facts.frames[key[0]]
    return frame.keys[row] if frame.keys and frame.keys[row] else str(row)


def drawn_breaches(settlements: Sequence[Settlement], drawn: Iterable[Drawn]) -> Iterator[Breach]:
    """Yield for each drawn fact in how many draws it leaves its range; only the ends are asked first."""
    for each in drawn:
        settlement, given = settlements[each.target.settlement], each.target.given
        outside, first = 0, None
        for row, levels in zip(each.target.rows, each.levels, strict=True):
            bad = _outside(each, row, {min(levels), max(levels)}, settlement)
            if bad:
                bad = _outside(each, row, set(levels), settlement)
                outside += sum(level in bad for level in levels)
                first = first or (row, bad[min(bad)])
        if first is not None:
            row, value = first
            who = who_has(settlement, each.target.key, row)
            shown = value if isinstance(value, Decimal) else None
            yield Breach(name_fact(given, settlement), given.kind, outside, who, shown)


def _outside(drawn: Drawn, row: int, levels: Iterable[int], settlement: Settlement) -> dict[int, Value]:
    """Return the levels at which a row leaves its range, and what stands there then."""
    now, given = drawn.mover.now[drawn.target.settlement, drawn.target.key][row], drawn.target.given
    found: dict[int, Value] = {}
    for level in levels:
        (value,) = drawn.mover.move(drawn.target, [now], [drawn.known[level]])
        if find_breach(value, given, settlement.program.period) is not None:
            found[level] = value
    return found
