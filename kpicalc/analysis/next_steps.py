"""What would change the pay of a person: the nearest other value of each fact, tried by the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import islice, pairwise

from kpicalc.analysis.curves.breakpoints import (
    Sample,
    Track,
    find_breakpoints,
    on_grid,
    sample_at,
    sampled_pay,
)
from kpicalc.analysis.curves.drivers import draw_curves
from kpicalc.analysis.curves.study import study_curve
from kpicalc.engine.lens import Lens, world_of
from kpicalc.engine.settle import settle
from kpicalc.engine.world import World
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import facts_of, prepare_laboratory
from kpicalc.lab.people import rows_of_person, witness_of_person
from kpicalc.lab.turns import find_turns
from kpicalc.lab.values import greatest_of, is_fixed, least_of, step_of
from kpicalc.lab.witnesses import put_values
from kpicalc.model.analysis import Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Number
from kpicalc.model.fault import Value
from kpicalc.model.grounds import NextStep, OwnCurve
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import CONTEXT, ONE, ZERO, minor_unit
from kpicalc.model.outline import PayShare
from kpicalc.model.program import EMPLOYEES, Input, Program, Variable
from kpicalc.model.result import Settlement

# How far from the fact one looks, as parts of it: first near, then farther.
REACHES = tuple(map(Decimal, ("0.1", "0.5", "2", "10")))
# More facts than that are not tried.
MOST_FACTS = 12
# What is looked at in passing.
_NEARBY_FACTS, _NEARBY_REACHES = 4, 2


@dataclass(frozen=True, slots=True)
class FactTrial:
    """A fact of a person that is moved: its row, what is tried with it, where it is, what is paid there."""

    given: Input
    row: int
    track: Track
    now: Decimal
    paid: Decimal

    @property
    def coin(self) -> Decimal:
        """The least difference of pay that counts."""
        return minor_unit(self.track.lab.program.currency)

    def look(self, sign: Decimal, reaches: Sequence[Decimal]) -> tuple[Sample | None, Sample | None]:
        """Return the first value in a direction at which pay is another, and the nearest jump to more."""
        first: Sample | None = None
        for reach in reaches:
            points = points_beyond(self, sign, reach)
            looks, exact = find_breakpoints(self.track, points)
            if not exact:
                break
            ordered = looks[:: int(sign)]
            first = first or self._first_change(ordered)
            jump = self._jump(ordered) or (first if self._is_sudden(first) else None)
            if jump is not None:
                return first, jump
        return first, None

    def halve(self, before: Sample, after: Sample) -> Sample:
        """Return the first look with another pay between two, between which pay runs straight."""
        step = self.track.step
        while abs(after.at - before.at) > step:
            middle = on_grid((before.at + after.at) / 2, step)
            if middle in {before.at, after.at}:
                break
            look = sample_at(self.track, [middle])[0]
            before, after = (look, after) if look.pay == before.pay else (before, look)
        return after

    def _jump(self, looks: Sequence[Sample]) -> Sample | None:
        """Return the nearest look at which pay is more at once, by more than the fact alone explains."""
        steep, paid = ZERO, self.paid
        for before, after in pairwise(looks):
            if after.pay is None:
                return None
            gain, paid = after.pay - paid, after.pay
            if before.states == after.states:
                steep = abs(gain) * self.track.step / abs(after.at - before.at)
            elif gain > 2 * steep + self.coin:
                return after
        return None

    def tell(self, settlement: Settlement, sample: Sample, *, is_jump: bool) -> NextStep | None:
        """Return the step, once the program as it is has paid the same with the other fact."""
        track, given = self.track, self.given
        then = pay_with(track.lab.program, put_values(track.reference, {given.key: sample.at}))
        if then is None or then != sample.pay:
            return None
        cell = settlement.facts.frames[given.grain].cell(given.name, self.row)
        told = NextStep(given.label, given.kind, cell, self.now, sample.at, self.paid, then, jump=is_jump)
        return replace(told, of_row=given.grain != EMPLOYEES)

    def _first_change(self, looks: Sequence[Sample]) -> Sample | None:
        """Return the first look with another pay; where nothing turns between two it is searched there."""
        for before, after in pairwise(looks):
            if after.pay is None:
                return None
            if after.pay != self.paid:
                return after if before.states != after.states else self.halve(before, after)
        return None

    def _is_sudden(self, first: Sample | None) -> bool:
        """Say whether pay stood still for some steps and then is more at once, as places do."""
        if first is None or abs(first.at - self.now) <= 2 * self.track.step:
            return False
        return sampled_pay(first) - self.paid > 2 * self.coin


def find_next_steps(
    settlement: Settlement, row: int, name: str, *, nearby: bool = False
) -> tuple[NextStep, ...]:
    """Return for each numeric fact the nearest changes of a value of an employee: upwards and downwards.

    For each direction that is the smallest change that changes the value, and the nearest jump to more. What
    is answered was computed with the person's own facts by the engine; what it could not confirm is left out.
    `nearby` looks at fewer facts and less far.
    """
    program = replace(settlement.program, total=name, cautions=())
    with localcontext(CONTEXT):
        facts = movable_facts(settlement, program)[: _NEARBY_FACTS if nearby else MOST_FACTS]
        reaches = REACHES[:_NEARBY_REACHES] if nearby else REACHES
        trials = (prepare_trial(settlement, program, given, row) for given in facts)
        found = [
            step for trial in trials if trial is not None for step in _steps_of(trial, settlement, reaches)
        ]
    return tuple(dict.fromkeys(found))


def leave_own(settlement: Settlement, row: int) -> Settlement:
    """Return the settlement in which nothing moves but what an employee moves himself.

    What he is paid by comparison with others stays what it is, and so do facts that people do not move.
    """
    program, lens = settlement.program, Lens(world_of(settlement), EMPLOYEES, row)
    own = {each.key for each in facts_of_people(settlement, program)}
    paid = {
        line.variable: lens.named(line.variable) for line in program.pay_lines if line.kind.traits.competing
    }
    steps = tuple(
        replace(step, variables=tuple(_hold(each, paid) for each in step.variables)) for step in program.steps
    )
    inputs = tuple(replace(each, influenced=each.key in own) for each in program.inputs)
    return replace(settlement, program=replace(program, steps=steps, inputs=inputs))


def _hold(variable: Variable, paid: Mapping[str, Value]) -> Variable:
    value = paid.get(variable.name) if variable.grain == EMPLOYEES else None
    if not isinstance(value, Decimal):
        return variable
    return replace(variable, expr=Number(value, percent=False, span=variable.span))


def find_own_curve(settlement: Settlement, row: int, steps: Sequence[NextStep]) -> OwnCurve | None:
    """Return what an employee would be paid as one fact moves that changes it.

    It is that of the first of the `steps`, else the first of which more is better, results of KPIs first.
    None where no fact of his own changes his pay.
    """
    program = replace(settlement.program, cautions=())
    first = steps[0].label if steps else ""
    facts = sorted(movable_facts(settlement, program), key=lambda each: each.label != first)
    with localcontext(CONTEXT):
        trials = (
            prepare_trial(settlement, program, given, row) for given in facts if given.grain == EMPLOYEES
        )
        curves = (_curve_of(trial) for trial in trials if trial is not None)
        found = []
        for own in islice((each for each in curves if each is not None), _NEARBY_FACTS):
            if own.study.curve.label == first or not own.study.curve.lower_is_better:
                return own
            found.append(own)
    return found[0] if found else None


def _curve_of(trial: FactTrial) -> OwnCurve | None:
    track = trial.track
    curve = next(draw_curves(track.lab, track.reference, {}, trial.coin, trial.given.key), None)
    if curve is None or not curve.pieces[0].start <= trial.now <= curve.last:
        return None
    return OwnCurve(study_curve(curve, trial.coin), trial.now, trial.paid)


def movable_facts(settlement: Settlement, program: Program) -> list[Input]:
    """Return the measured facts behind the value, results of KPIs first; plans are set, not reached."""
    return [each for each in _influenced(settlement, program) if each.kind in NUMERIC and not each.one_of]


def _influenced(settlement: Settlement, program: Program) -> list[Input]:
    """Return the facts behind the value; where the scheme says which a person influences, only these."""
    behind = Behind(program)
    needed = behind.facts_of((EMPLOYEES, program.total))
    results, plans = (
        frozenset().union(*(behind.facts_of((EMPLOYEES, name)) for name in names if name))
        for names in ([each.actual for each in program.kpis], [each.plan for each in program.kpis])
    )
    told = any(each.influenced for each in program.inputs)
    moved = [
        each
        for each in program.inputs
        if each.key in needed
        and (each.influenced if told else each.influenced is not False)
        and (told or each.key not in plans - results)
        and not each.run
        and not is_fixed(program, each)
        and each.name in settlement.facts.frames[each.grain].columns
    ]
    return sorted(moved, key=lambda each: each.key not in results)


def facts_of_people(settlement: Settlement, program: Program) -> list[Input]:
    """Return the facts that people move: what the scheme says, else what is measured and no fixed pay."""
    return _own_facts(movable_facts(settlement, program), program)


def choices_of_people(settlement: Settlement, program: Program) -> list[Input]:
    """Return the facts of few values that people move: yes or no, and others if a scheme says so."""
    chosen = [
        each
        for each in _influenced(settlement, program)
        if each.grain == EMPLOYEES and (each.kind is Kind.FLAG or (each.one_of and each.influenced))
    ]
    return _own_facts(chosen, program)


def _own_facts(facts: Sequence[Input], program: Program) -> list[Input]:
    """Leave out what is decided by others and what fixed pay rests on, unless people are said to move it."""
    behind = Behind(program)
    fixed = {
        key
        for line in program.pay_lines
        if line.kind.traits.share is PayShare.FIXED
        for key in behind.facts_of((EMPLOYEES, line.variable))
    }
    return [each for each in facts if each.influenced or not (each.key in fixed or each.decided_by)]


def prepare_trial(settlement: Settlement, program: Program, given: Input, row: int) -> FactTrial | None:
    """Return what tries a fact; None where the engine does not give the same with the person's own facts."""
    column = World(program, settlement.facts).sparse_column(given.key)
    own = [(each, column[each]) for each in rows_of_person(settlement, row, given.grain)]
    values = [(value, each) for each, value in own if isinstance(value, Decimal)]
    if not values:
        return None
    now, leader = max(values, key=lambda pair: pair[0])
    witness = witness_of_person(settlement, row, program.total, {given.grain: leader})
    if witness is None:
        return None
    lab = prepare_laboratory(program)
    track = Track(lab, witness, given.key, step_of(given, program.currency), find_turns(program, given.key))
    # Computed again where a run kept pay alone.
    real = Lens(world_of(settlement), EMPLOYEES, row).named(program.total)
    if not isinstance(real, Decimal) or sample_at(track, [now])[0].pay != real:
        return None
    return FactTrial(given, leader, track, now, real)


def _steps_of(trial: FactTrial, settlement: Settlement, reaches: Sequence[Decimal]) -> Iterator[NextStep]:
    for sign in (ONE, -ONE):
        first, jump = trial.look(sign, reaches)
        for sample in dict.fromkeys(each for each in (first, jump) if each is not None):
            step = trial.tell(settlement, sample, is_jump=sample == jump)
            if step is not None:
                yield step


def points_beyond(trial: FactTrial, sign: Decimal, reach: Decimal) -> list[Decimal]:
    """Return where one begins to look: at the fact, beside it, and at the end of the reach."""
    given, currency = trial.given, trial.track.lab.program.currency
    least, greatest = least_of(given, currency), greatest_of(given, currency)
    low = least if least is not None else (ZERO if trial.now >= 0 else None)
    size = max(abs(trial.now), trial.track.step * 100)
    ends = (trial.now + sign * trial.track.step, trial.now + sign * on_grid(size * reach, trial.track.step))
    above = ends if low is None else [max(each, low) for each in ends]
    kept = above if greatest is None else [min(each, greatest) for each in above]
    return sorted({trial.now, *kept})


def pay_with(program: Program, witness: Witness) -> Decimal | None:
    """Return the total of the first employee of a witness as the engine pays it; None where it is none."""
    total = settle(program, facts_of(program, witness)).values.columns[EMPLOYEES, program.total][0]
    return total if isinstance(total, Decimal) else None
