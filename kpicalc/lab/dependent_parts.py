"""What of a program depends on some facts, and the parts of formulas that rest while they move."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import localcontext

from kpicalc.engine.block import Block
from kpicalc.engine.formulas import column_of
from kpicalc.engine.world import World
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.lab.behind import Behind
from kpicalc.lab.witnesses import Slot
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Expr, Lookup, OverRows, Reference, atoms, children, walk
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Value
from kpicalc.model.kind import Scalar
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, Input, Key, Program, Step
from kpicalc.model.result import Values


class RestingParts:
    """The parts of a program's formulas that have a name of their own, which nobody can write."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.formulas: dict[Key, Expr] = {}
        self.facts: dict[Key, frozenset[Key]] = {}
        self._names: dict[tuple[str, int], Reference] = {}
        self._behind = Behind(program)

    def cut_out(self, step: Step, moved: Collection[Key | OverRows]) -> Step:
        """Return a step in whose formulas all that rests has a name."""
        if step.running:
            return step
        variables = (
            replace(each, expr=self._named_where_resting(each.expr, each.grain, moved))
            for each in step.variables
        )
        return replace(step, variables=tuple(variables))

    def of_names(self, key: Key) -> Expr:
        """Return the formula of a part, with its own parts as names."""
        return rewrite_parts(self.formulas[key], lambda part: self._name(part, key[0]))

    def _named_where_resting(self, expr: Expr, grain: str, moved: Collection[Key | OverRows]) -> Expr:
        moving: dict[int, bool] = {}
        _note_moving(expr, moved, moving)

        def named(part: Expr) -> Expr:
            if id(part) not in moving:
                return part  # a key as it was written, which is shown and never computed
            if not moving[id(part)]:
                return self._name(part, grain)
            return part if isinstance(part, Reference | OverRows) else rewrite_parts(part, named)

        return named(expr)

    def _name(self, expr: Expr, grain: str) -> Expr:
        """Return the name of a part; one that is not made of parts stays as it is."""
        if isinstance(expr, OverRows) or not children(expr):
            return expr
        known = (grain, id(expr))
        if known not in self._names:
            key = (grain, f"*{len(self._names)}")
            self._names[known] = Reference(*key, expr.span)
            self.formulas[key] = expr
            self.facts[key] = self._behind.facts(expr)
        return self._names[known]


def _note_moving(expr: Expr, moved: Collection[Key | OverRows], moving: dict[int, bool]) -> bool:
    """Note of each part of a formula, by its identity, whether it moves; each is looked at once."""
    if isinstance(expr, Reference | OverRows):
        moves = (expr.key if isinstance(expr, Reference) else expr) in moved
    else:
        found = [_note_moving(part, moved, moving) for part in children(expr)]
        moves = any(found)
    moving[id(expr)] = moves
    return moves


class RestingValues:
    """What named parts of formulas give for facts at rest; each is computed when it is first asked for."""

    def __init__(self, parts: RestingParts, facts: Facts, values: Values) -> None:
        self.parts = parts
        self.world = World(parts.program, facts)
        self.world.columns.update(values.columns)
        self.world.aggregates.update(values.aggregates)
        self.world.faulty.update(values.faulty)
        self.world.cut.update(values.cut)

    def column(self, key: Key) -> list[Value]:
        """Return what a part gives for each row of its table."""
        world = self.world
        if key not in world.columns:
            formula = self.parts.of_names(key)
            for part in children(formula):
                if isinstance(part, Reference) and part.key in self.parts.formulas:
                    self.column(part.key)
            with localcontext(CONTEXT):
                block = Block(world, key[0], range(world.frame(key[0]).size))
                column = column_of(formula, block)
            world.columns[key] = column.listed(block.size)
            world.faulty.update([key] if column.faulty else [])
            world.cut.update([key] if column.cut else [])
        return [*world.columns[key]]

    def without(self, facts: frozenset[Key], changed: Facts, values: Values) -> RestingValues:
        """Return what is known still where some facts changed: all parts that do not rest on them."""
        found, world = RestingValues(self.parts, changed, values), self.world
        for key, behind in self.parts.facts.items():
            if key in world.columns and behind.isdisjoint(facts):
                found.world.columns[key] = world.columns[key]
                found.world.faulty.update({key} & world.faulty)
                found.world.cut.update({key} & world.cut)
        return found


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
