"""The abstract state of one row: an interval (or choices) for every name, and what each name rests on.

This is abstract interpretation: formulas are evaluated over domains instead of values, by the transfer
functions of operators and functions, and conditions narrow the domains of the names in them backwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Protocol

from kpicalc.analysis.enclosure.box import Box
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import Domain, meet
from kpicalc.model.expr import Aggregate, Expr, OverRows, Reference, Window, atoms, children
from kpicalc.model.program import COMPANY, Key, Program, Step, Variable

# What can be known of one row: a column or value, or what was found over many rows for it.
Atom = Key | OverRows


class Dependencies:
    """The atoms behind each name, found once for a program.

    With `single` there is one row of each grain, so all that is found over rows belongs to the same row; what
    is found over the rows of those below an employee does where they are `alike`.
    """

    def __init__(self, program: Program, *, single: bool = False, alike: bool = False) -> None:
        self.program = program
        self._single = single
        self._alike = alike
        self.variables: Mapping[Key, Variable] = {each.key: each for each in program.variables()}
        self._running: Mapping[Atom, Step] = {
            node: step for step in program.steps if step.running for node in step.aggregates
        }
        self._known: dict[Atom, frozenset[Atom]] = {}

    def behind(self, atom: Atom) -> frozenset[Atom]:
        """Return the atom itself and all it rests on at the same row or above."""
        if atom not in self._known:
            self._known[atom] = frozenset({atom}) | self._parts(atom)
        return self._known[atom]

    def behind_formula(self, expr: Expr) -> frozenset[Atom]:
        """Return all that a formula rests on at its row or above."""
        keys = (atom.key if isinstance(atom, Reference) else atom for atom in atoms(expr))
        return frozenset().union(*map(self.behind, keys))

    def shared_grains(self, node: OverRows) -> tuple[str, ...]:
        """Return the grains of which all rows of the aggregate or window stand under one same row."""
        if self.meets_itself(node):
            return tuple(self.program.grains)
        if isinstance(node, Window):
            return self.program.ancestors(node.within)
        return (COMPANY,) if node.through else self.program.ancestors(node.target)

    def meets_itself(self, node: OverRows) -> bool:
        """Say whether what is found over rows is found over the very row that asks."""
        return self._single and (self._alike or not (isinstance(node, Aggregate) and node.through))

    def home(self, atom: Atom) -> str:
        """Return the grain whose rows have the atom."""
        if isinstance(atom, Aggregate):
            return atom.target
        return atom.grain if isinstance(atom, Window) else atom[0]

    def runs(self, node: OverRows) -> bool:
        """Say whether a window looks back at values that need it themselves."""
        return node in self._running

    def _parts(self, atom: Atom) -> frozenset[Atom]:
        if isinstance(atom, OverRows):
            shared = self.shared_grains(atom)
            inner: Iterable[frozenset[Atom]]
            if atom in self._running:
                inner = self._beside(self._running[atom])
            else:
                inner = (self.behind_formula(part) for part in children(atom))
            return frozenset(each for found in inner for each in found if self.home(each) in shared)
        variable = self.variables.get(atom)
        return frozenset() if variable is None else self.behind_formula(variable.expr)

    def _beside(self, step: Step) -> Iterator[frozenset[Atom]]:
        """Yield what the values of a running step rest on beside each other."""
        group: set[Expr | Key] = {*step.aggregates, *(each.key for each in step.variables)}
        parts = [
            *(each.expr for each in step.variables),
            *(part for node in step.aggregates for part in children(node)),
        ]
        for atom in (atom for part in parts for atom in atoms(part)):
            key = atom.key if isinstance(atom, Reference) else atom
            yield frozenset() if key in group else self.behind(key)


# Is told of a node, the domains of its parts, and its own.
Visit = Callable[[Expr, tuple[Domain, ...], Domain], None]

# Whose formula is looked at: a value, or what is found over many rows.
Owner = Variable | Aggregate | Window


class Visitor(Protocol):
    """Is told of every node of every formula, with what its operands and itself can be.

    The operands stand in the order of `children(node)`; of an `if`, an `and` and an `or`, a part that is
    never looked at has the domain NOTHING. `owner` is the value, aggregate or window whose formula it is.
    What is assumed around a node (the condition of an `if`) is already in the domains.
    """

    def see(self, owner: Owner, node: Expr, operands: tuple[Domain, ...], result: Domain) -> None:
        """Take note of one node."""


# The budget for one formula: so many conclusions are drawn from assumptions, then it is taken as it is. Where
# choices stand in choices, each would else be looked at anew for every way to reach it. What exceeds the
# budget gets a wider domain, never a wrong one.
_CONCLUSIONS = 400


@dataclass(slots=True)
class Budget:
    """How many more conclusions may be drawn."""

    left: int = _CONCLUSIONS

    def spend(self) -> bool:
        """Say whether one more conclusion may be drawn, and count it."""
        self.left -= 1
        return self.left >= 0

    def renew(self) -> None:
        """Begin anew with another formula."""
        self.left = _CONCLUSIONS


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for every row: the program, its facts, and the domains found so far.

    `evaluate` finds the domain of a formula at a state, and tells of its nodes.
    """

    program: Program
    box: Box
    dependencies: Dependencies
    evaluate: Callable[[Expr, RowState, Visit | None], Domain]
    domains: dict[Atom, Domain] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)


@dataclass(frozen=True, slots=True)
class RowState:
    """One row of the ground, with the domains that are narrower there by assumption."""

    ground: Ground
    narrowed: Mapping[Atom, Domain] = field(default_factory=dict)
    found: dict[Atom, Domain] = field(default_factory=dict)

    def domain_of(self, expr: Expr, visit: Visit | None = None) -> Domain:
        """Return what a formula can give here; `visit` hears of each of its nodes."""
        return self.ground.evaluate(expr, self, visit)

    def known(self, atom: Atom) -> Domain | None:
        """Return the domain of an atom where no assumption touches what it rests on, else None."""
        if atom in self.narrowed:
            return self.narrowed[atom]
        if atom in self.found:
            return self.found[atom]
        behind = self.ground.dependencies.behind(atom)
        if self.narrowed and not behind.isdisjoint(self.narrowed):
            return None
        return self.ground.domains.get(atom)

    def keep(self, atom: Atom, domain: Domain) -> Domain:
        """Remember what an atom was found to be, and return it; it is no more than in every other row."""
        everywhere = self.ground.domains.get(atom)
        settled = domain if everywhere is None else meet(domain, everywhere)
        self.found[atom] = settled
        return settled

    def narrow(self, atom: Atom, domain: Domain) -> RowState:
        """Return the state with one domain narrowed."""
        if self.narrowed.get(atom) == domain:
            return self
        return RowState(self.ground, {**self.narrowed, atom: domain})

    def across(self, node: OverRows) -> RowState:
        """Return what is known of any of the rows that an aggregate or window runs over."""
        dependencies = self.ground.dependencies
        shared = dependencies.shared_grains(node)
        kept = {atom: domain for atom, domain in self.narrowed.items() if dependencies.home(atom) in shared}
        return self if len(kept) == len(self.narrowed) else RowState(self.ground, kept)

    @property
    def variables(self) -> Mapping[Key, Variable]:
        """The values of the program by grain and name."""
        return self.ground.dependencies.variables
