"""What is known of one row: the domain of every name there, some of them narrowed by what is assumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.enclosure.dependencies import Atom, Dependencies
from kpicalc.model.domain import Domain, meet
from kpicalc.model.expr import Aggregate, Expr, OverRows, Window
from kpicalc.model.program import Key, Program, Variable

# Is told of a node, the domains of its parts, and its own.
Tell = Callable[[Expr, tuple[Domain, ...], Domain], None]

# Whose formula is looked at: a value, or what is found over many rows.
Owner = Variable | Aggregate | Window


class Watch(Protocol):
    """Is told of every node of every formula, with what its operands and itself can be.

    The operands stand in the order of `children(node)`; of an `if`, an `and` and an `or`, a part that is
    never looked at has the domain NOTHING. `owner` is the value, aggregate or window whose formula it is.
    What is assumed around a node (the condition of an `if`) is already in the domains.
    """

    def see(self, owner: Owner, node: Expr, operands: tuple[Domain, ...], result: Domain) -> None:
        """Take note of one node."""


# So many conclusions are drawn from assumptions in one look at a formula; then it is taken as it is. Where
# choices stand in choices, each would else be looked at anew for every way to reach it.
_CONCLUSIONS = 400


@dataclass(slots=True)
class Patience:
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

    `evaluate` finds the domain of a formula at a scene, and tells of its nodes.
    """

    program: Program
    box: Box
    dependencies: Dependencies
    evaluate: Callable[[Expr, Scene, Tell | None], Domain]
    domains: dict[Atom, Domain] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True)
class Scene:
    """One row of the ground, with the domains that are narrower there by assumption."""

    ground: Ground
    narrowed: Mapping[Atom, Domain] = field(default_factory=dict)
    found: dict[Atom, Domain] = field(default_factory=dict)

    def domain_of(self, expr: Expr, tell: Tell | None = None) -> Domain:
        """Return what a formula can give here; `tell` hears of each of its nodes."""
        return self.ground.evaluate(expr, self, tell)

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

    def narrow(self, atom: Atom, domain: Domain) -> Scene:
        """Return the scene with one domain narrowed."""
        if self.narrowed.get(atom) == domain:
            return self
        return Scene(self.ground, {**self.narrowed, atom: domain})

    def across(self, node: OverRows) -> Scene:
        """Return what is known of any of the rows that an aggregate or window runs over."""
        dependencies = self.ground.dependencies
        shared = dependencies.shared_grains(node)
        kept = {atom: domain for atom, domain in self.narrowed.items() if dependencies.home(atom) in shared}
        return self if len(kept) == len(self.narrowed) else Scene(self.ground, kept)

    @property
    def variables(self) -> Mapping[Key, Variable]:
        """The values of the program by grain and name."""
        return self.ground.dependencies.variables
