"""The goals: what is compared with what, in which unit, and the ratio or figure that is aimed at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure import Cost, Paired


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that is to be at most `limit`; with `at_least` at least that; None where it is only shown."""

    name: str
    limit: float | None
    unit: str = "s"
    at_least: bool = False

    @property
    def wanted(self) -> str:
        """The goal as it is written in the table."""
        return "" if self.limit is None else f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: what we took, what the peer took, and the figure that the goal is of.

    `low` and `high` are the least and the greatest of that figure over the pairs of runs.
    """

    goal: Goal
    ours: float
    peer: float | None
    figure: float
    low: float
    high: float

    @property
    def met(self) -> bool | None:
        """Say whether the goal is met; None where there is none."""
        if self.goal.limit is None:
            return None
        return self.figure >= self.goal.limit if self.goal.at_least else self.figure <= self.goal.limit

    def described(self) -> dict[str, Any]:
        """Return the line for programs."""
        return {**asdict(self), "met": self.met}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A comparison that could not be made here, and what it needs."""

    name: str
    reason: str


def compare_runs(goal: Goal, runs: Paired, figure: Callable[[Cost], float]) -> Line:
    """Compare a figure of the runs in their pairs: our CPU time by the peer's."""
    ours, peer = list(map(figure, runs.ours)), list(map(figure, runs.peer))
    return Line(goal, median(ours), median(peer), *_spread([a / b for a, b in zip(ours, peer, strict=True)]))


def state_figures(goal: Goal, figures: Sequence[float]) -> Line:
    """Set figures of our own beside a goal that has no peer."""
    return Line(goal, median(figures), None, *_spread(figures))


def compare_figures(goal: Goal, ours: float, peer: float) -> Line:
    """Compare two figures measured once; where the goal says how many times quicker we are, the other way."""
    ratio = peer / ours if goal.at_least else ours / peer
    return Line(goal, ours, peer, ratio, ratio, ratio)


def cpu_of(cost: Cost) -> float:
    """Return the CPU seconds of a run."""
    return cost.cpu


def peak_of(cost: Cost) -> float:
    """Return the peak memory of a run."""
    return cost.peak_mb


def _spread(figures: Sequence[float]) -> tuple[float, float, float]:
    return median(figures), min(figures), max(figures)
