"""The trials of a program: candidates settled by the engine, and the furthest amounts that they gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.extremes.picks import is_written, may_stand_within, row_numbers, without_fallback
from kpicalc.lab.dependent_parts import Cells
from kpicalc.lab.laboratory import Laboratory, Pay
from kpicalc.lab.variation import Rest
from kpicalc.lab.witnesses import Candidate, Slot, witness_of
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import Domain
from kpicalc.model.fault import Value
from kpicalc.model.kind import Scalar
from kpicalc.model.money import ONE
from kpicalc.model.program import EMPLOYEES, Input, Key

# An amount this far out, a thousand million, shows that a line has no limit.
FAR = Decimal(1_000_000_000)

# Candidates as good as the best that are kept: few enough that each is restarted from many times.
_PEERS = 24
# So many rows of one table are not tried: a limit on rows shows with few, and facts grow with their number.
_MANY = 100
# A figure is tried as so many times itself: near it, and far away.
_FACTORS = tuple(map(Decimal, ("0.001", "0.1", "0.5", "0.8", "2", "10", "1000")))


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


@dataclass(frozen=True, slots=True)
class Base:
    """A candidate as a company at rest; `superior` names the column that only tells who is above whom."""

    candidate: Candidate
    rest: Rest
    admitted: bool
    superior: str | None

    def cells(self, slot: Slot, value: Scalar | None) -> Cells:
        """Return the cells that change with one place: later rows are like the first if not told."""
        grain, name, row = slot
        if grain == EMPLOYEES and name == self.superior:
            return {}
        values = self.candidate.values
        alike = (each for each in range(1, self.candidate.rows.get(grain, 1)) if not row)
        return {slot: value} | {
            (grain, name, each): value for each in alike if (grain, name, each) not in values
        }

    def put(self, slot: Slot, candidate: Candidate) -> Base:
        """Return the base of a candidate that differs in one place and may stand in sheets."""
        changed = self.rest.put(self.cells(slot, candidate.values[slot]))
        return Base(candidate, changed, self.admitted, self.superior)


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
    # What is asked thousands of times, and always answered alike.
    _inside: dict[Key, Domain] = field(default_factory=dict)
    _multiples: dict[tuple[Slot, str], tuple[Decimal, ...]] = field(default_factory=dict)

    def allows(self, slot: Slot, value: Scalar) -> bool:
        """Say whether a value may stand in a place."""
        key = slot[:2]
        declared, domain = self.declared[key], self.box.domains[key]
        if key not in self._inside:
            self._inside[key] = without_fallback(self.lab.program, declared, domain)
        return may_stand_within(declared, domain, self._inside[key], value)

    def multiples_of(self, slot: Slot, current: Scalar | None) -> tuple[Decimal, ...]:
        """Return the multiples and parts of a figure that may stand in its place."""
        if not isinstance(current, Decimal):
            return ()
        asked = (slot, str(current))
        if asked not in self._multiples:
            told = (current * factor for factor in _FACTORS)
            self._multiples[asked] = tuple(
                each for each in told if is_written(each) and self.allows(slot, each)
            )
        return self._multiples[asked]

    def admits(self, candidate: Candidate) -> bool:
        """Say whether all that a candidate holds may stand in a sheet: only such facts are worth showing."""
        return all(self.admits_cell(slot, value) for slot, value in candidate.values.items())

    def admits_cell(self, slot: Slot, value: Scalar | None) -> bool:
        """Say whether a value may stand in a sheet.

        Where nothing may stand in a column at all, what stands there is no choice of the search.
        """
        return value is None or (*slot[:2], 0) not in self.picks or self.allows(slot, value)

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
            for goal, amount in _amounts(pay, goals).items():
                if self._ahead(goal, amount) >= 0 and self.admits(candidate):
                    self._keep(goal, Met(amount, candidate))

    def take_moved(self, base: Base, slot: Slot, values: Sequence[Scalar | None]) -> None:
        """Try a candidate with other values in one place, and keep those that reach further."""
        goals = self.open_goals()
        for value, pay in zip(values, self.pay_moved(base, slot, values), strict=True):
            amounts = _amounts(pay, goals)
            good = [goal for goal, amount in amounts.items() if self._ahead(goal, amount) >= 0]
            if not good or not self.admits_cell(slot, value):
                continue
            candidate = base.candidate.put(slot, value)
            for goal in good if base.admitted or self.admits(candidate) else ():
                self._keep(goal, Met(amounts[goal], candidate))

    def pay_moved(self, base: Base, slot: Slot, values: Sequence[Scalar | None]) -> list[Pay]:
        """Return what is paid with other values in one place of a candidate."""
        return self.lab.pay_moved(base.rest, [base.cells(slot, value) for value in values])

    def base_at(self, candidate: Candidate) -> Base:
        """Return a candidate from which others differ in one place."""
        program = self.lab.program
        rest = self.lab.rest_at(witness_of(program, candidate))
        return Base(candidate, rest, self.admits(candidate), program.grains[EMPLOYEES].superior)

    def _ahead(self, goal: Goal, amount: Decimal) -> Decimal:
        best = self.found.get(goal)
        return ONE if best is None else (amount - best.amount) * goal.sign

    def _keep(self, goal: Goal, met: Met) -> None:
        ahead = self._ahead(goal, met.amount)
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


def _amounts(pay: Pay, goals: Sequence[Goal]) -> Mapping[Goal, Decimal]:
    """Return what is paid towards each goal; nothing where nobody could be paid."""
    return {} if pay is None else {goal: amount_of(pay[goal.variable]) for goal in goals}


def amount_of(value: Value) -> Decimal:
    """Return an amount as a number; a right is 1 where it is had, else 0."""
    return value if isinstance(value, Decimal) else Decimal(value is True)
