"""What of a program depends on some of its facts: a program of no more than that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kpicalc.lab.behind import Behind
from kpicalc.lab.candidate import Slot
from kpicalc.lab.resting_parts import RestingParts
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Expr, Lookup, OverRows, Reference, atoms, children, walk
from kpicalc.model.kind import Scalar
from kpicalc.model.program import COMPANY, Input, Key, Program, Step

# What stands in which cells of a company; None is a blank one.
Cells = Mapping[Slot, Scalar | None]
# What is computed: a variable, or what is found over rows.
Atom = Key | OverRows


@dataclass(frozen=True, slots=True)
class DependentPart:
    """What depends on some facts: a program of no more than that, and all that its formulas look at."""

    program: Program
    computed: frozenset[Atom]
    looked_at: frozenset[Atom]


class PartFinder:
    """Finds what depends on facts, once for each set of them.

    `company` is the table in which the facts of the company stand; `whole` leaves formulas as they are.
    """

    def __init__(self, program: Program, *, company: str = COMPANY, whole: bool = False) -> None:
        self.program = program
        self._company = company
        self._whole = whole
        self.inputs: Mapping[Key, Input] = {each.key: each for each in program.inputs}
        self._dependents: dict[Key, set[Atom]] = {key: set() for key in self.inputs}
        self._found: dict[frozenset[Key], DependentPart] = {}
        self.resting = RestingParts(program)
        behind = Behind(program)
        for step in program.steps:
            for variable in step.variables:
                self._note(variable.key, behind.facts_of(variable.key))
            for node in step.aggregates:
                self._note(node, behind.facts(node))

    def part_of(self, facts: frozenset[Key]) -> DependentPart:
        """Return the part of the program that depends on some facts."""
        if facts not in self._found:
            self._found[facts] = self._make(facts)
        return self._found[facts]

    def own_cells(self, cells: Cells) -> Cells:
        """Return the cells of columns that the program has, those of the company where they stand in it."""
        company = {COMPANY: self._company}
        own = {(company.get(grain, grain), name, row): value for (grain, name, row), value in cells.items()}
        return {slot: value for slot, value in own.items() if slot[:2] in self.inputs}

    def _note(self, each: Atom, facts: Iterable[Key]) -> None:
        for fact in facts:
            self._dependents[fact].add(each)

    def _make(self, facts: frozenset[Key]) -> DependentPart:
        moved = set[Atom]().union(*(self._dependents[each] for each in facts))
        steps = tuple(step for each in self.program.steps for step in _narrow_step(each, moved))
        if not self._whole:
            steps = tuple(self.resting.cut_out(step, moved | facts) for step in steps)
        computed: set[Atom] = {each.key for step in steps for each in step.variables}
        computed |= {node for step in steps for node in step.aggregates}
        seen = frozenset(atom for step in steps for atom in looked_at(step))
        tables = {part.table for step in steps for part in _lookups_of_step(step)}
        program = replace(
            self.program,
            steps=steps,
            tables={name: each for name, each in self.program.tables.items() if name in tables},
            inputs=tuple(each for key, each in self.inputs.items() if key in seen or key in facts),
        )
        return DependentPart(program, frozenset(computed), seen - computed)


def _narrow_step(step: Step, moved: set[Atom]) -> Iterator[Step]:
    """Yield a step with what is moved in it; one that goes from row to row stays whole."""
    variables = tuple(each for each in step.variables if each.key in moved)
    aggregates = tuple(node for node in step.aggregates if node in moved)
    if variables or aggregates:
        yield step if step.running else replace(step, variables=variables, aggregates=aggregates)


def _formulas_of_step(step: Step) -> Iterator[Expr]:
    yield from (each.expr for each in step.variables)
    yield from (part for node in step.aggregates for part in children(node))


def looked_at(step: Step) -> Iterator[Atom]:
    """Yield what the formulas of a step look at beside each other."""
    for formula in _formulas_of_step(step):
        for atom in atoms(formula):
            yield atom.key if isinstance(atom, Reference) else atom


def _lookups_of_step(step: Step) -> Iterator[Lookup]:
    return (part for formula in _formulas_of_step(step) for part in walk(formula) if isinstance(part, Lookup))
