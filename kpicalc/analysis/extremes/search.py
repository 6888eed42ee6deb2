"""The furthest amounts that were met, each with facts that give it: hill climbing, judged by the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.extremes.picks import is_written, may_stand, picks_of, row_numbers
from kpicalc.analysis.extremes.second_rows import second_rows
from kpicalc.analysis.extremes.solve import single_rows, solve
from kpicalc.lab.behind import Behind
from kpicalc.lab.candidate import Candidate, Slot, witness_of
from kpicalc.lab.laboratory import Laboratory
from kpicalc.lab.values import fixed_value, is_fixed
from kpicalc.model.domain import Choices, Domain, Interval, exactly
from kpicalc.model.expr import Reference
from kpicalc.model.fault import Value
from kpicalc.model.kind import Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Input, Key

# An amount this far out, a thousand million, shows that a line has no limit.
FAR = Decimal(1_000_000_000)

# The budgets of the search. Each bounds how long it takes, not what is right: a bound that is not reached is
# told as not tight. All candidates of one step are settled in one run.
# The first sample: some for each of the dozens of columns that a scheme has.
_SAMPLED = 300
# Restarts in one turn: they change up to three things at once, of which there are far more combinations.
_RESTARTED = 1200
# Candidates as good as the best that are kept: few enough that each is restarted from many times.
_PEERS = 24
# Steps of a climb: one thing changes in each, so this many have to be changed for the last gain.
_ROUNDS = 8
# Turns of restarts for a goal that stays open.
_TURNS = 6
# So many rows of one table are not tried: a limit on rows shows with few, and facts grow with their number.
_MANY = 100


@dataclass(frozen=True, slots=True)
class Goal:
    """The variable of a line or the total, and which end is looked for: -1 the least, 1 the greatest."""

    variable: str
    sign: int


@dataclass(frozen=True, slots=True)
class Met:
    """An amount and the candidate that gave it."""

    amount: Decimal
    candidate: Candidate


@dataclass(slots=True)
class Search:
    """The trials of one program: what may be put where, and the furthest amounts so far.

    `outer` are the proved bounds, None where there is none. `proposed` are candidates yet to be varied,
    `peers` some that reach as far as the best of an open goal: a way on may lead through any of them.
    """

    lab: Laboratory
    box: Box
    outer: Mapping[Goal, Decimal | None]
    columns: tuple[Input, ...]
    picks: Mapping[Slot, tuple[Scalar | None, ...]]
    declared: Mapping[Key, Input]
    found: dict[Goal, Met] = field(default_factory=dict)
    proposed: dict[Goal, list[Candidate]] = field(default_factory=dict)
    peers: dict[Goal, list[Candidate]] = field(default_factory=dict)

    def allows(self, slot: Slot, value: Scalar) -> bool:
        """Say whether a value may stand in a place."""
        declared = self.declared[slot[:2]]
        return may_stand(self.lab.program, declared, self.box.domains[slot[:2]], value)

    def admits(self, candidate: Candidate) -> bool:
        """Say whether all that a candidate holds may stand in a sheet: only such facts are worth showing.

        Where nothing may stand in a column at all, what stands there is no choice of the search.
        """
        return all(
            value is None or (*slot[:2], 0) not in self.picks or self.allows(slot, value)
            for slot, value in candidate.values.items()
        )

    def numbers_of_rows(self, grain: str) -> list[int]:
        """Return the numbers of rows of a table that are worth trying: few, and as many as there can be."""
        rows = self.box.rows[grain]
        least = max(rows.least, 1) if grain == EMPLOYEES else rows.least
        most = _MANY if rows.most is None else rows.most
        wanted = {0, 1, 2, least, most if most < _MANY else least}
        wanted |= set(() if grain == EMPLOYEES else row_numbers(self.lab.program, grain))
        return [each for each in sorted(wanted) if least <= each <= max(most, least)]

    def take(self, candidates: Sequence[Candidate]) -> None:
        """Try candidates and keep those that reach further than any before."""
        program = self.lab.program
        pays = self.lab.pay_all([witness_of(program, each) for each in candidates])
        goals = self.open_goals()
        for candidate, pay in zip(candidates, pays, strict=True):
            for goal in goals if pay is not None else ():
                self._compare(goal, Met(amount_of((pay or {})[goal.variable]), candidate))

    def _compare(self, goal: Goal, met: Met) -> None:
        best = self.found.get(goal)
        ahead = 1 if best is None else (met.amount - best.amount) * goal.sign
        if ahead < 0 or not self.admits(met.candidate):
            return
        if ahead > 0 and not self.is_met(goal):
            self.found[goal] = met
            self.peers[goal] = []
        if ahead == 0:
            self.peers[goal] = [*self.peers[goal][1 - _PEERS :], met.candidate]

    def open_goals(self) -> list[Goal]:
        """Return the goals that are not met yet."""
        return [goal for goal in self.outer if not self.is_met(goal)]

    def is_met(self, goal: Goal) -> bool:
        """Say whether the proved bound is reached, or that there is none is shown."""
        met, outer = self.found.get(goal), self.outer[goal]
        if met is None:
            return False
        return met.amount * goal.sign >= FAR if outer is None else met.amount == outer


def search(lab: Laboratory, box: Box, outer: Mapping[Goal, Decimal | None]) -> Search:
    """Look for facts that reach the bounds: round figures, ends and thresholds, one changed at a time."""
    program = lab.program
    inputs = [each for each in program.inputs if not is_fixed(program, each)]
    picks = {
        (*each.key, 0): found for each in inputs if (found := picks_of(program, each, box.domains[each.key]))
    }
    columns = tuple(each for each in inputs if (*each.key, 0) in picks)
    state = Search(lab, box, outer, columns, picks, {each.key: each for each in program.inputs})
    state.take(list(_sample(state, _start(state))))
    _climb_hill(state)
    return state


def intensify(state: Search) -> None:
    """Look harder for the goals still open: backwards through the formulas, then by restarts further away."""
    if not state.open_goals():
        return
    _propose(state)
    state.take([each for proposed in state.proposed.values() for each in proposed])
    state.take(list(_with_second_rows(state)))
    _climb_hill(state)
    for turn in range(_TURNS):
        if not state.open_goals():
            break
        before = dict(state.found)
        state.take(list(_restart(state, turn)))
        if before != state.found:
            _climb_hill(state)


def _climb_hill(state: Search) -> None:
    """Climb hills: change one thing at a time, as long as something gets further."""
    before: dict[Goal, Met] = {}
    left = _ROUNDS
    while left and state.open_goals() and before != state.found:
        before = dict(state.found)
        state.take(list(_neighbours_of_best(state)))
        left -= 1


def amount_of(value: Value) -> Decimal:
    """Return an amount as a number; a right is 1 where it is had, else 0."""
    return value if isinstance(value, Decimal) else Decimal(value is True)


def _start(state: Search) -> Candidate:
    program = state.lab.program
    values: dict[Slot, Scalar | None] = {}
    for each in program.inputs:
        slot = (each.grain, each.name, 0)
        picks = state.picks.get(slot, ())
        values[slot] = picks[0] if picks else fixed_value(program, each)
    numbers = {grain: state.numbers_of_rows(grain) for grain in program.grains}
    return Candidate({grain: 1 if 1 in each else each[0] for grain, each in numbers.items()}, values)


def _sample(state: Search, start: Candidate) -> Iterator[Candidate]:
    """Yield the start, and candidates with a figure from every list, mixed without any pattern."""
    yield start
    for number in range(_SAMPLED):
        values = dict(start.values)
        for at, (slot, picks) in enumerate(state.picks.items()):
            values[slot] = picks[mixed(number, at) % len(picks)]
        yield Candidate(start.rows, values)


def mixed(number: int, at: int) -> int:
    """Return a figure that looks as if drawn, and is the same in every run.

    It multiplies by large odd numbers, the first a prime near 2^32 over the golden ratio: neighbours part.
    """
    mixed = (number + 1) * 2_654_435_761 + (at + 1) * 40_503 * (number + 17)
    return (mixed ^ (mixed >> 13)) >> 5


def _propose(state: Search) -> None:
    """Add for each open goal what the formulas say backwards, alone and with an employee below."""
    program = state.lab.program
    start = _start(state)
    crews = (1, 2) if program.grains[EMPLOYEES].superior else (1,)
    for crew in crews:
        single = single_rows(program, state.box, crew - 1)
        for goal in state.open_goals():
            target = Reference(EMPLOYEES, goal.variable, program.grains[EMPLOYEES].span)
            met = state.found.get(goal)
            usual = (met.candidate if met else start).with_rows(EMPLOYEES, crew)
            wanted = _wanted(goal, state.outer[goal], single.of(EMPLOYEES, goal.variable))
            candidate = solve(single, [(target, wanted)], state.columns, usual)
            if candidate is not None:
                state.proposed.setdefault(goal, []).append(candidate)


def _wanted(goal: Goal, outer: Decimal | None, domain: Domain) -> Domain:
    if isinstance(domain, Choices):
        return exactly(bool(outer))
    end = FAR * goal.sign if outer is None else outer
    return Interval(end, None) if goal.sign > 0 else Interval(None, end)


def _neighbours_of_best(state: Search) -> Iterator[Candidate]:
    """Yield the best of each open goal with one thing changed."""
    for goal in state.open_goals():
        met = state.found.get(goal)
        slots = _slots_behind(state, goal)
        for candidate in (*([met.candidate] if met else []), *state.proposed.pop(goal, [])):
            yield from _neighbours(state, candidate, slots)


def _restart(state: Search, turn: int) -> Iterator[Candidate]:
    """Yield the peers of each open goal with one to three things changed at once."""
    slots = list(state.picks)
    for goal in state.open_goals():
        peers = state.peers.get(goal, []) + ([state.found[goal].candidate] if goal in state.found else [])
        for number in range(turn * _RESTARTED, (turn + 1) * _RESTARTED if slots and peers else 0):
            candidate = peers[mixed(number, 3) % len(peers)]
            for change in range(1 + number % 3):
                slot = slots[mixed(number, change) % len(slots)]
                near = (*state.picks[slot], *_scaled(state, slot, candidate.values[slot]))
                candidate = candidate.put(slot, near[mixed(number, change + 7) % len(near)])
            yield candidate


def _with_second_rows(state: Search) -> Iterator[Candidate]:
    """Yield the best of each open goal with second rows, where there may be two."""
    doubled = [grain for grain in state.box.rows if 2 in state.numbers_of_rows(grain)]
    for goal in state.open_goals():
        best = [state.found[goal].candidate] if goal in state.found else []
        for candidate in (*best, *state.proposed.get(goal, [])):
            yield from second_rows(state.lab.program, candidate, state.picks, doubled)


def _slots_behind(state: Search, goal: Goal) -> list[Slot]:
    """Return the places whose figures the goal rests on."""
    behind = Behind(state.lab.program).facts_of((EMPLOYEES, goal.variable))
    return [slot for slot in state.picks if slot[:2] in behind]


def _neighbours(state: Search, candidate: Candidate, slots: Sequence[Slot]) -> Iterator[Candidate]:
    """Yield the candidate with one thing changed: a figure, the number of rows, or a second row's figure."""
    for slot in slots:
        current = candidate.values[slot]
        for value in (*state.picks[slot], *_scaled(state, slot, current)):
            if value != current:
                yield candidate.put(slot, value)
    for grain in state.lab.program.grains:
        if grain in {COMPANY, TEAMS}:
            continue
        numbers = state.numbers_of_rows(grain)
        yield from (candidate.with_rows(grain, each) for each in numbers if each != candidate.rows[grain])
        second = candidate.with_rows(grain, 2)
        for slot in slots if 2 in numbers else ():
            if slot[0] == grain:
                yield from (second.put((grain, slot[1], 1), value) for value in state.picks[slot])


def _scaled(state: Search, slot: Slot, current: Scalar | None) -> Iterator[Decimal]:
    if isinstance(current, Decimal):
        for factor in ("0.001", "0.1", "0.5", "0.8", "2", "10", "1000"):
            value = current * Decimal(factor)
            if is_written(value) and state.allows(slot, value):
                yield value
