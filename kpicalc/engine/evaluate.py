"""Program and facts to values: step after step, block of rows after block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import localcontext
from itertools import chain
from typing import TYPE_CHECKING

from kpicalc.engine.aggregates import Fold
from kpicalc.engine.block import Block
from kpicalc.engine.formulas import column_of
from kpicalc.engine.windows import WindowFold, run_from_row_to_row
from kpicalc.engine.world import World
from kpicalc.model.expr import Aggregate, OverRows, Reference, atoms, children
from kpicalc.model.facts import BLOCK_ROWS, Facts, WholeNumbers
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Key, Program, Step, Variable
from kpicalc.model.result import Values

if TYPE_CHECKING:
    from kpicalc.engine.scaled.deferred import DeferredColumn
    from kpicalc.engine.scaled.scaled_step import ScaledStep

# From so many rows on whole numbers gain more than it costs to find out how far they go.
MANY_ROWS = 256

_KEPT_GRAINS = frozenset({COMPANY, TEAMS, EMPLOYEES})


def evaluate(program: Program, facts: Facts, *, keep_all: bool = True, wanted: Iterable[Key] = ()) -> Values:
    """Compute every variable of the program for every row.

    Values of detail rows are kept only where a later step needs them: explanations compute the few
    rows they show again, so memory does not grow with the number of detail rows. Without `keep_all`
    the same holds for employees, of whom then only pay is kept. What is `wanted` is kept too.
    """
    with localcontext(CONTEXT):
        world = World(program, facts)
        kept = kept_keys(program, keep_all=False) | frozenset(wanted)
        later = _keys_to_show(program) - kept if keep_all else frozenset()
        for step in program.steps:
            for fold in pass_step(world, step, kept, later):
                keep_over_rows(world, fold)
        return world.values()


def evaluate_part(program: Program, facts: Facts, given: Values) -> Values:
    """Compute the variables of a part of a program and keep them all; the others are given, row by row."""
    with localcontext(CONTEXT):
        world = World(program, facts)
        world.take(given)
        kept = frozenset(each.key for each in program.variables())
        for step in program.steps:
            for fold in pass_step(world, step, kept):
                keep_over_rows(world, fold)
        return world.values()


def kept_keys(program: Program, *, keep_all: bool) -> frozenset[Key]:
    """Return the variables whose columns are kept: pay, what it leaves, and what another step looks at."""
    kept: set[Key] = {(EMPLOYEES, line.variable) for line in program.pay_lines}
    kept |= {(EMPLOYEES, line.left) for line in program.pay_lines if line.left}
    kept.add((EMPLOYEES, program.total))
    kept |= {(EMPLOYEES, each.variable) for each in program.cautions}
    kept |= {(grain, each.name) for each in program.checks for grain in (each.grain, EMPLOYEES)}
    kept |= {(each.grain, each.past.name) for each in program.inputs if each.past is not None}
    if keep_all:
        kept |= _keys_to_show(program)
    for step in program.steps:
        # What is inside an aggregate is the fold's business.
        formulas = chain((each.expr for each in step.variables), *map(children, step.aggregates))
        named = {atom.key for expr in formulas for atom in atoms(expr) if isinstance(atom, Reference)}
        kept |= named.difference(each.key for each in step.variables)
    return frozenset(kept)


def _keys_to_show(program: Program) -> frozenset[Key]:
    return frozenset(each.key for each in program.variables() if each.grain in _KEPT_GRAINS)


def pass_step(
    world: World, step: Step, kept: frozenset[Key], later: frozenset[Key] = frozenset()
) -> Sequence[Fold | WindowFold]:
    """Compute the variables of a step; return what its rows came to for those above, not yet kept.

    Values to be kept for `later` may be computed when they are asked for.
    """
    if step.running:
        columns = run_from_row_to_row(world, step)
        world.columns.update({key: column for key, column in columns.items() if key in kept | later})
        return ()
    folds = [open_fold(node, world) for node in step.aggregates]
    outputs: dict[Key, list[Value] | DeferredColumn] = {
        each.key: [] for each in step.variables if each.key in kept | later
    }
    scaled = _scale_step(world, step, kept, later)
    if scaled is not None:
        outputs |= scaled.outputs
    for block in _cut_into_blocks(world, step.grain):
        if scaled is None or not scaled.pass_block(block, outputs):
            for variable in step.variables:
                _compute_block(block, variable, outputs)
        for fold in folds:
            fold.add(block)
    world.columns.update(outputs)
    return folds


def _scale_step(world: World, step: Step, kept: frozenset[Key], later: frozenset[Key]) -> ScaledStep | None:
    """Return the step in whole numbers where it has so many rows that they are worth it."""
    frame = world.frame(step.grain)
    if frame.size < MANY_ROWS or not any(isinstance(each, WholeNumbers) for each in frame.columns.values()):
        return None
    from kpicalc.engine.scaled.scaled_step import ScaledStep  # noqa: PLC0415 - only for many rows

    scaled = ScaledStep(world, step, kept, later)
    return scaled if scaled.worth_it else None


def _cut_into_blocks(world: World, grain: str) -> Iterator[Block]:
    size = world.frame(grain).size
    for start in range(0, size, BLOCK_ROWS):
        yield Block(world, grain, range(start, min(start + BLOCK_ROWS, size)))


def _compute_block(
    block: Block, variable: Variable, outputs: Mapping[Key, list[Value] | DeferredColumn]
) -> None:
    key = variable.key
    column = column_of(variable.expr, block)
    block.keep(key, column)
    if column.faulty:
        block.world.faulty.add(key)
    if column.cut:
        block.world.cut.add(key)
    if key in outputs:
        outputs[key].extend(column.listed(block.size))


def open_fold(node: OverRows, world: World) -> Fold | WindowFold:
    """Return what gathers an aggregate or a window; nothing is gathered yet."""
    return Fold(node, world) if isinstance(node, Aggregate) else WindowFold(node, world)


def keep_over_rows(world: World, fold: Fold | WindowFold) -> None:
    """Let later steps know what was found over rows."""
    node: OverRows = fold.node
    values = fold.result()
    world.aggregates[node] = values
    if fold.faulty:
        world.faulty.add(node)
    if fold.cut:
        world.cut.add(node)
