"""Functions that give one of their arguments: the least, the greatest, the one inside bounds, the size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from kpicalc.formula.function import (
    AND_SO_ON,
    Branching,
    Domains,
    Failure,
    Function,
    GridOf,
)
from kpicalc.formula.kinds import kind_of_all
from kpicalc.model.domain import Domain, Interval, exactly, has_value, join, maybe_missing, meet
from kpicalc.model.domain_operators import comparison_domain, drop_signs, negate, take_greatest, take_least
from kpicalc.model.expr import Call, ComparisonSign, Unary
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import CONTEXT, COUNTING, ZERO, common_step
from kpicalc.model.problem import Problem

Ordered = TypeVar("Ordered", Decimal, date)

# The kinds of values that have a first and a last.
ORDERED = NUMERIC | {Kind.DATE}


def drop_sign(value: Decimal) -> Decimal:
    """Return the value without its sign."""
    return CONTEXT.abs(value)


def clamp_value(value: Ordered, low: Ordered, high: Ordered) -> Ordered:
    """Return the value, or the bound that it is beyond; ValueError when the bounds are crossed."""
    if _by_digits_that_count(low) > _by_digits_that_count(high):
        message = "the low bound of clamp is above the high one"
        raise ValueError(message)
    return min(max(value, low), high)


def _by_digits_that_count(value: Decimal | date) -> Any:
    """Return a number with the digits that count; bounds that meet on paper are not crossed."""
    return COUNTING.plus(value) if isinstance(value, Decimal) else value


def _kind_of_ordered(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take numbers of a common kind, or dates; give the same."""
    common = kind_of_all(kinds)
    return common if common in ORDERED else None


def _kind_of_absolute(kinds: tuple[Kind, ...]) -> Kind | None:
    return kinds[0] if kinds[0] in NUMERIC else None


def _common_grid(call: Call, grid_of: GridOf) -> Decimal | None:
    return common_step(map(grid_of, call.arguments))


# What the arguments can be for what is given.


def _arguments_of_least(wanted: Interval, arguments: Domains) -> Sequence[Interval]:
    return _arguments_of_extreme(wanted, arguments, Interval(wanted.low, None, wanted.low_open))


def _arguments_of_greatest(wanted: Interval, arguments: Domains) -> Sequence[Interval]:
    return _arguments_of_extreme(wanted, arguments, Interval(None, wanted.high, high_open=wanted.high_open))


def _arguments_of_extreme(wanted: Interval, arguments: Domains, outer: Interval) -> Sequence[Interval]:
    """No argument lies on the far side of what is wanted, and one that alone can be it is."""
    able = [has_value(meet(each, wanted)) for each in arguments]
    return [wanted if can and able.count(True) == 1 else outer for can in able]


def _arguments_of_clamp(wanted: Interval, arguments: Domains) -> Sequence[Interval]:
    value, low, high = arguments
    above, top = _arguments_of_least(wanted, (take_greatest([value, low]), high))
    middle, bottom = _arguments_of_greatest(above, (value, low))
    return middle, bottom, top


def _argument_of_size(wanted: Interval, arguments: Domains) -> Sequence[Domain]:
    return [join(meet(arguments[0], wanted), meet(arguments[0], negate(wanted)))]


# Which arguments can be the one that is given.


def _ways_of_least(arguments: Domains) -> frozenset[int]:
    least = take_least(arguments)
    return frozenset(at for at, each in enumerate(arguments) if not _surely(least, "<", each))


def _ways_of_greatest(arguments: Domains) -> frozenset[int]:
    greatest = take_greatest(arguments)
    return frozenset(at for at, each in enumerate(arguments) if not _surely(greatest, ">", each))


def _ways_of_clamp(arguments: Domains) -> frozenset[int]:
    value, low, high = arguments
    within = not (_surely(value, "<", low) or _surely(value, ">", high))
    open_ways = (within, not _surely(value, ">=", low), not _surely(value, "<=", high))
    return frozenset(at for at, is_open in enumerate(open_ways) if is_open)


def _ways_of_sign(arguments: Domains) -> frozenset[int]:
    return frozenset(map(int, comparison_domain("<", arguments[0], exactly(ZERO)).values))


def _surely(left: Domain, sign: ComparisonSign, right: Domain) -> bool:
    """Say whether a comparison holds wherever both sides are there."""
    plain = [maybe_missing(each, missing=False) for each in (left, right)]
    return comparison_domain(sign, *plain) == exactly(value=True)


def _as_it_is(call: Call) -> Call:
    return call


def _bounded_twice(call: Call) -> Call:
    value, low, high = call.arguments
    return replace(
        call, function=MIN.name, arguments=(replace(call, function=MAX.name, arguments=(value, low)), high)
    )


def _greater_of_both_signs(call: Call) -> Call:
    (value,) = call.arguments
    return replace(call, function=MAX.name, arguments=(value, Unary("-", value, call.span)))


MIN = Function(
    name="min",
    name_ru="мин",
    parameters=("x", "y", AND_SO_ON),
    doc_en="the least of the values",
    doc_ru="наименьшее из значений",
    least=2,
    most=None,
    words=(),
    kind_of=_kind_of_ordered,
    meaning=min,
    failure=Failure(),
    if_missing=None,
    domain=take_least,
    inverse=_arguments_of_least,
    branching=Branching(_ways_of_least, -1, _as_it_is),
    stepping=None,
    grid=_common_grid,
)
MAX = Function(
    name="max",
    name_ru="макс",
    parameters=("x", "y", AND_SO_ON),
    doc_en="the greatest of the values",
    doc_ru="наибольшее из значений",
    least=2,
    most=None,
    words=(),
    kind_of=_kind_of_ordered,
    meaning=max,
    failure=Failure(),
    if_missing=None,
    domain=take_greatest,
    inverse=_arguments_of_greatest,
    branching=Branching(_ways_of_greatest, 1, _as_it_is),
    stepping=None,
    grid=_common_grid,
)
CLAMP = Function(
    name="clamp",
    name_ru="в_пределах",
    parameters=("x", "low", "high"),
    doc_en="x, but not below low and not above high",
    doc_ru="x, но не меньше low и не больше high",
    least=3,
    most=3,
    words=(),
    kind_of=_kind_of_ordered,
    meaning=clamp_value,
    failure=Failure(Problem.ROW_BOUNDS_CROSSED),
    if_missing=None,
    domain=lambda arguments: take_least([take_greatest(arguments[:2]), arguments[2]]),
    inverse=_arguments_of_clamp,
    branching=Branching(_ways_of_clamp, 0, _bounded_twice),
    stepping=None,
    grid=_common_grid,
)
ABS = Function(
    name="abs",
    name_ru="модуль",
    parameters=("x",),
    doc_en="x without its sign",
    doc_ru="x без знака",
    least=1,
    most=1,
    words=(),
    kind_of=_kind_of_absolute,
    meaning=drop_sign,
    failure=Failure(),
    if_missing=None,
    domain=lambda arguments: drop_signs(arguments[0]),
    inverse=_argument_of_size,
    branching=Branching(_ways_of_sign, 0, _greater_of_both_signs, by_sign=True),
    stepping=None,
    grid=_common_grid,
)

FUNCTIONS = (MIN, MAX, CLAMP, ABS)
