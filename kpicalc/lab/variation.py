"""Facts that rest but for a few: only what depends on these is computed, for many values of them at once.

A scheme of eighty KPIs has a thousand formulas, of which one fact moves a dozen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from kpicalc.engine.evaluate import evaluate_part
from kpicalc.engine.world import World
from kpicalc.lab.dependent_parts import Atom, Cells, DependentPart, PartFinder, RestingValues
from kpicalc.lab.witnesses import LaidOut, has_fault, read_cell
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Aggregate, OverRows
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.fault import Value
from kpicalc.model.program import COMPANY, Key, Program
from kpicalc.model.result import Values

_Name = TypeVar("_Name", Key, OverRows)


@dataclass(frozen=True, slots=True)
class Rest:
    """One company at rest: its facts, and all that was computed of them, row by row of every table."""

    finder: PartFinder
    laid_out: LaidOut
    values: Values
    _parts: RestingValues

    def moved(self, written: Sequence[Cells]) -> Moved:
        """Return many of the company, each with other values in some cells."""
        changes = [self.finder.own_cells(each) for each in written]
        part = self.finder.part_of(frozenset(slot[:2] for cells in changes for slot in cells))
        many = ManyFacts(self, len(changes))
        frames = self.laid_out.facts.frames
        facts = Facts({grain: many.frame(grain, changes) for grain in frames}, (), "")
        given = many.given(part.looked_at - self.finder.inputs.keys())
        return Moved(many, part, facts, evaluate_part(part.program, facts, given))

    def put(self, cells: Cells) -> Rest:
        """Return the company with other values in some cells: only what depends on them is computed again."""
        moved = self.moved([cells])
        columns, aggregates = moved.own()
        values = Values(
            {**self.values.columns, **columns},
            {**self.values.aggregates, **aggregates},
            moved.faulty(),
            moved.cut(),
        )
        laid_out = LaidOut(moved.facts, self.laid_out.firsts)
        facts = frozenset(slot[:2] for slot in self.finder.own_cells(cells))
        return Rest(self.finder, laid_out, values, self._parts.without(facts, moved.facts, values))

    def column(self, key: Key) -> Sequence[Value]:
        """Return a variable, or a part of a formula that has its own name."""
        return self.values.columns[key] if key in self.values.columns else self._parts.column(key)

    def marks(self, atoms: frozenset[Atom]) -> tuple[frozenset[Atom], frozenset[Atom]]:
        """Return which of these may hold a fault, and which may not be exact."""
        values, parts = self.values, self._parts.world
        return (values.faulty | parts.faulty) & atoms, (values.cut | parts.cut) & atoms


def rest_of(finder: PartFinder, laid_out: LaidOut) -> Rest:
    """Return a company at rest, with all its values computed."""
    nothing = Values({}, {}, frozenset())
    values = evaluate_part(finder.program, laid_out.facts, nothing)
    return Rest(finder, laid_out, values, RestingValues(finder.resting, laid_out.facts, values))


@dataclass(frozen=True, slots=True)
class ManyFacts:
    """A company at rest, so many times beside itself."""

    rest: Rest
    number: int

    def repeated(self, grain: str, values: Sequence[Value]) -> Sequence[Value]:
        """Return the values of a table of one company as those of all; the company of companies is one."""
        return values if grain == COMPANY else [*values] * self.number

    def column(self, key: Key) -> Sequence[Value]:
        """Return a variable of all companies, as it rests."""
        return self.repeated(key[0], self.rest.column(key))

    def over_rows(self, node: OverRows) -> Sequence[Value]:
        """Return what was found over rows of each company, as it rests."""
        home = node.target if isinstance(node, Aggregate) else node.grain
        return self.repeated(home, self.rest.values.aggregates[node])

    def given(self, atoms: Iterable[Atom]) -> Values:
        """Return values that rest, for all companies."""
        wanted = frozenset(atoms)
        columns = {atom: self.column(atom) for atom in wanted if not isinstance(atom, OverRows)}
        aggregates = {atom: self.over_rows(atom) for atom in wanted if isinstance(atom, OverRows)}
        return Values(columns, aggregates, *self.rest.marks(wanted))

    def frame(self, grain: str, changes: Sequence[Cells]) -> Frame:
        """Return the rows of a table of all companies, each with its changes."""
        frame, frames = self.rest.laid_out.facts.frames[grain], self.rest.laid_out.facts.frames
        if grain == COMPANY:
            return frame
        above = self.rest.finder.program.grains[grain].parent
        step = 0 if above in {None, COMPANY} else frames[above or ""].size
        starts = range(self.number)
        columns = {name: self.repeated(grain, values) for name, values in frame.columns.items()}
        names = {slot[1] for cells in changes for slot in cells if slot[0] == grain}
        for name in names:
            columns[name] = self._changed(grain, name, changes)
        keys = [str(number) for number in range(1, frame.size * self.number + 1)]
        return Frame(
            grain,
            frame.size * self.number,
            keys,
            keys,
            columns,
            [parent + step * at for at in starts for parent in frame.parents],
            None,
            frame.faulty - names | {name for name in names if has_fault(columns[name])},
            [each if each < 0 else each + frame.size * at for at in starts for each in frame.superiors],
        )

    def firsts(self) -> Mapping[str, Sequence[int | None]]:
        """Return of each table the first row of each company."""
        frames = self.rest.laid_out.facts.frames
        return {
            grain: [None if first is None else first + at * frames[grain].size for at in range(self.number)]
            for grain, (first, *_) in self.rest.laid_out.firsts.items()
            if grain != COMPANY
        }

    def _changed(self, grain: str, name: str, changes: Sequence[Cells]) -> list[Value]:
        frame, declared = self.rest.laid_out.facts.frames[grain], self.rest.finder.inputs[grain, name]
        found = [*self.repeated(grain, frame.columns[name])]
        for at, cells in enumerate(changes):
            for row in range(frame.size):
                if (grain, name, row) in cells:
                    found[at * frame.size + row] = read_cell(declared, cells[grain, name, row])
        return found


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a company with other values in some cells, once for each change."""

    many: ManyFacts
    part: DependentPart
    facts: Facts
    values: Values

    def column(self, key: Key) -> Sequence[Value]:
        """Return a variable of all rows of its table."""
        return self.values.columns[key] if key in self.part.computed else self.many.column(key)

    def faulty(self) -> frozenset[Atom]:
        """Return what may hold a fault."""
        return self.values.faulty | (self.many.rest.values.faulty - self.part.computed)

    def own(self) -> tuple[dict[Key, Sequence[Value]], dict[OverRows, Sequence[Value]]]:
        """Return the columns, and what was found over rows, as far as they moved."""
        computed = self.part.computed
        return (
            {key: each for key, each in self.values.columns.items() if key in computed},
            {node: each for node, each in self.values.aggregates.items() if node in computed},
        )

    def cut(self) -> frozenset[Atom]:
        """Return what may not be exact."""
        return self.values.cut | (self.many.rest.values.cut - self.part.computed)

    def world(self, program: Program) -> World:
        """Return the world of a whole program; what did not move is repeated when it is asked for."""
        rest, world = self.many.rest.values, World(program, self.facts)
        columns, aggregates = self.own()
        world.columns = _Repeated(columns, rest.columns, self.many.column)
        world.aggregates = _Repeated(aggregates, rest.aggregates, self.many.over_rows)
        world.faulty.update(self.faulty())
        world.cut.update(self.cut())
        return world


class _Repeated(dict[_Name, Sequence[Value]], Generic[_Name]):
    """Columns of many companies: those that moved, and those that rest, which are repeated when asked for."""

    def __init__(
        self,
        own: Mapping[_Name, Sequence[Value]],
        resting: Mapping[_Name, Sequence[Value]],
        repeat: Callable[[_Name], Sequence[Value]],
    ) -> None:
        super().__init__()
        self.update(own)
        self._resting: Mapping[_Name, Sequence[Value]] = resting
        self._repeat: Callable[[_Name], Sequence[Value]] = repeat

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._resting

    def __missing__(self, name: _Name) -> Sequence[Value]:
        found: Sequence[Value] = self._repeat(name)
        self[name] = found
        return found
