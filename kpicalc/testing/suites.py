"""A scheme with all its tests, in its own file or beside it, and how much of it they reach."""

from __future__ import annotations

from collections.abc import Iterable

from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.dataclass import dataclass
from kpicalc.model.result import Settlement
from kpicalc.model.trial import Coverage, Point, SchemeTrials
from kpicalc.scheme.constructs.trials import TrialSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.periods import periods_to_check
from kpicalc.testing.forks import find_forks
from kpicalc.testing.reach import reach_points
from kpicalc.testing.run_trial import Ran
from kpicalc.testing.trials import OpenFiles, run_trials


@dataclass(frozen=True, slots=True)
class Suite:
    """A scheme and its tests, file by file: a test may build on one above it in the same file."""

    document: SchemeDocument
    files: tuple[tuple[TrialSpec, ...], ...]


def run_suite(suite: Suite, open_files: OpenFiles, *, coverage: bool) -> SchemeTrials:
    """Run all tests of a scheme; with `coverage` also tell what they reach."""
    ran = list(run_all(suite, open_files))
    document = suite.document
    return SchemeTrials(
        scheme=str(document.scheme),
        title=str(document.title),
        file=document.file,
        trials=tuple(each.trial for each in ran),
        coverage=measure_coverage(document, settlements_of(ran)) if coverage else None,
    )


def run_all(suite: Suite, open_files: OpenFiles) -> list[Ran]:
    """Run the tests of each file in order."""
    return [ran for specs in suite.files for ran in run_trials(suite.document, specs, open_files)]


def settlements_of(ran: list[Ran]) -> list[Settlement]:
    """Return the settlements of the tests that were computed."""
    return [each.settlement for each in ran if each.settlement is not None]


def measure_coverage(document: SchemeDocument, settlements: Iterable[Settlement]) -> Coverage:
    """Put together what the settlements of all tests reach; each may be of another period."""
    usual = compile_scheme(document, periods_to_check(document)[-1]).value
    points: dict[Point, None] = {} if usual is None else dict.fromkeys(find_forks(usual).points())
    reached: set[Point] = set()
    for settlement in settlements:
        forks = find_forks(settlement.program)
        points.update(dict.fromkeys(forks.points()))
        reached.update(reach_points(forks, settlement).keys() & points.keys())
    ordered = sorted(points, key=lambda point: (point.span, point.key, point.params))
    return Coverage(tuple(ordered), frozenset(reached))
