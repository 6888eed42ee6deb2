"""A grid of facts and numbers of schemes: what everybody is paid at each of its points."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from math import prod

from kpicalc.analysis.what_if.movers import MovedOnGrid, Mover, keys_moved, make_mover
from kpicalc.analysis.what_if.other_schemes import ChangedSchemes, SchemeNumber, Schemes
from kpicalc.analysis.what_if.pays import Crowd, pay_again, pay_alone, replays_of
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.what_if import Axis, Draw, GridPoint, Pays, Sweep, total_with

MOST_POINTS = 10_000
"""A grid has no more points."""
MOST_ROWS = 20_000_000
"""Rows that are computed for a grid or for draws in all: about a minute."""
MOST_SCHEMES = 400
"""A scheme is compiled again for each of its other numbers."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Sweeps, each of a number of the schemes or of facts."""

    sweeps: tuple[Sweep, ...]
    moved: tuple[SchemeNumber | Mover, ...]

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What moves along each side of the grid."""
        return tuple(
            Axis(sweep.target.text, each.kind, each.is_share(sweep))
            if isinstance(each, SchemeNumber)
            else Axis(sweep.target.text, each.targets[0].given.kind, each.share)
            for sweep, each in zip(self.sweeps, self.moved, strict=True)
        )

    def pay(self, crowd: Crowd, schemes: Schemes) -> Checked[tuple[GridPoint, ...]]:
        """Pay everybody at each point, the last side the fastest."""
        movers = [each for each in self.moved if isinstance(each, Mover)]
        counts = [len(each.values) for each in self.sweeps]
        rows = sum(each.rows for each in replays_of(crowd, keys_moved(movers)).values())
        refused = refuse_too_many(self.sweeps, prod(counts), rows) or self._too_many_schemes()
        if refused is not None:
            return Checked(None, (refused,))
        paid: dict[tuple[tuple[Decimal, ...], tuple[Decimal, ...]], Pays] = {}
        for numbers in product(*self._values(SchemeNumber)):
            changed = schemes.change(crowd, self._written(numbers))
            if changed.value is None:
                return Checked(None, changed.diagnostics)
            facts = list(product(*self._values(Mover)))
            every = _pay_facts(changed.value, movers, facts)
            paid |= {(numbers, at): pays for at, pays in zip(facts, every, strict=True)}
        return Checked(
            tuple(
                GridPoint(at, total_with(crowd.people, pays), sum(each is None for each in pays))
                for at in product(*(each.values for each in self.sweeps))
                for pays in (paid[self._part(at, SchemeNumber), self._part(at, Mover)],)
            )
        )

    def _written(self, numbers: Sequence[Decimal]) -> list[ChangedSchemes]:
        pairs = [
            (sweep, each)
            for sweep, each in zip(self.sweeps, self.moved, strict=True)
            if isinstance(each, SchemeNumber)
        ]
        return [each.at(sweep, value) for (sweep, each), value in zip(pairs, numbers, strict=True)]

    def _values(self, of: type) -> list[tuple[Decimal, ...]]:
        pairs = zip(self.sweeps, self.moved, strict=True)
        return [sweep.values for sweep, each in pairs if isinstance(each, of)]

    def _part(self, at: Sequence[Decimal], of: type) -> tuple[Decimal, ...]:
        return tuple(value for value, each in zip(at, self.moved, strict=True) if isinstance(each, of))

    def _too_many_schemes(self) -> Diagnostic | None:
        count = prod(map(len, self._values(SchemeNumber)))
        return None if count <= MOST_SCHEMES else _refuse_count(self.sweeps, count, MOST_SCHEMES)


def prepare_grid(crowd: Crowd, schemes: Schemes, sweeps: tuple[Sweep, ...]) -> Checked[Grid]:
    """Find what each sweep moves: a number of the schemes, or facts."""
    moved: list[SchemeNumber | Mover] = []
    problems: list[Diagnostic] = []
    for sweep in sweeps:
        number = schemes.find(sweep.target)
        found: Checked[SchemeNumber] | Checked[Mover]
        if number.value is not None or number.diagnostics:
            found = Checked(number.value, number.diagnostics)
        else:
            found = make_mover(crowd.settlements, sweep)
        problems += found.diagnostics
        moved += [] if found.value is None else [found.value]
    return Checked(None if problems else Grid(sweeps, tuple(moved)), tuple(problems))


def _pay_facts(crowd: Crowd, movers: Sequence[Mover], points: Sequence[tuple[Decimal, ...]]) -> list[Pays]:
    if not movers:
        return [crowd.pay_as_is()]
    replays = replays_of(crowd, keys_moved(movers))
    moved = MovedOnGrid(movers, points)
    alone = pay_alone(crowd, replays, moved.columns_of, len(points))
    return list(zip(*alone, strict=True) if alone else pay_again(crowd, replays, moved.columns))


def refuse_too_many(moved: Sequence[Sweep | Draw], count: int, rows: int) -> Diagnostic | None:
    """Refuse what would take too long: points of a grid, or rows in all."""
    most = min(MOST_POINTS if isinstance(moved[0], Sweep) else MOST_ROWS, MOST_ROWS // max(1, rows))
    return None if count <= most else _refuse_count(moved, count, most)


def _refuse_count(moved: Sequence[Sweep | Draw], count: int, most: int) -> Diagnostic:
    place = moved[0].target.span(0, len(moved[0].target.text))
    return error(Problem.WHAT_IF_SHAPE, place, hint="many", count=count, most=most)
