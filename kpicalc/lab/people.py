"""The facts of one person of a run as a witness: his row first, and all that his pay depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpicalc.engine.world import World
from kpicalc.lab.behind import Behind
from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.expr import Aggregate, OverRows, Window, walk
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, Program
from kpicalc.model.result import Settlement

# A value that depends on other people is tried with all of them; with more rows that takes too long.
_MOST_ROWS = 500

# Rows of the frames by grain, in the order in which the witness has them.
_Rows = dict[str, list[int]]


def witness_of_person(
    settlement: Settlement, row: int, name: str, first: Mapping[str, int]
) -> Witness | None:
    """Return the facts that a value of an employee depends on; None where these are too many.

    `first` names the rows of detail tables that stand before the others of their table.
    """
    world = World(settlement.program, settlement.facts)
    rows = _every_row(world, row) if _looks_at_others(settlement.program, name) else _own_rows(world, row)
    if rows is None:
        return None
    for grain, wanted in first.items():
        rows[grain] = [wanted, *(each for each in rows[grain] if each != wanted)]
    places = {grain: {each: at for at, each in enumerate(found)} for grain, found in rows.items()}
    grains = sorted(rows, key=lambda grain: len(settlement.program.ancestors(grain)))
    written = [(grain, each) for grain in grains for each in rows[grain]]
    facts = tuple(FactRow(grain, tuple(_cells_of_row(world, grain, each, places))) for grain, each in written)
    return Witness(facts, tuple(_parent_of_row(world, grain, each, places) for grain, each in written))


def rows_of_person(settlement: Settlement, row: int, grain: str) -> Sequence[int]:
    """Return the rows of a table that hang on an employee, or that he hangs on."""
    return _own_rows(World(settlement.program, settlement.facts), row).get(grain, [])


def owners_of_rows(world: World, grain: str) -> list[int]:
    """Return for each row of a table below the employees the employee above it."""
    rows: Sequence[int] = range(world.frame(grain).size)
    while grain != EMPLOYEES:
        parents = world.frame(grain).parents
        rows = [parents[row] for row in rows]
        grain = world.program.grains[grain].parent or COMPANY
    return list(rows)


def _looks_at_others(program: Program, name: str) -> bool:
    """Say whether a value depends on what other people have: through places, sums of teams, reports."""
    nodes = (
        part
        for variable in Behind(program).formulas(name)
        for part in walk(variable.expr)
        if _is_over_rows(part)
    )
    return any(
        isinstance(node, Window)
        or (isinstance(node, Aggregate) and (node.through or EMPLOYEES not in program.ancestors(node.target)))
        for node in nodes
    )


def _is_over_rows(part: object) -> bool:
    return isinstance(part, OverRows)


def _own_rows(world: World, row: int) -> _Rows:
    """Return the row of an employee, those above it, and those below it."""
    program = world.program
    rows: _Rows = {EMPLOYEES: [row]}
    for below in program.ancestors(EMPLOYEES):
        above = program.grains[below].parent
        if above is not None:
            rows[above] = [_row_above(world, below, rows[below][0])]
    details = [each for each in program.grains if EMPLOYEES in program.ancestors(each)[1:]]
    for grain in sorted(details, key=lambda each: len(program.ancestors(each))):
        above = program.grains[grain].parent or COMPANY
        wanted = frozenset(rows[above])
        rows[grain] = [at for at, owner in enumerate(world.frame(grain).parents) if owner in wanted]
    others = [each for each in program.grains if each not in rows]
    return rows | {each: [] for each in others}


def _row_above(world: World, grain: str, row: int) -> int:
    parents = world.frame(grain).parents
    return parents[row] if parents else 0


def _every_row(world: World, row: int) -> _Rows | None:
    """Return all rows, those of the employee first."""
    frames = world.facts.frames
    if sum(frame.size for frame in frames.values()) > _MOST_ROWS:
        return None
    own = _own_rows(world, row)
    rows: _Rows = {}
    for grain, frame in frames.items():
        first = own.get(grain, [])
        rows[grain] = [*first, *(each for each in range(frame.size) if each not in first)]
    return rows


def _cells_of_row(
    world: World, grain: str, row: int, places: Mapping[str, Mapping[int, int]]
) -> Iterator[tuple[str, Scalar | None]]:
    superior = world.program.grains[grain].superior
    above = world.frame(grain).superiors
    for given in world.program.inputs:
        if given.grain == grain and given.name in world.frame(grain).columns:
            value = world.sparse_column(given.key)[row]
            if given.name == superior and grain == EMPLOYEES:
                # Superiors go by their place among the rows of the witness.
                chief = places[EMPLOYEES].get(above[row]) if above else None
                yield given.name, None if chief is None else str(chief + 1)
            else:
                yield given.name, None if isinstance(value, Fault) else value


def _parent_of_row(world: World, grain: str, row: int, places: Mapping[str, Mapping[int, int]]) -> int:
    above = world.program.grains[grain].parent
    return 0 if above is None else places[above].get(_row_above(world, grain, row), 0)
