"""Made-up facts to look for harm with, none that nobody could have, and what the engine gives for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice, zip_longest
from typing import cast

from kpicalc.analysis.enclosure.box import Box, box_of
from kpicalc.analysis.proofs.show_domain import show_number
from kpicalc.lab.laboratory import Laboratory, Outcomes, prepare_laboratory
from kpicalc.lab.values import greatest_of, is_fixed, least_of, usual_values
from kpicalc.lab.witnesses import values_of, write_rows
from kpicalc.model.analysis import Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import Interval, meet
from kpicalc.model.expr import Expr, walk
from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Program
from kpicalc.model.source import Span

# Where the scheme does not say how great a figure can be, no greater one is made up: nobody has it.
_GREATEST = {
    Kind.MONEY: Decimal(1_000_000_000),
    Kind.HOURS: Decimal(8_784),
    Kind.DAYS: Decimal(366),
    Kind.RATIO: Decimal(10),
}
_OTHERWISE = Decimal(1_000_000)


def plausible_box(program: Program) -> Box:
    """Return the facts that the declarations allow, without figures that nobody would have.

    Where no least figure is declared none below 0 is made up, and no day is later than the period.
    """
    box = box_of(program)
    domains = dict(box.domains)
    past = Interval(None, Decimal(program.period.last_day.toordinal()), missing=True)
    for each in program.inputs:
        domain = domains[each.key]
        if each.kind is Kind.DATE:
            domains[each.key] = meet(domain, past)
        if each.kind in NUMERIC and isinstance(domain, Interval):
            low = ZERO if domain.low is None and (domain.high is None or domain.high > ZERO) else None
            most = _GREATEST.get(each.kind, _OTHERWISE)
            high = most if domain.high is None and (domain.low is None or domain.low < most) else None
            domains[each.key] = meet(domain, Interval(low, high, missing=True))
    return replace(box, domains=domains)


# Results three times and half as good as usual.
_TIMES = (Decimal(3), Decimal("0.5"))
_NO_MORE = "\0no more"


def probes_of(program: Program) -> Iterator[Witness]:
    """Yield the facts to try, those nearest to usual figures first.

    A number whose least value is not declared is not tried below 0.
    """
    options = {each.key: _options(each, program) for each in program.inputs}
    usual = {key: told[0] for key, told in options.items()}
    least = {key: _least(told) for key, told in options.items()}
    for start in (usual, least):
        yield write_rows(program, start)
        for key, value in _in_turn(options):
            if value != start[key]:
                yield write_rows(program, {**start, key: value})
        for grain in details_of(program):
            yield write_rows(program, start, without=grain)


def _in_turn(options: Mapping[Key, tuple[Scalar | None, ...]]) -> Iterator[tuple[Key, Scalar | None]]:
    """Yield the second values of all columns, then the third: what is far from usual comes last."""
    for values in zip_longest(*options.values(), fillvalue=_NO_MORE):
        for key, value in zip(options, values, strict=True):
            if value is not _NO_MORE:
                yield key, value


def _options(given: Input, program: Program) -> tuple[Scalar | None, ...]:
    """Return the values to try for a column, the most usual first; None is a blank cell."""
    found = list(usual_values(given, program, of_kpi=False))
    if given.kind in NUMERIC and not given.one_of and not is_fixed(program, given):
        usual = cast("Decimal", found[0])
        least, greatest = least_of(given, program.currency), greatest_of(given, program.currency)
        for times in _TIMES:
            value = CONTEXT.multiply(usual, times)
            if (least is None or least <= value) and (greatest is None or value <= greatest):
                found.append(value)
        found += (end for end in (least, greatest) if end is not None)
    return tuple(dict.fromkeys(found))


def _least(told: tuple[Scalar | None, ...]) -> Scalar | None:
    numbers = [value for value in told if isinstance(value, Decimal)]
    return min(numbers, key=lambda value: abs(value - ZERO)) if numbers else told[-1]


def details_of(program: Program) -> list[str]:
    """Return the tables of which an employee may have no row."""
    above = program.ancestors(EMPLOYEES)
    return [grain for grain in program.grains if grain not in above]


# As many facts of a row as a reader takes in at once.
_SHOWN = 5
# Enough for a scheme of two hundred columns; a larger one is searched less thoroughly, not more slowly.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Probed:
    """Facts made up for a program, and what came of each."""

    program: Program
    probes: Sequence[Witness]
    outcomes: Outcomes


def probe(program: Program) -> Probed:
    """Settle all probes of a program."""
    return settle_probes(prepare_laboratory(program), list(islice(probes_of(program), _MOST)))


def settle_probes(lab: Laboratory, probes: Sequence[Witness]) -> Probed:
    """Return made-up facts with what comes of them."""
    return Probed(lab.program, probes, lab.settle_all(probes))


def show_probe(program: Program, usual: Witness, shown: Witness, behind: Container[Key]) -> str:
    """Write those facts of a row that a formula rests on, what is unusual first: `план = 0, факт = 100`."""
    least, given = values_of(usual), values_of(shown)
    wanted = [each for each in program.inputs if each.key in behind]
    wanted.sort(key=lambda each: given.get(each.key) == least[each.key])
    told = [f"{each.name} = {_shown(given[each.key], each.kind)}" for each in wanted if each.key in given]
    return ", ".join([*_unusual_tables(program, shown), *told][:_SHOWN])


def _unusual_tables(program: Program, witness: Witness) -> list[str]:
    """Return how many rows there are of the tables that have none, or several; others are subordinates."""
    numbers = Counter(row.grain for row in witness.rows)
    below = [f"count(reports) = {numbers[EMPLOYEES] - 1}"] if numbers[EMPLOYEES] > 1 else []
    above = program.ancestors(EMPLOYEES)
    several = {grain for grain, number in numbers.items() if number > 1 and grain not in above}
    told = [grain for grain in program.grains if grain in several or grain not in {COMPANY, *numbers}]
    return below + [f"count({grain}) = {numbers[grain]}" for grain in told]


def _shown(value: Scalar | None, kind: Kind) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case Decimal():
            return show_number(value, kind)
        case _:
            return str(value)


def part_written_at(expr: Expr, place: Span) -> Expr | None:
    """Return the outermost part of a formula that is written at a place of the scheme."""
    return next((part for part in walk(expr) if lies_in(part.span, place)), None)


def lies_in(part: Span, place: Span) -> bool:
    """Say whether one stretch of a file is part of another, or the same."""
    start, end = (part.line, part.column), (part.end_line, part.end_column)
    return (
        part.file == place.file
        and (place.line, place.column) <= start
        and end <= (place.end_line, place.end_column)
    )
