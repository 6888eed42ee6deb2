"""A step computed in whole numbers: which of its variables, and where decimals take over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from kpicalc.engine.block import Block
from kpicalc.engine.column import Column
from kpicalc.engine.formulas import column_of
from kpicalc.engine.scaled.deferred import DeferredColumn, DeferredStep
from kpicalc.engine.scaled.reach import AskedNames, ScaledReach, ask_decimals
from kpicalc.engine.scaled.scaled_column import DoesNotFitError, ScaledColumn, in_places, to_decimals
from kpicalc.engine.scaled.scaled_formulas import ScaledBlock, flags_of, scaled_of
from kpicalc.engine.world import World
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import children
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.program import Key, Step, Variable

# After so many blocks that decimals had to take over, and not fewer than went through, no more are tried.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class _Way:
    """How a variable is computed: in whole numbers, as a column of decimals or flags, or as both.

    `places` are the decimals with which whole numbers become a column.
    """

    variable: Variable
    numbers: bool
    column: bool
    places: int | None = None

    def column_of(self, scaled: ScaledBlock) -> Column:
        variable = self.variable
        if self.places is not None:
            return to_decimals(scaled.kept(variable.key), self.places)
        if variable.kind is Kind.FLAG:
            return flags_of(variable.expr, scaled)
        return column_of(variable.expr, scaled.block)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a block came to, by variable."""

    numbers: dict[Key, ScaledColumn]
    columns: dict[Key, Column]


class ScaledStep:
    """A step on its way through the blocks of its rows.

    What is kept of pay is made of whole numbers with the decimals to which they are rounded; what is kept of
    other variables is computed in decimals when it is asked for.
    """

    def __init__(self, world: World, step: Step, kept: AbstractSet[Key], later: AbstractSet[Key]) -> None:
        self._world = world
        self._reach = ScaledReach(world, step)
        self._ways = self._find_ways(step, kept, later)
        alone = {each.variable.key for each in self._ways if not each.column}
        self._later = DeferredStep(world, step, (alone & later) - self._reach.places.keys())
        self._rounded = {key: DeferredColumn() for key in alone & (kept | later) & self._reach.places.keys()}
        self._passed = 0
        self._failed = 0

    @property
    def worth_it(self) -> bool:
        """True where whole numbers do more of the step than decimals: to do a little of both costs more."""
        numbers = [each for each in self._ways if each.variable.kind in NUMERIC]
        alone = [each for each in numbers if not each.column or each.places is not None]
        return 2 * len(alone) > len(numbers)

    @property
    def outputs(self) -> Mapping[Key, DeferredColumn]:
        """The kept columns that are made when they are asked for."""
        return {**self._later.columns, **self._rounded}

    def _find_ways(self, step: Step, kept: AbstractSet[Key], later: AbstractSet[Key]) -> Sequence[_Way]:
        """Go back from what is kept to what that asks for; what nobody asks for is not computed."""
        asked = AskedNames()
        for node in step.aggregates:
            for part in children(node):
                ask_decimals(part, asked)
        ways = [self._find_way(each, asked, (kept, later)) for each in reversed(step.variables)]
        return [each for each in reversed(ways) if each.numbers or each.column]

    def _find_way(
        self, variable: Variable, asked: AskedNames, keeping: tuple[AbstractSet[Key], AbstractSet[Key]]
    ) -> _Way:
        key, expr = variable.key, variable.expr
        kept, later = keeping
        column, numbers = key in asked.columns, key in asked.numbers
        if key not in self._reach.numbers:
            column = column or key in kept | later
            if column and variable.kind is Kind.FLAG:
                self._reach.ask_flags(expr, asked)
            elif column:
                ask_decimals(expr, asked)
            return _Way(variable, numbers=False, column=column)
        places = self._reach.places.get(key)
        if places is None:
            column = column or key in kept
            numbers = numbers or (key in later and not column)
        else:
            numbers = numbers or column or key in kept | later
        if numbers:
            self._reach.ask_numbers(expr, asked)
        if column and places is None:
            ask_decimals(expr, asked)
        return _Way(variable, numbers, column, places)

    def pass_block(self, block: Block, outputs: Mapping[Key, list[Value] | DeferredColumn]) -> bool:
        """Compute a block; nothing is changed, and the answer is no, where decimals have to do it."""
        if self._failed >= max(_ENOUGH, self._passed):
            return False
        try:
            found = self._compute(block)
        except DoesNotFitError:
            self._failed += 1
            return False
        self._passed += 1
        self._note_flags(found)
        for key, column in found.columns.items():
            if key in outputs:
                outputs[key].extend(column.listed(block.size))
        for key, rounded in self._rounded.items():
            rounded.round(in_places(found.numbers[key], self._reach.places[key], block.size))
        self._later.defer(range(block.rows[0], block.rows[-1] + 1))
        return True

    def _note_flags(self, found: _Found) -> None:
        world = self._world
        world.cut.update(key for key, column in found.numbers.items() if column.cut)
        world.cut.update(key for key, column in found.columns.items() if column.cut)
        world.faulty.update(key for key, column in found.columns.items() if column.faulty)

    def _compute(self, block: Block) -> _Found:
        scaled = ScaledBlock(block, self._reach)
        found = _Found({}, {})
        for way in self._ways:
            key = way.variable.key
            if way.numbers:
                found.numbers[key] = scaled_of(way.variable.expr, scaled)
                scaled.keep(key, found.numbers[key])
            if way.column:
                found.columns[key] = way.column_of(scaled)
                block.keep(key, found.columns[key])
        return found
