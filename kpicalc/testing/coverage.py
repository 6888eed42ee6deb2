"""How much of a scheme its tests reach."""

from __future__ import annotations

from collections.abc import Iterable

from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.result import Settlement
from kpicalc.model.trial import Coverage, Point
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.periods import periods_to_check
from kpicalc.testing.forks import find_forks
from kpicalc.testing.reach import reach_points


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
