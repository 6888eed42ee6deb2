"""The facts that a program may meet: what each column may hold, and how many rows there may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from decimal import Decimal
from itertools import takewhile

from kpicalc.facts.headings import normalise_heading
from kpicalc.lab.values import upper_bound
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import (
    ANY_DAY,
    ANY_TEXT,
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    Rows,
    exactly,
    join,
    make_interval,
    maybe_missing,
    meet,
)
from kpicalc.model.expr import Aggregate, Compare, OverRows, Text, walk
from kpicalc.model.kind import Kind
from kpicalc.model.plain_text import fold_text
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Program


@dataclass(frozen=True, slots=True)
class Box:
    """A domain for each input, and the number of rows of each grain under a row of the grain above.

    `reports` says how many employees there may be below an employee. Where they are `alike` each has the
    facts of him whose pay it is: no proof follows from that, only facts to try.
    """

    domains: Mapping[Key, Domain]
    rows: Mapping[str, Rows]
    reports: Rows = field(default_factory=Rows)
    alike: bool = False


def box_of(program: Program) -> Box:
    """Return all facts that the scheme's declarations allow.

    There may be any number of rows, but at least one employee under whatever stands above him, since pay is
    asked of an employee. A total over teams also meets teams in which there is nobody.
    """
    domains = {each.key: domain_of_input(each, program) for each in program.inputs}
    deserted = set(_maybe_deserted(program))
    rows = {name: Rows(0, None) for name in program.grains}
    for name in program.ancestors(EMPLOYEES):
        rows[name] = Rows(0 if program.grains[name].parent in deserted else 1, None)
    return Box(domains, {**rows, COMPANY: Rows(1, 1)})


def domain_of_input(declared: Input, program: Program) -> Domain:
    """Return what a column may hold: its declared range, with a missing value where a blank is allowed."""
    listed: Domain = NOTHING
    for value in declared.one_of:
        listed = join(listed, exactly(value))
    allowed = _all_of_kind(declared, program)
    domain = meet(allowed, listed) if declared.one_of else allowed
    if declared.fallback is not None:
        return join(domain, exactly(declared.fallback))
    return maybe_missing(domain, missing=declared.optional)


def with_range(box: Box, key: Key, low: Decimal | None, high: Decimal | None) -> Box:
    """Return the box with one column of numbers kept between two ends (None: as it was)."""
    return with_domain(box, key, meet(box.domains[key], Interval(low, high, missing=True)))


def with_domain(box: Box, key: Key, domain: Domain) -> Box:
    """Return the box with another domain for one column."""
    return replace(box, domains={**box.domains, key: domain})


def with_rows(box: Box, grain: str, least: int, most: int | None) -> Box:
    """Return the box with another number of rows of one grain."""
    return replace(box, rows={**box.rows, grain: Rows(least, most)})


def rows_under(program: Program, box: Box, grain: str, target: str) -> Rows:
    """Return how many rows of a grain there may be under one row of a grain above it."""
    least: int = 1
    most: int | None = 1
    for step in takewhile(lambda above: above != target, program.ancestors(grain)):
        each = box.rows[step]
        least = least * each.least
        most = None if most is None or each.most is None else most * each.most
    # Whoever is paid is one of the company.
    peopled = target == COMPANY and grain in program.ancestors(EMPLOYEES)
    return Rows(max(least, 1) if peopled else least, most)


def _maybe_deserted(program: Program) -> Iterator[str]:
    """Yield the grains above the employees of which rows with no employees below them are looked at."""
    looked_at = [node for step in program.steps for node in step.aggregates]
    for grain in program.ancestors(EMPLOYEES)[1:-1]:
        if not program.grains[grain].derived and any(
            _reaches_from_above(program, node, grain) for node in looked_at
        ):
            yield grain


def _reaches_from_above(program: Program, node: OverRows, grain: str) -> bool:
    """Say whether rows of a grain are met from above, other than through their employees."""
    above = node.target if isinstance(node, Aggregate) else node.within
    chain = program.ancestors(node.grain)
    return grain in chain and EMPLOYEES not in chain and above in program.ancestors(grain)[1:]


def _all_of_kind(declared: Input, program: Program) -> Domain:
    match declared.kind:
        case Kind.FLAG:
            return EITHER
        case Kind.TEXT:
            return texts_of_audience(declared, program)
        case Kind.DATE if declared.in_period:
            return join(exactly(program.period.first_day), exactly(program.period.last_day))
        case Kind.DATE:
            return ANY_DAY
    closed = make_interval(declared.minimum, upper_bound(declared))
    inside = make_interval(declared.above, declared.below, low_open=True, high_open=True)
    return meet(closed, inside)


def texts_of_audience(declared: Input, program: Program) -> Domain:
    """Return any text but those in the scheme that an employee it pays cannot have there.

    In a sheet the values of `applies_to` may be spelt in other letters, so they are not all of its texts.
    """
    applied = _values_applied_to(declared, program)
    if not applied:
        return ANY_TEXT
    strange = frozenset(
        text for text in _texts_of_column(declared, program) if fold_text(text) not in applied
    )
    return Choices(others=True, without=strange)


def _values_applied_to(declared: Input, program: Program) -> frozenset[str]:
    """Return the values for this column as they compare, if it is surely the one that `applies_to` means."""
    if declared.grain != EMPLOYEES:
        return frozenset()
    own = {normalise_heading(each) for each in declared.headings}
    asked = (each.values for each in program.applies_to.named if own == {normalise_heading(each.heading)})
    return frozenset(fold_text(value) for values in asked for value in values)


def _texts_of_column(declared: Input, program: Program) -> Iterator[str]:
    """Yield the texts that the column lists, and those that formulas compare with."""
    yield from (value for value in declared.one_of if isinstance(value, str))
    for variable in program.variables():
        compared = (part for part in walk(variable.expr) if isinstance(part, Compare))
        sides = (side for part in compared for side in (part.left, part.right))
        yield from (side.value for side in sides if isinstance(side, Text))
