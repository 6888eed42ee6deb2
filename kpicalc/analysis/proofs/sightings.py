"""What was seen of a scheme while all its facts were gone through at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from itertools import permutations

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.enclosure.enclose import Enclosed, enclose
from kpicalc.analysis.enclosure.row_state import Owner
from kpicalc.formula.functions import branching_of
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import ANY_DAY, ANY_NUMBER, NOTHING, Domain, holds, join
from kpicalc.model.expr import Binary, Call, Expr, If, Lookup
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.program import Program, Role, Variable
from kpicalc.model.source import Span


@dataclass(frozen=True, slots=True)
class Bounding:
    """A value held to a limit: both as formulas and as all they can be; a `least` one holds it from below."""

    call: Call
    value: Expr
    limit: Expr
    found: Domain
    allowed: Domain
    least: bool


@dataclass(frozen=True, slots=True)
class AskedAxes:
    """What a table is asked with: the formulas, and all that they can be."""

    axes: tuple[Expr, ...] = ()
    domain: Domain = NOTHING

    def also(self, axis: Expr, domain: Domain) -> AskedAxes:
        """Return what it is asked with in one more place."""
        return AskedAxes((*self.axes, axis), join(self.domain, domain))


@dataclass(slots=True)
class Sightings:
    """A visitor that keeps what the proofs ask for: conditions, limits, and what tables are asked with.

    Of a matrix `columns` has what its second axis is asked with. `divisions` are the places of those whose
    divisor may be 0, as far as the enclosure can tell.
    """

    conditions: list[tuple[Variable, If, Domain]] = field(default_factory=list)
    boundings: list[Bounding] = field(default_factory=list)
    axes: dict[str, AskedAxes] = field(default_factory=dict)
    columns: dict[str, AskedAxes] = field(default_factory=dict)
    divisions: set[Span] = field(default_factory=set)

    def see(self, owner: Owner, node: Expr, operands: tuple[Domain, ...], result: Domain) -> None:
        """Take note of one node."""
        del result
        match node:
            case If() if isinstance(owner, Variable):
                self.conditions.append((owner, node, operands[0]))
            case Call():
                self.boundings.extend(_boundings(node, operands))
            case Binary(sign="/") if holds(operands[1], ZERO):
                self.divisions.add(node.span)
            case Lookup(table=table, axis=axis, base=base):
                self.axes[table] = self.axes.get(table, AskedAxes()).also(axis, operands[0])
                if base is not None:
                    self.columns[table] = self.columns.get(table, AskedAxes()).also(base, operands[1])


def _boundings(call: Call, operands: tuple[Domain, ...]) -> Iterator[Bounding]:
    """Yield what a call of `min`, `max` or `clamp` holds to which limit."""
    branching = branching_of(call)
    if branching is None or branching.by_sign:
        return
    sides = list(zip(call.arguments, operands, strict=True))
    if branching.side:
        for (value, found), (limit, allowed) in permutations(sides, 2):
            yield Bounding(call, value, limit, found, allowed, least=branching.side == 1)
        return
    (value, found), *limits = sides
    for at, (limit, allowed) in enumerate(limits):
        yield Bounding(call, value, limit, found, allowed, least=at == 0)


@dataclass(frozen=True, slots=True)
class Overview:
    """All that every value can be, and what was seen on the way."""

    enclosed: Enclosed
    seen: Sightings


def go_through(program: Program) -> Overview:
    """Enclose every value of a program for all facts that its declarations allow, and visitor."""
    seen = Sightings()
    return Overview(enclose(program, box_of(program), seen), seen)


def go_through_any_period(program: Program) -> Sightings:
    """Return what is seen when the days and numbers of the period, too, may be any."""
    box, seen = box_of(program), Sightings()
    of_period = {each.key: each for each in program.variables() if each.role is Role.PERIOD}
    anything = {key: ANY_DAY if each.kind is Kind.DATE else ANY_NUMBER for key, each in of_period.items()}
    anything |= {each.key: ANY_DAY for each in program.inputs if each.in_period and each.kind is Kind.DATE}
    steps = tuple(
        replace(step, variables=tuple(each for each in step.variables if each.key not in of_period))
        for step in program.steps
    )
    timeless = replace(program, steps=steps)
    enclose(timeless, replace(box, domains={**box.domains, **anything}), seen)
    return seen
