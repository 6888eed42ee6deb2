"""People who are paid for several rows, each for its own days: which days, and what they get together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext

from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Segment, Settlement

Place = tuple[Settlement, int]


def segment_of(settlement: Settlement, row: int) -> Segment | None:
    """Return the days of the period for which a row pays, None where the scheme knows no segments."""
    program = settlement.program
    grain = program.grains[EMPLOYEES]
    if not grain.segmented or grain.valid is None:
        return None
    columns = settlement.facts.frames[EMPLOYEES].columns
    first, last = (columns[name][row] for name in grain.valid)
    period = program.period
    return Segment(
        max(first, period.first_day) if isinstance(first, date) else period.first_day,
        min(last, period.last_day) if isinstance(last, date) else period.last_day,
    )


def people_in_parts(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Return the rows of each person, by number, who has more than one."""
    listed = [place for place in places if place[0].program.grains[EMPLOYEES].segmented]
    counts = Counter(map(_number, listed))
    people: dict[str, list[Place]] = {}
    for place in listed:
        if counts[_number(place)] > 1:
            people.setdefault(_number(place), []).append(place)
    return people


def sum_of_person(places: Sequence[Place]) -> Value | None:
    """Return what the rows of a person come to; a Fault where one has no total, None in two currencies."""
    if len({settlement.program.currency for settlement, _ in places}) > 1:
        return None
    totals = [settlement_total(settlement, row) for settlement, row in places]
    faults = [each for each in totals if isinstance(each, Fault)]
    with localcontext(CONTEXT):
        return faults[0] if faults else sum((each for each in totals if isinstance(each, Decimal)), ZERO)


def settlement_total(settlement: Settlement, row: int) -> Value:
    """Return what one row comes to; a Fault where it has no total."""
    if row in settlement.unpaid:
        return settlement.held.get(row, Fault(()))
    return settlement.values.columns[EMPLOYEES, settlement.program.total][row]


def _number(place: Place) -> str:
    settlement, row = place
    return settlement.facts.frames[EMPLOYEES].keys[row]
