"""The box that just holds some given facts: the narrowest for which a claim about them must be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kpicalc.analysis.enclosure.box import Box
from kpicalc.model.domain import NOTHING, Domain, Rows, exactly, join, maybe_missing
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.program import Key, Program


def box_around(program: Program, facts: Facts) -> Box:
    """Return the hull of the facts: of each column, and of the number of rows under a row."""
    domains: Mapping[Key, Domain] = {
        (each.grain, each.name): hull(facts.frames[each.grain].columns[each.name]) for each in program.inputs
    }
    rows = {grain: _rows(program, facts, grain) for grain in program.grains}
    return Box(domains, rows)


def hull(values: Iterable[Value]) -> Domain:
    """Return the least domain that has all values."""
    found: Domain = NOTHING
    for value in values:
        if isinstance(value, Fault):
            found = maybe_missing(found, missing=found.missing or value.missing)
        else:
            found = join(found, exactly(value))
    return found


def _rows(program: Program, facts: Facts, grain: str) -> Rows:
    parent = program.grains[grain].parent
    if parent is None:
        return Rows(1, 1)
    counts = Counter(_parents(facts.frames[grain]))
    numbers = [counts[row] for row in range(facts.frames[parent].size)]
    return Rows(min(numbers, default=0), max(numbers, default=0))


def _parents(frame: Frame) -> Iterable[int]:
    return list(frame.parents)[: frame.size]
