"""Tests proposed for what no test reaches: few made-up employees, at facts where differences are zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from kpicalc.compiler.passes import compile_scheme
from kpicalc.i18n.catalogue import Language
from kpicalc.lab.roots import guess_roots
from kpicalc.lab.turns import Located, find_margins
from kpicalc.lab.values import allowed_near, is_allowed, step_of
from kpicalc.lab.witnesses import Candidate, Slot, first_slot
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.money import ONE
from kpicalc.model.program import Input, Program
from kpicalc.model.result import Settlement
from kpicalc.model.trial import Point
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.formatting.change_keys import change_keys
from kpicalc.scheme.periods import periods_to_check
from kpicalc.testing.batch import Seen, look_at_all
from kpicalc.testing.candidates import (
    first_candidate,
    is_tied,
    vary,
    vary_colleagues,
    vary_second_rows,
    vary_together,
)
from kpicalc.testing.forks import EDGES, Forks, find_forks
from kpicalc.testing.reach import reach_points
from kpicalc.testing.trials import OpenFiles, Suite, measure_coverage, run_all, settlements_of
from kpicalc.testing.write_tests import Proposal, write_proposals

_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()
_PROBES = (Decimal(2), Decimal("0.5"))


def solve_margins(forks: Forks, base: Candidate, margins: Sequence[Located]) -> Iterator[Candidate]:
    """Yield the base with one fact changed so that a difference is zero, or just on either side of it.

    Between two values of the fact the difference is taken for a straight line, then for one of its inverse:
    that is exact for sums, products and quotients.
    """
    currency = forks.program.currency
    inputs = [each for each in forks.program.inputs if each.kind in {*NUMERIC, Kind.DATE}]
    probes = {each.key: _move_fact(base, each, currency) for each in inputs}
    wanted = [base, *(each for each in probes.values() if each is not None)]
    seen = {id(each.candidate): each for each in look_at_all(forks, wanted, margins)}
    if id(base) not in seen:
        return
    for each in inputs:
        probe = probes[each.key]
        if id(probe) in seen:
            yield from _solve_pair(each, currency, (seen[id(base)], seen[id(probe)]))


def stand_on_edges(base: Candidate, solved: Iterable[Candidate]) -> Candidate:
    """Return the base with every fact at the first point found for it, so that all plans are just met."""
    values = dict(base.values)
    moved: set[Slot] = set()
    for candidate in solved:
        for slot, value in candidate.values.items():
            if slot not in moved and value != base.values[slot]:
                values[slot] = value
                moved.add(slot)
    return replace(base, values=values)


def _move_fact(base: Candidate, given: Input, currency: str) -> Candidate | None:
    """Return the base with a fact moved to another value that is allowed."""
    slot = first_slot(given)
    now = base.values[slot]
    if isinstance(now, date):
        return base.put(slot, date.fromordinal(now.toordinal() + (10 if now.day < 15 else -10)))
    if not isinstance(now, Decimal):
        return None
    step = step_of(given, currency)
    moved = [*(now * each for each in _PROBES), now + step, now - step, ONE]
    fitting = [each for each in moved if each != now and is_allowed(given, each)]
    return base.put(slot, fitting[0]) if fitting else None


def _solve_pair(given: Input, currency: str, pair: tuple[Seen, Seen]) -> Iterator[Candidate]:
    base, probe = pair
    slot = first_slot(given)
    ends = _fact_as_number(base.candidate.values[slot]), _fact_as_number(probe.candidate.values[slot])
    for differences in zip(base.values, probe.values, strict=True):
        for root in guess_roots(*zip(ends, differences, strict=True)):
            for value in _values_around(given, currency, root):
                yield base.candidate.put(slot, value)


def _fact_as_number(value: Scalar | None) -> Decimal:
    """Return a fact as a number, a date by the number of its day; only such facts are moved."""
    return Decimal(value.toordinal()) if isinstance(value, date) else cast("Decimal", value)


def _values_around(given: Input, currency: str, root: Decimal) -> Iterator[Scalar]:
    if given.kind is not Kind.DATE:
        yield from allowed_near(given, root, currency)
        return
    days = (int(root) - 1, int(root), int(root) + 1)
    yield from (date.fromordinal(day) for day in days if _FIRST_DAY < day < _LAST_DAY)


# The budget of the search: rounds, starting points of each, and facts tried from each of them. A round finds
# what lies one change from what was found before; tied employees need a company each, so fewer are tried.
_ROUNDS = 3
_BASES = 6
_MOST, _MOST_TIED = 2000, 400


@dataclass(frozen=True, slots=True)
class _Search:
    forks: Forks
    margins: tuple[Located, ...]
    most: int

    def look_around(self, base: Candidate, tried: set[tuple[object, ...]]) -> list[Seen]:
        """Compute the base and all that lies one fact from it, but nothing twice."""
        around: dict[tuple[object, ...], Candidate] = {}
        program = self.forks.program
        solved = solve_margins(self.forks, base, self.margins)
        together = (*vary_together(program, base), *vary_colleagues(program, base))
        for each in (base, *together, *vary(program, base), *solved, *vary_second_rows(program, base)):
            if each.identity() not in tried and len(around) < self.most:
                around.setdefault(each.identity(), each)
        tried.update(around)
        return list(look_at_all(self.forks, around.values()))


# A file of tests names its scheme; what is put into a scheme does not.
_ANY_SCHEME = "scheme: s\n"


def propose_suite_tests(suite: Suite, open_files: OpenFiles, language: Language) -> str:
    """Return YAML of tests that reach what the tests of a scheme do not; figures are as computed now.

    They are written in the keys of the scheme.
    """
    document = suite.document
    program = compile_scheme(document, periods_to_check(document)[-1]).value
    assert program is not None  # noqa: S101 - a suite is made of schemes that compile
    settlements = settlements_of(run_all(suite, open_files))
    missing = dict.fromkeys(measure_coverage(document, settlements).unreached)
    missing |= dict.fromkeys(_unmet_edges(program, settlements))
    chosen = tuple(_search_missing(program, missing))
    left = tuple(each for each in missing if each.key not in EDGES)
    proposed = write_proposals(document.file, program, chosen, left, language)
    whole = _ANY_SCHEME + proposed
    changed = change_keys(whole, document.file, TrialsDocument, Language(document.keys)).value
    return (changed or whole).partition("\n")[2]


def _unmet_edges(program: Program, settlements: Sequence[Settlement]) -> Iterator[Point]:
    """Yield the edges of bounds and conditions at which no fact of the tests stands."""
    met: set[Point] = set()
    for each in settlements:
        met.update(reach_points(find_forks(each.program), each))
    yield from (each for each in find_forks(program).targets() if each.key in EDGES and each not in met)


def _search_missing(program: Program, missing: dict[Point, None]) -> Iterator[Proposal]:
    """Yield candidates that reach something missing, and take it off."""
    tied = is_tied(program)
    search = _Search(find_forks(program), find_margins(program), _MOST_TIED if tied else _MOST)
    first = first_candidate(program)
    bases = [first, stand_on_edges(first, solve_margins(search.forks, first, search.margins))]
    tried: set[tuple[object, ...]] = set()
    for number in range(_ROUNDS):
        if number and all(each.key in EDGES for each in missing):
            # Facts further away are looked for only where a test of the scheme would be wanted.
            break
        found: list[Candidate] = []
        for base in bases[:_BASES] if missing else ():
            for each in _choose_best(search.look_around(base, tried), missing):
                found.append(each.candidate)
                yield each
        bases = [*found, *bases[_BASES:]]


def _choose_best(seen: Sequence[Seen], missing: dict[Point, None]) -> Iterator[Proposal]:
    """Take the candidate that reaches most of what is missing, again and again."""
    while missing and seen:
        best = max(seen, key=lambda each: len(missing.keys() & each.points))
        reached = tuple(each for each in missing if each in best.points)
        if not reached:
            return
        yield Proposal(best.candidate, reached)
        for each in reached:
            del missing[each]
