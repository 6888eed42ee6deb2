"""What was seen of a scheme while all its facts were gone through at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.enclosure.enclose import Enclosed, enclose
from kpicalc.analysis.enclosure.row_state import Owner
from kpicalc.formula.functions import branching_of
from kpicalc.model.domain import NOTHING, Domain, holds, join
from kpicalc.model.expr import Binary, Call, Expr, If, Lookup
from kpicalc.model.money import ZERO
from kpicalc.model.program import Program, Variable
from kpicalc.model.source import Span


@dataclass(frozen=True, slots=True)
class Bounding:
    """A value held by `max` or `min` to a limit: both as formulas and as all they can be."""

    call: Call
    value: Domain
    limit: Domain


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is asked with: the formulas, and all that they can be."""

    axes: tuple[Expr, ...] = ()
    domain: Domain = NOTHING

    def also(self, axis: Expr, domain: Domain) -> Asked:
        """Return what it is asked with in one more place."""
        return Asked((*self.axes, axis), join(self.domain, domain))


@dataclass(slots=True)
class Sightings:
    """A visitor that keeps what the proofs ask for: conditions, limits, and what tables are asked with.

    Of a matrix `columns` has what its second axis is asked with. `divisions` are the places of those whose
    divisor may be 0, as far as the enclosure can tell.
    """

    conditions: list[tuple[Variable, If, Domain]] = field(default_factory=list)
    boundings: list[Bounding] = field(default_factory=list)
    axes: dict[str, Asked] = field(default_factory=dict)
    columns: dict[str, Asked] = field(default_factory=dict)
    divisions: set[Span] = field(default_factory=set)

    def see(self, owner: Owner, node: Expr, operands: tuple[Domain, ...], result: Domain) -> None:
        """Take note of one node."""
        del result
        match node:
            case If() if isinstance(owner, Variable):
                self.conditions.append((owner, node, operands[0]))
            case Call() if _bounds_one_way(node):
                self.boundings.append(Bounding(node, *operands))
            case Binary(sign="/") if holds(operands[1], ZERO):
                self.divisions.add(node.span)
            case Lookup(table=table, axis=axis, base=base):
                self.axes[table] = self.axes.get(table, Asked()).also(axis, operands[0])
                if base is not None:
                    self.columns[table] = self.columns.get(table, Asked()).also(base, operands[1])


def _bounds_one_way(call: Call) -> bool:
    """Say whether a call holds a value to one limit."""
    branching = branching_of(call)
    return branching is not None and branching.side != 0 and len(call.arguments) == 2


@dataclass(frozen=True, slots=True)
class Overview:
    """All that every value can be, and what was seen on the way."""

    enclosed: Enclosed
    seen: Sightings


def go_through(program: Program) -> Overview:
    """Enclose every value of a program for all facts that its declarations allow, and visitor."""
    seen = Sightings()
    return Overview(enclose(program, box_of(program), seen), seen)
