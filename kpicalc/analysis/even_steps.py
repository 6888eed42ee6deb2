"""What a person would have to reach for a new scheme to pay no less than the old one: one fact at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import cast

from kpicalc.analysis.curves.breakpoints import find_breakpoints, on_grid, sample_at
from kpicalc.analysis.next_steps import (
    MOST_FACTS,
    REACHES,
    FactTrial,
    choices_of_people,
    facts_of_people,
    pay_with,
    points_beyond,
    prepare_trial,
)
from kpicalc.engine.world import World
from kpicalc.lab.behind import Behind
from kpicalc.lab.people import witness_of_person
from kpicalc.lab.witnesses import put_values
from kpicalc.model.analysis import Witness
from kpicalc.model.comparison import EvenStep
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import CONTEXT, ONE, minor_unit
from kpicalc.model.program import EMPLOYEES, Input
from kpicalc.model.result import Settlement

Place = tuple[Settlement, int]
_SIGNS = (ONE, -ONE)
# Where new pay grows by a thousandth of the fact, two cents of rounding are so many of its smallest steps.
_MOST_ROUNDED = 2_000


@dataclass(frozen=True, slots=True)
class _Duel:
    """A fact of a person under both schemes; the old one may not know it, then it pays what it pays."""

    new: FactTrial
    old: FactTrial | None
    paid: Decimal

    def find_step(self, sign: Decimal, settlement: Settlement) -> EvenStep | None:
        for reach in REACHES:
            looks = self._look_beyond(sign, reach)
            if looks is None:
                return None
            now = looks[0]
            for before, after in pairwise(looks):
                if _is_even(after, now):
                    return self._confirm_step(self._first_even(before, after, now), settlement)
        return None

    def _look_beyond(self, sign: Decimal, reach: Decimal) -> Sequence[_Look] | None:
        """Return what both pay at the fact and outwards, wherever either turns; None if that is too much."""
        points = set(points_beyond(self.new, sign, reach))
        for trial in (self.new, self.old):
            if trial is not None:
                samples, exact = find_breakpoints(trial.track, sorted(points))
                points |= {sample.at for sample in samples}
                if not exact:
                    return None
        looks = self._look_at(sorted(points))
        return None if looks is None else looks[:: int(sign)]

    def _look_at(self, points: Sequence[Decimal]) -> list[_Look] | None:
        after = [sample.pay for sample in sample_at(self.new.track, points)]
        before: Sequence[Decimal | None] = [self.paid] * len(points)
        if self.old is not None:
            before = [sample.pay for sample in sample_at(self.old.track, points)]
        looks = [
            (at, old, new)
            for at, old, new in zip(points, before, after, strict=True)
            if old is not None and new is not None
        ]
        return looks if len(looks) == len(points) else None

    def _first_even(self, before: _Look, after: _Look, now: _Look) -> _Look:
        """Return the nearest look between two at which the new pay is no less; nothing turns between them."""
        step, ends = self.new.track.step, (before, after)
        while abs(after[0] - before[0]) > step:
            middle = on_grid((before[0] + after[0]) / 2, step)
            looks = None if middle in {before[0], after[0]} else self._look_at([middle])
            if not looks:
                break
            if _is_even(looks[0], now):
                after = looks[0]
            else:
                before = looks[0]
        rounded = self._look_at(self._points_rounded(ends, after[0])) or []
        return min(
            (each for each in (*rounded, after) if _is_even(each, now)),
            key=lambda each: abs(each[0] - now[0]),
        )

    def _points_rounded(self, ends: tuple[_Look, _Look], found: Decimal) -> list[Decimal]:
        """Return the points before one that is even at which rounding alone can make both pays even."""
        step, (first, last) = self.new.track.step, ends
        gained = (last[2] - last[1]) - (first[2] - first[1])
        if gained <= 0:
            return []
        width = 2 * minor_unit(self.new.track.lab.program.currency) * abs(last[0] - first[0]) / gained
        count = min(int(min(width, abs(found - first[0])) / step), _MOST_ROUNDED)
        sign = -step if last[0] > first[0] else step
        return sorted(found + sign * at for at in range(1, count + 1))

    def _confirm_step(self, look: _Look, settlement: Settlement) -> EvenStep | None:
        """Return the step, once the engine has paid the same by both schemes with the other fact."""
        at, old, new = look
        given = self.new.given
        for trial, pay in ((self.new, new), (self.old, old)):
            if trial is not None:
                changed = put_values(trial.track.reference, {given.key: at})
                if pay_with(trial.track.lab.program, changed) != pay:
                    return None
        cell = settlement.facts.frames[given.grain].cell(given.name, self.new.row)
        return EvenStep(given.label, given.kind, cell, self.new.now, at, old, new)


# What both schemes pay at one value of the fact: the value, the old pay, the new pay.
_Look = tuple[Decimal, Decimal, Decimal]


def find_even_steps(old: Place, new: Place) -> tuple[EvenStep, ...]:
    """Return for each fact that people move the nearest other value at which the new scheme pays no less.

    Both schemes pay the person, the new one less. Both are asked with the same changed fact, and what is
    answered was paid by the engine; it is never less than either scheme pays now. The smallest change, as a
    part of the fact, comes first; yes in place of no is the whole of it.
    """
    settlement = new[0]
    program = replace(settlement.program, cautions=())
    paid = _paid_at(old)
    with localcontext(CONTEXT):
        found = list(_find_choices(old, new, paid))
        for given in facts_of_people(settlement, program)[:MOST_FACTS]:
            trial = prepare_trial(settlement, program, given, new[1])
            duel = None if trial is None else _make_duel(trial, old, paid)
            steps = [step for sign in _SIGNS if duel and (step := duel.find_step(sign, settlement))]
            found += sorted(steps, key=effort_of)[:1]
    return tuple(sorted(found, key=effort_of))


def _find_choices(old: Place, new: Place, paid: Decimal) -> Iterator[EvenStep]:
    """Yield for each fact of few values the first other one at which the new scheme pays no less."""
    (settlement, row), least = new, max(paid, _paid_at(new))
    for given in choices_of_people(settlement, settlement.program):
        now = World(settlement.program, settlement.facts).sparse_column(given.key)[row]
        if isinstance(now, Fault):
            continue
        for value in (True, False) if given.kind is Kind.FLAG else given.one_of:
            before, after = (_pay_choice(each, given, value) for each in (old, new))
            if before is None or after is None or after < max(before, least):
                continue
            cell = settlement.facts.frames[EMPLOYEES].cell(given.name, row)
            yield EvenStep(given.label, given.kind, cell, now, value, before, after)
            break


def _pay_choice(place: Place, given: Input, value: Scalar) -> Decimal | None:
    """Return what a scheme pays with another value of a fact; None where it does not pay the same again."""
    found = confirm_person(place, {EMPLOYEES: place[1]})
    if found is None:
        return None
    program = replace(place[0].program, cautions=())
    return pay_with(program, put_values(found[0], {given.key: value}))


def confirm_person(place: Place, first: Mapping[str, int]) -> tuple[Witness, Decimal] | None:
    """Return the facts of a person and what he is paid, where the engine pays the same by them alone.

    `first` names the rows that stand before the others of their table.
    """
    settlement, row = place
    program, paid = replace(settlement.program, cautions=()), _paid_at(place)
    witness = witness_of_person(settlement, row, program.total, first)
    if witness is None or pay_with(program, witness) != paid:
        return None
    return witness, paid


def _paid_at(place: Place) -> Decimal:
    settlement, row = place
    return cast("Decimal", settlement.values.columns[EMPLOYEES, settlement.program.total][row])


def _make_duel(trial: FactTrial, old: Place, paid: Decimal) -> _Duel | None:
    """Set a fact against the same column under the old scheme; None where that cannot be asked for it."""
    program = replace(old[0].program, cautions=())
    key = trial.given.key
    if key not in Behind(program).facts_of((EMPLOYEES, program.total)):
        return _Duel(trial, None, paid)
    same = next(each for each in program.inputs if each.key == key)
    before = prepare_trial(old[0], program, same, old[1])
    return None if before is None else _Duel(trial, before, paid)


def _is_even(look: _Look, now: _Look) -> bool:
    """Worse results that both schemes pay alike are nothing that anybody would aim at."""
    return look[2] >= max(look[1], now[1], now[2])


def effort_of(step: EvenStep) -> Decimal:
    """Return how great a change is, as a part of the fact."""
    match step.now, step.then:
        case Decimal() as now, Decimal() as then:
            return abs(then - now) / max(abs(now), ONE)
    return ONE
