"""Second rows of detail tables, for what one row cannot show: some of the rows counted, others not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, islice, product

from kpicalc.lab.behind import Behind
from kpicalc.lab.candidate import Candidate, Slot
from kpicalc.model.expr import Aggregate, references, walk
from kpicalc.model.kind import Scalar
from kpicalc.model.money import ZERO
from kpicalc.model.program import EMPLOYEES, Program

# The budget of the search: for each pair of columns so many values of each, and so many second rows in all.
_VALUES = 6
_MOST = 1200


def second_rows(
    program: Program,
    candidate: Candidate,
    picks: Mapping[Slot, tuple[Scalar | None, ...]],
    doubled: Collection[str],
) -> Iterator[Candidate]:
    """Yield the candidate with a second row that differs in what decides which rows are counted.

    A share of rows is below one only where one row is counted and another is not, and that often takes two
    different cells at once. All else is as in the first row, or nothing, so that sums stay as they are.
    """
    found = (
        candidate.with_others(grain, (*quiet, *zip(names, values, strict=True)))
        for grain, columns in _columns_of_conditions(program).items()
        if grain in doubled
        for quiet in ((), _nothing(grain, picks))
        for names in combinations(columns, min(2, len(columns)))
        for values in product(*(picks.get((grain, name, 0), ())[:_VALUES] for name in names))
    )
    return islice(found, _MOST)


def _nothing(grain: str, picks: Mapping[Slot, tuple[Scalar | None, ...]]) -> tuple[tuple[str, Scalar], ...]:
    return tuple((slot[1], ZERO) for slot, values in picks.items() if slot[0] == grain and ZERO in values)


def _columns_of_conditions(program: Program) -> Mapping[str, list[str]]:
    """Return for each detail table the columns that conditions of aggregates look at."""
    behind = Behind(program)
    parts = (part for variable in program.variables() for part in walk(variable.expr))
    conditions = [
        part.condition for part in parts if isinstance(part, Aggregate) and part.condition is not None
    ]
    named = [each.key for condition in conditions for each in references(condition)]
    looked_at = dict.fromkeys(fact for key in named for fact in sorted(behind.facts_of(key)))
    found: dict[str, list[str]] = {}
    for grain, name in looked_at:
        if grain != EMPLOYEES and program.grains[grain].parent is not None:
            found.setdefault(grain, []).append(name)
    return found
