"""Two facts that a person moves at once, by the same part of each, for a new scheme to pay no less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import combinations, product

from kpicalc.analysis.curves.breakpoints import on_grid
from kpicalc.analysis.even_steps import confirm_person, effort_of, find_even_steps
from kpicalc.analysis.next_steps import FactTrial, facts_of_people, pay_with, prepare_trial
from kpicalc.lab.laboratory import Laboratory, prepare_laboratory
from kpicalc.lab.values import is_allowed
from kpicalc.lab.witnesses import Change, put_values
from kpicalc.model.analysis import Witness
from kpicalc.model.comparison import EvenStep, MovedFact
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CONTEXT, ONE
from kpicalc.model.program import Key
from kpicalc.model.result import Settlement

Place = tuple[Settlement, int]
# The part by which both move, and what is told of it.
_Found = tuple[Decimal, EvenStep] | None
# Both facts as they are moved.
_Moved = Mapping[Key, Decimal]
# So many facts are tried with each other, and so far: by these parts of each.
_MOST_FACTS = 6
_PARTS = tuple(Decimal(at) / 20 for at in range(1, 41))
_SIGNS = (ONE, -ONE)
# How closely the part is found between two of those.
_HALVINGS = 12


@dataclass(frozen=True, slots=True)
class _Side:
    """One scheme over the facts of the person, the rows that move first; it pays these again as they are."""

    lab: Laboratory
    witness: Witness
    paid: Decimal

    def pay(self, changes: Sequence[Change]) -> list[Decimal | None]:
        """Return what is paid with each of the changes."""
        own = [self._known_of(each) for each in changes]
        totals = self.lab.settle_changes(self.witness, own).named(self.lab.program.total)
        return [each if isinstance(each, Decimal) else None for each in totals]

    def confirm(self, change: Change) -> Decimal | None:
        """Return what both the engine and the laboratory pay with the change; None where they differ."""
        then = pay_with(self.lab.program, put_values(self.witness, self._known_of(change)))
        return then if [then] == self.pay([change]) else None

    def _known_of(self, change: Change) -> Change:
        known = {(row.grain, name) for row in self.witness.rows for name, _ in row.values}
        return {key: value for key, value in change.items() if key in known}


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two facts of a person under both schemes."""

    facts: tuple[FactTrial, FactTrial]
    old: _Side
    new: _Side

    def change(self, signs: Sequence[Decimal], part: Decimal) -> _Moved:
        """Return both facts moved by a part of each, as cells can hold them."""
        moved = {}
        for trial, sign in zip(self.facts, signs, strict=True):
            size = max(abs(trial.now), ONE)
            moved[trial.given.key] = trial.now + sign * on_grid(size * part, trial.track.step)
        return moved

    def is_allowed(self, change: _Moved) -> bool:
        """Say whether both facts stay within their ranges, and none turns to the other side of 0."""
        pairs = [(trial, change[trial.given.key]) for trial in self.facts]
        return all(is_allowed(trial.given, then) and (trial.now < 0 or then >= 0) for trial, then in pairs)

    def nearest(self, within: Decimal | None, settlement: Settlement) -> _Found:
        best: _Found = None
        least = max(self.new.paid, self.old.paid)
        for signs in product(_SIGNS, repeat=2):
            limit = best[0] if best else within
            parts = [each for each in _PARTS if limit is None or each < limit]
            parts = [each for each in parts if self.is_allowed(self.change(signs, each))]
            at = next((part for part, even in self._looks(signs, parts, least) if even), None)
            if at is not None:
                part = self._close_in(signs, at, least)
                change = self.change(signs, part)
                told = self._told(change, settlement) if self._both_help(change) else None
                best = (part, told) if told is not None else best
        return best

    def _both_help(self, change: _Moved) -> bool:
        """Say whether neither of the facts alone lowers the new pay: nobody aims at a worse result."""
        alone = self.new.pay([{key: value} for key, value in change.items()])
        return all(each is not None and each >= self.new.paid for each in alone)

    def _looks(
        self, signs: Sequence[Decimal], parts: Sequence[Decimal], least: Decimal
    ) -> Iterator[tuple[Decimal, bool]]:
        changes = [self.change(signs, part) for part in parts]
        if not changes:
            return
        for part, old, new in zip(parts, self.old.pay(changes), self.new.pay(changes), strict=True):
            yield part, old is not None and new is not None and new >= max(old, least)

    def _close_in(self, signs: Sequence[Decimal], high: Decimal, least: Decimal) -> Decimal:
        """Return a part at which both are even, and just below which they are not."""
        low = high - _PARTS[0]
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            even = next(self._looks(signs, [middle], least))[1]
            low, high = (low, middle) if even else (middle, high)
        return high

    def _told(self, change: _Moved, settlement: Settlement) -> EvenStep | None:
        first, second = (_moved(trial, change, settlement) for trial in self.facts)
        match [side.confirm(change) for side in (self.old, self.new)]:
            case [Decimal() as old, Decimal() as new] if (
                first.now != first.then and second.now != second.then
            ):
                return EvenStep(first.label, first.kind, first.cell, first.now, first.then, old, new, second)
        return None


def find_even(old: Place, new: Place) -> tuple[EvenStep, ...]:
    """Return the least changes of one fact, or of two where these take less, with which nobody loses."""
    steps = find_even_steps(old, new)
    beside = _find_pair(old, new, effort_of(steps[0]) if steps else None)
    return steps if beside is None else (*steps, beside)


def _find_pair(old: Place, new: Place, within: Decimal | None) -> EvenStep | None:
    """Return the least change of two facts, by one part of each, with which the new pay is no less.

    It is sought only below the part `within`, if there is one: what one fact alone takes is simpler. It is no
    less than either scheme pays now, neither of the facts alone lowers it, and the engine has paid it.
    """
    settlement = new[0]
    program = replace(settlement.program, cautions=())
    with localcontext(CONTEXT):
        given = facts_of_people(settlement, program)[:_MOST_FACTS]
        trials = [
            trial for each in given if (trial := prepare_trial(settlement, program, each, new[1])) is not None
        ]
        best: _Found = None
        for one, other in combinations(trials, 2):
            pair = _prepare((one, other), old, new)
            found = None if pair is None else pair.nearest(best[0] if best else within, settlement)
            best = found or best
    return None if best is None else best[1]


def _prepare(facts: tuple[FactTrial, FactTrial], old: Place, new: Place) -> _Pair | None:
    first, second = facts
    grains = {each.given.grain: each.row for each in facts}
    if first.given.grain == second.given.grain and first.row != second.row:
        return None  # two rows of one table: each is a step of its own
    sides = []
    for place in (old, new):
        program = replace(place[0].program, cautions=())
        known = {name for name, frame in place[0].facts.frames.items() if frame.size}
        leaders = {
            grain: _same_row(place[0], new[0], grain, row) for grain, row in grains.items() if grain in known
        }
        found = confirm_person(place, leaders)
        if found is None:
            return None
        sides.append(_Side(prepare_laboratory(program), *found))
    return _Pair(facts, *sides)


def _same_row(side: Settlement, new: Settlement, grain: str, row: int) -> int:
    """Return the row of one side that stands in the same cells as a row of the new one."""
    if side is new:
        return row
    wanted = new.facts.frames[grain].row_place(row)
    frame = side.facts.frames[grain]
    return next((at for at in range(frame.size) if frame.row_place(at) == wanted), 0)


def _moved(trial: FactTrial, change: _Moved, settlement: Settlement) -> MovedFact:
    given = trial.given
    cell = settlement.facts.frames[given.grain].cell(given.name, trial.row)
    return MovedFact(given.label, given.kind, cell, trial.now, change[given.key])
