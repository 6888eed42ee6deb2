"""A program over a part of the rows: as far as it goes before something has to be found over all parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import localcontext

from kpicalc.engine.aggregates import FoldState
from kpicalc.engine.evaluate import keep_over_rows, kept_keys, open_fold, pass_step
from kpicalc.engine.windows import WindowState
from kpicalc.engine.world import World
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Aggregate, OverRows, Window
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import EMPLOYEES, Program, Step
from kpicalc.model.result import Values

NO_VALUES = Values({}, {}, frozenset())


@dataclass(frozen=True, slots=True)
class Passed:
    """What a part has computed, in how many steps, and what its rows brought to values over all parts."""

    values: Values = NO_VALUES
    steps: int = 0
    states: Mapping[OverRows, FoldState | WindowState] | None = None


def spread_grains(program: Program) -> frozenset[str]:
    """Return the tables whose rows are dealt out to parts: employees, and all that belongs to them."""
    return frozenset(name for name in program.grains if EMPLOYEES in program.ancestors(name))


def found_over_parts(program: Program, step: Step) -> tuple[OverRows, ...]:
    """Return what a step finds over rows of several parts."""
    spread = spread_grains(program)
    return tuple(each for each in step.aggregates if each.grain in spread and home_of(each) not in spread)


def home_of(node: OverRows) -> str:
    """Return the grain whose rows part the rows that an aggregate or a window looks at."""
    return node.target if isinstance(node, Aggregate) else node.within


def pass_steps(program: Program, facts: Facts, passed: Passed, *, keep_all: bool) -> Passed:
    """Go on with the steps until one finds something over several parts, or to the end."""
    with localcontext(CONTEXT):
        world = World(program, facts)
        world.take(passed.values)
        kept = kept_keys(program, keep_all=keep_all)
        for number, step in enumerate(program.steps[passed.steps :], passed.steps + 1):
            apart = frozenset(found_over_parts(program, step))
            folds = pass_step(world, step, kept)
            states = {fold.node: fold.state() for fold in folds if fold.node in apart}
            for fold in (each for each in folds if each.node not in apart):
                keep_over_rows(world, fold)
            if states:
                return Passed(world.values(), number, states)
        return Passed(world.values(), len(program.steps))


def agree(
    program: Program,
    frames: Mapping[str, Frame],
    states: Sequence[Mapping[OverRows, FoldState | WindowState]],
) -> Values:
    """Merge what the parts brought, in their order; `frames` are those of all rows that are asked for."""
    with localcontext(CONTEXT):
        world = World(program, Facts(frames, (), ""))
        for node in states[0]:
            fold = open_fold(node, world)
            for each in states:
                fold.merge(each[node])  # type: ignore[arg-type] # what a node has gathered is of its own kind
            keep_over_rows(world, fold)
        known = frozenset(states[0])
        return replace(world.values(), faulty=known & world.faulty, cut=known & world.cut)


def rows_of_part(agreed: Values, rows: Mapping[str, range]) -> Values:
    """Return of what was agreed on that of one part: of windows the values of its own `rows` of a grain."""
    own = {
        node: values[rows[node.grain].start : rows[node.grain].stop] if isinstance(node, Window) else values
        for node, values in agreed.aggregates.items()
    }
    return replace(agreed, aggregates=own)


def take_agreed(passed: Passed, agreed: Values) -> Passed:
    """Add to what a part has computed what all parts agreed on."""
    known = passed.values
    values = Values(
        known.columns,
        {**known.aggregates, **agreed.aggregates},
        known.faulty | agreed.faulty,
        known.cut | agreed.cut,
    )
    return Passed(values, passed.steps)
