"""All KPIs set to one level of their plans, by the facts they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from kpicalc.analysis.curves.breakpoints import on_grid
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import Laboratory, Outcomes
from kpicalc.lab.roots import guess_roots
from kpicalc.lab.values import greatest_of, least_of, step_of
from kpicalc.lab.witnesses import number_at
from kpicalc.model.analysis import Witness
from kpicalc.model.kind import NUMERIC
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.outline import KpiOutline
from kpicalc.model.program import EMPLOYEES, Input, Key, Program

# What is measured of each outcome; None where it cannot be.
Measure = Callable[[Outcomes], list[Decimal | None]]

# Root finding: a line or hyperbola is exact in the second try; roundings and thresholds on the way take more.
_TRIES = 6
# A difference below this is none; a guess beyond the other is no figure of a sheet.
_CLOSE, _FAR = Decimal("1E-12"), Decimal("1E15")
# A KPI may miss its plan by a tenth of a percent because of the steps of its fact.
_HAIR = Decimal("0.001")
# A KPI further than a percent from its plan does not stand at it.
_NEAR = Decimal("0.01")


def set_level(
    lab: Laboratory, witness: Witness, level: Decimal, pinned: frozenset[Key]
) -> dict[Key, Decimal]:
    """Return the facts that bring every KPI to a level of its plan (1 is the plan), as far as they can.

    A KPI stands at a level when its attainment differs from that at plan by as much as the level from 1.
    """
    found: dict[Key, Decimal] = {}
    for kpi, given in lead_facts(lab.program, pinned):
        key, attained = given.key, _measured(kpi.attainment)
        part = lab.only(frozenset({kpi.plan, kpi.actual, kpi.attainment}))
        at_plan = _solve(part, witness, given, found, (_above_plan(kpi), ZERO))
        if at_plan is None:
            continue
        seen = attained(part.settle_changes(witness, [{**found, key: at_plan}]))[0]
        # The steps of the fact may miss the plan by a hair.
        base = ONE if seen is None else seen.quantize(_HAIR)
        reached = _solve(part, witness, given, found, (attained, base + level - ONE))
        found[key] = at_plan if reached is None else reached
    return found


def facts_of_missed(lab: Laboratory, witness: Witness) -> frozenset[Key]:
    """Return the facts behind the results of the KPIs that do not stand at their plan."""
    behind, outcomes = Behind(lab.program), lab.settle_all([witness])
    found: frozenset[Key] = frozenset()
    for kpi in lab.program.kpis:
        if kpi.plan and kpi.actual:
            gap, plan = _above_plan(kpi)(outcomes)[0], _measured(kpi.plan)(outcomes)[0]
            if gap is None or plan is None or abs(gap) > abs(plan) * _NEAR:
                found |= behind.facts_of((EMPLOYEES, kpi.actual))
    return found


def lead_facts(program: Program, pinned: frozenset[Key]) -> Iterator[tuple[KpiOutline, Input]]:
    """Yield each KPI with the fact that decides its result: one that no other KPI needs, if there is such."""
    behind = Behind(program)
    inputs = {each.key: each for each in program.inputs if each.kind in NUMERIC}
    needs = {
        kpi.name: behind.facts_of((EMPLOYEES, kpi.actual))
        for kpi in program.kpis
        if kpi.plan and kpi.actual and kpi.attainment
    }
    taken: set[Key] = set(pinned)
    for kpi in sorted(program.kpis, key=lambda each: len(needs.get(each.name, ()))):
        free = [key for key in needs.get(kpi.name, ()) if key in inputs and key not in taken]
        if not free:
            continue
        shared = {key: sum(key in facts for facts in needs.values()) for key in free}
        order = list(inputs)
        lead = min(free, key=lambda key: (shared[key], order.index(key)))
        taken.add(lead)
        yield kpi, inputs[lead]


def _measured(name: str) -> Measure:
    def measure(outcomes: Outcomes) -> list[Decimal | None]:
        return [each if isinstance(each, Decimal) else None for each in outcomes.named(name)]

    return measure


def _above_plan(kpi: KpiOutline) -> Measure:
    def measure(outcomes: Outcomes) -> list[Decimal | None]:
        pairs = zip(_measured(kpi.actual)(outcomes), _measured(kpi.plan)(outcomes), strict=True)
        return [None if one is None or other is None else one - other for one, other in pairs]

    return measure


def _solve(
    lab: Laboratory,
    witness: Witness,
    given: Input,
    fixed: dict[Key, Decimal],
    wanted: tuple[Measure, Decimal],
) -> Decimal | None:
    """Return the value of a fact at which a measure comes nearest to the wanted one; None if it rests."""
    program, key = lab.program, given.key
    measure, goal = wanted
    start = fixed.get(key, number_at(witness, key))
    asked = [
        start,
        _within(given, program, start * Decimal("1.25") + ONE),
        _within(given, program, start / 2),
    ]
    known: dict[Decimal, Decimal] = {}
    for _ in range(_TRIES):
        fresh = [each for each in dict.fromkeys(asked) if each not in known]
        seen = measure(lab.settle_changes(witness, [{**fixed, key: each} for each in fresh]))
        known.update((at, value - goal) for at, value in zip(fresh, seen, strict=True) if value is not None)
        if not fresh or not known or min(map(abs, known.values())) < _CLOSE:
            break
        asked = list(_guesses(given, program, known))
    if len(set(known.values())) < 2:
        return None
    # Rather a hair above a threshold than below it.
    return min(known, key=lambda at: (known[at] < -_CLOSE, abs(known[at])))


def _guesses(given: Input, program: Program, known: dict[Decimal, Decimal]) -> Iterator[Decimal]:
    """Yield where a straight line, and a hyperbola, through the nearest two would meet what is wanted."""
    nearest = sorted(known, key=lambda at: abs(known[at]))
    for beside in nearest[1:3]:
        guesses = guess_roots((nearest[0], known[nearest[0]]), (beside, known[beside]))
        for guess in (each for each in guesses if abs(each) < _FAR):
            near = on_grid(guess, step_of(given, program.currency))
            yield _within(given, program, near)
            yield _within(given, program, near + step_of(given, program.currency))


def _within(given: Input, program: Program, value: Decimal) -> Decimal:
    """Return the nearest figure that may stand in a column."""
    listed = [each for each in given.one_of if isinstance(each, Decimal)]
    if listed:
        return min(listed, key=lambda each: abs(each - value))
    least, greatest = least_of(given, program.currency), greatest_of(given, program.currency)
    near = on_grid(value, step_of(given, program.currency))
    near = near if greatest is None else min(near, greatest)
    return near if least is None else max(near, least)
