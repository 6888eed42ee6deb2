"""Random facts within the declared ranges of a scheme, leaning to ends, round figures and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.extremes.picks import picks_of
from kpicalc.lab.laboratory import EACH_COMPANY, spread_companies
from kpicalc.lab.values import fixed_value, is_fixed, step_of
from kpicalc.model.diagnostic import error
from kpicalc.model.domain import Interval, holds
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Input, Program

_RATIOS = tuple(
    Decimal(each) / 100 for each in (50, 60, 70, 80, 90, 96, 99, 100, 102, 105, 110, 120, 130, 150, 200)
)
# How many rows there may be under a row above, each as often as it stands here. Without detail rows many a
# rate is a division by zero, and nobody is paid.
_ROWS = {EACH_COMPANY: (1,), TEAMS: (1, 1, 2), EMPLOYEES: (1, 1, 1, 2)}
_DETAIL_ROWS = (0, 1, 1, 1, 1, 1, 1, 1, 1, 2)


@dataclass(frozen=True, slots=True)
class Pools:
    """What is drawn from for each column, of a program that has a row for each company."""

    program: Program
    values: Sequence[tuple[Input, Sequence[Value]]]

    def draw(self, random: Random, companies: int) -> Facts:
        """Make up the facts of so many companies, each of a few employees with few rows below them."""
        frames = {COMPANY: Frame(COMPANY, 1, (), (), {}, (), None)}
        for grain in sorted(self.program.grains, key=lambda name: len(self.program.ancestors(name))):
            parent = self.program.grains[grain].parent
            if parent is not None:
                numbers = [companies] if parent == COMPANY else _numbers(random, grain, frames[parent].size)
                parents = [above for above, number in enumerate(numbers) for _ in range(number)]
                frames[grain] = self._frame(random, grain, parents)
        return Facts(frames, (), "")

    def _frame(self, random: Random, grain: str, parents: list[int]) -> Frame:
        size = len(parents)
        columns = {
            given.name: random.choices(pool, k=size) for given, pool in self.values if given.grain == grain
        }
        faulty = frozenset(
            name for name, column in columns.items() if any(isinstance(value, Fault) for value in column)
        )
        keys = list(map(str, range(size)))
        superiors = _superiors(parents) if self.program.grains[grain].superior else ()
        return Frame(grain, size, keys, keys, columns, parents, None, faulty, superiors)


def pools_of(program: Program, box: Box) -> Pools:
    """Gather what to draw from, for the program spread over many companies."""
    random = Random(0)  # noqa: S311 - facts to try, nothing secret
    spread = spread_companies(program).program
    drawn = [_pool(program, box, each, random) for each in program.inputs]
    return Pools(spread, list(zip(spread.inputs, drawn, strict=True)))


def _numbers(random: Random, grain: str, above: int) -> list[int]:
    return random.choices(_ROWS.get(grain, _DETAIL_ROWS), k=above)


def _superiors(parents: list[int]) -> list[int]:
    """The second of two employees stands below the first."""
    return [at - 1 if at and parents[at - 1] == above else -1 for at, above in enumerate(parents)]


def _pool(program: Program, box: Box, given: Input, random: Random) -> list[Value]:
    """Return what to draw from: figures that meet each other at the usual thresholds, and any others."""
    if is_fixed(program, given):
        return [_read(given, fixed_value(program, given))]
    domain = box.domains[given.key]
    found = [_read(given, each) for each in picks_of(program, given, domain)]
    if isinstance(domain, Interval) and not given.one_of and given.kind is not Kind.DATE:
        step = step_of(given, program.currency)
        figures = [ratio * whole for ratio in _RATIOS for whole in (1, 10, 100, 100_000)]
        figures += [figure + way * step for figure in figures for way in (-1, 1)]
        figures += [Decimal(random.randint(-1_000, 1_000_000)) / 100 for _ in range(60)]
        found += [figure for figure in figures if holds(domain, figure)]
    return found


def _read(given: Input, value: Scalar | None) -> Value:
    if value is not None:
        return value
    if given.fallback is not None:
        return given.fallback
    return Fault((error("KPI450", None, what=given.label),), missing=given.optional)
