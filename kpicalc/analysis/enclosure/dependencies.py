"""What the value of a name at one row rests on: columns and values of that row, or of a row above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
