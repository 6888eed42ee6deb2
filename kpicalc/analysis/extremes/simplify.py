"""The plainest facts that still give the same amounts: few rows, round figures, nothing beside the point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from kpicalc.analysis.extremes.picks import is_written
from kpicalc.analysis.extremes.trials import FAR, Base, Goal, Met, Search, amount_of
from kpicalc.lab.laboratory import Pay
from kpicalc.lab.witnesses import Candidate, Slot, witness_of
from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.program import COMPANY, TEAMS, Input

_PLAIN = {
    Kind.MONEY: ("0", "100000", "1000000", "1000"),
    Kind.RATIO: ("0", "1", "0.5"),
    Kind.COUNT: ("0", "10", "100", "1"),
    Kind.HOURS: ("0", "160", "8", "1"),
    Kind.DAYS: ("0", "20", "1"),
}
_OTHERWISE = ("0", "1", "10", "100")
_SCALES = tuple(Decimal(10) ** power for power in range(-8, 9) if power)
# Figures of more digits read as odd, so rounding to fewer begins here.
_MOST_DIGITS = 6

# One way to write a candidate, or a figure, more plainly; None where it is as plain already.
Change = Callable[[Candidate], Candidate | None]
Rewrite = Callable[[Scalar | None], Scalar | None]


def simplify(state: Search) -> Mapping[Goal, Met]:
    """Return the facts found for each goal, made plainer one thing at a time as long as the engine agrees."""
    best = dict(state.found)
    for change in _change_several(state):
        changed = {goal: change(met.candidate) for goal, met in best.items()}
        tried = {goal: each for goal, each in changed.items() if each is not None and state.admits(each)}
        if not tried:
            continue
        witnesses = [witness_of(state.lab.program, each) for each in tried.values()]
        for (goal, candidate), pay in zip(tried.items(), state.lab.pay_all(witnesses), strict=True):
            if pay is not None and _is_as_far(state, goal, amount_of(pay[goal.variable]), best[goal].amount):
                best[goal] = Met(amount_of(pay[goal.variable]), candidate)
    return {goal: _with_plain_figures(state, goal, met) for goal, met in best.items()}


def _with_plain_figures(state: Search, goal: Goal, met: Met) -> Met:
    """Go through all columns, and on from whatever is plainer."""
    base = state.base_at(met.candidate)
    for row in (0, 1):
        for declared in state.columns:
            slot = (*declared.key, row)
            if slot in met.candidate.values:
                base, met = _write_plainest(
                    state, goal, (base, met), slot, list(_list_rewrites(state, declared))
                )
    return met


def _write_plainest(
    state: Search, goal: Goal, before: tuple[Base, Met], slot: Slot, rewrites: Sequence[Rewrite]
) -> tuple[Base, Met]:
    """Write one figure more plainly, again and again, as long as the amount stays; all is tried at once."""
    base, met = before
    value = met.candidate.values[slot]
    found: dict[Scalar | None, Pay] = {}
    asked = dict.fromkeys(rewrite(value) for rewrite in rewrites)
    for rewrite in rewrites:
        plainer = rewrite(value)
        if plainer is None or plainer == value or not state.admits_cell(slot, plainer):
            continue
        if plainer not in found:
            fresh = [each for each in (*asked, plainer) if each is not None and each not in found]
            found.update(zip(fresh, state.pay_moved(base, slot, fresh), strict=True))
        pay = found[plainer]
        amount = None if pay is None else amount_of(pay[goal.variable])
        if amount is not None and _is_as_far(state, goal, amount, met.amount):
            value, met = plainer, Met(amount, met.candidate)
    if value == base.candidate.values[slot]:
        return base, met
    candidate = base.candidate.put(slot, value)
    return base.put(slot, candidate), Met(met.amount, candidate)


def _is_as_far(state: Search, goal: Goal, amount: Decimal, before: Decimal) -> bool:
    """Where there is no limit, anything far out will do."""
    unlimited = state.outer[goal] is None and before * goal.sign >= FAR
    return amount == before or (unlimited and amount * goal.sign >= FAR)


def _change_several(state: Search) -> Iterator[Change]:
    """Yield what changes more than one figure: fewer rows, other scales."""
    for grain in state.lab.program.grains:
        if grain not in {COMPANY, TEAMS}:
            yield from (_fewer_rows(grain, number) for number in state.numbers_of_rows(grain))
    for kind in (Kind.MONEY, Kind.COUNT):
        yield from (_rescale_kind(state, kind, scale) for scale in _SCALES)


def _fewer_rows(grain: str, number: int) -> Change:
    def change(candidate: Candidate) -> Candidate | None:
        return candidate.with_rows(grain, number) if candidate.rows[grain] > number else None

    return change


def _rescale_kind(state: Search, kind: Kind, scale: Decimal) -> Change:
    """Multiply all figures of a kind, where that brings them nearer to usual sizes."""
    columns = [each for each in state.columns if each.kind is kind]
    keys = {each.key for each in columns}

    def change(candidate: Candidate) -> Candidate | None:
        values: dict[Slot, Scalar | None] = dict(candidate.values)
        for slot, value in candidate.values.items():
            if isinstance(value, Decimal) and slot[:2] in keys:
                values[slot] = (value * scale).normalize() + 0
        changed = Candidate(candidate.rows, values)
        plainer = _measure_oddity(changed, columns) < _measure_oddity(candidate, columns)
        return changed if plainer and all(map(_is_written, values.values())) else None

    return change


def _is_written(value: Scalar | None) -> bool:
    return not isinstance(value, Decimal) or is_written(value)


def _measure_oddity(candidate: Candidate, columns: list[Input]) -> int:
    """Say how far the figures are from usual sizes: units of a kopeck, or billions."""
    figures = [candidate.values[each.grain, each.name, 0] for each in columns]
    return sum(abs(each.adjusted() - 4) for each in figures if isinstance(each, Decimal) and each)


def _list_rewrites(state: Search, declared: Input) -> Iterator[Rewrite]:
    """Yield how a figure may be written more plainly: with fewer digits, then as the plainest of all."""
    for digits in range(_MOST_DIGITS, 0, -1):
        yield from (_rounded(digits, mode) for mode in (ROUND_DOWN, ROUND_UP))
    for value in reversed(_plain_values(state, declared)):
        yield _always(value)


def _always(value: Scalar) -> Rewrite:
    return lambda _: value


def _plain_values(state: Search, declared: Input) -> list[Scalar]:
    """Return the plainest values of a column, the plainest of all first."""
    if declared.kind in NUMERIC and not declared.one_of:
        told: list[Scalar] = [Decimal(each) for each in _PLAIN.get(declared.kind, _OTHERWISE)]
        return [each for each in told if state.allows((*declared.key, 0), each)]
    return [each for each in state.picks[declared.grain, declared.name, 0] if each is not None][:4]


def _rounded(digits: int, mode: str) -> Rewrite:
    def rewrite(value: Scalar | None) -> Scalar | None:
        if not isinstance(value, Decimal) or not value:
            return None
        return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), mode).normalize() + 0

    return rewrite
