"""What a settled period leaves to later ones: every value that they may ask for, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.engine.world import World
from kpicalc.model.fault import Fault, Value
from kpicalc.model.history import ClosedPeriod
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Key
from kpicalc.model.result import Settlement

_ALWAYS = (COMPANY, TEAMS, EMPLOYEES)


def remember(settlement: Settlement) -> ClosedPeriod:
    """Return the values of the company, the teams and the employees, and what is asked for of other tables.

    The settlement must have been computed with all its values kept. What could not be computed is None.
    """
    frames, grains = settlement.facts.frames, dict.fromkeys(key[0] for key in _list_remembered(settlement))
    rows = {grain: _rows_remembered(settlement, grain) for grain in grains}
    kinds, columns = dict[Key, Kind](), dict[Key, Sequence[Scalar | None]]()
    world = World(settlement.program, settlement.facts)
    for key, kind in _list_remembered(settlement).items():
        held = settlement.values.columns.get(key)
        values = world.whole_column(key) if held is None else held
        kinds[key] = kind
        columns[key] = tuple(_settled(values[row]) for row in rows[key[0]])
    return ClosedPeriod(
        settlement.program.scheme,
        settlement.program.period,
        {grain: _of(_keys_of_rows(settlement, grain), rows[grain]) for grain in grains},
        {grain: _of(frames[grain].labels, rows[grain]) for grain in grains},
        kinds,
        columns,
        currency=settlement.program.currency,
    )


def _list_remembered(settlement: Settlement) -> dict[Key, Kind]:
    """Return the values that are kept, and the columns of their tables, with their kinds."""
    program = settlement.program
    asked = {(each.grain, each.past.name) for each in program.inputs if each.past is not None}
    found = {
        each.key: each.kind
        for each in program.inputs
        if each.past is None
        and (each.grain in _ALWAYS or each.key in asked)
        and each.key[1] in settlement.facts.frames[each.key[0]].columns
    }
    return found | {
        each.key: each.kind for each in program.variables() if each.grain in _ALWAYS or each.key in asked
    }


def _rows_remembered(settlement: Settlement, grain: str) -> Sequence[int]:
    return settlement.rows if grain == EMPLOYEES else range(settlement.facts.frames[grain].size)


def _keys_of_rows(settlement: Settlement, grain: str) -> Sequence[str]:
    return (COMPANY,) if grain == COMPANY else settlement.facts.frames[grain].keys


def _of(texts: Sequence[str], rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(texts[row] for row in rows)


def _settled(value: Value) -> Scalar | None:
    return None if isinstance(value, Fault) else value
