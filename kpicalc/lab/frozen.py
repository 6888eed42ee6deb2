"""The part of a settlement that some facts can change; all else stands in it as facts of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import localcontext

from kpicalc.engine.column import Column
from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.engine.world import World
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Aggregate, Expr, OverRows, Reference, Window, children, references
from kpicalc.model.facts import Frame
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Program, Step, Variable
from kpicalc.model.result import Settlement
from kpicalc.model.source import Span

# The name of a column that holds what was found over rows; nobody can write it.
_FOUND = "over rows {}"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A program of what changes, the frames it reads, and the columns that change as they are `now`.

    What is wanted and does not change is `still` what it was.
    """

    program: Program
    frames: Mapping[str, Frame]
    now: Mapping[Key, Sequence[Value]]
    still: Mapping[Key, Sequence[Value]]


def freeze_rest(settlement: Settlement, changed: frozenset[Key], wanted: Iterable[Key]) -> Frozen:
    """Return the program that computes what is wanted from what changes, and from all else as it is."""
    with localcontext(CONTEXT):
        return _Freezer(settlement, changed).freeze(tuple(wanted))


def find_affected(program: Program, changed: frozenset[Key]) -> frozenset[Key]:
    """Return the variables that rest on some keys, however far away; those of a running step go together."""
    found = set(changed)
    while True:
        more = {
            variable.key
            for step in program.steps
            for group in ([step.variables] if step.running else [[each] for each in step.variables])
            if any(ref.key in found for each in group for ref in references(each.expr))
            for variable in group
        }
        if more <= found:
            return frozenset(found - changed)
        found |= more


@dataclass(slots=True)
class _Freezer:
    """Walks from what is wanted to what changes, and takes the columns of all else on the way."""

    settlement: Settlement
    changed: frozenset[Key]
    columns: dict[Key, Column] = field(default_factory=dict)
    found: dict[OverRows, Reference] = field(default_factory=dict)
    needed: set[Key] = field(default_factory=set)
    grains: set[str] = field(default_factory=lambda: {COMPANY, EMPLOYEES})
    world: World = field(init=False)
    variables: Mapping[Key, Variable] = field(init=False)
    affected: frozenset[Key] = field(init=False)

    def __post_init__(self) -> None:
        program = self.settlement.program
        self.world = world_of(self.settlement)
        self.variables = {each.key: each for each in program.variables()}
        self.affected = find_affected(program, self.changed)

    def freeze(self, wanted: tuple[Key, ...]) -> Frozen:
        """Return what was asked for."""
        self._need(wanted)
        program = self.settlement.program
        steps = tuple(step for each in program.steps for step in self._keep_step(each))
        still = {key: self.columns[key].values for key in wanted if key in self.columns}
        grains = {name for each in self.grains for name in program.ancestors(each)}
        inputs = [self._input(key) for key in dict.fromkeys((*self.columns, *sorted(self.changed)))]
        reduced = replace(
            program,
            grains={name: grain for name, grain in program.grains.items() if name in grains},
            inputs=tuple(each for each in inputs if each.grain in grains),
            steps=steps,
            pay_lines=(),
            cautions=(),
            checks=(),
        )
        frames = {name: self._frame(name) for name in reduced.grains}
        now = {key: self._whole(Reference(*key, self._span())).values for key in self.changed}
        return Frozen(reduced, frames, now, still)

    def _need(self, wanted: Iterable[Key]) -> None:
        """Find all that what is wanted rests on, as far as it changes; take the columns of the rest."""
        waiting = list(wanted)
        while waiting:
            key = waiting.pop()
            if key in self.changed or key in self.needed or key in self.columns:
                continue
            self.grains.add(key[0])
            if key in self.affected:
                self.needed.add(key)
                group = self._group(key)
                waiting += [each.key for each in group if each.key != key]
                waiting += [ref for each in group for ref in self._behind(each.expr)]
            else:
                self.columns[key] = self._whole(Reference(*key, self._span()))

    def _group(self, key: Key) -> tuple[Variable, ...]:
        """Return the variable itself, or all those of the step that runs from row to row with it."""
        variable = self.variables[key]
        running = (step.variables for step in self.settlement.program.steps if step.running)
        return next((each for each in running if variable in each), (variable,))

    def _behind(self, expr: Expr) -> Iterator[Key]:
        """Yield the names that a formula reads; what is found over rows that do not change is taken whole."""
        match expr:
            case Reference():
                yield expr.key
            case Aggregate() | Window() if not self._changes(expr):
                self._take(expr)
            case _:
                if isinstance(expr, Aggregate | Window):
                    self.grains |= _homes(expr)
                for part in children(expr):
                    yield from self._behind(part)

    def _changes(self, expr: Expr) -> bool:
        return any(each.key in self.affected or each.key in self.changed for each in references(expr))

    def _take(self, node: OverRows) -> None:
        if node not in self.found:
            home = node.target if isinstance(node, Aggregate) else node.grain
            self.found[node] = Reference(home, _FOUND.format(len(self.found)), node.span)
            self.columns[self.found[node].key] = self._whole(node, home)
            self.grains.add(home)

    def _whole(self, expr: Expr, home: str = "") -> Column:
        """Return the values of a name, or of what is found over rows, for each row of its frame."""
        grain = expr.grain if isinstance(expr, Reference) else home
        size = self.world.frame(grain).size
        column = column_of(expr, LookingBlock(self.world, grain, range(size)))
        return Column(list(column.listed(size)), faulty=column.faulty, cut=column.cut)

    def _keep_step(self, step: Step) -> Iterator[Step]:
        variables = tuple(each for each in step.variables if each.key in self.needed)
        nodes = {part for key in self.needed for part in _over_rows(self.variables[key].expr)}
        aggregates = tuple(node for node in step.aggregates if node in nodes and self._changes(node))
        if variables or aggregates:
            written = tuple(replace(each, expr=self._rewrite(each.expr)) for each in variables)
            folded = map(self._rewrite, aggregates)
            kept = tuple(each for each in folded if isinstance(each, Aggregate | Window))
            yield replace(step, variables=written, aggregates=kept)

    def _rewrite(self, expr: Expr) -> Expr:
        if isinstance(expr, OverRows) and expr in self.found:
            return self.found[expr]
        return rewrite_parts(expr, self._rewrite)

    def _input(self, key: Key) -> Input:
        known = next((each for each in self.settlement.program.inputs if each.key == key), None)
        return known or Input(*key, Kind.NUMBER, (), key[1], self._span())

    def _frame(self, grain: str) -> Frame:
        columns = {name: column for (home, name), column in self.columns.items() if home == grain}
        return replace(
            self.world.frame(grain),
            columns={name: column.values for name, column in columns.items()},
            origin=None,
            faulty=frozenset(name for name, column in columns.items() if column.faulty),
            cut=frozenset(name for name, column in columns.items() if column.cut),
        )

    def _span(self) -> Span:
        return self.settlement.program.grains[EMPLOYEES].span


def _over_rows(expr: Expr) -> Iterator[OverRows]:
    if isinstance(expr, Aggregate | Window):
        yield expr
    for part in children(expr):
        yield from _over_rows(part)


def _homes(node: OverRows) -> set[str]:
    if isinstance(node, Aggregate):
        return {node.grain, node.target}
    return {node.grain, node.within}
