"""What the tests of a scheme gave: each expectation beside what came out, and what no test reached."""

from __future__ import annotations

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.program import Program
from kpicalc.model.result import Explanation
from kpicalc.model.source import Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """One expectation and what came out.

    `who` is the employee's key where the test has several, else "". `codes` are the problems that the value
    must have instead of a figure; `expected` is None then. `explanation` is there for what is wrong.
    """

    who: str
    name: str
    label: str
    kind: Kind
    expected: Scalar | None
    codes: tuple[str, ...]
    actual: Value
    passed: bool
    span: Span
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """One test as it ran.

    `problems` are those that nobody expected; `missed` are expected problems of the whole test that did
    not come. `program` is None when the scheme could not be compiled for the period of the test.
    """

    name: str
    span: Span
    program: Program | None
    comparisons: tuple[Comparison, ...]
    problems: tuple[Diagnostic, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True when everything came out as expected."""
        as_expected = all(each.passed for each in self.comparisons)
        return as_expected and not self.problems and not self.missed


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a test can reach: a band, a branch, a rule, a limit that cuts.

    The sentence is chosen by `key` and language at the edge; `params` fill it. Points of one `span`, key
    and params are the same point, whatever period the scheme was compiled for.
    """

    key: str
    params: tuple[tuple[str, str], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a scheme its tests reach: all points in the order of the file, and those reached."""

    points: tuple[Point, ...]
    reached: frozenset[Point]

    @property
    def unreached(self) -> tuple[Point, ...]:
        """What no test reaches, in the order of the file."""
        return tuple(each for each in self.points if each not in self.reached)

    @property
    def percent(self) -> int:
        """The share of points reached in whole percent, rounded down; 100 where there is no point."""
        return 100 * len(self.reached) // len(self.points) if self.points else 100


@dataclass(frozen=True, slots=True)
class SchemeTrials:
    """The tests of one scheme: those in its own file and those beside it."""

    scheme: str
    title: str
    file: str
    trials: tuple[Trial, ...]
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class TrialRun:
    """All tests of a call of `kpicalc test`."""

    schemes: tuple[SchemeTrials, ...]

    def trials(self) -> tuple[Trial, ...]:
        """All tests in order."""
        return tuple(trial for each in self.schemes for trial in each.trials)

    @property
    def failed(self) -> int:
        """How many tests failed."""
        return sum(not each.passed for each in self.trials())
