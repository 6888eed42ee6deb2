"""Where the people of a month stand on a curve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext

from kpicalc.engine.lens import Lens, look_at_rows, world_of
from kpicalc.lab.people import owners_of_rows
from kpicalc.model.analysis import Curve, CurveStudy
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement


def place_people(study: CurveStudy, settlement: Settlement) -> CurveStudy:
    """Mark everyone who is paid on a curve, at his own fact and his own pay, the least fact first.

    Nobody is marked on the curve of one row among those of an employee.
    """
    with localcontext(CONTEXT):
        placed = sorted(_places_on(study.curve, settlement))
    return replace(study, people=tuple(placed))


def _places_on(curve: Curve, settlement: Settlement) -> Iterator[tuple[Decimal, Decimal]]:
    program, world = settlement.program, world_of(settlement)
    grain, name = curve.driver
    counted = None if name else Counter(owners_of_rows(world, grain))
    if name and grain not in program.ancestors(EMPLOYEES):
        return
    for lens in look_at_rows(world, EMPLOYEES, settlement.rows):
        pay = lens.named(program.total)
        at = Decimal(counted[lens.row]) if counted is not None else _fact_on(curve, lens)
        if isinstance(pay, Decimal) and isinstance(at, Decimal) and lens.row not in settlement.held:
            yield at, pay


def _fact_on(curve: Curve, lens: Lens) -> Value | None:
    """Return the fact of a row; where the curve has a plan, as much of that as was reached of one's own."""
    grain = curve.driver[0]
    fact = lens.world.whole_column(curve.driver)[lens.row_above(grain)]
    if curve.whole is None or not isinstance(fact, Decimal):
        return fact
    plan = lens.named(curve.plan)
    return fact * curve.whole / plan if isinstance(plan, Decimal) and plan > ZERO else None
