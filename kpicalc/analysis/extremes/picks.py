"""Values worth trying for a column: ends of ranges, round figures, what formulas look at; second rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, islice, product

from kpicalc.analysis.enclosure.box import domain_of_input
from kpicalc.lab.behind import Behind
from kpicalc.lab.values import OTHER_TEXT, applied_texts, step_of
from kpicalc.lab.witnesses import Candidate, Slot
from kpicalc.model.domain import Choices, Domain, Interval, holds, meet
from kpicalc.model.expr import Aggregate, Number, references, walk
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES, Input, Program

# The readers refuse a cell with more than ten decimals.
_FINEST = Decimal("1E-10")
_ROUND_FIGURES = tuple(
    map(
        Decimal,
        (
            "0",
            "1",
            "10",
            "100",
            "1000",
            "100000",
            "1000000",
            "1000000000",
            "1000000000000",
            "0.5",
            "-1",
            "-1000000000",
        ),
    )
)
# A hair inside an end: a tenth of the step in which people write.
_FINER = Decimal("0.1")
# The plainest figures come first; more of them only multiply the candidates of every step of the search.
_MOST_FIGURES = 24

# A spreadsheet counts a 29 February 1900, so cells of earlier days are refused.
_FIRST_OF_CELLS = date(1900, 3, 1)

# So many rows are tried where a formula names such a number, and so many different numbers of them.
_MOST_ROWS = 60
_ROW_NUMBERS = 9

# Beyond this nobody writes a figure into a sheet.
_GREATEST = Decimal(1_000_000_000_000)


def picks_of(
    program: Program, declared: Input, domain: Domain, constants: Sequence[Decimal] | None = None
) -> tuple[Scalar | None, ...]:
    """Return values to try for a column that lie in a domain, plain ones first; None is a blank cell.

    `constants` are the numbers that formulas name, where they are known already.
    """
    if isinstance(domain, Choices):
        return _texts_or_flags(program, declared, domain)
    blank: tuple[None, ...] = (None,) if domain.missing else ()
    if declared.kind is Kind.DATE:
        return (*_pick_days(program, declared, domain), *blank)
    if declared.one_of:
        told = (*declared.one_of, *(() if declared.fallback is None else (declared.fallback,)))
        return (*(each for each in dict.fromkeys(told) if holds(domain, each)), *blank)
    named = constants_of(program) if constants is None else constants
    return (*_pick_numbers(program, declared, domain, named), *blank)


def row_numbers(program: Program, grain: str) -> tuple[int, ...]:
    """Return numbers of rows at which formulas that count rows of a table may turn: those they name."""
    parts = [part for variable in program.variables() for part in walk(variable.expr)]
    if not any(isinstance(part, Aggregate) and part.grain == grain for part in parts):
        return ()
    whole = [int(each) for each in constants_of(program) if 1 < each <= _MOST_ROWS and each == int(each)]
    return tuple(dict.fromkeys(near for each in whole for near in (each, each - 1, each + 1)))[:_ROW_NUMBERS]


def may_stand(program: Program, declared: Input, domain: Domain, value: Scalar) -> bool:
    """Say whether a value may stand in a column."""
    return may_stand_within(declared, domain, without_fallback(program, declared, domain), value)


def may_stand_within(declared: Input, domain: Domain, inside: Domain, value: Scalar) -> bool:
    """Say whether a value may stand in a column; `inside` is its domain without what a blank counts as.

    Between listed values, and between its range and a fallback outside it, nothing may, and no cell holds
    more decimals than the readers take.
    """
    if isinstance(value, Decimal) and value != CONTEXT.quantize(value, _FINEST):
        return False
    if declared.one_of and value not in (*declared.one_of, declared.fallback):
        return False
    return holds(domain if value == declared.fallback else inside, value)


def without_fallback(program: Program, declared: Input, domain: Domain) -> Domain:
    """Return what a cell that is not blank may hold."""
    if declared.fallback is None:
        return domain
    return meet(domain, domain_of_input(replace(declared, fallback=None), program))


def _texts_or_flags(program: Program, declared: Input, domain: Choices) -> tuple[Scalar | None, ...]:
    found: list[Scalar | None] = sorted(domain.values, key=str)
    if domain.others:
        found += [*applied_texts(program, declared), *declared.compared_texts, OTHER_TEXT]
    found += [None] if domain.missing else []
    return tuple(dict.fromkeys(each for each in found if each is None or holds(domain, each)))


def _pick_days(program: Program, declared: Input, domain: Interval) -> tuple[Scalar, ...]:
    first, last = program.period.first_day, program.period.last_day
    years = tuple(
        first.replace(year=max(first.year - each, 1), day=1) for each in (1, 3, 5, 7, 10, 15, 20, 30, 50)
    )
    usual = [first, last, *years]
    ends = [date.fromordinal(int(end)) for end in (domain.low, domain.high) if end is not None]
    told = (day for day in (*usual, *ends, _FIRST_OF_CELLS) if day >= _FIRST_OF_CELLS)
    return tuple(dict.fromkeys(day for day in told if may_stand(program, declared, domain, day)))


def _pick_numbers(
    program: Program, declared: Input, domain: Interval, constants: Sequence[Decimal]
) -> tuple[Decimal, ...]:
    step = step_of(declared, program.currency)
    found = [*_ROUND_FIGURES]
    for constant in constants:
        found += [constant, constant - step, constant + step]
    found.append((domain.low or ZERO) + step * _FINER)
    told = (*_pick_ends(domain, step), *filter(is_written, found))
    inside = dict.fromkeys(each for each in told if may_stand(program, declared, domain, each))
    return tuple(inside)[:_MOST_FIGURES]


def is_written(figure: Decimal) -> bool:
    """Say whether a figure is of a size that people write."""
    return abs(figure) <= _GREATEST


def _pick_ends(domain: Interval, step: Decimal) -> Iterator[Decimal]:
    """Yield the ends, and figures one step and a hair inside them."""
    for end, inward in ((domain.low, 1), (domain.high, -1)):
        if end is not None:
            yield _round_figure(end, inward)
            yield from (end, _to_step(end, step, inward), end + step * inward, end + step * _FINER * inward)


def _round_figure(end: Decimal, inward: int) -> Decimal:
    """Return the next figure of one digit and zeros inside the end."""
    return _to_step(end, Decimal(1).scaleb(end.adjusted()), inward) if end else end


def _to_step(end: Decimal, step: Decimal, inward: int) -> Decimal:
    """Return the next figure of whole steps inside the end."""
    whole = (end / step).to_integral_value(rounding="ROUND_CEILING" if inward == 1 else "ROUND_FLOOR")
    return whole * step


def constants_of(program: Program) -> tuple[Decimal, ...]:
    """Return the numbers that formulas and tables compare with."""
    parts = (part for variable in program.variables() for part in walk(variable.expr))
    written = {part.value for part in parts if isinstance(part, Number)}
    tables = {
        bound.lower for table in program.tables.values() for bound in table.bands if bound.lower is not None
    }
    return tuple(sorted(written | tables))


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
