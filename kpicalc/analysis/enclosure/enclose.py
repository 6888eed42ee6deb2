"""What every value of a program can be, for all facts in a box: a sound enclosure, not always the narrowest.

Usable and stable: `enclose`, `Enclosed`, the `Visitor` protocol (row_state.py), `open_ways` (switches.py).
A domain has every value that some allowed facts give to some row; it may have more (where one fact stands on
both sides of an operation its two places are taken as independent). Rows with a fault are left out: NOTHING
means that the value can never be computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import localcontext

from kpicalc.analysis.enclosure.box import Box, with_domain
from kpicalc.analysis.enclosure.formula_domain import formula_domain, over_rows_domain
from kpicalc.analysis.enclosure.row_state import Atom, Dependencies, Ground, Owner, RowState, Visit, Visitor
from kpicalc.lab.dependent_parts import PartFinder
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import Domain, Interval, Rows
from kpicalc.model.expr import Expr
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Key, Program, Step


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The domains of all columns, values, aggregates and windows, and the state to ask for more."""

    state: RowState

    @property
    def domains(self) -> Mapping[Atom, Domain]:
        """Every domain: by (grain, name) for columns and values, by node for aggregates and windows."""
        return self.state.ground.domains

    def of(self, grain: str, name: str) -> Domain:
        """Return the domain of a column or value."""
        return self.domains[grain, name]

    def of_formula(self, expr: Expr) -> Domain:
        """Return the domain of any formula of the program's names."""
        self.state.ground.budget.renew()
        with localcontext(CONTEXT):
            return self.state.domain_of(expr)


def enclose(program: Program, box: Box, visitor: Visitor | None = None) -> Enclosed:
    """Return what every value of the program can be for the facts in the box.

    `visitor` is told of every node of every formula once, parts before the whole, in the order of evaluation.
    """
    ground = Ground(
        program, box, Dependencies(program, single=_is_single(box), alike=box.alike), formula_domain
    )
    ground.domains.update(dict(box.domains.items()))
    return _go_through(ground, program.steps, visitor)


class Enclosing:
    """A box at rest, of which one fact after another is given another domain.

    Only what depends on the fact is enclosed again, and only of that the visitor is told.
    """

    def __init__(self, program: Program, box: Box) -> None:
        self._rest = enclose(program, box).state.ground
        self._finder = PartFinder(program, whole=True)

    def with_fact(self, key: Key, domain: Domain, visitor: Visitor | None = None) -> Enclosed:
        """Return what every value can be where one fact has another domain."""
        rest, part = self._rest, self._finder.part_of(frozenset({key}))
        box = with_domain(rest.box, key, domain)
        ground = Ground(rest.program, box, rest.dependencies, rest.evaluate)
        ground.domains.update(rest.domains)
        ground.domains[key] = domain
        for atom in part.computed:
            ground.domains.pop(atom, None)
        return _go_through(ground, part.program.steps, visitor)


def _go_through(ground: Ground, steps: Sequence[Step], visitor: Visitor | None) -> Enclosed:
    state = RowState(ground)
    with localcontext(CONTEXT):
        for step in steps:
            # What earlier rows came to is not known yet: it may be any number.
            ground.domains.update(dict.fromkeys(step.aggregates if step.running else (), Interval()))
            for variable in step.variables:
                ground.budget.renew()
                key = variable.key
                ground.domains[key] = formula_domain(variable.expr, state, _visit_of(variable, visitor))
            for node in step.aggregates:
                ground.budget.renew()
                ground.domains[node] = over_rows_domain(node, state, _visit_of(node, visitor))
    return Enclosed(state)


def _is_single(box: Box) -> bool:
    """Say whether there is exactly one row of each grain."""
    return all(rows == Rows(1, 1) for rows in box.rows.values())


def _visit_of(owner: Owner, visitor: Visitor | None) -> Visit | None:
    if visitor is None:
        return None

    def visit(node: Expr, operands: tuple[Domain, ...], result: Domain) -> None:
        visitor.see(owner, node, operands, result)

    return visit
