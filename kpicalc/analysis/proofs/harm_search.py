"""A search for facts that do harm: usual probes, figures that come to 0, backwards, and by climbing.

What is found has been computed by the engine, from facts that the declarations allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from decimal import Decimal
from itertools import islice, pairwise

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.extremes.picks import may_stand, picks_of, row_numbers
from kpicalc.analysis.extremes.search import mixed
from kpicalc.analysis.extremes.solve import Goals, single_rows, solve
from kpicalc.analysis.proofs.probes import Probed, details_of, plausible_box, probe, settle_probes
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import Laboratory, prepare_laboratory
from kpicalc.lab.roots import guess_roots
from kpicalc.lab.turns import Located
from kpicalc.lab.values import allowed_near, fixed_value, is_fixed, usual_values
from kpicalc.lab.witnesses import Candidate, Slot, first_slot, witness_of
from kpicalc.model.analysis import Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC, Scalar
from kpicalc.model.program import EMPLOYEES, Input, Key, Program

# The budgets: most schemes have nothing to search for, so a search may take as long as all the other proofs.
# For one harm so many facts are mixed, so many of the best are changed, in so many rounds.
_STARTS = 6
_MIXED = 200
_BEST = 3
_ROUNDS = 3
# For all of a scheme.
_MOST = 6000


@dataclass(frozen=True, slots=True)
class Harm:
    """Something that should never happen, and what leads to it.

    `finds` gives the numbers of the outcomes in which it happens. `goals` are what formulas must
    give for it, each list another way. `guide` is a figure that is near 0, or below it, where it happens.
    """

    finds: Callable[[Probed], Iterator[int]]
    goals: Sequence[Goals]
    guide: Located
    behind: frozenset[Key]
    two_sided: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Made-up facts for which a harm happens, among others that were tried with them."""

    probed: Probed
    number: int

    @property
    def witness(self) -> Witness:
        """The facts."""
        return self.probed.probes[self.number]

    def value_of(self, variable: str) -> Value:
        """Return what a variable of the employee came to."""
        return self.probed.outcomes.named(variable)[self.number]


@dataclass(slots=True)
class HarmSearch:
    """One search through a program; nothing is computed before it is asked for."""

    program: Program
    _probed: Probed | None = None
    _lab: Laboratory | None = None
    _plausible: Box | None = None
    _left: int = _MOST
    _picks: dict[Slot, tuple[Scalar | None, ...]] = field(default_factory=dict)

    def probed(self) -> Probed:
        """Return the usual probes with what they give."""
        if self._probed is None:
            self._probed = probe(self.program)
        return self._probed

    @property
    def usual(self) -> Witness:
        """The facts that are usual."""
        return self.probed().probes[0]

    def find(self, harm: Harm) -> Case | None:
        """Return facts for which a harm happens, as plain as they were met."""
        number = next(harm.finds(self.probed()), None)
        if number is not None:
            return Case(self.probed(), number)
        tried: list[tuple[Candidate, Value]] = []
        for batch in (self._roots, self._solved, self._mixed):
            met = self._try(harm, list(batch(harm)), tried)
            if met is not None:
                return self._made_plainer(harm, met)
        for vary in (self._led_there, *[self._around] * _ROUNDS):
            met = self._try(harm, list(vary(harm, tried)), tried)
            if met is not None:
                return self._made_plainer(harm, met)
        return None

    def _try(
        self, harm: Harm, candidates: Sequence[Candidate], tried: list[tuple[Candidate, Value]]
    ) -> tuple[Case, Candidate] | None:
        """Compute candidates, as many as the budget allows; keep what the guide gave for each."""
        candidates = candidates[: self._left]
        if not candidates:
            return None
        self._left -= len(candidates)
        probed = settle_probes(self._laboratory(), [witness_of(self.program, each) for each in candidates])
        grain, guide = harm.guide
        tried += zip(candidates, probed.outcomes.values(guide, grain), strict=True)
        start = next(self._starts())
        number = min(harm.finds(probed), key=lambda at: _oddity(candidates[at], start), default=None)
        return None if number is None else (Case(probed, number), candidates[number])

    def _made_plainer(self, harm: Harm, met: tuple[Case, Candidate]) -> Case:
        """Return the same harm with usual figures and few rows, as far as one change after another allows."""
        start = next(self._starts())
        for _ in range(_ROUNDS):
            plainer = [
                each for each in self._plainer(met[1], start) if _oddity(each, start) < _oddity(met[1], start)
            ]
            found = self._try(harm, plainer, [])
            if found is None:
                break
            met = found
        return met[0]

    def _plainer(self, candidate: Candidate, start: Candidate) -> Iterator[Candidate]:
        for each in self.program.inputs:
            slot = first_slot(each)
            usual, value = start.values[slot], candidate.values[slot]
            yield candidate.put(slot, usual)
            if isinstance(value, Decimal):
                scaled = (value.scaleb(-power).normalize() + 0 for power in range(1, 9))
                yield from (candidate.put(slot, less) for less in scaled if self._allows(each, less))
        for grain in details_of(self.program):
            yield from (candidate.with_rows(grain, number) for number in range(candidate.rows[grain]))

    def _laboratory(self) -> Laboratory:
        if self._lab is None:
            self._lab = prepare_laboratory(self.program)
            box = self._box()
            for each in self.program.inputs:
                if not is_fixed(self.program, each):
                    self._picks[first_slot(each)] = picks_of(self.program, each, box.domains[each.key])
        return self._lab

    def _allows(self, given: Input, value: Decimal) -> bool:
        return may_stand(self.program, given, self._box().domains[given.key], value)

    def _box(self) -> Box:
        if self._plausible is None:
            self._plausible = plausible_box(self.program)
        return self._plausible

    def _starts(self) -> Iterator[Candidate]:
        """Yield usual facts with one row of each table, with a subordinate, and with none of one table."""
        program = self.program
        values: dict[Slot, Scalar | None] = {}
        for each in program.inputs:
            fixed = is_fixed(program, each)
            told = fixed_value(program, each) if fixed else usual_values(each, program, of_kpi=False)[0]
            values[first_slot(each)] = told
        rows = dict.fromkeys(program.grains, 1)
        yield Candidate(rows, values)
        if program.grains[EMPLOYEES].superior:
            yield Candidate({**rows, EMPLOYEES: 2}, values)
        for grain in details_of(program):
            for number in self._numbers(grain):
                yield Candidate({**rows, grain: number}, values)

    def _numbers(self, grain: str) -> list[int]:
        return list(dict.fromkeys((0, 2, *row_numbers(self.program, grain))))

    def _solved(self, harm: Harm) -> Iterator[Candidate]:
        box, columns = self._box(), self._columns(harm)
        for start in self._starts():
            below = start.rows[EMPLOYEES] - 1
            if max(start.rows.values()) > below + 1:
                continue
            without = next((grain for grain, number in start.rows.items() if not number), "")
            single = single_rows(self.program, box, below, without, alike=True)
            for goals in harm.goals:
                found = solve(single, goals, columns, start)
                if found is not None:
                    yield found
                    yield from () if without else self._with_rows(found)

    def _with_rows(self, candidate: Candidate) -> Iterator[Candidate]:
        """Yield the candidate with other numbers of rows of each table."""
        for grain in details_of(self.program):
            yield from (candidate.with_rows(grain, number) for number in self._numbers(grain))

    def _columns(self, harm: Harm) -> list[Input]:
        self._laboratory()
        return [
            each
            for each in self.program.inputs
            if each.key in harm.behind and self._picks.get(first_slot(each))
        ]

    def _roots(self, harm: Harm) -> Iterator[Candidate]:
        """Yield facts with one of them moved to where the guide is 0, and beside it."""
        figures = [each for each in self._columns(harm) if each.kind in NUMERIC and not each.one_of]
        for start in islice(self._starts(), _STARTS):
            yield start
            yield from self._roots_from(start, figures, harm.guide)

    def _roots_from(self, start: Candidate, figures: Sequence[Input], guide: Located) -> Iterator[Candidate]:
        beside = {each.key: self._two_more(each, start) for each in figures}
        moved = [start.put(first_slot(each), value) for each in figures for value in beside[each.key]]
        witnesses = [witness_of(self.program, each) for each in (start, *moved)]
        grain, formula = guide
        seen = iter(self._laboratory().settle_all(witnesses).values(formula, grain))
        here = next(seen)
        for each in figures:
            now = start.values[first_slot(each)]
            samples = [(now, here), *((value, next(seen)) for value in beside[each.key])]
            known = [(at, value) for at, value in samples if isinstance(at, Decimal)]
            for one, other in pairwise(known):
                for root in guess_roots(one, other):
                    near = allowed_near(each, root, self.program.currency)
                    yield from (start.put(first_slot(each), at) for at in near if self._allows(each, at))

    def _two_more(self, given: Input, start: Candidate) -> list[Decimal]:
        """Return two more figures of a column, beside that of the start."""
        told = self._picks[first_slot(given)]
        now = start.values[first_slot(given)]
        wished = [now * 2, now / 2] if isinstance(now, Decimal) else []
        near = [each for each in wished if self._allows(given, each)]
        figures = [*near, *(each for each in told if isinstance(each, Decimal))]
        return [each for each in dict.fromkeys(figures) if each != now][:2]

    def _mixed(self, harm: Harm) -> Iterator[Candidate]:
        """Yield facts with a figure from the list of each column, mixed without any pattern."""
        slots, starts = [first_slot(each) for each in self._columns(harm)], list(self._starts())
        for number in range(_MIXED if slots else 0):
            start = starts[number % len(starts)]
            values = dict(start.values)
            for at, slot in enumerate(slots):
                picks = self._picks[slot]
                values[slot] = picks[mixed(number, at) % len(picks)]
            yield replace(start, values=values)

    def _led_there(self, harm: Harm, tried: Sequence[tuple[Candidate, Value]]) -> Iterator[Candidate]:
        """Yield facts with which the guide is 0 already, and others mixed of which it knows nothing.

        A way that leads to the harm may ask for several of them at once.
        """
        met = [each for each, value in tried if isinstance(value, Decimal) and not value][:_BEST]
        known = Behind(self.program).facts(harm.guide[1])
        slots = [first_slot(each) for each in self._columns(harm) if each.key not in known]
        for number in range(_MIXED // 2 if met and slots else 0):
            values = {
                slot: self._picks[slot][mixed(number, at) % len(self._picks[slot])]
                for at, slot in enumerate(slots)
            }
            start = met[number % len(met)]
            yield replace(start, values={**start.values, **values})

    def _around(self, harm: Harm, tried: Sequence[tuple[Candidate, Value]]) -> Iterator[Candidate]:
        """Yield the facts that came nearest, each with one of them changed."""
        known = [(_distance(harm, value), at) for at, (_, value) in enumerate(tried)]
        nearest = sorted((far, at) for far, at in known if far is not None)
        for _, at in nearest[:_BEST]:
            candidate = tried[at][0]
            yield from self._with_rows(candidate)
            for each in self._columns(harm):
                slot = first_slot(each)
                yield from (candidate.put(slot, value) for value in self._picks[slot])
                second = (each.grain, each.name, 1)
                if candidate.rows.get(each.grain, 1) > 1:
                    yield from (candidate.put(second, value) for value in self._picks[slot])


def _distance(harm: Harm, value: Value) -> Decimal | None:
    if not isinstance(value, Decimal):
        return None
    return abs(value) if harm.two_sided else value


def _oddity(candidate: Candidate, start: Candidate) -> int:
    """Say how far facts are from the usual ones: in powers of ten, rows and other values."""
    odd = sum(abs(number - start.rows.get(grain, 1)) for grain, number in candidate.rows.items())
    for slot, value in candidate.values.items():
        usual = start.values.get(slot)
        if value != usual:
            figures = isinstance(value, Decimal) and isinstance(usual, Decimal) and value and usual
            odd += 1 + (abs(value.adjusted() - usual.adjusted()) if figures else 1)  # type: ignore[union-attr]
    return odd
