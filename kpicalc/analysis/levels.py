"""All KPIs set to one level of their plans, by the facts they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from decimal import Decimal

from kpicalc.analysis.curves.breakpoints import on_grid
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import Laboratory, Outcomes
from kpicalc.lab.roots import guess_roots
from kpicalc.lab.values import greatest_of, least_of, step_of
from kpicalc.lab.witnesses import number_at
from kpicalc.model.analysis import Witness
from kpicalc.model.dataclass import dataclass
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
    """Return the facts that bring every KPI to a level of its plan (1 is the plan), as far as they can."""
    return set_levels(lab, witness, [level], pinned)[0]


def set_levels(
    lab: Laboratory, witness: Witness, levels: Sequence[Decimal], pinned: frozenset[Key]
) -> list[dict[Key, Decimal]]:
    """Return for each level the facts that bring every KPI to it, as far as they can.

    A KPI stands at a level when its attainment differs from that at plan by as much as the level from 1.
    """
    found: list[dict[Key, Decimal]] = [{} for _ in levels]
    for kpi, given in lead_facts(lab.program, pinned):
        key, attained = given.key, _measured(kpi.attainment)
        part = lab.only(frozenset({kpi.plan, kpi.actual, kpi.attainment}))
        own = {each.key for each in part.program.inputs}
        found_here = [{name: value for name, value in each.items() if name in own} for each in found]
        at_plan = _solve_for_fact(part, witness, given, found_here, (_above_plan(kpi), [ZERO] * len(levels)))
        open_ones = [number for number, each in enumerate(at_plan) if each is not None]
        if not open_ones:
            continue
        fixed = [found_here[each] for each in open_ones]
        plans = [{**found_here[each], key: at_plan[each]} for each in open_ones]
        seen = attained(part.settle_changes(witness, plans))
        # The steps of the fact may miss the plan by a hair.
        bases = [ONE if each is None else each.quantize(_HAIR) for each in seen]
        wanted = [base + levels[number] - ONE for base, number in zip(bases, open_ones, strict=True)]
        reached = _solve_for_fact(part, witness, given, fixed, (attained, wanted))
        for number, each in zip(open_ones, reached, strict=True):
            usual = at_plan[number] if each is None else each
            found[number] |= {} if usual is None else {key: usual}
    return found


def facts_of_missed(lab: Laboratory, witness: Witness) -> frozenset[Key]:
    """Return the facts behind the results of the KPIs that do not stand at their plan."""
    behind, outcomes = Behind(lab.program), lab.settle_all([witness])
    found: frozenset[Key] = frozenset()
    for kpi in lab.program.kpis:
        if kpi.plan:
            gap, plan = _above_plan(kpi)(outcomes)[0], _measured(kpi.plan)(outcomes)[0]
            if gap is None or plan is None or abs(gap) > abs(plan) * _NEAR:
                found |= behind.facts_of((EMPLOYEES, kpi.actual))
    return found


def lead_facts(program: Program, pinned: frozenset[Key]) -> Iterator[tuple[KpiOutline, Input]]:
    """Yield each KPI with the fact that decides its result: one that no other KPI needs, if there is such."""
    behind = Behind(program)
    inputs = {each.key: each for each in program.inputs if each.kind in NUMERIC}
    needs = {kpi.name: behind.facts_of((EMPLOYEES, kpi.actual)) for kpi in program.kpis if kpi.plan}
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


def _solve_for_fact(
    lab: Laboratory,
    witness: Witness,
    given: Input,
    fixed: Sequence[dict[Key, Decimal]],
    wanted: tuple[Measure, Sequence[Decimal]],
) -> list[Decimal | None]:
    """Return the values of a fact at which a measure comes nearest to the wanted ones; None where it rests.

    Each goes with its own fixed facts; all are tried side by side.
    """
    measure, goals = wanted
    roots = [
        _Root(goal, _first_guesses(given, lab.program, each.get(given.key, number_at(witness, given.key))))
        for each, goal in zip(fixed, goals, strict=True)
    ]
    for _ in range(_TRIES):
        tried = [
            (root, {**each, given.key: at}, at)
            for root, each in zip(roots, fixed, strict=True)
            for at in root.fresh()
        ]
        if not tried:
            break
        seen = measure(lab.settle_changes(witness, [change for _, change, _ in tried]))
        for (root, _, at), value in zip(tried, seen, strict=True):
            root.note(at, value)
        for root in roots:
            root.go_on(given, lab.program)
    return [root.nearest() for root in roots]


@dataclass(slots=True)
class _Root:
    """The search for the value of a fact at which a measure is what is wanted."""

    goal: Decimal
    asked: list[Decimal]
    known: dict[Decimal, Decimal] = field(default_factory=dict)
    left: bool = True

    def fresh(self) -> list[Decimal]:
        """Return the values yet to be tried."""
        return [each for each in dict.fromkeys(self.asked) if each not in self.known] if self.left else []

    def note(self, at: Decimal, value: Decimal | None) -> None:
        """Take note of what was measured."""
        if value is not None:
            self.known[at] = value - self.goal

    def go_on(self, given: Input, program: Program) -> None:
        """Guess anew, or stop where the goal is met or nothing was measured."""
        self.left = self.left and not self._is_met()
        if self.left:
            self.asked = list(_guess_between(given, program, self.known))

    def nearest(self) -> Decimal | None:
        """Return the value that came nearest, rather a hair above a threshold than below it."""
        known = self.known
        if len(set(known.values())) < 2:
            return None
        return min(known, key=lambda at: (known[at] < -_CLOSE, abs(known[at])))

    def _is_met(self) -> bool:
        return not self.known or min(map(abs, self.known.values())) < _CLOSE


def _first_guesses(given: Input, program: Program, start: Decimal) -> list[Decimal]:
    return [
        start,
        _nearest_allowed(given, program, start * Decimal("1.25") + ONE),
        _nearest_allowed(given, program, start / 2),
    ]


def _guess_between(given: Input, program: Program, known: dict[Decimal, Decimal]) -> Iterator[Decimal]:
    """Yield where a straight line, and a hyperbola, through the nearest two would meet what is wanted."""
    nearest = sorted(known, key=lambda at: abs(known[at]))
    for beside in nearest[1:3]:
        guesses = guess_roots((nearest[0], known[nearest[0]]), (beside, known[beside]))
        for guess in (each for each in guesses if abs(each) < _FAR):
            near = on_grid(guess, step_of(given, program.currency))
            yield _nearest_allowed(given, program, near)
            yield _nearest_allowed(given, program, near + step_of(given, program.currency))


def _nearest_allowed(given: Input, program: Program, value: Decimal) -> Decimal:
    """Return the nearest figure that may stand in a column."""
    listed = [each for each in given.one_of if isinstance(each, Decimal)]
    if listed:
        return min(listed, key=lambda each: abs(each - value))
    least, greatest = least_of(given, program.currency), greatest_of(given, program.currency)
    near = on_grid(value, step_of(given, program.currency))
    near = near if greatest is None else min(near, greatest)
    return near if least is None else max(near, least)
