"""Plans from what was reached: each month computed, one fact of each person, and the sums of a funnel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import cast

from kpicalc.analysis.what_if.targets import Target, find_targets
from kpicalc.api.run import Request, compute, tell_nobody
from kpicalc.engine.world import World
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement
from kpicalc.model.source import SourceText


@dataclass(frozen=True, slots=True)
class MonthOfFact:
    """One fact in one period: its sum for each person by number and name, and for all."""

    period: Period
    label: str
    kind: Kind
    currency: str
    people: dict[tuple[str, str], Decimal]

    @property
    def total(self) -> Decimal:
        """What it comes to in all."""
        return sum(self.people.values(), ZERO)


def read_facts_of_month(
    request: Request, wanted: Sequence[SourceText], on_progress: Callable[[str], None] = tell_nobody
) -> Checked[tuple[MonthOfFact, ...]]:
    """Return each of the wanted facts of employees or of their rows, over all schemes of a request.

    Without a problem there is nothing where amounts of several currencies would be added up.
    """
    run = compute(request, on_progress)
    if run.value is None:
        return Checked(None, run.diagnostics)
    months: list[MonthOfFact] = []
    for written in wanted:
        found = find_targets(run.value.settlements, written)
        if found.value is None:
            return Checked(None, found.diagnostics)
        place = written.span(0, max(1, len(written.text)))
        if any(not _is_added_up(run.value.settlements, each) for each in found.value):
            return Checked(None, (error(Problem.WHAT_IF_FACT_BOUND, place, name=written.text, hint="kind"),))
        currencies = {run.value.settlements[each.settlement].program.currency for each in found.value}
        if found.value[0].given.kind is Kind.MONEY and len(currencies) > 1:
            return Checked(None)
        given, people = found.value[0].given, dict[tuple[str, str], Decimal]()
        for target in found.value:
            _add(run.value.settlements[target.settlement], target, people)
        currency = run.value.settlements[found.value[0].settlement].program.currency
        months.append(MonthOfFact(run.value.period, given.label, given.kind, currency, people))
    return Checked(tuple(months), run.diagnostics)


def _is_added_up(settlements: Sequence[Settlement], target: Target) -> bool:
    """Say whether a fact is a number of employees or of rows below them; shares are not added up."""
    program = settlements[target.settlement].program
    kind = target.given.kind
    return kind in NUMERIC - {Kind.RATIO} and EMPLOYEES in program.ancestors(target.given.grain)


def _add(settlement: Settlement, target: Target, people: dict[tuple[str, str], Decimal]) -> None:
    world = World(settlement.program, settlement.facts)
    column = world.whole_column(target.key)
    frame = world.frame(EMPLOYEES)
    for row in target.rows:
        owner, grain = row, target.given.grain
        while grain != EMPLOYEES:
            owner = world.frame(grain).parents[owner]
            grain = cast("str", settlement.program.grains[grain].parent)
        value = column[row]
        if isinstance(value, Decimal):
            who = (frame.keys[owner], frame.labels[owner])
            people[who] = CONTEXT.add(people.get(who, ZERO), value)
