"""Made-up facts to look for harm with: usual figures, and each of them at its least, its greatest, blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest
from typing import cast

from kpicalc.lab.values import greatest_of, is_fixed, least_of, usual_values
from kpicalc.lab.witnesses import write_rows
from kpicalc.model.analysis import Witness
from kpicalc.model.kind import NUMERIC, Scalar
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES, Input, Key, Program

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
        for grain in _details(program):
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
        found += _other_numbers(given, program.currency, cast("Decimal", found[0]))
    return tuple(dict.fromkeys(found))


def _other_numbers(given: Input, currency: str, usual: Decimal) -> Iterator[Decimal]:
    least, greatest = least_of(given, currency), greatest_of(given, currency)
    for times in _TIMES:
        value = CONTEXT.multiply(usual, times)
        if (least is None or least <= value) and (greatest is None or value <= greatest):
            yield value
    yield from (end for end in (least, greatest) if end is not None)


def _least(told: tuple[Scalar | None, ...]) -> Scalar | None:
    numbers = [value for value in told if isinstance(value, Decimal)]
    return min(numbers, key=lambda value: abs(value - ZERO)) if numbers else told[-1]


def _details(program: Program) -> list[str]:
    """Return the tables of which an employee may have no row."""
    above = program.ancestors(EMPLOYEES)
    return [grain for grain in program.grains if grain not in above]
