"""The furthest amounts that were met, each with facts that give it: hill climbing, judged by the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.extremes.picks import constants_of, picks_of, second_rows
from kpicalc.analysis.extremes.solve import single_rows, solve
from kpicalc.analysis.extremes.trials import FAR, Goal, Met, Search
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import Laboratory
from kpicalc.lab.values import fixed_value, is_fixed
from kpicalc.lab.witnesses import Candidate, Slot
from kpicalc.model.domain import Choices, Domain, Interval, exactly
from kpicalc.model.expr import Reference
from kpicalc.model.kind import Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS

# The budgets of the search. Each bounds how long it takes, not what is right: a bound that is not reached is
# told as not tight. All candidates of one step are settled in one run.
# The first sample: some for each of the dozens of columns that a scheme has.
_SAMPLED = 300
# Restarts in one turn: they change up to three things at once, of which there are far more combinations.
_RESTARTED = 1200
# Steps of a climb: one thing changes in each, so this many have to be changed for the last gain.
_ROUNDS = 8
# Turns of restarts for a goal that stays open.
_TURNS = 6


def search(lab: Laboratory, box: Box, outer: Mapping[Goal, Decimal | None]) -> Search:
    """Look for facts that reach the bounds: round figures, ends and thresholds, one changed at a time."""
    program = lab.program
    inputs = [each for each in program.inputs if not is_fixed(program, each)]
    constants = constants_of(program)
    picks = {
        (*each.key, 0): found
        for each in inputs
        if (found := picks_of(program, each, box.domains[each.key], constants))
    }
    columns = tuple(each for each in inputs if (*each.key, 0) in picks)
    state = Search(lab, box, outer, columns, picks, {each.key: each for each in program.inputs})
    state.take(list(_sample_figures(state, _start_of_search(state))))
    _sweep_places(state)
    _climb_hill(state)
    return state


def intensify(state: Search) -> None:
    """Look harder for the goals still open: backwards through the formulas, then by restarts further away."""
    if not state.open_goals():
        return
    _propose_backwards(state)
    state.take([each for proposed in state.proposed.values() for each in proposed])
    state.take(list(_with_second_rows(state)))
    _climb_hill(state)
    for turn in range(_TURNS):
        if not state.open_goals():
            break
        before = dict(state.found)
        state.take(list(_restart_goals(state, turn)))
        if before != state.found:
            _climb_hill(state)


def _sweep_places(state: Search) -> None:
    """Go through all places for each open goal, and on from whatever gets it further.

    Where each figure counts for itself, as in a sum of KPIs, one round does it.
    """
    for goal in state.open_goals():
        if goal not in state.found:
            continue
        base = state.base_at(state.found[goal].candidate)
        for slot in _slots_behind(state, goal):
            if state.is_met(goal):
                break
            state.take_moved(base, slot, _values_near(state, base.candidate, slot))
            if state.found[goal].candidate is not base.candidate:
                base = base.put(slot, state.found[goal].candidate)


def _climb_hill(state: Search) -> None:
    """Climb hills: change one thing at a time, as long as something gets further."""
    before: dict[Goal, Met] = {}
    left = _ROUNDS
    while left and state.open_goals() and before != state.found:
        before = dict(state.found)
        for base, slots in _best_ones(state):
            _look_beside(state, base, slots)
        left -= 1


def _start_of_search(state: Search) -> Candidate:
    program = state.lab.program
    values: dict[Slot, Scalar | None] = {}
    for each in program.inputs:
        slot = (each.grain, each.name, 0)
        picks = state.picks.get(slot, ())
        values[slot] = picks[0] if picks else fixed_value(program, each)
    numbers = {grain: state.numbers_of_rows(grain) for grain in program.grains}
    return Candidate({grain: 1 if 1 in each else each[0] for grain, each in numbers.items()}, values)


def _sample_figures(state: Search, start: Candidate) -> Iterator[Candidate]:
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


def _propose_backwards(state: Search) -> None:
    """Add for each open goal what the formulas say backwards, alone and with an employee below."""
    program = state.lab.program
    start = _start_of_search(state)
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
    return Interval(end, None) if goal.sign == 1 else Interval(None, end)


def _best_ones(state: Search) -> list[tuple[Candidate, list[Slot]]]:
    """Return the best of the open goals, each once, with the places that may matter to one of its goals."""
    found: dict[object, tuple[Candidate, dict[Slot, None]]] = {}
    for goal in state.open_goals():
        met = state.found.get(goal)
        slots = dict.fromkeys(_slots_behind(state, goal))
        for candidate in (*([met.candidate] if met else []), *state.proposed.pop(goal, [])):
            _, known = found.setdefault(candidate.identity(), (candidate, {}))
            known |= slots
    return [(candidate, list(slots)) for candidate, slots in found.values()]


def _restart_goals(state: Search, turn: int) -> Iterator[Candidate]:
    """Yield the peers of each open goal with one to three things changed at once."""
    slots = list(state.picks)
    for goal in state.open_goals():
        peers = state.peers.get(goal, []) + ([state.found[goal].candidate] if goal in state.found else [])
        for number in range(turn * _RESTARTED, (turn + 1) * _RESTARTED if slots and peers else 0):
            candidate = peers[mixed(number, 3) % len(peers)]
            for change in range(1 + number % 3):
                slot = slots[mixed(number, change) % len(slots)]
                near = (*state.picks[slot], *state.multiples_of(slot, candidate.values[slot]))
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


def _look_beside(state: Search, candidate: Candidate, slots: Sequence[Slot]) -> None:
    """Try a candidate with one thing changed: a figure, the number of rows, or a second row's figure."""
    base = state.base_at(candidate)
    for slot in slots:
        state.take_moved(base, slot, _values_near(state, candidate, slot))
    for grain in state.lab.program.grains:
        if grain in {COMPANY, TEAMS}:
            continue
        numbers = state.numbers_of_rows(grain)
        state.take([candidate.with_rows(grain, each) for each in numbers if each != candidate.rows[grain]])
        own = [slot for slot in slots if slot[0] == grain and 2 in numbers]
        if own:
            second = state.base_at(candidate.with_rows(grain, 2))
            for _, name, _ in own:
                state.take_moved(second, (grain, name, 1), state.picks[grain, name, 0])


def _values_near(state: Search, candidate: Candidate, slot: Slot) -> list[Scalar | None]:
    """Return other values for a place: those worth trying in its column, and multiples of what is there."""
    current = candidate.values[slot]
    near = dict.fromkeys((*state.picks[slot], *state.multiples_of(slot, current)))
    return [value for value in near if value != current]
